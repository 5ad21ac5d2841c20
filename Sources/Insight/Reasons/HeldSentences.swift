// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

// Who holds the hours, and why a lower priority keeps them.
extension StaffReasons {
  func heldSentence(_ group: HeldHours.Group, _ held: HeldHours) -> String {
    var people: [HeldHours.Share] = []
    people.reserveCapacity(held.shares.count)
    for share in held.shares where share.group == group.number { people.append(share) }
    people.sort { $0.effective != $1.effective ? $0.effective > $1.effective : $0.person < $1.person }
    let isOne = people.count == 1 && facts.scenario.staff[people[0].person].headcount == 1
    var phrase = Phrase("Nobody")
    phrase.append(who)
    phrase.append(" is free ")
    phrase.append(during: DayRange(columns[group.first].days.first, columns[group.last].days.last))
    phrase.append(": ")
    phrase.append(list: people.count) { facts.scenario.staff[people[$0].person].name }
    switch group.kind {
    case .project(let index):
      phrase.append(isOne ? " works on " : " work on ")
      phrase.append(
        index == project ? "other demands of the same project" : facts.scenario.projects[index].name)
      phrase.append(", priority ")
      phrase.append(group.priority)
      phrase.append(" of 10")
      phrase.append(whyLower(group))
    case .operating(let asset):
      phrase.append(isOne ? " runs " : " run ")
      phrase.append(facts.scenario.assets[asset].name)
    case .promises:
      let demands = held.promised.sorted()
      phrase.append(isOne ? " is promised to " : " are promised to ")
      phrase.append(list: demands.count) { facts.demandName(demands[$0]) }
    }
    return phrase.text
  }

  /// Why work of a lower priority keeps its hours all the same: the pair of person and demand with most hours says it.
  private func whyLower(_ group: HeldHours.Group) -> String {
    let place = facts.places[subject.index]
    guard group.priority < facts.scenario.priority(of: place), let largest = group.largest else { return "" }
    return ", lower, but it pays more: " + facts.advantage(of: largest.demand, over: subject.index, for: largest.person)
  }
}

extension PlanFacts {
  /// The effective hours, in millionths, that an hour of a unit of equipment makes on a demand with its fastest person; nil
  /// where it is no equipment there.
  func hoursWithUnit(of asset: Int, on demand: Int) -> Int128? {
    guard let work = scenario.demand(at: places[demand]).staff,
      let use = work.uses.first(where: { assetIndex[$0.asset] == asset }), use.unitsPerPerson > 0
    else { return nil }
    let fastest = work.seats.flatMap { candidates(for: $0, window: windows[demand]) }.map(\.productivity).max()
    return fastest.map { WholeAmounts.product($0, 1_000_000, over: WholeAmounts.fixed(use.unitsPerPerson)) }
  }

  /// Why a demand of a lower priority keeps units of an asset, where no figure of it says so.
  func keepsUnits(_ other: Int) -> String {
    let name = scenario.demand(at: places[other]).name
    let project = scenario.projects[places[other].project]
    return project.allOrNothing
      ? "\(name) keeps them, because \(project.name) is done in full or not at all"
      : "\(name) keeps them: taking them from it would leave more unmet, or cost more, than it gains"
  }

  /// What speaks for hours of a person on one demand and against them on another, of a higher priority.
  func advantage(of other: Int, over demand: Int, for person: Int) -> String {
    let (mine, its) = (scenario.demand(at: places[demand]), scenario.demand(at: places[other]))
    let name = scenario.staff[person].name
    if let cost = its.unmetCost {
      return
        "an unmet hour of \(its.name) costs \(Wording.money(WholeAmounts.fixed(cost) / 1_000_000, scenario.currency))"
    }
    let speeds = [(demand, mine), (other, its)].map { number, demand -> Int128 in
      guard let requirements = demand.staff?.requirements else { return WholeAmounts.one }
      return EligibleDays.find(for: person, of: scenario.staff, on: requirements, window: windows[number])
        .map { WholeAmounts.fixed($0.productivity) } ?? WholeAmounts.one
    }
    if speeds[1] > speeds[0] {
      return "an hour of \(name) counts \(Wording.amount(speeds[1] / 1_000_000)) h there and "
        + "\(Wording.amount(speeds[0] / 1_000_000)) h here"
    }
    let rates = [demand, other].map { number -> ExactDecimal in
      let staff = scenario.staff[person]
      return scenario.projects[places[number].project].rates.first { $0.staff == staff.id }?.costPerHour
        ?? staff.costPerHour.largest
    }
    if rates[1] < rates[0] { return "\(name) costs \(rates[1]) an hour there and \(rates[0]) here" }
    if !(mine.staff?.uses.isEmpty ?? true), its.staff?.uses.isEmpty ?? true {
      return "it needs no equipment, which this needs"
    }
    if scenario.baseline != nil, scenario.policy.changeCostPerHour > 0 {
      return "what changes against the plan in force costs more"
    }
    if !scenario.preferences.isEmpty { return "preferences speak for it" }
    return "taking these hours would leave more unmet, or cost more, than it gains"
  }
}
