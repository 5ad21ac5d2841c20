// SPDX-License-Identifier: GPL-3.0-or-later

/// What a person needs to work on a demand, or to take a place in a crew.
public struct Requirements: Sendable, Hashable {
  /// All needed, sorted by name.
  public var skills: [SkillRequirement]
  /// Beside ``skills``, all of at least one of these lists; empty where there are no alternatives.
  public var anyOf: [[SkillRequirement]]
  /// All needed, valid on the day.
  public var certifications: [String]
  /// The minimum clearance.
  public var clearance: Int
  /// Where given, the person's must be in it.
  public var locations: [String]?
  /// Where given, the person's department must be in it.
  public var departments: [String]?
  /// Ids of the staff that alone may work on it; nil for anybody.
  public var only: [String]?
  /// Ids of the staff that may not.
  public var exclude: [String]

  /// Makes requirements; what is left out asks for nothing.
  public init(
    skills: [SkillRequirement] = [], anyOf: [[SkillRequirement]] = [], certifications: [String] = [],
    clearance: Int = 0, locations: [String]? = nil, departments: [String]? = nil, only: [String]? = nil,
    exclude: [String] = []
  ) {
    self.skills = skills.sorted { $0.name < $1.name }
    self.anyOf = anyOf.map { $0.sorted { $0.name < $1.name } }
    self.certifications = certifications
    self.clearance = clearance
    self.locations = locations
    self.departments = departments
    self.only = only
    self.exclude = exclude
  }
}

/// A skill that is asked for, with its minimum level.
public struct SkillRequirement: Sendable, Hashable {
  /// The name of the skill.
  public var name: String
  /// 1 to 5.
  public var level: Int

  /// Makes a requirement.
  public init(_ name: String, level: Int) {
    self.name = name
    self.level = level
  }
}
