// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

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
  func candidates(for demand: StaffDemand, window: DayRange) -> [Candidate] {
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
      guard !excluded.contains(staff) else { return nil }
      return Self.days(of: scenario.staff[Int(staff)], on: demand, window: window).map { days, productivity in
        Candidate(
          staff: staff, firstDay: Int32(days.first.number - horizon.first.number),
          lastDay: Int32(days.last.number - horizon.first.number), productivity: productivity.doubleValue)
      }
    }
  }

  /// The people who may operate an asset, by index, with the days inside the horizon.
  func operators(of requirements: [SkillRequirement]) -> [Candidate] {
    candidates(for: StaffDemand(hours: 0, skills: requirements), window: horizon)
  }

  /// The days of a window on which a person meets all that a demand asks for, with the productivity; nil for none.
  static func days(
    of person: StaffMember, on demand: StaffDemand, window: DayRange
  ) -> (days: DayRange, productivity: ExactDecimal)? {
    guard person.clearance >= demand.clearance else { return nil }
    if let locations = demand.locations {
      guard let location = person.location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = person.department, departments.contains(department) else { return nil }
    }
    var days = window
    var productivity: ExactDecimal?
    for requirement in demand.skills {
      guard let skill = person.skill(requirement.name), skill.level >= requirement.level else { return nil }
      days = days.intersection(DayRange(skill.from ?? days.first, skill.until ?? days.last))
      productivity = productivity.map { min($0, skill.productivity) } ?? skill.productivity
    }
    for name in demand.certifications {
      guard let certificate = person.certifications.first(where: { $0.name == name }) else { return nil }
      days = days.intersection(DayRange(certificate.from ?? days.first, certificate.until ?? days.last))
    }
    return days.isEmpty ? nil : (days, productivity ?? 1)
  }
}
