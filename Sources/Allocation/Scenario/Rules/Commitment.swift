// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Scenario {
  /// Promised work, kept before anything else.
  public struct Commitment: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the staff demand.
    public var demand: String
    /// The days for which it is promised, first and last included.
    public var days: DayRange
    /// How much is promised.
    public var amount: Amount

    /// Makes a commitment.
    public init(staff: String, demand: String, days: DayRange, _ amount: Amount) {
      self.staff = staff
      self.demand = demand
      self.days = days
      self.amount = amount
    }

    /// Makes a commitment of hours in a full week.
    public init(staff: String, demand: String, days: DayRange, hoursPerWeek: ExactDecimal) {
      self.init(staff: staff, demand: demand, days: days, .hoursPerWeek(hoursPerWeek))
    }

    /// How much is promised.
    public enum Amount: Sendable, Hashable {
      /// Hours in a full week, of all heads together.
      case hoursPerWeek(ExactDecimal)
      /// The share, above 0 and at most 1, of the regular hours of all heads.
      case share(ExactDecimal)
    }

    /// The hours promised in a full week; 0 where a share is promised.
    public var hoursPerWeek: ExactDecimal {
      switch amount {
      case .hoursPerWeek(let hours): hours
      case .share: 0
      }
    }
  }
}
