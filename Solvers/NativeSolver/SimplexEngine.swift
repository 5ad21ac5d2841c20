// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// The native simplex method: primal from a point or from nothing, dual from a basis and its prices.
package struct SimplexEngine: Engine {
  package let name = "native"
  package let version: String
  package let capabilities: EngineCapabilities = [.exactDuals, .basis, .certificates, .weights, .target, .changes]

  /// - Parameter version: of the package that the engine is part of.
  package init(version: String) { self.version = version }

  package func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    return SimplexSession(model, from: start)
  }
}
