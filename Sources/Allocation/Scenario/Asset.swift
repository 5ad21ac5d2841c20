// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// An entry of `assets`: hardware, licences, rooms, vehicles.
public struct Asset: Sendable, Hashable {
  /// The id, unique among the assets.
  public var id: String
  /// The name for people; the id by default.
  public var name: String
  /// What it can be asked for by, sorted, without duplicates.
  public var tags: [String]
  /// Units owned or rentable.
  public var quantity: ExactDecimal
  /// Money for one unit used for one calendar day.
  public var costPerUnitDay: ExactDecimal
  /// Days on which units are out of service.
  public var outages: [Outage]
  /// Who is needed to run it; nil where nobody is.
  public var operators: Operators?
  /// Whether demands get whole units on each day.
  public var indivisible: Bool

  /// Makes an asset; what is left out has the format's default.
  public init(
    id: String, name: String? = nil, tags: [String] = [], quantity: ExactDecimal = 1,
    costPerUnitDay: ExactDecimal = 0, outages: [Outage] = [], operators: Operators? = nil,
    indivisible: Bool = false
  ) {
    self.id = id
    self.name = name ?? id
    self.tags = Set(tags).sorted()
    self.quantity = quantity
    self.costPerUnitDay = costPerUnitDay
    self.outages = outages
    self.operators = operators
    self.indivisible = indivisible
  }

  /// Days on which units are out of service; overlapping outages add up.
  public struct Outage: Sendable, Hashable {
    /// The days, first and last included.
    public var days: DayRange
    /// How many units are out; all of them where nil.
    public var quantity: ExactDecimal?

    /// Makes an outage; without a quantity all units are out.
    public init(_ days: DayRange, quantity: ExactDecimal? = nil) {
      self.days = days
      self.quantity = quantity
    }
  }

  /// The people needed to run an asset.
  public struct Operators: Sendable, Hashable {
    /// The skills with their minimum levels, all needed, sorted by name.
    public var skills: [SkillRequirement]
    /// Operating hours for one unit-day.
    public var hoursPerUnitDay: ExactDecimal

    /// Makes a need for operators; `hoursPerUnitDay` is hours of work for one unit on one day.
    public init(skills: [SkillRequirement], hoursPerUnitDay: ExactDecimal) {
      self.skills = skills.sorted { $0.name < $1.name }
      self.hoursPerUnitDay = hoursPerUnitDay
    }
  }
}
