// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats

/// The tables of a scenario, `muster/workbook@1`.
package enum ScenarioTables {
  /// The name of the format, which the sheet of settings says.
  package static let format = "muster/workbook@1"

  /// The settings, with all other tables inside.
  package static let root = TableDerivation(names: .scenario)
    .layout(of: ScenarioFormat.document.shape, at: [], name: TableNames.scenario.root, row: .setting)

  /// All tables, in the order in which they are written. Tables of one name are one sheet.
  package static let all: [TableLayout] = {
    let found = root.flattened
    return TableNames.scenario.order.flatMap { name in found.filter { $0.name == name } }
      + found.filter { !TableNames.scenario.order.contains($0.name) }
  }()
}

/// What a format calls its tables.
struct TableNames: Sendable {
  /// The table of the document's own keys.
  var root: String
  /// The tables by the keys that lead to their lists, parted by points.
  var tables: [String: String]
  var order: [String]
  /// Objects whose keys get no prefix.
  var inline: Set<String>
  /// The header of the names of a map, and of plain values.
  var members: [String: String]
  var values: [String: String]
  /// What keys refer to.
  var references: [String: String]
  /// What a row of a table is called.
  var singulars: [String: String]
  /// How lists that have both a cell and a table are written.
  var written: [String: Writing]

  /// Where a list is written that may stand in a cell or in a table.
  enum Writing: Sendable {
    case inCell, inTable
    /// In a cell what needs a name and one value, in a table the rest.
    case inTableIfLong
  }

  func table(_ keys: String) -> String? { tables[keys] }
  func isInline(_ keys: String) -> Bool { inline.contains(keys) }
  func member(_ keys: String) -> String { members[keys] ?? "name" }
  func singular(_ table: String) -> String { singulars[table] ?? "of" }
  func reference(to keys: [String]) -> String? {
    references[keys.joined(separator: ".")] ?? keys.last.flatMap { references["*." + $0] }
  }
  func value(_ keys: String, _ form: CellForm) -> TableColumn {
    TableColumn(header: values[keys] ?? "value", path: [], form: form, isRequired: true, meaning: "")
  }

  static let scenario = TableNames(
    root: "Settings",
    tables: [
      "calendar.calendars": "Calendars", "calendar.holidays": "Holidays", "calendar.calendars.holidays": "Holidays",
      "staff": "Staff", "staff.skills": "SkillDetails", "staff.certifications": "Certificates",
      "staff.absences": "Absences", "staff.training": "Training", "assets": "Assets", "assets.outages": "Outages",
      "projects": "Projects", "projects.rates": "Rates", "projects.demands": "Demands",
      "projects.demands.crew": "Crews", "commitments": "Commitments", "limits": "Limits",
      "preferences": "Preferences", "baseline.assignments": "Baseline",
    ],
    order: [
      "Settings", "Projects", "Demands", "Crews", "Staff", "SkillDetails", "Certificates", "Absences", "Training",
      "Assets", "Outages", "Calendars", "Holidays", "Commitments", "Limits", "Preferences", "Rates", "Baseline",
    ],
    inline: [
      "calendar", "calendar.hours", "calendar.calendars.hours", "policy", "baseline",
    ],
    members: [
      "calendar.calendars": "id", "staff.skills": "skill", "staff.certifications": "certificate",
      "projects.rates": "staff",
    ],
    values: [
      "calendar.holidays": "date", "calendar.calendars.holidays": "date", "projects.rates": "costPerHour",
    ],
    references: [
      "staff.calendar": "Calendars", "projects.rates.*": "Staff", "commitments.staff": "Staff",
      "baseline.assignments.staff": "Staff", "limits.staff": "Staff", "preferences.staff": "Staff", "*.only": "Staff",
      "*.exclude": "Staff", "*.demand": "Demands", "limits.demands": "Demands", "preferences.demands": "Demands",
      "*.project": "Projects", "limits.projects": "Projects", "preferences.projects": "Projects",
      "projects.demands.asset": "Assets", "projects.demands.uses": "Assets", "projects.demands.after": "Demands",
    ],
    singulars: [
      "Staff": "staff", "Assets": "asset", "Projects": "project", "Demands": "demand", "Calendars": "calendar",
    ],
    written: [
      "calendar.holidays": .inTable, "calendar.calendars.holidays": .inTable, "staff.skills": .inTableIfLong,
      "staff.certifications": .inCell, "projects.rates": .inTable,
    ])
}
