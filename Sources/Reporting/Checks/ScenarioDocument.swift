// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
package import Formats
internal import Numbers

extension ScenarioReport {
  /// What is in the scenario, for people, and how what is wanted stands against what is there.
  package func document(_ extent: Extent = .short) -> ResultDocument {
    let verdict =
      warnings.count == 0 ? "OK: the scenario is sound." : "OK, with " + Figures.count(warnings.count, "warning") + "."
    var people = Figures.count(scenario.staff.count, "entry of staff", "entries of staff")
    if counts.people != scenario.staff.count { people += " (" + Figures.count(counts.people, "person", "people") + ")" }
    var demands = Figures.count(counts.staffDemands, "staff demand")
    let wanted = scenario.demandPlaces.reduce(0.0) { $0 + scenario.hours(of: $1).doubleValue }
    if let hours = Millionths(nearest: wanted), counts.staffDemands > 0 {
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
        + Figures.count(scenario.calendar.periods.count, scenario.periodName),
      blocks: [
        .lines(
          [.init(verdict, warnings.count == 0 ? .good : .warning), .init(contents.joined(separator: ", ") + ".")]
            + [cutLine(extent)].compactMap { $0.map { .init($0) } })
      ] + (balanceTables(extent) + [extent == .whole ? cutTable : nil].compactMap { $0 }).map { .table($0) }
        + [PenaltyWords(scenario).legend].compactMap { $0.map { .lines([.init($0, .remark)]) } })
  }
}
