// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import PlanChecking
import Planning

extension FuzzTarget {
  /// Scenario in, checked plan out: with little work, so that what is tried is many scenarios and not long searches.
  @Sendable static func solve(_ bytes: [UInt8]) {
    guard let document = read({ try ScenarioReader.read(bytes) }) else { return }
    var options = PlanningOptions(engine: .native, workLimit: 60)
    options.withDays = bytes.count % 3 == 0
    options.withLoad = bytes.count % 2 == 0
    options.withCertificate = bytes.count % 5 == 0
    let plan: Plan
    do throws(PlanningFailure) {
      plan = try Planner(options: options).planHere(document.scenario, sha256: document.sha256).plan
    } catch {
      found("no plan: \(error)")
    }
    require(plan.verification.feasible, "an invalid plan: \(plan.verification.violations.first?.detail ?? "")")
    // What is written is what is claimed: a checker that sees the document alone has to agree.
    let written = PlanWriter.write(plan, pretty: false)
    guard let read = read({ try PlanReader.document(written) }) else { found("a written plan is not read") }
    let verdict = PlanChecker(document.scenario).verify(
      read.plan, prices: nil, sha256: document.sha256, falseClaims: read.falseClaims)
    require(verdict.feasible, "a written plan is invalid: \(verdict.violations.first?.detail ?? "")")
    require(verdict.value == plan.objective.value, "a written plan has another value")
  }
}
