// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// Work wanted from people.
public struct StaffDemand: Sendable, Hashable {
  /// How much is wanted over the whole window; see `Scenario.hours(of:)`.
  public var amount: Amount
  /// Whether the hours are spread evenly or may fall anywhere in the window.
  public var pace: Pace
  /// What a person needs to work on it; without a meaning where there is a ``crew``.
  public var requirements: Requirements
  /// People who are there together, so that the hours are those during which all are; empty where everybody works alone.
  public var crew: [CrewPlace]
  /// Worked hours in a calendar week, all people together; nil is without limit.
  public var maxHoursPerWeek: ExactDecimal?
  /// The equipment that people who work on it occupy.
  public var uses: [EquipmentUse]
  /// What has to be done before it.
  public var after: [Predecessor]
  /// How many people may share the work; nil where that is all the same.
  public var team: Team?

  /// Makes a demand for people's time; what is left out has the format's default.
  public init(
    _ amount: Amount, pace: Pace = .flexible, requirements: Requirements = Requirements(), crew: [CrewPlace] = [],
    maxHoursPerWeek: ExactDecimal? = nil, uses: [EquipmentUse] = [], after: [Predecessor] = [], team: Team? = nil
  ) {
    self.amount = amount
    self.pace = pace
    self.requirements = requirements
    self.crew = crew
    self.maxHoursPerWeek = maxHoursPerWeek
    self.uses = uses
    self.after = after
    self.team = team
  }

  /// Work of so many hours, with its requirements one by one.
  public init(
    hours: ExactDecimal, pace: Pace = .flexible, skills: [SkillRequirement] = [], anyOf: [[SkillRequirement]] = [],
    certifications: [String] = [], clearance: Int = 0, locations: [String]? = nil, departments: [String]? = nil,
    only: [String]? = nil, exclude: [String] = [], maxHoursPerWeek: ExactDecimal? = nil, uses: [EquipmentUse] = []
  ) {
    self.init(
      .hours(hours), pace: pace,
      requirements: Requirements(
        skills: skills, anyOf: anyOf, certifications: certifications, clearance: clearance, locations: locations,
        departments: departments, only: only, exclude: exclude), maxHoursPerWeek: maxHoursPerWeek, uses: uses)
  }

  /// How much work it is.
  public enum Amount: Sendable, Hashable {
    /// Effective hours.
    case hours(ExactDecimal)
    /// Full-time people: so many times the top calendar's hours inside the window.
    case fte(ExactDecimal)
  }

  /// When the work is to be done.
  public enum Pace: String, Sendable, Hashable, CaseIterable {
    /// At any time inside the window.
    case flexible
    /// Spread over the window's workdays.
    case even
  }

  /// A staff demand that has to be met before another begins.
  public struct Predecessor: Sendable, Hashable {
    /// The id of the staff demand.
    public var demand: String
    /// So many periods lie between the two.
    public var lag: Int
    /// The share of the named demand that has to be met, 0 to 1.
    public var share: ExactDecimal

    /// Makes a predecessor; without a share it is ``defaultShare``.
    public init(_ demand: String, lag: Int = 0, share: ExactDecimal? = nil) {
      self.demand = demand
      self.lag = lag
      self.share = share ?? Self.defaultShare
    }

    /// 0.999
    public static let defaultShare = ExactDecimal(significand: 999, scale: 3) ?? 1
  }

  /// How many people share the work over the window.
  public struct Team: Sendable, Hashable {
    /// With fewer people nobody works on it.
    public var min: Int
    /// nil is without limit.
    public var max: Int?

    /// Makes a team.
    public init(min: Int = 1, max: Int? = nil) {
      self.min = min
      self.max = max
    }
  }
}

/// Equipment that a person occupies while working on a demand.
public struct EquipmentUse: Sendable, Hashable {
  /// The id of the asset.
  public var asset: String
  /// Units that one person occupies for one full day.
  public var unitsPerPerson: ExactDecimal

  /// Makes a use of equipment.
  public init(asset: String, unitsPerPerson: ExactDecimal) {
    self.asset = asset
    self.unitsPerPerson = unitsPerPerson
  }
}
