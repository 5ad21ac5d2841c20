// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension ScenarioFacts {
  /// What the grid may cost: a millionth for each entry of the lists, at the largest of the prices of an unmet unit of its
  /// demand, of a promised hour and of a changed hour. On the grid, a half goes up.
  func rounding(of references: PlanReferences) -> Millionths {
    var counts = [Int](repeating: 0, count: demands.count)
    func count(_ demand: Int) { if demand >= 0 { counts[demand] += 1 } }
    for of in references.assignments { count(of.demand) }
    for of in references.overtime { count(of.demand) }
    for of in references.assetUse { count(of.demand) }
    for of in references.operating { count(of.demand) }
    for demand in references.unmet { count(demand) }
    for of in references.brokenCommitments { count(of.demand) }
    var least = penalties.commitmentPerHour
    if least < penalties.changePerHour { least = penalties.changePerHour }
    var sum = Rational.zero
    for (demand, count) in counts.enumerated() where count > 0 {
      let price = demands[demand].unmetRate.exact
      sum += (price < least ? least : price) * Rational(count)
    }
    return (sum / Rational(1_000_000)).nearestMillionths
  }
}
