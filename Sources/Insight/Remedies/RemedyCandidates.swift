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

  /// The two of whom there is most in the window; of the first of them also as much a week as would cover everything,
  /// where that is a little more.
  private func overtime(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    let sorted = people.map { ($0.staff, facts.time[$0.staff].regular($0.days)) }
      .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
    let found: [Candidate] = sorted.prefix(2).compactMap { staff, hours in
      guard hours > 0 else { return nil }
      return .overtime(staff, in: scenario)
    }
    guard let first = sorted.first, first.1 > 0 else { return found }
    let weeks = Int128(max(1, facts.calendars.weeks(of: window).count) * max(1, scenario.staff[first.0].headcount))
    let (perWeek, all) = (
      Self.whole(worked(people), over: 1_000_000 * weeks), Self.whole(worked(people), over: 1_000_000)
    )
    guard let perWeek, let all, (CandidateChange.moreOvertime + 1...Self.mostOvertime).contains(perWeek) else {
      return found
    }
    let more = Candidate.overtime(
      first.0, in: scenario, by: perWeek, inTotal: max(all, CandidateChange.moreOvertimeInTotal))
    return found + (more.map { [$0] } ?? [])
  }

  /// The most hours of overtime a week, on top of what there is, that are worth a try.
  private static var mostOvertime: Int { 10 }
  /// The most people at once.
  private static var mostHeads: Int { 10 }

  /// The hours of people that would cover what is unmet, whoever of them works it.
  private func worked(_ people: [PlanFacts.Candidate]) -> Int128 {
    let heads = Int128(scenario.demand(at: place).staff?.heads ?? 1)
    let slowest = people.map(\.productivity).filter { $0 > 0 }.min() ?? WholeAmounts.one
    return WholeAmounts.product(unmet * heads, WholeAmounts.one, over: slowest)
  }

  private static func whole(_ amount: Int128, over divisor: Int128) -> Int? {
    divisor > 0 ? Int(exactly: (amount + divisor - 1) / divisor) : nil
  }

  /// One more of the kind whose effective hour costs least, and as many as would cover everything.
  private func external(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    var best: (staff: Int, cost: Int128)?
    for person in people where person.productivity > 0 && facts.time[person.staff].regular(person.days) > 0 {
      let cost = WholeAmounts.product(
        facts.time[person.staff].rate(person.days), WholeAmounts.one, over: person.productivity)
      if best.map({ cost < $0.cost }) ?? true { best = (person.staff, cost) }
    }
    guard let best else { return [] }
    let days = people.first { $0.staff == best.staff }?.days ?? window
    let ofHead = facts.time[best.staff].regular(days) / Int128(max(1, scenario.staff[best.staff].headcount))
    let one = Candidate.external(best.staff, in: scenario)
    guard let heads = Self.whole(worked(people), over: ofHead), (2...Self.mostHeads).contains(heads) else {
      return [one]
    }
    return [one, .external(best.staff, in: scenario, heads: heads)]
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

  /// As many more hours in each span, or week, as cover everything: where people have less time in some spans of the window,
  /// the others take more.
  private func limits(_ people: [PlanFacts.Candidate]) -> [Candidate] {
    var result: [Candidate] = []
    let index = LimitIndex(scenario, ScenarioIndex(scenario))
    for (number, entry) in index.entries.enumerated() where entry.work[self.index] {
      let counted = people.filter { entry.people[$0.staff] }
      guard !counted.isEmpty, case .hours(let most) = scenario.limits[number].most else { continue }
      let groups = entry.each == .staff ? counted.map { [$0] } : [counted]
      let more = more(than: most, in: entry.spans, used: scenario.limits[number].used, groups, all: people)
      result += CandidateChange.limit(number, by: more, in: scenario).map { [$0] } ?? []
    }
    guard let most = scenario.demand(at: place).staff?.maxHoursPerWeek else { return result }
    let more = more(than: most, in: scenario.calendar.spans(.week), used: 0, [people], all: people)
    return result + (CandidateChange.pace(place, by: more, in: scenario).map { [$0] } ?? [])
  }

  /// By how much a limit of spans has to rise so that what is unmet fits, with the time that people have in each; where it
  /// never does, as much as there is any use for.
  ///
  /// - Parameter groups: people for whom together the limit holds.
  private func more(
    than limit: ExactDecimal, in spans: [DayRange], used: ExactDecimal, _ groups: [[PlanFacts.Candidate]],
    all people: [PlanFacts.Candidate]
  ) -> Int128 {
    let needed = worked(people)
    var room: [Int128] = []
    for (number, span) in spans.enumerated() where !span.intersection(window).isEmpty {
      let left = WholeAmounts.fixed(limit) - (number == 0 ? WholeAmounts.fixed(used) : 0)
      for group in groups {
        let time = group.reduce(Int128(0)) { sum, person in
          let days = span.intersection(window).intersection(person.days)
          return days.isEmpty
            ? sum : sum + facts.time[person.staff].regular(days) + facts.time[person.staff].overtime(days)
        }
        room.append(max(0, time - max(0, left / 1_000_000)))
      }
    }
    room.sort()
    var (rest, before) = (needed, Int128(0))
    for (position, most) in room.enumerated() {
      // All from here on have room for at least as much.
      let each = (rest + Int128(room.count - position) - 1) / Int128(room.count - position)
      if each <= most { return each }
      rest -= most
      before = most
    }
    return before > 0 ? before : needed / Int128(max(1, room.count))
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
