// SPDX-License-Identifier: GPL-3.0-or-later

import LinearModels
@testable import NativeSolver
import Testing

@Suite("Steps of the simplex method that are no progress") struct WatchTests {
  /// How many steps of a kind there are until something ends them.
  private func steps(
    of step: PrimalSimplex.Step, _ limits: SolveLimits = SolveLimits(), stalled: Int = 0
  ) -> (count: Int, end: Termination?) {
    var watch = Watch(limits, first: 0, size: 100)
    for count in 1...20_000_000 {
      if let end = watch.end(after: step, pivots: 0, stalled: stalled) { return (count, end) }
    }
    return (20_000_000, nil)
  }

  private static let idle: [PrimalSimplex.Step] = [.skip, .optimal, .unbounded, .inaccurate, .flip]

  @Test("end by themselves, whatever they are", arguments: idle)
  func endWithoutALimit(_ step: PrimalSimplex.Step) {
    #expect(steps(of: step) == (10_101, .numericalTrouble))
  }

  @Test(
    "end at a limit of time, whatever they are", arguments: idle + [.pivot])
  func endAtALimit(_ step: PrimalSimplex.Step) {
    #expect(steps(of: step, SolveLimits(seconds: 0)) == (16, .limit(.time)))
  }

  @Test("and pivots that move nothing end, too") func pivots() {
    #expect(steps(of: .pivot, stalled: 101_001) == (1, .numericalTrouble))
    #expect(steps(of: .pivot) == (10_100_001, .numericalTrouble))
  }
}
