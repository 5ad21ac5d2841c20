// SPDX-License-Identifier: GPL-3.0-or-later

/// How far a solve has come.
public struct PlanningProgress: Sendable, Hashable {
  /// What is being done.
  public enum Stage: Sendable, Hashable {
    /// Prices and plans from them; iterations are sweeps over the rows.
    case prices
    /// The simplex method; iterations count its pivots too.
    case pivots
  }

  /// What is being done.
  public var stage: Stage
  /// Seconds since the solve began.
  public var seconds: Double
  /// The best bound so far, in money; not yet checked.
  public var bound: Double?
  /// The value of the best plan so far, or of the simplex method's point once that satisfies all rows, in money; not yet
  /// checked.
  public var incumbent: Double?
  /// Rows and columns of the linear program, and how many of the columns are looked at.
  public var rows: Int
  /// Columns of the linear program.
  public var columns: Int
  /// The columns that are looked at for the time being.
  public var activeColumns: Int
  /// Sweeps and pivots so far.
  public var iterations: Int

  /// The relative gap between plan and bound, where both are known.
  public var gap: Double? {
    guard let bound, let incumbent else { return nil }
    return max(0, incumbent - bound) / max(1, abs(incumbent))
  }
}
