// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 8: the hours of those who operate an asset in a period are at least what its use asks for.
struct OperatorRows: Sendable {
  private(set) var rows: Grid<OptionalIndex>
  /// Hours for a unit-day of each asset, 0 where it needs nobody.
  let hoursPerUnitDay: [Double]

  init(_ frame: ProgramFrame) {
    rows = Grid(rows: frame.scenario.assets.count, periods: frame.periods.count, filledWith: nil)
    hoursPerUnitDay = frame.scenario.assets.map { $0.operators?.hoursPerUnitDay.doubleValue ?? 0 }
  }

  subscript(asset: Int, period: Int) -> Int? { rows[asset, period].value }

  mutating func addRow(_ asset: Int, _ period: Int, _ model: inout LinearModel) {
    guard hoursPerUnitDay[asset] > 0 else { return }
    rows[asset, period] = OptionalIndex(model.addRow(lower: 0, upper: .infinity))
  }

  func addEntry(unitDays: Double, _ asset: Int, _ period: Int, to model: inout LinearModel) {
    addEntry(hours: -hoursPerUnitDay[asset] * unitDays, asset, period, to: &model)
  }

  func addEntry(hours: Double, _ asset: Int, _ period: Int, to model: inout LinearModel) {
    if let row = self[asset, period] { model.addEntry(row: row, value: hours) }
  }

  /// The hours of those who operate assets, in millionths.
  struct Room: Sendable {
    private var hours: Grid<Int64>
    /// Hours for a unit-day, in 10^-12, rounded up.
    private let perUnitDay: [Int128]

    init(_ frame: ProgramFrame) {
      hours = Grid(rows: frame.scenario.assets.count, periods: frame.periods.count, filledWith: 0)
      perUnitDay = frame.scenario.assets.map { $0.operators.map { FixedPoint.ceil($0.hoursPerUnitDay) } ?? 0 }
    }

    /// The unit-days of an asset in a period that there are hours for; nil where it needs nobody.
    func unitDays(_ asset: Int, _ period: Int) -> Int64? {
      guard perUnitDay[asset] > 0 else { return nil }
      return FixedPoint.clamped(Int128(hours[asset, period]) * FixedPoint.one / perUnitDay[asset])
    }

    /// The hours that so many unit-days lack; negative where there are too many.
    func shortage(_ asset: Int, _ period: Int, unitDays: Int64) -> Int64 {
      Int64(FixedPoint.ceilDivision(perUnitDay[asset] * Int128(unitDays), FixedPoint.one)) - hours[asset, period]
    }

    /// The unit-days for which so many hours are needed, rounded up; 0 where nobody is needed.
    func unitDays(_ asset: Int, lacking hours: Int64) -> Int128 {
      hours > 0 && perUnitDay[asset] > 0
        ? FixedPoint.ceilDivision(Int128(hours) * FixedPoint.one, perUnitDay[asset]) : 0
    }

    mutating func add(_ amount: Int64, _ asset: Int, _ period: Int) { hours[asset, period] += amount }
  }
}
