// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Changes of a scenario that may cover more of a demand; whether they do is found by solving.
struct RemedyCandidates {
  typealias Candidate = CandidateChange

  private let facts: PlanFacts
  private let index: Int
  private let place: Scenario.DemandPlace
  private let window: DayRange
  /// The unmet amount of all entries of the demand.
  private let unmet: Int128
  /// What a person needs who would help: of a crew that of the scarcest place.
  private let seat: Seat?
  private let kinds: Set<Plan.UnmetReason.Kind>

  init(_ facts: PlanFacts, demand index: Int, entries: [Plan.UnmetEntry]) {
    self.facts = facts
    self.index = index
    place = facts.places[index]
    window = facts.scenario.window(of: facts.places[index])
    unmet = entries.reduce(0) { $0 + $1.amount.count }
    kinds = Set(entries.flatMap { $0.reasons.map(\.kind) })
    let largest = entries.max { $0.amount < $1.amount }
    seat = facts.scenario.demand(at: place).staff.flatMap { demand in
      largest.map { StaffReasons.scarcest(facts, $0, index, demand) } ?? demand.seats.first
    }
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
    guard let seat else { return result }
    let people = facts.candidates(for: seat, window: window).filter { !$0.days.isEmpty }
    let isShortOfPeople = !kinds.isDisjoint(
      with: [.nobody, .away, .limit, .taken, .commitment, .budget, .notWorthIt, .together])
    if isShortOfPeople {
      result += overtime(people)
      result += external(people)
      result += training(seat.requirements)
      result += releases(people)
    }
    result += slip()
    if kinds.contains(.limit) { result += limits(people) }
    if scenario.projects[place.project].budget != nil, kinds.contains(.budget) { result += budget(people) }
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
    if scenario.projects[place.project].budget != nil, kinds.contains(.budget) {
      let dearest = assets.map { WholeAmounts.fixed(scenario.assets[$0].costPerUnitDay) / 1_000_000 }.max() ?? 0
      result += raise(by: WholeAmounts.product(unmet, dearest, over: 1_000_000))
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
      return .overtime(staff, in: scenario)
    }
  }

  /// One more of the kind whose effective hour costs least.
  private func external(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    var best: (staff: Int, cost: Int128)?
    for person in people where person.productivity > 0 && facts.time[person.staff].regular(person.days) > 0 {
      let cost = WholeAmounts.product(
        facts.time[person.staff].rate(person.days), WholeAmounts.one, over: person.productivity)
      if best.map({ cost < $0.cost }) ?? true { best = (person.staff, cost) }
    }
    guard let best else { return [] }
    return [.external(best.staff, in: scenario)]
  }

  /// The two who lack one skill, or its level, and nothing else: those nearest to the level, then with most free time.
  private func training(_ demand: Requirements) -> [Candidate] {
    var found: [(staff: Int, skill: SkillRequirement, level: Int, free: Int128)] = []
    for person in facts.trainable(for: demand, window: window) {
      var overtime: Int128 = 0
      let free = facts.periods.indices.reduce(Int128(0)) { sum, period in
        sum + facts.free(person.staff, period, on: person.days, overtimeLeft: &overtime).all
      }
      let level = scenario.staff[person.staff].skill(person.lacking.name)?.level ?? 0
      found.append((person.staff, person.lacking, level, free))
    }
    found.sort { left, right in
      if left.level != right.level { return left.level > right.level }
      if left.free != right.free { return left.free > right.free }
      return left.staff != right.staff ? left.staff < right.staff : left.skill.name < right.skill.name
    }
    return found.prefix(2).map { .training($0.staff, $0.skill, in: scenario) }
  }

  /// The two largest promises of those who could do it, to other demands, in its window.
  private func releases(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    guard !scenario.commitments.isEmpty else { return [] }
    let able = Set(people.map { scenario.staff[$0.staff].id })
    let found = scenario.commitments.indices.compactMap { position -> (position: Int, hours: Int128)? in
      let commitment = scenario.commitments[position]
      guard able.contains(commitment.staff), commitment.demand != name,
        let person = facts.staffIndex[commitment.staff], let demand = facts.demandIndex[commitment.demand]
      else { return nil }
      let days = commitment.days.intersection(facts.windows[demand]).intersection(window)
      let hours = facts.time[person].promised(commitment.amount, days)
      return hours > 0 ? (position, hours) : nil
    }.sorted { $0.hours != $1.hours ? $0.hours > $1.hours : $0.position < $1.position }
    return found.prefix(2).map { .release($0.position, in: scenario) }
  }

  // MARK: - Dates, money, assets

  /// Two weeks more, within the horizon.
  private func slip() -> [Candidate] {
    CandidateChange.slip(place, in: scenario).map { [$0] } ?? []
  }

  /// As many more hours in each span, or week, as are unmet by span of the window.
  private func limits(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    func share(_ spans: [DayRange]) -> Int128 {
      unmet / Int128(max(1, spans.count { !$0.intersection(window).isEmpty }))
    }
    var result: [Candidate] = []
    let index = LimitIndex(scenario, ScenarioIndex(scenario))
    for (number, entry) in index.entries.enumerated()
    where entry.work[self.index] && people.contains(where: { entry.people[$0.staff] }) {
      result += CandidateChange.limit(number, by: share(entry.spans), in: scenario).map { [$0] } ?? []
    }
    let weeks = scenario.calendar.spans(.week)
    return result + (CandidateChange.pace(place, by: share(weeks), in: scenario).map { [$0] } ?? [])
  }

  /// As much money as the dearest person would take for what is unmet, in whole hundreds.
  private func budget(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    let heads = Int128(scenario.demand(at: place).staff?.heads ?? 1)
    let rates = people.map { person in
      WholeAmounts.product(
        facts.time[person.staff].rate(person.days), WholeAmounts.one, over: max(1, person.productivity))
    }
    return raise(by: WholeAmounts.product(unmet * heads, rates.max() ?? 0, over: 1_000_000))
  }

  private func raise(by amount: Int128) -> [Candidate] {
    CandidateChange.budget(place.project, by: amount, in: scenario).map { [$0] } ?? []
  }

  private func quantities(_ assets: [Int]) -> [Candidate] {
    assets.prefix(2).compactMap { .oneMore(of: $0, in: scenario) }
  }

  private func operators(_ assets: [Int]) -> [Candidate] {
    guard let crew = assets.compactMap({ scenario.assets[$0].operators }).first else { return [] }
    let work = Requirements(skills: crew.skills)
    let people = facts.candidates(for: work, window: window).filter { !$0.days.isEmpty }
    return overtime(people) + external(people) + training(work)
  }
}
