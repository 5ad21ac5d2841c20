// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Numbers
import Formats
import JSON
import Testing

/// A scenario with one mistake, whose place `§` marks, and what is said about it.
struct ReadingRule: Sendable, CustomTestStringConvertible {
  var kind: ScenarioIssue.Kind
  var pointer: String
  /// What the detail or the hint contains.
  var words: String
  var text: String

  init(_ kind: ScenarioIssue.Kind, _ pointer: String, _ words: String, _ text: String) {
    self.kind = kind
    self.pointer = pointer
    self.words = words
    self.text = text
  }

  var testDescription: String { "\(kind.rawValue) at \(pointer): \(words)" }
}

@Suite("Rules of reading a scenario")
struct ScenarioRuleTests {
  @Test("The shortest scenario is read, with its defaults")
  func shortest() throws {
    let document = try ScenarioReader.read(Array(scenarioText().utf8))
    let calendar = document.scenario.calendar
    #expect(calendar.period == .week)
    #expect(calendar.standard.time == .standard && calendar.weekStart == .monday)
    #expect(calendar.horizon.count == 28)
    #expect(document.scenario.projects.isEmpty && document.scenario.baseline == nil)
    #expect(document.warnings.isEmpty)
    #expect(document.sha256 == sha256Hex(Array(scenarioText().utf8)))
  }

  @Test(
    "Each mistake is told with its kind, pointer, line and column",
    arguments: headRules + typeRules + figureRules + demandRules + baselineRules)
  func rule(_ rule: ReadingRule) throws {
    let text = MarkedText(rule.text)
    let error = try #require(failure { () throws(DocumentError) in try ScenarioReader.read(text.bytes) })
    let shown = error.rendered(fileName: "s.json")
    #expect(error.issues.count == 1, "\(shown)")
    let issue = try #require(error.issues.first)
    #expect(issue.issue.kind == rule.kind, "\(shown)")
    #expect(issue.issue.path.pointer == rule.pointer, "\(shown)")
    #expect((issue.line, issue.column) == (text.line, text.column), "\(shown)")
    #expect((issue.issue.detail + " " + (issue.issue.hint ?? "")).contains(rule.words), "\(shown)")
  }

  static let week = #""start": "2027-01-04", "end": "2027-01-31""#

  static let headRules: [ReadingRule] = [
    .init(.format, "", "muster/scenario@1", "§{\"calendar\": {\(week)}, \"projects\": []}"),
    .init(
      .format, "/format", "version 1", "{\"format\": §\"muster/scenario@2\", \"calendar\": {\(week)}, \"projects\": []}"
    ),
    .init(
      .format, "/format", "this is a plan",
      "{\"format\": §\"muster/plan@1\", \"calendar\": {\(week)}, \"projects\": []}"),
    .init(.format, "/format", "write", "{\"format\": §\"\", \"calendar\": {\(week)}, \"projects\": []}"),
    .init(.wrongType, "/format", "a number", "{\"format\": §1, \"calendar\": {\(week)}, \"projects\": []}"),
    .init(.wrongType, "", "a list", "§[]"),
    .init(.wrongType, "", "null", " §null "),
    .init(.syntax, "", "empty", "§"),
    .init(.syntax, "", "empty", "  \n\t §"),
    .init(.syntax, "", "end of the document", scenarioText() + "\n§{}"),
    .init(.syntax, "", "no comments", "{\n  §// a comment\n}"),
    .init(.syntax, "", "remove the comma", scenarioText(rest: "\"staff\": [1,§]")),
    .init(.syntax, "", "double quotes", "{§'format': 1}"),
    .init(.syntax, "", "NaN", staffText("\"support\": §NaN")),
    .init(.syntax, "", "NUL", "§\u{0}\u{0}"),
    .init(.syntax, "", "control character", scenarioText(rest: "\"name\": \"a§\nb\"")),
    .init(.syntax, "", "leading zeros", staffText("\"support\": §01")),
    .init(.missingKey, "", "calendar", "§{\"format\": \"muster/scenario@1\", \"projects\": []}"),
    .init(.missingKey, "", "projects", "§{\"format\": \"muster/scenario@1\", \"calendar\": {\(week)}}"),
    .init(.missingKey, "/calendar", "start", scenarioText(calendar: "§{\"end\": \"2027-01-31\"}")),
    .init(.missingKey, "/calendar", "end", scenarioText(calendar: "§{\"start\": \"2027-01-31\"}")),
    .init(.unknownKey, "/stuff", "did you mean \"staff\"", scenarioText(rest: "§\"stuff\": []")),
    .init(.unknownKey, "/Xx", "begin with x-", scenarioText(rest: "§\"Xx\": []")),
    .init(.unknownKey, "/calendar/stat", "did you mean \"start\"", scenarioText(calendar: "{\(week), §\"stat\": 1}")),
    .init(
      .unknownKey, "/calendar/calendars/a/period", "known are",
      scenarioText(calendar: "{\(week), \"calendars\": {\"a\": {§\"period\": 1}}}")),
    .init(.unknownKey, "/policy/unmetCost", "known are", scenarioText(rest: "\"policy\": {§\"unmetCost\": 1}")),
    .init(.unknownKey, "/staff/0/skils", "did you mean \"skills\"", staffText("§\"skils\": {}")),
    .init(.unknownKey, "/staff/0/skills/sql/lvl", "", staffText("\"skills\": {\"sql\": {\"level\": 1, §\"lvl\": 1}}")),
    .init(
      .unknownKey, "/staff/0/absences/0/until", "",
      staffText("\"absences\": [{\"from\": \"2027-01-04\", \"to\": \"2027-01-04\", §\"until\": 1}]")),
    .init(.unknownKey, "/staff/0/overtime/hours", "", staffText("\"overtime\": {\"hoursPerWeek\": 1, §\"hours\": 1}")),
    .init(.unknownKey, "/assets/0/amount", "", assetText("§\"amount\": 1")),
    .init(.unknownKey, "/projects/0/end", "", projectText("§\"end\": 1")),
    .init(
      .unknownKey, "/projects/0/demands/0/hour", "did you mean \"hours\"", demandText("\"hours\": 1, §\"hour\": 1")),
    .init(.duplicateKey, "/projects", "twice", scenarioText(rest: "§\"projects\": []")),
    .init(.duplicateKey, "/staff/0/id", "twice", staffText("§\"id\": \"ben\"")),
    .init(.duplicateKey, "/staff/0/skills/sql", "twice", staffText("\"skills\": {\"sql\": 1, §\"sql\": 2}")),
    .init(.duplicateKey, "", "twice", scenarioText(rest: "\"x-a\": {\"b\": 1,\n §\"b\": 2}")),
    .init(
      .unknownKey, "/projects/0/demands/0/rates", "belong to the project",
      demandText("\"hours\": 1, §\"rates\": {\"ana\": 1}")),
    .init(.unknownKey, "/projects/0/demands/0/people", "\"crew\"", demandText("\"hours\": 1, §\"people\": 2")),
    .init(.unknownKey, "/staff/0/fte", "\"support\"", staffText("§\"fte\": 0.5")),
    .init(
      .limit, "", "nested more than 64", scenarioText(rest: "\"x-a\": " + String(repeating: "[", count: 63) + "§[")),
  ]

  /// Every member with a value of a wrong type.
  static let typeRules: [ReadingRule] = {
    func rule(_ pointer: String, _ words: String, _ text: String) -> ReadingRule {
      ReadingRule(.wrongType, pointer, words, text)
    }
    var rules: [ReadingRule] = [
      rule("/calendar", "an object", scenarioText(calendar: "§[]")),
      rule("/projects", "a list", scenarioText(projects: "§{}")),
      rule("/projects/0", "an object", scenarioText(projects: "[§7]")),
      rule("/calendar/start", "a string", scenarioText(calendar: "{\"start\": §20270104, \"end\": \"2027-01-31\"}")),
      rule("/calendar/workdays/1", "a string", scenarioText(calendar: "{\(week), \"workdays\": [\"mon\", §2]}")),
      rule("/baseline", "expected an object or a string", baselineText("§[]")),
      rule("/baseline", "expected an object or a string", baselineText("§null")),
      rule("/baseline/assignments", "a list", baselineText("{\"assignments\": §{}}")),
      rule("/staff/0/skills/sql", "a number", staffText("\"skills\": {\"sql\": §\"4\"}")),
      rule("/staff/0/skills/sql/level", "without quotes", staffText("\"skills\": {\"sql\": {\"level\": §\"4\"}}")),
      rule("/staff/0/costPerHour", "leave the key out", staffText("\"costPerHour\": §null")),
      rule("/staff/0/costPerHour", "that project's \"rates\"", staffText("\"costPerHour\": §{\"web\": 80}")),
      rule("/staff/0/skills", "write {\"skill\": level}", staffText("\"skills\": §[\"sql\"]")),
      rule(
        "/projects/0/demands/0/skills", "\"anyOf\" lists such objects",
        demandText("\"hours\": 1, \"skills\": §[{\"sql\": 1}, {\"go\": 1}]")),
      rule("/staff/0/id", "write the id in quotes", scenarioText(rest: "\"staff\": [{\"id\": §0}]")),
      rule("/staff/0/name", "write it in quotes", staffText("\"name\": §7")),
    ]
    for key in ["period", "hoursPerDay", "holidays", "workdays", "calendars"] {
      rules.append(rule("/calendar/\(key)", "expected", scenarioText(calendar: "{\(week), \"\(key)\": §true}")))
    }
    for key in ["name", "currency", "policy", "staff", "assets", "commitments"] {
      rules.append(rule("/\(key)", "expected", scenarioText(rest: "\"\(key)\": §true")))
    }
    for key in ["unmetCostPerHour", "unmetCostPerUnitDay", "commitmentCostPerHour", "changeCostPerHour"] {
      rules.append(rule("/policy/\(key)", "a number", scenarioText(rest: "\"policy\": {\"\(key)\": §\"1\"}")))
    }
    for key in [
      "name", "department", "location", "headcount", "calendar", "skills", "certifications", "clearance", "costPerHour",
      "annualSalary", "hoursPerDay", "support", "employed", "absences", "overtime",
    ] {
      rules.append(rule("/staff/0/\(key)", "expected", staffText("\"\(key)\": §false")))
    }
    for key in ["name", "tags", "quantity", "costPerUnitDay", "outages", "operators"] {
      rules.append(rule("/assets/0/\(key)", "expected", assetText("\"\(key)\": §false")))
    }
    for key in ["name", "department", "priority", "start", "deadline", "budget", "demands"] {
      rules.append(rule("/projects/0/\(key)", "expected", projectText("\"\(key)\": §false")))
    }
    for key in [
      "from", "to", "priority", "pace", "skills", "certifications", "clearance", "locations", "departments", "only",
      "exclude", "maxHoursPerWeek", "uses",
    ] {
      rules.append(
        rule("/projects/0/demands/0/\(key)", "expected", demandText("\"hours\": 1, \"\(key)\": §false")))
    }
    rules.append(rule("/projects/0/demands/0/hours", "a number", demandText("\"hours\": §\"12\"")))
    rules.append(rule("/projects/0/demands/0/units", "a number", demandText("\"units\": §[], \"tags\": [\"a\"]")))
    return rules
  }()

  static let figureRules: [ReadingRule] = [
    .init(
      .outOfRange, "/calendar/start", "2027-01-04",
      scenarioText(calendar: "{\"start\": §\"4.1.2027\", \"end\": \"2027-01-31\"}")),
    .init(
      .outOfRange, "/calendar/end", "not a date",
      scenarioText(calendar: "{\"start\": \"2027-01-04\", \"end\": §\"2027-02-29\"}")),
    .init(
      .contradiction, "/calendar/end", "before",
      scenarioText(calendar: "{\"start\": \"2027-01-04\", \"end\": §\"2027-01-03\"}")),
    .init(
      .outOfRange, "/calendar/period", "did you mean \"week\"",
      scenarioText(calendar: "{\(week), \"period\": §\"weeks\"}")),
    .init(
      .outOfRange, "/calendar/workdays/0", "expected one of",
      scenarioText(calendar: "{\(week), \"workdays\": [§\"Monday\"]}")),
    .init(
      .duplicateID, "/calendar/workdays/1", "twice",
      scenarioText(calendar: "{\(week), \"workdays\": [\"mon\", §\"mon\"]}")),
    .init(.outOfRange, "/calendar/workdays", "at least one", scenarioText(calendar: "{\(week), \"workdays\": §[]}")),
    .init(.outOfRange, "/calendar/hoursPerDay", "24", scenarioText(calendar: "{\(week), \"hoursPerDay\": §24.01}")),
    .init(.missingKey, "/staff/0", "id", scenarioText(rest: "\"staff\": [§{\"name\": \"Ana\"}]")),
    .init(.outOfRange, "/staff/0/id", "1 to 200", scenarioText(rest: "\"staff\": [{\"id\": §\"\"}]")),
    .init(
      .outOfRange, "/staff/0/id", "201",
      scenarioText(rest: "\"staff\": [{\"id\": §\"\(String(repeating: "a", count: 201))\"}]")),
    .init(.outOfRange, "/staff/0/id", "control", scenarioText(rest: "\"staff\": [{\"id\": §\"a\\u0007\"}]")),
    .init(.duplicateID, "/staff/1/id", "ana", scenarioText(rest: "\"staff\": [{\"id\": \"ana\"}, {\"id\": §\"ana\"}]")),
    .init(.outOfRange, "/staff/0/headcount", "whole number", staffText("\"headcount\": §1.5")),
    .init(.outOfRange, "/staff/0/headcount", "from 1", staffText("\"headcount\": §0")),
    .init(.outOfRange, "/staff/0/skills/sql", "from 1 to 5", staffText("\"skills\": {\"sql\": §6}")),
    .init(.missingKey, "/staff/0/skills/sql", "level", staffText("\"skills\": {\"sql\": §{\"productivity\": 1}}")),
    .init(.outOfRange, "/staff/0/skills/", "1 to 200", staffText("\"skills\": {§\"\": 3}")),
    .init(.outOfRange, "/staff/0/support", "1.000001", staffText("\"support\": §1.000001")),
    .init(.outOfRange, "/staff/0/costPerHour", "-1", staffText("\"costPerHour\": §-1")),
    .init(.outOfRange, "/staff/0/costPerHour", "too large", staffText("\"costPerHour\": §1e400")),
    .init(.outOfRange, "/staff/0/costPerHour", "too large", staffText("\"costPerHour\": §1e9999999999999")),
    .init(.outOfRange, "/staff/0/costPerHour", "1000000000", staffText("\"costPerHour\": §1000000000.01")),
    .init(.limit, "/staff/0/costPerHour", "more digits", staffText("\"costPerHour\": §0.1234567890123456789")),
    .init(.limit, "/staff/0/costPerHour", "more digits", staffText("\"costPerHour\": §1e-31")),
    .init(.limit, "", "1001 characters", staffText("\"costPerHour\": §" + String(repeating: "1", count: 1001))),
    .init(.contradiction, "/staff/0/annualSalary", "both", staffText("\"costPerHour\": 1, §\"annualSalary\": 1")),
    .init(.contradiction, "/staff/0/costPerHour", "both", staffText("\"annualSalary\": 1, §\"costPerHour\": 1")),
    .init(.outOfRange, "/staff/0/annualSalary", "-5", staffText("\"annualSalary\": §-5")),
    .init(.unknownReference, "/staff/0/calendar", "there is no calendar", staffText("\"calendar\": §\"nights\"")),
    .init(
      .contradiction, "/staff/0/employed/to", "before",
      staffText("\"employed\": {\"from\": \"2027-01-05\", \"to\": §\"2027-01-04\"}")),
    .init(.missingKey, "/staff/0/absences/0", "to", staffText("\"absences\": [§{\"from\": \"2027-01-05\"}]")),
    .init(.missingKey, "/staff/0/overtime", "hoursPerWeek", staffText("\"overtime\": §{}")),
    .init(
      .outOfRange, "/staff/0/overtime/costFactor", "from 1",
      staffText("\"overtime\": {\"hoursPerWeek\": 1, \"costFactor\": §0.5}")),
    .init(.missingKey, "/assets/0/outages/0", "from", assetText("\"outages\": [§{\"to\": \"2027-01-05\"}]")),
    .init(.missingKey, "/assets/0/operators", "hoursPerUnitDay", assetText("\"operators\": §{}")),
    .init(
      .missingKey, "/commitments/0", "hoursPerWeek",
      demandText(
        "\"hours\": 1",
        rest:
          "\"staff\": [{\"id\": \"ana\"}], \"commitments\": [§{\"staff\": \"ana\", \"demand\": \"w1\", \"from\": \"2027-01-05\", \"to\": \"2027-01-05\"}]"
      )),
  ]

  static let demandRules: [ReadingRule] = [
    .init(
      .contradiction, "/projects/0/demands/0", "both",
      scenarioText(projects: "[{\"id\": \"web\", \"demands\": [§{\"id\": \"w1\", \"hours\": 1, \"units\": 1}]}]")),
    .init(
      .missingKey, "/projects/0/demands/0", "neither",
      scenarioText(projects: "[{\"id\": \"web\", \"demands\": [§{\"id\": \"w1\"}]}]")),
    .init(
      .missingKey, "/projects/0/demands/0", "\"id\"",
      scenarioText(projects: "[{\"id\": \"web\", \"demands\": [§{\"hours\": 1}]}]")),
    .init(
      .contradiction, "/projects/0/demands/0", "\"tags\" belongs to an asset",
      scenarioText(projects: "[{\"id\": \"web\", \"demands\": [§{\"id\": \"w1\", \"hours\": 1, \"tags\": []}]}]")),
    .init(
      .contradiction, "/projects/0/demands/0", "\"skills\" belongs to a staff",
      scenarioText(
        projects:
          "[{\"id\": \"web\", \"demands\": [§{\"id\": \"w1\", \"units\": 1, \"tags\": [\"a\"], \"skills\": {}}]}]")),
    .init(
      .missingKey, "/projects/0/demands/0", "exactly one",
      scenarioText(projects: "[{\"id\": \"web\", \"demands\": [§{\"id\": \"w1\", \"units\": 1}]}]")),
    .init(
      .contradiction, "/projects/0/demands/0", "exactly one",
      scenarioText(
        projects:
          "[{\"id\": \"web\", \"demands\": [§{\"id\": \"w1\", \"units\": 1, \"asset\": \"a\", \"tags\": [\"a\"]}]}]")),
    .init(.outOfRange, "/projects/0/demands/0/tags", "at least one tag", demandText("\"units\": 1, \"tags\": §[]")),
    .init(
      .unknownReference, "/projects/0/demands/0/asset", "no asset", demandText("\"units\": 1, \"asset\": §\"gpu\"")),
    .init(
      .outOfRange, "/projects/0/demands/0/pace", "did you mean \"even\"", demandText("\"hours\": 1, \"pace\": §\"evn\"")
    ),
    .init(
      .unknownReference, "/projects/0/demands/0/only/0", "no staff", demandText("\"hours\": 1, \"only\": [§\"zoe\"]")),
    .init(.outOfRange, "/projects/0/demands/0/hours", "-1", demandText("\"hours\": §-1")),
    .init(
      .contradiction, "/projects/0/demands/0", "both \"hours\" and \"fte\"",
      scenarioText(projects: #"[{"id": "web", "demands": [§{"id": "w1", "hours": 1, "fte": 1}]}]"#)),
    .init(
      .contradiction, "/projects/0/demands/0/skills", "crew and skills",
      demandText("\"hours\": 1, \"crew\": [{}], §\"skills\": {}")),
    .init(
      .contradiction, "/projects/0/demands/0/crew", "crew and team",
      demandText("\"hours\": 1, \"team\": {}, §\"crew\": [{}]")),
    .init(
      .outOfRange, "/projects/0/demands/0/anyOf", "leave the key out", demandText("\"hours\": 1, \"anyOf\": §[]")),
    .init(.outOfRange, "/projects/0/demands/0/priority", "0.5", demandText("\"hours\": 1, \"priority\": §0.5")),
    .init(
      .contradiction, "/projects/0/demands/0/from", "no day of the horizon",
      demandText("\"hours\": 1, \"from\": §\"2028-01-01\"")),
    .init(
      .missingKey, "/projects/0/demands/0/uses/0", "unitsPerPerson",
      demandText("\"hours\": 1, \"uses\": [§{\"asset\": \"gpu\"}]", rest: "\"assets\": [{\"id\": \"gpu\"}]")),
    .init(.outOfRange, "/projects/0/priority", "10.5", projectText("\"priority\": §10.5")),
    .init(
      .contradiction, "/projects/0/deadline", "before",
      projectText("\"start\": \"2027-01-05\", \"deadline\": §\"2027-01-04\"")),
  ]

  static let baselineRules: [ReadingRule] = {
    func entry(_ members: String) -> String { baselineText("{\"assignments\": [\(members)]}") }
    let key = "\"staff\": \"ana\", \"demand\": \"w1\""
    return [
      .init(.unknownReference, "/baseline", "no folder", baselineText("§\"plan.json\"")),
      .init(.missingKey, "/baseline", "assignments", baselineText("§{}")),
      .init(
        .unknownKey, "/baseline/asignments", "did you mean", baselineText("{\"assignments\": [], §\"asignments\": []}")),
      .init(.missingKey, "/baseline/assignments/0", "hours", entry("§{\(key), \"period\": 0}")),
      .init(.missingKey, "/baseline/assignments/0", "period", entry("§{\(key), \"hours\": 1}")),
      .init(
        .missingKey, "/baseline/assignments/0", "staff", entry("§{\"demand\": \"w1\", \"period\": 0, \"hours\": 1}")),
      .init(
        .outOfRange, "/baseline/assignments/0/period", "the last is 3", entry("{\(key), \"hours\": 1, \"period\": §4}")),
      .init(
        .outOfRange, "/baseline/assignments/0/period", "whole number", entry("{\(key), \"hours\": 1, \"period\": §-1}")),
      .init(.outOfRange, "/baseline/assignments/0/hours", "-1", entry("{\(key), \"period\": 1, \"hours\": §-1}")),
      .init(
        .duplicateID, "/baseline/assignments/1/staff", "twice",
        entry(
          "{\(key), \"period\": 1, \"hours\": 1}, {\"staff\": §\"ana\", \"demand\": \"w1\", \"start\": \"2027-01-11\", \"hours\": 2}"
        )),
    ]
  }()

  @Test("A salary is divided by 2080 and rounded to the cent")
  func salary() throws {
    for (salary, cost) in [("100000", "48.08"), ("104000", "50"), ("0", "0"), ("10.4", "0.01"), ("10.39", "0")] {
      let scenario = try ScenarioReader.read(Array(staffText("\"annualSalary\": \(salary)").utf8)).scenario
      #expect(scenario.staff.first?.costPerHour.first.description == cost)
    }
  }

  @Test("Keys of one's own are passed over, and figures are exact")
  func kept() throws {
    let text = staffText("\"x-note\": {\"any\": [null]}, \"costPerHour\": 0.1, \"hoursPerDay\": 7.7e0")
    let member = try #require(try ScenarioReader.read(Array(text.utf8)).scenario.staff.first)
    #expect(member.costPerHour.first.description == "0.1")
    #expect(member.hoursPerDay?.first.description == "7.7")
  }

  @Test("A baseline is read from the scenario, or from a plan through the loader")
  func baseline() throws {
    // Dates count, whatever the number of the period was when they were written.
    let entries = """
      [{"staff": "ana", "demand": "w1", "period": 2, "hours": 1.5},
       {"staff": "ana", "demand": "w1", "start": "2027-01-11", "hours": 2},
       {"staff": "ana", "demand": "w1", "period": 9, "start": "2027-01-06", "hours": 3},
       {"staff": "ana", "demand": "w1", "period": 0, "start": "2027-02-01", "hours": 4}]
      """
    let expected = [
      Scenario.BaselineAssignment(
        staff: "ana", demand: "w1", period: 2, hours: ExactDecimal(significand: 15, scale: 1) ?? 0),
      Scenario.BaselineAssignment(staff: "ana", demand: "w1", period: 1, hours: 2),
      Scenario.BaselineAssignment(staff: "ana", demand: "w1", period: 0, hours: 3),
    ]
    let inside = Array(baselineText("{\"assignments\": \(entries)}").utf8)
    #expect(try ScenarioReader.read(inside).scenario.baseline?.assignments == expected)
    let named = Array(baselineText("\"plans/old.json\"").utf8)
    let document = try ScenarioReader.read(named) { (name) throws(BaselineLoadFailure) in
      guard name == "plans/old.json" else { throw BaselineLoadFailure("no such file") }
      return Array("{\"format\": \"muster/plan@1\", \"status\": \"optimal\", \"assignments\": \(entries)}".utf8)
    }
    #expect(document.scenario.baseline?.assignments == expected)
  }

  @Test("What is wrong with the file of a baseline is told with both places")
  func baselineFile() throws {
    let text = MarkedText(baselineText("§\"old.json\""))
    for (plan, words) in [
      ("{\"format\": \"muster/plan@1\",\n\"assignments\": [{}]}", "old.json:2:17: "), ("[", "old.json:1:2: "),
      ("{\"format\": \"muster/scenario@1\", \"assignments\": []}", "old.json:1:12: "), ("{}", "assignments"),
      (
        "{\"assignments\": [{\"staff\": \"ana\", \"demand\": \"w1\", \"period\": 9, \"hours\": 1}]}",
        "old.json: assignment 0: there is no period 9"
      ),
    ] {
      let error = try #require(
        failure { () throws(DocumentError) in
          try ScenarioReader.read(text.bytes) { (_) throws(BaselineLoadFailure) in Array(plan.utf8) }
        })
      let details = error.issues.map(\.issue.detail)
      #expect(details.contains { $0.contains(words) }, "\(details)")
      #expect(
        error.issues.allSatisfy {
          $0.issue.path.pointer == "/baseline" && $0.line == text.line && $0.column == text.column
        })
      // It may be a file that nobody meant to show.
      #expect(!details.contains { $0.contains("muster/scenario") || $0.contains("found") })
    }
    let error = failure { () throws(DocumentError) in
      try ScenarioReader.read(text.bytes) { (_) throws(BaselineLoadFailure) in
        throw BaselineLoadFailure("it is a folder", hint: "name a file")
      }
    }
    #expect(error?.issues.first?.issue.kind == .unknownReference)
    #expect(error?.issues.first?.issue.hint == "name a file")
  }

  @Test("Warnings have places, and do not stop the reading")
  func warnings() throws {
    let text = MarkedText(demandText("\"hours\": 1, \"skills\": {\"sql\": §3}"))
    let warnings = try ScenarioReader.read(text.bytes).warnings
    #expect(warnings.map(\.issue.kind) == [.lint])
    #expect(warnings.first?.line == text.line && warnings.first?.column == text.column)
  }

  @Test(
    "Twenty mistakes are told, and the rest counted",
    arguments: [("\"costPerHour\": true", 30), ("\"costPerHour\": -1", 30)])
  func many(_ members: String, _ count: Int) throws {
    let staff = (0..<count).map { "{\"id\": \"p\($0)\", \(members)}" }.joined(separator: ",\n")
    let error = try #require(
      failure { () throws(DocumentError) in
        try ScenarioReader.read(Array(scenarioText(rest: "\"staff\": [\n\(staff)]").utf8))
      })
    #expect(error.issues.count == 20)
    #expect(error.omitted == count - 20)
    #expect(error.issues.map(\.issue.path.pointer) == (0..<20).map { "/staff/\($0)/costPerHour" })
    #expect(error.issues.map(\.line) == (0..<20).map { 6 + $0 })
    let problems = try JSONValue(parsing: error.json)
    #expect(problems["omitted"] == .number("10"))
    guard case .array(let list)? = problems["errors"] else {
      Issue.record("no errors")
      return
    }
    #expect(list.count == 20)
    #expect(list.first?["pointer"] == .string("/staff/0/costPerHour"))
    #expect(list.first?["line"] == .number("6"))
  }

  @Test("Documents in another encoding are named")
  func encodings() {
    let text = scenarioText()
    var little: [UInt8] = []
    var big: [UInt8] = []
    for unit in text.utf16 {
      little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
    let documents: [([UInt8], String)] = [
      (little, "UTF-16"), ([0xFF, 0xFE] + little, "UTF-16"), (big, "UTF-16"), ([0xFE, 0xFF] + big, "UTF-16"),
      ([0x1F, 0x8B, 8, 0], "compressed"),
      (Array("PK\u{3}\u{4}".utf8), "compressed"),
    ]
    for (bytes, words) in documents {
      let error = failure { () throws(DocumentError) in try ScenarioReader.read(bytes) }
      #expect(error?.issues.first?.issue.kind == .syntax)
      #expect(error?.issues.first?.issue.detail.contains(words) == true)
    }
    // What PowerShell and Notepad write before UTF-8.
    #expect(
      failure { () throws(DocumentError) in try ScenarioReader.read([0xEF, 0xBB, 0xBF] + Array(text.utf8)) } == nil)
  }
}
