// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a solver could not run at all.
public struct SolverFailure: Error, Sendable, Hashable {
  /// The kind of failure; more may be added.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    /// The identifier, in kebab case.
    public let rawValue: String
    /// Makes a kind from its identifier.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The solver's library is not there.
    public static let libraryMissing = Kind(rawValue: "library-missing")
    /// The library is of a version that is not known.
    public static let libraryUnsupported = Kind(rawValue: "library-unsupported")
    /// The model is unsound.
    public static let invalidModel = Kind(rawValue: "invalid-model")
    /// The solver does not do what was asked.
    public static let unsupported = Kind(rawValue: "unsupported")
    /// The solver gave up with a fatal error of its own.
    public static let fault = Kind(rawValue: "fault")
    /// The memory limit was passed.
    public static let memory = Kind(rawValue: "memory")
    /// The process that solved died, hung or answered nonsense.
    public static let crash = Kind(rawValue: "crash")
    /// The solver did not keep its time limit and was left behind.
    public static let late = Kind(rawValue: "late")
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What happened, for people.
  public var detail: String
  /// What to do about it, or nil.
  public var hint: String?

  /// Makes a failure.
  public init(_ kind: Kind, _ detail: String, hint: String? = nil) {
    self.kind = kind
    self.detail = detail
    self.hint = hint
  }
}
