// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// A scenario, `muster/scenario@1`: everything that a plan is made from.
///
/// Values are as written; what the format derives from other places (windows, priorities, penalties) is answered by
/// methods, so that a scenario can be changed without anything getting out of step.
public struct Scenario: Sendable, Hashable {
  /// The name for people.
  public var name: String?
  /// What money is counted in, as text; only shown.
  public var currency: String?
  /// The horizon, its periods and the working time.
  public var calendar: PlanningCalendar
  /// What unmet work, broken promises and changes cost.
  public var policy: Policy
  /// The people.
  public var staff: [StaffMember]
  /// The hardware, licences, rooms and vehicles.
  public var assets: [Asset]
  /// The projects with their demands.
  public var projects: [Project]
  /// Promised work.
  public var commitments: [Commitment]
  /// The most hours of people, projects or demands in spans of the calendar.
  public var limits: [Limit]
  /// Who had better work on what, or not, in money that is not spent.
  public var preferences: [Preference]
  /// The plan in force, or nil.
  public var baseline: Baseline?

  /// Makes a scenario; it is validated when it is planned.
  public init(
    name: String? = nil, currency: String? = nil, calendar: PlanningCalendar, policy: Policy = Policy(),
    staff: [StaffMember] = [], assets: [Asset] = [], projects: [Project] = [], commitments: [Commitment] = [],
    limits: [Limit] = [], preferences: [Preference] = [], baseline: Baseline? = nil
  ) {
    self.name = name
    self.currency = currency
    self.calendar = calendar
    self.policy = policy
    self.staff = staff
    self.assets = assets
    self.projects = projects
    self.commitments = commitments
    self.limits = limits
    self.preferences = preferences
    self.baseline = baseline
  }

  /// The plan in force: hours by person, demand and period, each of the three at most once.
  public struct Baseline: Sendable, Hashable {
    /// Its hours; each person, demand and period at most once.
    public var assignments: [BaselineAssignment]

    /// Makes a plan in force.
    public init(assignments: [BaselineAssignment]) { self.assignments = assignments }
  }

  /// Hours of the plan in force.
  public struct BaselineAssignment: Sendable, Hashable {
    /// The id of the person.
    public var staff: String
    /// The id of the demand.
    public var demand: String
    /// The number of the period, from 0.
    public var period: Int
    /// Worked hours.
    public var hours: ExactDecimal

    /// Makes an entry.
    public init(staff: String, demand: String, period: Int, hours: ExactDecimal) {
      self.staff = staff
      self.demand = demand
      self.period = period
      self.hours = hours
    }
  }
}

// MARK: - Demands in order

extension Scenario {
  /// A demand with the place where it stands.
  public struct DemandPlace: Sendable, Hashable {
    /// The index of the project.
    public var project: Int
    /// The index of the demand in its project.
    public var position: Int
  }

  /// All demands in the order of the scenario. The index in this list is "the demand's index" everywhere.
  public var demandPlaces: [DemandPlace] {
    var places: [DemandPlace] = []
    places.reserveCapacity(projects.indices.reduce(0) { $0 + projects[$1].demands.count })
    for project in projects.indices {
      for position in projects[project].demands.indices {
        places.append(DemandPlace(project: project, position: position))
      }
    }
    return places
  }

  /// The demand at a place.
  public func demand(at place: DemandPlace) -> Demand { projects[place.project].demands[place.position] }

  /// The demand's window as it was decided: that of the scenario, moved by the weeks that its project starts later.
  public func window(of place: DemandPlace) -> DayRange {
    let window = writtenWindow(of: place)
    let weeks = projects[place.project].weeksLater
    return weeks == 0 ? window : window.advanced(by: 7 * weeks)
  }

  /// The demand's window as the scenario has it: its own, else its project's, else the horizon; clipped to the horizon.
  public func writtenWindow(of place: DemandPlace) -> DayRange {
    // Field by field: a project or demand is much to be copied, and this is asked often.
    let first = projects[place.project].demands[place.position].from ?? projects[place.project].start
    let last = projects[place.project].demands[place.position].to ?? projects[place.project].deadline
    let horizon = calendar.horizon
    return DayRange(first ?? horizon.first, last ?? horizon.last).intersection(horizon)
  }

  /// The demand's priority: its own, else its project's.
  public func priority(of place: DemandPlace) -> ExactDecimal {
    projects[place.project].demands[place.position].priority ?? projects[place.project].priority
  }
  /// The effective hours that a staff demand wants over its whole window; those of full-time people are rounded half up
  /// to a millionth. 0 for an asset demand.
  public func hours(of place: DemandPlace) -> ExactDecimal { countedHours(of: place) ?? 0 }

  /// The same, and nil where they have more digits than are kept, which validation refuses.
  func countedHours(of place: DemandPlace) -> ExactDecimal? {
    guard case .staff(let work) = projects[place.project].demands[place.position].kind else { return nil }
    switch work.amount {
    case .hours(let hours): return hours
    case .fte(let people):
      var sum: ExactDecimal? = 0
      for hours in calendar.standard.hours(in: writtenWindow(of: place)) { sum = sum?.adding(hours) }
      return sum.flatMap { people.multiplied(by: $0, decimals: 6) }
    }
  }
}
