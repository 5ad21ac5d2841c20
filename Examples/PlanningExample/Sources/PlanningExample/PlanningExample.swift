// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import FoundationEssentials
import Glibc
import Planning
import Formats
import JSON

/// Plans a scenario, prints who works on what and what is scarce, and asks what it costs if the first person is away.
///
///     swift run PlanningExample ../../Scenarios/small-office-covered.json
@main
enum PlanningExample {
  static func main() async {
    guard CommandLine.arguments.count == 2, let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
    else { fail("usage: PlanningExample SCENARIO", status: 64) }

    // A scenario is read and validated; errors say where they are and what helps.
    let document: ScenarioDocument
    do { document = try ScenarioReader.read(Array(data)) } catch { fail("\(error)", status: 65) }
    let scenario = document.scenario
    let plan = await planned(scenario, sha256: document.sha256)

    print("\(plan.status), value \(plan.objective.value), checked: \(plan.verification.feasible)")
    for entry in plan.assignments {
      print("\(entry.days.first)  \(entry.staff) works \(entry.hours) h on \(entry.demand)")
    }
    for scarce in plan.bottlenecks {
      let period = scarce.period.map { "in period \($0)" } ?? "over the whole time"
      print("one more of \(scarce.id) \(period) saves \(scarce.pricePerUnit)")
    }

    // A variant is a value with something changed; no file is needed.
    guard !scenario.staff.isEmpty else { return }
    var variant = scenario
    variant.staff[0].absences = [StaffMember.Absence(scenario.calendar.horizon)]
    let without = await planned(variant, sha256: "")
    print("without \(scenario.staff[0].name): value \(without.objective.value)")
  }

  /// The optimal plan within ten seconds, or the best that was found until then.
  static func planned(_ scenario: Scenario, sha256: String) async -> Plan {
    let planner = Planner(options: PlanningOptions(engine: .native, timeLimit: 10))
    do { return try await planner.plan(scenario, sha256: sha256).plan } catch {
      fail(error.detail + (error.hint.map { ": " + $0 } ?? ""), status: 4)
    }
  }

  static func fail(_ message: String, status: Int32) -> Never {
    let line = Array((message + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(status)
  }
}
