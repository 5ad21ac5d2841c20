// SPDX-License-Identifier: GPL-3.0-or-later

import Exchange
import Allocation
import Insight
import PlanChecking
import Reporting
import Formats
import JSON
import Processes
import Serving

/// A plan as somebody gives it: as Muster writes it, a draft in JSON, or assignments as CSV.
struct PlanInput {
  var content: Content
  var file: InputFile
  /// The plan's own bytes.
  var sha256: String

  enum Content {
    case whole(PlanReader.Document)
    /// With the line of each assignment, where it comes from CSV.
    case draft(PlanDraft, lines: [Int]?)
  }

  /// Reads a plan.
  ///
  /// - Parameter scenario: its scenario, which CSV is read against; nil where none is known.
  init(_ path: String, for scenario: Scenario?, messages: MessageOptions) throws {
    try self.init(InputFile(path), for: scenario, messages: messages)
  }

  /// Reads a plan from a file.
  init(_ source: InputFile, for scenario: Scenario?, messages: MessageOptions) throws {
    file = source
    let bytes = try file.read()
    sha256 = sha256Hex(bytes)
    if case .workbook = WorkbookReader.kind(bytes) {
      content = try Self.workbook(bytes, file, scenario, messages)
      return
    }
    guard PlanCSVReader.accepts(bytes) else {
      // A plan that leaves something out is a draft.
      switch try Self.parsed(file, { () throws(DocumentError) in try PlanReader.content(bytes) }) {
      case .whole(let document): content = .whole(document)
      case .draft(let draft): content = .draft(draft, lines: nil)
      }
      return
    }
    guard let scenario else { throw Self.needsScenario(file) }
    let document = try Self.parsed(file) { () throws(DocumentError) in try PlanCSVReader(scenario).read(bytes) }
    for column in document.unreadColumns {
      messages.notice("\(file.displayName): the column '\(escapedForTerminal(column))' is not read")
    }
    for line in document.sumLines {
      messages.notice("\(file.displayName):\(line): the row of sums is passed over")
    }
    Self.noteWeekday(document, file, messages)
    content = .draft(document.draft, lines: document.lines)
  }

  /// Reads the assignments of a workbook.
  private static func workbook(
    _ bytes: [UInt8], _ file: InputFile, _ scenario: Scenario?, _ messages: MessageOptions
  ) throws -> Content {
    guard let scenario else { throw needsScenario(file) }
    var tables: [Table] = []
    do {
      tables = try WorkbookReader.tables(bytes, file: file.displayName) { _ in false }
    } catch let error as DocumentError {
      throw CommandFailure(error, fileName: file.displayName)
    }
    guard let csv = PlanSheet.csv(tables) else {
      throw CommandFailure(
        .invalidData, "format", "\(file.displayName) has no sheet 'Assignments', and none with people and demands.",
        hint: "A plan has one with the columns staff, demand, start and hours, or with a column for each week.")
    }
    do throws(DocumentError) {
      let document = try PlanCSVReader(scenario).read(csv.bytes)
      if let error = csv.unreadable(except: document.unreadColumns) { throw error }
      for column in document.unreadColumns {
        messages.notice("\(file.displayName): the column '\(escapedForTerminal(column))' is not read")
      }
      if !document.sumLines.isEmpty {
        messages.notice(
          file.displayName + ": "
            + Figures.count(document.sumLines.count, "row of sums is", "rows of sums are") + " passed over")
      }
      noteWeekday(document, file, messages)
      return .draft(document.draft, lines: document.lines)
    } catch {
      // What cannot be read is no value that is missing.
      throw CommandFailure(csv.unreadable(except: []) ?? csv.located(error), fileName: file.displayName)
    }
  }

  /// Says how dates that may be meant as weeks are read.
  private static func noteWeekday(_ document: PlanCSVReader.Document, _ file: InputFile, _ messages: MessageOptions) {
    guard let weekday = document.onlyWeekday else { return }
    let text = "\(weekday)"
    let name = text.prefix(1).uppercased() + text.dropFirst()
    messages.notice(
      "\(file.displayName): all dates are \(name)s, and their hours are read as those of the day, not of a week: "
        + "the scenario is planned by day")
  }

  private static func parsed<Value>(
    _ file: InputFile, _ read: () throws(DocumentError) -> Value
  ) throws -> Value {
    do throws(DocumentError) {
      return try read()
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
  }

  /// The plan, with what a draft leaves out worked out from the scenario.
  func completed(for scenario: Scenario?, sha256: String?, messages: MessageOptions) async throws -> Plan {
    switch content {
    case .whole(let document): return document.plan
    case .draft(let draft, _):
      guard let scenario, let sha256 else { throw Self.needsScenario(file) }
      return await DraftFilling(scenario, sha256: sha256).complete(draft).plan
    }
  }

  private static func needsScenario(_ file: InputFile) -> CommandFailure {
    CommandFailure(
      .usage, "usage", "\(file.displayName) has assignments alone.",
      hint: "Give its scenario with --scenario, so that the rest can be worked out.")
  }
}
