// SPDX-License-Identifier: GPL-3.0-or-later

/// What people call keys that the format calls otherwise, where the letters do not show what is meant.
enum UsualNames {
  private static let words: [(key: String, others: Set<String>)] = [
    ("absences", ["vacation", "vacations", "holiday", "holidays", "leave", "leaves", "timeoff", "pto", "urlaub"]),
    ("to", ["until", "till", "end", "finish", "through"]),
    ("from", ["since", "begin", "start"]),
    ("deadline", ["due", "duedate", "until", "end", "finish", "to"]),
    ("start", ["from", "begin"]),
    ("skills", ["role", "roles", "profile", "competences", "competencies"]),
    ("costPerHour", ["rate", "hourlyrate", "cost", "price", "wage"]),
    ("annualSalary", ["salary", "yearlysalary"]),
    ("headcount", ["count", "heads", "people", "size"]),
    ("hours", ["effort", "work", "workload"]),
    ("demands", ["tasks", "workpackages", "packages", "activities"]),
    ("staff", ["people", "employees", "resources", "team"]),
    ("assets", ["equipment", "machines", "hardware", "licences", "licenses"]),
    ("quantity", ["count", "units", "number"]),
    ("only", ["assignee", "assignees", "assignedto", "people", "staff"]),
    ("after", ["dependson", "predecessors", "dependencies"]),
  ]

  /// The key that a word means; nil where none of those that there are.
  static func key(for word: String, among keys: [String]) -> String? {
    let plain = word.lowercased().filter { $0 != "_" && $0 != "-" }
    return words.first { keys.contains($0.key) && $0.others.contains(plain) }?.key
  }
}
