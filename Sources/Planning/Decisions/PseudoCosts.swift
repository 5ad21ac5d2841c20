// SPDX-License-Identifier: GPL-3.0-or-later

/// What it cost so far to round whole columns down and up, for each whole by which that moved them (M. Benichou and others,
/// "Experiments in mixed-integer linear programming", 1971).
struct PseudoCosts {
  private var costs: [(down: Mean, up: Mean)]
  /// Of all columns, for those that were not rounded yet.
  private var all = (down: Mean(), up: Mean())

  private struct Mean {
    private var sum = 0.0
    private var count = 0.0
    var value: Double? { count > 0 ? sum / count : nil }
    mutating func add(_ value: Double) { (sum, count) = (sum + value, count + 1) }
  }

  /// - Parameter count: how many whole columns there are.
  init(count: Int) { costs = Array(repeating: (Mean(), Mean()), count: count) }

  /// Learns from a column that was rounded; nothing where it was whole.
  ///
  /// - Parameters:
  ///   - value: what it was before.
  ///   - gain: by how much the relaxation became dearer.
  mutating func learn(_ place: Int, from value: Double, gain: Double, isUp: Bool) {
    guard value.isFractional else { return }
    let cost = max(0, gain) / (isUp ? 1 - value.fraction : value.fraction)
    if isUp {
      costs[place].up.add(cost)
      all.up.add(cost)
    } else {
      costs[place].down.add(cost)
      all.down.add(cost)
    }
  }

  /// Whether a column was rounded both ways.
  func isKnown(_ place: Int) -> Bool { costs[place].down.value != nil && costs[place].up.value != nil }

  /// How much is expected of splitting a column, the more the better.
  func score(_ place: Int, at value: Double) -> Double {
    let down = (costs[place].down.value ?? all.down.value ?? 1) * value.fraction
    let up = (costs[place].up.value ?? all.up.value ?? 1) * (1 - value.fraction)
    // Both sides have to become dearer (T. Achterberg, T. Koch, A. Martin, "Branching rules revisited", 2005).
    return max(1e-9, down) * max(1e-9, up)
  }
}

extension Double {
  /// What is above the next lower whole number.
  var fraction: Double { self - rounded(.down) }

  /// Whether a whole column with this value is not whole.
  var isFractional: Bool { abs(self - rounded()) > Tuning.Decisions.wholeness }
}
