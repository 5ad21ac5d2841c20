// SPDX-License-Identifier: GPL-3.0-or-later

/// JSON Schemas (draft 2020-12) of the documents, as `muster schema` prints them.
///
/// They say what can be said about each value alone. What depends on other values (references, windows, ids that
/// stand twice) is checked by `Scenario.issues()`.
public enum Schemas {
  /// Of `muster/scenario@1`.
  public static let scenario = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "muster:schema:scenario@1",
      "title": "Muster scenario",
      "description": "Staff, assets and project demands: everything that a plan is made from. Dates are inclusive at both ends; hours are person-hours; money is in `currency`.",
      "type": "object",
      "required": ["format", "calendar", "projects"],
      "additionalProperties": false,
      "patternProperties": {"^x-": true},
      "properties": {
        "format": {"const": "muster/scenario@1"},
        "name": {"type": "string"},
        "currency": {"type": "string", "description": "What money is counted in; only shown."},
        "calendar": {"$ref": "#/$defs/calendar"},
        "policy": {"$ref": "#/$defs/policy"},
        "staff": {"type": "array", "items": {"$ref": "#/$defs/staffMember"}},
        "assets": {"type": "array", "items": {"$ref": "#/$defs/asset"}},
        "projects": {"type": "array", "items": {"$ref": "#/$defs/project"}},
        "commitments": {"type": "array", "items": {"$ref": "#/$defs/commitment"}},
        "baseline": {"$ref": "#/$defs/baseline"}
      },
      "$defs": {
        "id": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"},
        "amount": {"type": "number", "minimum": 0, "maximum": 1000000000},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "level": {"type": "integer", "minimum": 1, "maximum": 5},
        "hoursPerDay": {"type": "number", "exclusiveMinimum": 0, "maximum": 24},
        "priority": {"type": "number", "minimum": 1, "maximum": 10},
        "clearance": {"type": "integer", "minimum": 0, "maximum": 1000000000},
        "strings": {"type": "array", "items": {"type": "string"}},
        "ids": {"type": "array", "items": {"$ref": "#/$defs/id"}},
        "requirements": {
          "description": "Skill -> minimum level; all are needed.",
          "type": "object",
          "additionalProperties": {"$ref": "#/$defs/level"}
        },
        "workdays": {
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
        },
        "holidays": {"type": "array", "items": {"$ref": "#/$defs/date"}},
        "calendar": {
          "type": "object",
          "required": ["start", "end"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "start": {"$ref": "#/$defs/date"},
            "end": {"$ref": "#/$defs/date"},
            "period": {"enum": ["day", "week", "month"], "default": "week"},
            "workdays": {"$ref": "#/$defs/workdays", "default": ["mon", "tue", "wed", "thu", "fri"]},
            "hoursPerDay": {"$ref": "#/$defs/hoursPerDay", "default": 8},
            "holidays": {"$ref": "#/$defs/holidays", "default": []},
            "calendars": {
              "description": "Id -> calendar; what it leaves out is taken from the top level.",
              "type": "object",
              "propertyNames": {"$ref": "#/$defs/id"},
              "additionalProperties": {"$ref": "#/$defs/namedCalendar"}
            }
          }
        },
        "namedCalendar": {
          "type": "object",
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "workdays": {"$ref": "#/$defs/workdays"},
            "hoursPerDay": {"$ref": "#/$defs/hoursPerDay"},
            "holidays": {"$ref": "#/$defs/holidays"}
          }
        },
        "policy": {
          "type": "object",
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "unmetCostPerHour": {"$ref": "#/$defs/amount", "description": "Money lost per unmet effective hour and point of priority."},
            "unmetCostPerUnitDay": {"$ref": "#/$defs/amount", "description": "Money lost per unmet unit-day and point of priority."},
            "commitmentCostPerHour": {"$ref": "#/$defs/amount", "description": "Money per promised hour not kept."},
            "changeCostPerHour": {"$ref": "#/$defs/amount", "description": "Money per hour moved away from, or added to, the baseline.", "default": 0}
          }
        },
        "staffMember": {
          "type": "object",
          "required": ["id"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "not": {"required": ["costPerHour", "annualSalary"]},
          "properties": {
            "id": {"$ref": "#/$defs/id"},
            "name": {"type": "string"},
            "department": {"type": "string"},
            "location": {"type": "string"},
            "headcount": {"type": "integer", "minimum": 1, "maximum": 1000000000, "default": 1},
            "calendar": {"$ref": "#/$defs/id"},
            "skills": {
              "type": "object",
              "additionalProperties": {"anyOf": [{"$ref": "#/$defs/level"}, {"$ref": "#/$defs/skill"}]}
            },
            "certifications": {"type": "object", "additionalProperties": {"$ref": "#/$defs/validity"}},
            "clearance": {"$ref": "#/$defs/clearance", "default": 0},
            "costPerHour": {"$ref": "#/$defs/amount", "default": 0},
            "annualSalary": {"type": "number", "minimum": 0, "maximum": 2080000000000, "description": "Divided by 2080 and rounded to the cent."},
            "hoursPerDay": {"$ref": "#/$defs/hoursPerDay"},
            "support": {"$ref": "#/$defs/share", "default": 0, "description": "Share of working time kept for day-to-day duties."},
            "employed": {
              "type": "object",
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {"from": {"$ref": "#/$defs/date"}, "to": {"$ref": "#/$defs/date"}}
            },
            "absences": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["from", "to"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "from": {"$ref": "#/$defs/date"},
                  "to": {"$ref": "#/$defs/date"},
                  "share": {"$ref": "#/$defs/share", "default": 1}
                }
              }
            },
            "overtime": {
              "type": "object",
              "required": ["hoursPerWeek"],
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {
                "hoursPerWeek": {"$ref": "#/$defs/amount"},
                "hoursTotal": {"$ref": "#/$defs/amount"},
                "costFactor": {"type": "number", "minimum": 1, "maximum": 1000000000, "default": 1.5}
              }
            }
          }
        },
        "skill": {
          "type": "object",
          "required": ["level"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "level": {"$ref": "#/$defs/level"},
            "productivity": {"type": "number", "exclusiveMinimum": 0, "maximum": 1000000000, "default": 1},
            "from": {"$ref": "#/$defs/date"},
            "until": {"$ref": "#/$defs/date"}
          }
        },
        "validity": {
          "type": "object",
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {"from": {"$ref": "#/$defs/date"}, "until": {"$ref": "#/$defs/date"}}
        },
        "asset": {
          "type": "object",
          "required": ["id"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "id": {"$ref": "#/$defs/id"},
            "name": {"type": "string"},
            "tags": {"$ref": "#/$defs/strings"},
            "quantity": {"$ref": "#/$defs/amount", "default": 1},
            "costPerUnitDay": {"$ref": "#/$defs/amount", "default": 0},
            "outages": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["from", "to"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {
                  "from": {"$ref": "#/$defs/date"},
                  "to": {"$ref": "#/$defs/date"},
                  "quantity": {"$ref": "#/$defs/amount"}
                }
              }
            },
            "operators": {
              "type": "object",
              "required": ["hoursPerUnitDay"],
              "additionalProperties": false,
              "patternProperties": {"^x-": true},
              "properties": {
                "skills": {"$ref": "#/$defs/requirements"},
                "hoursPerUnitDay": {"$ref": "#/$defs/amount"}
              }
            }
          }
        },
        "project": {
          "type": "object",
          "required": ["id"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "id": {"$ref": "#/$defs/id"},
            "name": {"type": "string"},
            "department": {"type": "string"},
            "priority": {"$ref": "#/$defs/priority", "default": 5},
            "start": {"$ref": "#/$defs/date"},
            "deadline": {"$ref": "#/$defs/date"},
            "budget": {"$ref": "#/$defs/amount"},
            "demands": {"type": "array", "items": {"$ref": "#/$defs/demand"}}
          }
        },
        "demand": {"if": {"required": ["units"]}, "then": {"$ref": "#/$defs/assetDemand"}, "else": {"$ref": "#/$defs/staffDemand"}},
        "staffDemand": {
          "type": "object",
          "required": ["id", "hours"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "id": {"$ref": "#/$defs/id"},
            "from": {"$ref": "#/$defs/date"},
            "to": {"$ref": "#/$defs/date"},
            "priority": {"$ref": "#/$defs/priority"},
            "hours": {"$ref": "#/$defs/amount", "description": "Effective hours wanted over the whole window."},
            "pace": {"enum": ["flexible", "even"], "default": "flexible"},
            "skills": {"$ref": "#/$defs/requirements"},
            "certifications": {"$ref": "#/$defs/strings"},
            "clearance": {"$ref": "#/$defs/clearance", "default": 0},
            "locations": {"$ref": "#/$defs/strings"},
            "departments": {"$ref": "#/$defs/strings"},
            "only": {"$ref": "#/$defs/ids"},
            "exclude": {"$ref": "#/$defs/ids"},
            "maxHoursPerWeek": {"$ref": "#/$defs/amount"},
            "uses": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["asset", "unitsPerPerson"],
                "additionalProperties": false,
                "patternProperties": {"^x-": true},
                "properties": {"asset": {"$ref": "#/$defs/id"}, "unitsPerPerson": {"$ref": "#/$defs/amount"}}
              }
            }
          }
        },
        "assetDemand": {
          "type": "object",
          "required": ["id", "units"],
          "oneOf": [{"required": ["asset"]}, {"required": ["tags"]}],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "id": {"$ref": "#/$defs/id"},
            "from": {"$ref": "#/$defs/date"},
            "to": {"$ref": "#/$defs/date"},
            "priority": {"$ref": "#/$defs/priority"},
            "units": {"$ref": "#/$defs/amount", "description": "Units wanted on every day of the window."},
            "asset": {"$ref": "#/$defs/id"},
            "tags": {"type": "array", "minItems": 1, "items": {"type": "string"}}
          }
        },
        "commitment": {
          "type": "object",
          "required": ["staff", "demand", "from", "to", "hoursPerWeek"],
          "additionalProperties": false,
          "patternProperties": {"^x-": true},
          "properties": {
            "staff": {"$ref": "#/$defs/id"},
            "demand": {"$ref": "#/$defs/id"},
            "from": {"$ref": "#/$defs/date"},
            "to": {"$ref": "#/$defs/date"},
            "hoursPerWeek": {"$ref": "#/$defs/amount"}
          }
        },
        "baseline": {
          "description": "The plan in force: hours by person, demand and period, or the path of a plan beside the scenario.",
          "anyOf": [
            {"type": "string", "minLength": 1},
            {
              "type": "object",
              "required": ["assignments"],
              "properties": {
                "assignments": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["staff", "demand", "hours"],
                    "anyOf": [{"required": ["period"]}, {"required": ["start"]}],
                    "additionalProperties": false,
                    "patternProperties": {"^x-": true},
                    "properties": {
                      "staff": {"$ref": "#/$defs/id"},
                      "demand": {"$ref": "#/$defs/id"},
                      "project": {"$ref": "#/$defs/id"},
                      "period": {"type": "integer", "minimum": 0},
                      "start": {"$ref": "#/$defs/date"},
                      "end": {"$ref": "#/$defs/date"},
                      "hours": {"$ref": "#/$defs/amount"},
                      "cost": {"type": "number"}
                    }
                  }
                }
              }
            }
          ]
        }
      }
    }

    """#
}
