// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import Allocation
internal import LinearModels

/// Row 9: the work of a project costs at most its budget.
struct BudgetRows: RowFamily {
  private var rows: [OptionalIndex] = []
  /// The project of each demand.
  private let projects: [Int]

  init(_ frame: ProgramFrame, _ model: inout LinearModel) {
    projects = frame.places.map(\.project)
    for project in frame.scenario.projects {
      rows.append(project.budget.map { OptionalIndex(model.addRow(lower: -.infinity, upper: $0.doubleValue)) } ?? nil)
    }
  }

  subscript(project: Int) -> Int? { rows[project].value }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let (demand, cost): (Int?, Double) =
      switch activity {
      case .work(let hour): (hour.demand, hour.cost)
      case .use(_, let demand, _, let cost): (demand, cost)
      case .overtime, .operating, .unmet, .shortfall: (nil, 0)
      }
    if cost > 0, let demand, let row = self[projects[demand]] { model.addEntry(row: row, value: cost) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    rows.match(old.rows, match.projects, visit)
  }

  func read(_ dual: [Double], into prices: inout RowPrices) { prices.budget = rows.prices(dual) }
}

extension BudgetRows {
  /// The money of projects, in 10^-18.
  struct Room: Sendable {
    private var money: [Int128]
    /// Money for an hour of each person and a unit-day of each asset, in 10^-12, rounded up.
    let perHour: [Int128]
    let perUnitDay: [Int128]

    init(_ frame: ProgramFrame) {
      let scenario = frame.scenario
      money = scenario.projects.map { $0.budget.map { FixedPoint.floor($0) * 1_000_000 } ?? Int128.max / 4 }
      perHour = scenario.staff.map { FixedPoint.ceil($0.costPerHour) }
      perUnitDay = scenario.assets.map { FixedPoint.ceil($0.costPerUnitDay) }
    }

    func left(_ project: Int) -> Int128 { money[project] }
    func excess(_ project: Int) -> Int128 { -money[project] }

    /// The millionths that can be had at a price after something was set aside.
    func affordable(_ project: Int, price: Int128, reserve: Int128 = 0) -> Int64 {
      FixedPoint.clamped((money[project] - reserve) / price)
    }

    mutating func spend(hours: Int64, of staff: Int, _ project: Int) {
      money[project] -= perHour[staff] * Int128(hours)
    }

    mutating func spend(unitDays: Int64, of asset: Int, _ project: Int) {
      money[project] -= perUnitDay[asset] * Int128(unitDays)
    }
  }
}
