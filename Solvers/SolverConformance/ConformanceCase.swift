// SPDX-License-Identifier: GPL-3.0-or-later

public import LinearModels

/// A model with a known answer.
public struct ConformanceCase: Sendable {
  /// A short name, for messages and exclusions.
  public var name: String
  public var model: LinearModel
  /// The terminations that are right: one, or two where an honest engine may be unable to tell.
  public var terminations: [Termination]
  /// The optimal objective, offset included; nil where there is none.
  public var objective: Double?
  /// What an engine must be able to do to take the case.
  public var needs: EngineCapabilities

  public init(
    _ name: String, _ model: LinearModel, terminations: [Termination] = [.optimal], objective: Double? = nil,
    needs: EngineCapabilities = []
  ) {
    self.name = name
    self.model = model
    self.terminations = terminations
    self.objective = objective
    self.needs = needs
  }
}

/// Something that an engine got wrong.
public struct ConformanceFinding: Sendable, Hashable, CustomStringConvertible {
  /// The case, with the name of the variant in brackets where it is one.
  public var name: String
  public var detail: String

  public init(name: String, detail: String) {
    self.name = name
    self.detail = detail
  }

  public var description: String { "\(name): \(detail)" }
}

/// A case that an engine is excused from, and why.
public struct ConformanceExclusion: Sendable, Hashable {
  public var name: String
  public var reason: String

  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}
