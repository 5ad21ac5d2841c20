// SPDX-License-Identifier: GPL-3.0-or-later

import Exchange
import Allocation
import Numbers
import Presentation
import JSON

/// What a summary tells of a plan.
struct PlanFigures {
  var value: JSONValue

  init(_ plan: Plan, currency: String?, notices: [String], warnings: Int) {
    func number(_ amount: Millionths) -> JSONValue { .number(amount.description) }
    func coverage(_ coverage: PlanSummary.Coverage) -> JSONValue {
      .object([
        .init("wanted", number(coverage.wanted)), .init("met", number(coverage.met)),
        .init("unmet", number(coverage.unmet)),
      ])
    }
    var members: [JSONValue.Member] = [
      .init("status", .string(plan.status.rawValue)), .init("stop", .string(plan.stop.rawValue)),
      .init("engine", .string(plan.engine.name)),
    ]
    if let fallback = plan.engine.fallback { members.append(.init("fallback", .string(fallback))) }
    members += [
      .init("value", number(plan.objective.value)), .init("bound", plan.objective.bound.map(number) ?? .null),
      .init("gap", plan.objective.gap.map { .number(Self.decimal($0)) } ?? .null),
    ]
    if let currency { members.append(.init("currency", .string(currency))) }
    members += [
      .init("cost", number(plan.summary.cost)), .init("hours", coverage(plan.summary.hours)),
      .init("unitDays", coverage(plan.summary.unitDays)),
      .init("overtimeHours", number(plan.overtime.reduce(.zero) { $0 + $1.hours })),
    ]
    if warnings > 0 { members.append(.init("warnings", .number(String(warnings)))) }
    if !notices.isEmpty { members.append(.init("notices", .array(notices.map { .string($0) }))) }
    value = .object(members)
  }

  /// A number of units of 10^-12, in digits.
  private static func decimal(_ count: Int128) -> String {
    let digits = String(count.magnitude)
    let padded = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
    var fraction = padded.suffix(12)
    while fraction.last == "0" { fraction.removeLast() }
    return (count < 0 ? "-" : "") + padded.dropLast(12) + (fraction.isEmpty ? "" : "." + fraction)
  }
}

/// What became of all scenarios of a batch: for programs, for spreadsheets, for people.
///
/// Nothing in the files depends on when, where and in which order they were solved.
struct BatchSummary {
  /// The scenarios by the names of their plans; without a record they were not solved.
  var entries: [(item: BatchItem, record: BatchRecord?)]
  /// The conditions of `--fail-on` that hold, by the names of the scenarios; nil where none were asked for.
  var findings: [String: [String]]?

  init(entries: [(item: BatchItem, record: BatchRecord?)], findings: [String: [String]]? = nil) {
    self.entries = entries
    self.findings = findings
  }

  /// The conditions that hold for a scenario.
  private func findings(on item: BatchItem) -> [String] { findings?[item.name] ?? [] }
  private var fired: Int { entries.count { !findings(on: $0.item).isEmpty } }

  var plans: Int { entries.count { $0.record.map { !$0.isFailure } ?? false } }
  var failures: Int { entries.count { $0.record?.isFailure ?? false } }
  var notRun: Int { entries.count { $0.record == nil } }

  /// `muster/summary@1`.
  var json: [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.beginObject()
    writer.member("format", "muster/summary@1")
    writer.key("counts")
    writer.beginObject()
    writer.member("scenarios", entries.count)
    writer.member("plans", plans)
    writer.member("failed", failures)
    writer.member("notRun", notRun)
    if findings != nil { writer.member("failOn", fired) }
    writer.endObject()
    writer.key("scenarios")
    writer.beginArray()
    for (item, record) in entries {
      writer.beginObject()
      writer.member("scenario", item.name)
      if let sha256 = record?.sha256 { writer.member("sha256", sha256) }
      switch record?.outcome {
      case nil: writer.member("outcome", "notRun")
      case .plan(let figures, let hash):
        writer.member("outcome", "plan")
        writer.member("file", item.output)
        writer.member("fileSHA256", hash)
        writer.key("plan")
        figures.write(to: &writer)
        if findings != nil {
          writer.key("failOn")
          writer.beginArray()
          for finding in findings(on: item) { writer.value(finding) }
          writer.endArray()
        }
      case .failure(let problem):
        writer.member("outcome", "failed")
        writer.key("error")
        problem.write(to: &writer)
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  var csv: [UInt8] {
    var writer = CSVWriter(header: [
      "scenario", "outcome", "status", "stop", "engine", "currency", "value", "bound", "gap", "cost", "hoursWanted",
      "hoursUnmet", "unitDaysWanted", "unitDaysUnmet", "overtimeHours", "error", "detail", "failOn",
    ])
    for (item, record) in entries {
      var fields: [CSVWriter.Field] = [.text(item.name)]
      switch record?.outcome {
      case nil: fields += [.text("notRun")] + Array(repeating: .figure(""), count: 15)
      case .plan(let figures, _):
        fields.append(.text("plan"))
        fields += ["status", "stop", "engine", "currency"].map { .text(figures[$0].text) }
        fields += ["value", "bound", "gap", "cost"].map { .figure(figures[$0].text) }
        for kind in ["hours", "unitDays"] {
          fields += ["wanted", "unmet"].map { .figure(figures[kind]?[$0].text ?? "") }
        }
        fields += [.figure(figures["overtimeHours"].text), .figure(""), .figure("")]
      case .failure(let problem):
        fields += [.text("failed")] + Array(repeating: .figure(""), count: 13)
        fields += [.text(problem["type"].text), .text(problem["detail"].text)]
      }
      fields.append(.text(findings(on: item).joined(separator: "; ")))
      writer.append(fields)
    }
    return writer.bytes
  }

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

extension JSONValue? {
  /// The text of a text or number, else nothing.
  fileprivate var text: String {
    switch self {
    case .string(let text), .number(let text): text
    default: ""
    }
  }
}

extension JSONValue {
  fileprivate var text: String { Optional(self).text }
}
