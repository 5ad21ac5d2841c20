// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Plan {
  /// How a plan came out of one that was in force.
  public struct Replanning: Sendable, Hashable {
    /// SHA-256 of the bytes of the plan in force, in lower-case hexadecimal digits.
    public var keptPlan: String
    /// Periods that begin before this day stayed as they were.
    public var from: Day?
    /// The number of these periods.
    public var frozenPeriods: Int
    /// Money for each hour moved, in the term `change`.
    public var changeCostPerHour: ExactDecimal
    /// At most so many assignments were allowed to change.
    public var maxChanges: Int?
    /// So many did, of so many people, by so many hours.
    public var changes: Int
    /// People whose assignments changed.
    public var people: Int
    /// Hours moved away from or added to the plan in force, all together.
    public var hoursMoved: Millionths
    /// The value of the best plan in which no assignment changes; nil where there is none.
    public var unchangedValue: Millionths?

    package init(
      keptPlan: String, from: Day?, frozenPeriods: Int, changeCostPerHour: ExactDecimal, maxChanges: Int?, changes: Int,
      people: Int, hoursMoved: Millionths, unchangedValue: Millionths?
    ) {
      self.keptPlan = keptPlan
      self.from = from
      self.frozenPeriods = frozenPeriods
      self.changeCostPerHour = changeCostPerHour
      self.maxChanges = maxChanges
      self.changes = changes
      self.people = people
      self.hoursMoved = hoursMoved
      self.unchangedValue = unchangedValue
    }
  }
}
