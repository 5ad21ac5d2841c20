// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
@testable import Planning
import Testing

/// People who are there together, by hand: hours cost 50, and an unmet one 150 x 5 for each person.
@Suite("Crews", .timeLimit(.minutes(10)))
struct CrewTests {
  private static func away(_ first: Int, _ last: Int) -> [StaffMember.Absence] {
    let start = weeks(1).horizon.first
    return [.init(DayRange(start.advanced(by: first), start.advanced(by: last)))]
  }

  private static func person(_ id: String, headcount: Int = 1, _ absences: [StaffMember.Absence] = []) -> StaffMember {
    StaffMember(id: id, headcount: headcount, costPerHour: 50, absences: absences)
  }

  private static func only(_ ids: String..., count: Int = 1) -> CrewPlace {
    CrewPlace(count: count, Requirements(only: ids))
  }

  private static func scenario(
    _ staff: [StaffMember], hours: ExactDecimal, _ crew: [CrewPlace], pace: StaffDemand.Pace = .flexible,
    uses: [EquipmentUse] = []
  ) -> Scenario {
    Scenario(
      calendar: weeks(1), staff: staff,
      projects: [
        Project(
          id: "p",
          demands: [Demand(id: "d", kind: .staff(StaffDemand(.hours(hours), pace: pace, crew: crew, uses: uses)))])
      ])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var scenario: Scenario
    /// Hours for which all are there.
    var met: ExactDecimal
    var heads: Int
    var wanted: ExactDecimal
  }

  private static func expected(
    _ name: String, _ staff: [StaffMember], _ hours: ExactDecimal, _ crew: [CrewPlace], met: ExactDecimal,
    pace: StaffDemand.Pace = .flexible
  ) -> Case {
    Case(
      testDescription: name, scenario: scenario(staff, hours: hours, crew, pace: pace), met: met,
      heads: crew.reduce(0) { $0 + $1.count }, wanted: hours)
  }

  static let all = [
    expected("all are there", [person("a"), person("b")], 16, [only("a"), only("b")], met: 16),
    expected(
      "never on the same day", [person("a", away(0, 2)), person("b", away(3, 4))], 16, [only("a"), only("b")],
      met: 0),
    expected(
      "one day in common", [person("a", away(0, 1)), person("b", away(3, 4))], 16, [only("a"), only("b")], met: 8),
    expected(
      "a pool of two takes two places", [person("a", headcount: 2)], 50, [only("a"), only("a")], met: 40),
    expected("nobody is in two places", [person("a")], 10, [only("a"), only("a")], met: 0),
    expected(
      "three take two places in turns", [person("a"), person("b"), person("c")], 80,
      [CrewPlace(count: 2)], met: 60),
    expected(
      "a place for two, of whom one is there half the week", [person("a"), person("b", away(0, 1))], 40,
      [only("a", "b", count: 2)], met: 24),
    expected(
      "every day has its part", [person("a", away(4, 4)), person("b")], 40, [only("a"), only("b")], met: 32,
      pace: .even),
    expected(
      "a third of an hour", [person("a"), person("b"), person("c")], ExactDecimal(significand: 333_333, scale: 5) ?? 0,
      [only("a", "b", "c", count: 2), only("a", "b", "c")], met: ExactDecimal(significand: 333_333, scale: 5) ?? 0),
  ]

  @Test("As many hours as all can be there", arguments: all, [PlanningOptions.Engine.auto, .native])
  func hoursOfAll(_ one: Case, _ engine: PlanningOptions.Engine) async throws {
    var options = PlanningOptions(engine: engine)
    options.withDays = true
    let plan = try await Planner(options: options).plan(one.scenario, sha256: "").plan
    #expect(plan.verification.feasible && plan.status == .optimal)
    let (met, heads) = (one.met.doubleValue, Double(one.heads))
    let value = met * heads * 50 + (one.wanted.doubleValue - met) * heads * 750
    #expect(isClose(plan.objective.value.doubleValue, value, within: 1e-5))
    #expect(isClose(plan.summary.hours.met.doubleValue, met * heads, within: 1e-5))
    #expect(plan.assignments.allSatisfy { $0.place != nil })
    // The stated days are those of a crew too.
    #expect(PlanChecker(one.scenario).verify(plan, prices: nil).violations.isEmpty)
    let keys = plan.days?.map { [$0.staff ?? "", String($0.place ?? 0), $0.date.description] } ?? []
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    var sums = plan
    sums.days = nil
    #expect(PlanChecker(one.scenario).verify(sums, prices: nil).violations.isEmpty)
  }

  @Test("Days are told apart only where that is asked for")
  func slots() {
    let scenario = Self.scenario(
      [Self.person("a", Self.away(0, 1)), Self.person("b")], hours: 8, [Self.only("a"), Self.only("b")])
    #expect(Formulation(scenario).frame.assetSlots.count == 1)
    var refinement = Refinement()
    refinement.crews = [0]
    #expect(Formulation(scenario, refinement: refinement).frame.assetSlots.count > 1)
  }

  @Test("Productivity does not count, and every person occupies equipment")
  func equipmentAndProductivity() async throws {
    var scenario = Self.scenario(
      [Self.person("a"), Self.person("b")], hours: 40,
      [CrewPlace(Requirements(skills: [SkillRequirement("java", level: 1)])), Self.only("b")],
      uses: [.init(asset: "seat", unitsPerPerson: 1)])
    scenario.staff[0].skills = [.init("java", level: 3, productivity: 2)]
    scenario.assets = [Asset(id: "seat", quantity: 1)]
    let plan = try await plan(scenario)
    // Of one seat a day each has a half.
    #expect(plan.assignments.map(\.hours) == [Millionths(20), Millionths(20)])
    #expect(plan.assetUse.reduce(.zero) { $0 + $1.unitDays } == Millionths(5))
  }

  @Test("Promises, limits and changes see all places of a person as one amount")
  func placesAreOneAmount() async throws {
    var scenario = Self.scenario(
      [Self.person("a", headcount: 2), Self.person("b")], hours: 20, [Self.only("a"), CrewPlace()])
    scenario.commitments = [.init(staff: "a", demand: "d", days: scenario.calendar.horizon, hoursPerWeek: 40)]
    scenario.limits = [.init(id: "l", per: .week, .hours(30), .init(staff: ["a"]))]
    scenario.policy.changeCostPerHour = 1
    scenario.baseline = .init(assignments: [.init(staff: "a", demand: "d", period: 0, hours: 30)])
    let plan = try await plan(scenario)
    #expect(plan.status == .optimal)
    #expect(plan.unmet.isEmpty)
    let ofPool = plan.assignments.filter { $0.staff == "a" }
    #expect(ofPool.count == 2)
    #expect(ofPool.reduce(.zero) { $0 + $1.hours } == Millionths(30))
    #expect(plan.brokenCommitments.map(\.hours) == [Millionths(10)])
    // Only the hours of the other one are new.
    #expect(plan.objective.terms.change == Millionths(10))
    let held = PlanLimits(hours: [.init("a", "d"): [0: Millionths(24)...Millionths(24)]])
    var options = PlanningOptions()
    options.limits = held
    let less = try await Planner(options: options).plan(scenario, sha256: "")
    #expect(less.breaches.isEmpty)
    let hours = less.plan.assignments.filter { $0.staff == "a" }.map(\.hours)
    #expect(hours.reduce(.zero, +) == Millionths(24))
  }

  @Test("A crew is cut to what all have", arguments: [Int64.max, 3])
  func fit(most: Int64) {
    func piece(_ place: Int, _ staff: Int, _ hours: Int64) -> CrewFit.Piece {
      .init(place: place, staff: staff, hours: hours)
    }
    let pieces = [piece(0, 0, 7), piece(0, 1, 6), piece(1, 2, 5), piece(1, 0, 1)]
    let fit = CrewFit(pieces, counts: [2, 1], most: most) { _ in 1 }
    // Person 0 has an hour too many for six.
    let met = min(5, most)
    #expect(fit.met == met)
    for (place, count) in [(0, 2), (1, 1)] {
      let hours = fit.pieces.reduce(Int64(0)) { $1.place == place ? $0 + $1.hours : $0 }
      #expect(hours == Int64(count) * met)
    }
    for staff in 0...2 {
      #expect(fit.pieces.reduce(Int64(0)) { $1.staff == staff ? $0 + $1.hours : $0 } <= met)
    }
  }
}
