// SPDX-License-Identifier: GPL-3.0-or-later

/// What a plan decides, by place: the amounts that the checker makes a ``Plan`` of.
///
/// People, demands and assets are named by their places in the ``ScenarioIndex``; amounts are whole millionths of hours or
/// unit-days, above 0, each person, demand, asset and period at most once in a list, in any order. What follows from them
/// (unmet amounts, broken promises, money, the summary) is not part of them.
package struct PlanAmounts: Sendable, Hashable {
  /// x: hours of people on demands.
  package var assignments: [Work] = []
  /// y: hours above the regular ones.
  package var overtime: [Overtime] = []
  /// z and v: unit-days of assets for asset demands, and of equipment for staff demands.
  package var assetUse: [Use] = []
  /// q: hours of people who operate assets.
  package var operating: [Operation] = []

  package init() {}

  /// Hours of a person on a demand in a period.
  package struct Work: Sendable, Hashable {
    package var staff: Int
    package var demand: Int
    package var period: Int
    package var hours: Int64

    package init(staff: Int, demand: Int, period: Int, hours: Int64) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.hours = hours
    }
  }

  /// Overtime of a person in a period.
  package struct Overtime: Sendable, Hashable {
    package var staff: Int
    package var period: Int
    package var hours: Int64

    package init(staff: Int, period: Int, hours: Int64) {
      self.staff = staff
      self.period = period
      self.hours = hours
    }
  }

  /// Unit-days of an asset for a demand in a period.
  package struct Use: Sendable, Hashable {
    package var asset: Int
    package var demand: Int
    package var period: Int
    package var unitDays: Int64

    package init(asset: Int, demand: Int, period: Int, unitDays: Int64) {
      self.asset = asset
      self.demand = demand
      self.period = period
      self.unitDays = unitDays
    }
  }

  /// Hours of a person who operates an asset in a period.
  package struct Operation: Sendable, Hashable {
    package var staff: Int
    package var asset: Int
    package var period: Int
    package var hours: Int64

    package init(staff: Int, asset: Int, period: Int, hours: Int64) {
      self.staff = staff
      self.asset = asset
      self.period = period
      self.hours = hours
    }
  }
}
