// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a model file cannot be read, and where.
public struct ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of error; more may be added.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A section that does not exist, or is out of order.
    public static let section = Kind(rawValue: "section")
    /// A section or bound that exists, and is not read here.
    public static let unsupported = Kind(rawValue: "unsupported")
    /// A line with too few or too many fields.
    public static let fields = Kind(rawValue: "fields")
    /// Something that should be a number.
    public static let number = Kind(rawValue: "number")
    /// A row or column that was not declared.
    public static let unknownName = Kind(rawValue: "unknown-name")
    /// A row, column or entry given twice.
    public static let duplicate = Kind(rawValue: "duplicate")
    /// A row or bound of a type that does not exist.
    public static let type = Kind(rawValue: "type")
    /// Bounds that contradict each other.
    public static let bounds = Kind(rawValue: "bounds")
    /// The file ends before its end mark.
    public static let truncated = Kind(rawValue: "truncated")
  }

  public var kind: Kind
  /// Counted from 1.
  public var line: Int
  public var detail: String

  public init(_ kind: Kind, line: Int, _ detail: String) {
    self.kind = kind
    self.line = line
    self.detail = detail
  }

  public var description: String { "line \(line): \(detail)" }
}
