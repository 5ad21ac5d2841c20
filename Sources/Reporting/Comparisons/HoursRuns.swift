// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Hours of a person for a demand that change in one period.
struct HoursChange {
  var staff: String
  var demand: String
  var period: Int?
  var days: DayRange?
  var before: Millionths
  var after: Millionths
  var cost = Millionths.zero

  /// New, gone, or with other hours.
  var mark: String { before == .zero ? "+" : after == .zero ? "-" : "~" }
}

/// Periods that follow each other, and in which the same hours of a person for a demand change: what is the same in many
/// weeks is said once.
struct HoursRun {
  let staff: String
  let demand: String
  private(set) var changes: [HoursChange]

  /// The hours of each period, as they are shown.
  var before: String { changes.first.map { Figures.hours($0.before) } ?? "" }
  var after: String { changes.first.map { Figures.hours($0.after) } ?? "" }

  var difference: Millionths { changes.reduce(.zero) { $0 + $1.after - $1.before } }
  var cost: Millionths { changes.reduce(.zero) { $0 + $1.cost } }

  var mark: String { changes.first?.mark ?? "" }

  /// The first period; the order of runs.
  fileprivate var start: Int { changes.first?.period ?? 0 }

  private func isFollowed(by next: HoursChange) -> Bool {
    guard let last = changes.last, let period = last.period, next.period == period + 1 else { return false }
    return next.mark == mark && before == Figures.hours(next.before) && after == Figures.hours(next.after)
  }

  /// Such as `2027-04-19 to 05-09`.
  private var when: String {
    guard let first = changes.first, let last = changes.last else { return "" }
    guard let start = first.days, let end = last.days else {
      guard let period = first.period else { return "" }
      return changes.count == 1 ? "period \(period)" : "periods \(period) to \(period + changes.count - 1)"
    }
    return Figures.days(DayRange(start.first, end.last))
  }

  /// The runs of changes, people in the order in which they are given; of a person by their first period.
  ///
  /// - Parameter changes: any order.
  static func all(of changes: [HoursChange], isBefore: (String, String) -> Bool) -> [HoursRun] {
    let sorted = changes.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.staff != other.staff { return isBefore(one.staff, other.staff) }
      if one.demand != other.demand { return Reporting.isBefore(one.demand, other.demand) }
      let periods = (one.period ?? 0, other.period ?? 0)
      return periods.0 != periods.1 ? periods.0 < periods.1 : left.offset < right.offset
    }.map(\.element)
    var runs: [HoursRun] = []
    for change in sorted {
      if let last = runs.last, last.staff == change.staff, last.demand == change.demand, last.isFollowed(by: change) {
        runs[runs.count - 1].changes.append(change)
      } else {
        runs.append(HoursRun(staff: change.staff, demand: change.demand, changes: [change]))
      }
    }
    return runs.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.staff != other.staff { return isBefore(one.staff, other.staff) }
      return one.start != other.start ? one.start < other.start : left.offset < right.offset
    }.map(\.element)
  }

  /// What a period is called, by the longest of them: `day`, `week` or `month`.
  static func unit(of changes: [HoursChange]) -> String {
    switch changes.compactMap({ $0.days?.count }).max() {
    case nil: "period"
    case .some(...1): "day"
    case .some(...7): "week"
    default: "month"
    }
  }

  /// The columns of hours that change, after those that say whose and of what.
  static func columns(_ runs: [HoursRun], _ unit: String) -> [TextTable.Column] {
    [.init("When")]
      + (hasLong(runs) ? [.init(unit.prefix(1).uppercased() + unit.dropFirst() + "s", .right)] : [])
      + [.init("Before h", .right), .init("After h", .right), .init("In all h", .right)]
  }

  /// The cells of these columns, of one of these runs.
  func cells(among runs: [HoursRun]) -> [TextTable.Text] {
    let difference = difference
    return [.init(when)] + (Self.hasLong(runs) ? [.init(Figures.whole(changes.count))] : [])
      + [.init(before), .init(after), .init((difference > .zero ? "+" : "") + Figures.hours(difference))]
  }

  /// What the marks and columns mean.
  static func remark(_ runs: [HoursRun], _ unit: String) -> String {
    "+ new, - gone, ~ other hours."
      + (hasLong(runs) ? " Before and after: hours of each \(unit); in all: of all of them." : "")
  }

  private static func hasLong(_ runs: [HoursRun]) -> Bool { runs.contains { $0.changes.count > 1 } }
}
