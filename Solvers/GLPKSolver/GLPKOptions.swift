// SPDX-License-Identifier: GPL-3.0-or-later

/// How GLPK is to solve.
public struct GLPKOptions: Sendable, Hashable {
  /// A form of the simplex method.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    case primal
    /// The dual method alone; where it cannot tell infeasible from unbounded, the primal one is asked.
    case dual
    /// The dual method, and the primal one where it fails.
    case dualThenPrimal
  }

  /// Which column enters (primal) or which row leaves (dual).
  public enum Pricing: String, Sendable, Hashable, CaseIterable {
    /// Projected steepest edge: fewer, dearer pivots.
    case steepestEdge
    /// The largest infeasibility: cheaper pivots, more of them.
    case dantzig
  }

  public var method: Method
  public var pricing: Pricing
  /// Reduce the model first. The result starts from scratch, without regard to a basis.
  public var presolve: Bool
  /// Scale rows and columns where their coefficients differ much.
  public var scaling: Bool
  /// How much memory GLPK may hold on the thread, in MB; nil is without limit.
  public var memoryLimitMB: Int?
  /// An integer solution is good enough within this relative gap of the best bound.
  public var mipGap: Double

  public init(
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
