// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
package import JSON

/// What one line of `muster stream` asks for.
package struct StreamRequest: Sendable {
  /// Where the scenario comes from.
  package enum Source: Sendable {
    /// These bytes of the line.
    case document(Range<Int>)
    /// One that an earlier line registered, with changes.
    case base(String, StreamChanges?)
  }

  /// What replaces the options of the command.
  package struct Options: Sendable, Hashable {
    /// The name of an engine.
    package var engine: String?
    package var gap: Double?
    package var timeLimit: Double?
    package var workLimit: Int?
  }

  /// The values of a request's keys.
  package struct Parts: Sendable {
    var id: JSONValue?
    var scenario: Range<Int>?
    var base: String?
    var patch: StreamChanges.Patch?
    var set: StreamChanges.Settings?
    var register: String?
    var options: Options?
  }

  package var source: Source
  package var options: Options
  /// The name under which the scenario is to be kept, instead of being planned.
  package var register: String?
  /// Whether the line is the scenario itself.
  package var isBare = false

  /// A line that is the scenario itself.
  fileprivate init(bare count: Int) {
    source = .document(0..<count)
    options = Options()
    isBare = true
  }

  /// nil where what is wrong has been noted.
  fileprivate init?(_ parts: Parts) {
    if let document = parts.scenario {
      source = .document(document)
    } else if let base = parts.base {
      source = .base(base, StreamChanges(parts.patch, parts.set))
    } else {
      return nil
    }
    options = parts.options ?? Options()
    register = parts.register
  }
}

/// A line of `muster stream`, read as far as it could be.
package struct StreamLine: Sendable {
  package let bytes: [UInt8]
  /// The request's own name for itself, any JSON value; nil where there is none, or the line broke before it.
  package let id: JSONValue?
  /// The request, or what is wrong with the line.
  package let request: Result<StreamRequest, DocumentError>

  /// Reads a line, without its end.
  package init(parsing bytes: [UInt8], _ format: StreamFormat) {
    self.bytes = bytes
    var parts = StreamRequest.Parts()
    do throws(DocumentError) {
      request = .success(
        try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
          guard try format.request.read(&decoder, into: &parts) else {
            // Only a scenario has a format: the line is one, and is read as such from its beginning.
            return decoder.hasErrors ? nil : StreamRequest(bare: bytes.count)
          }
          try decoder.reader.finish()
          return StreamRequest(parts)
        })
    } catch {
      request = .failure(error)
    }
    id = parts.id
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
