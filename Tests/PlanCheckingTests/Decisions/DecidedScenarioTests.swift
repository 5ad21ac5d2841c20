// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

/// Starts, engagements and trainings: what follows from them, and lists that are wrong.
@Suite struct DecidedScenarioTests {
  // MARK: Starts

  /// Ana is away in the first week; the project may start up to two weeks later.
  private static func moved(holidays: [String] = [], demands: [Demand]? = nil) -> Scenario {
    Studio.scenario(
      [
        StaffMember(
          id: "ana", costPerHour: 50, absences: [.init(DayRange(day("2026-01-05"), day("2026-01-11")))])
      ],
      [
        Project(
          id: "p", shift: .init(latest: 5, costPerWeek: 100),
          demands: demands ?? [Studio.demand("d", StaffDemand(hours: 40))]),
        Project(id: "q"),
      ], assets: [Asset(id: "rig", quantity: 1)], holidays: holidays)
  }

  private static func decisions(_ scenario: Scenario, weeks: Int) -> Decisions {
    var decisions = Decisions(for: scenario)
    decisions.weeks[0] = weeks
    return decisions
  }

  @Test func aStartThatIsLaterMovesTheWindow() throws {
    let scenario = Self.moved()
    let amounts = Studio.amounts(
      Studio.work(0, 0, 7...11, "8"), Self.decisions(scenario, weeks: 1))
    let plan = Studio.plan(scenario, amounts)
    #expect(plan.verification.violations == [])
    #expect(plan.starts == [.init(project: "p", weeks: 1, cost: amount("100"))])
    #expect((plan.trainings, plan.engaged) == (nil, nil))
    #expect(plan.objective.terms.delay == amount("100"))
    #expect((plan.objective.terms.engagement, plan.objective.terms.training) == (nil, nil))
    #expect(plan.objective.value == amount("2100"))
    #expect(plan.money.spent == amount("2100"))
    #expect(plan.summary.cost == amount("2000"))
    #expect(plan.summary.projects.map(\.cost) == [amount("2000"), .zero])
    #expect(Studio.faults(scenario, amounts) == ([], []))
    #expect(try PlanPricing(scenario).price(plan) == plan)
    // The same at the old dates: everything is unmet.
    let still = Studio.plan(scenario, Studio.amounts([]))
    #expect(still.starts == [])
    #expect(still.objective.terms.delay == .zero)
    #expect(still.unmet.map(\.amount) == [amount("40")])
    // Work before the window, and after it.
    #expect(
      Studio.faults(scenario, Studio.amounts(Studio.work(0, 0, [14], "8"), Self.decisions(scenario, weeks: 1))) == (
        [.window], [.window]
      ))
    #expect(Studio.faults(scenario, Studio.amounts(Studio.work(0, 0, [7], "8"))) == ([.window], [.window]))
  }

  @Test func listsOfStartsThatAreWrongAreFound() {
    let scenario = Self.moved()
    let plan = Studio.plan(
      scenario, Studio.amounts(Studio.work(0, 0, 7...11, "8"), Self.decisions(scenario, weeks: 1)))
    func faults(_ change: (inout Plan) -> Void) -> Set<Studio.Kind> {
      var plan = plan
      change(&plan)
      return Studio.faults(scenario, plan)
    }
    func finds(_ kind: Studio.Kind, _ change: (inout Plan) -> Void) -> Bool { faults(change).contains(kind) }
    #expect(faults { _ in } == [])
    #expect(
      faults { $0.starts = nil }.isSuperset(of: [.wrongDecision, .window, .wrongTerms, .wrongValue, .wrongMoney]))
    #expect(faults { $0.starts = [] }.isSuperset(of: [.window, .wrongTerms, .wrongValue]))
    #expect(finds(.wrongDecision) { $0.starts?[0].weeks = 3 })
    #expect(finds(.wrongDecision) { $0.starts?[0].weeks = 0 })
    #expect(faults { $0.starts?[0].cost = amount("99") } == [.wrongCost])
    #expect(faults { $0.objective.terms.delay = nil } == [.wrongTerms])
    #expect(finds(.unknownProject) { $0.starts?[0].project = "r" })
    #expect(faults { $0.starts?.append(.init(project: "q", weeks: 1, cost: .zero)) } == [.wrongDecision])
    #expect(
      faults { $0.starts?.insert(.init(project: "q", weeks: 1, cost: .zero), at: 0) } == [.wrongDecision, .unsorted])
    #expect(finds(.duplicateEntry) { $0.starts?.append(.init(project: "p", weeks: 1, cost: amount("100"))) })
    // Weeks that are not possible count as none.
    let tooLate = Studio.amounts([], Self.decisions(scenario, weeks: 3))
    #expect(Studio.plan(scenario, tooLate).verification.violations.map(\.kind) == [.wrongDecision])
  }

  @Test func promisesStayAtTheirDates() {
    var scenario = Self.moved()
    scenario.staff[0].absences = []
    scenario.commitments = [
      .init(
        staff: "ana", demand: "d", days: DayRange(day("2026-01-05"), day("2026-01-25")), hoursPerWeek: 10)
    ]
    // 10 h in the first week, which alone is in the window as it is written.
    let amounts = Studio.amounts(Studio.work(0, 0, 7...11, "8"), Self.decisions(scenario, weeks: 1))
    let plan = Studio.plan(scenario, amounts)
    #expect(plan.verification.violations == [])
    #expect(plan.brokenCommitments.map(\.period) == [0])
    #expect(plan.brokenCommitments.map(\.hours) == [amount("10")])
    #expect(Studio.faults(scenario, amounts) == ([], []))
  }

  @Test func countingDaysThatAreMissingAreUnmetInTheLastPeriod() {
    let demand = Demand(
      id: "e", from: day("2026-01-05"), to: day("2026-01-11"),
      kind: .asset(AssetDemand(units: 1, choice: .asset("rig"), days: .work)))
    let fewer = Self.moved(holidays: ["2026-01-14"], demands: [demand])
    func uses(_ days: [Int]) -> [PlanAmounts.Use] {
      days.map { .init(asset: 0, demand: 0, day: $0, unitDays: 1_000_000) }
    }
    let amounts = Studio.amounts([], units: uses([7, 8, 10, 11]), Self.decisions(fewer, weeks: 1))
    let plan = Studio.plan(fewer, amounts)
    #expect(plan.verification.violations == [])
    #expect(plan.unmet.map(\.period) == [1])
    #expect(plan.unmet.map(\.amount) == [amount("1")])
    #expect(plan.summary.unitDays.wanted == amount("5"))
    #expect(Studio.faults(fewer, amounts) == ([], []))
    // The holiday serves nobody.
    let holiday = Studio.amounts([], units: uses([7, 8, 9, 10, 11]), Self.decisions(fewer, weeks: 1))
    #expect(Studio.faults(fewer, holiday).days == [.window])
    #expect(Studio.faults(fewer, holiday).sums == [.days])
    // One day more than in the window as it is written: only the first four count.
    let more = Self.moved(holidays: ["2026-01-07"], demands: [demand])
    let four = Studio.amounts([], units: uses([7, 8, 9, 10]), Self.decisions(more, weeks: 1))
    #expect(Studio.faults(more, four) == ([], []))
    #expect(Studio.plan(more, four).unmet.isEmpty)
    let last = Studio.amounts([], units: uses([8, 9, 10, 11]), Self.decisions(more, weeks: 1))
    #expect(Studio.faults(more, last).days == [.window])
  }

  // MARK: External people

  private static let external = Studio.scenario(
    [
      StaffMember(
        id: "x", costPerHour: 60, overtime: .init(hoursPerWeek: 2), external: .init(heads: 2, engagementCost: 1000)),
      StaffMember(id: "ana"),
    ], [Project(id: "p", demands: [Studio.demand("d", StaffDemand(hours: 100))])])

  private static func engaged(_ heads: Int) -> Decisions {
    var decisions = Decisions(for: external)
    decisions.heads[0] = heads
    return decisions
  }

  @Test func whoIsEngagedHasTime() {
    let two = Studio.amounts(Studio.work(0, 0, 0..<5, "16"), Self.engaged(2))
    let plan = Studio.plan(Self.external, two)
    #expect(plan.verification.violations == [])
    #expect(plan.engaged == [.init(staff: "x", heads: 2, cost: amount("2000"))])
    #expect(plan.objective.terms.engagement == amount("2000"))
    #expect(plan.money.spent == amount("6800"))
    #expect(plan.summary.cost == amount("4800"))
    #expect(plan.summary.people.map(\.available) == [amount("120"), amount("240")])
    #expect(Studio.faults(Self.external, two) == ([], []))
    #expect(
      Studio.faults(Self.external, Studio.amounts(two.assignments, Self.engaged(1))).sums == [.capacity, .availability])
    #expect(Studio.faults(Self.external, Studio.amounts(two.assignments)).days == [.availability, .capacity])
    #expect(Studio.plan(Self.external, Studio.amounts([])).engaged == [])
  }

  @Test func listsOfTheEngagedThatAreWrongAreFound() {
    let plan = Studio.plan(
      Self.external, Studio.amounts(Studio.work(0, 0, 0..<5, "8"), Self.engaged(1)))
    func faults(_ change: (inout Plan) -> Void) -> Set<Studio.Kind> {
      var plan = plan
      change(&plan)
      return Studio.faults(Self.external, plan)
    }
    func finds(_ kind: Studio.Kind, _ change: (inout Plan) -> Void) -> Bool { faults(change).contains(kind) }
    #expect(faults { _ in } == [])
    #expect(finds(.wrongDecision) { $0.engaged = nil })
    #expect(finds(.wrongDecision) { $0.engaged?[0].heads = 3 })
    #expect(finds(.wrongDecision) { $0.engaged?[0].heads = 0 })
    #expect(finds(.wrongDecision) { $0.engaged?[0].staff = "ana" })
    #expect(finds(.unknownStaff) { $0.engaged?[0].staff = "bo" })
    #expect(faults { $0.engaged?[0].cost = .zero } == [.wrongCost])
    #expect(faults { $0.starts = [.init(project: "p", weeks: 1, cost: .zero)] } == [.wrongDecision])
  }

  // MARK: Trainings

  /// Ana can learn Java from the second week on, which takes 10 h of the first one.
  private static func trained(_ skills: [StaffMember.Skill] = []) -> Scenario {
    Studio.scenario(
      [
        StaffMember(
          id: "ana", skills: skills, costPerHour: 50,
          training: [
            .init("java", level: 3, cost: 500, hours: 10, from: day("2026-01-12")),
            .init("sql", level: 1, cost: 70),
          ])
      ],
      [
        Project(
          id: "p",
          demands: [
            Studio.demand("d", StaffDemand(hours: 80, skills: [.init("java", level: 2)]), weeks: 0...2),
            Studio.demand("e", StaffDemand(hours: 40)),
          ])
      ])
  }

  private static func bought(_ scenario: Scenario, _ places: [Int] = [0]) -> Decisions {
    var decisions = Decisions(for: scenario)
    decisions.trainings[0] = places
    return decisions
  }

  @Test func aTrainingGivesASkillAndTakesHours() {
    let scenario = Self.trained()
    // 30 h are left of the first week: 6 on Tuesday.
    let first = Studio.work(0, 1, [1], "6") + Studio.work(0, 1, [2, 3, 4], "8")
    let amounts = Studio.amounts(first + Studio.work(0, 0, 7...11, "8"), Self.bought(scenario))
    let plan = Studio.plan(scenario, amounts)
    #expect(plan.verification.violations == [])
    #expect(plan.trainings == [.init(staff: "ana", skill: "java", cost: amount("500"))])
    #expect(plan.objective.terms.training == amount("500"))
    #expect(plan.money.spent == amount("4000"))
    #expect(Studio.faults(scenario, amounts) == ([], []))
    // What is available is that without training; the skill is held for two weeks.
    #expect(plan.summary.people.map(\.available) == [amount("120")])
    #expect(plan.summary.skills.map(\.id) == ["java"])
    #expect(plan.summary.skills.map(\.available) == [amount("80")])
    #expect(plan.summary.skills.map(\.used) == [amount("40")])
    let long = Studio.amounts(Studio.work(0, 1, [1], "7"), Self.bought(scenario))
    #expect(Studio.faults(scenario, long).days == [.capacity])
    let all = Studio.amounts(Studio.work(0, 1, 0..<5, "8"), Self.bought(scenario))
    #expect(Studio.faults(scenario, all).sums == [.capacity])
    #expect(
      Studio.faults(scenario, Studio.amounts(Studio.work(0, 0, [2], "8"), Self.bought(scenario))) == (
        [.eligibility], [.eligibility]
      ))
    #expect(Studio.faults(scenario, Studio.amounts(Studio.work(0, 0, [7], "8"))) == ([.eligibility], [.eligibility]))
    let both = Studio.plan(scenario, Studio.amounts([], Self.bought(scenario, [0, 1])))
    #expect(both.trainings?.map(\.skill) == ["java", "sql"])
    #expect(both.objective.terms.training == amount("570"))
    #expect(both.summary.skills.map(\.available) == [amount("80"), amount("120")])
  }

  /// Java is held at level 2 until Tuesday, and at level 3 from the second week on: between them it is not.
  @Test func betweenWhatIsHeldAndWhatIsTrainedNothingIs() {
    let scenario = Self.trained([
      .init("java", level: 2, productivity: decimal("0.5"), until: day("2026-01-06"))
    ])
    let right = Studio.amounts(
      Studio.work(0, 0, [1], "6") + Studio.work(0, 0, [7], "8"), Self.bought(scenario))
    let plan = Studio.plan(scenario, right)
    #expect(plan.verification.violations == [])
    #expect(plan.unmet.first { $0.demand == "d" }?.amount == amount("73"))
    #expect(Studio.faults(scenario, right) == ([], []))
    let wrong = Studio.amounts(Studio.work(0, 0, [2], "8"), Self.bought(scenario))
    #expect(Studio.faults(scenario, wrong).days == [.eligibility])
    // In sums it would have to be on the first two days, of which the training leaves 6 h.
    #expect(Studio.faults(scenario, wrong).sums == [.days])
    #expect(plan.summary.skills.map(\.available) == [amount("96")])
  }

  @Test func listsOfTrainingsThatAreWrongAreFound() {
    let scenario = Self.trained()
    let plan = Studio.plan(scenario, Studio.amounts(Studio.work(0, 0, [7], "8"), Self.bought(scenario)))
    func faults(_ change: (inout Plan) -> Void) -> Set<Studio.Kind> {
      var plan = plan
      change(&plan)
      return Studio.faults(scenario, plan)
    }
    func finds(_ kind: Studio.Kind, _ change: (inout Plan) -> Void) -> Bool { faults(change).contains(kind) }
    #expect(faults { _ in } == [])
    #expect(finds(.wrongDecision) { $0.trainings = nil })
    #expect(finds(.eligibility) { $0.trainings = [] })
    #expect(finds(.unknownSkill) { $0.trainings?[0].skill = "c" })
    #expect(finds(.unknownStaff) { $0.trainings?[0].staff = "bo" })
    #expect(faults { $0.trainings?[0].cost = .zero } == [.wrongCost])
    #expect(finds(.duplicateEntry) { $0.trainings?.append(.init(staff: "ana", skill: "java", cost: .zero)) })
  }

  // MARK: Drafts

  @Test func aDraftMayDecide() {
    let scenario = Self.moved()
    var draft = PlanDraft()
    draft.assignments = [.init(staff: "ana", demand: "d", period: 1, hours: amount("40"))]
    draft.starts = [.init(project: "p", weeks: 1)]
    let outcome = DraftCompletion(scenario).complete(draft, sha256: "0")
    #expect(outcome.plan.verification.violations == [])
    #expect(outcome.plan.objective.value == amount("2100"))
    draft.starts = nil
    let still = DraftCompletion(scenario).complete(draft, sha256: "0")
    #expect(still.plan.starts == [])
    #expect(still.plan.verification.violations.map(\.kind).contains(.window))
    draft.starts = [.init(project: "p", weeks: 1, cost: amount("90")), .init(project: "z", weeks: 1)]
    let wrong = DraftCompletion(scenario).complete(draft, sha256: "0")
    #expect(Set(wrong.plan.verification.violations.map(\.kind)) == [.unknownProject, .wrongCost])
  }
}
