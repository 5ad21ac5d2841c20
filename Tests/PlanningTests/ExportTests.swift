// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import GLPKSolver
import Generation
import LinearModels
import NativeSolver
import Numbers
@testable import Planning
import SolverConformance
import Testing

@Suite("Linear programs as files") struct ExportTests {
  @Test(
    "A file that is read back has the value of the plan",
    arguments: Sample.all.map(\.scenario) + Sample.all.map(\.withCrews))
  func programsAreReadBack(scenario: Scenario) async throws {
    let program = NamedLinearModel(scenario)
    #expect(!program.rowNames.contains("") && !program.columnNames.contains(""))
    let back = try MPSReader(format: .free).read(MPSWriter().write(program))
    let written = program.model.offset == 0 ? program : program.withConstantColumn()
    #expect(back.rowNames == written.rowNames && back.columnNames == written.columnNames)
    #expect(back.model == written.model)
    let value = try await plan(scenario).objective.value.doubleValue
    let engine: any Engine = hasGLPK ? GLPKEngine(library: try GLPKLibrary.load()) : SimplexEngine(version: "")
    let result = try engine.solve(back.model)
    #expect(result.termination == .optimal)
    #expect(isClose(try #require(result.objective), value))
  }

  @Test("Names say what rows and columns are about")
  func namesAreSpelled() {
    let calendar = weeks(1)
    let skill = StaffMember.Skill("b", level: 3)
    let staff = ["ana", "no-one", "no_one", "Jürgen\u{2028}"].map { StaffMember(id: $0, skills: [skill]) }
    let demand = Demand(
      id: "x_upper", kind: .staff(StaffDemand(hours: 10, skills: [SkillRequirement("b", level: 1)])))
    var scenario = Scenario(
      name: "two\nlines", calendar: calendar, staff: staff,
      projects: [Project(id: "p", budget: 5, demands: [demand])])
    scenario.commitments = [
      Scenario.Commitment(staff: "ana", demand: "x_upper", days: calendar.horizon, hoursPerWeek: 4)
    ]
    let program = NamedLinearModel(scenario)
    #expect(
      program.rowNames == [
        "budget.p", "demand.x_upper", "capacity.ana.0", "commitment.ana.x_upper.0", "capacity.no_one_1.0",
        "capacity.no_one.0", "capacity.J_rgen_.0",
      ])
    #expect(
      program.columnNames == [
        "work.ana.x_upper.0", "work.no_one_1.x_upper.0", "work.no_one.x_upper.0", "work.J_rgen_.x_upper.0",
        "unmet.x_upper", "broken.ana.x_upper.0",
      ])
    for text in [MPSWriter().write(program), LPWriter().write(program)] {
      #expect(
        text.contains("capacity.no_one_1.0") && text.contains("person \"no-one\"") && text.contains("\"two lines\""))
      #expect(text.contains("2026-01-05 to 2026-01-11"))
    }
  }

  @Test("Decisions in whole numbers are whole columns of the program, with names")
  func decisionsAreColumns() throws {
    var scenario = Sample(family: .enterprise, seed: 2).scenario
    scenario.projects[0].allOrNothing = true
    scenario.projects[1].shift = Project.Shift(latest: 1, costPerWeek: 10)
    scenario.staff[0].maxProjects = 1
    scenario.policy.minimumHoursPerWeek = 4
    let program = NamedLinearModel(scenario)
    let whole = program.model.integerColumns.map { program.columnNames[$0] }
    for kind in ["start.", "undone.", "on.", "least."] { #expect(whole.contains { $0.hasPrefix(kind) }, "\(kind)") }
    #expect(!program.rowNames.contains("") && program.rowNames.count == program.model.rowCount)
    #expect(Set(program.rowNames).count == program.rowNames.count)
    #expect(Set(program.columnNames).count == program.columnNames.count)
    let back = try MPSReader(format: .free).read(MPSWriter().write(program))
    #expect(back.model.integerColumns == program.model.integerColumns)
    #expect(program.comments.contains { $0.contains("mixed-integer") })
  }

  @Test("Ids that would change how the rest of a comment reads are written by their numbers")
  func comments() {
    let text = MPSWriter().write(NamedLinearModel(LinearModel(), comments: ["a\u{202E}b\u{2028}c\nd"]))
    #expect(text.hasPrefix("* a\\u{202E}b\\u{2028}c d\n"), "\(text)")
  }

  @Test("Where changes cost money, hours fewer and more than in the baseline are columns", arguments: 1...3)
  func changesHaveColumns(seed: UInt64) async throws {
    var scenario = Sample(family: .enterprise, seed: seed).scenario
    scenario.baseline = Scenario.Baseline(
      assignments: try await plan(scenario).assignments.map {
        Scenario.BaselineAssignment(
          staff: $0.staff, demand: $0.demand, period: $0.period,
          hours: try ExactDecimal(parsing: $0.hours.description.utf8))
      })
    scenario.policy.changeCostPerHour = 1
    let names = NamedLinearModel(scenario).columnNames
    #expect(Set(names).count == names.count)
    let fewer = names.filter { $0.hasPrefix("fewer.") }
    #expect(!fewer.isEmpty && fewer.allSatisfy { names.contains("more" + $0.dropFirst(5)) })
  }
}
