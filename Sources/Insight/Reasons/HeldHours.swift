// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What the candidates for a demand do instead, in groups.
struct HeldHours {
  private(set) var groups: [Group] = []
  /// What each person does, by group, in the order of the persons.
  private(set) var shares: [Share] = []
  /// The demands for which hours are promised.
  private(set) var promised: [Int] = []

  init() {
    groups.reserveCapacity(4)
    shares.reserveCapacity(8)
  }

  /// What a person does of a group.
  struct Share {
    let group: Int
    let person: Int
    /// In effective hours.
    var effective: Int128
  }

  /// What candidates do instead: a project, running an asset, or promised work.
  struct Group {
    enum Kind: Hashable {
      case project(Int)
      case operating(Int)
      case promises

      var isProject: Bool { if case .project = self { true } else { false } }
      var rank: (Int, Int) {
        switch self {
        case .project(let index): (0, index)
        case .operating(let index): (1, index)
        case .promises: (2, 0)
        }
      }
    }
    let kind: Kind
    /// What shares name it by, whatever the order of the groups.
    let number: Int
    var effective: Int128 = 0
    var priority: ExactDecimal = 0
    /// The person and the demand of the group with most hours in one period; nil for what is no demand.
    var largest: (person: Int, demand: Int, effective: Int128)?
    /// The first and last position among the periods of the entry.
    var first: Int
    var last: Int

    func isBefore(_ other: Group) -> Bool {
      effective != other.effective ? effective > other.effective : kind.rank < other.kind.rank
    }
  }

  /// Adds what a candidate does in a period, unless it is for the demand that is looked at.
  mutating func add(
    _ holding: PlanFacts.Holding, of candidate: PlanFacts.Candidate, at position: Int, besides demand: Int,
    _ facts: PlanFacts
  ) {
    switch holding.work {
    case .demand(demand): break
    case .demand(let other):
      if holding.promised > 0 {
        add(
          .promises, holding.promised, of: candidate, at: position, priority: facts.priorities[other], demand: other)
        if !promised.contains(other) { promised.append(other) }
      }
      add(
        .project(facts.places[other].project), holding.hours - holding.promised, of: candidate, at: position,
        priority: facts.priorities[other], demand: other)
    case .asset(let asset, _):
      add(.operating(asset), holding.hours, of: candidate, at: position, priority: 0, demand: nil)
    }
  }

  private mutating func add(
    _ kind: Group.Kind, _ hours: Int128, of candidate: PlanFacts.Candidate, at position: Int,
    priority: ExactDecimal, demand: Int?
  ) {
    guard hours > 0 else { return }
    let place = groups.firstIndex { $0.kind == kind } ?? groups.count
    if place == groups.count {
      groups.append(Group(kind: kind, number: place, first: position, last: position))
    }
    let effective = StaffReasons.effective(hours, candidate)
    groups[place].effective += effective
    if let demand, effective > groups[place].largest?.effective ?? 0 {
      groups[place].largest = (candidate.staff, demand, effective)
    }
    groups[place].first = min(groups[place].first, position)
    groups[place].last = max(groups[place].last, position)
    groups[place].priority = max(groups[place].priority, priority)
    // One person after the other is looked at, so that the shares of this one are the last.
    var index = shares.count - 1
    while index >= 0, shares[index].person == candidate.staff {
      if shares[index].group == place {
        shares[index].effective += effective
        return
      }
      index -= 1
    }
    shares.append(Share(group: place, person: candidate.staff, effective: effective))
  }

  /// Sorts the groups, those with most hours first.
  mutating func sort() { groups.sort { $0.isBefore($1) } }
}
