// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

@Suite("Tables in place of scenarios", .timeLimit(.minutes(5)))
struct InterchangeTests {
  /// A scenario as the generator makes it.
  static func scenario(_ folder: TemporaryFolder) throws -> URL {
    let url = folder.url("scenario.json")
    let outcome = try MusterProcess.run(
      ["generate", "--staff", "8", "--projects", "3", "--weeks", "6", "--seed", "5", "-o", url.path])
    #expect(outcome.status == 0)
    return url
  }

  @Test("A folder of CSV files: the same scenario, and the same plan")
  func folder() throws {
    let folder = try TemporaryFolder()
    let scenario = try Self.scenario(folder)
    let tables = folder.url("tables").path
    #expect(try MusterProcess.run(["export", scenario.path, "--to", "csv", "-o", tables]).status == 0)
    let imported = try MusterProcess.run(["import", tables, "--account", folder.url("account.json").path])
    #expect(imported.status == 0)
    #expect(imported.output == Array(try Data(contentsOf: scenario)))
    #expect(imported.error.contains("8 people, "))
    let account = try JSONValue(parsing: Array(Data(contentsOf: folder.url("account.json"))))
    #expect(account["format"] == .string("muster/account@1"))
    let plan = try MusterProcess.run(["solve", scenario.path, "--quiet"])
    #expect(try MusterProcess.run(["solve", tables, "--quiet"]).output == plan.output)
    #expect(try MusterProcess.run(["check", tables, "--format", "json"]).status == 0)
    // A folder that has something in it is left alone.
    #expect(try MusterProcess.run(["export", scenario.path, "--to", "csv", "-o", tables]).status == 73)
  }

  @Test("What is wrong is named with its cell, for people and for programs")
  func messages() throws {
    let folder = try TemporaryFolder()
    let tables = folder.url("tables").path
    #expect(try MusterProcess.run(["export", Self.scenario(folder).path, "--to", "csv", "-o", tables]).status == 0)
    let projects = try String(contentsOf: folder.url("tables/Projects.csv"), encoding: .utf8)
    let header = projects.prefix { $0 != "\n" }
    try folder.write("tables/Projects.csv", header + ",remark\n" + projects.dropFirst(header.count + 1))
    #expect(try MusterProcess.run(["import", tables]).error.contains("Projects.csv:1:"))
    #expect(try MusterProcess.run(["import", tables, "--strict"]).status == 65)
    try folder.write("tables/Absences.csv", "staff,from,to\nnobody,2027-01-04,2027-01-05\n")
    let outcome = try MusterProcess.run(["solve", tables, "--errors", "json"])
    #expect(outcome.status == 65)
    let line = outcome.error.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
    let errors = try JSONValue(parsing: Array(line.utf8))["errors"]
    guard case .array(let problems)? = errors else {
      Issue.record("no problems: \(outcome.error)")
      return
    }
    #expect(problems[0]["cell"] == .string("A2"))
    #expect(problems[0]["file"] == .string(tables + "/Absences.csv"))
  }

  @Test("Options that make no sense are refused")
  func usage() throws {
    for arguments in [
      ["import", "x", "--map", "Satz"], ["import", "x", "--map", "Staff.rate=Satz"],
      ["import", "x", "--sheet", "People=MA"],
      ["import", "x", "--header-row", "Staff=first"], ["import", "x", "--from", "1.2.2027"],
      ["import", "x", "--period", "year"],
      ["export", "x", "--to", "csv"],
    ] {
      #expect(try MusterProcess.run(arguments).status == 64, "\(arguments)")
    }
    #expect(try MusterProcess.run(["import", "/nowhere"]).status == 66)
  }
}
