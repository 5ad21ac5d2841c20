// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

extension PlanChecker {
  /// A value that no plan of the scenario is below, from dual values of the rows.
  ///
  /// This is the Lagrangian bound (Geoffrion, "Lagrangean relaxation for integer programming", 1974): the sum of price
  /// times right-hand side over all rows, plus for every column the least that its reduced cost can contribute in the box
  /// that `model.md` names: by day, 0 to r of regular time, 0 to o of overtime, 0 to the units of an asset, 0 to what is
  /// wanted or promised. Prices of the wrong sign, or not finite, count as 0. Hours of a pair in a period are besides at
  /// most what the demand wants in all; the change term is minimised exactly as a piecewise linear function of them.
  ///
  /// Columns of days with the same price are taken together: the bound of a scenario whose prices are the same on all
  /// days of a period costs what one by period does.
  ///
  /// It is rigorous in floating point: each term's possible error is estimated from above by its magnitude and
  /// subtracted (see ``LowerSum``), upper bounds are rounded up, reduced costs down. No result is below 0 where no term of
  /// the objective can be.
  ///
  /// - Parameters:
  ///   - prices: dual values by day.
  ///   - limits: further limits on the plans that the bound is for; nil is for all plans.
  /// - Returns: the bound, rounded down; 0 where the prices have not the shape of the scenario's rows.
  /// - Complexity: O(people x demands x periods), times the days of a period where prices differ in it.
  public func bound(_ prices: RowPrices, limits: PlanLimits? = nil) -> Millionths {
    guard !facts.scenario.hasDecisions else {
      let domain = DecisionDomain(of: facts.scenario, within: limits)
      return bound(cases: [BoundCase(domain: domain, prices: [prices])], limits: limits)
    }
    guard let evaluation = DualBound(facts, prices, limits) else { return .zero }
    return millionths(of: evaluation.lowerBound(), mayBeNegative: facts.rates.hasLiking)
  }

  /// What no plan comes to less than in a step of an order, among plans that are at most as much as given in all steps
  /// before.
  ///
  /// The steps before are rows like any other: their prices, from the least on 0, make the bound one for the weighted sum
  /// of what this step and those before it are about, less what the plan reaches there times the prices.
  ///
  /// - Parameters:
  ///   - steps: the order up to the step.
  ///   - prices: dual values of the step's problem.
  ///   - reached: what the plan comes to in the steps before.
  ///   - limits: further limits on the plans that the bound is for.
  /// - Returns: the bound, rounded down; 0 where the prices have not the shape of the problem.
  func bound(_ steps: [OrderStep], _ prices: StepPrices, reached: [Rational], limits: PlanLimits?) -> Millionths {
    guard let last = steps.last, prices.earlier.count == steps.count - 1, reached.count >= steps.count - 1 else {
      return .zero
    }
    let earlier = prices.earlier.map { $0.isFinite ? max(0, $0) : 0 }
    let objective = BoundObjective(steps, earlier + [1], facts)
    let rows = zip(earlier, reached).map { (price: -$0, side: $1.doubleValue) }
    let mayBeNegative = last == .value && facts.rates.hasLiking
    guard !facts.scenario.hasDecisions else {
      let whole = BoundCase(domain: DecisionDomain(of: facts.scenario, within: limits), prices: [prices.rows])
      let bound = lowerBound(whole, limits, objective, besides: rows) ?? -.infinity
      return millionths(of: bound, mayBeNegative: mayBeNegative)
    }
    guard let evaluation = DualBound(facts, prices.rows, limits, objective) else { return .zero }
    return millionths(of: evaluation.lowerBound(besides: rows), mayBeNegative: mayBeNegative)
  }

  /// A value that no plan of the scenario is below, from cases of what is decided that together leave nothing out, each
  /// with its dual values.
  ///
  /// In each case the rows that people and assets share have their prices, and what is decided is the best there is for
  /// these; the least of all cases is the bound. A case without any plan has none that is below 10^24.
  ///
  /// - Parameters:
  ///   - cases: the leaves of a search, or one that leaves everything open.
  ///   - limits: further limits on the plans that the bound is for; nil is for all plans.
  /// - Returns: the bound, rounded down; what no value is below where the cases leave something out or prices have not the
  ///   shape of the scenario's rows.
  package func bound(cases: [BoundCase], limits: PlanLimits? = nil) -> Millionths {
    bound(of: cases, limits) { lowerBound($0, limits, BoundObjective()) }
  }

  /// The same, each case with its own prices, or with others where these give a higher bound: with the same prices no case
  /// has a lower one than all of them together.
  ///
  /// - Returns: the bound, and the cases with the prices that it follows from.
  package func bound(
    cases: [BoundCase], orWith prices: [RowPrices], limits: PlanLimits? = nil
  ) -> (value: Millionths, cases: [BoundCase]) {
    var best: [BoundCase] = []
    let value = bound(of: cases, limits) { one in
      var other = one
      other.prices = prices
      let bounds = (lowerBound(one, limits, BoundObjective()), lowerBound(other, limits, BoundObjective()))
      let isOther = bounds.1 ?? -.infinity > bounds.0 ?? -.infinity
      best.append(isOther ? other : one)
      return isOther ? bounds.1 : bounds.0
    }
    return (value, best)
  }

  private func bound(
    of cases: [BoundCase], _ limits: PlanLimits?, _ lowerBound: (BoundCase) -> Double?
  ) -> Millionths {
    let mayBeNegative = facts.rates.hasLiking
    let nothing = millionths(of: -.infinity, mayBeNegative: mayBeNegative)
    let whole = DecisionDomain(of: facts.scenario, within: limits)
    guard whole.isCovered(by: cases.map(\.domain)) else { return nothing }
    var least = Double.infinity
    for one in cases {
      guard let bound = lowerBound(one) else { return nothing }
      least = min(least, bound)
    }
    return least < Self.beyondPlans
      ? millionths(of: least, mayBeNegative: mayBeNegative) : Millionths(count: Int128(Self.beyondPlans) * 1_000_000)
  }

  /// The bound of a case; nil where prices have not the shape of the scenario's rows.
  ///
  /// Projects that may be left out, or moved, and hours on so many projects are looked for apart from each other, which can
  /// take more than the prices of the latter bring: the better of the bounds with and without them counts.
  private func lowerBound(
    _ one: BoundCase, _ limits: PlanLimits?, _ objective: BoundObjective,
    besides rows: [(price: Double, side: Double)] = []
  ) -> Double? {
    guard let bound = CaseBound(decided, one, limits, objective)?.lowerBound(besides: rows) else { return nil }
    guard one.prices.contains(where: { !$0.projects.isEmpty }) else { return bound }
    var other = one
    for place in other.prices.indices { other.prices[place].projects = [] }
    return max(bound, CaseBound(decided, other, limits, objective)?.lowerBound(besides: rows) ?? bound)
  }

  private func millionths(of value: Double, mayBeNegative: Bool) -> Millionths {
    if mayBeNegative {
      guard value.magnitude < Self.beyondPlans else { return Millionths(count: -Int128(Self.beyondPlans) * 1_000_000) }
      return value < 0 ? (-Rational(exactly: -value)).floorMillionths : Rational(exactly: value).floorMillionths
    }
    guard value > 0, value < Self.beyondPlans else { return .zero }
    return Rational(exactly: value).floorMillionths
  }

  /// More than any plan of a scenario that passed validation comes to (`Scenario.largestValue`).
  private static var beyondPlans: Double { 1e24 }
}

extension Rational {
  /// The exact value of a floating-point number between 2^-60 and 2^80; 0 below.
  fileprivate init(exactly value: Double) {
    // From 2^53 on they are whole numbers, and 2^60 times one below 2^57 fits 128 bits.
    self =
      value < 0x1p57
      ? Rational(Int128((value * 0x1p60).rounded(.down)), over: Int128(1) << 60) : Rational(Int128(value), over: 1)
  }
}

/// The evaluation of one bound.
struct DualBound {
  let facts: ScenarioFacts
  let prices: CleanPrices
  let limits: PlanLimits?
  let objective: BoundObjective

  var days: HorizonDays { facts.days }

  /// Makes an evaluation; nil where the prices have another shape.
  init?(
    _ facts: ScenarioFacts, _ prices: RowPrices, _ limits: PlanLimits?, _ objective: BoundObjective = BoundObjective()
  ) {
    guard let clean = CleanPrices(prices, facts, facts.pairs) else { return nil }
    self.facts = facts
    self.prices = clean
    self.limits = limits
    self.objective = objective
  }

  /// - Parameter rows: further rows, as price and right-hand side.
  func lowerBound(besides rows: [(price: Double, side: Double)] = []) -> Double {
    var sum = LowerSum()
    for row in rows { sum.addRow(row.price, row.side) }
    addGreatestShare(&sum)
    addStaffRows(&sum)
    addOtherRows(&sum)
    addWork(&sum)
    addMeetings(&sum)
    addAssetUse(&sum)
    addOperating(&sum)
    addUnmet(&sum)
    addBroken(&sum)
    let result = sum.lowerBound
    return result.isNaN ? 0 : result
  }

  // MARK: Rows

  /// Rows 1 and 2.
  private func addStaffRows(_ sum: inout LowerSum) {
    for index in facts.staff.indices { addStaffRows(of: index, to: &sum) }
  }

  /// Rows 1 and 2 of a person.
  func addStaffRows(of index: Int, to sum: inout LowerSum) {
    let person = facts.staff[index]
    for day in days.indices {
      let price = prices.capacity[index, day]
      if price < 0 { sum.addRow(price, Double(fine: person.capacity(in: day..<day + 1))) }
    }
    guard !person.overtime.isEmpty else { return }
    for day in days.indices where prices.overtimeDay[index, day] < 0 {
      sum.addRow(prices.overtimeDay[index, day], Double(fine: person.overtime(in: day..<day + 1)))
    }
    let perWeek = person.overtimePerWeek.doubleValue
    for price in prices.overtimeWeek[row: index] { sum.addRow(price, perWeek) }
    if let total = person.overtimeTotal { sum.addRow(prices.overtimeTotal[index], total.doubleValue) }
  }

  /// Rows 3 to 6 and 9 to 11.
  private func addOtherRows(_ total: inout LowerSum) {
    for index in facts.demands.indices {
      addEffortRows(of: index, to: &total)
      addPaceRows(of: index, to: &total)
    }
    addLimitsAndAssets(&total)
    for (index, project) in facts.scenario.projects.enumerated() {
      if let limit = project.budget { total.addRow(prices.budget[index], limit.doubleValue) }
    }
    for (index, promise) in facts.promises.list.enumerated() {
      total.addRow(prices.commitment[index], promise.hours.doubleValue)
    }
  }

  /// Rows 3, 4 and 11 of a demand.
  func addEffortRows(of index: Int, to total: inout LowerSum) {
    let demand = facts.demands[index]
    if let asset = demand.asset {
      let units = asset.units.doubleValue
      for day in demand.days where asset.isCounted[day] { total.addRow(prices.effort(index, day), units) }
    } else {
      for (slot, wanted) in demand.wanted.enumerated() {
        total.addRow(prices.effort(index, slot), wanted.doubleValue)
      }
    }
  }

  /// Row 5 of a demand.
  func addPaceRows(of index: Int, to total: inout LowerSum) {
    guard let limit = facts.demands[index].pace?.doubleValue else { return }
    for week in days.ofWeek { total.addRow(prices.pace[index][week.lowerBound], limit) }
  }

  /// Rows 5 of limits, and 6.
  func addLimitsAndAssets(_ total: inout LowerSum) {
    for (limit, prices) in prices.limits.enumerated() {
      for (sum, price) in prices.enumerated() where price < 0 {
        total.addRow(price, facts.limits[limit].sides[sum].doubleValue)
      }
    }
    for index in facts.assets.indices {
      for day in days.indices where prices.asset[index, day] < 0 {
        total.addRow(prices.asset[index, day], facts.sharedUnits(of: index, on: day))
      }
    }
  }

  // MARK: Columns z and v

  private func addAssetUse(_ sum: inout LowerSum) {
    var slots = Slots()
    for number in facts.assets.indices {
      for index in facts.demands.indices { addUse(of: number, by: index, &slots, to: &sum) }
    }
  }

  /// The columns of an asset for a demand.
  func addUse(of number: Int, by index: Int, _ slots: inout Slots, to sum: inout LowerSum) {
    let (asset, demand) = (facts.assets[number], facts.demands[index])
    let use = facts.use(of: number, by: index)
    let matches = demand.asset?.matches(facts.scenario.assets[number]) ?? false
    guard use != nil || matches else { return }
    let unitCost = asset.rate.exact.doubleValue
    let perUnit = asset.hoursPerUnitDay?.doubleValue ?? 0
    let pair = facts.pairs[number, index]
    let budget = prices.budget[demand.project]
    func cost(_ day: Int) -> ReducedCost {
      var cost = ReducedCost()
      cost.add(unitCost * objective.value)
      cost.subtract(unitCost * budget)
      cost.subtract(prices.asset[number, day])
      if let pair { cost.add(perUnit * prices.operators[pair, day]) }
      return cost
    }
    if let use {
      for day in demand.days where facts.equippedDays[index][day] {
        var cost = cost(day)
        cost.add(prices.equipment(index, use: use, day))
        sum.addColumn(cost, upper: Double(fine: asset.units(in: day..<day + 1)))
      }
    } else if let wanted = demand.asset {
      let pairLimits = limits?.assetUse(facts.scenario.assets[number].id, demand.id)
      guard !demand.days.isEmpty else { return }
      for period in days.periods(of: demand.days) {
        slots.removeAll()
        for day in days.ofPeriod[period] where wanted.isCounted[day] {
          var cost = cost(day)
          cost.subtract(prices.effort(index, day))
          slots.add(cost, facts.mostUnits(of: number, for: index, on: day))
        }
        slots.addLeast(.init(most: .infinity, limits: pairLimits?[period]), to: &sum)
      }
    }
  }

  // MARK: Columns q

  private func addOperating(_ sum: inout LowerSum) {
    var slots = Slots()
    for number in facts.pairs.list.indices { addOperating(pair: number, &slots, to: &sum) }
  }

  /// The columns of everybody who operates an asset for a demand.
  func addOperating(pair number: Int, _ slots: inout Slots, to sum: inout LowerSum) {
    let pair = facts.pairs.list[number]
    let asset = facts.assets[pair.asset]
    let demand = facts.demands[pair.demand]
    let budget = prices.budget[demand.project]
    guard !demand.days.isEmpty else { return }
    let isServed = days.indices.map { facts.isServed(pair.demand, on: $0) }
    for (person, held) in asset.operators {
      let staff = facts.staff[person]
      let range = held.common(demand.days)
      guard !range.isEmpty else { continue }
      let pairLimits = limits?.operating(
        staff.person.id, facts.scenario.assets[pair.asset].id, for: demand.id)
      for period in days.periods(of: range) {
        let rate = staff.rate(in: period).exact.doubleValue
        let premium = staff.premium(in: period).exact.doubleValue
        var base = ReducedCost()
        base.add(rate * objective.value)
        base.subtract(rate * budget)
        base.subtract(prices.shares[person])
        slots.removeAll()
        for day in days.ofPeriod[period].common(range)
        where isServed[day] && staff.hasTime[day] && asset.meets(staff, on: day) {
          var cost = base
          cost.subtract(prices.operators[number, day])
          if demand.pace != nil { cost.subtract(prices.pace[pair.demand][day]) }
          subtractLimits(person, pair.demand, day: day, from: &cost)
          addTime(of: person, on: day, cost, cost, premium: premium, budget: budget, to: &slots)
        }
        slots.addLeast(.init(most: .infinity, limits: pairLimits?[period]), to: &sum)
      }
    }
  }

  /// Takes off what an hour of a person on, or for, a demand on a day costs by the prices of limits.
  @inline(__always)
  func subtractLimits(_ person: Int, _ demand: Int, day: Int, from cost: inout ReducedCost) {
    guard !facts.limits.isEmpty else { return }
    var price = 0.0
    facts.forEachLimit(person, demand, day: day) { price += prices.limits[$0][$1] }
    // Long lists of limits round more often than the general estimate allows for.
    cost.value -= price
    cost.magnitude -= price * (1 + Double(facts.limits.count) / 16)
  }

  /// Adds a person's regular time and overtime of a day, with all that their hours cost but the time itself.
  @inline(__always)
  func addTime(
    of person: Int, on day: Int, _ regular: ReducedCost, _ overtime: ReducedCost, premium: Double, budget: Double,
    to slots: inout Slots
  ) {
    let staff = facts.staff[person]
    var cost = regular
    cost.subtract(prices.capacity[person, day])
    slots.add(cost, Double(fine: staff.regular(in: day..<day + 1)))
    guard !staff.overtime.isEmpty else { return }
    var extra = overtime
    extra.add(premium * objective.value)
    extra.subtract(premium * budget)
    extra.subtract(prices.overtime[person, day])
    slots.add(extra, Double(fine: staff.overtime(in: day..<day + 1)))
  }

  // MARK: Columns u and s

  private func addUnmet(_ sum: inout LowerSum) {
    for index in facts.demands.indices { addUnmet(of: index, to: &sum) }
  }

  /// What a unit of a demand that is unmet costs.
  func penalty(of index: Int) -> Double {
    let rate = facts.demands[index].unmetRate.exact.doubleValue
    return rate * objective.value + rate * (objective.unmet?[index] ?? 0)
  }

  /// The columns of what is unmet of a demand.
  ///
  /// - Parameter most: the most of each that may be; what is wanted where nil.
  func addUnmet(of index: Int, most: Double? = nil, to sum: inout LowerSum) {
    let demand = facts.demands[index]
    let penalty = penalty(of: index)
    func add(_ price: Double, _ upper: Double) {
      var cost = ReducedCost()
      cost.add(penalty)
      cost.subtract(price)
      sum.addColumn(cost, upper: most ?? upper)
    }
    if let asset = demand.asset {
      let units = asset.units.doubleValue
      let least = min(facts.leastUnmet(of: index), most ?? .infinity)
      for day in demand.days where asset.isCounted[day] {
        let price = prices.effort(index, day)
        if least > 0 {
          sum.addRow(penalty, least)
          sum.addRow(-price, least)
        }
        add(price, units - least)
      }
      // Days that a moved window has fewer.
      if asset.missingDays > 0 { sum.addRow(penalty, units * Double(asset.missingDays)) }
    } else {
      for (slot, wanted) in demand.wanted.enumerated() { add(prices.effort(index, slot), wanted.doubleValue) }
    }
  }

  /// The greatest share of anybody's regular hours, which is at most that with all overtime.
  func addGreatestShare(_ sum: inout LowerSum) {
    guard objective.balanced > 0 || prices.shares.contains(where: { $0 < 0 }) else { return }
    var cost = ReducedCost()
    cost.add(objective.balanced)
    var most = 0.0
    // Long sums round more often than the general estimate allows for.
    let rounding = 1 + Double(facts.staff.count) / 16
    for (index, person) in facts.staff.enumerated() where facts.hasShare(index) {
      let hours = Double(fine: person.regular(in: days.indices))
      cost.value += prices.shares[index] * hours
      cost.magnitude += rounding * abs(prices.shares[index]) * hours
      most = max(most, (hours + Double(fine: person.overtime(in: days.indices))) / hours)
    }
    sum.addColumn(cost, upper: most)
  }

  private func addBroken(_ sum: inout LowerSum) {
    for index in facts.promises.list.indices { addBroken(promise: index, to: &sum) }
  }

  /// What a promised hour that is not kept costs.
  var penaltyOfPromises: Double {
    facts.penalties.commitmentPerHour.doubleValue * objective.value + objective.commitments
  }

  /// The column of a promise that is not kept.
  func addBroken(promise index: Int, to sum: inout LowerSum) {
    var cost = ReducedCost()
    cost.add(penaltyOfPromises)
    cost.subtract(prices.commitment[index])
    sum.addColumn(cost, upper: facts.promises.list[index].hours.doubleValue)
  }
}
