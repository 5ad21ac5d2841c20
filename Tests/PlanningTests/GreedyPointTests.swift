// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Allocation
import Generation
import LinearModels
import PlanChecking
@testable import Planning
import Testing

@Suite("Greedy starting points") struct GreedyPointTests {
  @Test("Every bound and row is kept, and doing something beats doing nothing", arguments: Sample.all)
  func pointIsFeasible(sample: Sample) throws {
    let formulation = Formulation(sample.scenario)
    let model = formulation.model
    let point = GreedyPoint(formulation).values
    for column in point.indices {
      #expect(point[column] >= model.columnLower[column] - 1e-9 && point[column] <= model.columnUpper[column] + 1e-6)
    }
    for (row, activity) in model.activities(point).enumerated() {
      let slack = 1e-6 * max(1, abs(activity))
      #expect(activity >= model.rowLower[row] - slack && activity <= model.rowUpper[row] + slack, "row \(row)")
    }
    var idle = model.columnLower
    for column in formulation.unmet.columns { idle[column] = model.columnUpper[column] }
    for column in formulation.shortfall.columns { idle[column] = model.columnUpper[column] }
    #expect(model.objective(point) < model.objective(idle))
  }

  @Test("A plan made of it passes the checker, and is better than doing nothing", arguments: Sample.all)
  func planIsChecked(sample: Sample) {
    let formulation = Formulation(sample.scenario)
    let search = NativeSearch(formulation)
    let plan = search.assembled(GreedyPoint(formulation).values, dual: search.bestDual)
    let checker = PlanChecker(sample.scenario)
    let found = checker.appraise(DaySpread(plan).amounts)
    let idle = checker.appraise(DaySpread(PlanAssembler(formulation)).amounts)
    #expect(found.violations.isEmpty && found.value < idle.value)
  }

  @Test func overtimeIsGivenOutWhereItPays() throws {
    var scenario = Sample(family: .office, seed: 1).scenario
    for index in scenario.staff.indices {
      scenario.staff[index].overtime = StaffMember.Overtime(hoursPerWeek: 5, hoursTotal: nil, costFactor: 1)
    }
    for index in scenario.projects.indices { scenario.projects[index].budget = nil }
    let formulation = Formulation(scenario)
    let point = GreedyPoint(formulation).values
    #expect(formulation.overtime.columns.contains { point[$0] > 1 })
  }
}
