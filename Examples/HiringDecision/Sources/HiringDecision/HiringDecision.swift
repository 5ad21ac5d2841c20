// SPDX-License-Identifier: GPL-3.0-or-later

import MusterKit

/// Is it worth to hire a Kubernetes engineer? Plans a quarter as it is and with the hire, and says what that gains.
///
///     swift run HiringDecision
@main
enum HiringDecision {
  static func main() async throws {
    let scenario = try quarter()
    // The first plan is the one that changed scenarios are solved from.
    let session = try await PlanningSession(scenario, PlanningOptions(timeLimit: 10))
    let today = session.answer

    var hiring = scenario
    hiring.staff.append(
      StaffMember(
        id: "hire", name: "New engineer", skills: [StaffMember.Skill("kubernetes", level: 3)], costPerHour: 92.5,
        employedFrom: Day(iso: "2027-02-01")))
    let hired = try await session.plan(hiring)

    print("as it is:    \(today.plan.summary.hours.met) of \(today.plan.summary.hours.wanted) h, value \(today.value)")
    print("with a hire: \(hired.plan.summary.hours.met) of \(hired.plan.summary.hours.wanted) h, value \(hired.value)")
    let delta = Comparison(["as it is": today, "with a hire": hired]).differences[0].delta
    print("more hours covered: \(Millionths.zero - delta.unmetHours)")
    print("more money spent:   \(delta.cost)")
    print(delta.value < .zero ? "The hire pays off: it saves \(delta.value.magnitude)." : "The hire does not pay off.")

    // Why the work is short today, in words.
    for entry in today.plan.unmet {
      print("\(entry.demand): \(entry.amount) h short. \(entry.reasons.map(\.detail).joined(separator: "; "))")
    }
  }

  /// A scenario that is built in code: one engineer, and more work than she has time for.
  static func quarter() throws -> Scenario {
    guard let first = Day(iso: "2027-01-04"), let last = Day(iso: "2027-03-28") else { throw NoDay() }
    let calendar = PlanningCalendar(
      horizon: DayRange(first, last), period: .week,
      standard: WorkCalendar(
        workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: []))
    let ada = StaffMember(
      id: "ada", name: "Ada", skills: [StaffMember.Skill("kubernetes", level: 4)], costPerHour: 88, support: 0.25)
    let work = StaffDemand(hours: 640, skills: [SkillRequirement("kubernetes", level: 3)])
    return Scenario(
      name: "Platform", currency: "EUR", calendar: calendar, policy: Scenario.Policy(unmetCostPerHour: 60),
      staff: [ada],
      projects: [Project(id: "platform", priority: 8, demands: [Demand(id: "clusters", kind: .staff(work))])])
  }

  struct NoDay: Error {}
}
