// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
internal import Planning

extension Explainer {
  /// The changes of the whole scenario that save most, each carried out and solved.
  ///
  /// What each possible change saves at most follows from the dual values of the optimum. Changes are solved in that order,
  /// until so many are found and nothing that is left can save more, or until many times as many were solved.
  ///
  /// - Parameters:
  ///   - count: so many are wanted.
  ///   - concurrent: how many are solved at a time.
  /// - Returns: nil where the optimum is not known.
  public func levers(_ count: Int, concurrent: Int = 2) async -> Explanation.Levers? {
    guard let sensitivity = await sensitivity() else { return nil }
    let facts = PlanFacts(scenario, base, prices)
    let levers = LeverCandidates(facts, sensitivity).levers()
    var found: [(order: Int, remedy: Plan.Remedy)] = []
    var next = 0
    // Only what can still be among the best is worth solving.
    func isWorthwhile(_ position: Int) -> Bool {
      guard position < min(levers.count, Self.mostTrials(count)), !Task.isCancelled else { return false }
      guard found.count >= count, let least = found[count - 1].remedy.saves else { return true }
      return levers[position].savesAtMost > least.doubleValue
    }
    while isWorthwhile(next) {
      // In rounds, so that what is solved does not depend on which of two is ready first.
      let round = next..<min(levers.count, next + max(1, concurrent))
      next = round.upperBound
      found += await withTaskGroup(of: (Int, Plan.Remedy?).self) { group in
        for position in round {
          guard let patch = ScenarioPatch(levers[position].candidate.change, of: scenario) else { continue }
          group.addTask { (position, await self.confirmed(levers[position].candidate, patch)) }
        }
        return await group.reduce(into: []) { found, entry in
          if let remedy = entry.1 { found.append((entry.0, remedy)) }
        }
      }
      found.sort {
        let (left, right) = ($0.remedy.saves ?? .zero, $1.remedy.saves ?? .zero)
        return left != right ? left > right : $0.order < $1.order
      }
    }
    let left = levers.dropFirst(next)
    return Explanation.Levers(
      found: found.prefix(count).map(\.remedy), untried: left.count,
      untriedSaveAtMost: left.first.flatMap { Millionths(nearest: $0.savesAtMost.rounded(.up)) })
  }

  private static func mostTrials(_ count: Int) -> Int { count == 0 ? 0 : 4 * count + 20 }
}
