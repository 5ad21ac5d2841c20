// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Numbers
import Testing

/// A change that makes a sound scenario unsound, and what is then said about it.
struct ValidationRule: Sendable, CustomTestStringConvertible {
  var kind: ScenarioIssue.Kind
  var pointer: String
  /// What the hint or the detail contains.
  var words: String
  var isWarning: Bool
  var change: @Sendable (inout Scenario) -> Void

  init(
    _ kind: ScenarioIssue.Kind, _ pointer: String, _ words: String = "", isWarning: Bool = false,
    _ change: @escaping @Sendable (inout Scenario) -> Void
  ) {
    self.kind = kind
    self.pointer = pointer
    self.words = words
    self.isWarning = isWarning
    self.change = change
  }

  static func lint(
    _ pointer: String, _ words: String, _ change: @escaping @Sendable (inout Scenario) -> Void
  ) -> ValidationRule { ValidationRule(.lint, pointer, words, isWarning: true, change) }

  var testDescription: String { "\(kind.rawValue) at \(pointer): \(words)" }
}

@Suite("Validation of scenarios")
struct ScenarioValidationTests {
  static func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }
  static func days(_ first: String, _ last: String) -> DayRange { DayRange(day(first), day(last)) }
  static func decimal(_ text: String) -> ExactDecimal { (try? ExactDecimal(parsing: text.utf8)) ?? 0 }

  /// Four weeks with something of everything, about which there is nothing to say.
  static let sound = Scenario(
    calendar: PlanningCalendar(
      horizon: days("2027-01-04", "2027-01-31"), period: .week,
      standard: WorkCalendar(
        workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: []),
      named: [("nights", WorkCalendar(workdays: [.friday], hoursPerDay: 6, holidays: []))]),
    staff: [
      StaffMember(
        id: "ana", department: "Cloud", location: "Bern", calendar: "nights",
        skills: [.init("java", level: 3), .init("sql", level: 5)], certifications: [.init("pmp")], costPerHour: 80,
        absences: [.init(days("2027-01-11", "2027-01-12"))], overtime: .init(hoursPerWeek: 5)),
      StaffMember(id: "ben", costPerHour: 60),
    ],
    assets: [
      Asset(
        id: "gpu", tags: ["fast"], outages: [.init(days("2027-01-11", "2027-01-12"), quantity: 1)],
        operators: .init(skills: [.init("java", level: 1)], hoursPerUnitDay: 1))
    ],
    projects: [
      Project(
        id: "web",
        demands: [
          Demand(
            id: "w1",
            kind: .staff(
              StaffDemand(
                hours: 100, pace: .even, skills: [.init("java", level: 2)], certifications: ["pmp"],
                locations: ["Bern"], departments: ["Cloud"], only: ["ana"], exclude: ["ben"], maxHoursPerWeek: 30,
                uses: [.init(asset: "gpu", unitsPerPerson: 1)]))),
          Demand(id: "w2", kind: .asset(AssetDemand(units: 1, choice: .tags(["fast"])))),
          Demand(id: "w3", kind: .asset(AssetDemand(units: 1, choice: .asset("gpu")))),
        ])
    ],
    commitments: [.init(staff: "ana", demand: "w1", days: days("2027-01-04", "2027-01-10"), hoursPerWeek: 4)])

  /// Changes the first demand, which is of staff.
  static func work(_ scenario: inout Scenario, _ change: (inout StaffDemand) -> Void) {
    guard case .staff(var demand) = scenario.projects[0].demands[0].kind else { return }
    change(&demand)
    scenario.projects[0].demands[0].kind = .staff(demand)
  }

  @Test("There is nothing to say about a sound scenario")
  func nothing() { #expect(Self.sound.issues() == []) }

  @Test(
    "Every rule is told at its place",
    arguments: calendarRules + staffRules + assetRules + projectRules + laterRules + prices + lints)
  func rule(_ rule: ValidationRule) {
    var scenario = Self.sound
    rule.change(&scenario)
    let issues = scenario.issues()
    #expect(issues.count == 1, "\(issues)")
    #expect(issues.first?.kind == rule.kind)
    #expect(issues.first?.path.pointer == rule.pointer)
    #expect(issues.first?.severity == (rule.isWarning ? .warning : .error))
    let text = (issues.first?.detail ?? "") + " " + (issues.first?.hint ?? "")
    #expect(rule.words.isEmpty || text.contains(rule.words), "\(text)")
  }

  /// Figures that are in order one by one, and too large together.
  static let prices: [ValidationRule] = [
    .init(.outOfRange, "/staff/1", "about 10^18") {
      $0.staff[1].costPerHour = 1_000_000_000
      $0.staff[1].overtime = .init(hoursPerWeek: 1, costFactor: 1_000_000_000)
    },
    .init(.outOfRange, "/policy", "unmetCostPerHour, derived and times the highest priority, is about 10^15") {
      $0.staff[1].costPerHour = 1_000_000_000
      $0.staff[1].skills = [.init("java", level: 1, productivity: decimal("0.00001"))]
      $0.projects[0].priority = 10
    },
    .init(.outOfRange, "/policy", "commitmentCostPerHour") {
      $0.staff[1].costPerHour = 1_000_000_000
      $0.staff[1].skills = [.init("java", level: 1, productivity: 1_000_000)]
    },
    .init(.outOfRange, "/projects", "about 10^23") {
      $0.policy.unmetCostPerUnitDay = 1_000_000_000
      $0.projects[0].demands[2].priority = 10
      $0.projects[0].demands[2].kind = .asset(AssetDemand(units: 1_000_000_000, choice: .asset("gpu")))
      $0.calendar.horizon.last = $0.calendar.horizon.first.advanced(by: 19_999)
    },
  ]

  static let calendarRules: [ValidationRule] = [
    .init(.contradiction, "/calendar/end", "before it starts") {
      $0.calendar.horizon = days("2027-02-01", "2027-01-31")
      $0.staff[0].absences = []
    },
    .init(.outOfRange, "/calendar/end", "20001") {
      $0.calendar.horizon.last = $0.calendar.horizon.first.advanced(by: 20_000)
    },
    .init(.outOfRange, "/calendar/period", "5001") {
      $0.calendar.period = .day
      $0.calendar.horizon.last = $0.calendar.horizon.first.advanced(by: 5_000)
    },
    .init(.outOfRange, "/calendar/workdays", "workday") {
      $0.calendar.standard.time = .workdays([], hoursPerDay: 8)
    },
    .init(.outOfRange, "/calendar/hoursPerDay", "above 0") {
      $0.calendar.standard.time = .workdays([.monday], hoursPerDay: 0)
    },
    .init(.outOfRange, "/calendar/hoursPerDay", "24.5") {
      $0.calendar.standard.time = .workdays([.monday], hoursPerDay: decimal("24.5"))
    },
    .init(.outOfRange, "/calendar/hours", "at least one day") {
      $0.calendar.standard.time = .week(Array(repeating: 0, count: 7))
    },
    .init(.outOfRange, "/calendar/hours/tue", "25") { $0.calendar.standard.time = .week([8, 25, 0, 0, 0, 0, 0]) },
    .init(.outOfRange, "/calendar/pattern/days") {
      $0.calendar.standard.time = .pattern(from: day("2027-01-04"), days: [])
    },
    .init(.outOfRange, "/staff/0/costPerHour", "-1") {
      $0.staff[0].costPerHour = Dated(1, changes: [.init(-1, from: day("2027-01-05"))])
    },
    .init(.outOfRange, "/calendar/calendars/nights/workdays", "workday") {
      $0.calendar.named[0].calendar.time = .workdays([], hoursPerDay: 8)
    },
    .init(.outOfRange, "/calendar/calendars/nights/hoursPerDay", "25") {
      $0.calendar.named[0].calendar.time = .workdays([.monday], hoursPerDay: 25)
      $0.staff[0].overtime = nil
    },
    .init(.duplicateID, "/calendar/calendars/nights", "twice") { $0.calendar.named.append($0.calendar.named[0]) },
    .init(.outOfRange, "/policy/unmetCostPerHour", "-1") { $0.policy.unmetCostPerHour = -1 },
    .init(.outOfRange, "/policy/unmetCostPerUnitDay", "1000000001") { $0.policy.unmetCostPerUnitDay = 1_000_000_001 },
    .init(.outOfRange, "/policy/commitmentCostPerHour") { $0.policy.commitmentCostPerHour = -1 },
    .init(.outOfRange, "/policy/changeCostPerHour") { $0.policy.changeCostPerHour = decimal("-0.01") },
    .init(.unknownReference, "/commitments/0/staff", "did you mean \"ana\"") { $0.commitments[0].staff = "anna" },
    .init(.unknownReference, "/commitments/0/demand", "staff demand") { $0.commitments[0].demand = "w" },
    .init(.unknownReference, "/commitments/0/demand", "asset demand") { $0.commitments[0].demand = "w2" },
    .init(.contradiction, "/commitments/0/to") { $0.commitments[0].days = days("2027-01-10", "2027-01-09") },
    .init(.outOfRange, "/commitments/0/hoursPerWeek") { $0.commitments[0].amount = .hoursPerWeek(-1) },
  ]

  /// Rules of keys that came with the second model.
  static let laterRules: [ValidationRule] = [
    .init(.outOfRange, "/policy/minimumHoursPerWeek") { $0.policy.minimumHoursPerWeek = -1 },
    .init(.duplicateID, "/policy/prefer/1", "late") { $0.policy.prefer = [.late, .late] },
    .lint("/policy/prefer", "early and late") { $0.policy.prefer = [.early, .late] },
    .init(.outOfRange, "/commitments/0/share", "above 0") { $0.commitments[0].amount = .share(0) },
    .init(.duplicateID, "/limits/1/id", "twice") { scenario in
      scenario.limits = [.init(id: "a", per: .week, .hours(1)), .init(id: "a", per: .day, .hours(1))]
    },
    .init(.outOfRange, "/limits/0/maxShare", "1.5") {
      $0.limits = [.init(id: "a", per: .week, .share(decimal("1.5")))]
    },
    .init(.outOfRange, "/limits/0/used") { $0.limits = [.init(id: "a", per: .week, .hours(1), used: -1)] },
    .init(.unknownReference, "/limits/0/staff/0", "did you mean \"ana\"") {
      $0.limits = [.init(id: "a", per: .week, .hours(1), WorkSelection(staff: ["anna"]))]
    },
    .init(.unknownReference, "/limits/0/projects/0", "did you mean \"web\"") {
      $0.limits = [.init(id: "a", per: .week, .hours(1), WorkSelection(projects: ["wep"]))]
    },
    .init(.unknownReference, "/preferences/0/demands/0", "did you mean \"w1\"") {
      $0.preferences = [.init(WorkSelection(demands: ["v1"]), costPerHour: 1)]
    },
    .lint("/preferences/0/departments/0", "nobody") {
      $0.preferences = [.init(WorkSelection(departments: ["Sea"]), costPerHour: 1)]
    },
    .lint("/preferences/0/staff", "empty") {
      $0.preferences = [.init(WorkSelection(staff: []), costPerHour: 1)]
    },
    .init(.outOfRange, "/preferences/0/costPerHour") { $0.preferences = [.init(costPerHour: -1_000_000_001)] },
    .init(.contradiction, "/staff/0/headcount", "takes its place") {
      $0.staff[0].headcount = 2
      $0.staff[0].external = .init(heads: 2)
    },
    .init(.outOfRange, "/staff/0/external/heads") { $0.staff[0].external = .init(heads: 0) },
    .init(.outOfRange, "/staff/0/maxProjects") { $0.staff[0].maxProjects = 0 },
    .init(.contradiction, "/staff/0/training", "one person") {
      $0.staff[0].headcount = 2
      $0.staff[0].training = [.init("java", level: 4)]
    },
    .init(.duplicateID, "/staff/0/training/1/skill", "java") {
      $0.staff[0].training = [.init("java", level: 4), .init("java", level: 5)]
    },
    .init(.unknownReference, "/projects/0/rates/anna", "did you mean \"ana\"") {
      $0.projects[0].rates = [.init(staff: "anna", costPerHour: 1)]
    },
    .init(.outOfRange, "/projects/0/rates/ana") { $0.projects[0].rates = [.init(staff: "ana", costPerHour: -1)] },
    .init(.outOfRange, "/projects/0/shift/latest") { $0.projects[0].shift = .init(latest: -1) },
    .init(.outOfRange, "/projects/0/demands/0/unmetCost") { $0.projects[0].demands[0].unmetCost = -1 },
    .init(.limit, "/projects/0/demands/0/fte", "at most") { work(&$0) { $0.amount = .fte(1_000_000_000) } },
    .init(.limit, "/projects/0/demands/0/fte", "round it") {
      work(&$0) { $0.amount = .fte(decimal("1.23456789012345678")) }
      $0.calendar.standard.time = .workdays([.monday], hoursPerDay: decimal("7.23456789012345678"))
    },
    .init(.contradiction, "/projects/0/demands/0/crew", "places of the crew") { work(&$0) { $0.crew = [CrewPlace()] } },
    .init(.outOfRange, "/projects/0/demands/0/crew/0/count") {
      work(&$0) {
        $0.requirements = Requirements()
        $0.crew = [CrewPlace(count: 0)]
      }
    },
    .init(.outOfRange, "/projects/0/demands/0/anyOf/1/sql", "0") {
      work(&$0) { $0.requirements.anyOf = [[.init("java", level: 1)], [.init("sql", level: 0)]] }
    },
    .init(.contradiction, "/projects/0/demands/0/team/max", "at least 3") {
      work(&$0) { $0.team = .init(min: 3, max: 2) }
    },
    .init(.unknownReference, "/projects/0/demands/0/after/0/demand", "asset demand") {
      work(&$0) { $0.after = [.init("w2")] }
    },
    .init(.contradiction, "/projects/0/demands/0/after", "waits for itself") { work(&$0) { $0.after = [.init("w1")] } },
    .init(.outOfRange, "/projects/0/demands/0/after/0/lag") {
      $0.projects[0].demands.append(Demand(id: "w0", kind: .staff(StaffDemand(hours: 1))))
      work(&$0) { $0.after = [.init("w0", lag: -1)] }
    },
  ]

  @Test("Who is paid for being engaged, or by a project, does not cost nothing")
  func paidOtherwise() {
    var scenario = Self.sound
    scenario.staff.append(StaffMember(id: "cem"))
    #expect(scenario.issues().count == 1)
    scenario.projects[0].rates.append(.init(staff: "cem", costPerHour: 50))
    #expect(scenario.issues().isEmpty)
    scenario.projects[0].rates.removeLast()
    scenario.staff[2].external = .init(heads: 2, engagementCost: 4_000)
    #expect(scenario.issues().isEmpty)
  }

  @Test("Who waits for somebody in a circle is named, and nobody else")
  func circles() {
    var scenario = Self.sound
    for (id, after) in [("a", "b"), ("b", "c"), ("c", "b"), ("d", "c"), ("e", "w1")] {
      scenario.projects[0].demands.append(
        Demand(id: id, kind: .staff(StaffDemand(.hours(1), after: [.init(after)]))))
    }
    let paths = scenario.issues().filter { $0.kind == .contradiction }.map(\.path.pointer)
    #expect(paths == ["/projects/0/demands/4/after", "/projects/0/demands/5/after"])
  }

  @Test("Hours of full-time people are the top calendar's inside the window, to a millionth")
  func fullTime() {
    var scenario = Self.sound
    let place = scenario.demandPlaces[0]
    Self.work(&scenario) { $0.amount = .fte(Self.decimal("0.33333333333")) }
    #expect(scenario.hours(of: place) == Self.decimal("53.333333"))
    scenario.projects[0].demands[0].to = Self.day("2027-01-10")
    scenario.calendar.standard.holidays = [Self.day("2027-01-06")]
    Self.work(&scenario) { $0.amount = .fte(2) }
    #expect(scenario.hours(of: place) == 64)
  }

  static let staffRules: [ValidationRule] = [
    .init(.duplicateID, "/staff/2/id", "ana") { $0.staff.append(StaffMember(id: "ana", costPerHour: 1)) },
    .init(.outOfRange, "/staff/2/id") { $0.staff.append(StaffMember(id: "", costPerHour: 1)) },
    .init(.outOfRange, "/staff/2/id") { $0.staff.append(StaffMember(id: "a\u{9B}m", costPerHour: 1)) },
    .init(.outOfRange, "/staff/2/id") {
      $0.staff.append(StaffMember(id: String(repeating: "a", count: 201), costPerHour: 1))
    },
    .init(.outOfRange, "/staff/0/headcount", "0") { $0.staff[0].headcount = 0 },
    .init(.outOfRange, "/staff/0/headcount") { $0.staff[0].headcount = 1_000_000_001 },
    .init(.unknownReference, "/staff/0/calendar", "did you mean \"nights\"") { $0.staff[0].calendar = "night" },
    .init(.outOfRange, "/staff/0/skills/sql/level", "6") { $0.staff[0].skills[1].level = 6 },
    .init(.duplicateID, "/staff/0/skills/sql") { $0.staff[0].skills.append(.init("sql", level: 1)) },
    .init(.outOfRange, "/staff/0/skills/java/productivity", "from 0.000001") { $0.staff[0].skills[0].productivity = 0 },
    .init(.outOfRange, "/staff/0/skills/java/productivity", "to 1000000") {
      $0.staff[0].skills[0].productivity = 1_000_001
    },
    .init(.contradiction, "/staff/0/skills/java/until") {
      $0.staff[0].skills[0].from = day("2027-01-05")
      $0.staff[0].skills[0].until = day("2027-01-04")
    },
    .init(.contradiction, "/staff/0/certifications/pmp/until") {
      $0.staff[0].certifications[0].from = day("2027-01-05")
      $0.staff[0].certifications[0].until = day("2027-01-04")
    },
    .init(.outOfRange, "/staff/0/clearance") { $0.staff[0].clearance = -1 },
    .init(.outOfRange, "/staff/0/costPerHour") { $0.staff[0].costPerHour = -1 },
    .init(.outOfRange, "/staff/0/hoursPerDay") { $0.staff[0].hoursPerDay = 0 },
    .init(.outOfRange, "/staff/0/support") { $0.staff[0].support = Dated(decimal("1.01")) },
    .init(.contradiction, "/staff/0/employed/to") {
      $0.staff[0].employedFrom = day("2027-01-05")
      $0.staff[0].employedTo = day("2027-01-04")
    },
    .init(.contradiction, "/staff/0/absences/0/to") { $0.staff[0].absences[0].days = days("2027-01-05", "2027-01-04") },
    .init(.outOfRange, "/staff/0/absences/0/share") { $0.staff[0].absences[0].share = 2 },
    .init(.outOfRange, "/staff/0/overtime/hoursPerWeek", "168") { $0.staff[0].overtime?.hoursPerWeek = 169 },
    .init(.outOfRange, "/staff/0/overtime/hoursTotal") { $0.staff[0].overtime?.hoursTotal = -1 },
    // Nobody works 21 h and the 4 h that are the default of a day, or 6 h of the calendar and 18.5 h.
    .init(.contradiction, "/staff/0/overtime/hoursPerWeek", "at most 3") { $0.staff[0].hoursPerDay = 21 },
    .init(.contradiction, "/staff/0/overtime/hoursPerDay", "at most 18") {
      $0.staff[0].overtime?.hoursPerDay = decimal("18.5")
    },
    .init(.outOfRange, "/staff/0/overtime/costFactor", "from 1") { $0.staff[0].overtime?.costFactor = decimal("0.9") },
  ]

  static let assetRules: [ValidationRule] = [
    .init(.duplicateID, "/assets/1/id") { $0.assets.append(Asset(id: "gpu")) },
    .init(.outOfRange, "/assets/1/id") { $0.assets.append(Asset(id: "")) },
    .init(.outOfRange, "/assets/0/quantity") { $0.assets[0].quantity = -1 },
    .init(.outOfRange, "/assets/0/costPerUnitDay") { $0.assets[0].costPerUnitDay = 2_000_000_000 },
    .init(.contradiction, "/assets/0/outages/0/to") { $0.assets[0].outages[0].days = days("2027-01-05", "2027-01-04") },
    .init(.outOfRange, "/assets/0/outages/0/quantity") { $0.assets[0].outages[0].quantity = -1 },
    .init(.outOfRange, "/assets/0/operators/hoursPerUnitDay") { $0.assets[0].operators?.hoursPerUnitDay = -1 },
    .init(.outOfRange, "/assets/0/operators/skills/java", "0") { $0.assets[0].operators?.skills[0].level = 0 },
  ]

  static let projectRules: [ValidationRule] = [
    .init(.duplicateID, "/projects/1/id") { $0.projects.append(Project(id: "web")) },
    .init(.outOfRange, "/projects/1/id") { $0.projects.append(Project(id: "")) },
    .init(.outOfRange, "/projects/0/priority") { $0.projects[0].priority = 0 },
    .init(.outOfRange, "/projects/0/priority") { $0.projects[0].priority = decimal("10.1") },
    .init(.outOfRange, "/projects/0/budget") { $0.projects[0].budget = -1 },
    .init(.contradiction, "/projects/1/deadline") {
      $0.projects.append(Project(id: "x", start: day("2027-01-05"), deadline: day("2027-01-04")))
    },
    .init(.duplicateID, "/projects/0/demands/2/id", "whole scenario") { $0.projects[0].demands[2].id = "w1" },
    .init(.duplicateID, "/projects/1/demands/0/id") {
      $0.projects.append(Project(id: "x", demands: [$0.projects[0].demands[2]]))
    },
    .init(.outOfRange, "/projects/0/demands/2/id") { $0.projects[0].demands[2].id = "" },
    .init(.outOfRange, "/projects/0/demands/1/priority") { $0.projects[0].demands[1].priority = 11 },
    .init(.contradiction, "/projects/0/demands/1/to") {
      $0.projects[0].demands[1].from = day("2027-01-05")
      $0.projects[0].demands[1].to = day("2027-01-04")
    },
    .init(.contradiction, "/projects/0/demands/1/from", "no day of the horizon") {
      $0.projects[0].demands[1].from = day("2027-02-01")
    },
    .init(.contradiction, "/projects/0/demands/1/to", "no day of the horizon") {
      $0.projects[0].demands[1].to = day("2027-01-03")
    },
    .init(.contradiction, "/projects/1/demands/0", "no day of the horizon") {
      $0.projects.append(
        Project(
          id: "x", start: day("2028-01-01"), demands: [Demand(id: "x1", kind: .staff(StaffDemand(hours: 1)))]))
    },
    // 2027-01-09 is a Saturday.
    .init(.contradiction, "/projects/1/demands/0/pace", "no workday") {
      $0.projects.append(
        Project(
          id: "x",
          demands: [
            Demand(
              id: "x1", from: day("2027-01-09"), to: day("2027-01-10"),
              kind: .staff(StaffDemand(hours: 1, pace: .even)))
          ]))
    },
    .init(.outOfRange, "/projects/0/demands/0/hours") { work(&$0) { $0.amount = .hours(-1) } },
    .init(.outOfRange, "/projects/0/demands/0/maxHoursPerWeek") { work(&$0) { $0.maxHoursPerWeek = -1 } },
    .init(.outOfRange, "/projects/0/demands/0/clearance") { work(&$0) { $0.requirements.clearance = -1 } },
    .init(.outOfRange, "/projects/0/demands/0/skills/java", "0") { work(&$0) { $0.requirements.skills[0].level = 0 } },
    .init(.unknownReference, "/projects/0/demands/0/only/0", "anna") { work(&$0) { $0.requirements.only = ["anna"] } },
    .init(.unknownReference, "/projects/0/demands/0/exclude/1") {
      work(&$0) { $0.requirements.exclude = ["ben", "zoe"] }
    },
    .init(.unknownReference, "/projects/0/demands/0/uses/0/asset", "did you mean \"gpu\"") {
      work(&$0) { $0.uses[0].asset = "gqu" }
    },
    .init(.duplicateID, "/projects/0/demands/0/uses/1/asset") { work(&$0) { $0.uses.append($0.uses[0]) } },
    .init(.outOfRange, "/projects/0/demands/0/uses/0/unitsPerPerson") { work(&$0) { $0.uses[0].unitsPerPerson = -1 } },
    .init(.outOfRange, "/projects/0/demands/1/units") {
      $0.projects[0].demands[1].kind = .asset(AssetDemand(units: -1, choice: .tags(["fast"])))
    },
    .init(.unknownReference, "/projects/0/demands/2/asset") {
      $0.projects[0].demands[2].kind = .asset(AssetDemand(units: 1, choice: .asset("gpus")))
    },
    .init(.outOfRange, "/projects/0/demands/1/tags", "at least one") {
      $0.projects[0].demands[1].kind = .asset(AssetDemand(units: 1, choice: .tags([])))
    },
  ]

  static let lints: [ValidationRule] = [
    .lint("/staff/2", "costs nothing") { $0.staff.append(StaffMember(id: "cem")) },
    .lint("/staff/2", "costs nothing") {
      $0.staff.append(StaffMember(id: "cem"))
      $0.staff[2].external = .init(heads: 2)
    },
    .lint("/staff/0/absences/0", "outside the horizon") {
      $0.staff[0].absences[0].days = days("2026-01-05", "2026-01-06")
    },
    .lint("/projects/0/demands/0/skills/java", "the highest is 3") {
      work(&$0) { $0.requirements.skills[0].level = 4 }
    },
    .lint("/projects/0/demands/0/skills/jaav", "did you mean \"java\"") {
      work(&$0) { $0.requirements.skills[0].name = "jaav" }
    },
    .lint("/assets/0/operators/skills/cobol", "nobody") { $0.assets[0].operators?.skills[0].name = "cobol" },
    .lint("/projects/0/demands/0/certifications/0", "cissp") {
      work(&$0) { $0.requirements.certifications = ["cissp"] }
    },
    .lint("/projects/0/demands/0/locations/0", "Basel") {
      work(&$0) { $0.requirements.locations = ["Basel", "Bern"] }
    },
    .lint("/projects/0/demands/0/departments/1", "HR") { work(&$0) { $0.requirements.departments = ["Cloud", "HR"] } },
    .lint("/projects/0/demands/0/only", "nobody may") { work(&$0) { $0.requirements.only = [] } },
    .lint("/projects/0/demands/1/tags", "big") {
      $0.projects[0].demands[1].kind = .asset(AssetDemand(units: 1, choice: .tags(["fast", "big"])))
    },
    .lint("/commitments/0", "outside the window") {
      $0.commitments[0].days = days("2027-01-01", "2027-01-10")
    },
  ]

  @Test("A warning about the policy hides no window without a day")
  func warningBesideWindow() {
    var scenario = Self.sound
    scenario.policy.prefer = [.early, .late]
    scenario.projects[0].demands[1].from = Self.day("2027-02-01")
    let errors = scenario.issues().filter { $0.severity == .error }
    #expect(errors.map(\.path.pointer) == ["/projects/0/demands/1/from"])
    #expect(errors.first?.kind == .contradiction)
  }

  @Test("Windows are the demand's, else the project's, else the horizon, and clipped")
  func windows() {
    var scenario = Self.sound
    scenario.projects[0].start = Self.day("2026-01-01")
    scenario.projects[0].deadline = Self.day("2027-01-20")
    scenario.projects[0].demands[1].from = Self.day("2027-01-10")
    let windows = scenario.demandPlaces.map { scenario.window(of: $0) }
    #expect(windows[0] == Self.days("2027-01-04", "2027-01-20"))
    #expect(windows[1] == Self.days("2027-01-10", "2027-01-20"))
    scenario.projects[0].demands[2].priority = 7
    #expect(scenario.demandPlaces.map { scenario.priority(of: $0) } == [5, 5, 7])
  }

  @Test("The largest figures that are allowed are")
  func limits() {
    var scenario = Self.sound
    scenario.staff[0].costPerHour = Dated(Scenario.largestFigure)
    scenario.staff[0].hoursPerDay = 24
    scenario.staff[0].support = 1
    scenario.staff[0].overtime = .init(hoursPerWeek: 168, hoursPerDay: 0, hoursTotal: 0, costFactor: 1)
    scenario.staff[0].headcount = 1_000_000_000
    scenario.projects[0].priority = 10
    scenario.projects[0].budget = 0
    scenario.assets[0].quantity = 0
    Self.work(&scenario) { $0.amount = .hours(Scenario.largestFigure) }
    #expect(scenario.issues() == [])
    // 15.5 h and 8.5 h of overtime are 24 h.
    scenario.staff[0].hoursPerDay = Dated(Self.decimal("15.5"))
    scenario.staff[0].overtime?.hoursPerDay = Self.decimal("8.5")
    #expect(scenario.issues() == [])
  }
}
