// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

@Suite("MS Project documents in and out", .timeLimit(.minutes(5)))
struct MSProjectTests {
  static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Examples/intranet.xml").path

  static func texts(_ value: JSONValue?, _ key: String) -> [String] {
    guard case .array(let list)? = value else { return [] }
    return list.compactMap { if case .string(let text)? = $0[key] { text } else { nil } }
  }

  /// The hours of a list of assignments or demands.
  static func hours(_ value: JSONValue?) -> Double {
    guard case .array(let list)? = value else { return 0 }
    return list.reduce(0) { sum, entry in
      guard case .number(let text)? = entry["hours"] else { return sum }
      return sum + (Double(text) ?? 0)
    }
  }

  @Test("In one step, and through import; the account adds up")
  func reading() throws {
    let folder = try TemporaryFolder()
    let (json, account) = (folder.url("scenario.json"), folder.url("account.json"))
    let imported = try MusterProcess.run(["import", Self.example, "-o", json.path, "--account", account.path])
    #expect(imported.status == 0)
    #expect(imported.error.contains("4 people, 5 demands, 590 h carried"))
    #expect(imported.error.contains("1 material (line 53, \"Storage\")"))
    #expect(imported.error.contains("3 links with lags of 8 h"))
    let scenario = try JSONValue(parsing: Array(Data(contentsOf: json)))
    #expect(Self.texts(scenario["staff"], "id") == ["r1", "r2", "r3", "r4"])
    let plan = try MusterProcess.run(["solve", json.path, "--quiet"])
    #expect(try MusterProcess.run(["solve", Self.example, "--quiet"]).output == plan.output)
    let text = try String(contentsOf: account, encoding: .utf8)
    #expect(text.contains("\"elements\": 497"))
    #expect(try MusterProcess.run(["import", Self.example, "--strict"]).status == 65)
    let skilled = try MusterProcess.run(["import", Self.example, "--staffing", "field:Skills", "--unassigned", "skip"])
    #expect(skilled.status == 0)
    #expect(skilled.text.contains("\"web\": 3"))
  }

  @Test("A condition on changes finds no baseline in it, and the batch is told whole")
  func conditions() throws {
    let folder = try TemporaryFolder()
    let out = folder.url("out")
    let outcome = try MusterProcess.run(["batch", Self.example, "-o", out.path, "--fail-on", "hours-moved>0"])
    #expect(outcome.status == 1 && outcome.error.contains("has no baseline to compare with"), "\(outcome.error)")
    #expect(FileManager.default.fileExists(atPath: out.appending(path: "summary.json").path))
  }

  @Test("Several documents, each a project, with shared people")
  func merging() throws {
    let folder = try TemporaryFolder()
    let second = try String(contentsOfFile: Self.example, encoding: .utf8)
      .replacingOccurrences(of: "Ana Berger", with: "Dora Berger")
    try folder.write("second.xml", second)
    let merged = try MusterProcess.run(["import", Self.example, folder.url("second.xml").path])
    #expect(merged.status == 0, "\(merged.error)")
    let scenario = try JSONValue(parsing: merged.output)
    #expect(
      Self.texts(scenario["staff"], "name") == ["Ana Berger", "Ben Okafor", "Chen Li", "Designers", "Dora Berger"])
    #expect(Self.texts(scenario["projects"], "id") == ["f1-p0", "f2-p0"])
    #expect(merged.error.contains("\"Chen Li\" is \"Chen Li\" of"))
    try folder.write("scenario.json", "{}")
    #expect(try MusterProcess.run(["import", Self.example, folder.url("scenario.json").path]).status == 64)
  }

  @Test("A plan as a document, which is read back with the same people and hours")
  func writing() throws {
    let folder = try TemporaryFolder()
    let scenario = folder.url("scenario.json").path
    #expect(
      try MusterProcess.run(
        ["generate", "--staff", "8", "--projects", "3", "--weeks", "6", "--seed", "5", "-o", scenario]
      ).status == 0)
    let (plan, document) = (folder.url("plan.json"), folder.url("plan.xml"))
    #expect(try MusterProcess.run(["solve", scenario, "-o", plan.path, "--quiet"]).status == 0)
    let export = ["export", plan.path, "--scenario", scenario, "--quiet"]
    #expect(try MusterProcess.run(export + ["-o", document.path]).status == 0)
    let again = try MusterProcess.run(export + ["--to", "mspdi"])
    #expect(try Data(contentsOf: document) == Data(again.output))
    let read = try MusterProcess.run(["import", document.path, "--baseline"])
    #expect(read.status == 0, "\(read.error)")
    let (before, after) = (
      try JSONValue(parsing: Array(Data(contentsOf: plan))), try JSONValue(parsing: read.output)
    )
    let given = try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: scenario))))
    #expect(Self.texts(after["staff"], "name") == Self.texts(given["staff"], "name"))
    let hours = Self.hours(before["assignments"])
    #expect(hours > 100)
    #expect(abs(Self.hours(after["baseline"]?["assignments"]) - hours) < 0.01)
    // The work that a scenario asks for, without a plan.
    let asked = try MusterProcess.run(["export", scenario, "--to", "mspdi"])
    #expect(asked.status == 0)
    try folder.write("asked.xml", asked.output)
    #expect(try MusterProcess.run(["check", folder.url("asked.xml").path]).status == 0)
  }

  @Test("A plan goes into the document that it came from, and all else stays")
  func into() throws {
    let folder = try TemporaryFolder()
    let (plan, document) = (folder.url("plan.json").path, folder.url("new.xml"))
    #expect(try MusterProcess.run(["solve", Self.example, "-o", plan, "--quiet"]).status == 0)
    let export = ["export", plan, "--scenario", Self.example, "--into"]
    #expect(try MusterProcess.run(export + [Self.example, "-o", document.path]).status == 0)
    let (old, new) = (
      try String(contentsOfFile: Self.example, encoding: .utf8), try String(contentsOf: document, encoding: .utf8)
    )
    let head = try #require(old.range(of: "<UID>2</UID><TaskUID>"))
    #expect(new.hasPrefix(old[..<head.lowerBound]))
    #expect(new.hasSuffix("  </Assignments>\n</Project>\n"))
    // What is done, material, and what nobody is assigned to.
    for line in old.split(separator: "\n")
    where ["<UID>1</UID><T", "<UID>6</UID><T", "<UID>7</UID><T"].contains(where: line.contains) {
      #expect(new.contains(line), "\(line)")
    }
    let read = try MusterProcess.run(["import", document.path])
    #expect(read.error.contains("4 people, 5 demands"))
    #expect(new.contains("<WorkContour>8</WorkContour>") == false)
    #expect(new.contains("<TimephasedData>"))
    // Another document, and one that is none.
    let other = old.replacingOccurrences(of: "<UID>3</UID><TaskUID>5", with: "<UID>33</UID><TaskUID>5")
    try folder.write("other.xml", other)
    let refused = try MusterProcess.run(export + [folder.url("other.xml").path])
    #expect(refused.status == 65)
    #expect(refused.error.contains("there is no assignment for the demand \"p1-t5-a3\""))
    #expect(try MusterProcess.run(export + [plan]).status == 65)
    #expect(try MusterProcess.run(["export", plan, "--into", Self.example]).status == 64)
  }

  @Test("A plan for several documents goes into each of them, all at once or one by one")
  func intoSeveral() throws {
    let folder = try TemporaryFolder()
    let first = try String(contentsOfFile: Self.example, encoding: .utf8)
    let second = first.replacingOccurrences(of: "Ana Berger", with: "Dora Berger")
      .replacingOccurrences(of: "Chen Li", with: "Eva Lind")
    let pool = "<Project><Resources><Resource><UID>1</UID><Name>Ben Okafor</Name></Resource></Resources></Project>"
    for (name, text) in [("a", first), ("b", second), ("pool", pool)] { try folder.write(name + ".xml", text) }
    func path(_ name: String) -> String { folder.url(name).path }
    let (scenario, plan) = (path("both.json"), path("plan.json"))
    let names = ["a.xml", "b.xml", "pool.xml"]
    #expect(try MusterProcess.run(["import"] + names.map(path) + ["-o", scenario, "--quiet"]).status == 0)
    #expect(try MusterProcess.run(["solve", scenario, "-o", plan, "--quiet"]).status == 0)
    let export = ["export", plan, "--scenario", scenario]
    let all = try MusterProcess.run(export + names.flatMap { ["--into", path($0)] } + ["-o", path("new")])
    #expect(all.status == 0, "\(all.error)")
    #expect(all.error.contains("pool.xml: the plan has no work for it"))
    #expect(try String(contentsOf: folder.url("new/pool.xml"), encoding: .utf8) == pool)
    // The order does not matter where the people tell the documents apart, and one is enough.
    let turned = try MusterProcess.run(
      export + ["--into", path("b.xml"), "--into", path("a.xml"), "-o", path("turned")])
    #expect(turned.status == 0, "\(turned.error)")
    for name in ["a.xml", "b.xml"] {
      let alone = try MusterProcess.run(export + ["--into", path(name)])
      #expect(alone.error.contains("not written: 5 demands of 1 other document"))
      for other in ["new", "turned"] {
        #expect(try Data(contentsOf: folder.url("\(other)/\(name)")) == Data(alone.output))
      }
      #expect(alone.output != Array(try Data(contentsOf: folder.url(name))))
    }
    // The work of both documents is that of the plan, person by person.
    let again = try MusterProcess.run(["import", path("new/a.xml"), path("new/b.xml"), "--baseline", "--quiet"])
    let (before, after) = (
      try JSONValue(parsing: Array(Data(contentsOf: folder.url("plan.json")))), try JSONValue(parsing: again.output)
    )
    #expect(abs(Self.hours(after["baseline"]?["assignments"]) - Self.hours(before["assignments"])) < 0.01)
    // What is no document of the scenario, and what cannot be written.
    try folder.write("c.xml", first.replacingOccurrences(of: "<UID>3</UID><TaskUID>5", with: "<UID>33</UID><TaskUID>5"))
    #expect(try MusterProcess.run(export + ["--into", path("c.xml")]).status == 65)
    #expect(try MusterProcess.run(export + ["--into", path("a.xml"), "--into", path("b.xml")]).status == 64)
  }

  @Test("Other encodings stay what they are", arguments: [String.Encoding.windowsCP1252, .utf16LittleEndian])
  func encodings(_ encoding: String.Encoding) throws {
    let folder = try TemporaryFolder()
    let (plan, document) = (folder.url("plan.json").path, folder.url("a.xml"))
    let text = try String(contentsOfFile: Self.example, encoding: .utf8)
      .replacingOccurrences(of: "Ana Berger", with: "Änne Bergér")
    func merged(_ name: String, _ encoding: String.Encoding) throws -> String {
      let given = text.replacingOccurrences(of: "encoding=\"UTF-8\"", with: "encoding=\"\(name)\"")
      let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : []
      try (Data(mark) + (given.data(using: encoding) ?? Data())).write(to: document)
      #expect(try MusterProcess.run(["solve", document.path, "--format", "json", "-o", plan, "--quiet"]).status == 0)
      let export = ["export", plan, "--scenario", document.path, "--into", document.path, "--quiet"]
      let bytes = try MusterProcess.run(export).output
      #expect(bytes.starts(with: mark))
      return try #require(String(data: Data(bytes.dropFirst(mark.count)), encoding: encoding))
        .replacingOccurrences(of: "encoding=\"\(name)\"", with: "encoding=\"UTF-8\"")
    }
    let name = encoding == .windowsCP1252 ? "windows-1252" : "UTF-16"
    #expect(try merged(name, encoding) == merged("UTF-8", .utf8))
  }

  /// The document in other clothes, and how a text in them is undressed.
  static let clothes: [(name: String, dress: @Sendable (String) -> String, undress: @Sendable (String) -> String)] = [
    ("line breaks of Windows", { $0.replacing("\n", with: "\r\n") }, { $0.replacing("\r\n", with: "\n") }),
    (
      "sections of characters",
      { $0.replacing(/<(Work|RemainingWork|Start|Finish|Units)>([^<]*)</) { "<\($0.1)><![CDATA[\($0.2)]]><" } },
      { $0.replacing("<![CDATA[", with: "").replacing("]]>", with: "") }
    ),
    (
      "comments and instructions",
      {
        $0.replacing("<Assignments>", with: "<Assignments><!-- < &a; --><?do it?>")
          .replacing("<ResourceUID>", with: "<!-- - --><ResourceUID>").replacing("</Project>", with: "<?do?></Project>")
      },
      {
        $0.replacing("<!-- < &a; --><?do it?>", with: "").replacing("<!-- - -->", with: "").replacing(
          "<?do?>", with: "")
      }
    ),
    (
      "a prefix",
      { $0.replacing(/<(\/?)([A-Z])/) { "<\($0.1)p:\($0.2)" }.replacing("xmlns=", with: "xmlns:p=") },
      { $0.replacing(/<(\/?)p:/) { "<\($0.1)" }.replacing("xmlns:p=", with: "xmlns=") }
    ),
    (
      "elements of others",
      {
        $0.replacing("<Assignment>", with: "<Assignment><o:Work xmlns:o=\"urn:o\">PT1H</o:Work>")
          .replacing("<Assignments>", with: "<Assignments><o:Assignment xmlns:o=\"urn:o\"/>")
      },
      {
        $0.replacing("<o:Work xmlns:o=\"urn:o\">PT1H</o:Work>", with: "")
          .replacing("<o:Assignment xmlns:o=\"urn:o\"/>", with: "")
      }
    ),
    (
      "attributes", { $0.replacing(/<(Work|RemainingWork|Start)>/) { "<\($0.1)  a = '>' >" } },
      { $0.replacing("  a = '>' ", with: "") }
    ),
  ]

  @Test("Whatever else is in a document stays in it", arguments: clothes.map(\.name))
  func clothed(_ name: String) throws {
    let folder = try TemporaryFolder()
    let (plan, document) = (folder.url("plan.json").path, folder.url("a.xml").path)
    let clothes = try #require(Self.clothes.first { $0.name == name })
    let text = try String(contentsOfFile: Self.example, encoding: .utf8)
    func merged(_ text: String) throws -> String {
      try folder.write("a.xml", text)
      #expect(try MusterProcess.run(["solve", document, "--format", "json", "-o", plan, "--quiet"]).status == 0)
      let outcome = try MusterProcess.run(["export", plan, "--scenario", document, "--into", document, "--quiet"])
      #expect(outcome.status == 0, "\(outcome.error)")
      return String(decoding: outcome.output, as: UTF8.self)
    }
    let dressed = clothes.dress(text)
    #expect(dressed != text && clothes.undress(dressed) == text)
    let found = try merged(dressed)
    // What was there before is there, in its order.
    #expect(clothes.undress(found) == (try merged(text)))
    // What is new wears what all of the document does.
    if ["a prefix", "line breaks of Windows"].contains(name) {
      #expect(clothes.dress(clothes.undress(found)) == found)
    }
  }

  @Test("A comment inside of a value that is replaced is an error, and nothing is lost")
  func commentInside() throws {
    let folder = try TemporaryFolder()
    let (plan, document) = (folder.url("plan.json").path, folder.url("a.xml").path)
    let text = try String(contentsOfFile: Self.example, encoding: .utf8)
    try folder.write("a.xml", text.replacing("<Finish>", with: "<Finish><!-- mine -->"))
    #expect(try MusterProcess.run(["solve", document, "--format", "json", "-o", plan, "--quiet"]).status == 0)
    let outcome = try MusterProcess.run(["export", plan, "--scenario", document, "--into", document])
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("Finish of an assignment has a comment inside"), "\(outcome.error)")
  }

  @Test("batch takes documents and workbooks by name, and by patterns that end so")
  func batch() throws {
    let folder = try TemporaryFolder()
    let staffing = URL(fileURLWithPath: Self.example).deletingLastPathComponent().appendingPathComponent(
      "staffing.xlsx")
    let plans = folder.url("plans")
    #expect(try MusterProcess.run(["batch", Self.example, staffing.path, "-o", plans.path, "--quiet"]).status == 0)
    for name in ["intranet", "staffing"] {
      let path = name == "intranet" ? Self.example : staffing.path
      let plan = try Data(contentsOf: plans.appendingPathComponent(name + ".plan.json"))
      #expect(try MusterProcess.run(["solve", path, "--quiet"]).output == Array(plan))
    }
    try FileManager.default.copyItem(atPath: Self.example, toPath: folder.url("a.xml").path)
    try folder.write("b.xml", "<html/>")
    let outcome = try MusterProcess.run(["batch", folder.url("*.xml").path, "-o", folder.url("others").path])
    #expect(outcome.status == 5)
    #expect((outcome.text + outcome.error).contains("it begins with <html>"))
    #expect(FileManager.default.fileExists(atPath: folder.url("others/a.plan.json").path))
  }

  @Test("Hostile documents end with 65")
  func hostile() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("laughs", "<!DOCTYPE Project [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Project>&b;</Project>"),
      ("file", "<!DOCTYPE Project [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Project>&a;</Project>"),
      ("deep", String(repeating: "<Project>", count: 200_000)),
      ("text", "<Project><Name>" + String(repeating: "a", count: 4 << 20) + "</Name></Project>"),
      ("cut", "<Project><Tasks><Task><UID>1</UID>"), ("other", "<html/>"),
    ] {
      try folder.write(name + ".xml", text)
      let outcome = try MusterProcess.run(["solve", folder.url(name + ".xml").path])
      #expect(outcome.status == 65, "\(name): \(outcome.error)")
      #expect(outcome.error.contains("\(name).xml:1:"))
    }
  }
}
