// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 1: the hours of a person in a period are at most the regular ones and the overtime.
///
/// Only those exist that somebody may work in.
struct CapacityRows: RowFamily {
  private var rows: Grid<OptionalIndex>

  init(_ frame: ProgramFrame) {
    rows = Grid(rows: frame.scenario.staff.count, periods: frame.periods.count, filledWith: nil)
  }

  @inline(__always)
  subscript(staff: Int, period: Int) -> Int? { rows[staff, period].value }

  /// Adds the row of a person in a period where it is missing.
  mutating func addRow(_ staff: Int, _ period: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    guard rows[staff, period] == nil else { return }
    let hours = frame.time[staff].regularHours(frame.available(staff, period))
    rows[staff, period] = OptionalIndex(model.addRow(lower: -.infinity, upper: hours))
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let (staff, period, hours): (Int?, Int, Double) =
      switch activity {
      case .work(let hour): (hour.staff, hour.period, 1)
      case .operating(let staff, _, let period): (staff, period, 1)
      case .overtime(let staff, let period): (staff, period, -1)
      case .use, .unmet, .shortfall: (nil, 0, 0)
      }
    if let staff, let row = self[staff, period] { model.addEntry(row: row, value: hours) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    rows.match(old.rows, match.staff, visit)
  }

  func read(_ dual: [Double], into prices: inout RowPrices) { prices.capacity = rows.prices(dual) }
}

extension CapacityRows {
  /// The hours of people, in millionths.
  struct Room: Sendable {
    private var used: Grid<Int64>
    private let regular: Grid<Int64>
    private let mostOvertime: Grid<Int64>

    init(_ frame: ProgramFrame) {
      let (staff, periods) = (frame.scenario.staff.count, frame.periods.count)
      used = Grid(rows: staff, periods: periods, filledWith: 0)
      regular = Grid(rows: staff, periods: periods) {
        FixedPoint.clamped(frame.time[$0].regularLimit(frame.available($0, $1)))
      }
      mostOvertime = Grid(rows: staff, periods: periods) {
        FixedPoint.clamped(frame.time[$0].overtimeLimit(frame.available($0, $1)))
      }
    }

    /// y: overtime of a person in a period.
    func overtime(_ staff: Int, _ period: Int) -> Int64 { max(0, used[staff, period] - regular[staff, period]) }

    /// The hours beyond the regular ones and the overtime.
    func excess(_ staff: Int, _ period: Int) -> Int64 {
      used[staff, period] - regular[staff, period] - mostOvertime[staff, period]
    }

    /// Hours that are left without overtime.
    func regularLeft(_ staff: Int, _ period: Int) -> Int64 { max(0, regular[staff, period] - used[staff, period]) }

    /// Overtime that is left.
    func overtimeLeft(_ staff: Int, _ period: Int) -> Int64 {
      mostOvertime[staff, period] - overtime(staff, period)
    }

    /// - Returns: by how much overtime grows.
    mutating func add(_ hours: Int64, _ staff: Int, _ period: Int) -> Int64 {
      let before = overtime(staff, period)
      used[staff, period] += hours
      return overtime(staff, period) - before
    }
  }
}
