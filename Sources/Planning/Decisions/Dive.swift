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
    var steps: [Step] = []
    defer { for step in steps { release(step, session) } }
    var here = first ?? solve()
    var returns = 0
    for _ in 0..<Tuning.Decisions.mostDiveSteps {
      guard here.termination == .optimal, let point = here.primal, let objective = here.objective, objective < cutoff,
        !isOver()
      else { return nil }
      let next = next(point)
      guard !next.isEmpty else { return (point, objective) }
      // As many as belong together, and if that leads nowhere the first of them alone.
      var tries = (next.count > 1 ? [next, [next[0]]] : [next]).map { Step(changes: $0, isOther: false) }[...]
      while true {
        guard var step = tries.popFirst() else {
          // Nor does what was fixed before: back to what has another side still.
          while let last = steps.last, last.isOther { release(steps.removeLast(), session) }
          guard let last = steps.popLast(), returns < Tuning.Decisions.mostDiveReturns else { return nil }
          release(last, session)
          returns += 1
          tries = [Step(changes: last.changes, isOther: true)]
          continue
        }
        for change in step.changes { fix(change.column, at: step.isOther ? change.other : change.value, session) }
        here = solve()
        if !isWorthwhile(here), !step.isOther {
          step.isOther = true
          for change in step.changes { fix(change.column, at: change.other, session) }
          here = solve()
        }
        if isWorthwhile(here) {
          steps.append(step)
          break
        }
        release(step, session)
        guard !isOver() else { return nil }
      }
    }
    return nil
  }

  private func isWorthwhile(_ result: LinearResult) -> Bool {
    result.termination == .optimal && (result.objective ?? .infinity) < cutoff
  }

  private func fix(_ column: Int, at value: Double, _ session: SimplexSession) {
    let value = max(lower[column], min(upper[column], value))
    session.setColumnBounds(column, lower: value, upper: value)
  }

  private func release(_ step: Step, _ session: SimplexSession) {
    for change in step.changes {
      session.setColumnBounds(change.column, lower: lower[change.column], upper: upper[change.column])
    }
  }

  /// Whole columns that are fixed together.
  private struct Step {
    let changes: [Change]
    /// Whether they are rounded the other way.
    var isOther: Bool
  }

  /// A whole column that is rounded, and the whole number on the other side.
  private struct Change {
    let column: Int
    let value: Double
    let other: Double
  }

  /// What is fixed next: of the most decisive kind that has fractions the largest.
  private func next(_ point: [Double]) -> [Change] {
    let fractions = whole.filter { point[$0.column].isFractional }
    guard let rank = fractions.map(\.rank).min() else { return [] }
    let kind = fractions.filter { $0.rank == rank }.sorted { left, right in
      let (one, other) = (point[left.column].fraction, point[right.column].fraction)
      return one == other ? left.column < right.column : one > other
    }
    let most = rank == 0 ? 1 : max(1, kind.count / Tuning.Decisions.diveShare)
    return kind.prefix(most).map { part in
      let value = point[part.column]
      let rounded = part.isThreshold && value.fraction < 0.5 ? value.rounded(.down) : value.rounded(.up)
      return Change(column: part.column, value: rounded, other: rounded > value ? rounded - 1 : rounded + 1)
    }
  }
}
