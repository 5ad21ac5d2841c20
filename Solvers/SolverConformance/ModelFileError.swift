// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a model file cannot be read, and where.
package struct ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of error; more may be added.
  package struct Kind: Sendable, Hashable, RawRepresentable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A section that does not exist, or is out of order.
    package static let section = Kind(rawValue: "section")
    /// A section or bound that exists, and is not read here.
    package static let unsupported = Kind(rawValue: "unsupported")
    /// A line with too few or too many fields.
    package static let fields = Kind(rawValue: "fields")
    /// Something that should be a number.
    package static let number = Kind(rawValue: "number")
    /// A row or column that was not declared.
    package static let unknownName = Kind(rawValue: "unknown-name")
    /// A row, column or entry given twice.
    package static let duplicate = Kind(rawValue: "duplicate")
    /// A row or bound of a type that does not exist.
    package static let type = Kind(rawValue: "type")
    /// Bounds that contradict each other.
    package static let bounds = Kind(rawValue: "bounds")
    /// The file ends before its end mark.
    package static let truncated = Kind(rawValue: "truncated")
  }

  package var kind: Kind
  /// Counted from 1.
  package var line: Int
  package var detail: String

  package init(_ kind: Kind, line: Int, _ detail: String) {
    self.kind = kind
    self.line = line
    self.detail = detail
  }

  package var description: String { "line \(line): \(detail)" }
}
