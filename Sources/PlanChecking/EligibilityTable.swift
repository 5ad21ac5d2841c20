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
    var level: Int32 = 0
    var first: Int32 = 0
    var last: Int32 = 0

    init() {}

    init(_ level: Int, _ from: Day?, _ until: Day?, _ horizon: DayRange) {
      // Days beyond the horizon are as good as its ends.
      let first = max(horizon.first.number - 1, min(horizon.last.number + 1, (from ?? horizon.first).number))
      let last = max(horizon.first.number - 1, min(horizon.last.number + 1, (until ?? horizon.last).number))
      (self.level, self.first, self.last) = (Int32(level), Int32(first), Int32(last))
    }
  }

  /// Names in the order in which they are met.
  private struct Numbering {
    private(set) var numbers: [String: Int] = [:]

    mutating func number(of name: String) -> Int {
      if let known = numbers[name] { return known }
      numbers[name] = numbers.count
      return numbers.count - 1
    }
  }

  /// What people hold, as it is met.
  private struct Holdings {
    private var numbering = Numbering()
    private var list: [(person: Int, number: Int, holding: Holding)] = []
    var numbers: [String: Int] { numbering.numbers }

    mutating func add(_ name: String, _ holding: Holding, person: Int) {
      list.append((person, numbering.number(of: name), holding))
    }

    /// The holdings at `person * names + number`. As in `StaffFacts`, the first of a name counts.
    func table(people: Int) -> [Holding] {
      let width = numbering.numbers.count
      var table = [Holding](repeating: Holding(), count: people * width)
      for entry in list.reversed() { table[entry.person * width + entry.number] = entry.holding }
      return table
    }
  }

  init(_ facts: ScenarioFacts) {
    self.facts = facts
    let horizon = facts.scenario.calendar.horizon
    periodOfDay = facts.periods.enumerated().flatMap { repeatElement(Int32($0.offset), count: $0.element.count) }
    var skills = Holdings()
    var certificates = Holdings()
    var places = Numbering()
    var departments = Numbering()
    var placeOf: [Int] = []
    var departmentOf: [Int] = []
    for (index, person) in facts.scenario.staff.enumerated() {
      for skill in person.skills {
        skills.add(skill.name, Holding(skill.level, skill.from, skill.until, horizon), person: index)
      }
      for paper in person.certifications {
        certificates.add(paper.name, Holding(1, paper.from, paper.until, horizon), person: index)
      }
      placeOf.append(person.location.map { places.number(of: $0) } ?? -1)
      departmentOf.append(person.department.map { departments.number(of: $0) } ?? -1)
    }
    skillNumber = skills.numbers
    certificateNumber = certificates.numbers
    placeNumber = places.numbers
    departmentNumber = departments.numbers
    self.skills = skills.table(people: facts.staff.count)
    self.certificates = certificates.table(people: facts.staff.count)
    self.places = placeOf
    self.departments = departmentOf
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
        if Int(holding.level) < skill.level { last = first - 1 }
        first = max(first, Int(holding.first))
        last = min(last, Int(holding.last))
      }
      for number in papers {
        let holding = certificates[person * certificateNumber.count + number]
        if holding.level == 0 { last = first - 1 }
        first = max(first, Int(holding.first))
        last = min(last, Int(holding.last))
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
