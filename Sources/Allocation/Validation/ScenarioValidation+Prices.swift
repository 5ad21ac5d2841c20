// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import Numbers

extension Scenario {
  /// The most that an hour or a unit-day may cost, or count where it is missing: what is above it is lost, or loses all
  /// else, where prices are added up in floating point.
  public static let largestPrice = 1e15
  /// The most that all people and assets may cost, used as much as can be, so that sums in 10^-18 fit 128 bits.
  public static let largestPay = 1e19
  /// The most that all that is wanted may count, left undone. Figures of plans stay below 10^24.
  public static let largestValue = 1e21
}

extension ScenarioValidation {
  /// Notes prices that follow from several figures, each of them in order, and are too large together.
  mutating func checkPrices() {
    let prices = LargestPrices(scenario)
    let policy: DocumentPath = [.key("policy")]
    if prices.work > Scenario.largestPrice, let index = prices.dearest {
      report(
        .outOfRange,
        "an effective hour of \"\(scenario.staff[index].id)\" costs \(Self.power(prices.work)) with overtime and at its lowest "
          + "productivity; it is at most 10^15",
        [.key("staff"), .index(index)], hint: "look at costPerHour, overtime.costFactor and productivity")
      return
    }
    for (figure, price) in prices.penalties where price > Scenario.largestPrice {
      report(
        .outOfRange,
        "\(figure.rawValue), derived and times the highest priority, is \(Self.power(price)); it is at most 10^15",
        policy, hint: "set policy.\(figure.rawValue), or look at what is dearest in the scenario")
      return
    }
    if prices.pay > Scenario.largestPay {
      report(
        .outOfRange,
        "all people and assets, used as much as can be, cost \(Self.power(prices.pay)); it is at most 10^19",
        [.key("staff")], hint: "look at the largest headcounts, quantities and costs")
    } else if prices.value > Scenario.largestValue {
      report(
        .outOfRange, "all that is wanted counts \(Self.power(prices.value)), left unmet; it is at most 10^21",
        [.key("projects")], hint: "look at the largest hours, units and costs")
    }
  }

  /// The order of magnitude.
  private static func power(_ value: Double) -> String {
    value.isFinite ? "about 10^\(value.exponentOfTen)" : "more than 10^300"
  }
}

extension Double {
  /// The logarithm to the base of ten, rounded down, of a finite number of at least 1.
  fileprivate var exponentOfTen: Int {
    var (rest, exponent) = (self, 0)
    while rest >= 10 { (rest, exponent) = (rest / 10, exponent + 1) }
    return exponent
  }
}

/// Upper limits of what follows from the figures of a scenario, as near as floating point is.
///
/// They are no prices that anything is planned or checked with, and are only held against limits far above what is of use.
private struct LargestPrices {
  /// What an effective hour of the dearest person costs, and who that is.
  private(set) var work = 0.0
  private(set) var dearest: Int?
  /// What unmet and broken work counts, at the highest priority, where the policy leaves it out.
  private(set) var penalties: [(figure: PenaltyFigure.Name, price: Double)] = []
  /// All people and assets, used as much as can be.
  private(set) var pay = 0.0
  /// All that is wanted, left undone.
  private(set) var value = 0.0

  private var cost = 0.0
  private var costWithOvertime = 0.0
  private var fastest = 1.0
  private var unmetHour = 0.0
  private var unmetUnitDay = 0.0

  init(_ scenario: Scenario) {
    addResources(of: scenario)
    let hours = scenario.calendar.standard.hoursOfWorkdays
    let fullDay = hours.reduce(0) { $0 + $1.doubleValue } / Double(max(1, hours.count))
    derivePenalties(of: scenario, fullDay: fullDay)
    addWork(of: scenario, fullDay: fullDay)
  }

  private mutating func addResources(of scenario: Scenario) {
    var rates: [String: Double] = [:]
    for rate in scenario.projects.lazy.flatMap(\.rates) {
      rates[rate.staff] = max(rates[rate.staff] ?? 0, rate.costPerHour.doubleValue)
    }
    let days = Double(max(0, scenario.calendar.horizon.count))
    for index in scenario.staff.indices {
      let own = scenario.staff[index].costPerHour.largest.doubleValue
      let factor = scenario.staff[index].overtime?.costFactor.doubleValue ?? 1
      var slowest = 1.0
      for skill in scenario.staff[index].skills {
        slowest = min(slowest, skill.productivity.doubleValue)
        fastest = max(fastest, skill.productivity.doubleValue)
      }
      let paid = max(own, rates[scenario.staff[index].id] ?? 0) * factor
      if paid / slowest > work { (work, dearest) = (paid / slowest, index) }
      cost = max(cost, own)
      costWithOvertime = max(costWithOvertime, own * factor)
      let heads = max(scenario.staff[index].headcount, scenario.staff[index].external?.heads ?? 0)
      pay += Double(heads) * 24 * days * paid
    }
  }

  private mutating func derivePenalties(of scenario: Scenario, fullDay: Double) {
    let policy = scenario.policy
    var hourly = (unit: 0.0, operating: 0.0)
    var shortest = Double.infinity
    for asset in scenario.assets {
      let operating = asset.operators?.hoursPerUnitDay.doubleValue ?? 0
      hourly = (max(hourly.unit, asset.costPerUnitDay.doubleValue), max(hourly.operating, operating))
      if operating > 0 { shortest = min(shortest, operating) }
    }
    var (units, priority, heads) = (0.0, 1.0, 1)
    for project in scenario.projects {
      priority = max(priority, project.priority.doubleValue)
      for demand in project.demands {
        priority = max(priority, demand.priority?.doubleValue ?? 0)
        guard let staff = demand.staff else { continue }
        units = max(units, staff.uses.reduce(0) { $0 + $1.unitsPerPerson.doubleValue })
        heads = max(heads, staff.crew.reduce(0) { $0 + $1.count })
      }
    }
    let equipment = units * (hourly.unit + hourly.operating * costWithOvertime) / fullDay
    unmetHour = priority * (policy.unmetCostPerHour?.doubleValue ?? max(1, 3 * work + 3 * equipment))
    unmetUnitDay =
      policy.unmetCostPerUnitDay.map { priority * $0.doubleValue }
      ?? max(fullDay * unmetHour, priority * 3 * (hourly.unit + hourly.operating * cost))
    if policy.unmetCostPerHour == nil { penalties.append((.unmetCostPerHour, unmetHour)) }
    if policy.unmetCostPerUnitDay == nil, !scenario.assets.isEmpty {
      penalties.append((.unmetCostPerUnitDay, unmetUnitDay))
    }
    if policy.commitmentCostPerHour == nil, !scenario.commitments.isEmpty {
      let worth = max(unmetHour * fastest * Double(heads), shortest < .infinity ? unmetUnitDay / shortest : 0)
      penalties.append((.commitmentCostPerHour, 10 * worth))
    }
  }

  private mutating func addWork(of scenario: Scenario, fullDay: Double) {
    let days = Double(max(0, scenario.calendar.horizon.count))
    var (hours, units) = (0.0, 0.0)
    for demand in scenario.projects.lazy.flatMap(\.demands) {
      let given = demand.unmetCost?.doubleValue
      switch demand.kind {
      case .staff(let staff):
        let wanted: Double =
          switch staff.amount {
          case .hours(let hours): hours.doubleValue
          case .fte(let people): people.doubleValue * fullDay * days
          }
        value += wanted * (given ?? unmetHour)
        hours += wanted * Double(max(1, staff.crew.reduce(0) { $0 + $1.count }))
        if !staff.uses.isEmpty { units = .infinity }
      case .asset(let asset):
        value += asset.units.doubleValue * days * (given ?? unmetUnitDay)
        units += asset.units.doubleValue
      }
    }
    // Nobody works, and nothing is used, for more than is wanted.
    var equipment = 0.0
    for asset in scenario.assets {
      let unitDays = min(units, asset.quantity.doubleValue) * days
      equipment += unitDays * asset.costPerUnitDay.doubleValue
      hours += unitDays * (asset.operators?.hoursPerUnitDay.doubleValue ?? 0)
    }
    pay = min(pay, hours * work) + equipment
  }
}
