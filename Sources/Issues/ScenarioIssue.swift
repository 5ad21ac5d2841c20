// SPDX-License-Identifier: GPL-3.0-or-later

/// Something in a document that is wrong (an error) or deserves a look (a warning).
public struct ScenarioIssue: Error, Sendable, Hashable {
  /// The kind of the issue, a stable identifier in kebab case such as `unknown-reference`.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    /// The identifier, in kebab case.
    public let rawValue: String
    /// Makes a kind from its identifier, which need not be one of those below.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text is not JSON.
    public static let syntax = Kind(rawValue: "json-syntax")
    /// A limit of the reader (depth, size, digits) is passed.
    public static let limit = Kind(rawValue: "limit")
    /// The `format` is missing or another.
    public static let format = Kind(rawValue: "format")
    /// A key that the format does not know.
    public static let unknownKey = Kind(rawValue: "unknown-key")
    /// A key that is used twice in an object.
    public static let duplicateKey = Kind(rawValue: "duplicate-key")
    /// A key that has to be there is not.
    public static let missingKey = Kind(rawValue: "missing-key")
    /// A value of another type than the format's.
    public static let wrongType = Kind(rawValue: "wrong-type")
    /// A value outside what the format allows.
    public static let outOfRange = Kind(rawValue: "out-of-range")
    /// An id that is used twice.
    public static let duplicateID = Kind(rawValue: "duplicate-id")
    /// A reference to something that is not there.
    public static let unknownReference = Kind(rawValue: "unknown-reference")
    /// Values that contradict each other.
    public static let contradiction = Kind(rawValue: "contradiction")
    /// A matter for a second look that is no error.
    public static let lint = Kind(rawValue: "lint")
  }

  /// Whether it stops the work.
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    case error, warning
  }

  /// What kind of issue it is.
  public var kind: Kind
  /// Whether it is an error.
  public var severity: Severity
  /// What is wrong in this case, naming the values.
  public var detail: String
  /// Where.
  public var path: DocumentPath
  /// What to do about it, or nil.
  public var hint: String?
  /// Whether the place is the member's name and not its value.
  public var isAboutKey: Bool

  package init(
    _ kind: Kind, _ detail: String, at path: DocumentPath, hint: String? = nil, severity: Severity = .error,
    isAboutKey: Bool = false
  ) {
    self.kind = kind
    self.severity = severity
    self.detail = detail
    self.path = path
    self.hint = hint
    self.isAboutKey = isAboutKey
  }
}

extension ScenarioIssue: CustomStringConvertible {
  /// The place, what is wrong there, and what to do about it.
  public var description: String {
    (path.steps.isEmpty ? "" : path.pointer + ": ") + detail + (hint.map { "; " + $0 } ?? "")
  }
}
