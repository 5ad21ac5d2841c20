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

  @Test("One workbook with the scenario and its plan is read as either")
  func both() throws {
    let folder = try TemporaryFolder()
    let scenario = try Self.scenario(folder)
    let (plan, book) = (folder.url("plan.json").path, folder.url("both.xlsx").path)
    try #require(try MusterProcess.run(["solve", scenario.path, "-o", plan, "--quiet"]).status == 0)
    let written = try MusterProcess.run([
      "export", plan, "--scenario", scenario.path, "--layout", "both", "-o", book,
    ])
    try #require(written.status == 0, "\(written.error)")
    let imported = try MusterProcess.run(["import", book, "--strict"])
    #expect(imported.status == 0, "\(imported.error)")
    #expect(imported.output == Array(try Data(contentsOf: scenario)))
    #expect(try MusterProcess.run(["check", book, book, "--no-optimum"]).status == 0)
    // The tables of the scenario alone.
    let alone = folder.url("alone.xlsx").path
    let layout = ["export", plan, "--scenario", scenario.path, "--layout", "scenario", "-o", alone]
    #expect(try MusterProcess.run(layout).status == 0)
    #expect(try MusterProcess.run(["import", alone]).output == imported.output)
    #expect(try MusterProcess.run(["export", scenario.path, "--layout", "both", "-o", alone]).status == 64)
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

  @Test("An interruption while a workbook is written leaves no temporary folder")
  func interruption() throws {
    let folder = try TemporaryFolder()
    let scenario = folder.url("scenario.json").path
    #expect(try MusterProcess.run(["generate", "--size", "L", "-o", scenario]).status == 0)
    let place = try TemporaryFolder()
    let process = Process()
    process.executableURL = MusterProcess.binary
    process.arguments = ["export", scenario, "-o", folder.url("scenario.xlsx").path, "--quiet"]
    process.environment = ["PATH": "/usr/bin:/bin", "TMPDIR": place.path.path]
    try process.run()
    func inside() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: place.path.path) }
    while process.isRunning, try inside().isEmpty { usleep(200) }
    process.interrupt()
    process.waitUntilExit()
    #expect(try inside() == [])
  }

  @Test("Options that make no sense are refused")
  func usage() throws {
    for arguments in [
      ["import", "x", "--map", "Satz"], ["import", "x", "--map", "Staff.rate=Satz"],
      ["import", "x", "--sheet", "People=MA"],
      ["import", "x", "--header-row", "Staff=first"], ["import", "x", "--from", "1.2.2027"],
      ["import", "x", "--period", "year"],
      ["export", "x", "--to", "csv"], ["export", "x", "--decimal", "comma"],
      ["export", "x", "--csv", "excel"], ["export", "x", "--csv", "excel", "--to", "xlsx", "-o", "y.xlsx"],
    ] {
      #expect(try MusterProcess.run(arguments).status == 64, "\(arguments)")
    }
    #expect(try MusterProcess.run(["import", "/nowhere"]).status == 66)
    let folder = try TemporaryFolder()
    #expect(try MusterProcess.run(["import", Self.scenario(folder).path]).status == 64)
  }

  @Test("A workbook in, a workbook out; check reads it back; export writes the plan as well")
  func workbooks() throws {
    let folder = try TemporaryFolder()
    let (staffing, plan) = (folder.url("staffing.xlsx").path, folder.url("plan.xlsx").path)
    #expect(try MusterProcess.run(["init", "-o", staffing]).status == 0)
    #expect(try MusterProcess.run(["check", staffing]).status == 0)
    #expect(try MusterProcess.run(["solve", staffing, "-o", plan, "--quiet"]).status == 0)
    let check = try MusterProcess.run(["check", staffing, plan, "--format", "json", "--quiet"])
    #expect(check.status == 0, "\(check.error)")
    #expect(try MusterProcess.run(["solve", plan]).error.contains("is the workbook of a plan"))
    let json = folder.url("plan.json").path
    #expect(try MusterProcess.run(["solve", staffing, "-o", json, "--quiet"]).status == 0)
    let again = folder.url("again.xlsx")
    #expect(try MusterProcess.run(["export", json, "--scenario", staffing, "-o", again.path]).status == 0)
    #expect(try Data(contentsOf: again) == Data(contentsOf: URL(fileURLWithPath: plan)))
    let tables = folder.url("plan")
    #expect(
      try MusterProcess.run(["export", json, "--scenario", staffing, "--to", "csv", "-o", tables.path]).status == 0)
    let sheet = try Data(contentsOf: tables.appendingPathComponent("Assignments.csv"))
    #expect(Array(sheet) == (try MusterProcess.run(["solve", staffing, "--format", "csv", "--quiet"])).output)
    #expect(try MusterProcess.run(["export", json, "--scenario", staffing, "--to", "lp"]).status == 64)
  }

  @Test("A plan as CSV files for Excel: the mark, CRLF, semicolons and decimal commas where they are asked for")
  func planForExcel() throws {
    let folder = try TemporaryFolder()
    let (staffing, plan) = (folder.url("staffing.json").path, folder.url("plan.json").path)
    try #require(try MusterProcess.run(["init", "-o", staffing]).status == 0)
    try #require(try MusterProcess.run(["solve", staffing, "-o", plan, "--quiet"]).status == 0)
    func files(_ name: String, _ options: [String]) throws -> [String] {
      let target = folder.url(name)
      let outcome = try MusterProcess.run(
        ["export", plan, "--scenario", staffing, "--to", "csv", "-o", target.path] + options)
      try #require(outcome.status == 0, "\(outcome.error)")
      return try ["Assignments.csv", "Load.csv"].map {
        String(decoding: try Data(contentsOf: target.appendingPathComponent($0)), as: UTF8.self)
      }
    }
    let plain = try files("plain", [])
    let excel = try files("excel", ["--csv", "excel"])
    #expect(excel == plain.map { "\u{FEFF}" + $0.replacingOccurrences(of: "\n", with: "\r\n") })
    #expect(plain[0].contains("."), "no figure has decimals")
    let german = try files("german", ["--csv", "excel", "--decimal", "comma"])
    // No text of the template has a comma or a point.
    #expect(
      german
        == excel.map { $0.replacingOccurrences(of: ",", with: ";").replacingOccurrences(of: ".", with: ",") })
    for name in ["excel", "german"] {
      let check = try MusterProcess.run([
        "check", staffing, folder.url(name + "/Assignments.csv").path, "--format", "json", "--quiet",
      ])
      #expect(check.status == 0, "\(name): \(check.error)")
    }
  }

  @Test("The template is the same scenario in all its forms, and a plan of it leaves something to be explained")
  func template() throws {
    let folder = try TemporaryFolder()
    let json = try MusterProcess.run(["init"]).output
    for (flag, name) in [("--xlsx", "a.book"), ("--csv", "a")] {
      let path = folder.url(name).path
      #expect(try MusterProcess.run(["init", flag, "-o", path]).status == 0)
      #expect(try MusterProcess.run(["import", path]).output == json)
    }
    let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Examples/staffing.xlsx").path
    #expect(try MusterProcess.run(["import", example]).output == json)
    let plan = try JSONValue(parsing: try MusterProcess.run(["solve", "--quiet"], input: json).output)
    #expect(plan["status"] == .string("optimal"))
    guard case .array(let unmet)? = plan["unmet"] else { return }
    #expect(!unmet.isEmpty)
    #expect(try MusterProcess.run(["init", "--csv"]).status == 64)
  }

  @Test("Without a library: the code 69, and which package has it; all else works")
  func missingLibraries() throws {
    let folder = try TemporaryFolder()
    let staffing = folder.url("staffing.xlsx").path
    #expect(try MusterProcess.run(["init", "-o", staffing]).status == 0)
    // The loader finds a file that is no library first.
    for (library, package) in [("libexpat.so.1", "libexpat1"), ("libminizip.so.1", "libminizip1")] {
      let place = try TemporaryFolder()
      try place.write(library, [])
      let outcome = try MusterProcess.run(["check", staffing], environment: ["LD_LIBRARY_PATH": place.path.path])
      #expect(outcome.status == 69)
      #expect(outcome.error.contains("needs \(package): apt-get install \(package)"))
    }
    let place = try TemporaryFolder()
    try place.write("libxlsxwriter.so.4", [])
    let environment = ["LD_LIBRARY_PATH": place.path.path]
    let outcome = try MusterProcess.run(["init", "--xlsx"], environment: environment)
    #expect(outcome.status == 69)
    #expect(outcome.error.contains("needs libxlsxwriter4"))
    #expect(try MusterProcess.run(["init"], environment: environment).status == 0)
  }

  @Test("Files that are something else are named, with what to do")
  func otherFiles() throws {
    let folder = try TemporaryFolder()
    for (name, bytes, wanted) in [
      ("a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1] as [UInt8], ".xlsx"),
      ("a.xml", Array("<html/>".utf8), "MS Project"),
      ("a.xlsx", [0x50, 0x4B, 3, 4, 1, 2, 3], "ZIP"), ("Projects.csv", Array("id,name\np,P\n".utf8), "folder"),
    ] {
      let outcome = try MusterProcess.run(["solve", folder.write(name, bytes).path])
      #expect(outcome.status == 65)
      #expect(outcome.error.contains(wanted))
    }
    try FileManager.default.createDirectory(at: folder.url("empty"), withIntermediateDirectories: true)
    #expect(try MusterProcess.run(["solve", folder.url("empty").path]).status == 66)
  }

  private static let libreOffice = "/usr/bin/soffice"

  @Test(
    "LibreOffice opens and saves a workbook, and it is still the same scenario",
    .enabled(if: FileManager.default.isExecutableFile(atPath: libreOffice)))
  func office() throws {
    let folder = try TemporaryFolder()
    let saved = folder.url("saved")
    let scenario = try Self.scenario(folder)
    let workbook = folder.url("staffing.xlsx")
    #expect(try MusterProcess.run(["export", scenario.path, "-o", workbook.path]).status == 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.libreOffice)
    process.arguments = [
      "-env:UserInstallation=\(folder.url("profile").absoluteString)", "--headless", "--convert-to",
      "xlsx:Calc MS Excel 2007 XML", "--outdir", saved.path, workbook.path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let imported = try MusterProcess.run(["import", saved.appendingPathComponent("staffing.xlsx").path])
    #expect(imported.output == Array(try Data(contentsOf: scenario)), "\(imported.error)")
  }
}
