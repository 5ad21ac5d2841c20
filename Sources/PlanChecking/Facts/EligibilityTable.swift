// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Who may work on what, for all people and demands at once: names are numbered, so that a pair takes a few comparisons
/// of whole numbers.
struct EligibilityTable {
  private let facts: ScenarioFacts
  /// A person's holding of each skill, at `i * skills + s`.
  private let skills: [Holding]
  private var certificates = Numbering()
  private var places = Numbering()
  private var departments = Numbering()
  /// The certificates that people hold, in the order of the people, and where those of each end.
  private var papers: [(number: Int, holding: Holding)] = []
  private var lastPaper: [Int] = []
  private var placeOf: [Int] = []
  private var departmentOf: [Int] = []

  /// The numbers of the first day and of the one after the last, and the level (0: not held).
  private struct Holding {
    var level: Int32 = 0
    var first: Int32 = 0
    var end: Int32 = 0

    init() {}

    init(_ level: Int, _ from: Day?, _ until: Day?, _ days: HorizonDays) {
      let held = days.numbers(of: DayRange(from ?? days.horizon.first, until ?? days.horizon.last))
      (self.level, first, end) = (Int32(level), Int32(held.lowerBound), Int32(held.upperBound))
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

  init(_ facts: ScenarioFacts) {
    self.facts = facts
    let horizon = facts.days
    let width = facts.skills.names.count
    var skills = [Holding](repeating: Holding(), count: facts.staff.count * width)
    placeOf.reserveCapacity(facts.staff.count)
    departmentOf.reserveCapacity(facts.staff.count)
    lastPaper.reserveCapacity(facts.staff.count)
    for (index, member) in facts.staff.enumerated() {
      for (place, number) in zip(member.person.skills.indices, facts.skills.held[index]) {
        let slot = index * width + number
        // As in `StaffFacts`, the first of a name counts.
        guard skills[slot].level == 0 else { continue }
        skills[slot] = Holding(
          member.person.skills[place].level, member.person.skills[place].from, member.person.skills[place].until,
          horizon)
      }
      for paper in member.person.certifications {
        papers.append((certificates.number(of: paper.name), Holding(1, paper.from, paper.until, horizon)))
      }
      lastPaper.append(papers.count)
      if let name = member.person.location { placeOf.append(places.number(of: name)) } else { placeOf.append(-1) }
      if let name = member.person.department {
        departmentOf.append(departments.number(of: name))
      } else {
        departmentOf.append(-1)
      }
    }
    self.skills = skills
  }

  /// The holding of a certificate by a person, or nil.
  private func holding(of number: Int, by person: Int) -> Holding? {
    for index in (person == 0 ? 0 : lastPaper[person - 1])..<lastPaper[person] where papers[index].number == number {
      return papers[index].holding
    }
    return nil
  }

  /// Calls a function for the people who may work on a demand without a crew on some day, with the days; available or not.
  @inline(__always)
  func forEachEligible(for index: Int, _ body: (_ person: Int, _ days: Range<Int>) -> Void) {
    let window = facts.demands[index].days
    guard let demand = facts.demands[index].staff, !window.isEmpty else { return }
    // A certificate that nobody has rules everybody out.
    var wantedPapers: [Int] = []
    for name in demand.certifications {
      guard let number = certificates.numbers[name] else { return }
      wantedPapers.append(number)
    }
    let allowedPlaces = demand.locations.map { Set($0.compactMap { places.numbers[$0] }) }
    let allowedDepartments = demand.departments.map { Set($0.compactMap { departments.numbers[$0] }) }
    let only = demand.only.map { Set($0.compactMap { facts.index.staff[$0] }) }
    let excluded = demand.exclude.isEmpty ? nil : Set(demand.exclude.compactMap { facts.index.staff[$0] })
    let numbers = facts.skills.wanted[index]
    let width = facts.skills.names.count
    for person in facts.staff.indices {
      if !facts.staff[person].person.trained.isEmpty {
        if let days = facts.staff[person].eligibleDays(for: demand) { body(person, days) }
        continue
      }
      if let only, !only.contains(person) { continue }
      if let excluded, excluded.contains(person) { continue }
      if facts.staff[person].person.clearance < demand.clearance { continue }
      if let allowedPlaces, !allowedPlaces.contains(placeOf[person]) { continue }
      if let allowedDepartments, !allowedDepartments.contains(departmentOf[person]) { continue }
      var first = window.lowerBound
      var end = window.upperBound
      for (place, number) in zip(demand.skills.indices, numbers) {
        let holding = skills[person * width + number]
        if Int(holding.level) < demand.skills[place].level { end = first }
        first = max(first, Int(holding.first))
        end = min(end, Int(holding.end))
      }
      for number in wantedPapers {
        guard let holding = holding(of: number, by: person) else {
          end = first
          continue
        }
        first = max(first, Int(holding.first))
        end = min(end, Int(holding.end))
      }
      guard first < end else { continue }
      if demand.anyOf.isEmpty {
        body(person, first..<end)
      } else if let days = facts.staff[person].eligibleDays(for: demand) {
        body(person, days)
      }
    }
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
      // The places of a crew are one amount.
      let hours = max(0, entry.hours.doubleValue)
      if let staff = facts.index.staff[entry.staff], let demand = facts.index.demands[entry.demand],
        facts.periods.indices.contains(entry.period)
      {
        let pair = Pair(staff: staff, demand: demand)
        known[pair, default: [:]][entry.period, default: 0] += hours
        cells.append((pair, entry.period, hours))
      } else {
        unknown.append(hours)
      }
    }
  }

  /// The hours by period, where the baseline has any.
  subscript(_ pair: Pair) -> [Int: Double]? { known.isEmpty ? nil : known[pair] }

  /// Whether there are columns x of a person on a demand in a period.
  func hasColumn(_ staff: Int, _ demand: DemandFacts, _ period: Int) -> Bool {
    let (person, days) = (facts.staff[staff], facts.days.ofPeriod[period])
    return demand.places.contains { place in
      person.eligibleDays(for: place).map { person.hasTime(in: $0.common(days)) } == true
    }
  }

  /// The hours of the baseline on a demand, and those of them for which there is no column x.
  func hours(on demand: Int) -> (all: [Double], withoutColumn: [Double]) {
    let mine = cells.filter { $0.pair.demand == demand }
    let others = mine.filter { !hasColumn($0.pair.staff, facts.demands[demand], $0.period) }
    return (mine.map(\.hours), others.map(\.hours))
  }

  /// Hours of the baseline of people, demands or periods that are not there.
  var unknownHours: [Double] { unknown }

  /// The hours of the baseline for which there is no column x.
  var withoutColumn: [Double] {
    unknown
      + cells.compactMap { cell in
        hasColumn(cell.pair.staff, facts.demands[cell.pair.demand], cell.period) ? nil : cell.hours
      }
  }
}
