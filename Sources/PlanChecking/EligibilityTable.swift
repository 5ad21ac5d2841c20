// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// Who may work on what, for all people and demands at once: names are numbered, so that a pair takes a few comparisons
/// of whole numbers.
struct EligibilityTable {
  private let facts: ScenarioFacts
  private let periodOfDay: [Int32]
  private let skillNumber: [String: Int]
  private let certificateNumber: [String: Int]
  private let placeNumber: [String: Int]
  private let departmentNumber: [String: Int]
  /// A person's holding of each skill, at `i * skills + s`.
  private let skills: [Holding]
  private let certificates: [Holding]
  private let places: [Int]
  private let departments: [Int]

  /// First and last day, and the level (0: not held).
  private struct Holding {
    var level = 0
    var first = 0
    var last = 0
  }

  init(_ facts: ScenarioFacts) {
    self.facts = facts
    let horizon = facts.scenario.calendar.horizon
    periodOfDay = facts.periods.enumerated().flatMap { Array(repeating: Int32($0.offset), count: $0.element.count) }
    func number(_ lists: [[String]]) -> [String: Int] {
      var result: [String: Int] = [:]
      for name in lists.joined() where result[name] == nil { result[name] = result.count }
      return result
    }
    let staff = facts.scenario.staff
    let skillNumber = number(staff.map { $0.skills.map(\.name) })
    let certificateNumber = number(staff.map { $0.certifications.map(\.name) })
    let placeNumber = number(staff.map { [$0.location].compactMap(\.self) })
    let departmentNumber = number(staff.map { [$0.department].compactMap(\.self) })
    var skills = [Holding](repeating: Holding(), count: staff.count * skillNumber.count)
    var certificates = [Holding](repeating: Holding(), count: staff.count * certificateNumber.count)
    for (index, person) in staff.enumerated() {
      // As in `StaffFacts`, the first of a name counts.
      for skill in person.skills.reversed() {
        guard let number = skillNumber[skill.name] else { continue }
        skills[index * skillNumber.count + number] = Holding(
          level: skill.level, first: (skill.from ?? horizon.first).number, last: (skill.until ?? horizon.last).number)
      }
      for certificate in person.certifications.reversed() {
        guard let number = certificateNumber[certificate.name] else { continue }
        certificates[index * certificateNumber.count + number] = Holding(
          level: 1, first: (certificate.from ?? horizon.first).number,
          last: (certificate.until ?? horizon.last).number)
      }
    }
    self.skillNumber = skillNumber
    self.certificateNumber = certificateNumber
    self.placeNumber = placeNumber
    self.departmentNumber = departmentNumber
    self.skills = skills
    self.certificates = certificates
    places = staff.map { $0.location.flatMap { placeNumber[$0] } ?? -1 }
    departments = staff.map { $0.department.flatMap { departmentNumber[$0] } ?? -1 }
  }

  /// The period of a day of the horizon.
  func period(of day: Day) -> Int { Int(periodOfDay[day.number - facts.scenario.calendar.horizon.first.number]) }

  /// The people who may work on a demand on some day, with the days; available or not.
  func eligible(for index: Int) -> [(person: Int, days: DayRange)] {
    let facts = self.facts.demands[index]
    guard let demand = facts.staff, !facts.window.isEmpty else { return [] }
    // A skill or certificate that nobody has rules everybody out.
    var wanted: [(number: Int, level: Int)] = []
    for skill in demand.skills {
      guard let number = skillNumber[skill.name] else { return [] }
      wanted.append((number, skill.level))
    }
    var papers: [Int] = []
    for name in demand.certifications {
      guard let number = certificateNumber[name] else { return [] }
      papers.append(number)
    }
    let allowedPlaces = demand.locations.map { Set($0.compactMap { placeNumber[$0] }) }
    let allowedDepartments = demand.departments.map { Set($0.compactMap { departmentNumber[$0] }) }
    let only = demand.only.map { Set($0.compactMap { self.facts.staffIndex[$0] }) }
    let excluded = Set(demand.exclude.compactMap { self.facts.staffIndex[$0] })
    var result: [(person: Int, days: DayRange)] = []
    for person in self.facts.staff.indices {
      if let only, !only.contains(person) { continue }
      if !excluded.isEmpty, excluded.contains(person) { continue }
      if self.facts.staff[person].person.clearance < demand.clearance { continue }
      if let allowedPlaces, !allowedPlaces.contains(places[person]) { continue }
      if let allowedDepartments, !allowedDepartments.contains(departments[person]) { continue }
      var first = facts.window.first.number
      var last = facts.window.last.number
      for skill in wanted {
        let holding = skills[person * skillNumber.count + skill.number]
        if holding.level < skill.level { last = first - 1 }
        first = max(first, holding.first)
        last = min(last, holding.last)
      }
      for number in papers {
        let holding = certificates[person * certificateNumber.count + number]
        if holding.level == 0 { last = first - 1 }
        first = max(first, holding.first)
        last = min(last, holding.last)
      }
      if first <= last { result.append((person, DayRange(Day(number: first), Day(number: last)))) }
    }
    return result
  }
}

/// The hours of the baseline, by person and demand.
struct ChangeTable {
  struct Pair: Hashable {
    var staff: Int
    var demand: Int
  }

  private var known: [Pair: [Int: Double]] = [:]
  /// Keys in the order of the baseline.
  private var cells: [(pair: Pair, period: Int, hours: Double)] = []
  /// Hours of people, demands or periods that the scenario does not have.
  private var unknown: [Double] = []
  private let facts: ScenarioFacts

  /// Reads the baseline; empty where changes cost nothing.
  init(_ facts: ScenarioFacts) {
    self.facts = facts
    guard facts.penalties.changePerHour.sign > 0 else { return }
    for entry in facts.scenario.baseline?.assignments ?? [] {
      let hours = max(0, entry.hours.doubleValue)
      if let staff = facts.staffIndex[entry.staff], let demand = facts.demandIndex[entry.demand],
        facts.periods.indices.contains(entry.period)
      {
        let pair = Pair(staff: staff, demand: demand)
        known[pair, default: [:]][entry.period] = hours
        cells.append((pair, entry.period, hours))
      } else {
        unknown.append(hours)
      }
    }
  }

  /// The hours by period, where the baseline has any.
  subscript(_ pair: Pair) -> [Int: Double]? { known.isEmpty ? nil : known[pair] }

  /// The hours of the baseline for which there is no column x.
  func withoutColumn(_ table: EligibilityTable) -> [Double] {
    unknown
      + cells.compactMap { cell in
        let person = facts.staff[cell.pair.staff]
        let days = person.eligibleDays(for: facts.demands[cell.pair.demand])?.intersection(facts.periods[cell.period])
        return days.map { person.available(in: $0).sign > 0 } == true ? nil : cell.hours
      }
  }
}
