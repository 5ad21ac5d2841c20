// SPDX-License-Identifier: GPL-3.0-or-later

internal import NativeSolver

/// The native engine: prices by ascent, plans from the prices, until the two meet.
struct NativeSearch {
  /// The best amounts so far, with their value in floating point.
  private(set) var best: (amounts: ExactAmounts, value: Double)?
  private(set) var ascent: PriceAscent
  private let empty: PlanAssembler
  /// Why the search ended.
  private(set) var end = End.stalled

  enum End: Sendable {
    /// The gap asked for was reached.
    case gap
    case time
    case work
    /// More sweeps do not help any more.
    case stalled
  }

  init(_ formulation: Formulation) {
    empty = PlanAssembler(formulation)
    ascent = PriceAscent(formulation.model, impliedBy: formulation.impliedBy)
  }

  /// Sweeps over all rows so far.
  var sweeps: Int { ascent.sweeps }

  /// The relative gap in floating point; infinite without a plan.
  var gap: Double {
    guard let best else { return .infinity }
    return (best.value - ascent.bestBound) / max(1, abs(best.value))
  }

  /// Goes on until the gap is reached, a limit is passed, or `sweeps` more are done.
  mutating func run(until goal: Double, sweeps budget: Int, workLimit: Int?, seconds: Double?, clock: Stopwatch) {
    let last = min(ascent.sweeps + budget, workLimit ?? Int.max)
    var quietRounds = 0
    while true {
      let gapBefore = gap
      let steps = max(1, min(10, (last - ascent.sweeps) / Self.sweepsPerStep))
      ascent.ascend(steps: steps, sweepsPerStep: Self.sweepsPerStep)
      assemble()
      if gap <= goal {
        end = .gap
        return
      }
      if let seconds, clock.seconds >= seconds {
        end = .time
        return
      }
      if ascent.sweeps + Self.sweepsPerStep > last {
        end = workLimit.map { ascent.sweeps + Self.sweepsPerStep > $0 } ?? false ? .work : .stalled
        return
      }
      quietRounds = gap < gapBefore * 0.98 ? 0 : quietRounds + 1
      if quietRounds >= 12 {
        end = .stalled
        return
      }
    }
  }

  private mutating func assemble() {
    let assembler = assembled(ascent.primal, dual: ascent.bestDual)
    let value = assembler.value()
    if best.map({ value < $0.value }) ?? true { best = (assembler.amounts, value) }
  }

  /// Amounts made of a solver's figures.
  func assembled(_ primal: [Double], dual: [Double]) -> PlanAssembler {
    var assembler = empty
    assembler.assemble(primal, dual: dual)
    return assembler
  }

  private static let sweepsPerStep = 4
}
