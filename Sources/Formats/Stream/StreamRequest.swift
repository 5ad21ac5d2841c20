// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
package import JSON
import Numbers
internal import Allocation

/// What one line of `muster stream` asks for.
package struct StreamRequest: Sendable {
  /// Where the scenario comes from.
  package enum Source: Sendable {
    /// These bytes of the line.
    case document(Range<Int>)
    /// One that an earlier line registered, with changes; `patchOffset` is where they stand in the line.
    case base(String, patch: JSONPatch?, patchOffset: Int)
  }

  /// What replaces the options of the command.
  package struct Options: Sendable, Hashable {
    /// The name of an engine.
    package var engine: String?
    package var gap: Double?
    package var timeLimit: Double?
    package var workLimit: Int?
  }

  package var source: Source
  package var options: Options
  /// The name under which the scenario is to be kept, instead of being planned.
  package var register: String?
  /// Whether the line is the scenario itself.
  package var isBare: Bool
}

/// A line of `muster stream`, read as far as it could be.
package struct StreamLine: Sendable {
  package let bytes: [UInt8]
  /// The request's own name for itself, any JSON value; nil where there is none, or the line broke before it.
  package private(set) var id: JSONValue?
  /// The request, or what is wrong with the line.
  package private(set) var request: Result<StreamRequest, DocumentError>

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - bytes: the line without its end.
  ///   - engines: the names that `options.engine` may have.
  package init(parsing bytes: [UInt8], engines: [String]) {
    self.bytes = bytes
    var id: JSONValue?
    let resolver = PositionResolver(bytes: bytes)
    do throws(DocumentError) {
      request = .success(
        try decoded(bytes, resolver) { (decoder) throws(JSONFailure) in
          try decoder.streamRequest(&id, engines: engines)
        })
    } catch {
      request = .failure(error)
    }
    self.id = id
  }

  /// Issues with their places in the line.
  package func error(_ issues: [ScenarioIssue]) -> DocumentError {
    DocumentError(issues: PositionResolver(bytes: bytes).located(issues))
  }

  /// The column of a byte, from 1, counted in Unicode scalars.
  package func column(of offset: Int) -> Int {
    1 + bytes[..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
  }
}

extension DocumentDecoder {
  private static let requestKeys = ["id", "scenario", "options", "base", "patch", "register"]

  fileprivate mutating func streamRequest(
    _ id: inout JSONValue?, engines: [String]
  ) throws(JSONFailure) -> StreamRequest? {
    guard try beginObject() else { return nil }
    var document: Range<Int>?
    var base: String?
    var patch: (value: JSONPatch?, offset: Int)?
    var register: String?
    var options: StreamRequest.Options?
    var has = (scenario: false, base: false, patch: false, register: false, options: false)
    while let key = try nextKey() {
      switch key {
      // Only a scenario has a format: the line is one, and is read as such from its beginning.
      case "format":
        forgetIssues()
        return StreamRequest(source: .document(0..<reader.bytes.count), options: .init(), register: nil, isBare: true)
      case "id": id = try JSONValue.value(&reader, true)
      case "scenario":
        has.scenario = true
        _ = try reader.peek()
        let start = reader.position
        // Keys that are used twice are reported by the scenario's own reader, with their place.
        try reader.skipValue(allowsDuplicateKeys: true)
        document = start..<reader.position
      case "base":
        has.base = true
        base = try identifier()
      case "register":
        has.register = true
        register = try identifier()
      case "patch":
        has.patch = true
        _ = try reader.peek()
        let start = reader.position
        patch = (try patchValue(), start)
      case "options":
        has.options = true
        options = try streamOptions(engines)
      default: try unknownKey(key, among: Self.requestKeys)
      }
    }
    try reader.finish()
    if has.scenario, has.base {
      report(.contradiction, "a request has either \"scenario\" or \"base\", and this has both")
    } else if !has.scenario, !has.base {
      report(
        .missingKey, "the request has no scenario",
        hint: #"write {"id": 1, "scenario": {...}}, or {"id": 1, "base": "NAME", "patch": [...]}"#)
    }
    if has.patch, !has.base {
      report(.missingKey, "\"patch\" changes a registered scenario, and there is no \"base\"")
    }
    if has.register, has.options {
      report(
        .contradiction, "\"options\" say how to plan, and a line with \"register\" is not planned",
        hint: "write the options into the requests")
    }
    guard !hasErrors else { return nil }
    let source: StreamRequest.Source
    if let document {
      source = .document(document)
    } else if let base {
      source = .base(base, patch: patch?.value, patchOffset: patch?.offset ?? 0)
    } else {
      return nil
    }
    return StreamRequest(source: source, options: options ?? .init(), register: register, isBare: false)
  }

  private mutating func patchValue() throws(JSONFailure) -> JSONPatch? {
    let value = try JSONValue.value(&reader, false)
    do throws(JSONPatchError) {
      return try JSONPatch(value)
    } catch {
      report(error.kind, error.detail, hint: error.hint, below: error.path)
      return nil
    }
  }

  private mutating func streamOptions(_ engines: [String]) throws(JSONFailure) -> StreamRequest.Options? {
    var options = StreamRequest.Options()
    guard try beginObject() else { return nil }
    while let key = try nextKey() {
      switch key {
      case "engine":
        guard let engine = try text() else { continue }
        if engines.contains(engine) {
          options.engine = engine
        } else {
          report(
            .outOfRange, "expected one of \(engines.joined(separator: ", ")), found \(quoted(engine))",
            hint: nearestName(to: engine, among: engines).map { "did you mean \(quoted($0))?" })
        }
      case "gap": options.gap = try figure("a share of at least 0") { $0 >= 0 }
      case "timeLimit": options.timeLimit = try figure("a number of seconds above 0") { $0 > 0 }
      case "workLimit": options.workLimit = try whole(1...Int.max)
      default: try unknownKey(key, among: ["engine", "gap", "timeLimit", "workLimit"])
      }
    }
    return options
  }

  private mutating func figure(
    _ what: String, _ isAllowed: (Double) -> Bool
  ) throws(JSONFailure) -> Double? {
    guard let number = try decimal() else { return nil }
    guard let value = Double(number.description), value.isFinite, isAllowed(value) else {
      report(.outOfRange, "\(number) is not \(what)")
      return nil
    }
    return value
  }
}
