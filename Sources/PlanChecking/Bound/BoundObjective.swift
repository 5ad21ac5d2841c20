// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// What a bound is for: a weighted sum of what the steps of an order are about. By default the value alone.
struct BoundObjective {
  /// The weight of each term of the value.
  var value = 1.0
  /// That of a promised hour that is not kept.
  var commitments = 0.0
  /// That of the money for what is unmet of each demand; nil for 0.
  var unmet: [Double]?
  /// That of an hour times the number of its period, and times the number of periods after it.
  var early = 0.0
  var late = 0.0
  /// That of the greatest share of anybody's regular hours.
  var balanced = 0.0

  init() {}

  /// - Parameters:
  ///   - weights: of the first steps of an order, one for each.
  init(_ steps: [OrderStep], _ weights: [Double], _ facts: ScenarioFacts) {
    value = 0
    for (step, weight) in zip(steps, weights) where weight != 0 {
      switch step {
      case .commitments: commitments += weight
      case .priority(let priority):
        var unmet = unmet ?? Array(repeating: 0, count: facts.demands.count)
        for (index, demand) in facts.demands.enumerated() where demand.priority == priority { unmet[index] += weight }
        self.unmet = unmet
      case .value: value += weight
      case .early: early += weight
      case .late: late += weight
      case .balanced: balanced += weight
      }
    }
  }

  /// What an hour of work in a period costs besides money.
  func hour(in period: Int, of periods: Int) -> Double {
    if early == 0, late == 0 { return 0 }
    return early * Double(period) + late * Double(periods - 1 - period)
  }
}
