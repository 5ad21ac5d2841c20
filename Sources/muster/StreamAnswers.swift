// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Glibc
import Insight
import Planning
import ScenarioJSON

/// A scenario that a line registered.
struct RegisteredScenario: Sendable {
  /// What patches are applied to.
  var document: JSONValue
  /// The same, ready to be planned.
  var scenario: ScenarioDocument
}

/// An answer as it is written.
struct StreamAnswer: Sendable {
  var bytes: [UInt8]
  var isError: Bool
}

/// What answers the lines of a stream: reading, planning and writing, without any state of its own.
struct StreamAnswers: Sendable {
  /// The options of the command, for requests that have none of their own.
  var options: PlanningOptions
  var planner: Planner

  init(options: PlanningOptions) {
    self.options = options
    planner = Planner(options: options)
    planner.loadLibrary()
  }

  static let engines = PlanningOptions.Engine.allCases.map(\.rawValue)

  /// Whether a line may have to be carried out before the lines behind it are looked at.
  static func mayRegister(_ line: [UInt8]) -> Bool {
    line.withUnsafeBytes { memory in
      guard let base = memory.baseAddress else { return false }
      // A key may be written with escapes; backslashes are rare in requests to plan.
      if memchr(base, 0x5C, memory.count) != nil { return true }
      // Of the letters of the key, g is the rarest.
      var start = 0
      while let found = memchr(base + start, Int32(UInt8(ascii: "g")), memory.count - start) {
        let place = UnsafeRawPointer(found) - base
        if place >= 2, memory.count - place >= 6, memory[(place - 2)..<(place + 6)].elementsEqual("register".utf8) {
          return true
        }
        start = place + 1
      }
      return false
    }
  }

  // MARK: Requests

  /// Reads a line that was too long to be kept.
  func answer(tooLong bytes: Int, limit: Int, line: Int) -> StreamAnswer {
    let issue = ScenarioIssue(
      .limit, "the line has \(bytes) bytes; at most \(limit) are read", at: [],
      hint: "end each request with a line break, or raise --max-line")
    return failure(nil, DocumentError(issues: [LocatedIssue(issue: issue, line: line, column: 1)]))
  }

  /// Plans what a line asks for.
  func answer(_ line: StreamLine, number: Int, bases: [String: RegisteredScenario]) async -> StreamAnswer {
    do throws(DocumentError) {
      let request = try request(of: line, number: number)
      let loaded = try scenario(request, line, number: number, bases: bases)
      return await plan(loaded.document, request.options, id: line.id, line: number)
    } catch {
      return failure(line.id, error)
    }
  }

  /// Carries out a line that registers a scenario; a name whose scenario is refused is forgotten.
  func register(
    _ request: StreamRequest, name: String, line: StreamLine, number: Int, bases: inout [String: RegisteredScenario]
  ) -> StreamAnswer {
    do throws(DocumentError) {
      let loaded = try scenario(request, line, number: number, bases: bases)
      bases[name] = RegisteredScenario(document: try loaded.value(), scenario: loaded.document)
      var writer = JSONWriter(pretty: false)
      begin(&writer, line.id)
      writer.member("registered", name)
      writer.member("sha256", loaded.document.sha256)
      write(loaded.document.warnings, to: &writer)
      return StreamAnswer(bytes: end(writer), isError: false)
    } catch {
      bases[name] = nil
      return failure(line.id, error)
    }
  }

  /// The request of a line, with the line's number in what is wrong with it.
  func request(of line: StreamLine, number: Int) throws(DocumentError) -> StreamRequest {
    do throws(DocumentError) {
      return try line.request.get()
    } catch {
      throw moved(error, to: number)
    }
  }

  /// A scenario that was read, with what it was read from.
  private struct Loaded {
    enum Source {
      case bytes([UInt8])
      case value(JSONValue)
    }

    var document: ScenarioDocument
    var source: Source

    func value() throws(DocumentError) -> JSONValue {
      switch source {
      case .bytes(let bytes): try JSONValue(parsing: bytes)
      case .value(let value): value
      }
    }
  }

  /// A scenario as a request gives it; places are those of the request.
  private func scenario(
    _ request: StreamRequest, _ line: StreamLine, number: Int, bases: [String: RegisteredScenario]
  ) throws(DocumentError) -> Loaded {
    switch request.source {
    case .document(let range):
      let bytes = range.count == line.bytes.count ? line.bytes : Array(line.bytes[range])
      do throws(DocumentError) {
        var document = try ScenarioReader.read(bytes)
        let offset = line.column(of: range.lowerBound) - 1
        document.warnings = document.warnings.map { moved($0, to: number, by: offset, isBare: request.isBare) }
        return Loaded(document: document, source: .bytes(bytes))
      } catch {
        throw moved(error, to: number, by: line.column(of: range.lowerBound) - 1, isBare: request.isBare)
      }
    case .base(let name, let patch, let patchOffset):
      guard let base = bases[name] else {
        // The order of a dictionary differs from process to process; the hint must not.
        let near = nearestName(to: name, among: bases.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        let issue = ScenarioIssue(
          .unknownReference, "no scenario is registered as \(inQuotes(name))", at: [.key("base")],
          hint: near.map { "did you mean \(inQuotes($0))?" }
            ?? #"register it on an earlier line: {"register": "NAME", "scenario": {...}}"#)
        throw moved(line.error([issue]), to: number)
      }
      guard let patch else { return Loaded(document: base.scenario, source: .value(base.document)) }
      let changed: JSONValue
      do throws(JSONPatchError) {
        changed = try patch.applied(to: base.document)
      } catch {
        let path = DocumentPath([.key("patch")] + error.path.steps)
        throw moved(
          line.error([ScenarioIssue(error.kind, error.detail, at: path, hint: error.hint)]), to: number)
      }
      let bytes = changed.serialized()
      let column = line.column(of: patchOffset)
      func atPatch(_ issue: LocatedIssue) -> LocatedIssue {
        var issue = moved(issue, to: number, by: 0, isBare: false)
        issue.column = column
        return issue
      }
      do throws(DocumentError) {
        var document = try ScenarioReader.read(bytes)
        document.warnings = document.warnings.map(atPatch)
        return Loaded(document: document, source: .value(changed))
      } catch {
        throw DocumentError(issues: error.issues.map(atPatch), omitted: error.omitted)
      }
    }
  }

  private func plan(
    _ document: ScenarioDocument, _ own: StreamRequest.Options, id: JSONValue?, line: Int
  ) async -> StreamAnswer {
    var planner = planner
    if let engine = own.engine.flatMap(PlanningOptions.Engine.init) { planner.options.engine = engine }
    if let gap = own.gap { planner.options.gapTolerance = gap }
    if let timeLimit = own.timeLimit { planner.options.timeLimit = timeLimit }
    if let workLimit = own.workLimit { planner.options.workLimit = workLimit }
    do throws(PlanningFailure) {
      let result = try await planner.plan(document.scenario, sha256: document.sha256)
      var writer = JSONWriter(pretty: false)
      begin(&writer, id)
      writer.key("plan")
      let plan =
        result.plan.unmet.isEmpty
        ? result.plan : Reasons(document.scenario, plan: result.plan, prices: result.prices).explainedPlan()
      PlanWriter.write(plan, to: &writer)
      if !result.notices.isEmpty {
        writer.key("notices")
        writer.beginArray()
        for notice in result.notices { writer.value(notice) }
        writer.endArray()
      }
      write(document.warnings, to: &writer)
      return StreamAnswer(bytes: end(writer), isError: false)
    } catch {
      let (kind, title, status) =
        switch error.kind {
        case .noVerifiedPlan: ("no-verified-plan", "No plan was found and verified", ExitStatus.noVerifiedPlan)
        case .unsupported: ("unsupported", "The scenario needs what is not supported", ExitStatus.invalidData)
        }
      var writer = JSONWriter(pretty: false)
      begin(&writer, id)
      writer.key("error")
      writer.beginObject()
      writer.member("type", "muster:" + kind)
      writer.member("title", title)
      writer.member("detail", error.detail)
      writer.member("severity", "error")
      writer.member("line", line)
      if let hint = error.hint { writer.member("hint", hint) }
      writer.member("exitCode", Int(status.rawValue))
      writer.endObject()
      return StreamAnswer(bytes: end(writer), isError: true)
    }
  }

  // MARK: Answers

  private func begin(_ writer: inout JSONWriter, _ id: JSONValue?) {
    writer.beginObject()
    writer.key("id")
    if let id { id.write(to: &writer) } else { writer.null() }
  }

  private func end(_ writer: consuming JSONWriter) -> [UInt8] {
    writer.endObject()
    var bytes = writer.finish()
    bytes.append(0x0A)
    return bytes
  }

  private func write(_ warnings: [LocatedIssue], to writer: inout JSONWriter) {
    guard !warnings.isEmpty else { return }
    writer.key("warnings")
    writer.beginArray()
    for warning in warnings { warning.write(to: &writer) }
    writer.endArray()
  }

  /// The first issue is the error itself; where there are more, `errors` has all of them.
  private func failure(_ id: JSONValue?, _ error: DocumentError) -> StreamAnswer {
    var writer = JSONWriter(pretty: false)
    begin(&writer, id)
    writer.key("error")
    writer.beginObject()
    error.issues.first?.writeMembers(to: &writer)
    writer.member("exitCode", Int(ExitStatus.invalidData.rawValue))
    if error.issues.count > 1 {
      writer.key("errors")
      writer.beginArray()
      for issue in error.issues { issue.write(to: &writer) }
      writer.endArray()
    }
    if error.omitted > 0 { writer.member("omitted", error.omitted) }
    writer.endObject()
    return StreamAnswer(bytes: end(writer), isError: true)
  }

  // MARK: Places

  private func moved(_ error: DocumentError, to line: Int, by columns: Int = 0, isBare: Bool = true) -> DocumentError {
    DocumentError(
      issues: error.issues.map { moved($0, to: line, by: columns, isBare: isBare) }, omitted: error.omitted)
  }

  /// An issue of a part of a line, seen from the whole input.
  private func moved(_ issue: LocatedIssue, to line: Int, by columns: Int, isBare: Bool) -> LocatedIssue {
    var issue = issue
    issue.line = line
    issue.column += columns
    if !isBare { issue.issue.path = DocumentPath([.key("scenario")] + issue.issue.path.steps) }
    return issue
  }
}

/// A name in quotes.
private func inQuotes(_ name: String) -> String { "\"" + name + "\"" }
