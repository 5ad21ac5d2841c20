// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Rows 6 to 8: assets, the equipment that hours occupy, and those who operate assets.
///
/// There is no row 7: it is tight in some optimum, so that v is a multiple of the hours, and its costs and its entries in
/// rows 6 and 8 stand in the columns of the hours.
struct EquipmentRows: RowFamily {
  private(set) var assets: AssetRows
  private(set) var operators: OperatorRows
  private let uses: [[ProgramFrame.Equipment]]
  /// The project of each demand.
  private let projects: [Int]
  /// Money for a unit-day of each asset.
  private let costs: [Double]

  init(_ frame: ProgramFrame, _ model: inout LinearModel) {
    assets = AssetRows(frame)
    operators = OperatorRows(frame)
    uses = frame.equipment
    projects = frame.places.map(\.project)
    costs = frame.scenario.assets.map(\.costPerUnitDay.doubleValue)
    for asset in frame.scenario.assets.indices {
      for period in frame.periods.indices {
        assets.addRow(asset, period, frame, &model)
        operators.addRow(asset, period, &model)
      }
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    func add(_ unitDays: Double, _ asset: Int, _ period: Int) {
      assets.addEntry(unitDays, asset, period, to: &model)
      operators.addEntry(unitDays: unitDays, asset, period, to: &model)
    }
    switch activity {
    case .work(let hour):
      for use in uses[hour.demand] where use.unitDays > 0 { add(use.unitDays, use.asset, hour.period) }
    case .use(let asset, _, let period, _): add(1, asset, period)
    case .operating(_, let asset, let period): operators.addEntry(hours: 1, asset, period, to: &model)
    case .overtime, .unmet, .shortfall: break
    }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    assets.rows.match(old.assets.rows, match.assets, visit)
    operators.rows.match(old.operators.rows, match.assets, visit)
  }

  /// Reads prices; budgets have been read before.
  func read(_ dual: [Double], into prices: inout RowPrices) {
    prices.asset = assets.rows.prices(dual)
    prices.operators = operators.rows.prices(dual)
    for (demand, uses) in uses.enumerated() {
      for (position, use) in uses.enumerated() {
        for period in 0..<prices.asset.periods {
          // The reduced cost of v is to be 0, because v was replaced by what row 7 asks of it.
          prices.equipment[demand][position, period] =
            prices.asset[use.asset, period] - operators.hoursPerUnitDay[use.asset] * prices.operators[use.asset, period]
            + costs[use.asset] * prices.budget[projects[demand]] - costs[use.asset]
        }
      }
    }
  }
}

extension EquipmentRows {
  /// The unit-days of assets and the hours of those who operate them, in millionths.
  struct Room: Sendable {
    private(set) var assets: AssetRows.Room
    private(set) var operators: OperatorRows.Room
    private let fullDay: Int128

    init(_ frame: ProgramFrame) {
      assets = AssetRows.Room(frame)
      operators = OperatorRows.Room(frame)
      fullDay = FixedPoint.floor(frame.scenario.calendar.standard.hoursPerDay)
    }

    /// v: unit-days of equipment for so many hours of all people together, rounded up.
    func unitDays(_ use: ProgramFrame.Equipment, hours: Int64) -> Int64 {
      Int64(FixedPoint.ceilDivision(use.units * Int128(hours), fullDay))
    }

    /// The most hours of all people together for so many unit-days.
    func hours(_ use: ProgramFrame.Equipment, unitDays: Int64) -> Int64 {
      FixedPoint.clamped(Int128(unitDays) * fullDay / use.units)
    }

    /// What an hour costs or needs of equipment, by what a unit-day does, rounded up.
    func perHour(_ use: ProgramFrame.Equipment, perUnitDay: Int128) -> Int128 {
      FixedPoint.ceilDivision(perUnitDay * use.units, fullDay)
    }

    /// Unit-days for an hour, in 10^-12, rounded down.
    func unitDaysPerHour(_ use: ProgramFrame.Equipment) -> Int128 { use.units * FixedPoint.one / fullDay }

    /// The unit-days of an asset that could still be used in a period with the operators there are.
    func left(_ asset: Int, _ period: Int) -> Int64 {
      let free = assets.left(asset, period)
      guard let run = operators.unitDays(asset, period) else { return max(0, free) }
      return max(0, min(free, run - assets[asset, period]))
    }

    /// Operating hours that an asset lacks in a period for what is used of it; negative where there are too many.
    func shortage(_ asset: Int, _ period: Int) -> Int64 {
      operators.shortage(asset, period, unitDays: assets[asset, period])
    }

    mutating func addUnitDays(_ amount: Int64, _ asset: Int, _ period: Int) { assets.add(amount, asset, period) }
    mutating func addOperating(_ hours: Int64, _ asset: Int, _ period: Int) { operators.add(hours, asset, period) }
  }
}
