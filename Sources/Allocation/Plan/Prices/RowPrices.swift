// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// Dual values of the rows of `model.md`, section 2, by what the rows are about: the certificate from which the
/// checker recomputes a bound.
///
/// The sign is that of a Lagrange multiplier of a minimisation: the reduced cost of a column is its cost minus the sum
/// of coefficient times price, with every row written as in `model.md`; so a row `<=` has a price of at most 0, a row
/// `>=` one of at least 0, an equation either. Money per unit of the row's right-hand side. Any values give a valid
/// bound; good ones give a near one. People, demands, assets and projects are named by index, days by their distance to
/// the first one of the horizon, weeks by their number from the first that the horizon meets.
package struct RowPrices: Sendable, Hashable {
  /// Row 1, regular time, by person and day. A price may be given where the row does not exist; it is ignored.
  package var capacity: Grid<Double>
  /// Row 1, overtime of a day, by person and day.
  package var overtimeDay: Grid<Double>
  /// Row 2, overtime of a calendar week, by person and week.
  package var overtimeWeek: Grid<Double>
  /// Row 2, overtime over the horizon, by person.
  package var overtimeTotal: [Double]
  /// Rows 3, 4 and 11, by demand: one value for a flexible demand, one for each period for an even one, one for each day
  /// for an asset demand.
  package var effort: [[Double]]
  /// Row 5 of `maxHoursPerWeek`, by demand: a value for each week, or none where it has no limit.
  package var pace: [[Double]]
  /// Row 5 of `limits`, by limit: a value for each of its sums (``LimitIndex``).
  package var limits: [[Double]]
  /// Row 6, by asset and day.
  package var asset: Grid<Double>
  /// Row 7 of regular time, by demand; in each grid by the number of the use and the day; without rows where a demand uses
  /// nothing. It is meant as `unitsPerPerson * sum (x - w) / P - v <= 0`.
  package var equipment: [Grid<Double>]
  /// Row 7 of overtime, meant as `unitsPerPerson * sum w / o1 - v <= 0`, in the same shape.
  package var equipmentOvertime: [Grid<Double>]
  /// Row 8, by the number of the pair (``OperatedPairs``) and the day, meant as `sum q - hoursPerUnitDay * z >= 0`, or v.
  package var operators: Grid<Double>
  /// Of a plan that is to be balanced, by person, meant as `hours - regular hours x greatest share <= 0`; empty where that
  /// is not asked.
  package var shares: [Double] = []
  /// Row 9, by project.
  package var budget: [Double]
  /// Row 10, sorted by person, demand and period; at most one entry for each.
  package var commitments: [CellPrice]
  /// Of people with `maxProjects`, sorted by person, demand and period, at most one entry for each, meant as `hours of the
  /// person on the demand in the period - hours of which the person can have some on so many projects only <= 0`.
  package var projects: [CellPrice] = []
  /// Row 12, by demand; without rows where a demand has no crew.
  package var crews: [CrewPrices]

  /// The dual values of row 12 of a demand.
  package struct CrewPrices: Sendable, Hashable {
    /// By place and day, meant as `sum x - count * m = 0`.
    package var places: Grid<Double>
    /// The people of whom there are prices, by index, in order.
    package var staff: [Int]
    /// By their position in ``staff`` and day, meant as `sum x - headcount * m <= 0`.
    package var people: Grid<Double>

    package init(places: Grid<Double>, staff: [Int], people: Grid<Double>) {
      self.places = places
      self.staff = staff
      self.people = people
    }
  }

  /// The dual value of a row of a person on a demand in a period.
  package struct CellPrice: Sendable, Hashable {
    /// Indices of the person, the demand and the period.
    package var staff: Int
    package var demand: Int
    package var period: Int
    package var price: Double

    package init(staff: Int, demand: Int, period: Int, price: Double) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.price = price
    }
  }

  /// Prices of 0 for every row of a scenario.
  package init(for scenario: Scenario) {
    let periods = scenario.calendar.periods.count
    let days = scenario.calendar.horizon.count
    let weeks = scenario.calendar.spans(.week).count
    capacity = Grid(rows: scenario.staff.count, periods: days, filledWith: 0)
    overtimeDay = capacity
    overtimeWeek = Grid(rows: scenario.staff.count, periods: weeks, filledWith: 0)
    overtimeTotal = Array(repeating: 0, count: scenario.staff.count)
    effort = []
    pace = []
    equipment = []
    crews = []
    let demands = scenario.projects.indices.reduce(0) { $0 + scenario.projects[$1].demands.count }
    effort.reserveCapacity(demands)
    pace.reserveCapacity(demands)
    equipment.reserveCapacity(demands)
    // The same memory for all of them until prices are written.
    let zero = [0.0]
    let byPeriod = [Double](repeating: 0, count: periods)
    let byDay = [Double](repeating: 0, count: days)
    let byWeek = [Double](repeating: 0, count: weeks)
    for project in scenario.projects.indices {
      for position in scenario.projects[project].demands.indices {
        switch scenario.projects[project].demands[position].kind {
        case .staff(let staff):
          effort.append(staff.pace == .even ? byPeriod : zero)
          pace.append(staff.maxHoursPerWeek == nil ? [] : byWeek)
          equipment.append(Grid(rows: staff.uses.count, periods: days, filledWith: 0))
          crews.append(
            CrewPrices(
              places: Grid(rows: staff.crew.count, periods: days, filledWith: 0), staff: [],
              people: Grid(rows: 0, periods: days, filledWith: 0)))
        case .asset:
          effort.append(byDay)
          pace.append([])
          let nothing = Grid(rows: 0, periods: days, filledWith: 0.0)
          equipment.append(nothing)
          crews.append(CrewPrices(places: nothing, staff: [], people: nothing))
        }
      }
    }
    equipmentOvertime = equipment
    limits =
      scenario.limits.isEmpty
      ? [] : LimitIndex(scenario, ScenarioIndex(scenario)).entries.map { Array(repeating: 0, count: $0.count) }
    asset = Grid(rows: scenario.assets.count, periods: days, filledWith: 0)
    operators = Grid(rows: OperatedPairs(scenario).list.count, periods: days, filledWith: 0)
    budget = Array(repeating: 0, count: scenario.projects.count)
    commitments = []
  }
}

/// The assets with operators and the demands that they serve, in the order of the scenario: what row 8 is for.
package struct OperatedPairs: Sendable {
  /// Places of an asset and of a demand.
  package struct Pair: Sendable, Hashable {
    package let asset: Int
    package let demand: Int
  }

  /// By asset, then by demand.
  package let list: [Pair]

  package init(_ scenario: Scenario) {
    var list: [Pair] = []
    for (asset, item) in scenario.assets.enumerated() where item.operators != nil {
      var demand = 0
      for project in scenario.projects.indices {
        for position in scenario.projects[project].demands.indices {
          let isServed =
            switch scenario.projects[project].demands[position].kind {
            case .staff(let staff): staff.uses.contains { $0.asset == item.id }
            case .asset(let wanted): wanted.matches(item)
            }
          if isServed { list.append(Pair(asset: asset, demand: demand)) }
          demand += 1
        }
      }
    }
    self.list = list
  }

  /// The number of a pair; nil where the asset does not serve the demand, or needs nobody.
  package subscript(asset: Int, demand: Int) -> Int? {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if (list[middle].asset, list[middle].demand) < (asset, demand) { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low].asset == asset && list[low].demand == demand ? low : nil
  }
}
