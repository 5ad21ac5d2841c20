// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import MusterKit

/// A report of its own: how much of each department's time is used, from the plan of a scenario.
///
///     swift run OwnReport ../../Scenarios/erp-rollout.json
@main
enum OwnReport {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else { return print("usage: OwnReport SCENARIO") }
    let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
    let scenario: Scenario
    do {
      scenario = try Scenario(json: data)
    } catch {
      // Errors print as sentences: the place, what is wrong there, and what to do about it.
      return print(error)
    }
    let plan = try await scenario.plan(PlanningOptions(timeLimit: 10)).plan

    // The figures of people are in the plan's summary; whom they belong to is in the scenario.
    let departments = Dictionary(grouping: plan.summary.people) { person in
      scenario.staff.first { $0.id == person.id }?.department ?? "no department"
    }
    print("department,available,used,share")
    for (name, people) in departments.sorted(by: { $0.key < $1.key }) {
      let available = people.reduce(Millionths.zero) { $0 + $1.available }
      let used = people.reduce(Millionths.zero) { $0 + $1.used }
      let share = available == .zero ? 0 : used.doubleValue / available.doubleValue
      print("\(name),\(available),\(used),\(String(format: "%.1f", 100 * share))")
    }
  }
}
