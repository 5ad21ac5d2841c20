// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import MusterKit

/// Plans week by week: each Monday something is new, the weeks that have begun stay, and few assignments may change.
///
///     swift run RollingReplan ../../Scenarios/small-office-covered.json
@main
enum RollingReplan {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else { return print("usage: RollingReplan SCENARIO") }
    let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
    var scenario = try Scenario(json: data)
    let options = PlanningOptions(timeLimit: 10)

    var last = try await scenario.plan(options)
    var inForce = last.plan
    print("the plan in force: value \(inForce.objective.value)")

    // Each Monday somebody calls in sick for the week that begins.
    let weeks = scenario.calendar.periods
    for week in 1...3 {
      let person = scenario.staff[week]
      scenario.staff[week].absences.append(StaffMember.Absence(weeks[week]))
      let answer = try await scenario.replan(
        keeping: inForce, changeCost: 5, maxChanges: 12, from: weeks[week].first, options)
      guard let change = answer.plan.replanning else { continue }
      print(
        "\(weeks[week].first): \(person.name) is away; \(change.changes) assignments change, "
          + "\(change.hoursMoved) h move, \(change.frozenPeriods) weeks stay; value \(answer.value)")
      last = answer
      inForce = answer.plan
    }
    // The scenario of the answer has the plan that was in force, from which changes are priced.
    print("checked: \(last.scenario.check(last.plan).violations.isEmpty)")
  }
}
