// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The attribution of one unmet entry of a staff demand; the rule is described at ``Reasons``.
struct StaffReasons {
  /// What all entries of a demand have in common. A reference, so that the entries share it.
  final class Subject {
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
      window = facts.windows[index]
      let candidates = facts.candidates(for: demand, window: window)
      self.candidates = candidates
      who = Wording.requirements(demand)
      var order = Array(candidates.indices)
      let isSorted = order.dropLast().allSatisfy { candidates[$0].productivity >= candidates[$0 + 1].productivity }
      if !isSorted {
        order.sort { left, right in
          let (first, second) = (candidates[left].productivity, candidates[right].productivity)
          return first != second ? first > second : left < right
        }
      }
      self.order = order
    }
  }

  private let facts: PlanFacts
  private let subject: Subject
  /// What is unmet, and what that costs.
  private let unmet: Int128
  private let cost: Int128
  private let project: Int
  /// The periods that the entry is about.
  private let periods: Range<Int>
  private var columns: [Column] = []
  /// That of a candidate in a period of the entry at `candidate * columns + period`.
  private var cells: [Cell] = []

  /// A period of the entry.
  private struct Column {
    /// Its days inside the window.
    let days: DayRange
    /// Hours in the plan.
    var worked: Int128 = 0
    /// The hours that pace, equipment and operators allow, and those of them that are not worked.
    var room: Int128 = 0
    var slack: Int128 = 0
  }

  /// Hours of a candidate in a period of the entry.
  private struct Cell {
    /// In the plan, on the demand.
    var own: Int128 = 0
    /// As if there were nothing else to do: with all that the calendar has, and when the person is there.
    var contracted: Int128 = 0
    var available: Int128 = 0
    /// The same without regard to the most overtime over the horizon.
    var most: Int128 = 0
    /// Left in the plan.
    var free: Int128 = 0
  }

  private init(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ subject: Subject) {
    self.facts = facts
    self.subject = subject
    unmet = entry.amount.count
    cost = entry.cost.count
    project = facts.places[subject.index].project
    // The periods stand in the order of their days, so that those that the window meets stand together.
    let asked = entry.period.map { $0..<($0 + 1) } ?? facts.periods.indices
    let window = subject.window
    let first = asked.first { !facts.periods[$0].intersection(window).isEmpty } ?? asked.upperBound
    let end = asked.last { !facts.periods[$0].intersection(window).isEmpty }.map { $0 + 1 } ?? first
    periods = first..<end
  }

  private var candidates: [PlanFacts.Candidate] { subject.candidates }
  private var demand: StaffDemand { subject.demand }
  private var who: String { subject.who }

  private var days: DayRange {
    guard let first = columns.first, let last = columns.last else { return subject.window }
    return DayRange(first.days.first, last.days.last)
  }

  /// Effective hours, at most ``WholeAmounts/most``.
  static func effective(_ hours: Int128, _ candidate: PlanFacts.Candidate) -> Int128 {
    if candidate.productivity == WholeAmounts.one { return min(WholeAmounts.most, hours) }
    return WholeAmounts.product(hours, candidate.productivity, over: WholeAmounts.one)
  }

  /// The parts of what is unmet with their reasons, all of them above 0.
  static func parts(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ subject: Subject) -> [Reasons.Part] {
    var reasons = StaffReasons(facts, entry, subject)
    return reasons.parts()
  }

  private mutating func parts() -> [Reasons.Part] {
    guard !subject.candidates.isEmpty else {
      return [Reasons.Part(kind: .nobody, amount: unmet, detail: nobodySentence)]
    }
    fill()
    let met = total { $0.own }
    var steps = Attribution(unmet: unmet, wanted: unmet + met)

    let contracted = total { $0.contracted }
    steps.limit(contracted, .nobody, tooFewSentence(contracted, wanted: unmet + met))
    let available = total { $0.available }
    steps.limit(available, .away, awaySentence(contracted, available))

    for position in columns.indices { columns[position].room = paceLimit(at: position) }
    let paced = withinRoom(available)
    steps.limit(paced, .pace, paceSentence(paced))
    var tightest: Int?
    if !subject.demand.uses.isEmpty {
      let equipment = equipmentRoom()
      tightest = equipment.asset
      for position in columns.indices {
        columns[position].room = min(columns[position].room, equipment.units[position])
      }
      steps.limit(withinRoom(available), .asset, equipmentSentence(equipment.asset))
      for position in columns.indices {
        columns[position].room = min(columns[position].room, equipment.operated[position])
      }
      steps.limit(withinRoom(available), .operators, operatorSentence(equipment.asset))
    }

    for position in columns.indices {
      columns[position].slack = max(0, columns[position].room - columns[position].worked)
    }
    attributeFree(min(steps.left, free()), &steps)
    if facts.bindingBudgets.contains(project) { steps.take(steps.left, .budget, budgetSentence) }
    attributeHeld(&steps)
    attributeRest(tightest, &steps)
    return steps.parts
  }

  // MARK: - Limits

  /// Works out the hours by candidate and period.
  private mutating func fill() {
    let facts = facts
    let candidates = subject.candidates
    columns.reserveCapacity(periods.count)
    for period in periods { columns.append(Column(days: facts.periods[period].intersection(subject.window))) }
    cells.reserveCapacity(candidates.count * periods.count)
    for candidate in candidates {
      let person = candidate.staff
      // What the candidate has left of the overtime over the horizon, by the same three measures.
      var contractedOvertime = facts.time[person].overtimeTotal
      var availableOvertime = contractedOvertime
      var freeOvertime = max(0, contractedOvertime - facts.overtimeUsed[person])
      for (position, period) in periods.enumerated() {
        var cell = Cell()
        cell.own = facts.hours(of: person, on: subject.index, in: period)
        columns[position].worked += cell.own
        let stretch = columns[position].days
        let extra = min(facts.time[person].overtime(stretch, .contracted), contractedOvertime)
        contractedOvertime -= extra
        cell.contracted = facts.time[person].regular(stretch, .contracted) + extra
        let days = stretch.intersection(candidate.days)
        if !days.isEmpty {
          let regular = facts.time[person].regular(days)
          let overtime = facts.time[person].overtime(days)
          let more = min(overtime, availableOvertime)
          availableOvertime -= more
          cell.available = regular + more
          cell.most = regular + overtime
          cell.free = facts.free(person, period, upTo: cell.most - cell.own, overtimeLeft: &freeOvertime)
        }
        cells.append(cell)
      }
    }
  }

  /// Effective hours of all.
  @inline(__always)
  private func total(_ hours: (Cell) -> Int128) -> Int128 {
    let candidates = subject.candidates
    var total: Int128 = 0
    for row in candidates.indices {
      var sum: Int128 = 0
      for index in (row * columns.count)..<((row + 1) * columns.count) { sum += hours(cells[index]) }
      total += Self.effective(sum, candidates[row])
    }
    return total
  }

  /// The most effective hours out of given hours where in each period only so many may be worked.
  @inline(__always)
  private func bounded(_ hours: (Cell) -> Int128, _ limit: (Column) -> Int128) -> Int128 {
    let candidates = subject.candidates
    let order = subject.order
    var sum: Int128 = 0
    for position in columns.indices {
      var left = limit(columns[position])
      for row in order where left > 0 {
        let part = min(left, hours(cells[row * columns.count + position]))
        sum += Self.effective(part, candidates[row])
        left -= part
      }
    }
    return sum
  }

  /// The most effective hours out of those for which people are there where there is room for them.
  ///
  /// - Parameter all: what they are without limits.
  private func withinRoom(_ all: Int128) -> Int128 {
    if columns.allSatisfy({ $0.room >= WholeAmounts.most }) { return all }
    return bounded({ $0.available }, { $0.room })
  }

  /// The effective hours out of those that people have left where there is room for them.
  private func free() -> Int128 {
    if columns.allSatisfy({ $0.slack >= WholeAmounts.most }) { return total { $0.free } }
    return bounded({ $0.free }, { $0.slack })
  }

  private func paceLimit(at position: Int) -> Int128 {
    guard let limit = subject.demand.maxHoursPerWeek else { return WholeAmounts.most }
    return WholeAmounts.product(
      WholeAmounts.fixed(limit), Int128(facts.workedDays(in: columns[position].days)),
      over: Int128(max(1, facts.scenario.calendar.standard.workdays.count)) * 1_000_000)
  }

  /// The hours for which each period has equipment, and people to run it, after what others use; and the asset that
  /// allows fewest.
  private func equipmentRoom() -> (units: [Int128], operated: [Int128], asset: Int?) {
    var units = [Int128](repeating: WholeAmounts.most, count: periods.count)
    var operated = units
    var tightest: (asset: Int, hours: Int128)?
    let day = WholeAmounts.fixed(facts.scenario.calendar.standard.hoursPerDay)
    for use in subject.demand.uses {
      guard let asset = facts.assetIndex[use.asset], use.unitsPerPerson > 0 else { continue }
      let perPerson = WholeAmounts.fixed(use.unitsPerPerson)
      var sum: Int128 = 0
      for (position, period) in periods.enumerated() {
        let slot = asset * facts.periodCount + period
        let own = facts.use[PlanFacts.Key(resource: asset, demand: subject.index, period: period)] ?? 0
        let left = max(0, facts.assetLimit[slot] - facts.assetUsed[slot])
        let hours = max(columns[position].worked, WholeAmounts.product(own + left, day, over: perPerson))
        units[position] = min(units[position], hours)
        sum += hours
        guard let crew = facts.scenario.assets[asset].operators, crew.hoursPerUnitDay > 0 else { continue }
        let more = WholeAmounts.product(
          facts.freeOperating(asset, period), WholeAmounts.one, over: WholeAmounts.fixed(crew.hoursPerUnitDay))
        operated[position] = min(
          operated[position], max(columns[position].worked, WholeAmounts.product(own + more, day, over: perPerson)))
      }
      if tightest.map({ sum < $0.hours }) ?? true { tightest = (asset, sum) }
    }
    return (units, operated, tightest?.asset)
  }

  // MARK: - What is left after the limits

  /// The part that free hours could cover: there is no money for it, or it is not worth it.
  private func attributeFree(_ amount: Int128, _ steps: inout Attribution) {
    guard amount > 0, let cheapest else { return }
    if let money = facts.budgetLeft(project) {
      let affordable = WholeAmounts.product(money, 1_000_000, over: cheapest.charged)
      steps.take(amount - min(amount, affordable), .budget, budgetSentence)
      steps.take(min(amount, affordable), .notWorthIt, worthSentence(cheapest.cost, cheapest.name))
    } else {
      steps.take(amount, .notWorthIt, worthSentence(cheapest.cost, cheapest.name))
    }
  }

  /// The least that an effective hour costs among the hours that are free: all of it, and what a budget is charged.
  private var cheapest: (cost: Int128, charged: Int128, name: String)? {
    var equipment: Int128 = 0
    for use in subject.demand.uses {
      guard let asset = facts.assetIndex[use.asset] else { continue }
      equipment += WholeAmounts.product(
        WholeAmounts.fixed(use.unitsPerPerson),
        WholeAmounts.fixed(facts.scenario.assets[asset].costPerUnitDay) / 1_000_000,
        over: WholeAmounts.fixed(facts.scenario.calendar.standard.hoursPerDay))
    }
    let change =
      facts.scenario.baseline == nil ? 0 : WholeAmounts.fixed(facts.scenario.policy.changeCostPerHour) / 1_000_000
    var best: (cost: Int128, charged: Int128, person: Int, isOvertime: Bool)?
    for (row, candidate) in subject.candidates.enumerated() where candidate.productivity > 0 {
      let rate = WholeAmounts.fixed(facts.scenario.staff[candidate.staff].costPerHour) / 1_000_000
      for position in columns.indices
      where cells[row * columns.count + position].free > 0 && columns[position].slack > 0 {
        let isOvertime = facts.regularLeft[candidate.staff * facts.periodCount + periods.lowerBound + position] == 0
        let factor = facts.scenario.staff[candidate.staff].overtime?.costFactor ?? 1
        let premium =
          isOvertime
          ? WholeAmounts.product(rate, WholeAmounts.fixed(factor) - WholeAmounts.one, over: WholeAmounts.one) : 0
        let charged = WholeAmounts.product(rate + equipment, WholeAmounts.one, over: candidate.productivity)
        let cost = WholeAmounts.product(
          rate + equipment + premium + change, WholeAmounts.one, over: candidate.productivity)
        if best.map({ cost < $0.cost }) ?? true { best = (cost, charged, candidate.staff, isOvertime) }
      }
    }
    return best.map {
      ($0.cost, $0.charged, ($0.isOvertime ? "overtime of " : "") + facts.scenario.staff[$0.person].name)
    }
  }

  /// The part that others hold, in proportion to the effective hours that candidates work on them.
  private func attributeHeld(_ steps: inout Attribution) {
    guard steps.left > 0 else { return }
    var held = HeldHours()
    for (row, candidate) in subject.candidates.enumerated() {
      for (position, period) in periods.enumerated() where columns[position].slack > 0 {
        let cell = cells[row * columns.count + position]
        guard cell.most > cell.own + cell.free else { continue }
        for index in facts.holdings(of: candidate.staff, in: period) {
          held.add(facts.allHoldings[index], of: candidate, at: position, besides: subject.index, facts)
        }
      }
    }
    let total = held.groups.reduce(Int128(0)) { $0 + $1.effective }
    guard total > 0 else { return }
    held.sort()
    // Three projects by name, what the promises hold, and the rest together.
    let projects = held.groups.count { $0.kind.isProject }
    let shown = min(projects, projects == 4 ? 4 : 3)
    var named: [HeldHours.Group] = []
    named.reserveCapacity(held.groups.count)
    var others: [String] = []
    var rest: Int128 = 0
    for group in held.groups where group.kind.isProject {
      if named.count < shown {
        named.append(group)
      } else {
        others.append(projectLabel(group.kind))
        rest += group.effective
      }
    }
    for group in held.groups where !group.kind.isProject { named.append(group) }
    let amount = steps.left
    var parts: [Int128] = []
    parts.reserveCapacity(named.count + 1)
    for group in named { parts.append(WholeAmounts.product(amount, group.effective, over: total)) }
    parts.append(WholeAmounts.product(amount, rest, over: total))
    let given = parts.reduce(0, +)
    if let largest = parts.indices.max(by: { parts[$0] < parts[$1] }) { parts[largest] += amount - given }
    for (position, group) in named.enumerated() {
      steps.take(parts[position], group.kind == .promises ? .commitment : .taken, heldSentence(group, held))
    }
    if parts[named.count] > 0 {
      steps.take(parts[named.count], .taken, "Others\(who) work on " + Wording.list(others))
    }
  }

  /// What no other step explains: the limit met last.
  private func attributeRest(_ asset: Int?, _ steps: inout Attribution) {
    guard steps.left > 0 else { return }
    if subject.demand.maxHoursPerWeek != nil {
      steps.take(steps.left, .pace, paceSentence(nil))
    } else if let asset {
      steps.take(steps.left, .asset, equipmentSentence(asset))
    } else if facts.budget[project] != nil {
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
    var phrase = Phrase("There is nobody")
    phrase.append(who.isEmpty ? " who may work on it" : who)
    if subject.demand.skills.count == 1, let wanted = subject.demand.skills.first {
      var best: [Int] = []
      var highest = 0
      for person in facts.scenario.staff.indices {
        for skill in facts.scenario.staff[person].skills where skill.name == wanted.name {
          if best.isEmpty || skill.level > highest { best = [] }
          if best.isEmpty { highest = skill.level }
          if skill.level == highest { best.append(person) }
          break
        }
      }
      if !best.isEmpty, highest < wanted.level {
        phrase.append("; the highest level is ")
        phrase.append(number: highest)
        phrase.append(": ")
        phrase.append(list: best.count) { facts.scenario.staff[best[$0]].name }
      }
    }
    return phrase.text
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
    var losses: [(person: Int, cause: String, hours: Int128)] = []
    losses.reserveCapacity(subject.candidates.count)
    for candidate in subject.candidates {
      var notEmployed: Int128 = 0
      var notQualified: Int128 = 0
      var absent: Int128 = 0
      for column in columns {
        let qualified = column.days.intersection(candidate.days)
        let there = qualified.isEmpty ? 0 : facts.time[candidate.staff].regular(qualified)
        let contract = facts.time[candidate.staff].regular(column.days, .contracted)
        let unemployed = facts.time[candidate.staff].notEmployed(column.days)
        let days = facts.time[candidate.staff].regular(column.days)
        notEmployed += unemployed
        absent += max(0, contract - unemployed - days)
        notQualified += max(0, days - there)
      }
      let cause =
        notEmployed >= absent && notEmployed >= notQualified
        ? "not employed" : absent >= notQualified ? "absent" : "not yet or no longer qualified"
      let lost = notEmployed + absent + notQualified
      if lost > 0 { losses.append((candidate.staff, cause, lost)) }
    }
    let staff = facts.scenario.staff
    func verb(_ person: Int) -> String { staff[person].headcount > 1 ? " are" : " is" }
    losses.sort {
      $0.hours != $1.hours
        ? $0.hours > $1.hours
        : (staff[$0.person].name + verb($0.person)).precedes(staff[$1.person].name + verb($1.person))
    }
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
    phrase.append(list: losses.count) { (phrase: inout Phrase, index: Int) in
      phrase.append(staff[losses[index].person].name)
      phrase.append(verb(losses[index].person))
      phrase.append(" ")
      phrase.append(losses[index].cause)
      phrase.append(" for ")
      phrase.append(hours: losses[index].hours)
    }
    return phrase.text
  }

  private func paceSentence(_ most: Int128?) -> String {
    let limit = subject.demand.maxHoursPerWeek.map(\.description) ?? "0"
    return "At most \(limit) h a week may be worked on it"
      + (most.map { ": \(Wording.hours($0)) \(Wording.during(days))" } ?? "")
  }

  private func equipmentSentence(_ asset: Int?) -> String {
    guard let asset else { return "Its equipment allows no more" }
    let name = facts.scenario.assets[asset].name
    var others: [Int: Int128] = [:]
    for period in periods {
      for user in facts.users[asset * facts.periodCount + period] where user.demand != subject.index {
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

  private var budgetSentence: String { facts.budgetSentence(project) }

  private func worthSentence(_ least: Int128?, _ name: String) -> String {
    let penalty = WholeAmounts.product(cost, 1_000_000, over: unmet)
    guard let least else { return "Covering it would cost more than leaving it" }
    let currency = facts.scenario.currency
    return least >= penalty
      ? "An hour of it would cost \(Wording.money(least, currency)) (\(name)), leaving it costs "
        + Wording.money(penalty, currency)
      : "Covering it would cost more elsewhere than it saves here, though \(name) has time left"
  }

  private func projectLabel(_ kind: HeldHours.Group.Kind) -> String {
    guard case .project(let index) = kind else { return "" }
    return facts.scenario.projects[index].name
  }

  private func heldSentence(_ group: HeldHours.Group, _ held: HeldHours) -> String {
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
    case .operating(let asset):
      phrase.append(isOne ? " runs " : " run ")
      phrase.append(facts.scenario.assets[asset].name)
    case .promises:
      let demands = held.promised.sorted()
      phrase.append(isOne ? " is promised to " : " are promised to ")
      phrase.append(list: demands.count) { facts.demandID(demands[$0]) }
    }
    return phrase.text
  }
}
