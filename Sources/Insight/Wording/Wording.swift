// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// How sentences name people, days and amounts.
enum Wording {
  /// A stretch of days, such as `2027-04-05 to 05-02` or, for one day, `2027-04-05`.
  static func days(_ range: DayRange) -> String {
    if range.first == range.last { return range.first.description }
    let last = range.last.description
    let isSameYear = range.first.components.year == range.last.components.year
    return range.first.description + " to " + (isSameYear ? String(last.dropFirst(5)) : last)
  }

  /// A stretch of days after a verb: `from 2027-04-05 to 05-02` or `on 2027-04-05`.
  static func during(_ range: DayRange) -> String {
    (range.first == range.last ? "on " : "from ") + days(range)
  }

  /// `Ana`, `Ana and Jo`, `Ana, Jo and Kim`, and beyond `most` `Ana, Jo, Kim and 4 more`.
  static func list(_ names: [String], most: Int = 3, and conjunction: String = "and") -> String {
    let shown = Array(names.prefix(most))
    let left = names.count - shown.count
    if left > 0 { return shown.joined(separator: ", ") + " \(conjunction) \(left) more" }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }

  /// An amount with at most two decimals; what is not 0 does not read as 0.
  static func amount(_ value: Int128) -> String {
    guard let rounded = rounded(value) else { return tiny }
    var phrase = Phrase("")
    phrase.append(figure: rounded, decimals: 6)
    return phrase.text
  }

  /// All digits of a number, with separators of thousands.
  static func number(_ value: ExactDecimal) -> String {
    var phrase = Phrase("")
    phrase.append(value)
    return phrase.text
  }

  /// What stands for an amount that is not 0 and would read as 0.
  static let tiny = "less than 0.01"

  /// An amount with at most two decimals; nil for ``tiny``.
  static func rounded(_ value: Int128) -> Int128? {
    let size = Int128((value.magnitude + 5_000) / 10_000) * 10_000
    return size == 0 && value != 0 ? nil : value < 0 ? -size : size
  }

  static func hours(_ value: Int128) -> String { amount(value) + " h" }

  /// Such as `Core hours (at most 120 h a month for each person)`.
  static func limit(_ limit: Scenario.Limit, _ scenario: Scenario) -> String {
    let most =
      switch limit.most {
      case .hours(let hours): "\(number(hours)) h"
      case .share(let share):
        percent(share).map { "\($0) % of the regular hours" } ?? "a share of \(share) of the regular hours"
      }
    let span = limit.span == .horizon ? "in all" : "a \(limit.span.rawValue)"
    let each =
      switch limit.each {
      case nil: ""
      case .staff: " for each person"
      case .project: " for each project"
      case .demand: " for each demand"
      }
    let used = limit.used > 0 ? ", \(number(limit.used)) h of them used before" : ""
    return "\(limit.name) (at most \(most) \(span)\(each)\(used))"
  }

  /// A share of 1 as a number of hundredths; nil where that has too many digits.
  static func percent(_ share: ExactDecimal) -> ExactDecimal? {
    share.multiplied(by: 100)
  }

  static func money(_ value: Int128, _ currency: String?) -> String {
    amount(value) + (currency.map { " " + $0 } ?? "")
  }

  /// The same sentence with its first letter in upper case.
  static func sentence(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }

  /// Lists of skills of which one will do: `java 3 or kotlin 3 with sql 3`.
  static func alternatives(_ lists: [[SkillRequirement]]) -> String {
    list(lists.map { $0.map { "\($0.name) \($0.level)" }.joined(separator: " with ") }, most: .max, and: "or")
  }

  /// What a staff demand asks of people, after a noun: ` with Kubernetes 4 and the certificate CISA, in Wien`; empty
  /// where it asks for nothing.
  static func requirements(_ demand: Requirements) -> String {
    let skills = demand.skills
    let certifications = demand.certifications
    let count = skills.count + certifications.count + (demand.clearance > 0 ? 1 : 0)
    var text = ""
    if count > 0 {
      var phrase = Phrase(" with ")
      phrase.append(list: count, most: .max) { (phrase: inout Phrase, index: Int) in
        if index < skills.count {
          phrase.append(skills[index].name)
          phrase.append(" ")
          phrase.append(number: skills[index].level)
        } else if index < skills.count + certifications.count {
          phrase.append("the certificate ")
          phrase.append(certifications[index - skills.count])
        } else {
          phrase.append("clearance ")
          phrase.append(number: demand.clearance)
        }
      }
      text = phrase.text
    }
    if !demand.anyOf.isEmpty {
      text += text.isEmpty ? " with " : demand.anyOf.count > 1 ? " and either " : " and "
      text += alternatives(demand.anyOf)
    }
    if let locations = demand.locations { text += " in " + list(locations, and: "or") }
    if let departments = demand.departments { text += " of " + list(departments, and: "or") }
    if demand.only != nil { text += " among those it names" }
    if !demand.exclude.isEmpty { text += " besides those it excludes" }
    return text
  }
}
