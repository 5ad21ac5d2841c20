// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// Who is used how much when: the lists of a summary's utilisation, with an entry for each period.
public struct PlanLoad: Sendable, Hashable {
  /// All people, by id and period.
  public package(set) var people: [Entry]
  /// All departments, by name and period: their people together.
  public package(set) var departments: [Entry]
  /// All skills, by name and period.
  public package(set) var skills: [Entry]
  /// All assets, by id and period.
  public package(set) var assets: [Entry]

  package init(people: [Entry] = [], departments: [Entry] = [], skills: [Entry] = [], assets: [Entry] = []) {
    self.people = people
    self.departments = departments
    self.skills = skills
    self.assets = assets
  }

  /// How much of something is used in a period: hours of people, unit-days of assets.
  public struct Entry: Sendable, Hashable {
    /// The id of the person or asset, or the name of the department or skill.
    public var id: String
    /// The number of the period, from 0.
    public var period: Int
    /// The first and last day of the period.
    public var days: DayRange
    /// Regular hours, or unit-days that are not out of service; rounded down.
    public var available: Millionths
    /// Hours on demands and operating hours, or unit-days used.
    public var used: Millionths
    /// The part of `used` that is overtime; 0 for assets.
    public var overtime: Millionths

    package init(
      id: String, period: Int, days: DayRange, available: Millionths = .zero, used: Millionths = .zero,
      overtime: Millionths = .zero
    ) {
      self.id = id
      self.period = period
      self.days = days
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

  /// The lists with their names, in the order of a plan.
  package var named: [(name: String, entries: [Entry])] {
    [("people", people), ("departments", departments), ("skills", skills), ("assets", assets)]
  }
}
