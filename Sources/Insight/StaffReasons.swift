// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// The attribution of one unmet entry of a staff demand; the rule is described at ``Reasons``.
///
/// A reference, because it is passed on to everything that may have a part in it.
final class StaffReasons {
  /// What all entries of a demand have in common.
  struct Subject {
    let index: Int
    let demand: StaffDemand
    let candidates: [PlanFacts.Candidate]
    let window: DayRange
    let who: String
    /// The places of the candidates, the most productive first.
    let order: [Int]

    init(_ facts: PlanFacts, index: Int, demand: StaffDemand) {
      self.index = index
      self.demand = demand
      window = facts.scenario.window(of: facts.places[index])
      let candidates = facts.candidates(for: demand, window: window)
      self.candidates = candidates
      who = Wording.requirements(demand)
      let isSorted = zip(candidates, candidates.dropFirst()).allSatisfy { $0.productivity >= $1.productivity }
      order =
        isSorted
        ? Array(candidates.indices)
        : candidates.indices.sorted { left, right in
          let (first, second) = (candidates[left].productivity, candidates[right].productivity)
          return first != second ? first > second : left < right
        }
    }
  }

  private let facts: PlanFacts
  private let entry: Plan.UnmetEntry
  private let subject: Subject
  private let index: Int
  private let demand: StaffDemand
  private let candidates: [PlanFacts.Candidate]
  private let who: String
  private let place: Scenario.DemandPlace
  /// The periods that the entry is about, and the days of each inside the window.
  private let periods: Range<Int>
  private let stretches: [DayRange]

  init(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ subject: Subject) {
    self.facts = facts
    self.entry = entry
    self.subject = subject
    index = subject.index
    demand = subject.demand
    candidates = subject.candidates
    who = subject.who
    place = facts.places[subject.index]
    // The periods stand in the order of their days, so that those that the window meets stand together.
    let asked = entry.period.map { $0..<($0 + 1) } ?? facts.periods.indices
    let window = subject.window
    let first = asked.first { !facts.periods[$0].intersection(window).isEmpty } ?? asked.upperBound
    let end = asked.last { !facts.periods[$0].intersection(window).isEmpty }.map { $0 + 1 } ?? first
    periods = first..<end
    stretches = periods.map { facts.periods[$0].intersection(window) }
  }

  /// Hours by candidate and period of the entry.
  private struct Grid {
    let width: Int
    /// That of a candidate in a period at `candidate * width + period`.
    var hours: [Int128]

    init(_ subject: Subject, width: Int, _ hours: (Int, Int) -> Int128) {
      self.width = width
      let height = subject.candidates.count
      self.hours = [Int128](unsafeUninitializedCapacity: width * height) { memory, count in
        for row in 0..<height {
          for position in 0..<width { memory.initializeElement(at: row * width + position, to: hours(row, position)) }
        }
        count = width * height
      }
    }

    @inline(__always)
    subscript(_ row: Int, _ position: Int) -> Int128 { hours[row * width + position] }

    /// The hours of a candidate.
    func sum(_ row: Int) -> Int128 {
      var sum: Int128 = 0
      for index in (row * width)..<((row + 1) * width) { sum += hours[index] }
      return sum
    }
  }

  private var days: DayRange {
    guard let first = stretches.first, let last = stretches.last else { return facts.scenario.window(of: place) }
    return DayRange(first.first, last.last)
  }

  private static func effective(_ hours: Int128, _ candidate: PlanFacts.Candidate) -> Int128 {
    WholeAmounts.product(hours, candidate.productivity, over: WholeAmounts.one)
  }

  func parts() -> [Reasons.Part] {
    let unmet = entry.amount.count
    guard !candidates.isEmpty else {
      return [Reasons.Part(kind: .nobody, amount: unmet, detail: nobodySentence)]
    }
    let own = Grid(subject, width: periods.count) { row, position in
      facts.hours(of: candidates[row].staff, on: index, in: periods.lowerBound + position)
    }
    let met = total(own)
    var steps = Attribution(unmet: unmet, wanted: unmet + met)

    let contracted = potential(.contracted)
    let contractedTotal = total(contracted)
    steps.limit(contractedTotal, .nobody, tooFewSentence(contractedTotal, wanted: unmet + met))
    let available = potential(.available)
    steps.limit(total(available), .away, awaySentence(contractedTotal, total(available)))

    let positions = 0..<periods.count
    let worked = positions.map { position in candidates.indices.reduce(Int128(0)) { $0 + own[$1, position] } }
    var room = positions.map { paceLimit(at: $0) }
    steps.limit(bounded(available, room), .pace, paceSentence(bounded(available, room)))
    var tightest: Int?
    if !demand.uses.isEmpty {
      let equipment = equipmentRoom(worked)
      tightest = equipment.asset
      for position in room.indices { room[position] = min(room[position], equipment.units[position]) }
      steps.limit(bounded(available, room), .asset, equipmentSentence(equipment.asset))
      for position in room.indices { room[position] = min(room[position], equipment.operated[position]) }
      steps.limit(bounded(available, room), .operators, operatorSentence(equipment.asset))
    }

    let slack = zip(room, worked).map { max(0, $0 - $1) }
    let free = freeHours(own)
    attributeFree(min(steps.left, bounded(free, slack)), free, slack, &steps)
    if facts.bindingBudgets.contains(place.project) { steps.take(steps.left, .budget, budgetSentence) }
    attributeHeld(own, free, slack, &steps)
    attributeRest(tightest, &steps)
    return steps.parts
  }

  // MARK: - Limits

  /// Hours of each candidate in each period as if there were nothing else to do.
  private func potential(_ counting: PersonTime.Counting) -> Grid {
    var overtime: Int128 = 0
    return Grid(subject, width: periods.count) { row, position in
      let candidate = candidates[row]
      if position == 0 { overtime = facts.time[candidate.staff].overtimeTotal }
      let stretch = stretches[position]
      let days = counting == .contracted ? stretch : stretch.intersection(candidate.days)
      guard !days.isEmpty else { return 0 }
      let more = min(facts.time[candidate.staff].overtime(days, counting), overtime)
      overtime -= more
      return facts.time[candidate.staff].regular(days, counting) + more
    }
  }

  /// Effective hours of all.
  private func total(_ hours: Grid) -> Int128 {
    candidates.indices.reduce(Int128(0)) { $0 + Self.effective(hours.sum($1), candidates[$1]) }
  }

  /// The most effective hours out of given hours where in each period only so many may be worked.
  private func bounded(_ hours: Grid, _ limits: [Int128]) -> Int128 {
    if limits.allSatisfy({ $0 >= WholeAmounts.most }) { return total(hours) }
    var sum: Int128 = 0
    for position in limits.indices {
      var left = limits[position]
      for candidate in subject.order where left > 0 {
        let part = min(left, hours[candidate, position])
        sum += Self.effective(part, candidates[candidate])
        left -= part
      }
    }
    return sum
  }

  private func paceLimit(at position: Int) -> Int128 {
    guard let limit = demand.maxHoursPerWeek else { return WholeAmounts.most }
    let calendar = facts.scenario.calendar.standard
    let stretch = stretches[position]
    let days = (stretch.first.number...stretch.last.number).count { calendar.isWorked(Day(number: $0)) }
    return WholeAmounts.product(
      WholeAmounts.fixed(limit), Int128(days), over: Int128(max(1, calendar.workdays.count)) * 1_000_000)
  }

  /// The hours for which each period has equipment, and people to run it, after what others use; and the asset that
  /// allows fewest.
  private func equipmentRoom(_ worked: [Int128]) -> (units: [Int128], operated: [Int128], asset: Int?) {
    var units = [Int128](repeating: WholeAmounts.most, count: periods.count)
    var operated = units
    var tightest: (asset: Int, hours: Int128)?
    let day = WholeAmounts.fixed(facts.scenario.calendar.standard.hoursPerDay)
    for use in demand.uses {
      guard let asset = facts.assetIndex[use.asset], use.unitsPerPerson > 0 else { continue }
      let perPerson = WholeAmounts.fixed(use.unitsPerPerson)
      var sum: Int128 = 0
      for (position, period) in periods.enumerated() {
        let slot = asset * facts.periodCount + period
        let own = facts.use[PlanFacts.Key(resource: asset, demand: index, period: period)] ?? 0
        let left = max(0, facts.assetLimit[slot] - facts.assetUsed[slot])
        let hours = max(worked[position], WholeAmounts.product(own + left, day, over: perPerson))
        units[position] = min(units[position], hours)
        sum += hours
        guard let crew = facts.scenario.assets[asset].operators, crew.hoursPerUnitDay > 0 else { continue }
        let more = WholeAmounts.product(
          facts.freeOperating(asset, period), WholeAmounts.one, over: WholeAmounts.fixed(crew.hoursPerUnitDay))
        operated[position] = min(
          operated[position], max(worked[position], WholeAmounts.product(own + more, day, over: perPerson)))
      }
      if tightest.map({ sum < $0.hours }) ?? true { tightest = (asset, sum) }
    }
    return (units, operated, tightest?.asset)
  }

  private func freeHours(_ own: Grid) -> Grid {
    var overtime: Int128 = 0
    return Grid(subject, width: periods.count) { row, position in
      let candidate = candidates[row]
      if position == 0 {
        overtime = max(0, facts.time[candidate.staff].overtimeTotal - facts.overtimeUsed[candidate.staff])
      }
      return facts.free(
        candidate.staff, periods.lowerBound + position, on: candidate.days, besides: own[row, position],
        overtimeLeft: &overtime)
    }
  }

  // MARK: - What is left after the limits

  /// The part that free hours could cover: there is no money for it, or it is not worth it.
  private func attributeFree(_ amount: Int128, _ free: Grid, _ slack: [Int128], _ steps: inout Attribution) {
    guard amount > 0, let cheapest = cheapest(free, slack) else { return }
    if let money = facts.budgetLeft(place.project) {
      let affordable = WholeAmounts.product(money, 1_000_000, over: cheapest.charged)
      steps.take(amount - min(amount, affordable), .budget, budgetSentence)
      steps.take(min(amount, affordable), .notWorthIt, worthSentence(cheapest.cost, cheapest.name))
    } else {
      steps.take(amount, .notWorthIt, worthSentence(cheapest.cost, cheapest.name))
    }
  }

  /// The least that an effective hour costs among the hours that are free: all of it, and what a budget is charged.
  private func cheapest(_ free: Grid, _ slack: [Int128]) -> (cost: Int128, charged: Int128, name: String)? {
    var equipment: Int128 = 0
    for use in demand.uses {
      guard let asset = facts.assetIndex[use.asset] else { continue }
      equipment += WholeAmounts.product(
        WholeAmounts.fixed(use.unitsPerPerson),
        WholeAmounts.fixed(facts.scenario.assets[asset].costPerUnitDay) / 1_000_000,
        over: WholeAmounts.fixed(facts.scenario.calendar.standard.hoursPerDay))
    }
    let change =
      facts.scenario.baseline == nil ? 0 : WholeAmounts.fixed(facts.scenario.policy.changeCostPerHour) / 1_000_000
    var best: (cost: Int128, charged: Int128, name: String)?
    for (row, candidate) in candidates.enumerated() where candidate.productivity > 0 {
      let person = facts.scenario.staff[candidate.staff]
      let rate = WholeAmounts.fixed(person.costPerHour) / 1_000_000
      for position in 0..<periods.count where free[row, position] > 0 && slack[position] > 0 {
        let slot = candidate.staff * facts.periodCount + periods.lowerBound + position
        let regular = facts.time[candidate.staff].regular(facts.periods[periods.lowerBound + position])
        let isOvertime = facts.used[slot] >= regular + facts.overtime[slot]
        let premium =
          isOvertime
          ? WholeAmounts.product(
            rate, WholeAmounts.fixed(person.overtime?.costFactor ?? 1) - WholeAmounts.one, over: WholeAmounts.one) : 0
        let charged = WholeAmounts.product(rate + equipment, WholeAmounts.one, over: candidate.productivity)
        let cost = WholeAmounts.product(
          rate + equipment + premium + change, WholeAmounts.one, over: candidate.productivity)
        if best.map({ cost < $0.cost }) ?? true {
          best = (cost, charged, (isOvertime ? "overtime of " : "") + person.name)
        }
      }
    }
    return best
  }

  /// The part that others hold, in proportion to the effective hours that candidates work on them.
  private func attributeHeld(
    _ own: Grid, _ free: Grid, _ slack: [Int128], _ steps: inout Attribution
  ) {
    guard steps.left > 0 else { return }
    var groups: [Group] = []
    for (number, candidate) in candidates.enumerated() {
      for (position, period) in periods.enumerated() where slack[position] > 0 {
        let days = stretches[position].intersection(candidate.days)
        guard !days.isEmpty,
          facts.time[candidate.staff].regular(days) + facts.time[candidate.staff].overtime(days)
            > own[number, position] + free[number, position]
        else { continue }
        for holding in facts.holdings(of: candidate.staff, in: period) {
          add(holding, of: candidate, at: position, to: &groups)
        }
      }
    }
    let sorted = groups.sorted { $0.isBefore($1) }
    let total = sorted.reduce(Int128(0)) { $0 + $1.effective }
    guard total > 0 else { return }
    // Three projects by name, what the promises hold, and the rest together.
    let projects = sorted.filter { $0.kind.isProject }
    let named = Array(projects.prefix(projects.count == 4 ? 4 : 3)) + sorted.filter { !$0.kind.isProject }
    let others = Array(projects.dropFirst(projects.count == 4 ? 4 : 3))
    var weights = named.map(\.effective)
    weights.append(others.reduce(0) { $0 + $1.effective })
    let amount = steps.left
    var given: Int128 = 0
    var parts = weights.map { WholeAmounts.product(amount, $0, over: total) }
    given = parts.reduce(0, +)
    if let largest = parts.indices.max(by: { parts[$0] < parts[$1] }) { parts[largest] += amount - given }
    for (group, part) in zip(named, parts) {
      steps.take(part, group.kind == .promises ? .commitment : .taken, heldSentence(group))
    }
    if let rest = parts.last, rest > 0 {
      let names = others.map { projectLabel($0.kind) }
      steps.take(rest, .taken, "Others\(who) work on " + Wording.list(names))
    }
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
    var effective: Int128 = 0
    var priority: ExactDecimal = 0
    /// The hours of each person; whoever is met again is mostly the last.
    var people: [(person: Int, hours: Int128)] = []
    var first = Int.max
    var last = Int.min
    var demands: [Int] = []

    mutating func add(_ hours: Int128, of person: Int, at position: Int, demand: Int?, priority: ExactDecimal?) {
      effective += hours
      if let place = people.lastIndex(where: { $0.person == person }) {
        people[place].hours += hours
      } else {
        people.append((person, hours))
      }
      first = min(first, position)
      last = max(last, position)
      if let priority { self.priority = max(self.priority, priority) }
      if let demand, !demands.contains(demand) { demands.append(demand) }
    }

    func isBefore(_ other: Group) -> Bool {
      effective != other.effective ? effective > other.effective : kind.rank < other.kind.rank
    }
  }

  private func add(
    _ holding: PlanFacts.Holding, of candidate: PlanFacts.Candidate, at position: Int,
    to groups: inout [Group]
  ) {
    func add(_ kind: Group.Kind, _ hours: Int128, demand: Int?) {
      guard hours > 0 else { return }
      let effective = Self.effective(hours, candidate)
      let priority = demand.map { facts.scenario.priority(of: facts.places[$0]) }
      let place = groups.firstIndex { $0.kind == kind } ?? groups.count
      if place == groups.count { groups.append(Group(kind: kind)) }
      groups[place].add(effective, of: candidate.staff, at: position, demand: demand, priority: priority)
    }
    switch holding.work {
    case .demand(index): break
    case .demand(let other):
      add(.promises, holding.promised, demand: other)
      add(.project(facts.places[other].project), holding.hours - holding.promised, demand: other)
    case .asset(let asset): add(.operating(asset), holding.hours, demand: nil)
    }
  }

  /// What no other step explains: the limit met last.
  private func attributeRest(_ asset: Int?, _ steps: inout Attribution) {
    guard steps.left > 0 else { return }
    if demand.maxHoursPerWeek != nil {
      steps.take(steps.left, .pace, paceSentence(nil))
    } else if let asset {
      steps.take(steps.left, .asset, equipmentSentence(asset))
    } else if facts.budget[place.project] != nil {
      steps.take(steps.left, .budget, budgetSentence)
    } else {
      steps.take(steps.left, .notWorthIt, worthSentence(nil, ""))
    }
  }
}

// MARK: - Sentences

extension StaffReasons {
  private var nobodySentence: String {
    guard !facts.scenario.staff.isEmpty else { return "There is nobody on the staff" }
    var text = "There is nobody" + (who.isEmpty ? " who may work on it" : who)
    if demand.skills.count == 1, let wanted = demand.skills.first {
      let best = facts.scenario.staff.compactMap { person in
        person.skill(wanted.name).map { (name: person.name, level: $0.level) }
      }
      if let level = best.map(\.level).max(), level < wanted.level {
        text += "; the highest level is \(level): " + Wording.list(best.filter { $0.level == level }.map(\.name))
      }
    }
    return text
  }

  private func tooFewSentence(_ most: Int128, wanted: Int128) -> String {
    var phrase = Phrase("Too few people")
    phrase.append(who)
    phrase.append(": all hours of ")
    phrase.append(list: candidates.count) { facts.scenario.staff[candidates[$0].staff].name }
    phrase.append(" ")
    phrase.append(during: days)
    phrase.append(" make ")
    phrase.append(hours: most)
    phrase.append(", wanted are ")
    phrase.append(hours: wanted)
    return phrase.text
  }

  private func awaySentence(_ contracted: Int128, _ available: Int128) -> String {
    var losses: [(name: String, cause: String, hours: Int128)] = []
    for candidate in candidates {
      let person = facts.scenario.staff[candidate.staff]
      let time = facts.time[candidate.staff]
      var notEmployed: Int128 = 0
      var notQualified: Int128 = 0
      var absent: Int128 = 0
      for stretch in stretches {
        let qualified = stretch.intersection(candidate.days)
        let there = qualified.isEmpty ? 0 : time.regular(qualified)
        let contract = time.regular(stretch, .contracted)
        let unemployed = time.notEmployed(stretch)
        let days = time.regular(stretch)
        notEmployed += unemployed
        absent += max(0, contract - unemployed - days)
        notQualified += max(0, days - there)
      }
      let cause =
        notEmployed >= absent && notEmployed >= notQualified
        ? "not employed" : absent >= notQualified ? "absent" : "not yet or no longer qualified"
      let lost = notEmployed + absent + notQualified
      if lost > 0 { losses.append((person.name + (person.headcount > 1 ? " are" : " is"), cause, lost)) }
    }
    losses.sort {
      $0.hours != $1.hours
        ? $0.hours > $1.hours : $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars)
    }
    let list = Wording.list(losses.map { "\($0.name) \($0.cause) for \(Wording.hours($0.hours))" })
    var phrase = Phrase(available == 0 ? "Nobody" : "Of ")
    if available > 0 {
      phrase.append(hours: contracted)
      phrase.append(" that people")
    }
    phrase.append(who)
    phrase.append(available == 0 ? " is there " : " have ")
    phrase.append(during: days)
    if available > 0 {
      phrase.append(", ")
      phrase.append(hours: available)
      phrase.append(" are left")
    }
    phrase.append(": ")
    phrase.append(list)
    return phrase.text
  }

  private func paceSentence(_ most: Int128?) -> String {
    let limit = demand.maxHoursPerWeek.map(\.description) ?? "0"
    return "At most \(limit) h a week may be worked on it"
      + (most.map { ": \(Wording.hours($0)) \(Wording.during(days))" } ?? "")
  }

  private func equipmentSentence(_ asset: Int?) -> String {
    guard let asset else { return "Its equipment allows no more" }
    let name = facts.scenario.assets[asset].name
    var others: [Int: Int128] = [:]
    for period in periods {
      for user in facts.users[asset * facts.periodCount + period] where user.demand != index {
        others[facts.places[user.demand].project, default: 0] += user.unitDays
      }
    }
    let sorted = others.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let text = "There is not enough of \(name), which the work needs"
    return sorted.isEmpty
      ? text : text + "; it is used by " + Wording.list(sorted.map { projectLabel(.project($0.key)) })
  }

  private func operatorSentence(_ asset: Int?) -> String {
    guard let asset else { return "Nobody is free to run its equipment" }
    return "Nobody is free to run \(facts.scenario.assets[asset].name), which the work needs"
  }

  private var budgetSentence: String { facts.budgetSentence(place.project) }

  private func worthSentence(_ cost: Int128?, _ name: String) -> String {
    let penalty = WholeAmounts.product(entry.cost.count, 1_000_000, over: entry.amount.count)
    guard let cost else { return "Covering it would cost more than leaving it" }
    let currency = facts.scenario.currency
    return cost >= penalty
      ? "An hour of it would cost \(Wording.money(cost, currency)) (\(name)), leaving it costs "
        + Wording.money(penalty, currency)
      : "Covering it would cost more elsewhere than it saves here, though \(name) has time left"
  }

  private func projectLabel(_ kind: Group.Kind) -> String {
    guard case .project(let index) = kind else { return "" }
    return facts.scenario.projects[index].name
  }

  private func heldSentence(_ group: Group) -> String {
    let people = group.people.sorted { $0.hours != $1.hours ? $0.hours > $1.hours : $0.person < $1.person }
    let isOne = people.count == 1 && facts.scenario.staff[people[0].person].headcount == 1
    var phrase = Phrase("Nobody")
    phrase.append(who)
    phrase.append(" is free ")
    phrase.append(during: DayRange(stretches[group.first].first, stretches[group.last].last))
    phrase.append(": ")
    phrase.append(list: people.count) { facts.scenario.staff[people[$0].person].name }
    switch group.kind {
    case .project(let index):
      phrase.append(isOne ? " works on " : " work on ")
      phrase.append(
        index == place.project ? "other demands of the same project" : facts.scenario.projects[index].name)
      phrase.append(", priority ")
      phrase.append(group.priority.description)
    case .operating(let asset):
      phrase.append(isOne ? " runs " : " run ")
      phrase.append(facts.scenario.assets[asset].name)
    case .promises:
      let demands = group.demands.sorted()
      phrase.append(isOne ? " is promised to " : " are promised to ")
      phrase.append(list: demands.count) { facts.scenario.demand(at: facts.places[demands[$0]]).id }
    }
    return phrase.text
  }
}
