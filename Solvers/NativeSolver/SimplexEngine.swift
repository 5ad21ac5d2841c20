// SPDX-License-Identifier: GPL-3.0-or-later

public import LinearModels

/// The native simplex method: primal from a point or from nothing, dual from a basis and its prices.
public struct SimplexEngine: Engine {
  public let name = "native"
  public let version: String
  public let capabilities: EngineCapabilities = [.exactDuals, .basis, .certificates, .weights, .target, .changes]

  /// - Parameter version: of the package that the engine is part of.
  public init(version: String) { self.version = version }

  public func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    return SimplexSession(model, from: start)
  }
}
