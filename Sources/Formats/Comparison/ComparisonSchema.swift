// SPDX-License-Identifier: GPL-3.0-or-later

extension Schemas {
  /// Of `muster/comparison@1`.
  public static let comparison = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "muster:schema:comparison@1",
      "title": "Muster comparison",
      "description": "Plans side by side. The costs in the lists of a difference add up exactly to the differences of the terms. Hours, unit-days and money are decimals of at most six places.",
      "type": "object",
      "required": ["format", "plans", "differences", "dominated"],
      "additionalProperties": false,
      "patternProperties": {"^x-": true},
      "properties": {
        "format": {"const": "muster/comparison@1"},
        "plans": {"type": "array", "items": {"$ref": "#/$defs/plan"}},
        "differences": {"type": "array", "items": {"$ref": "#/$defs/difference"}},
        "dominated": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["plan", "by"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {"plan": {"type": "string"}, "by": {"type": "string"}}
          }
        },
        "frontier": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["changes", "used", "value", "bound", "saves"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "changes": {"type": "integer", "minimum": 0},
              "used": {"type": ["integer", "null"], "minimum": 0},
              "value": {"$ref": "#/$defs/numberOrNull"},
              "bound": {"$ref": "#/$defs/numberOrNull"},
              "saves": {"$ref": "#/$defs/numberOrNull"}
            }
          }
        }
      },
      "$defs": {
        "plan": {
          "type": "object",
          "required": [
            "name",
            "scenario",
            "status",
            "value",
            "bound",
            "gap",
            "terms",
            "assignments",
            "summary"
          ],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "name": {"type": "string"},
            "scenario": {
              "type": "object",
              "required": ["sha256"],
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {"name": {"type": "string"}, "sha256": {"type": "string"}}
            },
            "status": {"enum": ["optimal", "feasible"]},
            "value": {"type": "number"},
            "bound": {"$ref": "#/$defs/numberOrNull"},
            "gap": {"type": ["number", "null"], "minimum": 0},
            "terms": {"$ref": "#/$defs/terms"},
            "assignments": {"type": "integer", "minimum": 0},
            "summary": {"$ref": "#/$defs/summary"}
          }
        },
        "difference": {
          "type": "object",
          "required": [
            "plan",
            "scenario",
            "delta",
            "assignments",
            "overtime",
            "assetUse",
            "operating",
            "unmet",
            "brokenCommitments",
            "people",
            "projects"
          ],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "plan": {"type": "string"},
            "scenario": {"type": "array", "items": {"$ref": "#/$defs/scenarioDifference"}},
            "delta": {"$ref": "#/$defs/delta"},
            "assignments": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["staff", "demand", "project", "period", "before", "after", "delta", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "staff": {"$ref": "#/$defs/id"},
                  "demand": {"$ref": "#/$defs/id"},
                  "project": {"$ref": "#/$defs/id"},
                  "period": {"$ref": "#/$defs/period"},
                  "start": {"$ref": "#/$defs/date"},
                  "end": {"$ref": "#/$defs/date"},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"}
                }
              }
            },
            "overtime": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["staff", "period", "before", "after", "delta", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "staff": {"$ref": "#/$defs/id"},
                  "period": {"$ref": "#/$defs/period"},
                  "start": {"$ref": "#/$defs/date"},
                  "end": {"$ref": "#/$defs/date"},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"}
                }
              }
            },
            "assetUse": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["asset", "demand", "project", "period", "before", "after", "delta", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "asset": {"$ref": "#/$defs/id"},
                  "demand": {"$ref": "#/$defs/id"},
                  "project": {"$ref": "#/$defs/id"},
                  "period": {"$ref": "#/$defs/period"},
                  "start": {"$ref": "#/$defs/date"},
                  "end": {"$ref": "#/$defs/date"},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"}
                }
              }
            },
            "operating": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["staff", "asset", "period", "before", "after", "delta", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "staff": {"$ref": "#/$defs/id"},
                  "asset": {"$ref": "#/$defs/id"},
                  "period": {"$ref": "#/$defs/period"},
                  "start": {"$ref": "#/$defs/date"},
                  "end": {"$ref": "#/$defs/date"},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"}
                }
              }
            },
            "unmet": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["demand", "project", "unit", "before", "after", "delta", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "demand": {"$ref": "#/$defs/id"},
                  "project": {"$ref": "#/$defs/id"},
                  "unit": {"enum": ["hours", "unitDays"]},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"}
                }
              }
            },
            "brokenCommitments": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["staff", "demand", "period", "before", "after", "delta", "cost"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "staff": {"$ref": "#/$defs/id"},
                  "demand": {"$ref": "#/$defs/id"},
                  "period": {"$ref": "#/$defs/period"},
                  "start": {"$ref": "#/$defs/date"},
                  "end": {"$ref": "#/$defs/date"},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"}
                }
              }
            },
            "people": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["staff", "before", "after", "delta", "cost", "changes", "hoursMoved"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "staff": {"$ref": "#/$defs/id"},
                  "before": {"$ref": "#/$defs/amount"},
                  "after": {"$ref": "#/$defs/amount"},
                  "delta": {"type": "number"},
                  "cost": {"type": "number"},
                  "changes": {"type": "integer", "minimum": 0},
                  "hoursMoved": {"$ref": "#/$defs/amount"}
                }
              }
            },
            "projects": {
              "type": "array",
              "items": {
                "type": "object",
                "required": [
                  "project",
                  "coverageBefore",
                  "coverageAfter",
                  "unitDayCoverageBefore",
                  "unitDayCoverageAfter",
                  "costBefore",
                  "costAfter",
                  "hoursBefore",
                  "hoursAfter"
                ],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "project": {"$ref": "#/$defs/id"},
                  "coverageBefore": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                  "coverageAfter": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                  "unitDayCoverageBefore": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                  "unitDayCoverageAfter": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                  "costBefore": {"$ref": "#/$defs/numberOrNull"},
                  "costAfter": {"$ref": "#/$defs/numberOrNull"},
                  "hoursBefore": {"$ref": "#/$defs/amount"},
                  "hoursAfter": {"$ref": "#/$defs/amount"}
                }
              }
            }
          }
        },
        "scenarioDifference": {
          "type": "object",
          "required": ["kind", "what"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "kind": {"enum": ["added", "removed", "changed"]},
            "what": {"type": "string"},
            "before": {"type": "string"},
            "after": {"type": "string"}
          }
        },
        "delta": {
          "type": "object",
          "required": [
            "value",
            "terms",
            "cost",
            "hours",
            "unmetHours",
            "unmetUnitDays",
            "people",
            "changes",
            "hoursMoved"
          ],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "value": {"type": "number"},
            "terms": {"$ref": "#/$defs/terms"},
            "cost": {"type": "number"},
            "hours": {"type": "number"},
            "unmetHours": {"type": "number"},
            "unmetUnitDays": {"type": "number"},
            "people": {"type": "integer", "minimum": 0},
            "changes": {"type": "integer", "minimum": 0},
            "hoursMoved": {"$ref": "#/$defs/amount"}
          }
        },
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
        }
      }
    }

    """#
}
