// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// The entries of a plan's lists.
extension Plan {
  /// Worked hours of a person on a demand in a period.
  public struct Assignment: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the demand.
    public var demand: String
    /// The place of a crew, from 0; nil where the demand has no crew.
    public var place: Int?
    /// The id of the demand's project.
    public var project: String
    /// The number of the period, from 0.
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    /// Worked hours, overtime included.
    public var hours: Millionths
    /// Money for these hours, without the premium for overtime.
    public var cost: Millionths

    package init(
      staff: String, demand: String, place: Int? = nil, project: String, period: Int, days: DayRange,
      hours: Millionths, cost: Millionths
    ) {
      self.staff = staff
      self.demand = demand
      self.place = place
      self.project = project
      self.period = period
      self.days = days
      self.hours = hours
      self.cost = cost
    }
  }

  /// Overtime of a person in a period, for a demand; the cost is the premium alone.
  public struct OvertimeEntry: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The demand that is worked on, or that the asset serves.
    public var demand: String
    /// The id of the demand's project.
    public var project: String
    /// The number of the period, from 0.
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    /// The asset where it is overtime of operating that; nil for work on the demand.
    public var asset: String?
    /// Hours beyond the regular ones.
    public var hours: Millionths
    /// Money beyond the regular cost of these hours.
    public var cost: Millionths

    package init(
      staff: String, demand: String, project: String, period: Int, days: DayRange, asset: String? = nil,
      hours: Millionths, cost: Millionths
    ) {
      self.staff = staff
      self.demand = demand
      self.project = project
      self.period = period
      self.days = days
      self.asset = asset
      self.hours = hours
      self.cost = cost
    }
  }

  /// Unit-days of an asset used by a demand, of staff or of assets, in a period.
  public struct AssetUse: Sendable, Hashable {
    /// The id of the asset.
    public var asset: String
    /// The id of the demand.
    public var demand: String
    /// The id of the demand's project.
    public var project: String
    /// The number of the period, from 0.
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    /// Units times the calendar days on which they are used.
    public var unitDays: Millionths
    /// Money for these unit-days.
    public var cost: Millionths

    package init(
      asset: String, demand: String, project: String, period: Int, days: DayRange, unitDays: Millionths,
      cost: Millionths
    ) {
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.days = days
      self.unitDays = unitDays
      self.cost = cost
    }
  }

  /// Operating hours of a person on an asset for a demand in a period.
  public struct Operating: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the asset.
    public var asset: String
    /// The demand that the asset serves.
    public var demand: String
    /// The id of the demand's project.
    public var project: String
    /// The number of the period, from 0.
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    /// Operating hours, overtime included.
    public var hours: Millionths
    /// Money for these hours, without the premium for overtime.
    public var cost: Millionths

    package init(
      staff: String, asset: String, demand: String, project: String, period: Int, days: DayRange, hours: Millionths,
      cost: Millionths
    ) {
      self.staff = staff
      self.asset = asset
      self.demand = demand
      self.project = project
      self.period = period
      self.days = days
      self.hours = hours
      self.cost = cost
    }
  }

  /// An amount of one day: hours of a person on a demand, hours of a person who operates an asset for a demand, or units
  /// of an asset for a demand.
  public struct DayEntry: Sendable, Hashable {
    /// The id of the person; nil for units of an asset.
    public var staff: String?
    /// The id of the asset that is used or operated; nil for work on the demand.
    public var asset: String?
    /// The id of the demand that is worked on, or that the asset serves.
    public var demand: String
    /// The place of a crew; nil where the demand has none.
    public var place: Int?
    /// The day on which it is done.
    public var date: Day
    /// Hours with overtime, or unit-days of an asset.
    public var amount: Millionths
    /// The part of the hours that is overtime; 0 for assets.
    public var overtime: Millionths

    package init(
      staff: String? = nil, asset: String? = nil, demand: String, place: Int? = nil, date: Day, amount: Millionths,
      overtime: Millionths = .zero
    ) {
      self.staff = staff
      self.asset = asset
      self.demand = demand
      self.place = place
      self.date = date
      self.amount = amount
      self.overtime = overtime
    }
  }

  /// What is left of a demand.
  public struct UnmetEntry: Sendable, Hashable {
    /// The id of the demand.
    public var demand: String
    /// The id of the demand's project.
    public var project: String
    /// Nil for a flexible demand.
    public var period: Int?
    /// The first and last day of the period; nil for a flexible demand.
    public var days: DayRange?
    /// Effective hours of a staff demand or unit-days of an asset demand.
    public var amount: Millionths
    /// Whether the amount is in unit-days.
    public var isUnitDays: Bool
    /// The penalty for the amount, in money.
    public var cost: Millionths
    /// Why it is unmet; empty where that was not asked for.
    public var reasons: [UnmetReason]
    /// What would cover it; empty where that was not asked for.
    public var remedies: [Remedy]

    package init(
      demand: String, project: String, period: Int?, days: DayRange? = nil, amount: Millionths, isUnitDays: Bool,
      cost: Millionths, reasons: [UnmetReason] = [], remedies: [Remedy] = []
    ) {
      self.demand = demand
      self.project = project
      self.period = period
      self.days = days
      self.amount = amount
      self.isUnitDays = isUnitDays
      self.cost = cost
      self.reasons = reasons
      self.remedies = remedies
    }
  }

  /// Why a part of a demand is unmet.
  public struct UnmetReason: Sendable, Hashable {
    /// What kind of reason it is.
    public var kind: Kind
    /// A sentence for people.
    public var detail: String
    /// The part of the unmet amount that it accounts for, in millionths of 1; the shares of an entry add up to 1.
    public var share: Millionths
    /// The numbers of the periods in which it says the same; empty where it is of its entry's period, or of no period.
    public var periods: [Int]

    /// Why demands are unmet: nobody may do the work, people are away or taken by work that pays more, a limit is reached,
    /// promises come first, or covering it costs more than leaving it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case nobody, away, taken, budget, limit, asset, operators, together, after, team, commitment, notWorthIt
    }

    package init(kind: Kind, detail: String, share: Millionths, periods: [Int] = []) {
      self.kind = kind
      self.detail = detail
      self.share = share
      self.periods = periods
    }
  }

  /// A change of the scenario that covers more.
  public struct Remedy: Sendable, Hashable {
    /// The number by which `muster solve --apply` takes it; nil in a plan.
    public var number: Int?
    /// What is changed.
    public var kind: Kind
    /// The change in words.
    public var title: String
    /// An RFC 6902 patch of the scenario, as JSON text.
    public var patch: String
    /// The value of the best plan as it is, in money.
    public var costBefore: Millionths
    /// The value of the best plan with the change; nil where that was not solved.
    public var costAfter: Millionths?
    /// `costBefore - costAfter`; nil where the change was not solved.
    public var saves: Millionths?
    /// How much more money is really spent with the change, below 0 where it is less; nil where it was not solved.
    public var spent: Millionths?
    /// How many more effective hours are covered; nil where the change was not solved.
    public var hours: Millionths?
    /// How many more unit-days are covered; nil where the change was not solved.
    public var unitDays: Millionths?
    /// Whether the scenario with the change was solved.
    public var confirmed: Bool

    /// What a remedy changes: the overtime, skills, number of people, commitments, windows, limits, budgets, assets, or a rule
    /// that is decided about in whole numbers.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case overtime, external, skill, release, slip, limit, budget, asset, rule
    }

    package init(
      kind: Kind, title: String, patch: String, costBefore: Millionths, costAfter: Millionths?, saves: Millionths?,
      spent: Millionths? = nil, hours: Millionths? = nil, unitDays: Millionths? = nil, confirmed: Bool
    ) {
      self.kind = kind
      self.title = title
      self.patch = patch
      self.costBefore = costBefore
      self.costAfter = costAfter
      self.saves = saves
      self.spent = spent
      self.hours = hours
      self.unitDays = unitDays
      self.confirmed = confirmed
    }
  }

  /// Promised hours not kept.
  public struct BrokenCommitment: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the demand.
    public var demand: String
    /// The number of the period, from 0.
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    /// Promised hours that are not kept.
    public var hours: Millionths
    /// The penalty for these hours, in money.
    public var cost: Millionths

    package init(
      staff: String, demand: String, period: Int, days: DayRange, hours: Millionths, cost: Millionths
    ) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.days = days
      self.hours = hours
      self.cost = cost
    }
  }
}
