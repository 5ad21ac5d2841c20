// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// What the bounds of a plan follow from: the prices of rows of `model.md`, section 2, for each step of the order.
///
/// From any prices a bound can be computed that no plan is below (the Lagrangian bound of the same page), so that whoever
/// has the scenario can see for themselves that no plan is better.
public struct PlanCertificate: Sendable, Hashable {
  /// In the order of the plan's steps; one for the value where there are no others.
  public package(set) var steps: [Step]

  package init(steps: [Step] = []) { self.steps = steps }

  /// The prices of one step.
  public struct Step: Sendable, Hashable {
    /// What the step is about.
    public var what: OrderStep
    /// The rows with a price that is not 0, sorted by their kind and keys.
    public var rows: [Row]
    /// Where decisions in whole numbers were told apart: cases that together leave nothing out, each with its rows.
    public var cases: [Case]

    package init(what: OrderStep = .value, rows: [Row] = [], cases: [Case] = []) {
      self.what = what
      self.rows = rows
      self.cases = cases
    }
  }

  /// A part of what can be decided, with the prices of its bound.
  public struct Case: Sendable, Hashable {
    /// The decisions of which less is open than the scenario leaves open.
    public var decisions: [Choice]
    /// The rows with a price that is not 0.
    public var rows: [Row]

    package init(decisions: [Choice] = [], rows: [Row] = []) {
      self.decisions = decisions
      self.rows = rows
    }
  }

  /// What is left open of one decision.
  public struct Choice: Sendable, Hashable {
    /// What can be decided about a scenario: by how many weeks a project starts later, how many people of a kind are engaged,
    /// whether a training is bought, whether a project is done at all; in which period a demand begins that waits for others, how many of the
    /// shares that others wait for are met; whether a demand has a team, whether a person is on it, and whether a person may
    /// work on a project in a period.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      case weeks, heads, training, run, begin, met, team, member, work
    }

    /// What is decided.
    public var kind: Kind
    /// The id of the project, where it is about one.
    public var project: String?
    /// The id of the person, or of the kind of people.
    public var staff: String?
    /// The skill of the training.
    public var skill: String?
    /// The demand, where it is about one.
    public var demand: String?
    /// The period, where it is about one.
    public var period: Int?
    /// The least and the most that it can be; 0 is no and 1 yes. Of a beginning the period, or their number for none.
    public var range: ClosedRange<Int>

    package init(
      _ kind: Kind, project: String? = nil, staff: String? = nil, skill: String? = nil, demand: String? = nil,
      period: Int? = nil, range: ClosedRange<Int>
    ) {
      self.period = period
      self.demand = demand
      self.kind = kind
      self.project = project
      self.staff = staff
      self.skill = skill
      self.range = range
    }
  }

  /// A row with its price, in units of what the step is about for one unit of the row's right-hand side.
  public struct Row: Sendable, Hashable {
    /// Which of the rows it is; the raw values are those of the format.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// Rows 1 and 2 of a person.
      case capacity, overtimeDay, overtimeWeek, overtimeTotal
      /// Rows 3, 4 and 11.
      case effort
      /// Row 5, of `maxHoursPerWeek` and of `limits`.
      case pace, limit
      /// Rows 6, 7 (regular and overtime) and 8.
      case asset, equipment, equipmentOvertime, operators
      /// Rows 9 and 10.
      case budget, commitment
      /// Row 12: a place of a crew, and a person on one.
      case crew, crewPerson
      /// A person's hours against the greatest share, of a plan that is to be balanced.
      case share
      /// A person's hours on a demand in a period against those on so many projects.
      case projects
      /// What an earlier step comes to.
      case step
    }

    /// Which of the rows it is.
    public var kind: Kind
    /// The ids that the row is about, where it is about such.
    public var staff: String?
    /// The id of the asset.
    public var asset: String?
    /// The id of the demand.
    public var demand: String?
    /// The place of a crew.
    public var place: Int?
    /// The id of the project.
    public var project: String?
    /// The id of the limit.
    public var limit: String?
    /// The earlier step.
    public var step: OrderStep?
    /// The day, or the first day of the week or span inside the horizon.
    public var date: Day?
    /// The number of the period.
    public var period: Int?
    /// The first and last day of the period.
    public var days: DayRange?
    /// Of the rows of a project or its demands, the place among its possible weeks for which it is; nil is the first.
    public var shift: Int?
    /// The dual value.
    public var price: Double

    package init(
      _ kind: Kind, staff: String? = nil, asset: String? = nil, demand: String? = nil, place: Int? = nil,
      project: String? = nil,
      limit: String? = nil, step: OrderStep? = nil, date: Day? = nil, period: Int? = nil, days: DayRange? = nil,
      shift: Int? = nil, price: Double
    ) {
      self.shift = shift
      self.kind = kind
      self.staff = staff
      self.asset = asset
      self.demand = demand
      self.place = place
      self.project = project
      self.limit = limit
      self.step = step
      self.date = date
      self.period = period
      self.days = days
      self.price = price
    }
  }
}
