// SPDX-License-Identifier: GPL-3.0-or-later

public import Issues
public import Numbers

extension Scenario {
  /// The largest figure that is taken.
  public static let largestFigure: ExactDecimal = 1_000_000_000
  /// How many effective hours one worked hour may be.
  public static let productivities: ClosedRange<ExactDecimal> = 0.000001...1_000_000
  /// The most days of a horizon.
  public static let mostDays = 20_000
  /// The most periods of a horizon.
  public static let mostPeriods = 5_000

  /// Everything that is wrong with the scenario (errors) or deserves a look (warnings), in the order of the document.
  ///
  /// The baseline is not looked at: what it names may be gone.
  /// - Complexity: O(n) in the size of the scenario.
  public func issues() -> [ScenarioIssue] {
    var check = ScenarioValidation(self)
    check.run()
    return check.issues
  }
}

/// One validation of a scenario.
struct ScenarioValidation {
  let scenario: Scenario
  var issues: [ScenarioIssue] = []
  var staffIDs: Set<String> = []
  var projectIDs: Set<String> = []
  /// Whether any asset has certain tags.
  var matchCache: [[String]: Bool] = [:]
  var assetIDs: Set<String> = []
  var calendarIDs: Set<String> = []
  var demandIDs: Set<String> = []
  /// The demands that commitments name, with where they are; nil until they are found.
  var promised: [String: Scenario.DemandPlace?] = [:]
  /// Per skill the highest level that anybody has.
  var levels: [String: Int] = [:]
  /// The id of the first staff that costs anything.
  var firstPaid: String?
  var locations: Set<String> = []
  var departments: Set<String> = []
  var certificates: Set<String> = []

  init(_ scenario: Scenario) { self.scenario = scenario }

  mutating func run() {
    checkCalendar()
    checkPolicy()
    // The windows of a horizon that makes no sense would only repeat what is said about it.
    let isHorizonSound = !issues.contains { $0.severity == .error }
    collectReferences()
    staffIDs.reserveCapacity(scenario.staff.count)
    projectIDs.reserveCapacity(scenario.projects.count)
    demandIDs.reserveCapacity(scenario.projects.reduce(0) { $0 + $1.demands.count })
    for commitment in scenario.commitments { promised.updateValue(nil, forKey: commitment.demand) }
    for index in scenario.staff.indices { checkStaff(index) }
    for index in scenario.assets.indices { checkAsset(index) }
    for index in scenario.projects.indices { checkProject(index, checksWindows: isHorizonSound) }
    checkPredecessors()
    checkCommitments(checksWindows: isHorizonSound)
    checkLimits()
    checkPreferences()
    if !issues.contains(where: { $0.severity == .error }) { checkPrices() }
  }

  // MARK: Saying it

  mutating func report(
    _ kind: ScenarioIssue.Kind, _ detail: String, _ path: DocumentPath, hint: String? = nil,
    severity: ScenarioIssue.Severity = .error
  ) {
    issues.append(ScenarioIssue(kind, detail, at: path, hint: hint, severity: severity))
  }

  mutating func lint(_ detail: String, _ path: DocumentPath, hint: String? = nil) {
    report(.lint, detail, path, hint: hint, severity: .warning)
  }

  /// Notes a figure outside 0 (or above it) to 10^9, or another limit.
  mutating func range(
    _ value: ExactDecimal?, _ key: String, _ path: @autoclosure () -> DocumentPath, from low: ExactDecimal = 0,
    aboveLow: Bool = false, to high: ExactDecimal = Scenario.largestFigure
  ) {
    guard let value else { return }
    // Nearly all figures are plainly in order: at most 10^9 without the decimals, and so with them.
    if value.significand > 0, value.significand <= 1_000_000_000, low == .zero, high == Scenario.largestFigure {
      return
    }
    if value < low || value > high || (aboveLow && value == low) {
      report(
        .outOfRange,
        "\(key) is \(value); it is \(aboveLow ? "above" : "from") \(low) \(aboveLow ? "and at most" : "to")"
          + " \(high)", path().key(key), hint: high == 1 && value > 1 && value <= 100 ? percentHint(value) : nil)
    }
  }

  /// How a percentage is written as a share.
  private func percentHint(_ value: ExactDecimal) -> String? {
    ExactDecimal(significand: value.significand, scale: value.scale + 2).map { "\(value) % is written \($0)" }
  }

  /// Notes a whole number outside 10^9 or another limit.
  mutating func count(
    _ value: Int?, _ key: String, _ path: @autoclosure () -> DocumentPath, from low: Int, to high: Int = 1_000_000_000
  ) {
    guard let value, value < low || value > high else { return }
    report(.outOfRange, "\(key) is \(value); it is from \(low) to \(high)", path().key(key))
  }

  /// Notes an id that is empty, too long or holds control characters.
  mutating func identifier(_ id: String, _ path: @autoclosure () -> DocumentPath) {
    // The usual case: the bytes are the characters.
    let isPlain = id.utf8.withContiguousStorageIfAvailable { bytes in
      (1...200).contains(bytes.count) && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
    if isPlain == true { return }
    var count = 0
    var isClean = true
    for scalar in id.unicodeScalars {
      count += 1
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { isClean = false }
    }
    if count == 0 || count > 200 || !isClean {
      report(.outOfRange, "an id has 1 to 200 characters and no control characters", path().key("id"))
    }
  }

  mutating func unknown(_ id: String, _ what: String, among candidates: some Sequence<String>, _ path: DocumentPath) {
    // Looking for what was meant is only worth it while somebody reads it.
    let near = issues.count < 40 ? nearestName(to: id, among: candidates) : nil
    report(.unknownReference, "there is no \(what) \"\(id)\"", path, hint: near.map { "did you mean \"\($0)\"?" })
  }

  // MARK: Calendar

  private mutating func checkCalendar() {
    let path: DocumentPath = [.key("calendar")]
    let calendar = scenario.calendar
    if calendar.horizon.isEmpty {
      report(
        .contradiction, "the horizon ends on \(calendar.horizon.last), before it starts on \(calendar.horizon.first)",
        path.key("end"))
    } else if calendar.horizon.count > Scenario.mostDays {
      report(
        .outOfRange, "the horizon has \(calendar.horizon.count) days; at most \(Scenario.mostDays) are planned",
        path.key("end"), hint: "is the year right?")
    } else if calendar.periods.count > Scenario.mostPeriods {
      report(
        .outOfRange, "the horizon has \(calendar.periods.count) periods; at most \(Scenario.mostPeriods) are planned",
        path.key("period"), hint: "plan in weeks or months, or a shorter horizon")
    }
    check(calendar.standard, path)
    for (id, named) in calendar.named {
      let place = path.key("calendars").key(id)
      if !calendarIDs.insert(id).inserted { report(.duplicateID, "the calendar \"\(id)\" is used twice", place) }
      identifier(id, place)
      check(named, place)
    }
  }

  private mutating func check(_ calendar: WorkCalendar, _ path: DocumentPath) {
    switch calendar.time {
    case .workdays(let workdays, let hours):
      if workdays.isEmpty { report(.outOfRange, "a calendar has at least one workday", path.key("workdays")) }
      range(hours, "hoursPerDay", path, aboveLow: true, to: 24)
    case .week(let hours):
      if hours.count != 7 {
        report(.outOfRange, "a week has 7 days, not \(hours.count)", path.key("hours"))
      }
      for (day, value) in zip(Weekday.allCases, hours) { range(value, day.rawValue, path.key("hours"), to: 24) }
      if !hours.contains(where: { $0 > 0 }) {
        report(.outOfRange, "a calendar has hours on at least one day", path.key("hours"))
      }
    case .pattern(_, let days):
      let place = path.key("pattern").key("days")
      for (index, value) in days.enumerated() where value < 0 || value > 24 {
        report(.outOfRange, "a day has from 0 to 24 hours, not \(value)", place.index(index))
      }
      if !days.contains(where: { $0 > 0 }) {
        report(.outOfRange, "a rota has hours on at least one day", place)
      }
    }
  }

  private mutating func collectReferences() {
    firstPaid = scenario.staff.first { $0.costPerHour.largest > 0 }?.id
    for member in scenario.staff {
      for skill in member.skills { levels[skill.name] = max(levels[skill.name] ?? 0, skill.level) }
      for certification in member.certifications { certificates.insert(certification.name) }
      if let location = member.location { locations.insert(location) }
      if let department = member.department { departments.insert(department) }
    }
  }
}
