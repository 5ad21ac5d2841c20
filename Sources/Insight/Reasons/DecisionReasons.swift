// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What of an unmet amount is due to decisions in whole numbers, before anything else is looked at: a project that is left
/// undone as a whole, work that waits for other work, a team that is not complete.
struct DecisionReasons {
  private let facts: PlanFacts
  private let entry: Plan.UnmetEntry
  private let index: Int

  init(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, index: Int) {
    self.facts = facts
    self.entry = entry
    self.index = index
  }

  /// The one reason for all of it; nil where other reasons are to be looked for.
  func part() -> Reasons.Part? {
    let place = facts.places[index]
    let project = facts.scenario.projects[place.project]
    if facts.plan.leavesUndone(project) {
      return Reasons.Part(
        kind: .notWorthIt, amount: entry.amount.count,
        detail:
          "\(project.name) is done in full or not at all: it would need all of its \(needs(project)), and no plan was found in "
          + "which doing that costs less than leaving it")
    }
    guard let work = facts.scenario.demand(at: place).staff else { return nil }
    return waiting(work) ?? team(work, place)
  }

  /// What a project wants in all, such as `200 h and 14 unit-days`.
  private func needs(_ project: Project) -> String {
    let wanted = facts.plan.summary.projects.first { $0.id == project.id }
    let texts = [(wanted?.hours.wanted, "h"), (wanted?.unitDays.wanted, "unit-days")].compactMap { amount, unit in
      amount.flatMap { $0.count > 0 ? "\(Wording.amount($0.count)) \(unit)" : nil }
    }
    return texts.isEmpty ? "work" : Wording.list(texts)
  }

  /// Work that may not begin, because what it waits for is not met far enough.
  private func waiting(_ work: StaffDemand) -> Reasons.Part? {
    for predecessor in work.after {
      guard let before = facts.demandIndex[predecessor.demand] else { continue }
      let wanted = facts.scenario.hours(of: facts.places[before])
      let unmet = facts.plan.unmet.reduce(Millionths.zero) { $1.demand == predecessor.demand ? $0 + $1.amount : $0 }
      let met = wanted.doubleValue - unmet.doubleValue
      let missing = predecessor.share.doubleValue * wanted.doubleValue - met
      guard missing > 1e-4 else { continue }
      let name = facts.scenario.demand(at: facts.places[before]).name
      return Reasons.Part(
        kind: .after, amount: entry.amount.count,
        detail:
          "It waits for \(name), of which \(Wording.hours(Int128((missing * 1e6).rounded()))) are missing before it may begin"
      )
    }
    return nil
  }

  /// A team on which nobody works.
  private func team(_ work: StaffDemand, _ place: Scenario.DemandPlace) -> Reasons.Part? {
    guard let team = work.team, team.min > 1 else { return nil }
    let id = facts.scenario.demand(at: place).id
    guard !facts.plan.assignments.contains(where: { $0.demand == id }) else { return nil }
    let people = facts.candidates(for: work.requirements, window: facts.windows[index])
    let heads = people.reduce(0) { $0 + facts.scenario.staff[$1.staff].headcount }
    guard heads > 0 else { return nil }
    return Reasons.Part(
      kind: .team, amount: entry.amount.count,
      detail: heads < team.min
        ? "Its team has at least \(team.min) people, and only \(heads) can work on it"
        : "Its team has at least \(team.min) people, and so many are not worth it")
  }
}
