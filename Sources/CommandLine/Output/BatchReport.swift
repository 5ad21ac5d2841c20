// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Numbers
import Reporting
import Serving

extension BatchTally {
  /// A line for people, such as `[########........] 57 of 200, 2 failed, 31 a second, 4 s left`.
  func text(seconds: Double, hasBar: Bool) -> String {
    let counts = now
    let finished = counts.kept + counts.done
    let cells = counts.all > 0 ? finished * 20 / counts.all : 20
    let bar = "[" + String(repeating: "#", count: cells) + String(repeating: ".", count: 20 - cells) + "] "
    var text = (hasBar ? bar : "") + "\(Figures.whole(finished)) of \(Figures.whole(counts.all))"
    if counts.failed > 0 { text += ", \(Figures.whole(counts.failed)) failed" }
    guard counts.done > 0, seconds > 0 else { return text }
    let rate = Double(counts.done) / seconds
    return text
      + ", \(BatchReport.rate(rate)) a second, \(BatchReport.duration(Double(counts.all - finished) / rate)) left"
  }
}

/// Figures of a batch for people.
enum BatchReport {
  static func rate(_ rate: Double) -> String {
    Millionths(nearest: rate).map { Figures.amount($0, decimals: rate < 10 ? 2 : 0) } ?? "?"
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e8).rounded(.up))
    if whole < 120 { return "\(whole) s" }
    return whole < 7_200 ? "\((whole + 59) / 60) min" : "\((whole + 3_599) / 3_600) h"
  }
}

extension BatchSummary {
  /// For people.
  ///
  /// - Parameters:
  ///   - folder: where the plans are.
  ///   - work: what was done this time, a sentence.
  func document(folder: String, work: String, _ extent: Extent) -> ResultDocument {
    var title = Figures.count(entries.count, "scenario") + ", " + Figures.count(plans, "plan")
    if failures > 0 { title += ", " + Figures.whole(failures) + " failed" }
    if notRun > 0 { title += ", " + Figures.whole(notRun) + " not run" }
    if fired > 0 { title += ", " + Figures.whole(fired) + " fail a condition" }
    var blocks: [ResultDocument.Block] = [
      .lines([.init(work), .init("Plans, summary.json and summary.csv are in " + folder)])
    ]
    if failures > 0 { blocks.append(.table(failureTable(extent))) }
    if fired > 0 { blocks.append(.table(conditionTable(extent))) }
    if plans > 0 { blocks.append(.table(planTable(extent))) }
    return ResultDocument(title: title, blocks: blocks)
  }

  private func failureTable(_ extent: Extent) -> TextTable {
    TextTable(
      heading: "Failed", columns: [.init("Scenario", wraps: true), .init("Why", wraps: true)],
      of: entries.compactMap { entry in entry.record?.error.map { (entry.scenario, $0) } }, most: 20, extent,
      leftOut: { Self.left($0.count, "failure") }
    ) { name, problem in
      var why = problem.detail
      if let line = problem.line { why = "line \(line)" + (problem.column.map { ", column \($0)" } ?? "") + ": " + why }
      if let hint = problem.hint { why += " (" + hint + ")" }
      if let errors = problem.errors, errors.count > 1 { why += "; and \(errors.count - 1) more" }
      return [.init(name), .init(why, .bad)]
    }
  }

  private func conditionTable(_ extent: Extent) -> TextTable {
    TextTable(
      heading: "Conditions that hold", columns: [.init("Scenario", wraps: true), .init("Condition", wraps: true)],
      of: entries.flatMap { entry in entry.findings.map { (entry.shortName, $0) } }, most: 20, extent,
      leftOut: { Self.left($0.count, "condition") }
    ) { name, finding in [.init(name), .init(finding, .bad)] }
  }

  private func planTable(_ extent: Extent) -> TextTable {
    TextTable(
      heading: "Plans",
      columns: [
        .init("Scenario", wraps: true), .init("Status"), .init("Value", .right), .init("Gap", .right),
        .init("Spent", .right),
        .init(""),
        .init("Hours covered", .right), .init("Unmet h", .right),
      ],
      of: entries.compactMap { entry in entry.record?.plan.map { (entry.shortName, $0) } }, most: 30, extent,
      leftOut: { Self.left($0.count, "plan") }
    ) { name, plan in
      let isStopgap = plan.stop == .crash
      let unmet = plan.hours.unmet
      return [
        .init(name), .init(plan.status.rawValue + (isStopgap ? ", after a crash" : ""), isStopgap ? .warning : .plain),
        .init(Figures.money(plan.objective.value)), .init(plan.objective.gap.map(Figures.gap) ?? "unknown"),
        .init(Figures.money(plan.cost)), .init(plan.currency ?? ""),
        .init(
          plan.hours.wanted > .zero ? Figures.percent(plan.hours.share) : "-", unmet == .zero ? .good : .warning),
        .init(unmet == .zero ? "-" : Figures.hours(unmet)),
      ]
    }
  }

  private static func left(_ count: Int, _ noun: String) -> String {
    Figures.count(count, "more " + noun) + ", all of them in summary.csv"
  }
}
