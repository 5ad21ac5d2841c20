// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 5 of `maxHoursPerWeek`: the worked and operating hours for a demand in a calendar week are at most so many.
struct PaceRows: RowFamily {
  private var rows: Grid<OptionalIndex>

  init(_ frame: ProgramFrame) {
    rows = Grid(rows: frame.demands.count, periods: frame.days.weeks.count, filledWith: nil)
  }

  subscript(demand: Int, week: Int) -> Int? { rows[demand, week].value }

  mutating func addRows(of demand: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    guard let most = frame.demands[demand].staff?.maxHoursPerWeek, !frame.windows[demand].isEmpty else { return }
    let window = frame.windows[demand]
    let origin = frame.scenario.calendar.horizon.first.number
    for week in frame.days.week(window.first.number - origin)...frame.days.week(window.last.number - origin) {
      rows[demand, week] = OptionalIndex(model.addRow(lower: -.infinity, upper: most.doubleValue))
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let (demand, week): (Int?, Int) =
      switch activity {
      case .work(let hour): (hour.demand, hour.week)
      case .operating(let hour): (hour.demand, hour.week)
      case .overtime, .use, .unmet, .shortfall, .change, .meeting: (nil, 0)
      }
    if let demand, let row = self[demand, week] { model.addEntry(row: row, value: 1) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    rows.match(old.rows, match.demands, visit)
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    for demand in prices.pace.indices where !prices.pace[demand].isEmpty {
      for week in prices.pace[demand].indices {
        if let row = self[demand, week] { prices.pace[demand][week] = dual[row] }
      }
    }
  }
}

extension PaceRows {
  /// The worked hours on demands that have a limit, in millionths.
  struct Room: Sendable {
    /// The demands with a limit.
    let limited: [Int]
    private var left: Grid<Int64>

    init(_ frame: ProgramFrame) {
      limited = frame.demands.indices.filter { frame.demands[$0].staff?.maxHoursPerWeek != nil }
      left = Grid(rows: frame.demands.count, periods: frame.days.weeks.count, filledWith: FixedPoint.unlimited)
      for demand in limited {
        let most = FixedPoint.clamped(FixedPoint.floor(frame.demands[demand].staff?.maxHoursPerWeek ?? 0) / 1_000_000)
        for week in frame.days.weeks.indices { left[demand, week] = most }
      }
    }

    /// The hours that a demand may still have in a week; below 0 where there is too much.
    func left(_ demand: Int, _ week: Int) -> Int64 { left[demand, week] }
    mutating func add(_ amount: Int64, _ demand: Int, _ week: Int) { left[demand, week] -= amount }
  }
}
