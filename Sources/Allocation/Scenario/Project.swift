// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// An entry of `projects`.
public struct Project: Sendable, Hashable {
  /// The id, unique among the projects.
  public var id: String
  /// The name for people; the id by default.
  public var name: String
  public var department: String?
  /// 1 (lowest) to 10.
  public var priority: ExactDecimal
  /// The default window of the demands; the horizon's ends where nil.
  public var start: Day?
  public var deadline: Day?
  /// Money that its staff and assets may cost, without overhead; nil is without limit.
  public var budget: ExactDecimal?
  public var demands: [Demand]

  public init(
    id: String, name: String? = nil, department: String? = nil, priority: ExactDecimal = 5, start: Day? = nil,
    deadline: Day? = nil, budget: ExactDecimal? = nil, demands: [Demand] = []
  ) {
    self.id = id
    self.name = name ?? id
    self.department = department
    self.priority = priority
    self.start = start
    self.deadline = deadline
    self.budget = budget
    self.demands = demands
  }
}

/// An entry of a project's `demands`: work to be done by staff, or units of an asset.
public struct Demand: Sendable, Hashable {
  /// The id, unique in the whole scenario.
  public var id: String
  /// The window; the project's where nil.
  public var from: Day?
  public var to: Day?
  /// The project's where nil.
  public var priority: ExactDecimal?
  public var kind: Kind

  /// What is wanted.
  public enum Kind: Sendable, Hashable {
    case staff(StaffDemand)
    case asset(AssetDemand)
  }

  public init(id: String, from: Day? = nil, to: Day? = nil, priority: ExactDecimal? = nil, kind: Kind) {
    self.id = id
    self.from = from
    self.to = to
    self.priority = priority
    self.kind = kind
  }

  /// The staff demand, or nil for one of assets.
  public var staff: StaffDemand? {
    if case .staff(let demand) = kind { demand } else { nil }
  }

  /// Whether it is one of staff. Asking this, and ``isFlexible``, copies nothing of the demand.
  public var isForStaff: Bool {
    switch kind {
    case .staff: true
    case .asset: false
    }
  }

  /// Whether it is one of staff whose effort is counted for the whole window.
  public var isFlexible: Bool {
    switch kind {
    case .staff(let demand): demand.pace == .flexible
    case .asset: false
    }
  }

  /// The asset demand, or nil for one of staff.
  public var asset: AssetDemand? {
    if case .asset(let demand) = kind { demand } else { nil }
  }
}

/// Work wanted from people.
public struct StaffDemand: Sendable, Hashable {
  /// Effective hours wanted over the whole window.
  public var hours: ExactDecimal
  public var pace: Pace
  /// All needed, sorted by name.
  public var skills: [SkillRequirement]
  /// All needed, valid on the day.
  public var certifications: [String]
  /// The minimum clearance.
  public var clearance: Int
  /// Where given, the person's must be in it.
  public var locations: [String]?
  public var departments: [String]?
  /// Ids of the staff that alone may work on it; nil for anybody.
  public var only: [String]?
  /// Ids of the staff that may not.
  public var exclude: [String]
  /// Worked hours a week, all people together; nil is without limit.
  public var maxHoursPerWeek: ExactDecimal?
  public var uses: [EquipmentUse]

  public init(
    hours: ExactDecimal, pace: Pace = .flexible, skills: [SkillRequirement] = [], certifications: [String] = [],
    clearance: Int = 0, locations: [String]? = nil, departments: [String]? = nil, only: [String]? = nil,
    exclude: [String] = [], maxHoursPerWeek: ExactDecimal? = nil, uses: [EquipmentUse] = []
  ) {
    self.hours = hours
    self.pace = pace
    self.skills = skills.sorted { $0.name < $1.name }
    self.certifications = certifications
    self.clearance = clearance
    self.locations = locations
    self.departments = departments
    self.only = only
    self.exclude = exclude
    self.maxHoursPerWeek = maxHoursPerWeek
    self.uses = uses
  }

  /// When the work is to be done.
  public enum Pace: String, Sendable, Hashable, CaseIterable {
    /// At any time inside the window.
    case flexible
    /// Spread over the window's workdays.
    case even
  }
}

/// Equipment that a person occupies while working on a demand.
public struct EquipmentUse: Sendable, Hashable {
  /// The id of the asset.
  public var asset: String
  /// Units that one person occupies for one full day.
  public var unitsPerPerson: ExactDecimal

  public init(asset: String, unitsPerPerson: ExactDecimal) {
    self.asset = asset
    self.unitsPerPerson = unitsPerPerson
  }
}

/// Units of an asset wanted on every day of the window.
public struct AssetDemand: Sendable, Hashable {
  public var units: ExactDecimal
  public var choice: Choice

  /// Which asset will do.
  public enum Choice: Sendable, Hashable {
    /// The asset with this id.
    case asset(String)
    /// Any asset that has all these tags.
    case tags([String])
  }

  public init(units: ExactDecimal, choice: Choice) {
    self.units = units
    self.choice = choice
  }

  /// Whether an asset will do.
  public func matches(_ asset: Asset) -> Bool {
    switch choice {
    case .asset(let id): asset.id == id
    case .tags(let tags): tags.allSatisfy(asset.tags.contains)
    }
  }
}
