// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

extension PlanChecker {
  /// A value that no plan of the scenario is below, from dual values of the rows.
  ///
  /// This is the Lagrangian bound (Geoffrion, "Lagrangean relaxation for integer programming", 1974): the sum of price
  /// times right-hand side over all rows, plus for every column the least that its reduced cost can contribute between
  /// 0 and its upper bound. Prices of the wrong sign, or not finite, count as 0. Where `model.md` names no upper bound,
  /// the one that the rows imply is used: it is shared by every plan, so that the bound stays one. The change term is
  /// minimised exactly, column by column, as a piecewise linear function.
  ///
  /// It is rigorous in floating point: each term's possible error is estimated from above by its magnitude and
  /// subtracted (see ``LowerSum``), upper bounds are rounded up, reduced costs down. No result is below 0, because no
  /// term of the objective is.
  ///
  /// - Returns: the bound, rounded down; 0 where the prices have not the shape of the scenario's rows.
  /// - Complexity: O(people x demands + columns + rows).
  ///
  /// - Parameter limits: further limits on the plans that the bound is for; nil is for all plans.
  package func bound(_ prices: RowPrices, limits: PlanLimits? = nil) -> Millionths {
    guard let evaluation = DualBound(facts, prices, limits) else { return .zero }
    let value = evaluation.lowerBound()
    guard value > 0, value < 1e17 else { return .zero }
    return Rational(exactly: value).floorMillionths
  }
}

extension Rational {
  /// The exact value of a floating-point number between 2^-60 and 2^57; 0 below.
  fileprivate init(exactly value: Double) {
    // 2^60 times such a number is below 2^117.
    self.init(Int128((value * 0x1p60).rounded(.down)), over: Int128(1) << 60)
  }
}

/// A reduced cost in the making: the sum of its parts and the sum of their absolute values.
private struct Part {
  var value = 0.0
  var magnitude = 0.0

  @inline(__always)
  mutating func add(_ term: Double) {
    value += term
    magnitude += abs(term)
  }

  @inline(__always)
  mutating func subtract(_ term: Double) { add(-term) }

  @inline(__always)
  static func + (left: Part, right: Part) -> Part {
    Part(value: left.value + right.value, magnitude: left.magnitude + right.magnitude)
  }

  /// Scaled by a number not below 0.
  @inline(__always)
  static func * (left: Double, right: Part) -> Part {
    Part(value: left * right.value, magnitude: left * right.magnitude)
  }

  /// A number that the exact value is not above.
  @inline(__always)
  var lower: Double { value - LowerSum.relativeError * magnitude }
}

extension LowerSum {
  /// Adds the least of `cost * x` for x between 0 and `upper`.
  @inline(__always)
  fileprivate mutating func addColumn(_ cost: Part, upper: Double) {
    let lower = cost.lower
    if lower < 0 {
      let term = lower * (upper * Self.roundedUp)
      add(term, magnitude: -term)
    }
  }

  /// The same for x from a limit on, up to a limit or `upper`. Where the lower one is above `upper`, no plan keeps it, and
  /// every number is a bound.
  @inline(__always)
  fileprivate mutating func addColumn(_ cost: Part, upper: Double, limits: ClosedRange<Millionths>?) {
    guard let limits else { return addColumn(cost, upper: upper) }
    let most = min(upper, limits.upperBound.doubleValue)
    let slope = cost.lower
    let term = slope < 0 ? slope * (most * Self.roundedUp) : slope * min(most, limits.lowerBound.doubleValue)
    add(term, magnitude: abs(term))
  }

  /// Adds a price times a right-hand side.
  fileprivate mutating func addRow(_ price: Double, _ side: Double) {
    let term = price * side
    add(term, magnitude: abs(term))
  }
}

/// The evaluation of one bound.
private struct DualBound {
  let facts: ScenarioFacts
  let prices: RowPrices
  let limits: PlanLimits?
  let periods: Int
  /// Prices of rows 1 and 6 (at most 0), and 8 (at least 0), cleaned.
  let capacity: Grid<Double>
  let asset: Grid<Double>
  let operators: Grid<Double>
  let overtimeTotal: [Double]
  let budget: [Double]
  let commitment: [Double]
  /// Right-hand sides of row 6, and A(i,t), as floating-point numbers.
  let assetDays: Grid<Double>
  let availableDays: Grid<Double>

  /// Makes an evaluation; nil where the prices have another shape.
  init?(_ facts: ScenarioFacts, _ prices: RowPrices, _ limits: PlanLimits?) {
    let periods = facts.periodCount
    let scenario = facts.scenario
    let availableDays = Grid<Double>(rows: facts.staff.count, periods: periods) {
      facts.availableDays[$0 * periods + $1].doubleValue
    }
    let assetDays = Grid<Double>(rows: scenario.assets.count, periods: periods) {
      facts.assetDays[$0 * periods + $1].doubleValue
    }
    guard prices.capacity.hasShape(of: availableDays), prices.overtimeTotal.count == facts.staff.count,
      prices.effort.count == facts.demands.count, prices.pace.count == facts.demands.count,
      prices.equipment.count == facts.demands.count, prices.asset.hasShape(of: assetDays),
      prices.operators.hasShape(of: assetDays), prices.budget.count == scenario.projects.count
    else { return nil }
    for (index, demand) in facts.demands.enumerated() {
      guard prices.effort[index].count == demand.wanted.count, prices.pace[index].count == demand.pace.count,
        prices.equipment[index].rows == demand.useCount, prices.equipment[index].periods == periods
      else { return nil }
    }
    self.availableDays = availableDays
    self.assetDays = assetDays
    self.facts = facts
    self.prices = prices
    self.limits = limits
    self.periods = periods
    capacity = prices.capacity.map(Self.atMostZero)
    asset = prices.asset.map(Self.atMostZero)
    budget = prices.budget.indices.map {
      scenario.projects[$0].budget == nil ? 0 : Self.atMostZero(prices.budget[$0])
    }
    overtimeTotal = zip(prices.overtimeTotal, facts.staff).map {
      $1.person.overtime?.hoursTotal == nil ? 0 : Self.atMostZero($0)
    }
    operators = Grid<Double>(rows: scenario.assets.count, periods: periods) {
      scenario.assets[$0].operators == nil ? 0 : Self.atLeastZero(prices.operators[$0, $1])
    }
    var commitment = [Double](repeating: 0, count: facts.promises.list.count)
    for entry in prices.commitments {
      let cell = Cell(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let promise = facts.promises[cell] { commitment[promise] = Self.atLeastZero(entry.price) }
    }
    self.commitment = commitment
  }

  private static func atMostZero(_ price: Double) -> Double { price.isFinite ? min(0, price) : 0 }
  private static func atLeastZero(_ price: Double) -> Double { price.isFinite ? max(0, price) : 0 }

  func lowerBound() -> Double {
    var sum = LowerSum()
    addRows(&sum)
    addOvertime(&sum)
    addWork(&sum)
    addAssetUse(&sum)
    addOperating(&sum)
    addUnmet(&sum)
    addBroken(&sum)
    let result = sum.lowerBound
    return result.isNaN ? 0 : result
  }

  private func effortPrice(_ demand: Int, _ slot: Int) -> Double {
    let price = prices.effort[demand][slot]
    return price.isFinite ? price : 0
  }

  /// The price of row 7 of a demand's use, by its number, in a period.
  private func equipmentPrice(_ demand: Int, _ use: Int, _ period: Int) -> Double {
    Self.atMostZero(prices.equipment[demand][use, period])
  }

  private func pacePrice(_ demand: Int, _ period: Int) -> Double {
    let list = prices.pace[demand]
    guard !list.isEmpty, list[period].isFinite else { return 0 }
    return min(0, list[period])
  }

  // MARK: Rows

  private func addRows(_ sum: inout LowerSum) {
    for (index, person) in facts.staff.enumerated() {
      let perDay = person.hoursPerDay.doubleValue
      for period in 0..<periods { sum.addRow(capacity[index, period], perDay * availableDays[index, period]) }
      if let total = person.person.overtime?.hoursTotal {
        sum.addRow(overtimeTotal[index], (Rational(total) * Rational(person.person.headcount)).doubleValue)
      }
    }
    for (index, demand) in facts.demands.enumerated() {
      for (slot, wanted) in demand.wanted.enumerated() { sum.addRow(effortPrice(index, slot), wanted.doubleValue) }
      for (period, limit) in demand.pace.enumerated() { sum.addRow(pacePrice(index, period), limit.doubleValue) }
    }
    for (price, days) in zip(asset.values, assetDays.values) { sum.addRow(price, days) }
    for (index, project) in facts.scenario.projects.enumerated() {
      if let limit = project.budget { sum.addRow(budget[index], limit.doubleValue) }
    }
    for (index, promise) in facts.promises.list.enumerated() {
      sum.addRow(commitment[index], promise.hours.doubleValue)
    }
  }

  // MARK: Columns y

  private func addOvertime(_ sum: inout LowerSum) {
    for (index, person) in facts.staff.enumerated() {
      guard person.person.overtime != nil else { continue }
      let premium = person.overtimePremium.exact.doubleValue
      let perDay = person.overtimePerDay.doubleValue
      for period in 0..<periods {
        let days = availableDays[index, period]
        guard days > 0 else { continue }
        var cost = Part()
        cost.add(premium)
        cost.add(capacity[index, period])
        cost.subtract(overtimeTotal[index])
        sum.addColumn(cost, upper: perDay * days)
      }
    }
  }

  // MARK: Columns x

  /// What columns x of a demand share in a period: the price of an effective hour, the other prices of a worked hour,
  /// and the hours that rows 3, 4 and 5 leave room for.
  private struct Shared {
    var effort: Double
    var rest: Part
    var wanted: Double
    var pace: Double
  }

  /// Works out what columns x of a demand share, for all periods.
  private func share(_ index: Int, _ demand: DemandFacts, _ needs: StaffNeeds, _ shared: inout [Shared]) {
    shared.removeAll(keepingCapacity: true)
    let day = Rational(facts.scenario.calendar.standard.hoursPerDay)
    let factors = needs.uses.isEmpty ? [] : needs.uses.map { (Rational($0.unitsPerPerson) / day).doubleValue }
    var wanted = demand.isFlexible ? demand.wanted[0].doubleValue : 0
    for period in 0..<periods {
      var rest = Part()
      rest.subtract(pacePrice(index, period))
      for (use, factor) in factors.enumerated() { rest.subtract(factor * equipmentPrice(index, use, period)) }
      // Long lists of equipment round more often than the general estimate allows for.
      rest.magnitude *= 1 + Double(factors.count) / 32
      if !demand.isFlexible { wanted = demand.wanted[period].doubleValue }
      shared.append(
        Shared(
          effort: effortPrice(index, demand.slot(period)), rest: rest, wanted: wanted,
          pace: demand.pace.isEmpty ? .infinity : demand.pace[period].doubleValue))
    }
  }

  private func addWork(_ sum: inout LowerSum) {
    let table = EligibilityTable(facts)
    let changes = ChangeTable(facts)
    let changeCost = facts.penalties.changePerHour.doubleValue
    let costs = facts.staff.map(\.costPerHour.doubleValue)
    let perDay = facts.staff.map(\.mostPerDay.doubleValue)
    let isLimited = limits != nil
    var shared: [Shared] = []
    shared.reserveCapacity(periods)
    for (index, demand) in facts.demands.enumerated() {
      guard let needs = demand.staff else { continue }
      share(index, demand, needs, &shared)
      let isPromised = facts.promises.areMade(to: index)
      let project = budget[demand.project]
      table.forEachEligible(for: index) { person, range in
        let pair = ChangeTable.Pair(staff: person, demand: index)
        let baseline = changes[pair]
        let pairLimits = isLimited ? limits?.hours(facts.staff[person].person.id, demand.id) : nil
        let eta = facts.staff[person].productivity(on: needs).doubleValue
        var base = Part()
        base.add(costs[person])
        base.subtract(costs[person] * project)
        // What is not in the baseline costs a change for each hour.
        base.add(changeCost)
        let firstPeriod = table.period(of: range.first)
        let lastPeriod = table.period(of: range.last)
        for period in firstPeriod...lastPeriod {
          let isWhole =
            period > firstPeriod && period < lastPeriod
            || range.intersection(facts.periods[period]) == facts.periods[period]
          let days =
            isWhole
            ? availableDays[person, period]
            : facts.staff[person].available(in: range.intersection(facts.periods[period])).doubleValue
          guard days > 0 else { continue }
          let row = shared[period]
          var cost = base + row.rest
          cost.subtract(capacity[person, period])
          cost.subtract(eta * row.effort)
          if isPromised, let promise = facts.promises[Cell(staff: person, demand: index, period: period)] {
            cost.subtract(commitment[promise])
          }
          let upper = min(perDay[person] * days, row.wanted / eta, row.pace)
          if let before = baseline?[period] {
            cost.subtract(changeCost)
            addChanged(
              &sum, cost, upper: upper, baseline: before, changeCost: changeCost, limits: pairLimits?[period])
          } else {
            sum.addColumn(cost, upper: upper, limits: pairLimits?[period])
          }
        }
      }
    }
    // Hours of the baseline without a column are moved away from whatever the plan.
    for hours in changes.withoutColumn { sum.addRow(changeCost, hours) }
  }

  /// Adds the least of `cost * x + changeCost * abs(x - baseline)`: it lies at an end or at the kink.
  private func addChanged(
    _ sum: inout LowerSum, _ cost: Part, upper: Double, baseline: Double, changeCost: Double,
    limits: ClosedRange<Millionths>?
  ) {
    let limit = min(upper, limits?.upperBound.doubleValue ?? upper) * LowerSum.roundedUp
    let start = min(limit, limits?.lowerBound.doubleValue ?? 0)
    let slope = cost.lower
    var least = Double.infinity
    for x in [start, min(max(baseline, start), limit), limit] {
      least = min(least, slope * x + changeCost * abs(x - baseline))
    }
    // Each of the three is made of these parts; the kink may be off by the baseline's own rounding.
    sum.add(least, magnitude: 4 * (abs(slope) * limit + changeCost * (limit + baseline)))
  }

  // MARK: Columns z and v

  private func addAssetUse(_ sum: inout LowerSum) {
    for (assetIndex, asset) in facts.scenario.assets.enumerated() {
      let unitCost = asset.costPerUnitDay.doubleValue
      let perUnit = asset.operators?.hoursPerUnitDay.doubleValue ?? 0
      func cost(_ period: Int, _ project: Int) -> Part {
        var cost = Part()
        cost.add(unitCost)
        cost.subtract(unitCost * budget[project])
        cost.subtract(self.asset[assetIndex, period])
        cost.add(perUnit * operators[assetIndex, period])
        return cost
      }
      for (index, demand) in facts.demands.enumerated() {
        if let wanted = demand.asset {
          guard wanted.matches(asset) else { continue }
          let pairLimits = limits?.assetUse(asset.id, demand.id)
          for period in 0..<periods where demand.wanted[period].sign > 0 {
            var cost = cost(period, demand.project)
            cost.subtract(effortPrice(index, period))
            sum.addColumn(
              cost, upper: min(assetDays[assetIndex, period], demand.wanted[period].doubleValue),
              limits: pairLimits?[period])
          }
        } else if let use = demand.staff?.uses.firstIndex(where: { $0.asset == asset.id }) {
          for period in 0..<periods {
            var cost = cost(period, demand.project)
            cost.add(equipmentPrice(index, use, period))
            sum.addColumn(cost, upper: assetDays[assetIndex, period])
          }
        }
      }
    }
  }

  // MARK: Columns q

  private func addOperating(_ sum: inout LowerSum) {
    for (assetIndex, asset) in facts.scenario.assets.enumerated() {
      guard let needed = asset.operators else { continue }
      for (index, person) in facts.staff.enumerated() {
        guard let holding = person.days(holding: needed.skills), !holding.isEmpty else { continue }
        let cost = person.costPerHour.doubleValue
        let perDay = person.mostPerDay.doubleValue
        let pairLimits = limits?.operating(person.person.id, asset.id)
        for period in 0..<periods {
          let range = holding.intersection(facts.periods[period])
          guard !range.isEmpty else { continue }
          let days =
            range == facts.periods[period] ? availableDays[index, period] : person.available(in: range).doubleValue
          guard days > 0 else { continue }
          var reduced = Part()
          reduced.add(cost)
          reduced.subtract(capacity[index, period])
          reduced.subtract(operators[assetIndex, period])
          sum.addColumn(reduced, upper: perDay * days, limits: pairLimits?[period])
        }
      }
    }
  }

  // MARK: Columns u and s

  private func addUnmet(_ sum: inout LowerSum) {
    for (index, demand) in facts.demands.enumerated() {
      let penalty = demand.unmetRate.exact.doubleValue
      for (slot, wanted) in demand.wanted.enumerated() {
        var cost = Part()
        cost.add(penalty)
        cost.subtract(effortPrice(index, slot))
        sum.addColumn(cost, upper: wanted.doubleValue)
      }
    }
  }

  private func addBroken(_ sum: inout LowerSum) {
    let penalty = facts.penalties.commitmentPerHour.doubleValue
    for (index, promise) in facts.promises.list.enumerated() {
      var cost = Part()
      cost.add(penalty)
      cost.subtract(commitment[index])
      sum.addColumn(cost, upper: promise.hours.doubleValue)
    }
  }
}
