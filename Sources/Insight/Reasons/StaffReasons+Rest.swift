// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

// What is left of an unmet amount after the limits: hours that are free, and hours that others hold.
extension StaffReasons {
  /// The part that free hours could cover: there is no money for it, or it is not worth it.
  func attributeFree(_ amount: Int128, _ steps: inout Attribution) {
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
  var cheapest: (cost: Int128, charged: Int128, name: String)? {
    var equipment: Int128 = 0
    for use in subject.demand.uses {
      guard let asset = facts.assetIndex[use.asset] else { continue }
      equipment += WholeAmounts.product(
        WholeAmounts.fixed(use.unitsPerPerson),
        WholeAmounts.fixed(facts.scenario.assets[asset].costPerUnitDay) / 1_000_000, over: facts.fullDay)
    }
    let change =
      facts.scenario.baseline == nil ? 0 : WholeAmounts.fixed(facts.scenario.policy.changeCostPerHour) / 1_000_000
    var best: (cost: Int128, charged: Int128, person: Int, isOvertime: Bool)?
    for (row, candidate) in subject.candidates.enumerated() where candidate.productivity > 0 {
      for position in columns.indices {
        let cell = cells[row * columns.count + position]
        guard cell.free > 0, columns[position].slack > 0 else { continue }
        let isOvertime = cell.freeRegular == 0
        let time = facts.time[candidate.staff]
        let days = facts.periods[periods.lowerBound + position]
        let spent = time.rate(days) + equipment + (isOvertime ? time.premium(days) : 0)
        let charged = WholeAmounts.product(spent, WholeAmounts.one, over: candidate.productivity)
        let cost = WholeAmounts.product(spent + change, WholeAmounts.one, over: candidate.productivity)
        if best.map({ cost < $0.cost }) ?? true { best = (cost, charged, candidate.staff, isOvertime) }
      }
    }
    return best.map {
      ($0.cost, $0.charged, ($0.isOvertime ? "overtime of " : "") + facts.scenario.staff[$0.person].name)
    }
  }

  /// The part that overtime would cover if other days and weeks had not used it up: what is allowed does not reach. Beside
  /// hours that others hold it is in proportion to these.
  func attributeUsedUp(_ steps: inout Attribution) {
    guard steps.left > 0 else { return }
    var (hours, held) = (Int128(0), Int128(0))
    var people: [Int] = []
    for (row, candidate) in subject.candidates.enumerated() {
      var (sum, others) = (Int128(0), Int128(0))
      for (position, period) in periods.enumerated() where columns[position].slack > 0 {
        let cell = cells[row * columns.count + position]
        sum += cell.usedUp
        if cell.most > cell.own + cell.free {
          others += facts.used[candidate.staff * facts.periodCount + period] - cell.own
        }
      }
      held += Self.effective(max(0, others), candidate)
      // Less than a hundredth of an hour is what rounding leaves.
      guard facts.time[candidate.staff].hasOvertime, sum >= 10_000 else { continue }
      hours += Self.effective(sum, candidate)
      people.append(candidate.staff)
    }
    guard !people.isEmpty else { return }
    steps.take(
      held == 0 ? hours : WholeAmounts.product(steps.left, hours, over: hours + held), .nobody,
      usedUpSentence(people))
  }

  /// The part that others hold, in proportion to the effective hours that candidates work on them.
  func attributeHeld(_ steps: inout Attribution) {
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
      steps.take(parts[named.count], .taken, "Other people\(who) work on " + Wording.list(others))
    }
  }

  /// What no other step explains: the limit met last.
  func attributeRest(_ asset: Int?, _ steps: inout Attribution) {
    guard steps.left > 0 else { return }
    if subject.seat.place != nil {
      steps.take(steps.left, .together, togetherSentence)
    } else if subject.demand.maxHoursPerWeek != nil {
      steps.take(steps.left, .limit, limitSentence(nil))
    } else if let asset {
      steps.take(steps.left, .asset, equipmentSentence(asset))
    } else if facts.budget[project] != nil {
      steps.take(steps.left, .budget, budgetSentence)
    } else {
      steps.take(steps.left, .notWorthIt, worthSentence(nil, ""))
    }
  }
}
