// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension ProgramFrame {
  /// The least hours of a person on a demand in a period, where there are any (`minimumHoursPerWeek`): the policy's in
  /// proportion to the presence on the days of work, but no more than the person has then or than is wanted.
  ///
  /// - Parameters:
  ///   - days: on which the person can work on it.
  ///   - useful: worked hours that are wanted.
  ///   - share: of the regular hours that there are, where not everybody of a kind is engaged.
  /// - Returns: hours, whole millionths; nil where nothing is asked.
  func leastHours(
    of staff: Int, on days: DaySet, in period: Int, useful: Double, share: Double = 1
  ) -> Double? {
    guard let most = scenario.policy.minimumHoursPerWeek?.doubleValue, most > 0 else { return nil }
    let time = time[staff]
    var (weeks, regular) = (0.0, 0.0)
    days.forEach { day in
      let number = self.day(period, day)
      let week = time.workdaysPerWeek(on: number)
      weeks += Double(time.presence[number]) / 1e9 * Double(week.over) / Double(max(1, week.days))
      regular += Double(time.contracted[number]) / 1e6
    }
    let least = min(most * weeks, regular * share)
    // What is wanted may be off the grid, and is met then to within it.
    if useful <= least { return (useful * 1e6 + 1e-3).rounded(.down) / 1e6 }
    return (least * 1e6 - 1e-3).rounded(.up) / 1e6
  }
}
