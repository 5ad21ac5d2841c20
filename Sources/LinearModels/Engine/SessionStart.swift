// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a column or a row is in a basis.
public enum BasisStatus: Int8, Sendable, Hashable, BitwiseCopyable {
  case basic, atLower, atUpper, free, fixed
}

/// A basis: which columns and row activities are basic, and at which bound the others are.
public struct Basis: Sendable, Hashable {
  /// The status of each column.
  public var columns: [BasisStatus]
  /// The status of each row's activity.
  public var rows: [BasisStatus]

  /// Makes a basis; as many rows and columns are basic as the model has rows, else an engine may refuse it.
  public init(columns: [BasisStatus], rows: [BasisStatus]) {
    self.columns = columns
    self.rows = rows
  }
}

/// A number for each column and row of a basis, which the engine that made it can use again; 0 where it is not known.
///
/// To anybody else they mean nothing, except that those of a program serve for one like it, column by column and row by
/// row. (The native simplex method: the squares of the lengths of the rows of the inverse of the basis.)
public struct EdgeWeights: Sendable, Equatable {
  /// A number for each column.
  public var columns: [Double]
  /// A number for each row.
  public var rows: [Double]

  /// Makes weights.
  public init(columns: [Double], rows: [Double]) {
    self.columns = columns
    self.rows = rows
  }
}

/// What is known about a model before an engine begins. All of it is help: the optimal value is the same without.
public struct SessionStart: Sendable {
  /// A basis near that of an optimum. With `prices` that belong to it, it is that of an optimum before a change.
  public var basis: Basis?
  /// What the engine that made the basis keeps with it; nil without a basis.
  public var weights: EdgeWeights?
  /// Prices of the rows near those of an optimum.
  public var prices: [Double]?
  /// Values of the columns near an optimum, within their bounds.
  public var point: [Double]?
  /// Columns without which the rows may have no solution, for engines that look at some of the columns first.
  public var essential: Range<Int>

  /// Makes a start; without arguments nothing is known.
  public init(
    basis: Basis? = nil, weights: EdgeWeights? = nil, prices: [Double]? = nil, point: [Double]? = nil,
    essential: Range<Int> = 0..<0
  ) {
    self.basis = basis
    self.weights = weights
    self.prices = prices
    self.point = point
    self.essential = essential
  }
}
