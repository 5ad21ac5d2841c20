// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Glibc
import Insight
import LinearModels
internal import Numbers
import Planning
package import Formats
import JSON
import Processes

extension StreamFormat {
  /// With the engines that there are.
  package static let standard = StreamFormat(engines: PlanningOptions.Engine.allCases.map(\.rawValue))
}

/// A scenario that a line registered.
struct RegisteredScenario: Sendable {
  /// Its bytes, as they are hashed.
  var bytes: [UInt8]
  /// What patches are applied to.
  var document: JSONValue
  /// The same, ready to be planned.
  var scenario: ScenarioDocument
  /// The penalties at which its variants are valued.
  var measure: Measure
  /// Where its optimum was found, to plan patched variants from there; nil until it is asked for, and where there is none.
  var start: WarmStart?
  /// Whether it was planned for that.
  var isPlanned = false

  /// Reads a scenario that is to be kept.
  init(bytes: [UInt8]) throws(DocumentError) {
    self.bytes = bytes
    document = try JSONValue(parsing: bytes)
    scenario = try ScenarioReader.read(bytes)
    measure = Measure(of: scenario.scenario)
  }
}

/// An answer as it is written.
struct StreamAnswer: Sendable {
  var bytes: [UInt8]
  var isError: Bool
  /// The scenario that the line registered.
  var registered: [UInt8]?
  /// Whether something that could not be stopped goes on in this process.
  var isOverrun = false
}

/// What answers the lines of a stream: reading, planning and writing, without any state of its own.
struct StreamAnswers: Sendable {
  /// The options of the command, for requests that have none of their own.
  var options: PlanningOptions
  var planner: Planner
  private let interruption: Interruption

  /// - Parameters:
  ///   - plans: whether it is to plan; else it says only what is wrong.
  ///   - interruption: ends what is being planned with what was found.
  init(options: PlanningOptions, plans: Bool = true, interruption: Interruption = Interruption()) {
    self.options = options
    self.interruption = interruption
    planner = Planner(options: options)
    planner.options.confirms = plans
    if plans { planner.loadLibrary() }
  }

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

  /// The name under which a line registers a scenario, if it does.
  static func nameRegistered(by line: [UInt8]) -> String? {
    guard mayRegister(line) else { return nil }
    guard case .success(let request) = StreamLine(parsing: line, .standard).request else { return nil }
    return request.register
  }

  /// Whether a request is better answered from the optimum of the scenario that it patches.
  ///
  /// That must not depend on what was asked before, so that the same lines have the same answers. Small variants are
  /// planned as fast from nothing.
  func needsStart(_ request: StreamRequest, of base: RegisteredScenario) -> Bool {
    guard case .base(_, _?) = request.source else { return false }
    return base.bytes.count >= Self.largeScenario && (request.options.timeLimit ?? options.timeLimit) == nil
      && (request.options.workLimit ?? options.workLimit) == nil
      && (request.options.engine.flatMap(PlanningOptions.Engine.init) ?? options.engine).isNativeFirst
  }

  /// Where the optimum of a registered scenario is.
  func start(of base: RegisteredScenario) -> WarmStart? {
    do throws(PlanningFailure) {
      return try planner.planHere(base.scenario.scenario, sha256: "", interruption: interruption).warmStart?.prepared()
    } catch {
      // Then its variants are planned from nothing.
      return nil
    }
  }

  private static let largeScenario = 100_000

  // MARK: Requests

  /// Reads a line that was too long to be kept.
  func answer(tooLong bytes: Int, limit: Int, line: Int) -> StreamAnswer {
    let issue = ScenarioIssue(
      .limit, "the line has \(bytes) bytes; at most \(limit) are read", at: [],
      hint: "end each request with a line break, or raise --max-line")
    return failure(nil, Problem(DocumentError(issues: [LocatedIssue(issue: issue, line: line, column: 1)])))
  }

  /// Says why a line has no other answer.
  func answer(_ fault: WorkerFault, id: JSONValue?, line: Int?) -> StreamAnswer {
    failure(id, Problem(fault, line: line))
  }

  /// Plans what a line asks for.
  func answer(
    _ line: StreamLine, number: Int, bases: [String: RegisteredScenario], trial: Trial
  ) -> StreamAnswer {
    do throws(DocumentError) {
      let request = try request(of: line, number: number)
      let loaded = try scenario(request, line, number: number, bases: bases)
      var start: WarmStart?
      if case .base(let name, _) = request.source, let base = bases[name], needsStart(request, of: base) {
        start = base.start
      }
      var answer = StreamReply(id: line.id)
      answer.penalties = loaded.penalties
      return plan(loaded.document, request.options, from: start, answer, line: number, trial)
    } catch {
      return failure(line.id, Problem(error))
    }
  }

  /// Carries out a line that registers a scenario. Where the answer is an error, its name is to be forgotten.
  func register(
    _ request: StreamRequest, line: StreamLine, number: Int, bases: [String: RegisteredScenario]
  ) -> StreamAnswer {
    do throws(DocumentError) {
      let loaded = try scenario(request, line, number: number, bases: bases)
      // What patches are applied to must be readable as such, wherever it is kept.
      _ = try JSONValue(parsing: loaded.bytes)
      var reply = StreamReply(id: line.id)
      reply.registered = request.register.map { ($0, loaded.document.sha256) }
      reply.penalties = loaded.penalties
      reply.warnings = loaded.document.warnings
      return StreamAnswer(bytes: reply.line, isError: false, registered: loaded.bytes)
    } catch {
      return failure(line.id, Problem(error))
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

  /// A scenario that was read, with its bytes.
  private struct Loaded {
    var document: ScenarioDocument
    var bytes: [UInt8]
    /// Penalties of the base that a patch would have moved.
    var penalties: [(pinned: PenaltyFigure, derived: PenaltyFigure)] = []
  }

  /// A patched scenario with the penalties of its base where it would derive others.
  private static func pinned(
    _ document: ScenarioDocument, _ changed: JSONValue, _ bytes: [UInt8], to measure: Measure
  ) -> Loaded {
    let moved = measure.moved(in: document.scenario)
    guard !moved.isEmpty else { return Loaded(document: document, bytes: bytes) }
    var policy = changed["policy"] ?? .object([])
    for (here, _) in moved { policy = policy.setting(here.name.rawValue, .number(here.value.description)) }
    let pinned = changed.setting("policy", policy).serialized()
    var document = document
    document.scenario = measure.pinning(document.scenario)
    document.sha256 = sha256Hex(pinned)
    return Loaded(document: document, bytes: pinned, penalties: moved.map { ($0.here, $0.there) })
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
        return Loaded(document: document, bytes: bytes)
      } catch {
        throw moved(error, to: number, by: line.column(of: range.lowerBound) - 1, isBare: request.isBare)
      }
    case .base(let name, let changes):
      guard let base = bases[name] else {
        // The order of a dictionary differs from process to process; the hint must not.
        let near = nearestName(to: name, among: bases.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        let issue = ScenarioIssue(
          .unknownReference, "no scenario is registered as \(inQuotes(name))", at: [.key("base")],
          hint: near.map { "did you mean \(inQuotes($0))?" }
            ?? #"register it on an earlier line: {"register": "NAME", "scenario": {...}}"#)
        throw moved(line.error([issue]), to: number)
      }
      guard let changes else { return Loaded(document: base.scenario, bytes: base.bytes) }
      return try changed(base, changes, line, number: number)
    }
  }

  /// A registered scenario with the changes of a request.
  private func changed(
    _ base: RegisteredScenario, _ changes: StreamChanges, _ line: StreamLine, number: Int
  ) throws(DocumentError) -> Loaded {
    let changed: StreamChanges.Result
    do throws(StreamChanges.Failure) {
      changed = try changes.applied(to: base.document)
    } catch {
      throw moved(line.error([error.issue]), to: number)
    }
    let bytes = changed.document.serialized()
    func atChange(_ issue: LocatedIssue) -> LocatedIssue {
      var located = moved(issue, to: number, by: 0, isBare: false)
      located.column = line.column(of: changed.offset(of: issue.issue.path))
      return located
    }
    do throws(DocumentError) {
      var document = try ScenarioReader.read(bytes)
      document.warnings = document.warnings.map(atChange)
      return Self.pinned(document, changed.document, bytes, to: base.measure)
    } catch {
      throw DocumentError(issues: error.issues.map(atChange), omitted: error.omitted)
    }
  }

  private func plan(
    _ document: ScenarioDocument, _ own: StreamRequest.Options, from start: WarmStart?, _ reply: StreamReply,
    line: Int, _ trial: Trial
  ) -> StreamAnswer {
    var planner = planner
    if let engine = own.engine.flatMap(PlanningOptions.Engine.init) { planner.options.engine = engine }
    if let gap = own.gap { planner.options.gapTolerance = gap }
    if let timeLimit = own.timeLimit { planner.options.timeLimit = timeLimit }
    if let workLimit = own.workLimit { planner.options.workLimit = workLimit }
    trial.adapt(&planner.options)
    do throws(PlanningFailure) {
      var result = try planner.planHere(
        document.scenario, sha256: document.sha256, from: start, interruption: interruption)
      let isOverrun = trial.isOverrun(result)
      trial.mark(&result)
      var reply = reply
      reply.plan = result.withReasons(in: document.scenario).plan
      reply.notices = result.notices
      reply.warnings = document.warnings
      return StreamAnswer(bytes: reply.line, isError: false, isOverrun: isOverrun)
    } catch {
      return failure(reply.id, Problem(error, line: line))
    }
  }

  private func failure(_ id: JSONValue?, _ problem: Problem) -> StreamAnswer {
    var reply = StreamReply(id: id)
    reply.error = problem
    return StreamAnswer(bytes: reply.line, isError: true)
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
