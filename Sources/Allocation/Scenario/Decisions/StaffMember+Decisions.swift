// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension StaffMember {
  /// People from outside, of whom as many are engaged as pay.
  public struct External: Sendable, Hashable {
    /// The most people.
    public var heads: Int
    /// Money for each one who is engaged.
    public var engagementCost: ExactDecimal

    /// Makes an offer of people from outside.
    public init(heads: Int, engagementCost: ExactDecimal = 0) {
      self.heads = heads
      self.engagementCost = engagementCost
    }
  }

  /// A skill that the person can be trained in.
  public struct Training: Sendable, Hashable {
    /// The name of the skill.
    public var skill: String
    /// The level afterwards, 1 to 5.
    public var level: Int
    /// Money for the training.
    public var cost: ExactDecimal
    /// Regular hours that it takes.
    public var hours: ExactDecimal
    /// The day from which on the skill is held; the first of the horizon where nil.
    public var from: Day?

    /// Makes a training; what is left out has the format's default.
    public init(
      _ skill: String, level: Int, cost: ExactDecimal = 0, hours: ExactDecimal = 0, from: Day? = nil
    ) {
      self.skill = skill
      self.level = level
      self.cost = cost
      self.hours = hours
      self.from = from
    }
  }
}

extension StaffMember {
  /// A training that was decided on in a skill, or nil.
  package func trained(in skill: String) -> Training? {
    for place in trained where training[place].skill == skill { return training[place] }
    return nil
  }
}
