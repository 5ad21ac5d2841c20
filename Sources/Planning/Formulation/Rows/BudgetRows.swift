// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 9: all money that is spent for a project is at most its budget.
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
      case .use(let use): (use.demand, use.cost)
      case .operating(let hour): (hour.demand, hour.cost)
      case .overtime, .unmet, .shortfall, .change, .meeting: (nil, 0)
      }
    if cost > 0, let demand, let row = self[projects[demand]] { model.addEntry(row: row, value: cost) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    rows.match(old.rows, match.projects, visit)
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    prices.budget = rows.prices(dual)
  }
}

extension BudgetRows {
  /// The money of projects, in 10^-18.
  struct Room: Sendable {
    private var money: [Int128]

    init(_ frame: ProgramFrame) {
      money = frame.scenario.projects.map {
        $0.budget.map { FixedPoint.floor($0) * 1_000_000 } ?? Int128.max / 4
      }
    }

    func left(_ project: Int) -> Int128 { money[project] }
    func excess(_ project: Int) -> Int128 { -money[project] }

    /// The millionths that can be had at a price, which is in 10^-12.
    func affordable(_ project: Int, price: Int128, reserve: Int128 = 0) -> Int64 {
      FixedPoint.clamped((money[project] - reserve) / price)
    }

    /// Spends so many millionths at a price.
    mutating func spend(_ amount: Int64, price: Int128, _ project: Int) { money[project] -= price * Int128(amount) }
  }
}
