// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Formats
@testable import JSON

@Suite("Schemas")
struct SchemaTests {
  @Test(
    "they are JSON, of the draft that they say",
    arguments: [
      Schemas.scenario, Schemas.plan, Schemas.comparison, Schemas.explanation, Schemas.check, Schemas.summary,
      Schemas.stream(StreamFormat(engines: ["native"])),
    ])
  func parse(_ schema: String) throws {
    let value = try JSONValue(parsing: Array(schema.utf8))
    #expect(value["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
  }
}
