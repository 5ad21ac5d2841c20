// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Scenario {
  /// What money stands against; each is derived where nil, see `model.md`.
  public struct Policy: Sendable, Hashable {
    /// Money lost per unmet effective hour and point of priority.
    public var unmetCostPerHour: ExactDecimal?
    /// Money lost per unmet unit-day and point of priority.
    public var unmetCostPerUnitDay: ExactDecimal?
    /// Money per promised hour that is not kept.
    public var commitmentCostPerHour: ExactDecimal?
    /// Money per hour moved away from, or added to, the baseline.
    public var changeCostPerHour: ExactDecimal
    /// Whether higher priorities weigh more, or come first whatever that costs.
    public var priorities: Priorities
    /// What decides among plans of the same value, in this order.
    public var prefer: [TieBreak]
    /// The least hours a week of whoever works on a demand in a period at all; nil where any will do.
    public var minimumHoursPerWeek: ExactDecimal?

    /// Makes a policy; a cost that is nil is derived.
    public init(
      unmetCostPerHour: ExactDecimal? = nil, unmetCostPerUnitDay: ExactDecimal? = nil,
      commitmentCostPerHour: ExactDecimal? = nil, changeCostPerHour: ExactDecimal = 0,
      priorities: Priorities = .weighted, prefer: [TieBreak] = [], minimumHoursPerWeek: ExactDecimal? = nil
    ) {
      self.unmetCostPerHour = unmetCostPerHour
      self.unmetCostPerUnitDay = unmetCostPerUnitDay
      self.commitmentCostPerHour = commitmentCostPerHour
      self.changeCostPerHour = changeCostPerHour
      self.priorities = priorities
      self.prefer = prefer
      self.minimumHoursPerWeek = minimumHoursPerWeek
    }

    /// What a priority means.
    public enum Priorities: String, Sendable, Hashable, CaseIterable {
      /// A weight on what is unmet.
      case weighted
      /// A higher one is served first, whatever it costs the lower ones.
      case strict
    }

    /// What decides among plans of the same value.
    public enum TieBreak: String, Sendable, Hashable, CaseIterable {
      /// Work is done early.
      case early
      /// Work is done late.
      case late
      /// The person with the most to do has as little as can be.
      case balanced
    }
  }
}
