// SPDX-License-Identifier: GPL-3.0-or-later

public import Issues
public import Numbers

/// What the checker says of a plan.
extension Plan {
  /// What one more unit of something scarce is worth.
  public struct Bottleneck: Sendable, Hashable {
    /// What is scarce.
    public var kind: Kind
    /// The id of the person, asset, project or demand.
    public var id: String
    /// The number of the period; nil for what holds over the whole horizon.
    public var period: Int?
    /// The first and last day of the period; nil for what holds over the whole horizon.
    public var days: DayRange?
    /// Money saved by one more hour, unit-day or unit of money.
    public var pricePerUnit: Millionths
    /// For how many more units the price holds; nil where that is not known.
    public var validFor: Millionths?

    /// What can be scarce: hours of a person or of those with a skill, unit-days of an asset, the budget of a project, hours that
    /// a pace allows, overtime in all.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case staff, skill, asset, budget, limit, pace, overtime
    }

    package init(
      kind: Kind, id: String, period: Int?, days: DayRange? = nil, pricePerUnit: Millionths, validFor: Millionths?
    ) {
      self.kind = kind
      self.id = id
      self.period = period
      self.days = days
      self.pricePerUnit = pricePerUnit
      self.validFor = validFor
    }
  }

  /// What the independent checker found.
  public struct Verification: Sendable, Hashable {
    /// Whether nothing is wrong with the plan.
    public var feasible: Bool
    /// All that is wrong with it; empty for a plan that Muster made.
    public var violations: [Violation]
    /// The value recomputed.
    public var value: Millionths
    /// The bound recomputed from dual values; nil where there were none.
    public var bound: Millionths?
    /// Where the bound comes from.
    public var boundKind: BoundKind

    /// Where the bound comes from.
    public enum BoundKind: String, Sendable, Hashable, CaseIterable {
      /// Lagrangian, from the dual values of the rows.
      case lagrangian
      /// The same where something is decided in whole numbers, from the dual values of the root.
      case lp
      /// The least of the bounds of several cases that together leave nothing out.
      case leaves
      case none
    }

    package init(
      feasible: Bool, violations: [Violation], value: Millionths, bound: Millionths?, boundKind: BoundKind
    ) {
      self.feasible = feasible
      self.violations = violations
      self.value = value
      self.bound = bound
      self.boundKind = boundKind
    }
  }

  /// Something that is wrong with a plan.
  public struct Violation: Sendable, Hashable {
    /// Which rule is broken.
    public var kind: Kind
    /// A sentence with the names and figures.
    public var detail: String
    /// The place in the plan's document.
    public var path: DocumentPath
    /// What is too much, where it is an amount; not part of the document.
    public var excess: Excess?

    /// The rules that a plan can break; the raw values stay the same from version to version.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// Sums that could only be if days had more hours.
      case days
      // Limits that amounts pass.
      case capacity, overtime, availability, budget, commitment, crew, effort, equipment, limit, operators, pace
      case overtimeTotal = "overtime-total"
      // Decisions in whole numbers that amounts do not keep to.
      case after, indivisible, team
      case allOrNothing = "all-or-nothing"
      case maxProjects = "max-projects"
      case minimumHours = "minimum-hours"
      case assetCapacity = "asset-capacity"
      case excessUnmet = "excess-unmet"
      case excessBroken = "excess-broken"
      // Entries that may not be there, or not so.
      case eligibility, negative, past, period, unsorted, window
      case duplicateEntry = "duplicate-entry"
      case tooLarge = "too-large"
      case unknownStaff = "unknown-staff"
      case unknownDemand = "unknown-demand"
      case unknownAsset = "unknown-asset"
      case unknownCommitment = "unknown-commitment"
      case unknownProject = "unknown-project"
      case unknownSkill = "unknown-skill"
      /// What is decided about the scenario as a whole and cannot be.
      case wrongDecision = "wrong-decision"
      // What does not follow from the amounts.
      case wrongBottleneck = "wrong-bottleneck"
      case wrongBound = "wrong-bound"
      case wrongCost = "wrong-cost"
      case wrongDays = "wrong-days"
      case wrongFigure = "wrong-figure"
      case wrongKind = "wrong-kind"
      case wrongLoad = "wrong-load"
      case wrongMoney = "wrong-money"
      case wrongOrder = "wrong-order"
      case wrongProject = "wrong-project"
      case wrongReason = "wrong-reason"
      case wrongRounding = "wrong-rounding"
      case wrongScenario = "wrong-scenario"
      case wrongStatus = "wrong-status"
      case wrongSum = "wrong-sum"
      case wrongSummary = "wrong-summary"
      case wrongTerms = "wrong-terms"
      case wrongValue = "wrong-value"
      case wrongVerification = "wrong-verification"
    }

    package init(kind: Kind, detail: String, path: DocumentPath, excess: Excess? = nil) {
      self.kind = kind
      self.detail = detail
      self.path = path
      self.excess = excess
    }

    /// An amount by which a limit is passed, and whose amounts add up to it.
    public struct Excess: Sendable, Hashable {
      /// Hours, unit-days where there is an asset, or money where there is a project; rounded up.
      public var amount: Millionths
      /// The id of the person, where one is concerned.
      public var staff: String?
      /// The id of the demand, where one is concerned.
      public var demand: String?
      /// The id of the asset, where one is concerned.
      public var asset: String?
      /// The id of the project, where one is concerned.
      public var project: String?
      /// The number of the period, where one is concerned.
      public var period: Int?
      /// The sum of a limit that is concerned.
      package var sum: LimitSum?

      package init(
        _ amount: Millionths, staff: String? = nil, demand: String? = nil, asset: String? = nil, project: String? = nil,
        period: Int? = nil, sum: LimitSum? = nil
      ) {
        self.amount = amount
        self.staff = staff
        self.demand = demand
        self.asset = asset
        self.project = project
        self.period = period
        self.sum = sum
      }

      /// A sum of one of the scenario's limits, as in ``RowPrices``.
      package struct LimitSum: Sendable, Hashable {
        package let limit: Int
        package let number: Int

        package init(limit: Int, number: Int) {
          self.limit = limit
          self.number = number
        }
      }
    }
  }
}
