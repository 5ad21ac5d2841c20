// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Numbers
import PlanChecking
import Testing

@Suite struct DraftCompletionTests {
  /// The assignments of the plan that was worked out by hand, in another order, with nothing else.
  static var draft: PlanDraft {
    var draft = PlanDraft()
    draft.assignments = Workshop.plan.assignments.reversed().map {
      PlanDraft.Assignment(staff: $0.staff, demand: $0.demand, start: $0.days.first, hours: $0.hours)
    }
    return draft
  }

  @Test func restOfAPlanFollowsFromItsAssignments() {
    let outcome = DraftCompletion(Workshop.scenario).complete(Self.draft, sha256: "")
    let right = Workshop.plan
    #expect(outcome.plan.verification.feasible, "\(outcome.plan.verification.violations)")
    #expect(outcome.plan.assignments == right.assignments)
    #expect(outcome.plan.overtime == right.overtime)
    #expect(outcome.plan.assetUse == right.assetUse)
    #expect(outcome.plan.operating == right.operating)
    #expect(outcome.plan.unmet == right.unmet)
    #expect(outcome.plan.objective.value == right.objective.value)
    #expect(outcome.plan.summary == right.summary)
    #expect(outcome.derived == ["assetUse", "operating", "overtime", "unmet"])
  }

  @Test func nothingIsPromisedForNobody() {
    let outcome = DraftCompletion(Workshop.scenario).complete(PlanDraft(), sha256: "")
    #expect(outcome.plan.verification.feasible, "\(outcome.plan.verification.violations)")
    #expect(outcome.plan.brokenCommitments.map(\.hours) == [amount("40")])
    #expect(outcome.plan.summary.hours.unmet == amount("120"))
    // The one asset demand is still served: it needs no assignment.
    #expect(outcome.plan.assetUse == Workshop.plan.assetUse.filter { $0.demand == "show" })
  }

  @Test func placesAreThoseOfTheDraft() {
    var draft = Self.draft
    draft.assignments[0].hours = amount("500")
    draft.assignments[1].staff = "zoe"
    draft.assignments[2].start = day("2030-01-01")
    draft.assignments[3].end = day("2026-02-01")
    let outcome = DraftCompletion(Workshop.scenario).complete(draft, sha256: "")
    let found = Dictionary(
      outcome.plan.verification.violations.map { ($0.path.pointer, $0.kind) }, uniquingKeysWith: { first, _ in first })
    #expect(found["/assignments/0/hours"] == .availability)
    #expect(found["/assignments/1/staff"] == .unknownStaff)
    #expect(found["/assignments/2/start"] == .period)
    #expect(found["/assignments/3/end"] == .wrongDays)
    // What was filled in has no place of its own.
    #expect(found["/assignments"] != nil)
    #expect(outcome.plan.verification.violations.allSatisfy { $0.path.pointer.hasPrefix("/assignments") })
    #expect(outcome.skipped == 2)
    #expect(!outcome.plan.verification.feasible)
  }

  @Test func hoursOfOnePeriodAreAddedUp() {
    var draft = Self.draft
    for index in draft.assignments.indices.reversed() {
      let half = Millionths(count: draft.assignments[index].hours.count / 2)
      draft.assignments[index].hours = half
      var other = draft.assignments[index]
      other.start = other.start?.advanced(by: 2)
      draft.assignments.append(other)
    }
    let outcome = DraftCompletion(Workshop.scenario).complete(draft, sha256: "")
    #expect(outcome.merged == 4)
    #expect(outcome.plan.assignments == Workshop.plan.assignments)
    #expect(outcome.plan.verification.feasible)
  }

  @Test func overtimeThatIsNotAllowedStaysMissing() {
    var draft = PlanDraft()
    draft.assignments = [.init(staff: "ana", demand: "build", period: 0, hours: amount("45"))]
    var scenario = Workshop.scenario
    scenario.staff[0].overtime?.hoursTotal = 2
    let outcome = DraftCompletion(scenario).complete(draft, sha256: "")
    #expect(outcome.plan.overtime.map(\.hours) == [amount("2")])
    #expect(outcome.plan.verification.violations.map(\.kind) == [.capacity])
  }

  @Test func ownFiguresOfMoneyAreCompared() {
    var draft = Self.draft
    draft.assignments[0].cost = amount("600.009")
    draft.assignments[1].cost = amount("700")
    draft.objective = Plan.Objective(value: amount("1"), bound: nil, terms: Plan.Terms())
    let violations = DraftCompletion(Workshop.scenario).complete(draft, sha256: "").plan.verification.violations
    #expect(violations.map(\.kind) == [.wrongCost, .wrongValue])
    #expect(violations.map(\.path.pointer) == ["/assignments/1/cost", "/objective/value"])
  }

  @Test func listsThatAreThereAreTakenAsTheyStand() {
    var draft = Self.draft
    draft.unmet = []
    let outcome = DraftCompletion(Workshop.scenario).complete(draft, sha256: "")
    #expect(outcome.plan.verification.violations.map(\.kind) == [.effort])
    #expect(outcome.plan.verification.violations.map(\.path.pointer) == ["/unmet"])
  }
}
