// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
import JSON
import Testing

/// What Ctrl-C does in the middle of a search. A debug build takes half a minute for the scenario, a release build too
/// little to be interrupted.
@Suite("Interruptions", .timeLimit(.minutes(10)), .serialized, .enabled(if: ManyScenarios.hasFaults))
struct InterruptionTests {
  private static func large() throws -> [UInt8] {
    try MusterProcess.run(["generate", "--size", "M", "--seed", "1", "--compact"]).output
  }

  /// Runs a command and interrupts it while it searches.
  ///
  /// Where it had not begun to search, it ends at once without a word, and is run again with more patience.
  private func interrupted(
    _ arguments: [String], times: Int = 1, in folder: TemporaryFolder
  ) throws -> (status: Int32, output: [UInt8]) {
    for seconds in [2, 5, 12, 30] as [Double] {
      let words = try folder.write("words", "")
      let running = try RunningMuster(arguments, error: FileHandle(forWritingTo: words))
      usleep(UInt32(seconds * 1e6))
      for _ in 0..<times {
        kill(running.id, SIGINT)
        usleep(50_000)
      }
      let output = try running.output.fileHandleForReading.readToEnd() ?? Data()
      running.process.waitUntilExit()
      #expect(running.process.terminationReason == .exit)
      if try String(contentsOf: words, encoding: .utf8).contains("interrupt again to end at once") {
        return (running.process.terminationStatus, Array(output))
      }
    }
    Issue.record("it was never interrupted in its search")
    return (-1, [])
  }

  @Test("The first one ends a search of solve with the best verified plan, and 0")
  func solve() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.large()).path
    let (status, output) = try interrupted(["solve", scenario, "--engine", "native"], in: folder)
    #expect(status == 0)
    let plan = try JSONValue(parsing: output)
    #expect(plan["stop"] == .string("interrupted") && plan["status"] == .string("feasible"))
    #expect(plan["verification"]?["feasible"] == .boolean(true))
    try folder.write("p.json", output)
    let checked = try MusterProcess.run(["check", scenario, folder.url("p.json").path, "--no-optimum"])
    #expect(checked.status == 0, "\(checked.error)")
  }

  @Test("The second one ends it at once with 130, and writes nothing")
  func second() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.large()).path
    let arguments = ["solve", scenario, "--engine", "native", "-o", folder.url("p.json").path]
    let (status, output) = try interrupted(arguments, times: 2, in: folder)
    #expect(status == 130 && output.isEmpty)
    #expect(folder.names == ["s.json", "words"])
  }

  private static let empty = #"{"format": "muster/plan@1", "assignments": []}"#

  @Test("Few changes: the best plan so far that keeps the limit, and 0")
  func fewChanges() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.large()).path
    let kept = try folder.write("kept.json", Self.empty).path
    let (status, output) = try interrupted(
      ["solve", scenario, "--keep", kept, "--max-changes", "5", "--engine", "native"], in: folder)
    #expect(status == 0)
    let plan = try JSONValue(parsing: output)
    #expect(plan["stop"] == .string("interrupted"))
    #expect(plan["verification"]?["feasible"] == .boolean(true))
    guard case .number(let changes) = plan["replanning"]?["changes"] else {
      Issue.record("it does not say how much changes")
      return
    }
    #expect(try #require(Int(changes)) <= 5)
  }

  @Test("A frontier has the numbers of changes that were reached, and 130")
  func frontier() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", Self.large()).path
    let plan = try folder.write("p.json", Self.empty).path
    let (status, output) = try interrupted(
      ["compare", plan, plan, "--scenario", scenario, "--frontier", "--engine", "native", "--format", "json"],
      in: folder)
    #expect(status == 130)
    let comparison = try JSONValue(parsing: output)
    #expect(comparison["format"] == .string("muster/comparison@1"))
    #expect(comparison["frontier"] != nil)
  }

  @Test("A batch writes the plans that it has, begins no more, and ends with 130; --resume solves the rest")
  func batch() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c", "d"] { try folder.write("\(name).json", Self.large()) }
    let arguments = ["batch", "a.json", "b.json", "c.json", "d.json", "-o", "out", "--jobs", "1", "--engine", "native"]
    let running = try RunningMuster(arguments, folder: folder.path)
    #expect(RunningMuster.wait { !running.workers.isEmpty })
    kill(running.id, SIGINT)
    running.process.waitUntilExit()
    #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 130)
    // Two are handed out to one worker.
    let plans = try FileManager.default.contentsOfDirectory(atPath: folder.url("out").path)
      .filter { $0.hasSuffix(".plan.json") }
    #expect(plans.sorted() == ["a.plan.json", "b.plan.json"])
    for plan in plans {
      let plan = try JSONValue(parsing: Array(Data(contentsOf: folder.url("out/" + plan))))
      #expect(plan["stop"] == .string("interrupted"))
      #expect(plan["verification"]?["feasible"] == .boolean(true))
    }
    let resuming = try RunningMuster(arguments + ["--resume", "--list"], folder: folder.path)
    let rest = String(decoding: try resuming.output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(rest.split(separator: "\n").count { $0.hasPrefix("solve") } == 4, "\(rest)")
  }

  @Test("A stream answers what it has read with the best plans so far, reads no more, and ends with 130")
  func stream() throws {
    let running = try RunningMuster(["stream", "--jobs", "1", "--engine", "native"])
    try running.send(String(decoding: Self.large(), as: UTF8.self) + "\n")
    #expect(RunningMuster.wait { !running.workers.isEmpty })
    kill(running.id, SIGINT)
    // Its input stays open.
    let answer = try JSONValue(parsing: try #require(running.line()))
    #expect(answer["plan"]?["stop"] == .string("interrupted"))
    #expect(answer["plan"]?["verification"]?["feasible"] == .boolean(true))
    running.process.waitUntilExit()
    #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 130)
  }
}
