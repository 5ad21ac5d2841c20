// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Explanation {
  /// What was decided in whole numbers, and what it costs to decide otherwise: the best plan with the other choice, everything
  /// else open, was looked for.
  public struct Decision: Sendable, Hashable {
    /// What is decided.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// When a project starts.
      case start
      /// Whether a project that is done in full or not at all is done.
      case project
      /// How many people of a kind are engaged.
      case engagement
      /// Whether a training is bought.
      case training
      /// That a demand waits for others: a rule, without which the other plan is.
      case after
      /// That a demand has a team: a rule, without which the other plan is.
      case team
    }

    /// What is decided.
    public var kind: Kind
    /// The id of the project, of the kind of people, of the person or of the demand.
    public var id: String
    /// The skill that a training is in; nil for other kinds.
    public var skill: String?
    /// What the best plan decides, in words such as `3 weeks later`.
    public var chosen: String
    /// The other choice, in such words.
    public var other: String
    /// The value of the best plan that was found with the other choice; nil where there is none.
    public var value: Millionths?
    /// No plan with the other choice is below; nil where there is none.
    public var bound: Millionths?
    /// By how much `value` is above that of the plan; nil where there is none.
    public var costs: Millionths?
    /// How much more money is really spent then, below 0 where it is less; nil where there is no plan.
    public var spent: Millionths?
    /// How many more effective hours are covered then; nil where there is no plan.
    public var hours: Millionths?
    /// How many more unit-days are covered then; nil where there is no plan.
    public var unitDays: Millionths?
    /// Whether both plans are proved to be the best, so that `costs` is exact.
    public var confirmed: Bool
    /// Demands that have more or less unmet then, by id.
    public var displaced: [Why.Displaced]

    package init(
      kind: Kind, id: String, skill: String? = nil, chosen: String, other: String, value: Millionths? = nil,
      bound: Millionths? = nil, costs: Millionths? = nil, spent: Millionths? = nil, hours: Millionths? = nil,
      unitDays: Millionths? = nil, confirmed: Bool = false, displaced: [Why.Displaced] = []
    ) {
      self.kind = kind
      self.id = id
      self.skill = skill
      self.chosen = chosen
      self.other = other
      self.value = value
      self.bound = bound
      self.costs = costs
      self.spent = spent
      self.hours = hours
      self.unitDays = unitDays
      self.confirmed = confirmed
      self.displaced = displaced
    }
  }

  /// Decisions with what they cost.
  public struct Decisions: Sendable, Hashable {
    /// The project that was asked about; nil where all were.
    public var project: String?
    /// Those of which the other choice was solved, in the order of the scenario.
    public var found: [Decision]
    /// How many other choices were not solved.
    public var untried: Int

    package init(project: String? = nil, found: [Decision], untried: Int) {
      self.project = project
      self.found = found
      self.untried = untried
    }
  }
}
