// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Who may work on what, and on which days.
///
/// Skills and certificates have at most one stretch of days each, so the days on which a person may work on a demand
/// are one stretch too, but where it takes one of several.
struct Eligibility: Sendable {
  /// A person with a stretch of days, as distances to the first day of the horizon.
  struct Candidate: Sendable, Hashable {
    let staff: Int32
    /// The place of a crew; nil where there is none.
    private(set) var place: Int32?
    /// From the first day to the last.
    let firstDay: Int32
    let lastDay: Int32
    /// The days between, from and to, on which the person may not after all.
    private let gaps: [ClosedRange<Int32>]
    /// eta: effective hours in one worked hour.
    private(set) var productivity: Double
    /// The same in 10^-12, rounded up.
    private(set) var exactProductivity: Int128

    /// The days in a period.
    @inline(__always)
    func days(in period: Int, _ days: HorizonDays) -> DaySet {
      var result = days.part(Int(firstDay), Int(lastDay), in: period)
      for gap in gaps { result = result.subtracting(days.part(Int(gap.lowerBound), Int(gap.upperBound), in: period)) }
      return result
    }

    /// Calls a function for each day, by its distance to the first one of the horizon.
    func forEachDay(_ body: (Int) -> Void) {
      for day in Int(firstDay)...Int(lastDay) where !gaps.contains(where: { $0.contains(Int32(day)) }) { body(day) }
    }

    /// Whether there is a day on which the person, whose time this is, may and can work.
    func hasTime(_ time: StaffTime) -> Bool {
      var found = false
      forEachDay { found = found || time.regular[$0] > 0 || time.overtime[$0] > 0 }
      return found
    }

    /// The periods of which some days may be missing.
    func partialPeriods(_ days: HorizonDays) -> Set<Int> {
      Set(([firstDay, lastDay] + gaps.flatMap { [$0.lowerBound, $0.upperBound] }).map { days.period(Int($0)) })
    }

    init(staff: Int32, _ eligible: EligibleDays, horizon: DayRange) {
      self.staff = staff
      func number(_ day: Day) -> Int32 { Int32(day.number - horizon.first.number) }
      firstDay = number(eligible.hull.first)
      lastDay = number(eligible.hull.last)
      gaps = zip(eligible.stretches, eligible.stretches.dropFirst()).map {
        (number($0.last) + 1)...(number($1.first) - 1)
      }
      productivity = eligible.productivity.doubleValue
      exactProductivity = FixedPoint.ceil(eligible.productivity)
    }

    /// The same person in a place of a crew, where an hour is an hour.
    func taking(place: Int) -> Candidate {
      var result = self
      result.place = Int32(place)
      (result.productivity, result.exactProductivity) = (1, FixedPoint.one)
      return result
    }

    /// The periods in which there may be days.
    func periods(_ days: HorizonDays) -> ClosedRange<Int> { days.period(Int(firstDay))...days.period(Int(lastDay)) }
  }

  private let scenario: Scenario
  private let horizon: DayRange
  /// For each skill the people who hold it, by index.
  private let holders: [String: [Int32]]
  private let everybody: [Int32]
  private let indexOfStaff: [String: Int]

  private let time: [StaffTime]

  init(_ scenario: Scenario, _ time: [StaffTime]) {
    self.time = time
    self.scenario = scenario
    horizon = scenario.calendar.horizon
    var holders: [String: [Int32]] = [:]
    for (index, person) in scenario.staff.enumerated() {
      for skill in person.skills { holders[skill.name, default: []].append(Int32(index)) }
      for training in person.trained.map({ person.training[$0] }) where person.skill(training.skill) == nil {
        holders[training.skill, default: []].append(Int32(index))
      }
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
        let eligible = EligibleDays.find(
          for: Int(staff), of: scenario.staff, on: demand, window: window,
          hasTime: { days in
            let first = days.first.number - horizon.first.number
            return (first..<(first + days.count)).contains {
              time[Int(staff)].regular[$0] > 0 || time[Int(staff)].overtime[$0] > 0
            }
          }),
        !eligible.stretches.isEmpty
      else { return nil }
      return Candidate(staff: staff, eligible, horizon: horizon)
    }
  }

  /// The people who may work on a demand, or take a place of its crew: these by person, then by place.
  func candidates(for demand: StaffDemand, window: DayRange) -> [Candidate] {
    guard !demand.crew.isEmpty else { return candidates(for: demand.requirements, window: window) }
    let seats = demand.crew.enumerated().flatMap { place, seat in
      candidates(for: seat.requirements, window: window).map { $0.taking(place: place) }
    }
    return seats.sorted { ($0.staff, $0.place ?? 0) < ($1.staff, $1.place ?? 0) }
  }

  /// The people who may operate an asset, by index, with the days inside the horizon.
  func operators(of requirements: [SkillRequirement]) -> [Candidate] {
    candidates(for: Requirements(skills: requirements), window: horizon)
  }
}
