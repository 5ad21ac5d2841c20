// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// Changes of a scenario that may cover more of a demand; whether they do is found by solving.
struct RemedyCandidates {
  struct Candidate {
    let kind: String
    let title: String
    let change: ScenarioChange
  }

  private let facts: PlanFacts
  private let index: Int
  private let place: Scenario.DemandPlace
  private let window: DayRange
  /// The unmet amount of all entries of the demand.
  private let unmet: Int128
  private let kinds: Set<Plan.UnmetReason.Kind>

  init(_ facts: PlanFacts, demand index: Int, entries: [Plan.UnmetEntry]) {
    self.facts = facts
    self.index = index
    place = facts.places[index]
    window = facts.scenario.window(of: facts.places[index])
    unmet = entries.reduce(0) { $0 + $1.amount.count }
    kinds = Set(entries.flatMap { $0.reasons.map(\.kind) })
  }

  private var scenario: Scenario { facts.scenario }
  private var name: String { scenario.demand(at: place).id }

  func candidates() -> [Candidate] {
    switch scenario.demand(at: place).kind {
    case .staff(let demand): staffCandidates(demand)
    case .asset(let demand): assetCandidates(demand)
    }
  }

  private func staffCandidates(_ demand: StaffDemand) -> [Candidate] {
    var result: [Candidate] = []
    let people = facts.candidates(for: demand, window: window).filter { !$0.days.isEmpty }
    let isShortOfPeople = !kinds.isDisjoint(with: [.nobody, .away, .taken, .commitment, .budget, .notWorthIt])
    if isShortOfPeople {
      result += overtime(people)
      result += external(people)
      result += training(demand)
      result += releases(people)
    }
    result += slip()
    if let limit = scenario.projects[place.project].budget, kinds.contains(.budget) {
      result += budget(demand, limit, people)
    }
    if kinds.contains(.asset) || kinds.contains(.operators) {
      let assets = demand.uses.compactMap { facts.assetIndex[$0.asset] }
      if kinds.contains(.asset) { result += quantities(assets) }
      if kinds.contains(.operators) { result += operators(assets) }
    }
    return result
  }

  private func assetCandidates(_ demand: AssetDemand) -> [Candidate] {
    let assets = scenario.assets.indices.filter { demand.matches(scenario.assets[$0]) }
    var result: [Candidate] = []
    if kinds.contains(.asset) { result += quantities(assets) }
    if kinds.contains(.operators) { result += operators(assets) }
    if let limit = scenario.projects[place.project].budget, kinds.contains(.budget) {
      let dearest = assets.map { WholeAmounts.fixed(scenario.assets[$0].costPerUnitDay) / 1_000_000 }.max() ?? 0
      result += raise(limit, by: WholeAmounts.product(unmet, dearest, over: 1_000_000))
    }
    return result
  }

  // MARK: - People

  /// The two of whom there is most in the window.
  private func overtime(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    let sorted = people.map { ($0.staff, facts.time[$0.staff].regular($0.days)) }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
    return sorted.prefix(2).compactMap { staff, hours in
      guard hours > 0 else { return nil }
      let person = scenario.staff[staff]
      guard let old = person.overtime else {
        return Candidate(
          kind: "overtime", title: "Allow 5 h of overtime a week for \(person.name)",
          change: .overtime(staff: staff, StaffMember.Overtime(hoursPerWeek: 5)))
      }
      var terms = old
      guard let more = sum(old.hoursPerWeek, 5) else { return nil }
      terms.hoursPerWeek = more
      if let total = old.hoursTotal { terms.hoursTotal = sum(total, 20) }
      return Candidate(
        kind: "overtime",
        title: "Raise the overtime of \(person.name) by 5 h a week"
          + (old.hoursTotal == nil ? "" : " and 20 h in total"),
        change: .overtime(staff: staff, terms))
    }
  }

  /// One more of the kind whose effective hour costs least.
  private func external(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    var best: (staff: Int, cost: Int128)?
    for person in people where person.productivity > 0 && facts.time[person.staff].regular(person.days) > 0 {
      let cost = WholeAmounts.product(
        WholeAmounts.fixed(scenario.staff[person.staff].costPerHour), WholeAmounts.one, over: person.productivity)
      if best.map({ cost < $0.cost }) ?? true { best = (person.staff, cost) }
    }
    guard let best else { return [] }
    let person = scenario.staff[best.staff]
    let rate = Wording.money(WholeAmounts.fixed(person.costPerHour) / 1_000_000, scenario.currency)
    return [
      Candidate(
        kind: "external", title: "One more person like \(person.name), at \(rate) an hour",
        change: .headcount(staff: best.staff, person.headcount + 1))
    ]
  }

  /// The two who lack one skill, or its level, and nothing else: those nearest to the level, then with most free time.
  private func training(_ demand: StaffDemand) -> [Candidate] {
    var found: [(staff: Int, skill: SkillRequirement, level: Int, free: Int128)] = []
    for lacking in demand.skills {
      var other = demand
      other.skills.removeAll { $0 == lacking }
      for person in facts.candidates(for: other, window: window) where !person.days.isEmpty {
        if let skill = scenario.staff[person.staff].skill(lacking.name), skill.level >= lacking.level { continue }
        var overtime: Int128 = 0
        let free = facts.periods.indices.reduce(Int128(0)) { sum, period in
          sum + facts.free(person.staff, period, on: person.days, besides: 0, overtimeLeft: &overtime)
        }
        found.append((person.staff, lacking, scenario.staff[person.staff].skill(lacking.name)?.level ?? 0, free))
      }
    }
    found.sort { left, right in
      if left.level != right.level { return left.level > right.level }
      if left.free != right.free { return left.free > right.free }
      return left.staff != right.staff ? left.staff < right.staff : left.skill.name < right.skill.name
    }
    return found.prefix(2).map { entry in
      let person = scenario.staff[entry.staff]
      var skill = StaffMember.Skill(entry.skill.name, level: entry.skill.level)
      if let old = person.skill(entry.skill.name) { skill.productivity = old.productivity }
      return Candidate(
        kind: "skill", title: "Train \(person.name) in \(skill.name) to level \(skill.level)",
        change: .skill(staff: entry.staff, skill))
    }
  }

  /// The two largest promises of those who could do it, to other demands, in its window.
  private func releases(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    guard !scenario.commitments.isEmpty else { return [] }
    let able = Set(people.map { scenario.staff[$0.staff].id })
    let found = scenario.commitments.indices.filter { position in
      let commitment = scenario.commitments[position]
      return able.contains(commitment.staff) && commitment.demand != name
        && !commitment.days.intersection(window).isEmpty && commitment.hoursPerWeek > 0
    }.sorted {
      let (left, right) = (scenario.commitments[$0].hoursPerWeek, scenario.commitments[$1].hoursPerWeek)
      return left != right ? left > right : $0 < $1
    }
    return found.prefix(2).map { position in
      let commitment = scenario.commitments[position]
      let person = facts.staffIndex[commitment.staff].map { scenario.staff[$0].name } ?? commitment.staff
      return Candidate(
        kind: "release",
        title: "Release \(person) from \(commitment.hoursPerWeek) h a week promised to \(commitment.demand)",
        change: .release(commitment: position))
    }
  }

  // MARK: - Dates, money, assets

  /// Two weeks more, within the horizon.
  private func slip() -> [Candidate] {
    let end = min(scenario.calendar.horizon.last, window.last.advanced(by: 14))
    guard end > window.last else { return [] }
    return [
      Candidate(
        kind: "slip", title: "Let \(name) end on \(end) instead of \(window.last)", change: .demandEnd(place, end))
    ]
  }

  /// As much money as the dearest person would take for what is unmet, in whole hundreds.
  private func budget(_ demand: StaffDemand, _ limit: ExactDecimal, _ people: [PlanFacts.Candidate]) -> [Candidate] {
    let rates = people.map { person in
      WholeAmounts.product(
        WholeAmounts.fixed(scenario.staff[person.staff].costPerHour) / 1_000_000, WholeAmounts.one,
        over: max(1, person.productivity))
    }
    return raise(limit, by: WholeAmounts.product(unmet, rates.max() ?? 0, over: 1_000_000))
  }

  private func raise(_ limit: ExactDecimal, by amount: Int128) -> [Candidate] {
    let hundreds = (amount + 99_999_999) / 100_000_000
    guard hundreds > 0, let more = Int(exactly: hundreds * 100), let raised = sum(limit, more) else { return [] }
    let project = scenario.projects[place.project]
    let money = Wording.money(Int128(more) * 1_000_000, scenario.currency)
    return [
      Candidate(
        kind: "budget", title: "Raise the budget of \(project.name) by \(money)",
        change: .budget(project: place.project, raised))
    ]
  }

  private func quantities(_ assets: [Int]) -> [Candidate] {
    assets.prefix(2).compactMap { asset in
      guard let more = sum(scenario.assets[asset].quantity, 1) else { return nil }
      return Candidate(
        kind: "asset", title: "One more of \(scenario.assets[asset].name)", change: .quantity(asset: asset, more))
    }
  }

  private func operators(_ assets: [Int]) -> [Candidate] {
    guard let crew = assets.compactMap({ scenario.assets[$0].operators }).first else { return [] }
    let work = StaffDemand(hours: 0, skills: crew.skills)
    let people = facts.candidates(for: work, window: window).filter { !$0.days.isEmpty }
    return overtime(people) + external(people) + training(work)
  }

  /// A decimal and a whole number; nil where the sum has too many digits.
  private func sum(_ value: ExactDecimal, _ more: Int) -> ExactDecimal? {
    guard value.scale <= 18 else { return nil }
    let unit = (0..<value.scale).reduce(Int128(1)) { power, _ in power * 10 }
    let total = Int128(value.significand) + Int128(more) * unit
    guard total.magnitude < 1_000_000_000_000_000_000 else { return nil }
    return ExactDecimal(significand: Int64(total), scale: value.scale)
  }
}
