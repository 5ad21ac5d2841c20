// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What two plans decide otherwise in whole numbers. Who is on a team is in the assignments.
enum DecisionDifferences {
  typealias Difference = Comparison.DecisionDifference

  /// By kind, and by id in it.
  static func between(_ reference: PlanComparison.Candidate, _ other: PlanComparison.Candidate) -> [Difference] {
    let (before, after) = (reference.plan, other.plan)
    return starts(before, after) + undone(reference, other) + engagements(before, after) + trainings(before, after)
  }

  private static func starts(_ before: Plan, _ after: Plan) -> [Difference] {
    let (old, new) = (byKey(before.starts, \.project), byKey(after.starts, \.project))
    return ids(old, new).compactMap { id in
      let weeks = (old[id]?.weeks ?? 0, new[id]?.weeks ?? 0)
      guard weeks.0 != weeks.1 else { return nil }
      return Difference(
        .start, id, before: Wording.later(weeks.0), after: Wording.later(weeks.1),
        cost: (new[id]?.cost ?? .zero) - (old[id]?.cost ?? .zero))
    }
  }

  /// Projects of both scenarios that one plan does and the other does not.
  private static func undone(
    _ reference: PlanComparison.Candidate, _ other: PlanComparison.Candidate
  ) -> [Difference] {
    guard let old = reference.scenario, let new = other.scenario else { return [] }
    return old.projects.compactMap { project in
      guard let now = new.projects.first(where: { $0.id == project.id }) else { return nil }
      let isUndone = (reference.plan.leavesUndone(project), other.plan.leavesUndone(now))
      guard isUndone.0 != isUndone.1 else { return nil }
      return Difference(.project, project.id, before: Wording.done(!isUndone.0), after: Wording.done(!isUndone.1))
    }.sorted { precedes($0.id, $1.id) }
  }

  private static func engagements(_ before: Plan, _ after: Plan) -> [Difference] {
    let (old, new) = (byKey(before.engaged, \.staff), byKey(after.engaged, \.staff))
    return ids(old, new).compactMap { id in
      let heads = (old[id]?.heads ?? 0, new[id]?.heads ?? 0)
      guard heads.0 != heads.1 else { return nil }
      return Difference(
        .engagement, id, before: Wording.engaged(heads.0), after: Wording.engaged(heads.1),
        cost: (new[id]?.cost ?? .zero) - (old[id]?.cost ?? .zero))
    }
  }

  private static func trainings(_ before: Plan, _ after: Plan) -> [Difference] {
    let (old, new) = (before.trainings ?? [], after.trainings ?? [])
    func among(_ list: [Plan.BoughtTraining], _ one: Plan.BoughtTraining) -> Bool {
      list.contains { $0.staff == one.staff && $0.skill == one.skill }
    }
    let gone = old.filter { !among(new, $0) }.map { one in
      Difference(
        .training, one.staff, skill: one.skill, before: Wording.bought(true), after: Wording.bought(false),
        cost: Millionths.zero - one.cost)
    }
    let come = new.filter { !among(old, $0) }.map { one in
      Difference(
        .training, one.staff, skill: one.skill, before: Wording.bought(false), after: Wording.bought(true),
        cost: one.cost)
    }
    return (gone + come).sorted { one, two in
      one.id != two.id ? precedes(one.id, two.id) : precedes(one.skill ?? "", two.skill ?? "")
    }
  }

  private static func byKey<Entry>(_ entries: [Entry]?, _ key: (Entry) -> String) -> [String: Entry] {
    Dictionary((entries ?? []).map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func ids<Entry>(_ old: [String: Entry], _ new: [String: Entry]) -> [String] {
    Set(old.keys).union(new.keys).sorted(by: precedes)
  }
}

/// Choices of decisions in words.
extension Wording {
  static func later(_ weeks: Int) -> String {
    weeks == 0 ? "on time" : weeks == 1 ? "1 week later" : "\(weeks) weeks later"
  }

  static func done(_ isDone: Bool) -> String { isDone ? "done in full" : "left out" }

  static func engaged(_ heads: Int) -> String { heads == 0 ? "nobody engaged" : "\(heads) engaged" }

  static func bought(_ isBought: Bool) -> String { isBought ? "bought" : "not bought" }
}
