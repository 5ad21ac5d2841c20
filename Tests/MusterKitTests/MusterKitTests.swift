// SPDX-License-Identifier: GPL-3.0-or-later

import MusterKit
import Testing

@Suite("MusterKit")
struct MusterKitTests {
  /// One engineer with 240 h in ten weeks, and 400 h of work.
  static func scenario() throws -> Scenario {
    let days = DayRange(try #require(Day(iso: "2027-01-04")), try #require(Day(iso: "2027-03-14")))
    let week = WorkCalendar(
      workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: [])
    let work = StaffDemand(hours: 400, skills: [SkillRequirement("go", level: 3)])
    return Scenario(
      name: "Small", currency: "EUR", calendar: PlanningCalendar(horizon: days, period: .week, standard: week),
      policy: Scenario.Policy(unmetCostPerHour: 60),
      staff: [
        StaffMember(
          id: "ada", name: "Ada", skills: [StaffMember.Skill("go", level: 4)], costPerHour: 92.5, support: 0.4)
      ],
      projects: [Project(id: "shop", priority: 5, demands: [Demand(id: "code", kind: .staff(work))])])
  }

  @Test("A scenario built in code is planned, with reasons, a bound, and the hash of its own JSON")
  func plans() async throws {
    let scenario = try Self.scenario()
    let answer = try await scenario.plan()
    #expect(answer.isOptimal)
    #expect(answer.plan.summary.hours.met == Millionths(240))
    #expect(answer.value == Millionths(92 * 240 + 120 + 160 * 60 * 5))
    #expect(try #require(answer.bound) <= answer.value)
    #expect(answer.plan.unmet.first?.reasons.isEmpty == false)
    #expect(answer.plan.scenario.sha256.count == 64)
    #expect(scenario.check(answer.plan).feasible)
    let document = try ScenarioDocument(json: scenario.json())
    #expect(document.scenario == scenario)
    #expect(document.sha256 == answer.plan.scenario.sha256)
    #expect(try await document.plan().plan == answer.plan)
  }

  @Test("Documents read again are what was written")
  func documents() async throws {
    let answer = try await Self.scenario().plan()
    #expect(try Plan(json: answer.plan.json()) == answer.plan)
    #expect(try Scenario(json: answer.scenario.json(pretty: false)) == answer.scenario)
    let comparison = Comparison(["a": answer, "b": answer])
    #expect(!comparison.differences[0].differs)
    #expect(String(decoding: comparison.json(), as: UTF8.self).contains("muster/comparison@1"))
  }

  @Test("A session solves changed scenarios, explains, and says what an absence costs")
  func session() async throws {
    let scenario = try Self.scenario()
    let session = try await PlanningSession(scenario)
    var hiring = scenario
    hiring.staff[0].headcount = 2
    let hired = try await session.plan(hiring)
    #expect(hired.plan.summary.hours.unmet == .zero)
    #expect(hired.value == (try await hiring.plan().value))
    let delta = Comparison(["before": session.answer, "after": hired]).differences[0].delta
    #expect(delta.unmetHours == Millionths(-160))

    let explanation = await session.explain(remedies: 1, prices: 1)
    let remedies = explanation.unmet.flatMap(\.remedies)
    #expect(remedies.contains { $0.title.hasPrefix("One more person like Ada") })
    #expect(remedies.map(\.number) == (1...remedies.count).map { $0 })
    #expect(String(decoding: explanation.json(), as: UTF8.self).contains("muster/explanation@1"))
    #expect(await session.why("ada", on: "code")?.eligible == true)
    #expect(await session.why("nobody", on: "code") == nil)
    let absences = await session.absences()
    #expect(absences.map(\.staff) == ["ada"])
    #expect(absences[0].unmetHours == Millionths(400))
  }

  @Test("A plan in force is kept but for what has to change")
  func replan() async throws {
    var scenario = try Self.scenario()
    scenario.staff[0].headcount = 2
    let kept = try await scenario.plan().plan
    let weeks = scenario.calendar.periods
    scenario.staff[0].absences = [StaffMember.Absence(weeks[2])]
    let answer = try await scenario.replan(keeping: kept, changeCost: 1, from: weeks[2].first)
    #expect(answer.plan.replanning?.frozenPeriods == 2)
    #expect(answer.plan.assignments.allSatisfy { $0.period != 2 })
    await #expect(throws: ReplanningFailure.self) {
      scenario.staff[0].absences = [StaffMember.Absence(weeks[0])]
      _ = try await scenario.replan(keeping: kept, from: weeks[2].first)
    }
  }

  @Test("Errors print as sentences with the place")
  func errors() async throws {
    var scenario = try Self.scenario()
    scenario.projects[0].demands.append(scenario.projects[0].demands[0])
    await #expect(throws: InvalidScenario.self) { try await scenario.plan() }
    let text = InvalidScenario(issues: scenario.errors).description
    #expect(text.hasPrefix("/projects/0/demands/1/id: "))
    do {
      _ = try Scenario(json: #"{"format": "muster/scenario@1", "nmae": "x"}"#.utf8)
      Issue.record("An unknown key was accepted.")
    } catch {
      #expect("\(error)".contains("nmae"))
      #expect("\(error)".contains("line:1:"))
    }
  }

  @Test("A task that is cancelled ends with a checked plan")
  func cancelled() async throws {
    let scenario = try Self.scenario()
    let task = Task { try await scenario.plan() }
    task.cancel()
    let answer = try await task.value
    #expect(scenario.check(answer.plan).feasible)
  }
}
