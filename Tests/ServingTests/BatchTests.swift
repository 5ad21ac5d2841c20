// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Glibc
import Insight
import JSON
import Numbers
import Planning
import Processes
import Testing

@testable import Serving

@Suite struct BatchPathsTests {
  private func names(_ paths: [String], output: String = "/nonexistent") throws -> [String] {
    try BatchPaths.items(paths, outputFolder: output).items.map(\.name)
  }

  /// The failure's kind in a word.
  private func failure(_ paths: [String]) -> String {
    do throws(ServingFailure) {
      _ = try BatchPaths.items(paths, outputFolder: "/nonexistent")
      return "none"
    } catch {
      switch error {
      case .file(let failure): return failure.identifier
      case .collision: return "collision"
      case .request: return "request"
      default: return "other"
      }
    }
  }

  @Test func foldersPatternsAndFilesAreFound() throws {
    let folder = try TestFolder()
    for name in ["b.json", "a/c.json", "a/.hidden.json", "a/c.plan.json", "notes.txt", "out/d.json"] {
      try folder.write(name, "{}")
    }
    #expect(try names([folder.path], output: folder.path + "/out") == ["a/c.json", "b.json"])
    #expect(try names([folder.path]) == ["a/c.json", "b.json", "out/d.json"])
    #expect(try names([folder.path + "/*/*.json"]) == ["a/c.json", "out/d.json"])
    #expect(try names([folder.path + "/b.json", folder.path + "/./b.json"]) == ["b.json"])
    #expect(try names([folder.path + "/notes.txt"]) == ["notes.txt"])
  }

  @Test func whatLeadsNowhereAndWhatCollidesIsRefused() throws {
    let folder = try TestFolder()
    try folder.write("a/x.json", "{}")
    try folder.write("b/x.json", "{}")
    try folder.write("empty/notes.txt", "")
    #expect(failure(["-"]) == "request")
    #expect(failure([folder.path + "/none"]) == "no-input")
    #expect(failure([folder.path + "/none*"]) == "no-input")
    #expect(failure([folder.path + "/empty"]) == "no-input")
    #expect(failure(["/dev/null"]) == "no-file")
    #expect(failure([folder.path + "/a/x.json", folder.path + "/b/x.json"]) == "collision")
  }
}

@Suite struct BatchHandlerTests {
  @Test func aFileBecomesARecordAndAPlan() throws {
    let folder = try TestFolder()
    let good = BatchItem(path: try folder.write("good.json", Fixture.scenario), name: "good.json")
    let bad = BatchItem(path: try folder.write("bad.json", "{"), name: "bad.json")
    let missing = BatchItem(path: folder.path + "/missing.json", name: "missing.json")
    var handler = BatchHandler(options: Fixture.options)
    func record(_ item: BatchItem) throws -> (BatchRecord, WorkerAnswer) {
      let request = WorkerRequest(
        payload: BatchHandler.payload(item))
      let answer = handler.answer(request) { _, _ in }
      return (try #require(BatchRecord(line: answer.bytes.dropLast())), answer)
    }
    let (planned, answer) = try record(good)
    #expect(!planned.isFailure && planned.sha256 == sha256Hex(Array(Fixture.scenario.utf8)))
    #expect(try PlanReader.read(answer.attachment).objective.value.description == "6000")
    guard case .failure(let problem) = try record(bad).0.outcome,
      case .failure(let absence) = try record(missing).0.outcome
    else {
      Issue.record("they have no plans")
      return
    }
    #expect(problem.exitCode == 65)
    #expect(absence.type == "muster:no-input" && absence.exitCode == 66)
    // The same wherever the files are.
    #expect(absence.detail == "missing.json: there is no such file or directory.")
  }
}

@Suite(.timeLimit(.minutes(10))) struct BatchRunTests {
  private func failedRecord(_ name: String) -> BatchRecord {
    BatchRecord(name: name, outcome: .failure(Problem(.lost)))
  }

  @Test func whatFailsIsRecordedAndKeptUntilItIsRetried() async throws {
    let folder = try TestFolder()
    for name in ["a", "b", "c"] { try folder.write("in/\(name).json", Fixture.scenario) }
    try folder.write("out/b.plan.json.17.tmp", "cut short")
    let batch = try Batch([folder.path + "/in"], folder: folder.path + "/out//", options: Fixture.options)
    #expect(batch.folder == folder.path + "/out")
    let run = try BatchRun(batch, resources: Fixture.noWorkers)
    #expect(throws: FileFailure.self) { try BatchRun(batch, resources: Fixture.noWorkers) }
    try run.begin(isResumed: false)
    let tally = BatchTally(all: 3, kept: [])
    let records = try await run.solve(batch.items, tally: tally)
    #expect(records.count == 3 && records.values.allSatisfy(\.isFailure))
    #expect(tally.now.done == 3 && tally.now.failed == 3)
    run.close()
    #expect(fileKind(of: folder.path + "/out/b.plan.json.17.tmp") == nil)
    // Nobody read the scenarios, so nobody knows of which bytes that is true.
    #expect(batch.earlier(retriesFailed: false).changed == 3)
    let summary = BatchSummary(batch.items) { records[$0.name] }
    #expect(summary.failures == 3 && summary.plans == 0 && summary.notRun == 0)
    try summary.write(to: batch.folder)
    let json = try JSONValue(parsing: try InputFile(batch.folder + "/summary.json").read())
    #expect(json["counts"]?["failed"] == .number("3"))
    let rows = try InputFile(batch.folder + "/summary.csv").read().split(separator: 0x0A)
    #expect(rows.count == 4)
  }

  @Test func recordsSurviveTheJournalAndTornLinesDoNot() throws {
    let folder = try TestFolder()
    let path = try folder.write("in/a.json", Fixture.scenario)
    let batch = try Batch([path], folder: folder.path + "/out", options: Fixture.options)
    let run = try BatchRun(batch, resources: Fixture.noWorkers)
    var record = failedRecord("a.json")
    record.sha256 = sha256Hex(Array(Fixture.scenario.utf8))
    record.settings = batch.settings
    record.seconds = Millionths(count: 500_000)
    let line = record.line
    #expect(BatchRecord(line: line.dropLast())?.line == line)
    for count in 0..<(line.count - 1) { #expect(BatchRecord(line: Array(line.prefix(count))) == nil) }
    let journal = BatchJournal.path(in: batch.folder)
    run.close()
    try OutputFile(journal).write(Array("senseless\n".utf8) + line + line.prefix(20))
    let earlier = batch.earlier(retriesFailed: false)
    #expect(earlier.kept.count == 1 && earlier.senseless == 1 && earlier.changed == 0)
    #expect(batch.earlier(retriesFailed: true).kept.isEmpty)
    try folder.write("in/a.json", Fixture.scenario + " ")
    #expect(batch.earlier(retriesFailed: false).changed == 1)
  }

  @Test func conditionsAreMeasuredOnPlansThatAreThere() throws {
    let folder = try TestFolder()
    let path = try folder.write("a.json", Fixture.scenario)
    let batch = try Batch([path], folder: folder.path + "/out", options: Fixture.options)
    var handler = BatchHandler(options: Fixture.options)
    let answer = handler.answer(
      WorkerRequest(payload: BatchHandler.payload(batch.items[0]))
    ) { _, _ in }
    let record = try #require(BatchRecord(line: answer.bytes.dropLast()))
    try Folder.make(batch.folder)
    try OutputFile(batch.items[0].outputPath(in: batch.folder)).write(answer.attachment)
    let entries = BatchSummary(batch.items) { _ in record }.entries
    #expect(try batch.findings([Gate(parsing: "cost>5000")], in: entries)["a.json"]?.count == 1)
    #expect(try batch.findings([Gate(parsing: "cost>7000")], in: entries).isEmpty)
    // There is no baseline to compare with.
    #expect(try batch.findings([Gate(parsing: "changes>0")], in: entries)["a.json"]?.count == 1)
  }
}

extension WorkerFault {
  fileprivate static let lost = WorkerFault(.crash, "was ended by signal 9 (Killed)")
}
