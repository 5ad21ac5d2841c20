// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Formats
@testable import JSON

@Suite("Schemas")
struct SchemaTests {
  @Test(
    "they are JSON, of the draft that they say",
    arguments: [Schemas.scenario, Schemas.plan, Schemas.comparison, Schemas.explanation])
  func parse(_ schema: String) throws {
    let value = try JSONValue(parsing: Array(schema.utf8))
    #expect(value["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
  }

  /// All names under `properties`, wherever they stand.
  private static func properties(_ value: JSONValue) -> Set<String> {
    switch value {
    case .object(let members):
      members.reduce(into: Set()) { names, member in
        if member.key == "properties", case .object(let properties) = member.value {
          names.formUnion(properties.map(\.key))
        }
        names.formUnion(Self.properties(member.value))
      }
    case .array(let elements): elements.reduce(into: Set()) { $0.formUnion(Self.properties($1)) }
    default: []
    }
  }

  static let scenarioKeys: [[String]] = [
    ScenarioKeys.document, ScenarioKeys.calendar, ScenarioKeys.namedCalendar, ScenarioKeys.policy, ScenarioKeys.staff,
    ScenarioKeys.skill, ScenarioKeys.certification, ScenarioKeys.employed, ScenarioKeys.absence, ScenarioKeys.overtime,
    ScenarioKeys.asset, ScenarioKeys.outage, ScenarioKeys.operators, ScenarioKeys.project, ScenarioKeys.demand,
    ScenarioKeys.use, ScenarioKeys.commitment, ScenarioKeys.baseline,
  ]

  @Test("every key that is read is in the schema", arguments: scenarioKeys)
  func keys(_ keys: [String]) throws {
    let known = Self.properties(try JSONValue(parsing: Array(Schemas.scenario.utf8)))
    for key in keys { #expect(known.contains(key), "\(key) is not in the schema") }
  }
}
