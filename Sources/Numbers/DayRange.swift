// SPDX-License-Identifier: GPL-3.0-or-later

/// A stretch of days, inclusive at both ends.
public struct DayRange: Sendable, Hashable {
  /// The first day.
  public var first: Day
  /// The last day; before ``first`` in an empty range.
  public var last: Day

  /// Makes a range; it is empty where `last` is before `first`.
  public init(_ first: Day, _ last: Day) {
    self.first = first
    self.last = last
  }

  /// True where no day is inside.
  public var isEmpty: Bool { last < first }
  /// The number of days inside.
  public var count: Int { max(0, last.number - first.number + 1) }
  /// Whether a day is inside.
  public func contains(_ day: Day) -> Bool { first <= day && day <= last }
  /// The same number of days, so many days later.
  public func advanced(by days: Int) -> DayRange { DayRange(first.advanced(by: days), last.advanced(by: days)) }
  /// The days that are in both.
  public func intersection(_ other: DayRange) -> DayRange {
    DayRange(max(first, other.first), min(last, other.last))
  }
}
