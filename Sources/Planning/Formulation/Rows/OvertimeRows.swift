// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// Row 2: the overtime of a person in all periods together is limited.
struct OvertimeRows: RowFamily {
  private var rows: [OptionalIndex]

  init(_ frame: ProgramFrame) { rows = Array(repeating: nil, count: frame.scenario.staff.count) }

  subscript(staff: Int) -> Int? { rows[staff].value }

  /// Adds the row of a person whose overtime is limited.
  mutating func addRow(_ staff: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    guard frame.time[staff].overtimeTotal != nil else { return }
    rows[staff] = OptionalIndex(model.addRow(lower: -.infinity, upper: frame.time[staff].overtimeTotalHours))
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    if case .overtime(let staff, _) = activity, let row = self[staff] { model.addEntry(row: row, value: 1) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    rows.match(old.rows, match.staff, visit)
  }

  func read(_ dual: [Double], into prices: inout RowPrices) { prices.overtimeTotal = rows.prices(dual) }
}

extension OvertimeRows {
  /// Overtime by person, in millionths of an hour.
  struct Room: Sendable {
    private var used: [Int64]
    private let most: [Int64]

    init(_ frame: ProgramFrame) {
      used = Array(repeating: 0, count: frame.time.count)
      most = frame.time.map { $0.overtimeTotal.map(FixedPoint.clamped) ?? FixedPoint.unlimited }
    }

    func left(_ staff: Int) -> Int64 { most[staff] - used[staff] }
    func excess(_ staff: Int) -> Int64 { used[staff] - most[staff] }
    mutating func add(_ hours: Int64, _ staff: Int) { used[staff] += hours }
  }
}
