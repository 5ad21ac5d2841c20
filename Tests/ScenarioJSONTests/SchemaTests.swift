// SPDX-License-Identifier: GPL-3.0-or-later
import Allocation
import Testing

@testable import ScenarioJSON

@Suite("Schemas")
struct SchemaTests {
  @Test("they are JSON", arguments: [Schemas.scenario, Schemas.plan])
  func parse(_ schema: String) throws {
    var cursor = try JSONCursor(Array(schema.utf8))
    try cursor.skipValue()
    try cursor.finish()
  }

  /// The entry of `$defs` with a name; the document's own members for nil.
  private func section(_ name: String?) throws -> Substring {
    let schema = Substring(Schemas.scenario)
    guard let name else { return try #require(schema.split(separator: "\"$defs\"", maxSplits: 1).first) }
    let parts = schema.split(separator: "\n    \"\(name)\": {\n", maxSplits: 1)
    try #require(parts.count == 2)
    return parts[1].split(separator: "\n    },", maxSplits: 1).first ?? ""
  }

  static let objects: [(String?, [String])] = [
    (nil, ScenarioKey.allCases.map(\.rawValue)), ("calendar", CalendarKey.allCases.map(\.rawValue)),
    ("namedCalendar", NamedCalendarKey.allCases.map(\.rawValue)), ("policy", PolicyKey.allCases.map(\.rawValue)),
    ("staffMember", StaffKey.allCases.map(\.rawValue)), ("skill", SkillKey.allCases.map(\.rawValue)),
    ("staffMember", AbsenceKey.allCases.map(\.rawValue)), ("staffMember", OvertimeKey.allCases.map(\.rawValue)),
    ("asset", AssetKey.allCases.map(\.rawValue)), ("asset", OutageKey.allCases.map(\.rawValue)),
    ("asset", OperatorsKey.allCases.map(\.rawValue)), ("project", ProjectKey.allCases.map(\.rawValue)),
    ("commitment", CommitmentKey.allCases.map(\.rawValue)),
  ]

  @Test("every key that is read is in the schema", arguments: objects)
  func keys(_ name: String?, _ keys: [String]) throws {
    let section = try section(name)
    for key in keys { #expect(section.contains("\"\(key)\": {")) }
  }

  @Test("the keys of demands are in the schema of one of their two kinds")
  func demandKeys() throws {
    let sections = try section("staffDemand") + section("assetDemand")
    for key in DemandKey.allCases { #expect(sections.contains("\"\(key.rawValue)\": {")) }
  }

  @Test("a written scenario is read as the same scenario", arguments: [true, false])
  func roundTrip(_ pretty: Bool) throws {
    let text = """
      {"format": "muster/scenario@1", "name": "n\\u202e", "currency": "CHF",
       "calendar": {"start": "2026-01-01", "end": "2026-03-31", "period": "month", "hoursPerDay": 8.4,
         "holidays": ["2026-01-01"], "calendars": {"part": {"workdays": ["mon", "tue"], "holidays": []}}},
       "policy": {"unmetCostPerHour": 300.25, "changeCostPerHour": 1},
       "staff": [
         {"id": "ada", "name": "Ada", "department": "it", "location": "Bern", "headcount": 2, "calendar": "part",
          "skills": {"Go": 3, "C": {"level": 2, "productivity": 0.8, "from": "2026-02-01"}},
          "certifications": {"cka": {"until": "2026-03-01"}, "x": {}}, "clearance": 2, "annualSalary": 100000,
          "hoursPerDay": 7, "support": 0.15, "employed": {"to": "2026-03-15"},
          "absences": [{"from": "2026-01-05", "to": "2026-01-09", "share": 0.5}],
          "overtime": {"hoursPerWeek": 4, "hoursTotal": 20, "costFactor": 1.25}}],
       "assets": [{"id": "rack", "tags": ["b", "a"], "quantity": 2.5, "costPerUnitDay": 10,
          "outages": [{"from": "2026-01-05", "to": "2026-01-06", "quantity": 1}],
          "operators": {"skills": {"Go": 1}, "hoursPerUnitDay": 0.25}}],
       "projects": [{"id": "p", "name": "P", "priority": 7.5, "start": "2026-01-02", "deadline": "2026-03-01",
          "budget": 1000, "demands": [
            {"id": "d", "hours": 10, "pace": "even", "skills": {"Go": 2}, "certifications": ["cka"], "clearance": 1,
             "locations": ["Bern"], "departments": ["it"], "only": ["ada"], "exclude": [], "maxHoursPerWeek": 9,
             "uses": [{"asset": "rack", "unitsPerPerson": 0.5}]},
            {"id": "e", "units": 1, "tags": ["a"], "priority": 2}]}],
       "commitments": [{"staff": "ada", "demand": "d", "from": "2026-01-05", "to": "2026-01-30", "hoursPerWeek": 2}],
       "baseline": {"assignments": [{"staff": "ada", "demand": "d", "period": 1, "hours": 1.5}]}}
      """
    let scenario = try ScenarioReader.read(Array(text.utf8)).scenario
    let written = ScenarioWriter.write(scenario, pretty: pretty)
    #expect(try ScenarioReader.read(written).scenario == scenario)
    #expect(ScenarioWriter.write(try ScenarioReader.read(written).scenario, pretty: pretty) == written)
  }
}
