// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import GLPKSolver
import Generation
import LinearModels
import NativeSolver
import Numbers
@testable import Planning
import Testing

/// What the search for decisions does in large programs, on small ones.
@Suite("Parts of programs with decisions") struct PartsTests {
  /// A generated scenario with all that is decided inside one.
  private static func scenario(_ seed: UInt64) -> Scenario {
    var scenario = Sample(family: .enterprise, seed: seed).scenario
    scenario.policy.minimumHoursPerWeek = 3
    for place in scenario.staff.indices where place % 2 == 0 { scenario.staff[place].maxProjects = 1 }
    for project in scenario.projects.indices {
      if project % 3 == 0 { scenario.projects[project].allOrNothing = true }
      if project % 3 == 1 { scenario.projects[project].shift = Project.Shift(latest: 1, costPerWeek: 100) }
      for place in scenario.projects[project].demands.indices {
        guard case .staff(var work) = scenario.projects[project].demands[place].kind, work.crew.isEmpty else {
          continue
        }
        work.team = StaffDemand.Team(min: 1, max: 2)
        if place > 0, scenario.projects[project].demands[place - 1].staff != nil {
          let before = scenario.projects[project].demands[place - 1].id
          work.after = [StaffDemand.Predecessor(before, share: ExactDecimal(floatLiteral: 0.5))]
        }
        scenario.projects[project].demands[place].kind = .staff(work)
      }
    }
    return scenario
  }

  private static func search(_ program: DecisionProgram) -> DecisionSearch {
    DecisionSearch(program, limits: SearchLimits())
  }

  @Test("A model without what is fixed has the optimum of the whole", arguments: UInt64(1)...6)
  func presolveKeepsTheOptimum(seed: UInt64) throws {
    let program = DecisionProgram(OpenScenario(Self.scenario(seed)))
    var relaxed = program.model
    relaxed.integerColumns = []
    let whole = SimplexSession(relaxed).solve(limits: SolveLimits())
    let all = ReducedModel(
      relaxed, isFree: Array(repeating: true, count: relaxed.columnCount),
      at: Array(repeating: 0, count: relaxed.columnCount), keepsRows: false)
    let reduced = SimplexSession(all.model).solve(limits: SolveLimits())
    #expect(all.isFeasible && all.model.columnCount < relaxed.columnCount)
    let (one, other) = (try #require(whole.objective), try #require(reduced.objective))
    #expect(abs(one - other) <= 1e-6 * max(1, abs(one)))
    let point = all.whole(try #require(reduced.primal))
    #expect(relaxed.infeasibility(point) < 1e-5)
    #expect(abs(relaxed.objective(point) - other) <= 1e-6 * max(1, abs(one)))
    // And with whole columns fixed, as the same bounds in the whole model.
    var fixed = relaxed
    let nothing = program.nothing
    for place in program.switches.indices {
      fixed.columnLower[program.first + place] = nothing[program.first + place]
      fixed.columnUpper[program.first + place] = nothing[program.first + place]
    }
    let bounded = try #require(SimplexSession(fixed).solve(limits: SolveLimits()).objective)
    var search = Self.search(program)
    let found = search.completed(nothing)
    let completed = try #require(found)
    #expect(abs(completed.found.objective - bounded) <= 1e-6 * max(1, abs(bounded)))
  }

  @Test("A fixed point that breaks a row is found out")
  func brokenRows() {
    var model = LinearModel()
    let row = model.addRow(lower: 1, upper: 1)
    for _ in 0..<2 {
      model.addColumn(cost: 1, upper: 1)
      model.addEntry(row: row, value: 1)
    }
    #expect(!ReducedModel(model, isFree: [false, false], at: [1, 1], keepsRows: false).isFeasible)
    #expect(!ReducedModel(model, isFree: [false, true], at: [3, 0], keepsRows: false).isFeasible)
    let one = ReducedModel(model, isFree: [false, true], at: [0.25, 0], keepsRows: false)
    #expect(one.isFeasible && one.kept.isEmpty && one.whole([]) == [0.25, 0.75])
  }

  @Test("What is found in a part keeps all rows, and is no worse", arguments: UInt64(1)...4)
  func partsKeepTheRows(seed: UInt64) throws {
    let program = DecisionProgram(OpenScenario(Self.scenario(seed)))
    var search = Self.search(program)
    let first = search.completed(program.nothing)
    let start = try #require(first)
    var here = start.found
    var parts = Parts(program)
    var kinds: Set<Parts.Kind> = []
    for _ in 0..<8 {
      let part = parts.next(around: here.point, dual: start.dual)
      kinds.insert(part.kind)
      let found = search.searchDeep(isFree: part.isFree, at: here.point, cutoff: here.objective, pivots: 5_000).found
      parts.note(part, hasGained: found != nil, isComplete: true)
      guard let found else { continue }
      for column in part.isFree.indices where !part.isFree[column] {
        #expect(found.point[column] == here.point[column])
      }
      #expect(program.model.infeasibility(found.point) < 1e-4)
      #expect(found.objective <= here.objective + 1e-6 * max(1, abs(here.objective)))
      here = found
    }
    #expect(!kinds.isEmpty && here.objective < start.found.objective)
  }

  @Test("A first choice has a plan", arguments: UInt64(1)...6)
  func firstChoices(seed: UInt64) throws {
    var scenario = Self.scenario(seed)
    for project in scenario.projects.indices { scenario.projects[project].shift = nil }
    let program = DecisionProgram(OpenScenario(scenario))
    var search = Self.search(program)
    let near = search.approximated()
    let guide = Guide(program, near: near.point)
    for (demand, people) in guide.limits.people {
      let most = try #require(scenario.projects.lazy.flatMap(\.demands).first { $0.id == demand }?.staff?.team?.max)
      #expect(people.count <= most)
    }
    var choice = FirstChoice(program, near: near.point)
    choice.keepRules()
    let point = choice.point(in: program, guide.decisions)
    let completed = search.completed(point)
    #expect(completed != nil)
    if let completed { #expect(program.model.infeasibility(completed.found.point) < 1e-5) }
  }
}
