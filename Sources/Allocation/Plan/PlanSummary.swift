// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// The plan in a few figures.
public struct PlanSummary: Sendable, Hashable {
  /// Effective hours of the staff demands.
  public var hours: Coverage
  /// Unit-days of the asset demands.
  public var unitDays: Coverage
  /// Money really spent: labour, overtime and assets, without penalties.
  public var cost: Millionths
  /// By priority, highest first.
  public var coverageByPriority: [PriorityCoverage]
  /// All projects, by id.
  public var projects: [ProjectFigures]
  /// All people, by id.
  public var people: [Utilisation]
  /// All departments, by name: their people together.
  public var departments: [Utilisation]
  /// All skills, by name: the hours of those who hold it, and their hours on demands that ask for it.
  public var skills: [Utilisation]
  /// All assets, by id.
  public var assets: [Utilisation]

  package init(
    hours: Coverage = Coverage(), unitDays: Coverage = Coverage(), cost: Millionths = .zero,
    coverageByPriority: [PriorityCoverage] = [], projects: [ProjectFigures] = [], people: [Utilisation] = [],
    departments: [Utilisation] = [], skills: [Utilisation] = [], assets: [Utilisation] = []
  ) {
    self.hours = hours
    self.unitDays = unitDays
    self.cost = cost
    self.coverageByPriority = coverageByPriority
    self.projects = projects
    self.people = people
    self.departments = departments
    self.skills = skills
    self.assets = assets
  }

  /// What was wanted and what became of it; `met` is `wanted - unmet`.
  public struct Coverage: Sendable, Hashable {
    /// What was asked for: effective hours or unit-days.
    public var wanted: Millionths
    /// What is not covered of it.
    public var unmet: Millionths
    /// What is covered of it.
    public var met: Millionths { wanted - unmet }

    package init(wanted: Millionths = .zero, unmet: Millionths = .zero) {
      self.wanted = wanted
      self.unmet = unmet
    }

    /// `met / wanted` in millionths, rounded down; 1 where nothing is wanted.
    public var share: Millionths {
      wanted.count == 0
        ? Millionths(1) : Millionths(count: scaled(met.count, by: 1_000_000, over: wanted.count, rounding: .towardZero))
    }
  }

  /// Coverage of the demands of one priority.
  public struct PriorityCoverage: Sendable, Hashable {
    /// The priority, 1 (lowest) to 10.
    public var priority: ExactDecimal
    /// Effective hours of its staff demands.
    public var hours: Coverage
    /// Unit-days of its asset demands.
    public var unitDays: Coverage

    package init(priority: ExactDecimal, hours: Coverage = Coverage(), unitDays: Coverage = Coverage()) {
      self.priority = priority
      self.hours = hours
      self.unitDays = unitDays
    }
  }

  /// Coverage and cost of one project.
  public struct ProjectFigures: Sendable, Hashable {
    /// The id of the project.
    public var id: String
    /// Effective hours of its staff demands.
    public var hours: Coverage
    /// Unit-days of its asset demands.
    public var unitDays: Coverage
    /// Money for its staff and assets, as it counts against a budget.
    public var cost: Millionths

    package init(
      id: String, hours: Coverage = Coverage(), unitDays: Coverage = Coverage(), cost: Millionths = .zero
    ) {
      self.id = id
      self.hours = hours
      self.unitDays = unitDays
      self.cost = cost
    }
  }

  /// How much of something is used: hours of people, unit-days of assets.
  public struct Utilisation: Sendable, Hashable {
    /// The id of the person or asset, or the name of the department or skill.
    public var id: String
    /// Regular hours (row 1 without overtime) or unit-days (row 6) over the horizon, rounded down.
    public var available: Millionths
    /// Hours on demands and operating hours, or unit-days used.
    public var used: Millionths
    /// The part of `used` that is overtime; 0 for assets.
    public var overtime: Millionths

    package init(
      id: String, available: Millionths = .zero, used: Millionths = .zero, overtime: Millionths = .zero
    ) {
      self.id = id
      self.available = available
      self.used = used
      self.overtime = overtime
    }

    /// `used / available` in millionths, rounded down; nil where nothing is available.
    public var share: Millionths? {
      available.count == 0
        ? nil : Millionths(count: scaled(used.count, by: 1_000_000, over: available.count, rounding: .towardZero))
    }
  }
}
