// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import LinearModels
import NativeSolver
import Numbers
import PlanChecking
import Testing

@testable import Planning

/// Switches let through no more than there can be: the relaxation is near what can be done.
@Suite("Tight rows of decisions") struct TightProgramTests {
  private func demand(_ id: String, _ hours: ExactDecimal, _ change: (inout StaffDemand) -> Void = { _ in }) -> Demand {
    var work = StaffDemand(hours: hours)
    change(&work)
    return Demand(id: id, kind: .staff(work))
  }

  private func scenario(_ staff: [StaffMember], _ demands: [Demand], weeks count: Int = 1) -> Scenario {
    Scenario(
      calendar: weeks(count), policy: .init(unmetCostPerHour: 10), staff: staff,
      projects: [Project(id: "p", demands: demands)])
  }

  /// The relaxation's optimum, and what the checker makes of its prices.
  private func bounds(_ scenario: Scenario) throws -> (relaxation: Double, certified: Double) {
    let program = DecisionProgram(OpenScenario(scenario))
    var search = DecisionSearch(program, limits: SearchLimits())
    search.solveRoot()
    let root = try #require(search.root)
    let bound = PlanChecker(scenario).bound(
      cases: [
        BoundCase(domain: DecisionDomain(of: scenario), prices: program.prices(from: try #require(root.dual)))
      ])
    return (try #require(root.objective), bound.doubleValue)
  }

  @Test("A member has no more overtime than the week, or the account, leaves", arguments: [false, true])
  func overtime(isOfAccount: Bool) throws {
    // Each of 50 could have 40 h + 5 * 8 h on a day's limits, but 44 h in the week. One may be on the team: 66 h are unmet.
    let staff = (0..<50).map { number in
      StaffMember(
        id: "s\(number)",
        overtime: .init(hoursPerWeek: isOfAccount ? 40 : 4, hoursPerDay: 8, hoursTotal: isOfAccount ? 4 : nil))
    }
    let scenario = scenario(staff, [demand("d", 110) { $0.team = .init(min: 1, max: 1) }])
    let (relaxation, certified) = try bounds(scenario)
    let unmet = 66.0 * 10 * 5
    #expect(isClose(relaxation, unmet, within: 1e-3) && isClose(certified, unmet, within: 1e-3))
  }

  @Test("What waits for more than can be met is not begun, nor what waits for that")
  func unreachable() throws {
    var scenario = scenario(
      [StaffMember(id: "ana"), StaffMember(id: "bob")],
      [
        demand("first", 200) { $0.requirements.only = ["ana"] },
        demand("second", 40) {
          $0.requirements.only = ["bob"]
          $0.after = [.init("first", share: 0.5)]
        },
        demand("third", 40) {
          $0.requirements.only = ["bob"]
          $0.after = [.init("second", share: 0)]
        },
      ], weeks: 2)
    // Of 200 h 80 can be met, which is less than a half.
    #expect(try bounds(scenario).certified >= (120 + 40) * 50 - 1e-3)
    let program = DecisionProgram(OpenScenario(scenario))
    func isOpen(_ demand: Int, _ period: Int) throws -> Bool {
      program.model.columnUpper[try #require(program.column(.begun(demand: demand, period: period)))] > 0
    }
    #expect(try !isOpen(1, 0) && !isOpen(1, 1) && isOpen(2, 0) && isOpen(2, 1))
    // Of 80 h a half is met after one week.
    scenario.projects[0].demands[0] = demand("first", 80) { $0.requirements.only = ["ana"] }
    let other = DecisionProgram(OpenScenario(scenario))
    let columns = try (0...1).map { try #require(other.column(.begun(demand: 1, period: $0))) }
    #expect(columns.map { other.model.columnUpper[$0] } == [0, 1])
  }

  @Test("What wants nothing delays nobody")
  func milestone() throws {
    let scenario = scenario(
      [StaffMember(id: "ana"), StaffMember(id: "bob")],
      [
        demand("first", 120) { $0.requirements.only = ["ana"] },
        demand("milestone", 0) { $0.after = [.init("first")] },
        demand("work", 160) {
          $0.requirements.only = ["bob"]
          $0.after = [.init("milestone", lag: 5)]
        },
      ], weeks: 4)
    let program = DecisionProgram(OpenScenario(scenario))
    for period in 0..<4 {
      let column = try #require(program.column(.begun(demand: 2, period: period)))
      #expect(program.model.columnUpper[column] == 1)
    }
  }

  @Test("One of a pool may have the hours of the pool that cost least")
  func pool() throws {
    // 60 h = (8 + 4) h * 5 days are one head's, and all of them may be regular time of the pool.
    let pool = StaffMember(id: "pool", headcount: 4, costPerHour: 50, overtime: .init(hoursPerWeek: 20))
    var scenario = scenario(
      [pool, StaffMember(id: "b"), StaffMember(id: "c")],
      [
        demand("d", 60) {
          $0.requirements.only = ["pool"]
          $0.team = .init(min: 1, max: 1)
        },
        demand("e", 1.5) {
          $0.requirements.only = ["b", "c"]
          $0.team = .init(min: 2, max: 2)
        },
      ])
    scenario.policy.unmetCostPerHour = 25
    let value = 60.0 * 50 + 1.5 * 25 * 5
    for price in [50.0, 55, 60, 75, 100] {
      let program = DecisionProgram(OpenScenario(scenario))
      var prices = program.prices(from: [Double](repeating: 0, count: program.model.rowCount))
      for place in prices.indices { prices[place].effort[0] = [price] }
      let bound = PlanChecker(scenario).bound(
        cases: [BoundCase(domain: DecisionDomain(of: scenario), prices: prices)])
      #expect(bound.doubleValue <= value)
    }
  }

  @Test("Hours of a demand in a week limit what it comes to before and after others")
  func pace() throws {
    let staff = (0..<10).map { StaffMember(id: "s\($0)") }
    let scenario = scenario(
      staff,
      [
        demand("first", 100) { $0.maxHoursPerWeek = 20 },
        demand("second", 100) {
          $0.maxHoursPerWeek = 20
          $0.after = [.init("first", share: 0)]
        },
      ], weeks: 4)
    // 20 h a week for one after the other.
    let (relaxation, certified) = try bounds(scenario)
    #expect(isClose(relaxation, 120 * 50, within: 1e-2) && certified >= 120 * 50 - 1e-2)
  }

  @Test("Rows that are left out until a point breaks them change nothing", arguments: [1, 2, 3] as [UInt64])
  func rowsOnDemand(seed: UInt64) throws {
    var scenario = Sample(family: .enterprise, seed: seed).scenario
    for project in scenario.projects.indices {
      for place in scenario.projects[project].demands.indices {
        guard case .staff(var work) = scenario.projects[project].demands[place].kind else { continue }
        work.team = .init(min: 1, max: 1 + place % 2)
        scenario.projects[project].demands[place].kind = .staff(work)
      }
    }
    let program = DecisionProgram(OpenScenario(scenario))
    var search = DecisionSearch(program, limits: SearchLimits())
    search.solveRoot()
    let root = try #require(search.root?.objective)
    var model = program.model
    model.integerColumns = []
    // No row of a switch is in from the beginning.
    var rows = RowsOnDemand(
      model, from: program.formulation.model.rowCount, dual: [Double](repeating: 0, count: model.rowCount))
    var bounds: [Double] = []
    let found = rows.solve(
      near: [Double](repeating: 0, count: model.columnCount), dual: [Double](repeating: 0, count: model.rowCount)
    ) {
      $0.solve()
    } isEnough: {
      bounds.append(model.dualBound($0))
      return false
    }
    let result = try #require(found)
    #expect(isClose(try #require(result.objective), root, within: 1e-7 * abs(root)))
    #expect(model.infeasibility(try #require(result.primal)) < 1e-5)
    #expect(isClose(model.dualBound(try #require(result.dual)), root, within: 1e-6 * abs(root)))
    #expect(bounds.count > 1 && bounds.allSatisfy { $0 <= root * (1 + 1e-9) })
  }
}
