// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// An entry of `staff`: a person, or a pool of `headcount` identical people.
public struct StaffMember: Sendable, Hashable {
  /// The id, unique among the staff.
  public var id: String
  /// The name for people; the id by default.
  public var name: String
  /// The department, which demands may ask for.
  public var department: String?
  /// The place of work, which demands may ask for.
  public var location: String?
  /// How many identical people this is; at least 1.
  public var headcount: Int
  /// The id of the calendar worked by; nil for the one at the top level.
  public var calendar: Dated<String>?
  /// What the person can do, sorted by name.
  public var skills: [Skill]
  /// The certificates held, sorted by name.
  public var certifications: [Certification]
  /// The clearance; higher is more.
  public var clearance: Int
  /// Money for one worked hour.
  public var costPerHour: Dated<ExactDecimal>
  /// Hours of each day on which the calendar has hours; the calendar's where nil.
  public var hoursPerDay: Dated<ExactDecimal>?
  /// The share (0 to 1) of working time kept for day-to-day duties.
  public var support: Dated<ExactDecimal>
  /// The first and last day of employment; nil is open.
  public var employedFrom: Day?
  /// The last day of employment; nil is open.
  public var employedTo: Day?
  /// When the person is away.
  public var absences: [Absence]
  /// What overtime is possible; nil is none.
  public var overtime: Overtime?
  /// Where given, people of this kind are engaged from outside as needed; ``headcount`` then has no meaning.
  public var external: External?
  /// The most projects that the person works on in a period; nil is without limit.
  public var maxProjects: Int?
  /// What the person can be trained in.
  public var training: [Training]
  /// The places in ``training`` of what it was decided to train the person in, ascending; none in a scenario as written,
  /// see ``Scenario/decided(_:)``.
  package var trained: [Int] = []
  /// The salary of a year from which ``costPerHour`` was worked out, where that is how it was written.
  package var annualSalary: Dated<ExactDecimal>?

  /// Makes a person; what is left out has the format's default.
  public init(
    id: String, name: String? = nil, department: String? = nil, location: String? = nil, headcount: Int = 1,
    calendar: Dated<String>? = nil, skills: [Skill] = [], certifications: [Certification] = [], clearance: Int = 0,
    costPerHour: Dated<ExactDecimal> = 0, hoursPerDay: Dated<ExactDecimal>? = nil, support: Dated<ExactDecimal> = 0,
    employedFrom: Day? = nil, employedTo: Day? = nil, absences: [Absence] = [], overtime: Overtime? = nil,
    external: External? = nil, maxProjects: Int? = nil, training: [Training] = []
  ) {
    self.id = id
    self.name = name ?? id
    self.department = department
    self.location = location
    self.headcount = headcount
    self.calendar = calendar
    self.skills = skills.sorted { $0.name < $1.name }
    self.certifications = certifications.sorted { $0.name < $1.name }
    self.clearance = clearance
    self.costPerHour = costPerHour
    self.hoursPerDay = hoursPerDay
    self.support = support
    self.employedFrom = employedFrom
    self.employedTo = employedTo
    self.absences = absences
    self.overtime = overtime
    self.external = external
    self.maxProjects = maxProjects
    self.training = training
  }

  /// A skill with its level.
  public struct Skill: Sendable, Hashable {
    /// The name of the skill.
    public var name: String
    /// 1 to 5.
    public var level: Int
    /// Effective hours in one worked hour; above 0.
    public var productivity: ExactDecimal
    /// The first and last day on which the skill is held; nil is open.
    public var from: Day?
    /// The last day on which it is held; nil is open.
    public var until: Day?

    /// Makes a skill.
    public init(
      _ name: String, level: Int, productivity: ExactDecimal = 1, from: Day? = nil, until: Day? = nil
    ) {
      self.name = name
      self.level = level
      self.productivity = productivity
      self.from = from
      self.until = until
    }
  }

  /// A certificate with the days on which it is valid.
  public struct Certification: Sendable, Hashable {
    /// The name of the certificate.
    public var name: String
    /// The first day on which it is valid; nil is open.
    public var from: Day?
    /// The last day on which it is valid; nil is open.
    public var until: Day?

    /// Makes a certificate.
    public init(_ name: String, from: Day? = nil, until: Day? = nil) {
      self.name = name
      self.from = from
      self.until = until
    }
  }

  /// Days on which a share of the working time is lost.
  public struct Absence: Sendable, Hashable {
    /// The days, first and last included.
    public var days: DayRange
    /// The share of each day that is lost, 0 to 1.
    public var share: ExactDecimal

    /// Makes an absence; without a share the whole days are lost.
    public init(_ days: DayRange, share: ExactDecimal = 1) {
      self.days = days
      self.share = share
    }
  }

  /// Overtime that may be asked for, for each head.
  public struct Overtime: Sendable, Hashable {
    /// The most hours above the regular ones in a calendar week.
    public var hoursPerWeek: ExactDecimal
    /// The most on one day; the smaller of ``hoursPerWeek`` and 4 where nil.
    public var hoursPerDay: ExactDecimal?
    /// On which days.
    public var days: Days
    /// The most hours over the whole horizon, with those ``used``; nil is no limit.
    public var hoursTotal: ExactDecimal?
    /// Hours of ``hoursTotal`` that are gone.
    public var used: ExactDecimal
    /// An hour of overtime costs `costPerHour` times this; at least 1.
    public var costFactor: ExactDecimal

    /// On which days overtime may be worked.
    public enum Days: String, Sendable, Hashable, CaseIterable {
      /// Those on which the calendar has hours.
      case work
      /// Those on which it has none, too.
      case all
    }

    /// Makes the terms; all hours are those of one head. Where ``costFactor`` is nil, it is ``defaultCostFactor``.
    public init(
      hoursPerWeek: ExactDecimal, hoursPerDay: ExactDecimal? = nil, days: Days = .work,
      hoursTotal: ExactDecimal? = nil, used: ExactDecimal = 0, costFactor: ExactDecimal? = nil
    ) {
      self.hoursPerWeek = hoursPerWeek
      self.hoursPerDay = hoursPerDay
      self.days = days
      self.hoursTotal = hoursTotal
      self.used = used
      self.costFactor = costFactor ?? Self.defaultCostFactor
    }

    /// 1.5
    public static let defaultCostFactor = ExactDecimal(significand: 15, scale: 1) ?? 1

    /// The most hours on one day: ``hoursPerDay``, or what holds without it.
    public var mostPerDay: ExactDecimal { hoursPerDay ?? min(hoursPerWeek, 4) }
  }

  /// The skill with a name, or nil.
  public func skill(_ name: String) -> Skill? { skills.first { $0.name == name } }
}
