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
  public var projects: [ProjectFigures]
  public var people: [Utilisation]
  public var departments: [Utilisation]
  public var skills: [Utilisation]
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
    public var wanted: Millionths
    public var unmet: Millionths
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
    public var priority: ExactDecimal
    public var hours: Coverage
    public var unitDays: Coverage

    package init(priority: ExactDecimal, hours: Coverage = Coverage(), unitDays: Coverage = Coverage()) {
      self.priority = priority
      self.hours = hours
      self.unitDays = unitDays
    }
  }

  /// Coverage and cost of one project.
  public struct ProjectFigures: Sendable, Hashable {
    public var id: String
    public var hours: Coverage
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
