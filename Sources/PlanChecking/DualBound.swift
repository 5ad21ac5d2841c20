// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation

extension PlanChecker {
  /// A value that no plan is below, recomputed from dual values; 0 until something better is known, because no term of
  /// the objective is below 0.
  public func bound(_ prices: RowPrices) -> Millionths { .zero }
}
