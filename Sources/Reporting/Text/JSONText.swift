// SPDX-License-Identifier: GPL-3.0-or-later

/// A small JSON document for what has no format of its own, such as errors and the result of a check.
package indirect enum JSONText: Sendable {
  case string(String)
  /// A number in JSON's notation, written as it is.
  case number(String)
  case bool(Bool)
  case null
  case array([JSONText])
  /// Members in their order.
  case object([(String, JSONText)])

  /// On one line, in ASCII, so that nothing in it has a meaning for a terminal.
  package var text: String {
    switch self {
    case .string(let value): Self.quoted(value)
    case .number(let value): value
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.0) + ": " + $0.1.text }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ value: String) -> String {
    var result = "\""
    for unit in value.utf16 {
      switch unit {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
