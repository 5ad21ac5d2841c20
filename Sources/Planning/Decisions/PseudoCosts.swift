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

  /// Learns from a column that was rounded.
  ///
  /// - Parameters:
  ///   - gain: by how much the relaxation became dearer.
  ///   - distance: by how much the column had to move, above 0.
  mutating func learn(_ place: Int, gain: Double, distance: Double, isUp: Bool) {
    let cost = max(0, gain) / max(1e-6, distance)
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
    let fraction = value - value.rounded(.down)
    let down = (costs[place].down.value ?? all.down.value ?? 1) * fraction
    let up = (costs[place].up.value ?? all.up.value ?? 1) * (1 - fraction)
    return Self.score(down: down, up: up)
  }

  /// Both sides have to become dearer (T. Achterberg, T. Koch, A. Martin, "Branching rules revisited", 2005).
  static func score(down: Double, up: Double) -> Double { max(1e-9, down) * max(1e-9, up) }
}
