// SPDX-License-Identifier: GPL-3.0-or-later

extension Schemas {
  /// Of `muster/explanation@1`.
  public static let explanation = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "muster:schema:explanation@1",
      "title": "Muster explanation",
      "description": "Why demands are unmet, what would help, and what scarce things are worth. Hours, unit-days and money are decimals of at most six places.",
      "type": "object",
      "required": ["format", "scenario", "value", "unmet", "bottlenecks"],
      "additionalProperties": false,
      "patternProperties": {"^x-": true},
      "properties": {
        "format": {"const": "muster/explanation@1"},
        "scenario": {
          "type": "object",
          "required": ["sha256"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {"name": {"type": "string"}, "sha256": {"type": "string"}}
        },
        "value": {"type": "number"},
        "unmet": {"type": "array", "items": {"$ref": "#/$defs/unmet"}},
        "bottlenecks": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["kind", "id", "pricePerUnit", "validFor", "confirmed"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "kind": {"enum": ["staff", "skill", "asset", "budget", "pace", "overtime"]},
              "id": {"type": "string"},
              "period": {"$ref": "#/$defs/period"},
              "pricePerUnit": {
                "description": "What one unit more saves, by the dual values.",
                "type": "number",
                "exclusiveMinimum": 0
              },
              "validFor": {
                "description": "So many units each save the price, at least; null is not known.",
                "type": ["number", "null"],
                "minimum": 0
              },
              "oneSided": {"description": "A unit less costs the price, a unit more saves less.", "const": true},
              "tried": {
                "type": "object",
                "required": ["units", "saves"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {"units": {"type": "number", "exclusiveMinimum": 0}, "saves": {"type": "number"}},
                "description": "Solved again with so many units more."
              },
              "patch": {"$ref": "#/$defs/patch"},
              "confirmed": {"description": "Whether the units that were tried save the price, each.", "type": "boolean"}
            }
          }
        },
        "levers": {"type": "array", "items": {"$ref": "#/$defs/remedy"}},
        "untriedLevers": {
          "type": "object",
          "required": ["count", "saveAtMost"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {"count": {"type": "integer", "minimum": 0}, "saveAtMost": {"$ref": "#/$defs/numberOrNull"}}
        },
        "why": {
          "type": "object",
          "required": ["staff", "demand", "eligible", "reasons", "available", "assigned"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "staff": {"$ref": "#/$defs/id"},
            "demand": {"$ref": "#/$defs/id"},
            "eligible": {"type": "boolean"},
            "reasons": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "available": {"$ref": "#/$defs/amount"},
            "assigned": {"$ref": "#/$defs/amount"},
            "reducedCost": {
              "type": "object",
              "required": ["period", "perHour"],
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {"period": {"$ref": "#/$defs/period"}, "perHour": {"$ref": "#/$defs/amount"}}
            },
            "forced": {
              "type": "object",
              "required": ["period", "hours", "value", "costs", "displaced", "moved"],
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {
                "period": {"$ref": "#/$defs/period"},
                "hours": {"$ref": "#/$defs/amount"},
                "value": {"type": "number"},
                "costs": {"$ref": "#/$defs/amount"},
                "displaced": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["demand", "unit", "before", "after"],
                    "additionalProperties": false,
                    "patternProperties": {"^x-": true},
                    "properties": {
                      "demand": {"$ref": "#/$defs/id"},
                      "unit": {"enum": ["hours", "unitDays"]},
                      "before": {"$ref": "#/$defs/amount"},
                      "after": {"$ref": "#/$defs/amount"}
                    }
                  }
                },
                "moved": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["staff", "demand", "period", "before", "after"],
                    "additionalProperties": false,
                    "patternProperties": {"^x-": true},
                    "properties": {
                      "staff": {"$ref": "#/$defs/id"},
                      "demand": {"$ref": "#/$defs/id"},
                      "period": {"$ref": "#/$defs/period"},
                      "before": {"$ref": "#/$defs/amount"},
                      "after": {"$ref": "#/$defs/amount"}
                    }
                  }
                }
              },
              "description": "The best plan in which the person works at least so many hours on the demand in the period."
            }
          }
        },
        "absence": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["staff", "from", "to", "value", "costs", "unmetHours", "projects"],
            "additionalProperties": false,
            "patternProperties": {"^x-": true},
            "properties": {
              "staff": {"$ref": "#/$defs/id"},
              "from": {"$ref": "#/$defs/date"},
              "to": {"$ref": "#/$defs/date"},
              "value": {"type": "number"},
              "costs": {"type": "number"},
              "unmetHours": {"$ref": "#/$defs/amount"},
              "projects": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["project", "unmetHours"],
                  "additionalProperties": false,
                  "patternProperties": {"^x-": true},
                  "properties": {"project": {"$ref": "#/$defs/id"}, "unmetHours": {"$ref": "#/$defs/amount"}}
                }
              }
            }
          }
        }
      },
      "$defs": {
        "id": {"type": "string", "minLength": 1, "maxLength": 200},
        "date": {"type": "string", "format": "date"},
        "period": {"type": "integer", "minimum": 0},
        "amount": {"type": "number", "minimum": 0},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "numberOrNull": {"type": ["number", "null"]},
        "patch": {
          "description": "An RFC 6902 patch of the scenario.",
          "type": "array",
          "items": {"type": "object", "required": ["op", "path"]}
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
            "kind": {"enum": ["overtime", "external", "skill", "slip", "release", "budget", "asset"]},
            "title": {"type": "string"},
            "patch": {"$ref": "#/$defs/patch"},
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
