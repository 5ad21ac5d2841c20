// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import NativeSolver
internal import Processes

/// The native engine: prices by ascent, plans from the prices, until the two meet.
struct NativeSearch {
  /// The best amounts so far, with their value in floating point.
  private(set) var best: (plan: PlanAssembler, value: Double)?
  /// The ascent, once it has begun.
  private var ascent: PriceAscent?
  /// Where another method is to go on, other than where the ascent is.
  private var sharp: (point: [Double], prices: [Double])?
  private let formulation: Formulation
  private let empty: PlanAssembler
  /// Why the search ended.
  private(set) var end = End.stalled

  enum End: Sendable {
    /// The gap asked for was reached.
    case gap
    case limit(Limit)
    /// More sweeps do not help any more.
    case stalled
  }

  private let threads: Int

  init(_ formulation: Formulation, threads: Int = 1) {
    self.formulation = formulation
    self.threads = threads
    empty = PlanAssembler(formulation)
  }

  /// Sweeps over all rows so far.
  var sweeps: Int { ascent?.sweeps ?? 0 }

  /// The highest bound so far, in floating point; nil before the first sweep.
  var bound: Double? { ascent?.bestBound }
  /// The columns that are swept.
  var activeColumns: Int { ascent?.activeColumns ?? formulation.model.columnCount }

  /// Prices, by row, and a point from which another method goes on; nil before the first sweep.
  var prices: [Double]? { sharp?.prices ?? ascent?.bestDual }
  var primal: [Double]? { sharp?.point ?? ascent?.primal }

  /// The best prices so far, or zeros.
  var bestDual: [Double] { ascent?.bestDual ?? Array(repeating: 0, count: formulation.model.rowCount) }

  /// The relative gap in floating point; infinite without a plan.
  var gap: Double {
    guard let best, let ascent else { return .infinity }
    return (best.value - ascent.bestBound) / max(1, abs(best.value))
  }

  /// Goes on until the gap is reached, a limit is passed, or `sweeps` more are done.
  ///
  /// - Parameters:
  ///   - handsOver: to whom the search hands over: then it ends where the bound hardly rises any more.
  ///   - report: told after each round how far the search is.
  mutating func run(
    until goal: Double, sweeps budget: Int, handsOver: Successor? = nil, limits: SearchLimits,
    report: ((NativeSearch) -> Void)? = nil
  ) {
    if ascent == nil {
      ascent = PriceAscent(formulation.model, impliedBy: formulation.work.impliedBy, threads: threads)
    }
    let last = min(sweeps + budget, limits.work ?? Int.max)
    var quietRounds = 0
    var nextPlan = sweeps
    while true {
      let gapBefore = gap
      let boundBefore = ascent?.bestBound ?? 0
      let steps = max(1, min(Tuning.stepsPerRound, (last - sweeps) / Tuning.sweepsPerStep))
      ascent?.ascend(steps: steps, sweepsPerStep: Tuning.sweepsPerStep) { limits.passed != nil }
      let isLast = sweeps + Tuning.sweepsPerStep > last || limits.passed != nil
      if sweeps >= nextPlan || isLast {
        assemble()
        nextPlan = sweeps + Tuning.sweepsToNextPlan(after: sweeps)
      }
      report?(self)
      if gap <= goal {
        end = .gap
        return
      }
      if let limit = limits.passed {
        end = .limit(limit)
        return
      }
      if sweeps + Tuning.sweepsPerStep > last {
        end = endOfSweeps(limits)
        return
      }
      if let handsOver, sweeps >= Tuning.fewestSweeps, let bound = ascent?.bestBound,
        bound - boundBefore < max(Tuning.quietRise, Tuning.quietShareOfGap * goal) * abs(bound)
      {
        if handsOver == .interior {
          end = endOfSweeps(limits)
          return
        }
        settle(until: goal, limits: limits, report: report)
        end = gap <= goal ? .gap : limits.passed.map { .limit($0) } ?? endOfSweeps(limits)
        return
      }
      quietRounds = gap < gapBefore * Tuning.betterGap ? 0 : quietRounds + 1
      if quietRounds >= Tuning.mostQuietRounds {
        end = .stalled
        return
      }
    }
  }

  /// Who goes on from the point and the prices.
  enum Successor: Sendable {
    /// A simplex method, for which the point has to nearly satisfy the rows.
    case simplex
    /// The interior point method, which only needs to know what columns may be worth it.
    case interior
  }

  /// Takes a point and prices from elsewhere, in place of those of an ascent.
  mutating func begin(at point: [Double], prices: [Double]) { sharp = (point, prices) }

  /// Has the interior point method go on from the prices and the point.
  ///
  /// - Returns: the steps that it took, and whether its prices and its point are of use.
  mutating func sharpen(until goal: Double, limits: SearchLimits) -> (steps: Int, isSharp: Bool) {
    guard let primal, let prices else { return (0, false) }
    var sifting = InteriorSifting(
      formulation.programWithoutImpliedBounds, near: primal, prices: prices,
      blocks: formulation.rowBlocks,
      essential: formulation.work.columns.upperBound..<formulation.model.columnCount, threads: threads)
    let isSharp = sifting.solve(from: sharp == nil ? .rough : .close, until: goal) { steps in
      limits.passed != nil || limits.work.map { sweeps + steps >= $0 } ?? false
    }
    if isSharp { sharp = (sifting.point, sifting.prices) }
    return (sifting.steps, isSharp)
  }

  /// Why the search ends where the sweeps are used up.
  private func endOfSweeps(_ limits: SearchLimits) -> End {
    limits.work.map { sweeps + Tuning.sweepsPerStep > $0 } ?? false ? .limit(.work) : .stalled
  }

  /// Lets the point settle, and looks now and then whether a plan made of it reaches the gap.
  private mutating func settle(until goal: Double, limits: SearchLimits, report: ((NativeSearch) -> Void)?) {
    var left = min(
      Tuning.settlingSteps(rows: formulation.model.rowCount),
      max(0, (limits.work ?? Int.max) - sweeps) / Tuning.sweepsPerStep)
    while left > 0, gap > goal, limits.passed == nil {
      let isWide = goal >= Tuning.wideGap
      let steps = min(left, isWide ? Tuning.settlingRound : Tuning.longSettlingRound)
      ascent?.settle(steps: steps, sweepsPerStep: Tuning.sweepsPerStep) { limits.passed != nil }
      left -= steps
      // A narrow gap is for the other method to close: plans on the way are of no use.
      if isWide || left == 0 || limits.passed != nil { assemble() }
      report?(self)
    }
  }

  private mutating func assemble() {
    guard let ascent else { return }
    let assembler = assembled(ascent.primal, dual: ascent.bestDual)
    let value = assembler.value()
    if best.map({ value < $0.value }) ?? true { best = (assembler, value) }
  }

  /// Amounts made of a solver's figures.
  ///
  /// - Parameter keepsBack: whether equipment keeps back what rounding up on each day may add.
  func assembled(_ primal: [Double], dual: [Double], keepsBack: Bool = false) -> PlanAssembler {
    var assembler = empty
    assembler.amounts.keepsBack = keepsBack
    assembler.assemble(primal, dual: dual)
    return assembler
  }
}
