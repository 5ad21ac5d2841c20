// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Issues

/// A value for a place of a scenario that is named with ids, such as `staff.ana.employed.to=2027-02-28`.
package struct ScenarioAssignment: Sendable, Hashable {
  /// A step of the way to the place: a key, an id, a position, or `+`.
  struct Step: Sendable, Hashable {
    var name: String
    /// Where it begins in ``text``, in bytes.
    var offset: Int
    /// Whether it was written in quotes, and so is not to be joined with the next.
    var isQuoted = false
  }

  /// The assignment as it was written.
  package let text: String
  let steps: [Step]
  /// Where the value begins in ``text``, in bytes.
  let valueOffset: Int
  /// JSON where the text is JSON, else the text itself; nil for `null`, which takes the key or element away.
  let value: JSONValue?
  /// Whether the value is a text because it is no JSON.
  let isPlainText: Bool

  /// Why a text is no assignment.
  package struct ParsingFailure: Error, Sendable, Hashable {
    package var detail: String
    package var hint: String
  }

  /// Reads `PATH=VALUE`.
  ///
  /// - Throws: ``ParsingFailure``
  package init(parsing text: String) throws(ParsingFailure) {
    self.text = text
    var steps: [Step] = []
    var name: [UInt8] = []
    var (start, isQuoted, isInside) = (0, false, false)
    var end: Int?
    let bytes = Array(text.utf8)
    func finish(at offset: Int) throws(ParsingFailure) {
      guard !name.isEmpty else { throw Self.failure("'\(text)' has a step without a name", at: offset) }
      steps.append(Step(name: String(decoding: name, as: UTF8.self), offset: start, isQuoted: isQuoted))
      (name, isQuoted, start) = ([], false, offset + 1)
    }
    for (offset, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\""), isInside || name.isEmpty {
        (isInside, isQuoted) = (!isInside, true)
      } else if isInside {
        name.append(byte)
      } else if byte == UInt8(ascii: ".") {
        try finish(at: offset)
      } else if byte == UInt8(ascii: "=") {
        try finish(at: offset)
        end = offset
        break
      } else {
        name.append(byte)
      }
    }
    guard let end else { throw Self.failure("'\(text)' has no =", at: bytes.count) }
    self.steps = steps
    valueOffset = end + 1
    let written = Array(bytes[(end + 1)...])
    if let value = try? JSONValue(parsing: written) {
      self.value = value == .null ? nil : value
      isPlainText = false
    } else {
      value = .string(String(decoding: written, as: UTF8.self))
      isPlainText = true
    }
  }

  private static func failure(_ detail: String, at offset: Int) -> ParsingFailure {
    ParsingFailure(
      detail: detail,
      hint: "write PATH=VALUE, such as staff.ana.employed.to=2027-02-28; a name with a dot or = goes in \"quotes\"")
  }

  /// The way to the place, as it was written.
  package var path: String { String(decoding: Array(text.utf8)[..<(valueOffset - 1)], as: UTF8.self) }
}

/// Why an assignment does not fit a scenario.
struct AssignmentFailure: Error {
  var kind: ScenarioIssue.Kind
  var detail: String
  var hint: String?
  /// Where in the assignment, in bytes.
  var offset: Int
  /// The place in the scenario, as far as it was found.
  var path: DocumentPath
}
