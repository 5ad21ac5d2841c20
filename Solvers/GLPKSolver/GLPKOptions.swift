// SPDX-License-Identifier: GPL-3.0-or-later

/// How GLPK is to solve.
package struct GLPKOptions: Sendable, Hashable {
  /// A form of the simplex method.
  package enum Method: String, Sendable, Hashable, CaseIterable {
    case primal
    /// The dual method alone; where it cannot tell infeasible from unbounded, the primal one is asked.
    case dual
    /// The dual method, and the primal one where it fails.
    case dualThenPrimal
  }

  /// Which column enters (primal) or which row leaves (dual).
  package enum Pricing: String, Sendable, Hashable, CaseIterable {
    /// Projected steepest edge: fewer, dearer pivots.
    case steepestEdge
    /// The largest infeasibility: cheaper pivots, more of them.
    case dantzig
  }

  package var method: Method
  package var pricing: Pricing
  /// Reduce the model first. The result starts from scratch, without regard to a basis.
  package var presolve: Bool
  /// Scale rows and columns where their coefficients differ much.
  package var scaling: Bool
  /// How much memory GLPK may hold on the thread, in MB; nil is without limit.
  package var memoryLimitMB: Int?
  /// An integer solution is good enough within this relative gap of the best bound.
  package var mipGap: Double

  package init(
    method: Method = .dualThenPrimal, pricing: Pricing = .steepestEdge, presolve: Bool = false, scaling: Bool = true,
    memoryLimitMB: Int? = nil, mipGap: Double = 0
  ) {
    self.method = method
    self.pricing = pricing
    self.presolve = presolve
    self.scaling = scaling
    self.memoryLimitMB = memoryLimitMB
    self.mipGap = mipGap
  }
}
