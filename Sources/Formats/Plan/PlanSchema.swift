// SPDX-License-Identifier: GPL-3.0-or-later

extension Schemas {
  /// Of `muster/plan@1`.
  public static let plan = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "muster:schema:plan@1",
      "title": "Muster plan",
      "description": "Who works on what when, what it is worth, what is left, and what was verified. Hours, unit-days and money are decimals of at most six places.",
      "type": "object",
      "required": [
        "format",
        "scenario",
        "status",
        "stop",
        "engine",
        "objective",
        "summary",
        "assignments",
        "overtime",
        "assetUse",
        "operating",
        "unmet",
        "brokenCommitments",
        "bottlenecks",
        "verification"
      ],
      "additionalProperties": false,
      "patternProperties": {"^x-": true},
      "properties": {
        "format": {"const": "muster/plan@1"},
        "scenario": {
          "type": "object",
          "required": ["sha256"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {"name": {"type": "string"}, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
        },
        "status": {"enum": ["optimal", "feasible"]},
        "stop": {"enum": ["proved", "gap", "time", "work", "memory", "interrupted", "crash"]},
        "engine": {
          "type": "object",
          "required": ["name", "version"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {"name": {"type": "string"}, "version": {"type": "string"}, "fallback": {"type": "string"}}
        },
        "objective": {
          "type": "object",
          "required": ["value", "bound", "gap", "terms"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "value": {"type": "number"},
            "bound": {"$ref": "#/$defs/numberOrNull"},
            "gap": {"type": ["number", "null"], "minimum": 0},
            "terms": {"$ref": "#/$defs/terms"}
          }
        },
        "summary": {"$ref": "#/$defs/summary"},
        "assignments": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["staff", "demand", "project", "period", "start", "end", "hours", "cost"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "staff": {"$ref": "#/$defs/id"},
              "demand": {"$ref": "#/$defs/id"},
              "project": {"$ref": "#/$defs/id"},
              "period": {"$ref": "#/$defs/period"},
              "start": {"$ref": "#/$defs/date"},
              "end": {"$ref": "#/$defs/date"},
              "hours": {"$ref": "#/$defs/amount"},
              "cost": {"type": "number"}
            }
          }
        },
        "overtime": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["staff", "period", "hours", "cost"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "staff": {"$ref": "#/$defs/id"},
              "period": {"$ref": "#/$defs/period"},
              "hours": {"$ref": "#/$defs/amount"},
              "cost": {"type": "number"}
            }
          }
        },
        "assetUse": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["asset", "demand", "project", "period", "unitDays", "cost"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "asset": {"$ref": "#/$defs/id"},
              "demand": {"$ref": "#/$defs/id"},
              "project": {"$ref": "#/$defs/id"},
              "period": {"$ref": "#/$defs/period"},
              "unitDays": {"$ref": "#/$defs/amount"},
              "cost": {"type": "number"}
            }
          }
        },
        "operating": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["staff", "asset", "period", "hours", "cost"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "staff": {"$ref": "#/$defs/id"},
              "asset": {"$ref": "#/$defs/id"},
              "period": {"$ref": "#/$defs/period"},
              "hours": {"$ref": "#/$defs/amount"},
              "cost": {"type": "number"}
            }
          }
        },
        "unmet": {"type": "array", "items": {"$ref": "#/$defs/unmet"}},
        "brokenCommitments": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["staff", "demand", "period", "hours", "cost"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "staff": {"$ref": "#/$defs/id"},
              "demand": {"$ref": "#/$defs/id"},
              "period": {"$ref": "#/$defs/period"},
              "hours": {"$ref": "#/$defs/amount"},
              "cost": {"type": "number"}
            }
          }
        },
        "bottlenecks": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["kind", "id", "pricePerUnit", "validFor"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "kind": {"enum": ["staff", "skill", "asset", "budget", "pace", "overtime"]},
              "id": {"type": "string"},
              "period": {"$ref": "#/$defs/period"},
              "pricePerUnit": {"type": "number"},
              "validFor": {"$ref": "#/$defs/numberOrNull"}
            }
          }
        },
        "verification": {
          "type": "object",
          "required": ["feasible", "violations", "value", "bound", "boundKind"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "feasible": {"type": "boolean"},
            "violations": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "detail", "pointer"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {"kind": {"type": "string"}, "detail": {"type": "string"}, "pointer": {"type": "string"}}
              }
            },
            "value": {"type": "number"},
            "bound": {"$ref": "#/$defs/numberOrNull"},
            "boundKind": {"enum": ["lagrangian", "none"]}
          }
        },
        "replanning": {
          "description": "What was kept of a plan in force; saves = unchangedValue - objective.value.",
          "type": "object",
          "required": [
            "keptPlan",
            "frozenPeriods",
            "changeCostPerHour",
            "changes",
            "people",
            "hoursMoved",
            "unchangedValue",
            "saves"
          ],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "keptPlan": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "from": {"$ref": "#/$defs/date"},
            "frozenPeriods": {"type": "integer", "minimum": 0},
            "changeCostPerHour": {"$ref": "#/$defs/amount"},
            "maxChanges": {"type": "integer", "minimum": 0},
            "changes": {"type": "integer", "minimum": 0},
            "people": {"type": "integer", "minimum": 0},
            "hoursMoved": {"$ref": "#/$defs/amount"},
            "unchangedValue": {"$ref": "#/$defs/numberOrNull"},
            "saves": {"$ref": "#/$defs/numberOrNull"}
          }
        }
      },
      "$defs": {
        "id": {"type": "string", "minLength": 1, "maxLength": 200},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"},
        "period": {"type": "integer", "minimum": 0},
        "amount": {"type": "number", "minimum": 0},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "numberOrNull": {"type": ["number", "null"]},
        "terms": {
          "type": "object",
          "required": ["labour", "overtime", "assets", "unmet", "commitments", "change"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "labour": {"type": "number"},
            "overtime": {"type": "number"},
            "assets": {"type": "number"},
            "unmet": {"type": "number"},
            "commitments": {"type": "number"},
            "change": {"type": "number"}
          }
        },
        "coverage": {
          "type": "object",
          "required": ["wanted", "met", "unmet", "share"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "wanted": {"$ref": "#/$defs/amount"},
            "met": {"$ref": "#/$defs/amount"},
            "unmet": {"$ref": "#/$defs/amount"},
            "share": {"$ref": "#/$defs/share"}
          }
        },
        "utilisation": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["id", "available", "used", "overtime", "share"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "id": {"type": "string"},
              "available": {"$ref": "#/$defs/amount"},
              "used": {"$ref": "#/$defs/amount"},
              "overtime": {"$ref": "#/$defs/amount"},
              "share": {"type": ["number", "null"], "minimum": 0}
            }
          }
        },
        "summary": {
          "type": "object",
          "required": ["hours", "unitDays", "cost", "coverageByPriority", "projects", "utilisation"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "hours": {"$ref": "#/$defs/coverage"},
            "unitDays": {"$ref": "#/$defs/coverage"},
            "cost": {"type": "number"},
            "coverageByPriority": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["priority", "hours", "unitDays"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "priority": {"type": "number", "minimum": 1, "maximum": 10},
                  "hours": {"$ref": "#/$defs/coverage"},
                  "unitDays": {"$ref": "#/$defs/coverage"}
                }
              }
            },
            "projects": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "hours", "unitDays", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "id": {"$ref": "#/$defs/id"},
                  "hours": {"$ref": "#/$defs/coverage"},
                  "unitDays": {"$ref": "#/$defs/coverage"},
                  "cost": {"type": "number"}
                }
              }
            },
            "utilisation": {
              "type": "object",
              "required": ["people", "departments", "skills", "assets"],
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {
                "people": {"$ref": "#/$defs/utilisation"},
                "departments": {"$ref": "#/$defs/utilisation"},
                "skills": {"$ref": "#/$defs/utilisation"},
                "assets": {"$ref": "#/$defs/utilisation"}
              }
            }
          }
        },
        "unmet": {
          "type": "object",
          "required": ["demand", "project", "cost", "reasons", "remedies"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "demand": {"$ref": "#/$defs/id"},
            "project": {"$ref": "#/$defs/id"},
            "period": {"$ref": "#/$defs/period"},
            "hours": {"$ref": "#/$defs/amount"},
            "unitDays": {"$ref": "#/$defs/amount"},
            "cost": {"type": "number"},
            "reasons": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "detail", "share"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "kind": {
                    "enum": [
                      "nobody",
                      "away",
                      "taken",
                      "budget",
                      "pace",
                      "asset",
                      "operators",
                      "commitment",
                      "notWorthIt"
                    ]
                  },
                  "detail": {"type": "string"},
                  "share": {"$ref": "#/$defs/share"}
                }
              }
            },
            "remedies": {"type": "array", "items": {"$ref": "#/$defs/remedy"}}
          },
          "oneOf": [{"required": ["hours"]}, {"required": ["unitDays"]}]
        },
        "remedy": {
          "type": "object",
          "required": ["kind", "title", "patch", "costBefore", "costAfter", "saves", "confirmed"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "kind": {"type": "string"},
            "title": {"type": "string"},
            "patch": {
              "description": "An RFC 6902 patch of the scenario.",
              "type": "array",
              "items": {"type": "object", "required": ["op", "path"]}
            },
            "costBefore": {"type": "number"},
            "costAfter": {"$ref": "#/$defs/numberOrNull"},
            "saves": {"$ref": "#/$defs/numberOrNull"},
            "confirmed": {"type": "boolean"}
          }
        }
      }
    }

    """#
}
