// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

/// What is in a scenario, for people and for programs.
package struct ScenarioReport: Sendable {
  package var scenario: Scenario
  package var warningCount: Int

  package init(scenario: Scenario, warningCount: Int) {
    self.scenario = scenario
    self.warningCount = warningCount
  }

  private struct Counts {
    var people = 0
    var staffDemands = 0
    var assetDemands = 0
    var hours = 0.0
  }

  private var counts: Counts {
    var counts = Counts()
    counts.people = scenario.staff.reduce(0) { $0 + $1.headcount }
    for place in scenario.demandPlaces {
      if scenario.demand(at: place).isForStaff {
        counts.staffDemands += 1
        counts.hours += scenario.hours(of: place).doubleValue
      } else {
        counts.assetDemands += 1
      }
    }
    return counts
  }

  /// What is in the scenario, for people.
  package var document: ResultDocument {
    let counts = counts
    let verdict =
      warningCount == 0 ? "OK: the scenario is sound." : "OK, with " + Figures.count(warningCount, "warning") + "."
    var people = Figures.count(scenario.staff.count, "entry of staff", "entries of staff")
    if counts.people != scenario.staff.count { people += " (" + Figures.count(counts.people, "person", "people") + ")" }
    var demands = Figures.count(counts.staffDemands, "staff demand")
    if let hours = Millionths(nearest: counts.hours), counts.staffDemands > 0 {
      demands += " for " + Figures.hours(hours) + " h"
    }
    var contents = [
      people, Figures.count(scenario.projects.count, "project"), demands,
    ]
    if counts.assetDemands > 0 { contents.append(Figures.count(counts.assetDemands, "asset demand")) }
    if !scenario.assets.isEmpty { contents.append(Figures.count(scenario.assets.count, "asset")) }
    if !scenario.commitments.isEmpty { contents.append(Figures.count(scenario.commitments.count, "commitment")) }
    if let baseline = scenario.baseline {
      contents.append("a baseline of " + Figures.count(baseline.assignments.count, "assignment"))
    }
    return ResultDocument(
      title: (scenario.name ?? "Scenario") + ": " + Figures.days(scenario.calendar.horizon) + ", "
        + Figures.count(scenario.calendar.periods.count, "period"),
      blocks: [
        .lines([
          .init(verdict, warningCount == 0 ? .good : .warning), .init(contents.joined(separator: ", ") + "."),
        ])
      ])
  }

  /// For programs, `muster/check@1`; the warnings go in as they are given.
  package func json(warnings: [JSONText]) -> JSONText {
    let counts = counts
    func number(_ value: Int) -> JSONText { .number(String(value)) }
    return .object([
      ("format", .string("muster/check@1")), ("valid", .bool(true)), ("warnings", .array(warnings)),
      (
        "scenario",
        .object([
          ("name", scenario.name.map { .string($0) } ?? .null), ("periods", number(scenario.calendar.periods.count)),
          ("staff", number(scenario.staff.count)), ("people", number(counts.people)),
          ("assets", number(scenario.assets.count)), ("projects", number(scenario.projects.count)),
          ("staffDemands", number(counts.staffDemands)), ("assetDemands", number(counts.assetDemands)),
          ("commitments", number(scenario.commitments.count)),
          ("baselineAssignments", number(scenario.baseline?.assignments.count ?? 0)),
        ])
      ),
    ])
  }
}
