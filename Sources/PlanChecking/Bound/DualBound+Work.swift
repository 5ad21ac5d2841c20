// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Columns x and w: nearly all there are.
extension DualBound {
  /// What a person's columns have in common, whatever the demand: hours and prices of each period.
  struct Time {
    /// The price of regular time and of overtime of each person and period, where they are the same on all its days.
    let capacity: Grid<Double>
    let overtime: Grid<Double>
    /// Whether they are.
    let isUniform: Grid<Bool>
    /// Sums of r and o, and costs of an hour and of one of overtime.
    let regularHours: Grid<Double>
    let overtimeHours: Grid<Double>
    let rate: Grid<Double>
    let premium: Grid<Double>
    /// The most overtime by row 2, where that is looked at.
    let mostOvertime: Grid<Double>?

    init(_ facts: ScenarioFacts, _ prices: CleanPrices, withMostOvertime: Bool) {
      let (people, periods) = (facts.staff.count, facts.periodCount)
      let days = facts.days
      var capacity = Grid(rows: people, periods: periods, filledWith: 0.0)
      var overtime = capacity
      var isUniform = Grid(rows: people, periods: periods, filledWith: true)
      for (index, person) in facts.staff.enumerated() {
        for period in 0..<periods {
          var isFirst = (regular: true, overtime: true)
          for day in days.ofPeriod[period] where person.hasTime[day] {
            if person.regular(in: day..<day + 1) > 0 {
              let price = prices.capacity[index, day]
              if !isFirst.regular, price != capacity[index, period] { isUniform[index, period] = false }
              capacity[index, period] = price
              isFirst.regular = false
            }
            if person.overtime(on: day) > 0 {
              let price = prices.overtime[index, day]
              if !isFirst.overtime, price != overtime[index, period] { isUniform[index, period] = false }
              overtime[index, period] = price
              isFirst.overtime = false
            }
          }
        }
      }
      (self.capacity, self.overtime, self.isUniform) = (capacity, overtime, isUniform)
      regularHours = Grid(rows: people, periods: periods) {
        Double(fine: facts.staff[$0].regular(in: days.ofPeriod[$1]))
      }
      overtimeHours = Grid(rows: people, periods: periods) {
        Double(fine: facts.staff[$0].overtime(in: days.ofPeriod[$1]))
      }
      rate = Grid(rows: people, periods: periods) { facts.staff[$0].rate(in: $1).exact.doubleValue }
      premium = Grid(rows: people, periods: periods) { facts.staff[$0].premium(in: $1).exact.doubleValue }
      mostOvertime =
        withMostOvertime
        ? Grid(rows: people, periods: periods) { Double(fine: facts.staff[$0].mostOvertime(in: days.ofPeriod[$1])) }
        : nil
    }
  }

  /// What columns x of a demand share in a period.
  struct Shared {
    /// The price of an effective hour.
    var effort: Double
    /// The price of row 5 where it is the same on all days; nil where it is not, or where equipment is used.
    var pace: Double?
    /// The hours that rows 3, 4 and 5 leave room for.
    var wanted: Double
    var most: Double
  }

  /// A person who may work on a demand, with what holds in all periods.
  private struct Pair {
    let person: Int
    let demand: Int
    /// The days of the horizon from the first to the last one on which that is possible.
    let range: Range<Int>
    /// Effective hours in a worked one.
    let eta: Double
    /// The price of the project's budget.
    let budget: Double
    /// What an hour costs by the project's rates; nil where the person's own cost counts.
    let ownRate: Double?
    /// What an hour counts as by the preferences.
    let liking: Double
    let isPromised: Bool
    /// Whether hours on so many projects have prices.
    let isOfFewProjects: Bool
    /// Whether the person meets what is asked for on every day of the range.
    let isEveryDay: Bool
    /// Days whose columns are left out.
    let knownDays: Set<Int>
    /// Whether limits count its hours, and those whose spans are cut by periods.
    let isLimited: Bool
    let isLimitedByDay: Bool
    /// The hours of the baseline by period; nil where it has none.
    let baseline: [Int: Double]?
    /// Further limits by period; nil where there are none.
    let limits: PlanLimits.PairLimits?
    let changeCost: Double
  }

  /// Works out what columns x of a demand share, for all periods.
  func share(_ index: Int, _ demand: DemandFacts, _ shared: inout [Shared]) {
    shared.removeAll(keepingCapacity: true)
    var wanted = demand.isFlexible ? demand.wanted[0].doubleValue : 0
    let limit = demand.pace?.doubleValue
    for (period, numbers) in days.ofPeriod.enumerated() {
      if !demand.isFlexible { wanted = demand.wanted[period].doubleValue }
      var pace: Double? = 0
      var most = Double.infinity
      if let limit {
        let prices = prices.pace[index][numbers]
        pace = prices.allSatisfy { $0 == prices.first } ? prices.first : nil
        most = limit * Double(days.week(of: numbers.upperBound - 1) - days.week(of: numbers.lowerBound) + 1)
      }
      if demand.useCount > 0 { pace = nil }
      shared.append(
        Shared(effort: prices.effort(index, demand.slot(period)), pace: pace, wanted: wanted, most: most))
    }
  }

  func addWork(_ sum: inout LowerSum) {
    let tables = WorkTables(self)
    var shared: [Shared] = []
    shared.reserveCapacity(facts.periodCount)
    var slots = Slots()
    for (index, demand) in facts.demands.enumerated() where demand.staff != nil {
      share(index, demand, &shared)
      if demand.isCrew {
        addCrew(index, shared, tables.changes, changeCost: tables.changeCost, to: &sum)
      } else {
        addWork(on: index, tables, shared, &slots, to: &sum)
      }
    }
    // Hours of the baseline without a column are moved away from whatever the plan.
    for hours in tables.changes.withoutColumn { sum.addRow(tables.changeCost, hours) }
  }

  /// What is looked up for all columns x.
  struct WorkTables {
    let eligibility: EligibilityTable
    let changes: ChangeTable
    let changeCost: Double
    let time: Time
    let hasPreferences: Bool

    /// - Parameter withMostOvertime: whether hours of a person on one demand are no more than row 2 allows. That adds nothing
    ///   where prices are the best of a linear program.
    init(_ bound: DualBound, withMostOvertime: Bool = false) {
      eligibility = EligibilityTable(bound.facts)
      changes = ChangeTable(bound.facts)
      changeCost = bound.facts.penalties.changePerHour.doubleValue * bound.objective.value
      time = Time(bound.facts, bound.prices, withMostOvertime: withMostOvertime)
      hasPreferences = !bound.facts.rates.hasNoPreferences
    }
  }

  /// The columns x of a demand without a crew.
  func addWork<Sink: WorkSink>(
    on index: Int, _ tables: WorkTables, _ shared: [Shared], _ slots: inout Slots,
    besides known: (facts: ScenarioFacts, people: Set<Int>)? = nil, to sum: inout Sink
  ) {
    let demand = facts.demands[index]
    guard let needs = demand.staff else { return }
    let isPromised = facts.promises.areMade(to: index)
    let budget = prices.budget[demand.project]
    tables.eligibility.forEachEligible(for: index) { person, range in
      if let known, !known.people.contains(person) { return }
      let staff = facts.staff[person]
      let eta = staff.productivity(on: needs).doubleValue
      let isLimited = limits(of: person, index)
      let knownDays = known.map { self.knownDays(of: person, on: index, $0.facts) }
      let pair = Pair(
        person: person, demand: index, range: range, eta: eta, budget: budget,
        ownRate: facts.rates.rate(of: person, on: demand.project)?.exact.doubleValue,
        liking: tables.hasPreferences
          ? facts.rates.preference(of: person, on: index).doubleValue * eta * objective.value : 0,
        isPromised: isPromised,
        isOfFewProjects: !prices.projects.isEmpty && facts.scenario.staff[person].maxProjects != nil,
        isEveryDay: knownDays == nil
          && (!staff.mayHaveGaps(for: needs) || range.allSatisfy { staff.meets(needs, on: $0) }),
        knownDays: knownDays ?? [],
        isLimited: isLimited.all, isLimitedByDay: isLimited.byDay,
        baseline: tables.changes[ChangeTable.Pair(staff: person, demand: index)],
        limits: limits?.hours(staff.person.id, demand.id), changeCost: tables.changeCost)
      addPair(pair, tables.time, shared, &slots, to: &sum)
    }
  }

  /// The days on which a person may work on a demand by other facts, as fast as by these.
  private func knownDays(of person: Int, on index: Int, _ other: ScenarioFacts) -> Set<Int> {
    guard let needs = other.demands[index].staff,
      other.staff[person].productivity(on: needs) == facts.demands[index].staff.map(facts.staff[person].productivity)
    else { return [] }
    return Set(other.staff[person].eligible(for: needs, in: other.demands[index].days))
  }

  /// Whether limits count hours of a person on a demand, and whether some of them have spans that periods are cut by.
  private func limits(of person: Int, _ demand: Int) -> (all: Bool, byDay: Bool) {
    guard !facts.limits.isEmpty else { return (false, false) }
    let counting = facts.limitsOfStaff[person].filter { facts.limits[$0].work[demand] }
    return (!counting.isEmpty, !counting.allSatisfy { facts.limits[$0].periodsAreInSpans })
  }

  /// Adds the columns of a person on a demand.
  private func addPair<Sink: WorkSink>(
    _ pair: Pair, _ time: Time, _ shared: [Shared], _ slots: inout Slots, to sum: inout Sink
  ) {
    let (person, demand, budget) = (pair.person, pair.demand, pair.budget)
    let staff = facts.staff[person]
    let hasOvertime = !staff.overtime.isEmpty
    for period in days.periods(of: pair.range) {
      let part = days.ofPeriod[period].common(pair.range)
      let isWhole = part == days.ofPeriod[period]
      let hours = isWhole ? time.regularHours[person, period] : Double(fine: staff.regular(in: part))
      let extra =
        !hasOvertime ? 0 : isWhole ? time.overtimeHours[person, period] : Double(fine: staff.overtime(in: part))
      guard hours > 0 || extra > 0 else { continue }
      let row = shared[period]
      let key = WorkKey(person: person, period: period, eta: pair.eta)
      let rate = pair.ownRate ?? time.rate[person, period]
      var cost = ReducedCost()
      cost.add(rate * objective.value)
      cost.subtract(rate * budget)
      cost.add(pair.liking)
      if objective.early != 0 || objective.late != 0 { cost.add(objective.hour(in: period, of: facts.periodCount)) }
      cost.subtract(prices.shares[person])
      cost.subtract(pair.eta * row.effort)
      if pair.isPromised, let promise = facts.promises[Cell(staff: person, demand: demand, period: period)] {
        cost.subtract(prices.commitment[promise])
      }
      if pair.isOfFewProjects {
        cost.subtract(prices.projects[Cell(staff: person, demand: demand, period: period)] ?? 0)
      }
      let before = pair.baseline?[period]
      // What is not in the baseline costs a change for each hour.
      if before == nil { cost.add(pair.changeCost) }
      var most = min(row.wanted / pair.eta, row.most)
      if let overtime = time.mostOvertime { most = min(most, hours + min(extra, overtime[person, period])) }
      let limits = pair.limits?[period]
      let premium = time.premium[person, period]
      slots.removeAll()
      if let pace = row.pace, time.isUniform[person, period], !pair.isLimitedByDay, pair.isEveryDay {
        cost.subtract(pace)
        if pair.isLimited { subtractLimits(person, demand, day: part.lowerBound, from: &cost) }
        var regular = cost
        regular.subtract(time.capacity[person, period])
        if !hasOvertime, limits == nil, before == nil {
          sum.add(regular, hours: hours, most: most, of: key)
          continue
        }
        slots.add(regular, hours)
        if hasOvertime {
          cost.add(premium * objective.value)
          cost.subtract(premium * budget)
          cost.subtract(time.overtime[person, period])
          slots.add(cost, extra)
        }
      } else {
        addDays(part, of: pair, cost, premium: premium, budget: budget, to: &slots)
      }
      sum.add(
        &slots, .init(most: most, limits: limits, change: before.map { ($0, pair.changeCost) }), of: key)
    }
  }

  /// The columns of a pair on some days of a period, one by one.
  private func addDays(
    _ part: Range<Int>, of pair: Pair, _ base: ReducedCost, premium: Double, budget: Double,
    to slots: inout Slots
  ) {
    let (person, demand) = (pair.person, pair.demand)
    let staff = facts.staff[person]
    let pace = prices.pace[demand]
    let needs = pair.isEveryDay ? nil : facts.demands[demand].staff
    for day in part
    where staff.hasTime[day] && (needs.map { staff.meets($0, on: day) } ?? true) && !pair.knownDays.contains(day) {
      var cost = base
      if !pace.isEmpty { cost.subtract(pace[day]) }
      subtractLimits(person, demand, day: day, from: &cost)
      let extra = equip(demand, person: person, day, &cost)
      addTime(of: person, on: day, cost, extra, premium: premium, budget: budget, to: &slots)
    }
  }

  /// Takes off what hours of a person on a day occupy of equipment by its prices.
  ///
  /// - Parameter cost: of an hour before; then of one of regular time.
  /// - Returns: that of one of overtime.
  @inline(__always)
  func equip(_ demand: Int, person: Int, _ day: Int, _ cost: inout ReducedCost) -> ReducedCost {
    var extra = cost
    let (equipment, equipmentOvertime) = (prices.equipment[demand], prices.equipmentOvertime[demand])
    guard !equipment.isEmpty else { return extra }
    let staff = facts.staff[person]
    // Long lists of equipment round more often than the general estimate allows for.
    let rounding = 1 + Double(facts.demands[demand].useCount) / 16
    let regular = equipment[day] / staff.wholeDay(on: day).doubleValue
    cost.value -= regular
    cost.magnitude += rounding * abs(regular)
    if equipmentOvertime[day] < 0, staff.overtimeOfOne.sign > 0 {
      let overtime = equipmentOvertime[day] / staff.overtimeOfOne.doubleValue
      extra.value -= overtime
      extra.magnitude += rounding * abs(overtime)
    }
    return extra
  }
}
