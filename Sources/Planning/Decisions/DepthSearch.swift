// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import NativeSolver

/// Branch and bound in a part of a program, depth first, each relaxation from the basis of the last one (R. J. Dakin, "A
/// tree-search algorithm for mixed integer programming problems", 1965).
///
/// A part is small and its relaxations are quick: what is looked for is a better point than the one known, soon.
struct DepthSearch {
  /// What became of a search.
  struct Outcome {
    /// The best point that is better than the one known.
    var found: (point: [Double], objective: Double)?
    /// Whether nothing was left out: there is no better point in the part.
    var isComplete = false
    var pivots = 0
  }

  private let model: LinearModel
  /// By whole column, how decisive it is: the lower, the more follows from it.
  private let ranks: [Int]
  /// A point that is known: where it leads is looked at first.
  private let known: [Double]?
  private let session: SimplexSession
  private var cutoff: Double
  private var outcome = Outcome()
  /// What was decided on the way, with what is to be looked at on the way back.
  private var path: [Branch] = []
  private var costs: PseudoCosts

  /// A whole column in a narrower range.
  private struct Branch {
    let place: Int
    /// The range before.
    let before: ClosedRange<Double>
    /// The other side, until it was looked at.
    var other: ClosedRange<Double>?
  }

  /// - Parameters:
  ///   - model: the part, with its whole columns.
  ///   - ranks: how decisive each whole column is.
  ///   - known: a point of the part that keeps the rows, if one is known.
  ///   - cutoff: the objective that is to be beaten.
  init(_ model: LinearModel, ranks: [Int], known: [Double]?, cutoff: Double) {
    self.model = model
    self.ranks = ranks
    self.known = known
    self.cutoff = cutoff
    var relaxed = model
    relaxed.integerColumns = []
    session = SimplexSession(relaxed)
    costs = PseudoCosts(count: model.integerColumns.count)
  }

  /// Searches until nothing is left or the work is done.
  ///
  /// - Parameter solve: solves as the session stands.
  mutating func run(pivots most: Int, isOver: () -> Bool, solve: (SimplexSession) -> LinearResult) -> Outcome {
    var parent: (objective: Double, place: Int, value: Double, isUp: Bool)?
    var isRoot = true
    while !isOver(), outcome.pivots < most {
      let here = solve(session)
      outcome.pivots += here.iterations
      guard here.termination == .optimal || here.termination == .infeasible else { return outcome }
      var next: (place: Int, value: Double)?
      if here.termination == .optimal, let point = here.primal, let objective = here.objective {
        if let parent {
          costs.learn(parent.place, from: parent.value, gain: objective - parent.objective, isUp: parent.isUp)
        }
        if objective < cutoff {
          if isRoot, let dual = here.dual { fixByReducedCosts(point, dual, objective) }
          next = branching(point)
          if next == nil {
            outcome.found = (point, objective)
            cutoff = DecisionRun.cutoff(below: objective)
          }
        }
        if let (place, value) = next {
          let isUp = goesUp(place, value)
          parent = (objective, place, value, isUp)
          split(place, value, isUp)
        }
      }
      isRoot = false
      if next == nil {
        parent = nil
        guard turnBack() else {
          outcome.isComplete = true
          return outcome
        }
      }
    }
    return outcome
  }

  /// Fixes what no better point moves (R. S. Garfinkel, G. L. Nemhauser, "Integer programming", 1972).
  private mutating func fixByReducedCosts(_ point: [Double], _ dual: [Double], _ objective: Double) {
    guard cutoff.isFinite else { return }
    let reduced = model.reducedCosts(dual)
    let room = cutoff - objective + 1e-6 * max(1, abs(cutoff))
    for column in model.integerColumns {
      let (lower, upper) = (session.model.columnLower[column], session.model.columnUpper[column])
      guard upper > lower else { continue }
      if reduced[column] > 0, point[column] <= lower + 1e-9 {
        session.setColumnBounds(
          column, lower: lower, upper: min(upper, lower + (room / reduced[column]).rounded(.down)))
      } else if reduced[column] < 0, point[column] >= upper - 1e-9 {
        session.setColumnBounds(
          column, lower: max(lower, upper - (room / -reduced[column]).rounded(.down)), upper: upper)
      }
    }
  }

  /// The whole column to split: of the most decisive kind with fractions the one whose sides cost most.
  private func branching(_ point: [Double]) -> (place: Int, value: Double)? {
    var best: (rank: Int, score: Double, place: Int, value: Double)?
    for (place, column) in model.integerColumns.enumerated() {
      let value = point[column]
      guard value.isFractional else { continue }
      let score = costs.score(place, at: value)
      if let best, (best.rank, -best.score) <= (ranks[place], -score) { continue }
      best = (ranks[place], score, place, value)
    }
    return best.map { ($0.place, $0.value) }
  }

  /// Whether the next whole number above is looked at first: that of the known point, else the nearest.
  private func goesUp(_ place: Int, _ value: Double) -> Bool {
    guard let known else { return value.fraction >= 0.5 }
    return known[model.integerColumns[place]] > value
  }

  private mutating func split(_ place: Int, _ value: Double, _ isUp: Bool) {
    let column = model.integerColumns[place]
    let before = session.model.columnLower[column]...session.model.columnUpper[column]
    let below = before.lowerBound...max(before.lowerBound, value.rounded(.down))
    let above = min(before.upperBound, value.rounded(.up))...before.upperBound
    path.append(Branch(place: place, before: before, other: isUp ? below : above))
    set(column, isUp ? above : below)
  }

  /// Goes back to the last branch whose other side was not looked at.
  ///
  /// - Returns: false where there is none.
  private mutating func turnBack() -> Bool {
    while var last = path.popLast() {
      let column = model.integerColumns[last.place]
      if let other = last.other {
        last.other = nil
        path.append(last)
        set(column, other)
        return true
      }
      set(column, last.before)
    }
    return false
  }

  private func set(_ column: Int, _ range: ClosedRange<Double>) {
    session.setColumnBounds(column, lower: range.lowerBound, upper: range.upperBound)
  }
}
