// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Formats
package import JSON
internal import Numbers

/// What `muster init` writes: a small example that can be planned, in tables with the columns that most teams use.
package enum ScenarioTemplate {
  /// The tables of the template.
  ///
  /// - Throws: ``DocumentError`` never.
  package static func tables() throws(DocumentError) -> [OutputTable] {
    var tables = try ScenarioTableWriter(showing: shown).tables(of: scenario())
    // What holds anyway is written out, so that it can be changed.
    for row in tables[0].rows.indices {
      guard case .text(let key) = tables[0].rows[row][0], let value = defaults[key] else { continue }
      tables[0].rows[row][1] = value
    }
    return tables
  }

  private static let defaults: [String: CellValue] = [
    "period": .text("week"), "workdays": .text("mon; tue; wed; thu; fri"), "hoursPerDay": .number(8),
  ]

  /// The example: three projects, five people, a test lab.
  package static func scenario() throws(DocumentError) -> Scenario {
    try ScenarioReader.read(Array(example.utf8)).scenario
  }

  private static let shown: [String: Set<String>] = [
    "Settings": ["name", "currency", "start", "end", "period", "workdays", "hoursPerDay"],
    "Projects": ["id", "name", "department", "priority", "start", "deadline", "budget"],
    "Demands": [
      "project", "id", "name", "hours", "fte", "units", "from", "to", "priority", "pace", "skills", "certifications",
      "departments", "only", "exclude", "asset", "tags",
    ],
    "Staff": [
      "id", "name", "department", "location", "headcount", "calendar", "skills", "certifications", "costPerHour",
      "hoursPerDay", "support", "employedFrom", "employedTo", "overtimeHoursPerWeek",
    ],
    "Absences": ["staff", "from", "to", "share"],
    "Assets": ["id", "name", "tags", "quantity", "costPerUnitDay"],
    "Outages": ["asset", "from", "to", "quantity"],
    "Holidays": ["date"],
    "Commitments": ["staff", "demand", "from", "to", "hoursPerWeek", "share"],
  ]

  private static let example = """
    {
      "format": "muster/scenario@1",
      "name": "First quarter 2027 (an example: replace it)",
      "currency": "EUR",
      "calendar": {
        "start": "2027-01-04", "end": "2027-03-28", "period": "week",
        "workdays": ["mon", "tue", "wed", "thu", "fri"], "hoursPerDay": 8, "holidays": ["2027-01-06", "2027-03-26"]
      },
      "staff": [
        {"id": "alvarez", "name": "Marta Alvarez", "department": "Software", "location": "Wien",
         "skills": {"java": 4, "sql": 3}, "costPerHour": 82, "support": 0.1, "overtime": {"hoursPerWeek": 4}},
        {"id": "berger", "name": "Jonas Berger", "department": "Software", "location": "Wien",
         "skills": {"java": 3, "testing": 2}, "costPerHour": 74,
         "absences": [{"from": "2027-02-15", "to": "2027-02-19"}]},
        {"id": "costa", "name": "Inês Costa", "department": "Data", "location": "Graz",
         "skills": {"python": 4, "sql": 5}, "costPerHour": 79, "hoursPerDay": 6},
        {"id": "dvorak", "name": "Petr Dvořák", "department": "Quality", "location": "Graz",
         "skills": {"testing": 4}, "certifications": {"ISTQB": {"until": "2027-12-31"}}, "costPerHour": 68},
        {"id": "eriksen", "name": "Kari Eriksen", "department": "Data", "location": "Wien",
         "skills": {"python": 3, "sql": 2}, "costPerHour": 76, "employed": {"from": "2027-02-01"},
         "absences": [{"from": "2027-03-22", "to": "2027-03-25", "share": 0.5}]}
      ],
      "assets": [
        {"id": "test-lab", "name": "Test lab", "tags": ["lab"], "quantity": 2, "costPerUnitDay": 120,
         "outages": [{"from": "2027-02-22", "to": "2027-02-26", "quantity": 1}]}
      ],
      "projects": [
        {"id": "portal", "name": "Customer portal", "department": "Sales", "priority": 8, "deadline": "2027-03-19",
         "budget": 90000, "demands": [
          {"id": "portal-build", "name": "Build the portal", "hours": 640, "skills": {"java": 3}},
          {"id": "portal-tests", "name": "Test the portal", "hours": 160, "from": "2027-02-01",
           "skills": {"testing": 3}, "certifications": ["ISTQB"]},
          {"id": "portal-lab", "name": "Test lab for the portal", "units": 1, "asset": "test-lab",
           "from": "2027-03-01", "to": "2027-03-12"}
        ]},
        {"id": "reporting", "name": "Sales reporting", "department": "Finance", "priority": 5, "demands": [
          {"id": "reporting-model", "name": "Data model", "hours": 200, "to": "2027-02-26", "skills": {"sql": 3}},
          {"id": "reporting-views", "name": "Views and exports", "hours": 180, "from": "2027-02-08",
           "skills": {"python": 3}}
        ]},
        {"id": "care", "name": "Care of the old shop", "department": "Sales", "priority": 3, "demands": [
          {"id": "care-desk", "name": "Second level", "fte": 0.5, "pace": "even", "skills": {"java": 2}}
        ]}
      ],
      "commitments": [
        {"staff": "costa", "demand": "reporting-model", "from": "2027-01-11", "to": "2027-02-05", "hoursPerWeek": 12}
      ]
    }
    """
}
