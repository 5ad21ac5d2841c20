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

extension WorkSelection {
  /// Whether each person is selected: who is in either list; everybody without lists.
  package func people(_ scenario: Scenario) -> [Bool] {
    guard staff != nil || departments != nil else { return scenario.staff.map { _ in true } }
    let (ids, names) = (Set(staff ?? []), Set(departments ?? []))
    return scenario.staff.map { ids.contains($0.id) || $0.department.map(names.contains) ?? false }
  }

  /// Whether each demand is selected: what is in either list; all work without lists.
  package func work(_ scenario: Scenario, _ index: ScenarioIndex) -> [Bool] {
    guard projects != nil || demands != nil else { return index.demandPlaces.map { _ in true } }
    let (ids, names) = (Set(projects ?? []), Set(demands ?? []))
    return index.demandPlaces.indices.map { demand in
      ids.contains(scenario.projects[index.demandPlaces[demand].project].id)
        || names.contains(index.demands.ids[demand])
    }
  }
}
