// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 5: the worked hours on a demand in a period are at most what its limit for a week leaves for its workdays.
struct PaceRows: RowFamily {
  private var rows: Grid<OptionalIndex>

  init(_ frame: ProgramFrame) {
    rows = Grid(rows: frame.demands.count, periods: frame.periods.count, filledWith: nil)
  }

  subscript(demand: Int, period: Int) -> Int? { rows[demand, period].value }

  mutating func addRows(of demand: Int, _ frame: ProgramFrame, _ model: inout LinearModel) {
    guard let most = frame.demands[demand].staff?.maxHoursPerWeek else { return }
    let perDay = most.doubleValue / Double(frame.scenario.calendar.standard.workdays.count)
    for (period, days) in frame.periods.enumerated() {
      let part = frame.windows[demand].intersection(days)
      guard !part.isEmpty else { continue }
      rows[demand, period] = OptionalIndex(
        model.addRow(lower: -.infinity, upper: perDay * Double(frame.days.workdays(part))))
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    if case .work(let hour) = activity, let row = self[hour.demand, hour.period] { model.addEntry(row: row, value: 1) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    rows.match(old.rows, match.demands, visit)
  }

  func read(_ dual: [Double], into prices: inout RowPrices) {
    for demand in prices.pace.indices where !prices.pace[demand].isEmpty {
      for period in prices.pace[demand].indices {
        if let row = self[demand, period] { prices.pace[demand][period] = dual[row] }
      }
    }
  }
}

extension PaceRows {
  /// The worked hours on demands, in millionths.
  struct Room: Sendable {
    /// The demands with a limit.
    let limited: [Int]
    private var hours: Grid<Int64>
    private let most: Grid<Int64>

    init(_ frame: ProgramFrame) {
      let week = Int128(frame.scenario.calendar.standard.workdays.count)
      limited = frame.demands.indices.filter { frame.demands[$0].staff?.maxHoursPerWeek != nil }
      hours = Grid(rows: frame.demands.count, periods: frame.periods.count, filledWith: 0)
      var most = Grid(rows: frame.demands.count, periods: frame.periods.count, filledWith: FixedPoint.unlimited)
      for demand in limited {
        let perWeek = FixedPoint.floor(frame.demands[demand].staff?.maxHoursPerWeek ?? 0)
        for (period, days) in frame.periods.enumerated() {
          let worked = Int128(frame.days.workdays(frame.windows[demand].intersection(days)))
          most[demand, period] = FixedPoint.clamped(perWeek * worked / (week * 1_000_000))
        }
      }
      self.most = most
    }

    /// The hours on a demand in a period.
    subscript(demand: Int, period: Int) -> Int64 { hours[demand, period] }
    func left(_ demand: Int, _ period: Int) -> Int64 { most[demand, period] - hours[demand, period] }
    func excess(_ demand: Int, _ period: Int) -> Int64 { hours[demand, period] - most[demand, period] }
    mutating func add(_ amount: Int64, _ demand: Int, _ period: Int) { hours[demand, period] += amount }
  }
}
