// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import Allocation

/// The attribution of one unmet entry of an asset demand; the rule is described at ``Reasons``.
struct AssetReasons {
  private let facts: PlanFacts
  private let entry: Plan.UnmetEntry
  private let index: Int
  private let demand: AssetDemand
  private let place: Scenario.DemandPlace

  init(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, index: Int, demand: AssetDemand) {
    self.facts = facts
    self.entry = entry
    self.index = index
    self.demand = demand
    place = facts.places[index]
  }

  func parts() -> [Reasons.Part] {
    let unmet = entry.amount.count
    let assets = facts.scenario.assets.indices.filter { demand.matches(facts.scenario.assets[$0]) }
    guard let period = entry.period, !assets.isEmpty else {
      return [Reasons.Part(kind: .asset, amount: unmet, detail: "There is no asset \(what)")]
    }
    let slots = assets.map { $0 * facts.periodCount + period }
    let met = assets.reduce(Int128(0)) {
      $0 + (facts.use[PlanFacts.Key(resource: $1, demand: index, period: period)] ?? 0)
    }
    let wanted = unmet + met
    var steps = Attribution(unmet: unmet, wanted: wanted)
    let names = Wording.list(assets.map { facts.scenario.assets[$0].name })
    let when = Wording.during(facts.periods[period].intersection(facts.scenario.window(of: place)))
    let nominal = possible(assets, period) { asset, _ in facts.units[asset].nominal }
    steps.limit(
      nominal, .asset,
      "Of \(names) there are \(Wording.amount(nominal)) unit-days \(when), against \(Wording.amount(wanted)) wanted")
    steps.limit(
      possible(assets, period) { facts.units[$0][$1] }, .asset, outageSentence(assets, period))
    let free = assets.map { facts.unitDaysLeft(of: $0, for: index, in: period, wanted: wanted) }
    takeParts(assets, period, free, &steps)
    steps.limit(met + free.reduce(0, +), .asset, usedSentence(names, slots, when))

    var operated: Int128 = 0
    for (asset, left) in zip(assets, free) {
      guard left > 0, let crew = facts.scenario.assets[asset].operators, crew.hoursPerUnitDay > 0 else {
        operated += left
        continue
      }
      operated += min(
        left,
        WholeAmounts.product(
          facts.freeOperating(asset, for: index, period), WholeAmounts.one,
          over: WholeAmounts.fixed(crew.hoursPerUnitDay)))
    }
    steps.limit(met + operated, .operators, operatorSentence(assets, period, when))
    attributeMoney(assets, &steps)
    return steps.parts
  }

  /// What could be used of some assets if nothing else used them: on each day that counts no more than is wanted.
  ///
  /// - Parameter units: those of an asset on a day of the horizon.
  private func possible(_ assets: [Int], _ period: Int, _ units: (_ asset: Int, _ day: Int) -> Int128) -> Int128 {
    let most = WholeAmounts.fixed(demand.units) / 1_000_000
    let first = facts.periods[period].first.number - facts.calendars.horizon.first.number
    return facts.usableDays(of: index, in: period).enumerated().reduce(0) { sum, day in
      day.element ? sum + min(most, assets.reduce(0) { $0 + units($1, first + day.offset) }) : sum
    }
  }

  /// The part that only a part of a unit could cover, where there are whole units alone: what is wanted is not whole, or
  /// what others leave is not.
  private func takeParts(_ assets: [Int], _ period: Int, _ free: [Int128], _ steps: inout Attribution) {
    guard assets.allSatisfy({ facts.scenario.assets[$0].indivisible }) else { return }
    let one: Int128 = 1_000_000
    let names = Wording.list(assets.map { facts.scenario.assets[$0].name })
    let days = Int128(facts.usableDays(of: index, in: period).count { $0 })
    let wanted = WholeAmounts.fixed(demand.units) / one
    let part = wanted % one
    if part > 0 {
      let gets = wanted < one ? "nothing" : Wording.amount(wanted - part)
      steps.take(
        part * days, .asset,
        "\(names) is used in whole units, never in part: of \(Wording.amount(wanted)) wanted on a day it can get \(gets), and "
          + "all of it only if it asks for \(Wording.amount(wanted - part + one))")
    }
    // Others have whole units as well, so that no more is left of an asset than the parts that it has on its days.
    let rest = free.reduce(0, +)
    let isInParts = zip(assets, free).allSatisfy { asset, left in
      let counted = zip(facts.usableDays(of: index, in: period), facts.units(of: asset, in: period))
      return left <= counted.reduce(Int128(0)) { $1.0 ? $0 + $1.1 % one : $0 }
    }
    guard rest > 0, isInParts else { return }
    steps.take(
      min(rest, steps.left), .asset,
      "\(names) is used in whole units, never in part: what is left of it, \(Wording.amount(rest)) unit-days "
        + "\(Wording.during(facts.periods[period].intersection(facts.scenario.window(of: place)))), makes no whole one on any day"
    )
  }

  private var what: String {
    switch demand.choice {
    case .asset(let id): id
    case .tags(let tags): "tagged " + Wording.list(tags, most: .max)
    }
  }

  /// Each outage with its own days and the number of units that it takes.
  private func outageSentence(_ assets: [Int], _ period: Int) -> String {
    let days = facts.periods[period].intersection(facts.scenario.window(of: place))
    var parts: [String] = []
    for index in assets {
      let asset = facts.scenario.assets[index]
      for outage in asset.outages where !outage.days.intersection(days).isEmpty {
        let isPart = outage.quantity.map { $0 < asset.quantity } ?? false
        let units = outage.quantity.map { "\($0) of \(asset.quantity) " } ?? ""
        parts.append((isPart ? units : "") + "\(asset.name) \(Wording.during(outage.days))")
      }
    }
    return "Out of service: " + Wording.list(parts)
  }

  private func usedSentence(_ names: String, _ slots: [Int], _ when: String) -> String {
    var users: [Int: Int128] = [:]
    for slot in slots {
      for user in facts.users[slot] where user.demand != index { users[user.demand, default: 0] += user.unitDays }
    }
    let sorted = users.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let labels = sorted.map { user in
      let other = facts.places[user.key]
      return "\(facts.scenario.projects[other.project].name), priority \(facts.scenario.priority(of: other)) of 10"
        + whyLower(user.key)
    }
    return "All of \(names) is in use \(when), by " + Wording.list(labels)
  }

  /// Why a user of a lower priority keeps its units all the same.
  private func whyLower(_ other: Int) -> String {
    let its = facts.places[other]
    guard facts.scenario.priority(of: its) < facts.scenario.priority(of: place) else { return "" }
    let demand = facts.scenario.demand(at: its)
    if let cost = demand.unmetCost {
      return ", lower, but an unmet unit of it costs "
        + Wording.money(WholeAmounts.fixed(cost) / 1_000_000, facts.scenario.currency)
    }
    return demand.isForStaff
      ? ", lower, but the work on it counts more than the units" : ", lower, but " + facts.keepsUnits(other)
  }

  private func operatorSentence(_ assets: [Int], _ period: Int, _ when: String) -> String {
    let crews = assets.compactMap { facts.scenario.assets[$0].operators }
    let skills = crews.first.map { Wording.requirements(Requirements(skills: $0.skills)) } ?? ""
    let people = facts.candidates(
      for: Requirements(skills: crews.first?.skills ?? []), window: facts.periods[period])
    let names = Wording.list(assets.map { facts.scenario.assets[$0].name })
    if people.isEmpty { return "There is nobody\(skills) to run \(names)" }
    let isThere = { (person: PlanFacts.Candidate) in
      facts.time[person.staff].regular(person.days.intersection(facts.periods[period])) > 0
    }
    let busy = people.filter(isThere).map { facts.scenario.staff[$0.staff].name }
    let away = people.filter { !isThere($0) }.map { facts.scenario.staff[$0.staff].name }
    var causes: [String] = []
    if !busy.isEmpty { causes.append("\(Wording.list(busy)) \(busy.count == 1 ? "has" : "have") no time left") }
    if !away.isEmpty { causes.append("\(Wording.list(away)) \(away.count == 1 ? "is" : "are") away") }
    return "Nobody\(skills) is free \(when) to run \(names): " + causes.joined(separator: ", ")
  }

  private func attributeMoney(_ assets: [Int], _ steps: inout Attribution) {
    let currency = facts.scenario.currency
    let costs = assets.map { WholeAmounts.fixed(facts.scenario.assets[$0].costPerUnitDay) / 1_000_000 }
    let cheapest = costs.min() ?? 0
    if let left = facts.budgetLeft(place.project) {
      let affordable = WholeAmounts.product(left, 1_000_000, over: cheapest)
      let binds = facts.bindingBudgets.contains(place.project)
      steps.take(
        binds ? steps.left : steps.left - min(steps.left, affordable), .budget,
        facts.budgetSentence(place.project))
    }
    let penalty = WholeAmounts.product(entry.cost.count, 1_000_000, over: entry.amount.count)
    steps.take(
      steps.left, .notWorthIt,
      cheapest >= penalty
        ? "A unit-day would cost \(Wording.money(cheapest, currency)), "
          + facts.worth(of: index, penalty, isUnitDays: true)
        : "Using it, with the people to run it, would cost more than leaving it")
  }
}
