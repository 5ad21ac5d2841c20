// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The amounts of one kind of columns in millionths, with the limits that ``PlanLimits`` asks for.
struct LimitedAmounts: Sendable {
  private(set) var values: [Int64]
  /// What is asked for of each; empty where nothing is.
  private let limits: [ClosedRange<Int64>?]

  /// Starts with nothing.
  ///
  /// - Parameter limit: what is asked for of an amount; nil where nothing is asked of any.
  init(count: Int, limit: ((Int) -> ClosedRange<Millionths>?)?) {
    values = Array(repeating: 0, count: count)
    limits =
      limit.map { limit in
        (0..<count).map { index in
          limit(index).map { FixedPoint.clamped($0.lowerBound.count)...FixedPoint.clamped($0.upperBound.count) }
        }
      } ?? []
  }

  var indices: Range<Int> { values.indices }

  @inline(__always)
  subscript(index: Int) -> Int64 { values[index] }

  mutating func add(_ amount: Int64, _ index: Int) { values[index] += amount }

  /// The least that is asked for.
  func least(_ index: Int) -> Int64 { limits.isEmpty ? 0 : limits[index]?.lowerBound ?? 0 }

  /// The most that is asked for.
  func most(_ index: Int) -> Int64 {
    limits.isEmpty ? FixedPoint.unlimited : limits[index]?.upperBound ?? FixedPoint.unlimited
  }
}
