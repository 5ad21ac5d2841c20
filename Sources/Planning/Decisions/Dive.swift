// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import NativeSolver

/// Fixes whole columns kind by kind, the most decisive first, and solves again after each step, until all are whole.
struct Dive {
  /// A column that has to be whole.
  struct Whole {
    let column: Int
    /// How decisive it is: the lower, the more follows from it.
    let rank: Int
    /// Whether it is about least hours, which are worth having only where most of them is there.
    let isThreshold: Bool
  }

  let whole: [Whole]
  /// The bounds of the columns before anything is fixed.
  let lower: [Double]
  let upper: [Double]
  /// The objective that is to be beaten.
  let cutoff: Double

  /// A point in which all is whole, with its objective; nil where there is none this way. The bounds of the session are
  /// left as they were.
  ///
  /// - Parameters:
  ///   - first: the optimum with nothing fixed, where it is known.
  ///   - solve: solves as the session stands.
  func run(
    _ session: SimplexSession, from first: LinearResult? = nil, isOver: () -> Bool, solve: () -> LinearResult
  ) -> (point: [Double], objective: Double)? {
    var trail: [Int] = []
    defer { for column in trail { session.setColumnBounds(column, lower: lower[column], upper: upper[column]) } }
    func fix(_ column: Int, at value: Double) {
      let value = max(lower[column], min(upper[column], value))
      session.setColumnBounds(column, lower: value, upper: value)
    }
    var here = first ?? solve()
    for _ in 0..<Tuning.Decisions.mostDiveSteps {
      guard here.termination == .optimal, let point = here.primal, let objective = here.objective, objective < cutoff,
        !isOver()
      else { return nil }
      let step = next(point)
      guard !step.isEmpty else { return (point, objective) }
      for change in step {
        fix(change.column, at: change.value)
        trail.append(change.column)
      }
      here = solve()
      guard here.termination != .optimal || (here.objective ?? .infinity) >= cutoff else { continue }
      // The other way round.
      for change in step {
        fix(change.column, at: change.value > point[change.column] ? change.value - 1 : change.value + 1)
      }
      here = solve()
    }
    return nil
  }

  /// What is fixed next: of the most decisive kind that has fractions the largest.
  private func next(_ point: [Double]) -> [(column: Int, value: Double)] {
    let fractions = whole.filter { part in
      abs(point[part.column] - point[part.column].rounded()) > Tuning.Decisions.wholeness
    }
    guard let rank = fractions.map(\.rank).min() else { return [] }
    let kind = fractions.filter { $0.rank == rank }.sorted { left, right in
      let (one, other) = (point[left.column].fraction, point[right.column].fraction)
      return one == other ? left.column < right.column : one > other
    }
    let most = rank == 0 ? 1 : max(1, kind.count / Tuning.Decisions.diveShare)
    return kind.prefix(most).map { part in
      let value = point[part.column]
      return (part.column, part.isThreshold && value.fraction < 0.5 ? value.rounded(.down) : value.rounded(.up))
    }
  }
}

extension Double {
  /// What is above the next lower whole number.
  fileprivate var fraction: Double { self - rounded(.down) }
}
