// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 6: the unit-days that are used of an asset in a period are at most those there are.
struct AssetRows: Sendable {
  private(set) var rows: Grid<OptionalIndex>

  init(_ frame: ProgramFrame) {
    rows = Grid(rows: frame.scenario.assets.count, periods: frame.periods.count, filledWith: nil)
  }

  subscript(asset: Int, period: Int) -> Int? { rows[asset, period].value }

  mutating func addRow(_ asset: Int, _ period: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    let most = Double(frame.unitDays[asset, period]) / 1e12
    rows[asset, period] = OptionalIndex(model.addRow(lower: -.infinity, upper: most))
  }

  func addEntry(_ unitDays: Double, _ asset: Int, _ period: Int, to model: inout LinearModel) {
    if let row = self[asset, period] { model.addEntry(row: row, value: unitDays) }
  }

  /// The unit-days of assets, in millionths.
  struct Room: Sendable {
    private var used: Grid<Int64>
    private let most: Grid<Int64>

    init(_ frame: ProgramFrame) {
      used = Grid(rows: frame.scenario.assets.count, periods: frame.periods.count, filledWith: 0)
      most = frame.unitDays.map { FixedPoint.clamped($0 / 1_000_000) }
    }

    /// The unit-days of an asset in a period.
    subscript(asset: Int, period: Int) -> Int64 { used[asset, period] }
    func left(_ asset: Int, _ period: Int) -> Int64 { most[asset, period] - used[asset, period] }
    func excess(_ asset: Int, _ period: Int) -> Int64 { used[asset, period] - most[asset, period] }
    mutating func add(_ amount: Int64, _ asset: Int, _ period: Int) { used[asset, period] += amount }
  }
}
