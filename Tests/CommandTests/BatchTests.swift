// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
import JSON
import Testing

@Suite("batch", .timeLimit(.minutes(10)))
struct BatchTests {
  /// A folder with scenarios in `in`.
  static func folder(_ count: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in/a/b"), withIntermediateDirectories: true)
    for number in 0..<count {
      let name = (number % 3 == 0 ? "a/b/" : number % 3 == 1 ? "a/" : "") + "s\(number + 100).json"
      try folder.write("in/" + name, ManyScenarios.scenario(number))
    }
    return folder
  }

  static func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> MusterProcess.Outcome {
    try MusterProcess.run(["batch", folder.url("in").path, "-o", folder.url("out").path] + arguments)
  }

  /// All files of results but the journal, which tells when and in which order things were done.
  static func results(_ folder: URL) throws -> [String: Data] {
    var results: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)
    while let name = names?.nextObject() as? String {
      var isFolder: ObjCBool = false
      let url = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue,
        name != "journal.ndjson"
      else { continue }
      results[name] = try Data(contentsOf: url)
    }
    return results
  }

  static func records(_ folder: TemporaryFolder) throws -> [JSONValue] {
    try Data(contentsOf: folder.url("out/journal.ndjson")).split(separator: 0x0A).map {
      try JSONValue(parsing: Array($0))
    }
  }

  @Test("A plan for each scenario, below its folder; a summary for programs, sheets and people")
  func results() throws {
    let folder = try Self.folder(7)
    try folder.write(
      "in/bad.json", InvalidScenarioTests.sound.replacingOccurrences(of: "[\"ana\"]", with: "[\"anna\"]"))
    try folder.write("in/notes.txt", "no scenario")
    try folder.write("in/old.plan.json", "{}")
    try folder.write("in/.hidden.json", "{}")
    let outcome = try Self.run(folder)
    #expect(outcome.status == 5)
    #expect(outcome.text.contains("8 scenarios, 7 plans, 1 failed"))
    #expect(outcome.text.contains("anna"))
    #expect(outcome.error.isEmpty)
    let results = try Self.results(folder.url("out"))
    #expect(
      results.keys.sorted() == [
        "a/b/s100.plan.json", "a/b/s103.plan.json", "a/b/s106.plan.json", "a/s101.plan.json", "a/s104.plan.json",
        "s102.plan.json", "s105.plan.json", "summary.csv", "summary.json",
      ])
    let solved = try MusterProcess.run(["solve", folder.url("in/s105.json").path])
    #expect(results["s105.plan.json"].map { Array($0) } == solved.output)
    let sheet = String(decoding: results["summary.csv"] ?? Data(), as: UTF8.self).split(separator: "\n")
    #expect(sheet.count == 9)
    #expect(sheet[6].hasPrefix("bad.json,failed,") && sheet[6].contains("muster:unknown-reference"))
    let summary = try JSONValue(parsing: Array(results["summary.json"] ?? Data()))
    guard case .array(let entries) = summary["scenarios"] else {
      Issue.record("no entries")
      return
    }
    let problem = entries.first { $0["scenario"] == .string("bad.json") }?["error"]
    #expect(problem?["pointer"] == .string("/projects/0/demands/0/only/0"))
    #expect(problem?["exitCode"] == .number("65"))
  }

  @Test("--resume trusts a verified record, and neither a file's existence nor anything that has changed")
  func resume() throws {
    let folder = try Self.folder(6)
    #expect(try Self.run(folder, "--resume").status == 0)
    let first = try Self.results(folder.url("out"))
    #expect(try Self.records(folder).count == 6)
    // Nothing has changed.
    let again = try Self.run(folder, "--resume")
    #expect(again.text.contains("6 kept from before; 0 solved"))
    #expect(try Self.results(folder.url("out")) == first)
    // A scenario has changed, a plan was touched, a plan is gone, and a file without a record stands in for a plan.
    try folder.write("in/s102.json", ManyScenarios.scenario(9))
    try folder.write("out/a/s101.plan.json", "{}")
    try FileManager.default.removeItem(at: folder.url("out/a/b/s100.plan.json"))
    try folder.write("in/new.json", ManyScenarios.scenario(10))
    try folder.write("out/new.plan.json", "{}")
    let changed = try Self.run(folder, "--resume")
    #expect(changed.status == 0)
    #expect(changed.text.contains("3 kept from before; 4 solved"), "\(changed.text)")
    #expect(changed.error.contains("3 results of an earlier run no longer hold"))
    let second = try Self.results(folder.url("out"))
    #expect(second["a/s101.plan.json"] == first["a/s101.plan.json"])
    #expect(second["s102.plan.json"] != first["s102.plan.json"])
    #expect((second["new.plan.json"]?.count ?? 0) > 100)
    // Other options.
    #expect(try Self.run(folder, "--resume", "--engine", "native").text.contains("7 solved"))
    #expect(try Self.run(folder, "--resume", "--engine", "native").text.contains("7 kept"))
    // Without it, everything is solved again.
    #expect(try Self.run(folder).text.contains("7 solved"))
    #expect(try Self.records(folder).count == 7)
  }

  @Test("Conditions are named with their scenarios, also for plans from before, and stand in the summary")
  func conditions() throws {
    let folder = try Self.folder(2)
    let unmet = ["a/short", "shorter"]
    for (name, hours) in zip(unmet, [180, 200]) {
      try folder.write(
        "in/\(name).json", InvalidScenarioTests.sound.replacingOccurrences(of: "100,", with: "\(hours),"))
    }
    // Nothing holds.
    let none = try Self.run(folder, "--fail-on", "unmet>1000000")
    #expect(none.status == 0 && none.error.isEmpty, "\(none.error)")
    let summary = { try JSONValue(parsing: Array(try Data(contentsOf: folder.url("out/summary.json")))) }
    #expect(try summary()["counts"]?["failOn"] == .number("0"))
    // Of plans from before.
    let fired = try Self.run(folder, "--resume", "--fail-on", "unmet>0", "--fail-on", "gap>0.5")
    #expect(fired.status == 1)
    #expect(fired.text.contains("4 kept from before; 0 solved") && fired.text.contains("Conditions that hold"))
    #expect(fired.text.contains("4 scenarios, 4 plans, \(unmet.count) fail a condition"), "\(fired.text)")
    let lines = fired.error.split(separator: "\n")
    #expect(lines.count == unmet.count)
    for name in unmet {
      #expect(lines.contains { $0.hasPrefix("muster: failed on \(name).json: unmet>0: unmet is ") }, "\(fired.error)")
    }
    #expect(try summary()["counts"]?["failOn"] == .number(String(unmet.count)))
    guard case .array(let entries) = try summary()["scenarios"] else { throw POSIXError(.EINVAL) }
    for entry in entries {
      guard case .string(let name) = entry["scenario"], case .array(let found) = entry["failOn"] else {
        Issue.record("no conditions in \(entry)")
        continue
      }
      #expect(found.count == (unmet.contains { $0 + ".json" == name } ? 1 : 0))
    }
    let sheet = String(decoding: try Data(contentsOf: folder.url("out/summary.csv")), as: UTF8.self)
    #expect(sheet.split(separator: "\n")[0].hasSuffix(",error,detail,failOn"))
    #expect(sheet.split(separator: "\n").count { $0.contains(",unmet>0: unmet is ") } == unmet.count)
    // A scenario without a plan comes first; the conditions are named all the same.
    try folder.write("in/bad.json", "{")
    let both = try Self.run(folder, "--resume", "--fail-on", "unmet>0")
    #expect(both.status == 5)
    #expect(both.error.split(separator: "\n").count { $0.hasPrefix("muster: failed on ") } == unmet.count)
  }

  @Test("Conditions on changes look at the baseline; what cannot be measured does not pass")
  func conditionsOnChanges() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in"), withIntermediateDirectories: true)
    let plan = try MusterProcess.run(["solve"], input: Array(InvalidScenarioTests.sound.utf8)).output
    try folder.write("in/now.plan.json", plan)
    try folder.write(
      "in/kept.json",
      InvalidScenarioTests.sound.replacingOccurrences(
        of: "\"staff\"", with: "\"baseline\": \"now.plan.json\", \"staff\""))
    #expect(try Self.run(folder, "--fail-on", "people-changed>0").status == 0)
    try folder.write("in/plain.json", InvalidScenarioTests.sound)
    let fired = try Self.run(folder, "--resume", "--fail-on", "people-changed>0")
    #expect(fired.status == 1)
    #expect(
      fired.error == "muster: failed on plain.json: people-changed>0: the scenario has no baseline to compare with\n")
    let usage = try Self.run(folder, "--fail-on", "cost-increase>0")
    #expect(usage.status == 64 && usage.error.contains("needs a plan to compare with"))
  }

  @Test("A baseline in a file of its own belongs to the input")
  func baseline() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in"), withIntermediateDirectories: true)
    let with = InvalidScenarioTests.sound.replacingOccurrences(
      of: "\"staff\"", with: "\"baseline\": \"now.plan.json\", \"staff\"")
    let plain = try folder.write("plain.json", InvalidScenarioTests.sound)
    let plan = try MusterProcess.run(["solve", plain.path]).output
    try folder.write("in/s.json", with)
    try folder.write("in/now.plan.json", plan)
    let first = try Self.run(folder)
    try #require(first.status == 0, "\(first.text)")
    #expect(try Self.run(folder, "--resume").text.contains("1 kept"))
    try folder.write("in/now.plan.json", plan + [0x0A])
    #expect(try Self.run(folder, "--resume").text.contains("1 solved"))
  }

  @Test("A name that is not UTF-8 costs one record, and none where it is no scenario")
  func foreignNames() throws {
    let folder = try Self.folder(2)
    for name in [[0xFF] + Array(".json".utf8), [0xFE] + Array(".txt".utf8)] as [[UInt8]] {
      var path = Array((folder.url("in").path + "/").utf8CString.dropLast()) + name.map { CChar(bitPattern: $0) } + [0]
      let descriptor = open(&path, O_CREAT | O_WRONLY, 0o600)
      try #require(descriptor >= 0)
      close(descriptor)
    }
    let run = try Self.run(folder)
    #expect(run.status == 5, "\(run.text)")
    let summary = try String(contentsOf: folder.url("out/summary.json"), encoding: .utf8)
    #expect(summary.contains("Its name is not UTF-8: rename it."))
    #expect(summary.components(separatedBy: "no-input").count == 2)
  }

  @Test("Results of another batch in the folder are passed over and named; who names one has it tried")
  func otherResults() throws {
    let folder = try Self.folder(2)
    let other = try MusterProcess.run(
      ["batch", folder.url("in/a").path, "-o", folder.url("in/other").path])
    try #require(other.status == 0, "\(other.error)")
    let run = try Self.run(folder)
    #expect(run.status == 0 && run.text.contains("2 scenarios, 2 plans"), "\(run.text)")
    #expect(run.error.contains("in/other/summary.json is passed over: it is a result, and no scenario"), "\(run.error)")
    let named = try MusterProcess.run(
      ["batch", folder.url("in/other/summary.json").path, "-o", folder.url("named").path])
    #expect(named.status == 5)
  }

  @Test("What failed is kept as failed, until --retry-failed")
  func retry() throws {
    let folder = try Self.folder(3)
    try folder.write("in/bad.json", "{")
    #expect(try Self.run(folder).status == 5)
    let kept = try Self.run(folder, "--resume")
    #expect(kept.status == 5 && kept.text.contains("4 kept from before; 0 solved"))
    let retried = try Self.run(folder, "--retry-failed")
    #expect(retried.status == 5 && retried.text.contains("3 kept from before; 1 solved"))
    try folder.write("in/bad.json", ManyScenarios.scenario(4))
    #expect(try Self.run(folder, "--resume").status == 0)
    // A scenario that turns bad takes its old plan with it.
    try folder.write("in/bad.json", "{")
    #expect(try Self.run(folder, "--resume").status == 5)
    #expect(!FileManager.default.fileExists(atPath: folder.url("out/bad.plan.json").path))
  }

  @Test("A journal that was cut anywhere, or has nonsense in it, costs what was cut")
  func tornJournal() throws {
    let folder = try Self.folder(4)
    #expect(try Self.run(folder, "--jobs", "1").status == 0)
    let expected = try Self.results(folder.url("out"))
    let journal = try Array(Data(contentsOf: folder.url("out/journal.ndjson")))
    let size = journal.count
    for cut in [0, 1, size / 3, size / 2, size - 2, size - 1] {
      try folder.write("out/journal.ndjson", Array(journal.prefix(cut)))
      let outcome = try Self.run(folder, "--resume")
      #expect(outcome.status == 0)
      // A record of which the line break alone is missing is whole.
      let whole = journal.prefix(cut).count { $0 == 0x0A } + (cut == size - 1 ? 1 : 0)
      #expect(outcome.text.contains("\(4 - whole) solved"), "\(cut): \(outcome.text)")
      #expect(outcome.error.isEmpty)
      #expect(try Self.results(folder.url("out")) == expected)
      #expect(try Self.run(folder, "--resume").text.contains("4 kept from before; 0 solved"))
    }
    try folder.write("out/journal.ndjson", Array("nonsense\n".utf8) + journal)
    let outcome = try Self.run(folder, "--resume")
    #expect(outcome.text.contains("4 kept") && outcome.error.contains("1 line of the journal cannot be read"))
  }

  @Test("Folders, files and patterns; what is named twice is solved once; results are no scenarios")
  func paths() throws {
    let folder = try Self.folder(6)
    func list(_ arguments: String...) throws -> [String] {
      let outcome = try MusterProcess.run(["batch", "--list", "-o", folder.url("in/out").path] + arguments)
      #expect(outcome.status == 0, "\(outcome.error)")
      return outcome.text.split(separator: "\n").map { String($0.split(separator: " ").last ?? "") }
    }
    let root = folder.url("in").path
    let all = ["a/b/s100", "a/b/s103", "a/s101", "a/s104", "s102", "s105"].map { $0 + ".plan.json" }
    #expect(try list(root) == all)
    #expect(try list(root, root + "/", root + "/s102.json") == all)
    #expect(try list(root + "/a/s101.json") == ["s101.plan.json"])
    #expect(try list(root + "/*/s10?.json") == ["a/s101.plan.json", "a/s104.plan.json"])
    #expect(try list(root + "/*") == all)
    #expect(try list(root + "/a/*") == ["b/s100.plan.json", "b/s103.plan.json", "s101.plan.json", "s104.plan.json"])
    // Results inside the folder of the scenarios are passed over.
    try FileManager.default.createDirectory(at: folder.url("in/out"), withIntermediateDirectories: true)
    try folder.write("in/out/summary.json", "{}")
    #expect(try list(root) == all)
    #expect(folder.names == ["in"])
  }

  @Test("Mistakes on the command line are told before anything is begun")
  func mistakes() throws {
    let folder = try Self.folder(4)
    try folder.write("in/s101.json", ManyScenarios.scenario(1))
    let root = folder.url("in").path
    let out = folder.url("out").path
    func status(_ arguments: String...) throws -> Int32 {
      let outcome = try MusterProcess.run(["batch"] + arguments)
      #expect(outcome.output.isEmpty && !outcome.error.isEmpty)
      return outcome.status
    }
    #expect(try status(root + "/s101.json", root + "/a/s101.json", "-o", out) == 64)
    #expect(try status(root) == 64)
    #expect(try status("-o", out) == 64)
    #expect(try status("-", "-o", out) == 64)
    #expect(try status(root, "-o", out, "--jobs", "0") == 64)
    #expect(try status(root, "-o", out, "--memory", "1M") == 64)
    #expect(try status(root + "/none.json", "-o", out) == 66)
    #expect(try status(root + "/*.xml", "-o", out) == 66)
    #expect(try status(root, "-o", root + "/s101.json") == 73)
    #expect(folder.names == ["in"])
  }

  @Test("--fail-fast begins no more after the first failure")
  func failFast() throws {
    let folder = try Self.folder(30)
    try folder.write("in/a/a.json", "{")
    let outcome = try Self.run(folder, "--fail-fast", "--jobs", "1")
    #expect(outcome.status == 5)
    #expect(try Self.records(folder).count < 10)
    #expect(outcome.text.contains("not run"))
    let sheet = String(decoding: try Data(contentsOf: folder.url("out/summary.csv")), as: UTF8.self)
    #expect(sheet.split(separator: "\n").count == 32)
    #expect(sheet.contains("notRun"))
  }

  @Test("Names cannot steer a terminal, and files that cannot be read are records")
  func names() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in"), withIntermediateDirectories: true)
    try folder.write("in/red\u{1B}[31m.json", ManyScenarios.scenario(1))
    try folder.write("in/=1+1.json", "[")
    try FileManager.default.createSymbolicLink(
      at: folder.url("in/gone.json"), withDestinationURL: folder.url("nothing"))
    let outcome = try Self.run(folder)
    #expect(outcome.status == 5)
    #expect(!outcome.output.contains(0x1B))
    #expect(outcome.text.contains("gone.json: there is no such file or directory"))
    for name in ["summary.csv", "summary.json", "journal.ndjson"] {
      #expect(try !Data(contentsOf: folder.url("out/" + name)).contains(0x1B), "\(name)")
    }
    #expect(String(decoding: try Data(contentsOf: folder.url("out/summary.csv")), as: UTF8.self).contains("\n'=1+1"))
    #expect(try Self.run(folder, "--resume").text.contains("2 kept from before; 1 solved"))
  }

  @Test("The same bytes for 1, 2 and 4 jobs, from other folders, in other languages and time zones")
  func determinism() throws {
    let folder = try Self.folder(24)
    try folder.write("in/bad.json", "{\"format\": 1}")
    let first = try Self.run(folder, "--jobs", "1")
    #expect(first.status == 5)
    let expected = try Self.results(folder.url("out"))
    let binary = MusterProcess.binary.path
    let places: [(String, String, String)] = [
      ("2", "LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo", "cd '\(folder.path.path)'; set -- in"),
      ("4", "LC_ALL=C TZ=America/New_York LANG=tr_TR.UTF-8", "cd '\(folder.url("in").path)'; set -- ."),
      ("2", "-i", "cd /; set -- '\(folder.url("in").path)/'"),
    ]
    for (position, (jobs, environment, place)) in places.enumerated() {
      let out = folder.url("out\(position)")
      let status = try StreamTests.shell(
        "\(place); env \(environment) '\(binary)' batch \"$1\" -o '\(out.path)' --jobs \(jobs) > /dev/null 2>&1")
      #expect(status == 5)
      #expect(try Self.results(out) == expected, "\(place)")
    }
  }
}
