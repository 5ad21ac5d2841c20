// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Who may work on what, and on which days.
///
/// Skills and certificates have at most one stretch of days each, so the days on which a person may work on a demand
/// are one stretch too.
struct Eligibility: Sendable {
  /// A person with a stretch of days, as distances to the first day of the horizon.
  struct Candidate: Sendable, Hashable {
    let staff: Int32
    let firstDay: Int32
    let lastDay: Int32
    /// eta: effective hours in one worked hour.
    let productivity: Double
    /// The same in 10^-12, rounded up.
    let exactProductivity: Int128
  }

  private let scenario: Scenario
  private let horizon: DayRange
  /// For each skill the people who hold it, by index.
  private let holders: [String: [Int32]]
  private let everybody: [Int32]
  private let indexOfStaff: [String: Int]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    horizon = scenario.calendar.horizon
    var holders: [String: [Int32]] = [:]
    for (index, person) in scenario.staff.enumerated() {
      for skill in person.skills { holders[skill.name, default: []].append(Int32(index)) }
    }
    self.holders = holders
    everybody = scenario.staff.indices.map(Int32.init)
    indexOfStaff = Dictionary(
      scenario.staff.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The people who may work on a demand, by index, with the days inside its window.
  func candidates(for demand: Requirements, window: DayRange) -> [Candidate] {
    var pool = everybody
    for requirement in demand.skills {
      let some = holders[requirement.name] ?? []
      if some.count < pool.count { pool = some }
    }
    if let only = demand.only {
      let named = Set(only.compactMap { indexOfStaff[$0] }.map(Int32.init))
      pool = pool.filter(named.contains)
    }
    let excluded = Set(demand.exclude.compactMap { indexOfStaff[$0] }.map(Int32.init))
    return pool.compactMap { staff in
      guard excluded.isEmpty || !excluded.contains(staff),
        let (days, productivity) = EligibleDays.find(
          for: Int(staff), of: scenario.staff, on: demand, window: window),
        !days.isEmpty
      else { return nil }
      return Candidate(
        staff: staff, firstDay: Int32(days.first.number - horizon.first.number),
        lastDay: Int32(days.last.number - horizon.first.number), productivity: productivity.doubleValue,
        exactProductivity: FixedPoint.ceil(productivity))
    }
  }

  /// The people who may operate an asset, by index, with the days inside the horizon.
  func operators(of requirements: [SkillRequirement]) -> [Candidate] {
    candidates(for: Requirements(skills: requirements), window: horizon)
  }
}
