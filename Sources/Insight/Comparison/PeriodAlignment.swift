// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Which period of one plan is which of another one.
///
/// Plans of one calendar number their periods alike. Where they do not, because the horizon of a scenario was moved,
/// periods are the same that begin on the same day, or of which one contains the first day of the other: a calendar week
/// that a horizon cuts short is still that week.
struct PeriodAlignment {
  /// The days of periods, by number, as far as the reference and the other plan tell.
  private let reference: [Int: DayRange]
  private let other: [Int: DayRange]
  private let referenceByStart: [Int: Int]
  /// The first days of the reference's periods by those of the other plan's, where they differ.
  private let cut: [Int: Int]
  /// Whether equal numbers are equal periods.
  private let isByNumber: Bool

  /// - Parameters:
  ///   - periods: of the scenarios, where these are known.
  init(
    _ reference: Plan, _ other: Plan, periods: (reference: [DayRange]?, other: [DayRange]?) = (nil, nil)
  ) {
    let first = Self.days(reference, periods.reference)
    let second = Self.days(other, periods.other)
    self.reference = first
    self.other = second
    let byStart = Dictionary(first.map { ($0.value.first.number, $0.key) }, uniquingKeysWith: min)
    referenceByStart = byStart
    cut = Dictionary(
      second.values.compactMap { days in
        guard byStart[days.first.number] == nil,
          let whole = first.values.first(where: { $0.contains(days.first) || days.contains($0.first) })
        else { return nil }
        return (days.first.number, whole.first.number)
      }, uniquingKeysWith: min)
    // The plans may have no number in common, and days all the same.
    isByNumber = second.allSatisfy { number, days in
      if let known = first[number] { return known.contains(days.first) || days.contains(known.first) }
      return byStart[days.first.number].map { $0 == number } ?? true
    }
  }

  private static func days(_ plan: Plan, _ periods: [DayRange]?) -> [Int: DayRange] {
    if let periods { return Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($0.offset, $0.element) }) }
    return Dictionary(plan.assignments.map { ($0.period, $0.days) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a period of the reference is sorted and found by.
  func key(reference period: Int) -> Int { isByNumber ? period : start(period, in: reference) }

  /// The same for a period of the other plan.
  func key(other period: Int) -> Int {
    if isByNumber { return period }
    let start = start(period, in: other)
    return cut[start] ?? start
  }

  /// The number of the first day; guessed from the nearest known period of the plan where it is not known.
  private func start(_ period: Int, in days: [Int: DayRange]) -> Int {
    if let known = days[period] { return known.first.number }
    guard let nearest = days.keys.min(by: { (abs($0 - period), $0) < (abs($1 - period), $1) }),
      let range = days[nearest]
    else { return period }
    return range.first.number + (period - nearest) * range.count
  }

  /// The number that names a period, and its days.
  func period(of key: Int, otherNumber: Int?) -> (number: Int, days: DayRange?) {
    if isByNumber { return (key, reference[key] ?? other[key]) }
    if let number = referenceByStart[key] { return (number, reference[number]) }
    let number = otherNumber ?? 0
    return (number, other[number])
  }
}
