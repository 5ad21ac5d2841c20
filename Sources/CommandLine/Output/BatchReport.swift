// SPDX-License-Identifier: GPL-3.0-or-later

import JSON
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
  func document(folder: String, work: String, showsAll: Bool) -> ResultDocument {
    var title = Figures.count(entries.count, "scenario") + ", " + Figures.count(plans, "plan")
    if failures > 0 { title += ", " + Figures.whole(failures) + " failed" }
    if notRun > 0 { title += ", " + Figures.whole(notRun) + " not run" }
    if fired > 0 { title += ", " + Figures.whole(fired) + " fail a condition" }
    var blocks: [ResultDocument.Block] = [
      .lines([.init(work), .init("Plans, summary.json and summary.csv are in " + folder)])
    ]
    if failures > 0 { blocks.append(.table(failureTable(showsAll: showsAll))) }
    if fired > 0 { blocks.append(.table(conditionTable(showsAll: showsAll))) }
    if plans > 0 { blocks.append(.table(planTable(showsAll: showsAll))) }
    return ResultDocument(title: title, blocks: blocks)
  }

  private func failureTable(showsAll: Bool) -> TextTable {
    var table = TextTable(heading: "Failed", columns: [.init("Scenario", wraps: true), .init("Why", wraps: true)])
    var rows: [[ResultDocument.Text]] = []
    for (item, record) in entries {
      guard case .failure(let problem) = record?.outcome else { continue }
      var why = problem["detail"].text
      if case .number(let line) = problem["line"] {
        why = "line \(line)" + (problem["column"].map { ", column \($0.text)" } ?? "") + ": " + why
      }
      if case .string(let hint) = problem["hint"] { why += " (" + hint + ")" }
      if case .array(let errors) = problem["errors"], errors.count > 1 { why += "; and \(errors.count - 1) more" }
      rows.append([.init(item.name), .init(why, .bad)])
    }
    let shown = showsAll ? rows.count : min(rows.count, 20)
    table.rows = Array(rows.prefix(shown))
    table.remarks = Self.remark(rows.count - shown, "failure")
    return table
  }

  private func conditionTable(showsAll: Bool) -> TextTable {
    var table = TextTable(
      heading: "Conditions that hold",
      columns: [.init("Scenario", wraps: true), .init("Condition", wraps: true)])
    var rows: [[ResultDocument.Text]] = []
    for (item, _) in entries {
      for finding in findings(on: item) { rows.append([.init(item.shortName), .init(finding, .bad)]) }
    }
    let shown = showsAll ? rows.count : min(rows.count, 20)
    table.rows = Array(rows.prefix(shown))
    table.remarks = Self.remark(rows.count - shown, "condition")
    return table
  }

  private func planTable(showsAll: Bool) -> TextTable {
    var table = TextTable(
      heading: "Plans",
      columns: [
        .init("Scenario", wraps: true), .init("Status"), .init("Value", .right), .init(""), .init("Gap", .right),
        .init("Hours covered", .right), .init("Unmet h", .right),
      ])
    var rows: [[ResultDocument.Text]] = []
    for (item, record) in entries {
      guard case .plan(let figures, _) = record?.outcome else { continue }
      let isStopgap = record?.isStopgap ?? false
      let status = figures["status"].text + (isStopgap ? ", after a crash" : "")
      let gap = Double(figures["gap"].text).map { Figures.gap(Int128(($0 * 1e12).rounded(.up))) } ?? "unknown"
      let (wanted, met, unmet) = (
        Self.amount(figures["hours"]?["wanted"]), Self.amount(figures["hours"]?["met"]),
        Self.amount(figures["hours"]?["unmet"])
      )
      let share =
        wanted.count > 0 ? Figures.percent(Millionths(count: met.count * 1_000_000 / wanted.count)) : "-"
      rows.append([
        .init(item.shortName), .init(status, isStopgap ? .warning : .plain),
        .init(Figures.money(Self.amount(figures["value"]))), .init(figures["currency"].text), .init(gap),
        .init(share, unmet == .zero ? .good : .warning), .init(unmet == .zero ? "-" : Figures.hours(unmet)),
      ])
    }
    let shown = showsAll ? rows.count : min(rows.count, 30)
    table.rows = Array(rows.prefix(shown))
    table.remarks = Self.remark(rows.count - shown, "plan")
    return table
  }

  private static func remark(_ left: Int, _ noun: String) -> [String] {
    left > 0 ? [Figures.count(left, "more " + noun) + "; --all shows them, and summary.csv has them."] : []
  }

  private static func amount(_ value: JSONValue?) -> Millionths {
    Double(value.text).flatMap { Millionths(nearest: $0) } ?? .zero
  }
}
