// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

/// Makes scenarios from a seed: the same scenario for the same arguments, on every machine.
package struct ScenarioGenerator: Sendable, Hashable {
  package var family: ScenarioFamily
  /// Entries of staff, at least 1.
  package var staff: Int
  /// At least 1.
  package var projects: Int
  /// The horizon in weeks, at least 1.
  package var weeks: Int
  package var seed: UInt64
  package var windows: Windows
  /// What is left to be decided in whole numbers.
  package var decisions: Set<ScenarioDecision>

  /// When projects and demands begin and end.
  package enum Windows: String, Sendable, Hashable, CaseIterable {
    /// On the first and last day of calendar weeks.
    case weeks
    /// Demands on any days.
    case any
  }

  /// The sizes that make sense: up to 5,000 people, 2,000 projects, and two years.
  package static let staffRange = 1...5_000
  package static let projectRange = 1...2_000
  package static let weekRange = 1...104

  /// Makes a generator; sizes outside the ranges are brought inside.
  package init(
    family: ScenarioFamily = .enterprise, staff: Int = ScenarioSize.small.staff,
    projects: Int = ScenarioSize.small.projects, weeks: Int = ScenarioSize.small.weeks, seed: UInt64 = 1,
    windows: Windows = .weeks, decisions: Set<ScenarioDecision> = []
  ) {
    func brought(_ value: Int, into range: ClosedRange<Int>) -> Int {
      min(max(value, range.lowerBound), range.upperBound)
    }
    self.family = family
    self.staff = brought(staff, into: Self.staffRange)
    self.projects = brought(projects, into: Self.projectRange)
    self.weeks = brought(weeks, into: Self.weekRange)
    self.seed = seed
    self.windows = windows
    self.decisions = decisions
  }

  /// Makes a generator of a named size.
  package init(family: ScenarioFamily = .enterprise, size: ScenarioSize, seed: UInt64 = 1) {
    self.init(family: family, staff: size.staff, projects: size.projects, weeks: size.weeks, seed: seed)
  }

  /// The scenario.
  package func scenario() -> Scenario {
    var work = GeneratorWork(self)
    return work.scenario()
  }
}

/// The state while a scenario is made.
struct GeneratorWork {
  let options: ScenarioGenerator
  let profile: Profile
  var random: RandomSource
  let calendar: PlanningCalendar
  let departments: [Catalogue.Department]
  /// Skills in use with their departments: a larger company knows more of them.
  let skills: [String]
  let locations: [String]

  static let partTimeCalendar = "mon-thu"

  init(_ options: ScenarioGenerator) {
    self.options = options
    var profile = options.family.profile
    if options.decisions.contains(.indivisible) { profile.hasAssets = true }
    self.profile = profile
    // The family takes part in the seed, or families would share their first names and skills.
    var salt: UInt64 = 0
    for byte in options.family.rawValue.utf8 { salt = salt &* 257 &+ UInt64(byte) }
    random = RandomSource(seed: options.seed ^ (salt << 17))
    calendar = Self.calendar(weeks: options.weeks, isDaily: profile.isDaily, isUniform: profile.isUniform)
    let departmentCount = min(Catalogue.departments.count, 2 + options.staff / 45)
    departments = Array(Catalogue.departments.prefix(departmentCount))
    switch profile.skills {
    case .one: skills = ["Python"]
    case .all: skills = departments.flatMap(\.skills)
    }
    locations = Array(Catalogue.locations.prefix(min(Catalogue.locations.count, 1 + options.staff / 120)))
  }

  mutating func scenario() -> Scenario {
    let staff = makeStaff()
    let assets = profile.hasAssets ? makeAssets() : []
    let (projects, commitments) = makeProjects(staff: staff, assets: assets)
    var decisions = DecisionWork(
      Scenario(
        name: name, currency: "EUR", calendar: calendar, staff: staff, assets: assets, projects: projects,
        commitments: commitments),
      seed: options.seed)
    return decisions.scenario(with: options.decisions)
  }

  private var name: String {
    let size = "\(options.staff) staff, \(options.projects) projects, \(options.weeks) weeks"
    let decisions = ScenarioDecision.allCases.filter(options.decisions.contains).map(\.rawValue)
    return ([options.family.rawValue, size] + decisions + ["seed \(options.seed)"]).joined(separator: ", ")
  }

  /// From Monday, 2027-01-04, with a few holidays.
  private static func calendar(weeks: Int, isDaily: Bool, isUniform: Bool) -> PlanningCalendar {
    let start = Day(number: 20_822)
    let horizon = DayRange(start, start.advanced(by: weeks * 7 - 1))
    let holidays = [2027, 2028].flatMap { year in
      [(1, 1), (1, 6), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)].compactMap { month, day in
        Day(year: year, month: month, day: day)
      }
    }.filter(horizon.contains)
    let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    let standard = WorkCalendar(workdays: week, hoursPerDay: 8, holidays: isUniform ? [] : holidays)
    let partTime = WorkCalendar(workdays: week.dropLast(), hoursPerDay: 8, holidays: standard.holidays)
    return PlanningCalendar(
      horizon: horizon, period: isDaily ? .day : .week, standard: standard,
      named: isUniform ? [] : [(id: partTimeCalendar, calendar: partTime)])
  }

  /// An id with a number of as many digits as the last one needs.
  func numbered(_ prefix: String, _ index: Int, of count: Int) -> String {
    let digits = String(index + 1)
    return prefix + String(repeating: "0", count: max(0, max(3, String(count).count) - digits.count)) + digits
  }

  /// `hundredths / 100`
  func hundredths(_ value: Int) -> ExactDecimal { ExactDecimal(significand: Int64(value), scale: 2) ?? 0 }
}
