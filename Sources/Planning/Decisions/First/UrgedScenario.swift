// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension DecisionProgram {
  /// The scenario with what others wait for as dear as all that hangs on it, and what is done as a whole or not at all so
  /// dear that hardly anything of it is left out.
  ///
  /// - Parameter closed: demands of which nothing is done.
  func urged(closed: Set<String>) -> Scenario {
    let scenario = open.written
    var waiting: [String: [String]] = [:]
    var costs: [String: Double] = [:]
    for (demand, item) in scenario.projects.flatMap(\.demands).enumerated() {
      for predecessor in item.staff?.after ?? [] where predecessor.share > 0 && !closed.contains(item.id) {
        waiting[predecessor.demand, default: []].append(item.id)
      }
      let copy = open.copiesOfDemand[demand][0]
      costs[item.id] = frame.unmetCost(copy) * wanted(copy).reduce(0, +)
    }
    guard !waiting.isEmpty || scenario.projects.contains(where: \.allOrNothing) else { return scenario }
    var sums: [String: Double] = [:]
    func sum(_ id: String) -> Double {
      if let known = sums[id] { return known }
      let result = (costs[id] ?? 0) + (waiting[id] ?? []).reduce(0) { $0 + sum($1) }
      sums[id] = result
      return result
    }
    var urged = scenario
    for project in urged.projects.indices {
      for place in urged.projects[project].demands.indices {
        let id = urged.projects[project].demands[place].id
        let isWhole = urged.projects[project].allOrNothing && !closed.contains(id)
        guard waiting[id] != nil || isWhole, let demand = open.index.demands[id] else { continue }
        let copy = open.copiesOfDemand[demand][0]
        let hours = wanted(copy).reduce(0, +)
        guard hours > 0 else { continue }
        urged.projects[project].demands[place].unmetCost = ExactDecimal(
          Int(min(1e12, (isWhole ? Tuning.Decisions.urgeOfWholes : 1) * sum(id) / hours).rounded(.up)))
      }
    }
    return urged
  }
}
