// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The days of the horizon by their distance to its first day: which period they are in, which are workdays of the
/// top calendar.
struct HorizonDays: Sendable {
  /// The first and last day of each period.
  let first: [Int]
  let last: [Int]
  private let periodOfDay: [Int32]
  private let start: Int
  private let workdaysBefore: [Int32]

  init(_ calendar: PlanningCalendar, periods: [DayRange]) {
    let origin = calendar.horizon.first.number
    start = origin
    first = periods.map { $0.first.number - origin }
    last = periods.map { $0.last.number - origin }
    periodOfDay = periods.enumerated().flatMap { index, period in
      [Int32](repeating: Int32(index), count: period.count)
    }
    var sums: [Int32] = [0]
    sums.reserveCapacity(calendar.horizon.count + 1)
    var sum: Int32 = 0
    for isWorked in calendar.standard.worked(in: calendar.horizon) {
      if isWorked { sum += 1 }
      sums.append(sum)
    }
    workdaysBefore = sums
  }

  /// The period of a day.
  func period(_ day: Int) -> Int { Int(periodOfDay[day]) }

  /// wd: the workdays of the top calendar, holidays left out, in a stretch inside the horizon.
  func workdays(_ stretch: DayRange) -> Int {
    stretch.isEmpty
      ? 0 : Int(workdaysBefore[stretch.last.number - start + 1] - workdaysBefore[stretch.first.number - start])
  }

  /// The unit-days of an asset in a period, outages taken off day by day, in 10^-12 unit-days, rounded down.
  func assetUnitDays(_ asset: Asset, _ period: DayRange) -> Int128 {
    let quantity = FixedPoint.floor(asset.quantity)
    guard !asset.outages.isEmpty else { return quantity * Int128(period.count) }
    return (period.first.number...period.last.number).reduce(Int128(0)) { sum, number in
      let out = asset.outages.reduce(Int128(0)) { out, outage in
        guard outage.days.contains(Day(number: number)) else { return out }
        return out + (outage.quantity.map(FixedPoint.ceil) ?? quantity)
      }
      return sum + max(0, quantity - out)
    }
  }
}
