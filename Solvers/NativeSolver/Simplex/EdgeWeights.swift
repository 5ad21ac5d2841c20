// SPDX-License-Identifier: GPL-3.0-or-later

/// By what the dual simplex method compares rows: for each basic column, that of the program or the logical one of a row,
/// the square of the length of its row of the inverse of the basis, scaled; 0 where it is not known.
///
/// Each solve computes those that it needs; known from before they save it that. They need not be exact, so that those
/// of a program serve for one like it. (J. J. Forrest, D. Goldfarb, "Steepest-edge simplex algorithms for linear
/// programming", 1992, https://doi.org/10.1007/BF01581089.)
public struct EdgeWeights: Sendable, Equatable {
  public var columns: [Double]
  public var rows: [Double]

  public init(columns: [Double], rows: [Double]) {
    self.columns = columns
    self.rows = rows
  }
}
