// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

/// What `--set` and `--patch` do to a scenario.
@Suite("Changing a scenario on the command line", .timeLimit(.minutes(10)))
struct ChangeTests {
  static let scenario = """
    {"format": "muster/scenario@1", "currency": "EUR",
     "calendar": {"start": "2027-03-01", "end": "2027-03-28"},
     "staff": [
       {"id": "ana", "name": "Ana Novak", "costPerHour": 50, "skills": {"java": 4}},
       {"id": "b.o", "costPerHour": 60}],
     "projects": [{"id": "apollo", "priority": 7, "demands": [
       {"id": "backend", "hours": 200}]}]}
    """

  /// The changed scenario as `import` writes it.
  private func changed(_ arguments: [String]) throws -> JSONValue {
    let outcome = try MusterProcess.run(["import", "-"] + arguments, input: Array(Self.scenario.utf8))
    try #require(outcome.status == 0, "\(outcome.error)")
    return try JSONValue(parsing: outcome.output)
  }

  private func failed(_ arguments: [String]) throws -> String {
    let outcome = try MusterProcess.run(["check", "-"] + arguments, input: Array(Self.scenario.utf8))
    #expect(outcome.status == 65 && outcome.output.isEmpty, "\(outcome.text)")
    return outcome.error
  }

  private func member(_ value: JSONValue, _ pointer: String) -> JSONValue? {
    JSONPointer(pointer).flatMap { value[$0] }
  }

  @Test(
    "A place is found by keys and ids",
    arguments: [
      ("staff.ana.employed.to=2027-03-12", "/staff/0/employed/to", JSONValue.string("2027-03-12")),
      ("staff.b.o.costPerHour=75.5", "/staff/1/costPerHour", .number("75.5")),
      ("staff.\"b.o\".name=\"7\"", "/staff/1/name", .string("7")),
      ("staff.ana.skills.node.js=3", "", .null),
      ("staff.ana.skills.\"node.js\"=3", "/staff/0/skills/node.js", .number("3")),
      ("projects.apollo.demands.backend.hours=80", "/projects/0/demands/0/hours", .number("80")),
      ("projects.apollo.name=Moon = cheese", "/projects/0/name", .string("Moon = cheese")),
      (
        "staff.ana.absences.+={\"from\": \"2027-03-02\", \"to\": \"2027-03-03\"}", "/staff/0/absences/0/to",
        .string("2027-03-03")
      ),
      ("staff.+={\"id\": \"cy\"}", "/staff/2/id", .string("cy")),
      ("staff.1={\"costPerHour\": 9}", "/staff/1/id", .string("b.o")),
      ("calendar.holidays=[\"2027-03-26\"]", "/calendar/holidays/0", .string("2027-03-26")),
    ])
  func place(_ text: String, _ pointer: String, _ value: JSONValue) throws {
    if pointer.isEmpty {
      #expect(try failed(["--set", text]).contains("there is no key \"js\" in staff.ana.skills.node"))
      return
    }
    #expect(member(try changed(["--set", text]), pointer) == value)
  }

  @Test("null takes a key or an element away")
  func null() throws {
    let document = try changed(["--set", "staff.b.o=null", "--set", "staff.ana.skills.java=null"])
    #expect(member(document, "/staff/1") == nil && member(document, "/staff/0/skills") == nil)
    #expect(try failed(["--set", "staff.ana.employed=null"]).contains("there is no staff.ana.employed to take away"))
  }

  @Test("Patches come first, then what is set, each in the order given")
  func order() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write(
      "first.json", #"[{"op": "add", "path": "/staff/0", "value": {"id": "new", "costPerHour": 1}}]"#)
    let second = try folder.write("second.json", #"[{"op": "replace", "path": "/staff/0/costPerHour", "value": 2}]"#)
    let document = try changed([
      "--set", "staff.new.costPerHour=3", "--patch", first.path, "--set", "staff.new.costPerHour=4", "--patch",
      second.path,
    ])
    #expect(member(document, "/staff/0") == .object([.init("id", .string("new")), .init("costPerHour", .number("4"))]))
  }

  @Test(
    "What is wrong is named with the option, the path, and what is there",
    arguments: [
      (
        "staff.anna.costPerHour=1",
        ["--set staff.anna.costPerHour: error:", "there are ana, b.o", "did you mean \"ana\""]
      ),
      ("staff.Ana Novak.costPerHour=1", ["there is no \"Ana Novak\" in staff", "that is the name; the id is \"ana\""]),
      ("staff.zoe=1", ["there is no \"zoe\" in staff", "'staff.+={\"id\": ...}' adds one"]),
      ("staff.ana.costsPerHour=1", ["no key \"costsPerHour\" in staff.ana", "did you mean \"costPerHour\""]),
      ("stuff.ana=1", ["no key \"stuff\" in a scenario", "did you mean \"staff\""]),
      (
        "staff.ana.employed.to=soon", ["--set staff.ana.employed.to: error:", "soon", "  staff.ana.employed.to=soon\n"]
      ),
      ("staff.ana.costPerHour=much", ["expected a number", "is no JSON"]),
      ("staff.ana.name=7", ["expected a string", "'staff.ana.name=\"...\"'"]),
      ("staff.ana.skills.java.productivity=0.8", ["staff.ana.skills.java is a number and has no keys"]),
      ("projects.apollo.priority=11", ["--set projects.apollo.priority: error:", "11"]),
      ("staff.ana.absences.0.share=0.5", ["\"0\" is not a place in staff.ana.absences", "it is empty"]),
    ])
  func message(_ text: String, _ words: [String]) throws {
    let error = try failed(["--set", text])
    for word in words { #expect(error.contains(word), "\(error)") }
  }

  @Test("All assignments that do not fit are named at once; programs get option and pointer")
  func several() throws {
    let error = try failed(["--set", "staff.x=1", "--set", "staff.y=1", "--errors", "json"])
    let errors = try JSONValue(parsing: Array(error.utf8))
    #expect(member(errors, "/errors/0/file") == .string("--set staff.x"))
    #expect(member(errors, "/errors/0/pointer") == .string("/staff"))
    #expect(member(errors, "/errors/1/file") == .string("--set staff.y"))
    #expect(member(errors, "/errors/0/type") == .string("muster:unknown-reference"))
  }

  @Test("What is wrong with a patch is named with its file, what was wrong before with its own place")
  func places() throws {
    let folder = try TemporaryFolder()
    let patch = try folder.write(
      "p.json",
      """
      [{"op": "remove", "path": "/staff/0"},
       {"op": "add", "path": "/projects/0/budget", "value": -1}]
      """)
    #expect(try failed(["--patch", patch.path]).contains("\(patch.path):2:55: error:"))
    let missing = try folder.write("q.json", #"[{"op": "remove", "path": "/staff/9"}]"#)
    #expect(try failed(["--patch", missing.path]).contains("\(missing.path):1:27: error: there is nothing at"))
    // The person is the second in the file, and the first when it is read.
    let scenario = try folder.write(
      "s.json", Self.scenario.replacingOccurrences(of: "\"costPerHour\": 60", with: "\"costPerHour\": -6"))
    let outcome = try MusterProcess.run(["check", scenario.path, "--set", "staff.ana=null"])
    #expect(outcome.status == 65 && outcome.error.contains("\(scenario.path):5:33: error:"), "\(outcome.error)")
  }

  @Test("A path that cannot be read is a matter of usage", arguments: ["staff.ana", "=3", "staff..ana=3"])
  func usage(_ text: String) throws {
    let outcome = try MusterProcess.run(["solve", "-", "--set", text], input: Array(Self.scenario.utf8))
    #expect(outcome.status == 64 && outcome.error.contains("write PATH=VALUE"), "\(outcome.error)")
  }

  @Test("A plan of a changed scenario is that of the scenario that import writes, whatever it is read from")
  func plan() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.scenario)
    let change = ["--set", "projects.apollo.demands.backend.hours=80"]
    let written = folder.url("changed.json").path
    #expect(try MusterProcess.run(["import", scenario.path, "-o", written] + change).status == 0)
    let expected = try MusterProcess.run(["solve", written])
    let solved = try MusterProcess.run(["solve", scenario.path] + change)
    #expect(solved.status == 0 && solved.output == expected.output)
    #expect(try MusterProcess.run(["solve", scenario.path]).output != solved.output)
    for kind in ["xlsx", "csv"] {
      let tables = folder.url("tables." + kind).path
      #expect(try MusterProcess.run(["export", scenario.path, "--to", kind, "-o", tables]).status == 0)
      #expect(try MusterProcess.run(["solve", tables, "--quiet"] + change).output == expected.output)
      let wrong = try MusterProcess.run(["check", tables, "--set", "staff.ana.support=2"])
      #expect(wrong.status == 65 && wrong.error.contains("--set staff.ana.support: error:"), "\(wrong.error)")
    }
    let plan = try folder.write("plan.json", solved.output)
    let checked = try MusterProcess.run(["check", scenario.path, plan.path, "--no-optimum"] + change)
    #expect(checked.status == 0 && checked.error.isEmpty, "\(checked.error)")
    #expect(try MusterProcess.run(["explain", scenario.path, plan.path, "--remedies", "0"] + change).error.isEmpty)
  }

  @Test("A batch changes each scenario, and resumes only with the same changes")
  func batch() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.scenario)
    let arguments = ["batch", scenario.path, "-o", folder.url("plans").path]
    let change = ["--set", "staff.ana.overtime={\"hoursPerWeek\": 5}"]
    #expect(try MusterProcess.run(arguments + change).status == 0)
    let expected = try MusterProcess.run(["solve", scenario.path] + change).output
    #expect(Array(try Data(contentsOf: folder.url("plans/s.plan.json"))) == expected)
    #expect(try MusterProcess.run(arguments + change + ["--resume", "--list"]).text.hasPrefix("done "))
    #expect(try MusterProcess.run(arguments + ["--resume", "--list"]).text.hasPrefix("solve "))
    let wrong = try MusterProcess.run(arguments + ["--set", "staff.anna.costPerHour=1"])
    #expect(wrong.status == 5, "\(wrong.error)")
  }
}
