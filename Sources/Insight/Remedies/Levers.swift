// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
internal import Planning

extension Explainer {
  /// The changes of the whole scenario that save most, each carried out and solved.
  ///
  /// Dual values say what each possible change saves at most, and together with what is unmet lead to a guess. Of a small
  /// program very many changes are solved, in the order of what they save at most, until nothing that is left can save more;
  /// of a large one two more than are wanted, in the order of the guesses. Of the trainings in one skill the best two are
  /// given.
  ///
  /// - Parameters:
  ///   - count: so many are wanted.
  ///   - concurrent: how many are solved at a time.
  /// - Returns: nil where the optimum is not known, and nothing is decided in whole numbers.
  package func levers(_ count: Int, concurrent: Int = 2) async -> Explanation.Levers? {
    if scenario.hasDecisions { return await leversOfDecisions(count, concurrent: concurrent) }
    guard let sensitivity = await sensitivity() else { return nil }
    let facts = PlanFacts(scenario, base, prices)
    let isSmall = sensitivity.columnCount < Self.smallProgram
    let (levers, passedOver) = Self.order(LeverCandidates(facts, sensitivity).levers(), isSmall: isSmall)
    let most = count == 0 ? 0 : isSmall ? 4 * count + 40 : count + 2
    var found: [(order: Int, remedy: Plan.Remedy)] = []
    var next = 0
    // Only what can still be among the best is worth solving.
    func isWorthwhile(_ position: Int) -> Bool {
      guard position < min(levers.count, most), !Task.isCancelled else { return false }
      guard found.count >= count, let least = found[count - 1].remedy.saves?.doubleValue else { return true }
      return (isSmall ? levers[position].savesAtMost : levers[position].guess) > least
    }
    while isWorthwhile(next) {
      // In rounds, so that what is solved does not depend on which of two is ready first.
      let round = next..<min(levers.count, most, next + max(1, concurrent))
      next = round.upperBound
      found += await withTaskGroup(of: (Int, Plan.Remedy?).self) { group in
        for position in round {
          guard let patch = ScenarioPatch(levers[position].candidate.change, of: scenario) else { continue }
          group.addTask { (position, await self.confirmed(levers[position].candidate, patch)?.remedy) }
        }
        return await group.reduce(into: []) { found, entry in
          if let remedy = entry.1 { found.append((entry.0, remedy)) }
        }
      }
      found.sort {
        let (left, right) = ($0.remedy.saves ?? .zero, $1.remedy.saves ?? .zero)
        return left != right ? left > right : $0.order < $1.order
      }
      var trainings: [String: Int] = [:]
      found.removeAll { entry in
        guard let skill = levers[entry.order].skill else { return false }
        trainings[skill, default: 0] += 1
        return trainings[skill] ?? 0 > Self.trainingsOfSkill
      }
    }
    let left = levers.dropFirst(next) + passedOver
    var remedies = found.map(\.remedy)
    if count > 0, isSmall {
      // No price says what a later start saves.
      let trials = DecisionLevers(scenario, base).candidates().prefix(Self.laterStarts).compactMap { candidate in
        ScenarioPatch(candidate.change, of: scenario).map { (candidate, $0) }
      }
      let solved = await confirmed(trials, concurrent: concurrent)
      remedies = Self.merged(remedies, trials.compactMap { solved[$0.1.text]?.remedy })
    }
    return Explanation.Levers(
      found: Array(remedies.prefix(count)), untried: left.count,
      untriedSaveAtMost: left.map(\.savesAtMost).max().flatMap { Millionths(nearest: $0.rounded(.up)) })
  }

  /// Levers in the order in which they are tried: by what they save at most, or in large programs by the guess; then of the
  /// trainings in one skill only some are tried.
  private static func order(
    _ levers: [LeverCandidates.Lever], isSmall: Bool
  ) -> (levers: [LeverCandidates.Lever], passedOver: [LeverCandidates.Lever]) {
    let sorted = levers.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if isSmall { return a.savesAtMost != b.savesAtMost ? a.savesAtMost > b.savesAtMost : left.offset < right.offset }
      return a.isBetter(than: b) || !b.isBetter(than: a) && left.offset < right.offset
    }.map(\.element)
    if isSmall { return (sorted, []) }
    var trainings: [String: Int] = [:]
    var kept: [LeverCandidates.Lever] = []
    var passedOver: [LeverCandidates.Lever] = []
    for lever in sorted {
      if let skill = lever.skill { trainings[skill, default: 0] += 1 }
      if let skill = lever.skill, trainings[skill] ?? 0 > trainingsOfSkill {
        passedOver.append(lever)
      } else {
        kept.append(lever)
      }
    }
    return (kept, passedOver)
  }

  private static func merged(_ remedies: [Plan.Remedy], _ others: [Plan.Remedy]) -> [Plan.Remedy] {
    (remedies + others).enumerated().sorted { left, right in
      let (a, b) = (left.element.saves ?? .zero, right.element.saves ?? .zero)
      return a != b ? a > b : left.offset < right.offset
    }.map(\.element)
  }

  /// So many projects of which something is unmet are tried with a later start.
  private static var laterStarts: Int { 3 }

  /// Programs with fewer columns are solved in no time.
  static var smallProgram: Int { 6_000 }
  private static var trainingsOfSkill: Int { 2 }
}

extension LeverCandidates.Lever {
  /// The skill that somebody is trained in.
  fileprivate var skill: String? {
    if case .skill(_, let skill) = candidate.change { skill.name } else { nil }
  }
}
