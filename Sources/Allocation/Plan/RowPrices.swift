// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// Dual values of the rows of `model.md`, section 2, by what the rows are about: the certificate from which the
/// checker recomputes a bound.
///
/// The sign is that of a Lagrange multiplier of a minimisation: the reduced cost of a column is its cost minus the sum
/// of coefficient times price, with every row written as in `model.md`; so a row `<=` has a price of at most 0, a row
/// `>=` one of at least 0, an equation either. Money per unit of the row's right-hand side. Any values give a valid
/// bound; good ones give a near one. People, demands, assets and projects are named by index.
package struct RowPrices: Sendable, Hashable {
  /// Row 1, by person and period. A price may be given where the row does not exist; it is ignored.
  package var capacity: Grid<Double>
  /// Row 2, by person.
  package var overtimeTotal: [Double]
  /// Rows 3, 4 and 11, by demand: one value for a flexible demand, one for each period for an even one and for an asset
  /// demand.
  package var effort: [[Double]]
  /// Row 5, by demand: a value for each period, or none where it has no limit.
  package var pace: [[Double]]
  /// Row 6, by asset and period.
  package var asset: Grid<Double>
  /// Row 7, by demand; in each grid by the number of the use and the period; without rows where a demand uses nothing.
  /// Row 7 is meant as `unitsPerPerson * sum x / hoursPerDay - v <= 0`.
  package var equipment: [Grid<Double>]
  /// Row 8, by asset and period, meant as `sum q - hoursPerUnitDay * (sum z + sum v) >= 0`.
  package var operators: Grid<Double>
  /// Row 9, by project.
  package var budget: [Double]
  /// Row 10, sorted by person, demand and period; at most one entry for each.
  package var commitments: [CommitmentPrice]

  /// The dual value of one row 10.
  package struct CommitmentPrice: Sendable, Hashable {
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
    capacity = Grid(rows: scenario.staff.count, periods: periods, filledWith: 0)
    overtimeTotal = Array(repeating: 0, count: scenario.staff.count)
    effort = []
    pace = []
    equipment = []
    let demands = scenario.projects.indices.reduce(0) { $0 + scenario.projects[$1].demands.count }
    effort.reserveCapacity(demands)
    pace.reserveCapacity(demands)
    equipment.reserveCapacity(demands)
    // The same memory for all of them until prices are written.
    let zero = [0.0]
    let zeros = [Double](repeating: 0, count: periods)
    for project in scenario.projects.indices {
      for position in scenario.projects[project].demands.indices {
        switch scenario.projects[project].demands[position].kind {
        case .staff(let staff):
          effort.append(staff.pace == .even ? zeros : zero)
          pace.append(staff.maxHoursPerWeek == nil ? [] : zeros)
          equipment.append(Grid(rows: staff.uses.count, periods: periods, filledWith: 0))
        case .asset:
          effort.append(zeros)
          pace.append([])
          equipment.append(Grid(rows: 0, periods: periods, filledWith: 0))
        }
      }
    }
    asset = Grid(rows: scenario.assets.count, periods: periods, filledWith: 0)
    operators = asset
    budget = Array(repeating: 0, count: scenario.projects.count)
    commitments = []
  }
}
