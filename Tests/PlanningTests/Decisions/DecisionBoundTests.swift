// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import LinearModels
import Numbers
import PlanChecking
import Testing

@testable import Planning

/// What the checker makes of the prices of the relaxation.
@Suite("Bounds of decisions in whole numbers") struct DecisionBoundTests {
  /// Rules that are about one scenario.
  enum Rule: CaseIterable, Sendable { case after, team, maxProjects, all }

  private static func scenario(_ rule: Rule, seed: UInt64) -> Scenario {
    var scenario = Sample(family: .enterprise, seed: seed).scenario
    for person in scenario.staff.indices where rule == .maxProjects || rule == .all {
      scenario.staff[person].maxProjects = 1 + person % 2
    }
    for project in scenario.projects.indices {
      var before: String?
      for place in scenario.projects[project].demands.indices {
        guard case .staff(var work) = scenario.projects[project].demands[place].kind else { continue }
        if rule == .team || rule == .all { work.team = .init(min: 1, max: 1 + place % 2) }
        if rule == .after || rule == .all, let before { work.after = [.init(before, lag: place % 2)] }
        before = scenario.projects[project].demands[place].id
        scenario.projects[project].demands[place].kind = .staff(work)
      }
    }
    return scenario
  }

  @Test("No less than the relaxation, and no more than what is found", arguments: Rule.allCases, [1, 2, 3] as [UInt64])
  func relaxation(rule: Rule, seed: UInt64) throws {
    let scenario = Self.scenario(rule, seed: seed)
    let program = DecisionProgram(OpenScenario(scenario))
    var search = DecisionSearch(program, limits: SearchLimits())
    search.solveRoot()
    let root = try #require(search.root)
    let (dual, objective) = (try #require(root.dual), try #require(root.objective))
    let checker = PlanChecker(scenario)
    let bound = checker.bound(
      cases: [BoundCase(domain: DecisionDomain(of: scenario), prices: program.prices(from: dual))])
    // The hour that a member has at least is not among what the checker counts.
    let tolerance = rule == .team || rule == .all ? 1e-3 : 1e-7
    #expect(bound.doubleValue >= objective - tolerance * abs(objective))
    let found = search.dive(cutoff: .infinity)
    #expect(bound.doubleValue <= (try #require(found)).objective * (1 + 1e-9))
  }

  /// A training that adds nothing to a project leaves it as impossible as it is: the bound was 64 % below the value.
  @Test func trainingsElsewhereMakeNoProjectPossible() async throws {
    let scenario = ScenarioGenerator(staff: 20, projects: 5, weeks: 8, decisions: [.training, .allOrNothing]).scenario()
    let found = try await plan(scenario, engine: .native)
    #expect(found.status == .optimal)
  }
}
