// SPDX-License-Identifier: GPL-3.0-or-later

/// Which hours a rule is about: those of certain people, on certain work.
public struct WorkSelection: Sendable, Hashable {
  /// Ids of staff, and departments; who is in either list counts. Everybody where both are nil.
  public var staff: [String]?
  /// Departments of people, beside ``staff``.
  public var departments: [String]?
  /// Ids of projects and of demands; what is in either list counts. All work where both are nil.
  public var projects: [String]?
  /// Ids of demands, beside ``projects``.
  public var demands: [String]?

  /// Makes a selection; without arguments it is all hours.
  public init(
    staff: [String]? = nil, departments: [String]? = nil, projects: [String]? = nil, demands: [String]? = nil
  ) {
    self.staff = staff
    self.departments = departments
    self.projects = projects
    self.demands = demands
  }
}
