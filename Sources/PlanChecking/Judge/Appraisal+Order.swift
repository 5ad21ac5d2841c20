// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

extension Appraisal {
  /// Whether amounts are better than others for the same scenario: in the first step of the order in which they differ, or
  /// by value where there is no order.
  package func isBetter(than other: Appraisal) -> Bool {
    guard !reached.isEmpty, reached.count == other.reached.count else { return value < other.value }
    for (own, others) in zip(reached, other.reached) where own != others { return own < others }
    return false
  }
}
