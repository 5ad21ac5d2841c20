// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// An entry of `projects`.
public struct Project: Sendable, Hashable {
  /// The id, unique among the projects.
  public var id: String
  /// The name for people; the id by default.
  public var name: String
  /// The department that it belongs to, for reports.
  public var department: String?
  /// 1 (lowest) to 10.
  public var priority: ExactDecimal
  /// The default window of the demands; the horizon's ends where nil.
  public var start: Day?
  /// The last day of the default window.
  public var deadline: Day?
  /// Money that its staff and assets may cost, without overhead; nil is without limit.
  public var budget: ExactDecimal?
  /// What an hour of certain people costs on this project, instead of their own cost; by id.
  public var rates: [Rate]
  /// How far the windows of its demands may be moved; nil where they may not.
  public var shift: Shift?
  /// Whether its demands are all met in full, or none of them at all.
  public var allOrNothing: Bool
  /// What it needs.
  public var demands: [Demand]
  /// By how many weeks it was decided to move the windows of its demands; 0 in a scenario as written, see
  /// ``Scenario/decided(_:)``.
  package var weeksLater = 0

  /// Makes a project; what is left out has the format's default.
  public init(
    id: String, name: String? = nil, department: String? = nil, priority: ExactDecimal = 5, start: Day? = nil,
    deadline: Day? = nil, budget: ExactDecimal? = nil, rates: [Rate] = [], shift: Shift? = nil,
    allOrNothing: Bool = false, demands: [Demand] = []
  ) {
    self.id = id
    self.name = name ?? id
    self.department = department
    self.priority = priority
    self.start = start
    self.deadline = deadline
    self.budget = budget
    self.rates = rates.sorted { $0.staff < $1.staff }
    self.shift = shift
    self.allOrNothing = allOrNothing
    self.demands = demands
  }

  /// What an hour of a person costs on a project.
  public struct Rate: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// Money for one hour of the person on the project.
    public var costPerHour: ExactDecimal

    /// Makes a rate.
    public init(staff: String, costPerHour: ExactDecimal) {
      self.staff = staff
      self.costPerHour = costPerHour
    }
  }

  /// How far the windows of a project's demands may be moved, all together by whole weeks.
  public struct Shift: Sendable, Hashable {
    /// The most weeks, at least 0.
    public var latest: Int
    /// Money for each week.
    public var costPerWeek: ExactDecimal

    /// Makes a shift; each week costs `costPerWeek`.
    public init(latest: Int, costPerWeek: ExactDecimal = 0) {
      self.latest = latest
      self.costPerWeek = costPerWeek
    }
  }
}
