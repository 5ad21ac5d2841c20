// SPDX-License-Identifier: GPL-3.0-or-later

/// What a plan decides, by place and day: the amounts that the checker makes a ``Plan`` of.
///
/// People, demands and assets are named by their places in the ``ScenarioIndex``, days by their distance to the first day
/// of the horizon; amounts are whole millionths of hours or unit-days, above 0, each person, demand, asset and day at most
/// once in a list, in any order. What follows from them (unmet amounts, broken promises, money, the summary) is not part
/// of them.
package struct PlanAmounts: Sendable, Hashable {
  /// x with w: hours of people on demands.
  package var assignments: [Work] = []
  /// z and v: units of assets for asset demands, and of equipment for staff demands.
  package var assetUse: [Use] = []
  /// q: hours of people who operate assets.
  package var operating: [Operation] = []
  /// What was decided about the scenario as a whole; nil where nothing of that is open.
  package var decisions: Decisions?

  package init() {}

  /// Hours of a person on a demand on a day.
  package struct Work: Sendable, Hashable {
    package var staff: Int
    package var demand: Int
    /// The place of a crew, from 0; 0 where the demand has no crew.
    package var place: Int
    package var day: Int
    /// All hours, with the overtime.
    package var hours: Int64
    /// The part of ``hours`` that is overtime.
    package var overtime: Int64

    package init(staff: Int, demand: Int, place: Int = 0, day: Int, hours: Int64, overtime: Int64 = 0) {
      self.staff = staff
      self.demand = demand
      self.place = place
      self.day = day
      self.hours = hours
      self.overtime = overtime
    }
  }

  /// Units of an asset for a demand on a day.
  package struct Use: Sendable, Hashable {
    package var asset: Int
    package var demand: Int
    package var day: Int
    package var unitDays: Int64

    package init(asset: Int, demand: Int, day: Int, unitDays: Int64) {
      self.asset = asset
      self.demand = demand
      self.day = day
      self.unitDays = unitDays
    }
  }

  /// Hours of a person who operates an asset for a demand on a day.
  package struct Operation: Sendable, Hashable {
    package var staff: Int
    package var asset: Int
    /// The demand that the asset serves: an asset demand, or a staff demand whose people use it.
    package var demand: Int
    package var day: Int
    /// All hours, with the overtime.
    package var hours: Int64
    /// The part of ``hours`` that is overtime.
    package var overtime: Int64

    package init(staff: Int, asset: Int, demand: Int, day: Int, hours: Int64, overtime: Int64 = 0) {
      self.staff = staff
      self.asset = asset
      self.demand = demand
      self.day = day
      self.hours = hours
      self.overtime = overtime
    }
  }
}
