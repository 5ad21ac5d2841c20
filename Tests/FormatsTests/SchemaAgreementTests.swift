// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Issues
import JSON
import Numbers
import TestSupport
import Testing

@testable import Formats

@Suite("Schema and decoder")
struct SchemaAgreementTests {
  private static let schema = try? SchemaValidator(JSONValue(parsing: Array(Schemas.scenario.utf8)))
  private static let planSchema = try? SchemaValidator(JSONValue(parsing: Array(Schemas.plan.utf8)))

  /// Whether a plan is read.
  private static func isPlanRead(_ document: JSONValue) -> Bool {
    failure { () throws(DocumentError) in try PlanReader.read(document.serialized()) } == nil
  }

  /// Whether each value of a scenario is right, taken alone.
  private static func isRead(_ document: JSONValue) -> Bool {
    let bytes = document.serialized()
    do throws(DocumentError) {
      let parts = try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
        try ScenarioFormat.document.read(&decoder)
      }
      return !parts.scenario.issues().contains { $0.kind == .outOfRange }
    } catch {
      return false
    }
  }

  /// What a value may be replaced by. Dates are days that exist: a schema cannot count the days of February.
  private static let replacements: [JSONValue] =
    [
      .null, .boolean(true), .string(""), .string("x"), .string(String(repeating: "é", count: 200)),
      .string(String(repeating: "é", count: 201)), .string("a\u{7}b"), .string("a\u{85}"), .string("2027-01-05"),
      .string("2027-1-05"), .string("even"), .string("mon"), .array([]), .object([]), .array([.string("mon")]),
      .array([.string("mon"), .string("mon")]), .array([.string("")]), .array([.number("1")]),
      .object([.init("a", .number("1"))]), .object([.init("", .number("1"))]), .object([.init("a", .object([]))]),
    ]
    + [
      "-1", "0", "0.5", "1", "1.0", "1e0", "1.5", "5", "6", "10", "10.5", "24", "24.5", "168", "168.5", "1000000",
      "1000001", "1000000000", "1000000000.5", "1000000001", "2080000000000",
    ].map(JSONValue.number)

  /// The document with each place changed in every way.
  private static func changes(_ value: JSONValue) -> [JSONValue] {
    var result = replacements
    switch value {
    case .object(let members):
      for index in members.indices {
        func replaced(_ new: [JSONValue.Member]) -> JSONValue {
          .object(Array(members[..<index]) + new + Array(members[(index + 1)...]))
        }
        result.append(replaced([]))
        result.append(replaced([.init(members[index].key + "e", members[index].value)]))
        for change in changes(members[index].value) { result.append(replaced([.init(members[index].key, change)])) }
      }
      for (key, added) in [
        ("zzz", JSONValue.null), ("x-own", .null), ("costPerHour", .number("1")), ("annualSalary", .number("1")),
        ("hours", .number("1")), ("fte", .number("1")), ("share", .number("1")), ("crew", .array([.object([])])),
        ("headcount", .number("1")), ("maxShare", .number("1")), ("units", .number("1")), ("asset", .string("gpu")),
        ("period", .number("1")),
        ("overtime", .object([.init("hoursPerWeek", .number("169"))])),
      ] where value[key] == nil {
        result.append(.object(members + [.init(key, added)]))
      }
    case .array(let elements):
      if let first = elements.first { result.append(.array(elements + [first])) }
      for index in elements.indices {
        for change in changes(elements[index]) {
          var changed = elements
          changed[index] = change
          result.append(.array(changed))
        }
      }
    default: break
    }
    return result
  }

  @Test("agree on every change of documents with every key", arguments: [richScenario, laterScenario])
  func agreement(_ scenario: String) throws {
    try Self.compare(#require(Self.schema), JSONValue(parsing: Array(scenario.utf8)), Self.isRead)
  }

  @Test("agree on every change of a plan with every key")
  func planAgreement() throws {
    var plan = fullPlan
    plan.unmet[0].reasons.removeLast(7)
    plan.replanning = .init(
      keptPlan: String(repeating: "0f", count: 32), from: Day(number: 20_822), frozenPeriods: 1, changeCostPerHour: 2,
      maxChanges: 3, changes: 1, people: 1, hoursMoved: Millionths(count: 1), unchangedValue: Millionths(count: 2))
    try Self.compare(
      #require(Self.planSchema), JSONValue(parsing: PlanWriter.write(plan, pretty: false)), Self.isPlanRead)
  }

  @Test(
    "agree on every change of a request",
    arguments: [
      """
      {"id": {"a": [null, 1.5]}, "scenario": \(demandText(#""hours": 9"#)), "options": {"engine": "glpk", "gap": 0,
       "timeLimit": 1.5, "workLimit": 7}}
      """,
      """
      {"base": "b", "register": "c", "patch": [{"op": "add", "path": "/staff/-", "value": {}},
       {"op": "remove", "path": "/a~0b"}, {"op": "move", "path": "", "from": "/a"}, {"op": "test", "path": "", "value": 1}],
       "set": {"staff.ana.costPerHour": 80, "staff.bo": null}}
      """,
    ])
  func requestAgreement(_ text: String) throws {
    let format = StreamFormat(engines: ["glpk", "native"])
    let schema = try JSONValue(parsing: Array(Schemas.stream(format).utf8))
    let definitions = try #require(schema["$defs"])
    let requests = SchemaValidator(
      .object([.init("$ref", .string("#/$defs/request")), .init("$defs", definitions)]))
    try Self.compare(requests, JSONValue(parsing: Array(text.utf8)), least: 50) { document in
      guard case .success(let request) = StreamLine(parsing: document.serialized(), format).request else {
        return false
      }
      // A scenario is read by itself.
      if case .document = request.source, let scenario = document["scenario"] { return Self.isRead(scenario) }
      return true
    }
  }

  /// Compares the verdicts on all changes of a document.
  ///
  /// - Parameter least: so many changes are accepted, and so many times ten are not, or the changes show nothing.
  private static func compare(
    _ schema: SchemaValidator, _ document: JSONValue, least: Int = 200, _ isDocumentRead: (JSONValue) -> Bool
  ) throws {
    #expect(schema.findings(document).isEmpty && isDocumentRead(document))
    var accepted = 0
    let changes = Self.changes(document)
    for change in changes {
      let isRead = isDocumentRead(change)
      let findings = schema.findings(change)
      if isRead != findings.isEmpty {
        Issue.record("read: \(isRead), schema: \(findings): \(String(decoding: change.serialized(), as: UTF8.self))")
      }
      if isRead { accepted += 1 }
    }
    #expect(accepted > least && changes.count - accepted > 10 * least)
  }

  @Test(
    "agree where they once differed",
    arguments: [
      (staffText(#""annualSalary": 1000000001"#), false), (staffText(#""annualSalary": 1000000000"#), true),
      (staffText(#""overtime": {"hoursPerWeek": 168}"#), true),
      (staffText(#""overtime": {"hoursPerWeek": 168.5}"#), false),
      (staffText(#""certifications": {"": {}}"#), false), (staffText(#""skills": {"": 1}"#), false),
      (assetText(#""tags": [""]"#), false), (assetText(#""tags": ["a\u0007"]"#), false),
      (demandText(#""hours": 1, "certifications": [""]"#), false),
      (baselineText(#"{"assignments": [], "other": 1}"#), false),
      (baselineText(#"{"assignments": [], "status": 1}"#), true),
    ])
  func formerDifferences(_ text: String, _ isRight: Bool) throws {
    let document = try JSONValue(parsing: Array(text.utf8))
    #expect(Self.isRead(document) == isRight)
    #expect(try #require(Self.schema).findings(document).isEmpty == isRight)
  }

  @Test(
    "agree on plans where they once differed",
    arguments: [
      ("/assignments/0/hours", "-1", true), ("/summary/coverageByPriority/0/priority", "11", false),
      ("/assignments/0/period", "1000001", false), ("/scenario/sha256", "\"00\"", false),
      ("/verification/violations/0/pointer", "\"a\"", false), ("/verification/violations/0/pointer", "\"/a~2\"", false),
      ("/unmet/0/remedies/0/patch", "1", false), ("/unmet/0/remedies/0/patch", "[{\"op\": \"test\"}]", false),
      ("/unmet/0/remedies/0/patch", "\"no JSON\"", true), ("/objective/gap", "12345678901234567890.123456789012", true),
    ])
  func formerDifferencesOfPlans(_ pointer: String, _ value: String, _ isRight: Bool) throws {
    let change = #"[{"op": "replace", "path": "\#(pointer)", "value": \#(value)}]"#
    let plan = try JSONValue(parsing: PlanWriter.write(fullPlan))
    let document = try JSONPatch(JSONValue(parsing: Array(change.utf8))).applied(to: plan)
    #expect(Self.isPlanRead(document) == isRight)
    #expect(try #require(Self.planSchema).findings(document).isEmpty == isRight)
  }
}
