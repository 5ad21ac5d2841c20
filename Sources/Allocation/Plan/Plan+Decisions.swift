// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Plan {
  /// Whether nothing at all is done for a project that has to be done as a whole.
  package func leavesUndone(_ project: Project) -> Bool {
    project.allOrNothing && !assignments.contains { $0.project == project.id }
      && !assetUse.contains { $0.project == project.id } && unmet.contains { $0.project == project.id }
  }

  /// A project that starts later than its dates say.
  public struct Start: Sendable, Hashable {
    /// The id of the project.
    public var project: String
    /// How many weeks later, above 0.
    public var weeks: Int
    /// What that costs, in money.
    public var cost: Millionths

    package init(project: String, weeks: Int, cost: Millionths) {
      self.project = project
      self.weeks = weeks
      self.cost = cost
    }
  }

  /// A training that is bought.
  public struct BoughtTraining: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The name of the skill.
    public var skill: String
    /// What it costs, in money.
    public var cost: Millionths

    package init(staff: String, skill: String, cost: Millionths) {
      self.staff = staff
      self.skill = skill
      self.cost = cost
    }
  }

  /// People of an external kind who are engaged.
  public struct Engagement: Sendable, Hashable {
    /// The id of the kind of people.
    public var staff: String
    /// How many, above 0.
    public var heads: Int
    /// What their engagement costs, in money, without their hours.
    public var cost: Millionths

    package init(staff: String, heads: Int, cost: Millionths) {
      self.staff = staff
      self.heads = heads
      self.cost = cost
    }
  }
}
