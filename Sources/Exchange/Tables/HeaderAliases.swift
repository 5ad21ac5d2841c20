// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON

/// What columns and sheets are called beside their own names, in English and German. Names are compared without case,
/// spaces, `_`, `-`, `.` and a unit in brackets.
package enum HeaderAliases {
  /// By the header of a column.
  package static let columns: [String: [String]] = [
    "id": [
      "ID", "Employee ID", "Personnel number", "Staff ID", "Number", "Code", "Kürzel", "Nummer", "Personalnummer",
      "No.", "Nr.", "Key", "Kennung", "Project ID", "Project number", "Projektnummer", "Demand ID", "Task ID",
      "Employee number", "Mitarbeiternummer", "Pers.-Nr.", "Personal-Nr.", "MA-Nr.",
    ],
    "name": [
      "Resource Name", "Employee", "Full name", "Title", "Task", "Task name", "Mitarbeiter", "Mitarbeiterin", "Titel",
      "Bezeichnung", "Aufgabe", "Project name", "Project", "Projekt", "Projektname", "Employee name", "Staff name",
      "Person", "Description", "Summary", "Beschreibung", "Mitarbeitende", "Mitarbeitername", "Vorgang",
      "Work package", "Arbeitspaket", "Activity", "Aktivität", "Tätigkeit", "Taetigkeit", "Work item",
    ],
    "staff": [
      "Employee", "Person", "Resource", "Resource Name", "Who", "Mitarbeiter", "Mitarbeiterin", "Wer", "Name",
      "Employee name", "Staff ID", "Staff name", "Employee ID", "Mitarbeitende", "Mitarbeitername", "Ressource",
      "Personnel number", "Personalnummer", "Employee number", "Mitarbeiternummer", "Pers.-Nr.", "Personal-Nr.",
      "MA-Nr.",
    ],
    "department": ["Group", "Team", "Unit", "Abteilung", "Gruppe", "Bereich", "Abt."],
    "location": ["Site", "Office", "City", "Standort", "Ort"],
    "headcount": ["Heads", "Number of people", "Köpfe", "Anzahl"],
    "calendar": ["Working calendar", "Kalender"],
    "costPerHour": [
      "Rate", "Std. Rate", "Standard Rate", "Cost/h", "Hourly rate", "Stundensatz", "Satz", "Kosten je Stunde",
      "Cost per hour", "Cost rate", "Hourly cost", "Stundenkosten", "EUR/h", "€/h", "$/h", "Kosten/h",
      "Kosten pro Stunde", "Satz/h", "Satz/Std.", "Rate/h",
    ],
    "annualSalary": ["Salary", "Jahresgehalt", "Gehalt"],
    "hoursPerDay": ["Hours/Day", "Daily hours", "Stunden je Tag", "Stunden pro Tag", "Stunden/Tag"],
    "support": ["Overhead", "Support share", "Grundlast", "Betreuung"],
    "clearance": ["Security clearance", "Freigabe", "Sicherheitsstufe"],
    "skills": [
      "Skill", "Required skills", "Fähigkeiten", "Kenntnisse", "Qualifikation", "Skills required", "Required skill",
      "Kompetenzen",
    ],
    "certifications": ["Certificates", "Certification", "Zertifikate"],
    "employedFrom": ["Hired", "Joined", "Eintritt"], "employedTo": ["Left", "Leaves", "Austritt"],
    "overtimeHoursPerWeek": ["overtimePerWeek", "Overtime/Week", "Überstunden je Woche"],
    "overtimeHoursTotal": ["overtimeTotal", "Überstunden gesamt"],
    "overtimeCostFactor": ["overtimeFactor", "Überstundenfaktor"],
    "operatorsSkills": ["operatorSkills"], "operatorsHoursPerUnitDay": ["operatorHoursPerUnitDay"],
    "skill": ["Fähigkeit", "Kenntnis"], "level": ["Stufe", "Niveau"], "certificate": ["Zertifikat"],
    "project": ["Project ID", "Project name", "Projekt", "Projektname", "Project number", "Projektnummer"],
    "demand": [
      "Demand ID", "Task", "Bedarf", "Aufgabe", "Task ID", "Task name", "Vorgang", "Demand name", "Work item",
      "Work package", "Arbeitspaket", "Activity", "Aktivität", "Tätigkeit", "Taetigkeit",
    ],
    "asset": ["Equipment", "Gerät", "Betriebsmittel"],
    "hours": [
      "Work", "Effort", "Remaining Work", "Aufwand", "Stunden", "Effort hours", "Work hours", "Planned hours",
      "Estimate", "Estimated hours", "Std", "h", "Aufwand Stunden",
    ],
    "units": ["Quantity", "Einheiten", "Menge"], "quantity": ["Units", "Count", "Menge", "Anzahl"],
    "fte": ["FTEs", "Full-time equivalents", "VZÄ"],
    "priority": ["Prio", "Importance", "Priorität"],
    "budget": ["Budget limit", "Kostenrahmen"],
    "from": [
      "Start", "Start Date", "Begin", "Von", "Beginn", "Ab", "Begin date", "Startdatum", "Beginndatum", "Anfang",
    ],
    "to": [
      "End", "Finish", "End Date", "Due", "Bis", "Ende", "Due date", "Finish date", "Enddatum", "Fällig", "Fälligkeit",
      "Deadline", "Frist", "Termin",
    ],
    "until": ["To", "End", "Valid until", "Expires", "Bis", "Gültig bis"],
    "start": ["From", "Start Date", "Begin", "Von", "Beginn", "Start day", "Begin date", "Startdatum", "Anfang"],
    "deadline": [
      "End", "Finish", "End Date", "Due", "Due date", "Bis", "Ende", "Termin", "Frist", "Finish date", "Enddatum",
      "Fällig", "Fälligkeit", "Fälligkeitsdatum",
    ],
    "end": ["To", "Finish", "Bis", "Ende", "End date", "Finish date", "Last day", "Enddatum"],
    "share": ["%", "Allocation", "Percent", "Anteil", "Prozent", "Part"],
    "hoursPerWeek": ["Hours/Week", "Stunden je Woche", "Stunden/Woche"],
    "maxHoursPerWeek": ["Max hours/Week", "Höchststunden je Woche"],
    "only": ["Assigned to", "Nur", "Zugewiesen an", "Assignee", "Assignees"], "exclude": ["Not", "Ohne"],
    "date": ["Day", "Tag", "Datum"],
    "locations": ["Sites", "Standorte"], "departments": ["Teams", "Abteilungen"], "tags": ["Labels", "Schlagworte"],
    "costPerUnitDay": ["Cost/Day", "Kosten je Tag"], "workdays": ["Working days", "Arbeitstage"],
    "currency": ["Währung"], "period": ["Zeitraum"], "weekStart": ["Wochenbeginn"],
    "key": ["Setting", "Schlüssel", "Einstellung"], "value": ["Wert"],
  ]

  /// By the name of a table.
  package static let sheets: [String: [String]] = [
    "Settings": ["Scenario", "Options", "Einstellungen"],
    "Projects": ["Project", "Projekte", "Portfolio", "Project list", "Projektliste"],
    "Demands": [
      "Demand", "Tasks", "Requirements", "Work packages", "Bedarf", "Bedarfe", "Aufgaben", "Task", "Task list", "Work",
      "Work items", "Arbeitspakete", "Vorgänge", "Aufwände",
    ],
    "Staff": [
      "People", "Employees", "Resources", "Personnel", "Mitarbeiter", "Personal", "Employee", "Resource",
      "Mitarbeitende", "Mitarbeiterinnen", "Team", "Team members", "Personen", "Ressourcen",
    ],
    "Skills": [
      "Skill matrix", "Fähigkeiten", "Qualifikationen", "Qualifikationsmatrix", "Skills matrix", "Skillmatrix",
      "Kompetenzen", "Kompetenzmatrix",
    ],
    "Certificates": ["Certifications", "Zertifikate"],
    "Absences": [
      "Vacation", "Vacations", "Leave", "Abwesenheiten", "Urlaub", "Absence", "Time off", "Holidays of staff",
      "Abwesenheit", "Ferien",
    ],
    "Holidays": ["Public holidays", "Feiertage"], "Calendars": ["Kalender"],
    "Assets": ["Equipment", "Geräte", "Betriebsmittel"], "Outages": ["Maintenance", "Ausfälle", "Wartung"],
    "Commitments": ["Zusagen"], "Limits": ["Grenzen"], "Preferences": ["Vorlieben"], "Rates": ["Sätze"],
    "Crews": ["Trupps"], "Training": ["Trainings", "Schulungen"], "Baseline": ["Plan in force"],
    "Changes": ["Änderungen"],
  ]

  /// A name without what does not count.
  package static func normalized(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    var depth = 0
    for scalar in name.lowercased().unicodeScalars {
      // Nearly all are letters in ASCII, for which the properties are slow.
      if depth == 0, (0x61...0x7A).contains(scalar.value) || (0x30...0x39).contains(scalar.value) {
        result.append(scalar)
        continue
      }
      switch scalar {
      case "[", "(": depth += 1
      case "]", ")": depth = max(0, depth - 1)
      case "_", "-", ".", "*", ":": break
      // Marks without a width come along from web pages.
      case _ where scalar.properties.generalCategory == .format: break
      default: if depth == 0, !isSpace(scalar) { result.append(scalar) }
      }
    }
    return String(result)
  }

  /// Aliases that hold only where no other column has the key, as both may stand beside each other.
  static let weak: [String: Set<String>] = ["to": ["deadline", "frist", "termin"], "name": work]
  /// Names of work, which are no names of anything else.
  static let work: Set<String> = [
    "workpackage", "arbeitspaket", "activity", "aktivität", "tätigkeit", "taetigkeit", "workitem",
  ]

  /// The column that a header means; nil where there is none.
  static func column(_ header: String, among columns: [TableColumn]) -> Int? {
    guard header.utf8.count <= longestHeader else { return nil }
    return column(named: normalized(header), among: columns)
      ?? withUnit(header).flatMap { column(named: normalized($0.name), among: columns) }
      .flatMap { CellUnits(column: columns[$0].header).isMeasured ? $0 : nil }
  }

  /// Longer texts are no headers. A cell may have megabytes.
  private static let longestHeader = 500

  private static func column(named name: String, among columns: [TableColumn]) -> Int? {
    guard let first = name.utf8.first else { return nil }
    // A sheet may have 16,384 headers. Keys begin with letters, so that most need not be compared as a whole.
    let own = columns.firstIndex { column in
      column.header.utf8.first.map { $0 | 0x20 } == first && normalized(column.header) == name
    }
    guard own == nil, let keys = keysByAlias[name] else { return own }
    return columns.firstIndex { keys.contains($0.header) }
  }

  /// The keys that have another name, by that name without what does not count.
  private static let keysByAlias = columns.reduce(into: [String: Set<String>]()) { keys, entry in
    for alias in entry.value { keys[normalized(alias), default: []].insert(entry.key) }
  }

  /// The unit that a header names: in brackets, or behind a line break, a comma or `in`; nil where there is none.
  ///
  /// - Parameter columns: what the header may mean; `Hours per day` is a name as a whole.
  static func unit(of header: String, among columns: [TableColumn]) -> String? {
    guard header.utf8.count <= longestHeader else { return nil }
    let header = header.trimmed
    let openings: [Character: Character] = ["]": "[", ")": "("]
    guard let opening = header.last.flatMap({ openings[$0] }), let start = header.lastIndex(of: opening) else {
      return column(named: normalized(header), among: columns) == nil ? withUnit(header)?.unit : nil
    }
    let text = header[header.index(after: start)...].dropLast()
    let unit = text.lowercased().hasPrefix("in ") ? String(text.dropFirst(3)) : String(text)
    return CellUnits.isKnown(unit) ? unit : nil
  }

  /// A header whose unit has no brackets: its name, and the unit.
  private static func withUnit(_ header: String) -> (name: String, unit: String)? {
    guard header.utf8.contains(where: { $0 == 0x20 || $0 == 0x0A }) else { return nil }
    let marks = ["\n", ", ", " in ", " "]
    return marks.lazy.compactMap { mark -> (name: String, unit: String)? in
      guard let range = header.range(ofLast: mark) else { return nil }
      let unit = String(header[range.upperBound...]).trimmed
      // No unit begins with a digit.
      guard let first = unit.utf8.first, !(0x30...0x39).contains(first) else { return nil }
      return CellUnits.isKnown(unit) ? (String(header[..<range.lowerBound]), unit) : nil
    }.first
  }

  /// The first headers of a table and how many more there are, for messages.
  static func listed(_ headers: [String]) -> String {
    headers.prefix(6).map(quoted).joined(separator: ", ") + (headers.count > 6 ? " and \(headers.count - 6) more" : "")
  }

  /// Whether a sheet may be a table, also with a year or another number behind its name.
  static func isSheet(_ name: String, _ table: String) -> Bool {
    var name = normalized(name)
    while let last = name.unicodeScalars.last, ("0"..."9").contains(last), name.count > 1 { name.removeLast() }
    return name == normalized(table) || (sheets[table] ?? []).contains { normalized($0) == name }
  }
}

extension String {
  /// Where a text stands in this one for the last time.
  fileprivate func range(ofLast text: String) -> Range<Index>? { ranges(of: text).last }
}
