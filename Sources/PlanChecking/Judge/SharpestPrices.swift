// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension PlanChecker {
  /// Of two prices of the problem of each step those with the higher bound, up to the first step of which none are known.
  ///
  /// - Parameters:
  ///   - prices: by step.
  ///   - others: by the number of the step.
  ///   - appraisal: of the plan that the bounds are for.
  ///   - limits: further limits on the plans that the steps are about.
  package func sharpest(
    _ prices: [StepPrices], or others: [Int: StepPrices], for appraisal: Appraisal, limits: PlanLimits?
  ) -> [StepPrices] {
    let (steps, reached) = (facts.order, appraisal.reached)
    guard reached.count == steps.count else { return prices }
    var result: [StepPrices] = []
    for step in steps.indices {
      let known = prices.indices.contains(step) ? prices[step] : nil
      guard let first = known ?? others[step] else { break }
      guard known != nil, let other = others[step] else {
        result.append(first)
        continue
      }
      let bounds = [first, other].map {
        bound(Array(steps[...step]), $0, reached: Array(reached[..<step]), limits: limits)
      }
      result.append(bounds[1] > bounds[0] ? other : first)
    }
    return result
  }
}
