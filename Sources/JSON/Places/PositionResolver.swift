// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues

/// Finds the places of paths in a document by reading it once more, so that reading well-formed documents costs
/// nothing for places.
package struct PositionResolver {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// The issues with their places, in the order of the text.
  package func located(_ issues: [ScenarioIssue]) -> [LocatedIssue] {
    var offsets = [Int](repeating: 0, count: issues.count)
    bytes.withUnsafeBufferPointer { buffer in
      guard var reader = try? JSONReader(buffer) else { return }
      try? Self.walk(&reader, issues, Array(issues.indices), depth: 0, &offsets)
    }
    let order = issues.indices.sorted { (offsets[$0], $0) < (offsets[$1], $1) }
    // In the order of the text, so that its lines are counted once and not once for each issue.
    var cursor = Cursor()
    return order.map { located(issues[$0], at: offsets[$0], from: &cursor) }
  }

  /// Notes the place of the value at hand for the issues that lead to or through it.
  private static func walk(
    _ reader: inout JSONReader, _ issues: [ScenarioIssue], _ wanted: [Int], depth: Int, _ offsets: inout [Int]
  ) throws(JSONFailure) {
    let kind = try reader.peek()
    for issue in wanted where !(issues[issue].isAboutKey && issues[issue].path.steps.count == depth) {
      offsets[issue] = reader.position
    }
    let deeper = wanted.filter { issues[$0].path.steps.count > depth }
    guard !deeper.isEmpty, kind == .object || kind == .array else {
      return try reader.skipValue(allowsDuplicateKeys: true)
    }
    let byStep = Dictionary(grouping: deeper) { issues[$0].path.steps[depth] }
    if kind == .object {
      try reader.beginObject()
      while true {
        let before = reader.position
        guard let key = try reader.nextKey() else { return }
        guard let matching = byStep[.key(reader.text(of: key))] else {
          try reader.skipValue(allowsDuplicateKeys: true)
          continue
        }
        let keyStart = reader.bytes[before...].firstIndex(of: UInt8(ascii: "\"")) ?? before
        for issue in matching { offsets[issue] = keyStart }
        try walk(&reader, issues, matching, depth: depth + 1, &offsets)
      }
    }
    try reader.beginArray()
    var index = 0
    while try reader.nextElement() {
      if let matching = byStep[.index(index)] {
        try walk(&reader, issues, matching, depth: depth + 1, &offsets)
      } else {
        try reader.skipValue(allowsDuplicateKeys: true)
      }
      index += 1
    }
  }

  /// How far lines and columns have been counted.
  private struct Cursor {
    var offset = 0
    var line = 1
    var lineStart = 0
    /// Of the byte at ``offset``, counted in scalars: every byte that does not continue one.
    var column = 1

    mutating func advance(to end: Int, in bytes: [UInt8]) {
      while offset < end {
        if bytes[offset] == 0x0A {
          line += 1
          lineStart = offset + 1
          column = 1
        } else if bytes[offset] & 0xC0 != 0x80 {
          column += 1
        }
        offset += 1
      }
    }
  }

  /// An issue at the offset of a byte.
  package func located(_ issue: ScenarioIssue, at offset: Int) -> LocatedIssue {
    var cursor = Cursor()
    return located(issue, at: offset, from: &cursor)
  }

  /// An issue at the offset of a byte that is not before a cursor.
  private func located(_ issue: ScenarioIssue, at offset: Int, from cursor: inout Cursor) -> LocatedIssue {
    let end = min(offset, bytes.count)
    cursor.advance(to: end, in: bytes)
    let (line, lineStart, column) = (cursor.line, cursor.lineStart, cursor.column)
    // The part of the line around the place, at most 60 scalars before it and 100 in all.
    var first = end
    var before = 0
    while first > lineStart, before < 60 {
      first -= 1
      if bytes[first] & 0xC0 != 0x80 { before += 1 }
    }
    while first > lineStart, first < bytes.count, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    var last = end
    var after = 0
    while last < bytes.count, bytes[last] != 0x0A, bytes[last] != 0x0D {
      if bytes[last] & 0xC0 != 0x80 {
        after += 1
        if after > 100 - before { break }
      }
      last += 1
    }
    let prefix = String(decoding: bytes[first..<end], as: UTF8.self)
    let text = prefix + String(decoding: bytes[end..<last], as: UTF8.self)
    return LocatedIssue(
      issue: issue, line: line, column: column, sourceLine: text.isEmpty ? nil : text,
      sourceOffset: prefix.unicodeScalars.count)
  }

  /// The error for a text that breaks the grammar.
  package func error(_ failure: JSONFailure) -> DocumentError {
    DocumentError(issues: [
      located(ScenarioIssue(failure.kind, failure.detail, at: [], hint: failure.hint), at: failure.offset)
    ])
  }
}
