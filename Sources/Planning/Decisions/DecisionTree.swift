// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// Branch and bound over the whole columns of a ``DecisionProgram``: the case with the lowest bound is split in two (A. H.
/// Land, A. G. Doig, "An automatic method of solving discrete programming problems", 1960).
///
/// It proves: at any time its open and closed cases together leave no plan out, and each has the prices of its relaxation.
struct DecisionTree {
  /// A part of the program that may have to be split.
  struct Case {
    /// Whole columns in narrower ranges, by their places among the switches.
    fileprivate var ranges: [Int: ClosedRange<Double>]
    /// The objective of the relaxation.
    var bound: Double
    /// The optimum of the relaxation, and its prices.
    fileprivate var point: [Double]
    fileprivate var dual: [Double]
    /// The number of its proof: its own, or that of the last case before anything was split that a checker does not know.
    fileprivate var proof: Int
  }

  /// What a checker can follow: which decisions a case leaves open, and its prices.
  struct Proof {
    var ranges: [Int: ClosedRange<Double>]
    var dual: [Double]
  }

  private let program: DecisionProgram
  /// Cases that are not split yet, the one with the lowest bound first.
  private(set) var open: [Case]
  /// The proofs of those that need not be: nothing in them is better than the best point known.
  private var closed: [Int] = []
  private var allProofs: [Proof]

  /// The proofs of all cases, which leave nothing out.
  var proofs: [Proof] { Set(open.map(\.proof) + closed).sorted().map { allProofs[$0] } }

  /// What is split.
  enum Aim {
    /// What is not whole: it ends with the best point.
    case points
    /// Decisions about the scenario, whole or not: it ends with one scenario in each case, and a bound that a checker can
    /// follow.
    case scenarios
  }

  private let aim: Aim
  private var costs: PseudoCosts

  /// - Parameter root: the optimum of the relaxation; nil where it has none yet.
  init?(_ program: DecisionProgram, root: LinearResult?, aim: Aim = .points) {
    self.aim = aim
    guard let root, let dual = root.dual, let bound = root.objective, let point = root.primal else { return nil }
    self.program = program
    costs = PseudoCosts(count: program.switches.count)
    allProofs = [Proof(ranges: [:], dual: dual)]
    open = [Case(ranges: [:], bound: bound, point: point, dual: dual, proof: 0)]
  }

  /// Splits cases until no open one is below the cutoff, or a limit of the search has passed.
  ///
  /// - Parameters:
  ///   - most: the cases that there may be.
  ///   - cutoff: what a point has to be below to be of use; asked again after each point that was found.
  ///   - isEnough: whether there may be no more than so many cases.
  ///   - found: called with points in which all is whole.
  mutating func grow(
    _ search: inout DecisionSearch, most: Int, cutoff: () -> Double, isEnough: (Int) -> Bool = { _ in false },
    found: (DecisionSearch.Found) -> Void = { _ in }
  ) {
    while let first = open.first, open.count + closed.count < most, !search.isOver,
      !isEnough(open.count + closed.count)
    {
      guard first.bound < cutoff() else { return }
      open.removeFirst()
      guard let place = branching(first, cutoff(), &search) ?? unfixed(first.ranges) else {
        if aim == .points {
          found(DecisionSearch.Found(point: program.rounded(first.point), objective: first.bound))
        }
        closed.append(first.proof)
        continue
      }
      for (side, part) in parts(place, first).enumerated() {
        let bound = add(first.ranges.merging(part) { $1 }, parent: first, cutoff(), &search)
        if let bound, isPlain(place) { learn(place, first, bound, isUp: side == 1) }
      }
    }
  }

  /// Solves a case and puts it where it belongs.
  ///
  /// - Returns: the objective of its relaxation.
  @discardableResult
  private mutating func add(
    _ ranges: [Int: ClosedRange<Double>], parent: Case, _ cutoff: Double, _ search: inout DecisionSearch
  ) -> Double? {
    let result = search.solve(within: ranges)
    if result.termination == .optimal, let dual = result.dual, let bound = result.objective, let point = result.primal {
      let here = Case(
        ranges: ranges, bound: max(bound, parent.bound), point: point, dual: dual, proof: proof(ranges, dual, parent))
      open.insert(here, at: open.firstIndex { $0.bound > here.bound } ?? open.count)
      return bound
    }
    if result.termination == .infeasible, let ray = result.ray {
      let dual = search.prices(from: parent.dual, ray: ray, within: ranges, reaching: cutoff)
      closed.append(proof(ranges, dual, parent))
    } else {
      // Not solved: what is known is what was known of the whole.
      closed.append(proof(ranges, parent.dual, parent))
    }
    return nil
  }

  /// Whether a switch is split into what is below and above its value.
  private func isPlain(_ place: Int) -> Bool { if case .copy = program.switches[place] { false } else { true } }

  private mutating func learn(_ place: Int, _ parent: Case, _ bound: Double, isUp: Bool) {
    costs.learn(place, from: parent.point[program.first + place], gain: bound - parent.bound, isUp: isUp)
  }

  /// The number of the proof of a part of a case.
  private mutating func proof(_ ranges: [Int: ClosedRange<Double>], _ dual: [Double], _ parent: Case) -> Int {
    guard ranges.keys.allSatisfy({ program.isKnownToChecker($0) }) else { return parent.proof }
    allProofs.append(Proof(ranges: ranges, dual: dual))
    return allProofs.count - 1
  }

  /// The whole column to be split: of the most decisive kind with fractions the one whose sides are expected to become
  /// dearest. A few of which nothing is known are tried.
  private mutating func branching(_ here: Case, _ cutoff: Double, _ search: inout DecisionSearch) -> Int? {
    let candidates = candidates(here)
    if candidates.count > 1 { tryUnknown(candidates, here, cutoff, &search) }
    var best: (score: Double, place: Int)?
    for place in candidates {
      let score = score(place, here)
      if best.map({ score > $0.score }) ?? true { best = (score, place) }
    }
    return best?.place
  }

  /// The whole columns with fractions of the most decisive kind. What a checker does not know comes last: with it the case
  /// proves no more than before.
  private func candidates(_ here: Case) -> [Int] {
    var rank = (Int.max, Int.max)
    var found: [Int] = []
    for (place, what) in program.switches.enumerated() {
      guard here.point[program.first + place].isFractional, aim == .points || what.isOfScenario else { continue }
      let own = (program.isKnownToChecker(place) ? 0 : 1, what.rank)
      guard own <= rank else { continue }
      if own < rank { (rank, found) = (own, []) }
      found.append(place)
    }
    return found
  }

  private func score(_ place: Int, _ here: Case) -> Double { costs.score(place, at: here.point[program.first + place]) }

  /// Splits a case for a try at those of which nothing is known and most is expected, and remembers what that brought.
  private mutating func tryUnknown(
    _ candidates: [Int], _ here: Case, _ cutoff: Double, _ search: inout DecisionSearch
  ) {
    let unknown = candidates.filter { isPlain($0) && !costs.isKnown($0) }.sorted {
      let (one, other) = (score($0, here), score($1, here))
      return one == other ? $0 < $1 : one > other
    }
    for place in unknown.prefix(Tuning.Decisions.mostTries) where !search.isOver {
      for (side, part) in parts(place, here).enumerated() {
        let result = search.solve(within: here.ranges.merging(part) { $1 })
        // A side without points is as good as one that reaches the cutoff.
        let end = result.termination == .infeasible && cutoff.isFinite ? cutoff : nil
        if let bound = result.termination == .optimal ? result.objective : end {
          learn(place, here, bound, isUp: side == 1)
        }
      }
    }
  }

  /// A decision about the scenario that is whole by chance.
  private func unfixed(_ ranges: [Int: ClosedRange<Double>]) -> Int? {
    guard aim == .scenarios else { return nil }
    return program.switches.indices.first { place in
      let column = program.first + place
      let range = ranges[place] ?? program.model.columnLower[column]...program.model.columnUpper[column]
      switch program.switches[place] {
      case .copy(let copy):
        // Of the starts of a project one is meant: several that are left are to be split.
        let project = program.open.copies[copy].project
        let isUndone = program.place(.undone(project: project)).flatMap { ranges[$0]?.lowerBound } ?? 0 > 0.5
        return !isUndone && range.upperBound > 0.5 && starts(of: project, ranges).left.count > 1
      case let what where what.isOfScenario: return range.lowerBound < range.upperBound
      default: return false
      }
    }
  }

  /// How many scenarios there are at most; nil above a limit.
  static func scenarios(_ program: DecisionProgram, most: Int) -> Int? {
    var count = 1
    for (project, weeks) in program.open.weeks.enumerated() {
      count *= weeks.count + (program.open.written.projects[project].allOrNothing ? 1 : 0)
      if count > most { return nil }
    }
    for person in program.open.written.staff {
      count *= (person.external.map { $0.heads + 1 } ?? 1) << min(20, person.training.count)
      if count > most { return nil }
    }
    return count
  }

  /// The two parts that a case is split into, as ranges of switches.
  private func parts(_ place: Int, _ parent: Case) -> [[Int: ClosedRange<Double>]] {
    if case .copy(let copy) = program.switches[place] {
      return parts(ofProject: program.open.copies[copy].project, parent)
    }
    let column = program.first + place
    let low = parent.ranges[place]?.lowerBound ?? program.model.columnLower[column]
    let high = parent.ranges[place]?.upperBound ?? program.model.columnUpper[column]
    if low == high { return [[place: low...high]] }
    let middle = min(max(parent.point[column].rounded(.down), low), high - 1)
    return [[place: low...middle], [place: (middle + 1)...high]]
  }

  /// Starts up to a week, and after it: a part of the copies each. Where one start is left, whether it is done at all.
  private func parts(ofProject project: Int, _ parent: Case) -> [[Int: ClosedRange<Double>]] {
    let (places, left) = starts(of: project, parent.ranges)
    guard let first = left.first, let last = left.last, last > first else {
      let undone = program.place(.undone(project: project)) ?? places[left.first ?? 0]
      return [[undone: 0...0], [undone: 1...1]]
    }
    let values = places.map { parent.point[program.first + $0] }
    let mean = zip(values.indices, values).reduce(0) { $0 + Double($1.0) * $1.1 } / max(1e-9, values.reduce(0, +))
    let middle = min(max(Int(min(mean, 1e6)), first), last - 1)
    var parts: [[Int: ClosedRange<Double>]] = [[:], [:]]
    for (position, place) in places.enumerated() { parts[position <= middle ? 1 : 0][place] = 0...0 }
    return parts
  }

  /// The switches of the starts of a project, and the positions of those that are left.
  private func starts(of project: Int, _ ranges: [Int: ClosedRange<Double>]) -> (places: [Int], left: [Int]) {
    let places = program.open.copies.indices.filter { program.open.copies[$0].project == project }
      .compactMap { program.place(.copy($0)) }
    return (places, places.indices.filter { (ranges[places[$0]]?.upperBound ?? 1) > 0.5 })
  }
}
