// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
import JSON
import Testing

@Suite("A batch that is killed", .timeLimit(.minutes(20)))
struct KillPointTests {
  /// How often something is killed; `MUSTER_KILL_POINTS` asks for more.
  static let points = ProcessInfo.processInfo.environment["MUSTER_KILL_POINTS"].flatMap { Int($0) } ?? 20
  private static let count = 40

  @Test("Killed at random and resumed, batch and workers: as if nothing had happened, and nothing done twice")
  func killPoints() throws {
    let folder = try BatchTests.folder(Self.count)
    try folder.write("in/bad.json", "{\"format\": 1}")
    #expect(try BatchTests.run(folder).status == 5)
    let expected = try BatchTests.results(folder.url("out"))
    #expect(expected.count == Self.count + 2)

    var random = SystemRandomNumberGenerator()
    var killed = 0
    var killedWorkers = 0
    var rounds = 0
    while killed < Self.points {
      rounds += 1
      let out = folder.url("out\(rounds)")
      let arguments = ["batch", "in", "-o", out.lastPathComponent, "--resume", "--jobs", "2"]
      var isDone = false
      while !isDone {
        let running = try RunningMuster(arguments, folder: folder.path)
        usleep(UInt32.random(in: 1_000...250_000, using: &random))
        if killed < Self.points, running.process.isRunning {
          // A worker every third time: the batch goes on, and is let go on.
          if killed % 3 == 2 {
            var workers: [pid_t] = []
            _ = RunningMuster.wait(seconds: 10) {
              workers = running.workers
              return !workers.isEmpty || !running.process.isRunning
            }
            if let worker = workers.randomElement(using: &random), kill(worker, SIGKILL) == 0 {
              killed += 1
              killedWorkers += 1
            }
          } else {
            kill(running.id, SIGKILL)
            killed += 1
          }
        }
        running.process.waitUntilExit()
        isDone = running.process.terminationReason == .exit
        if isDone { #expect(running.process.terminationStatus == 5) }
        // Whatever is there under its name is whole.
        for (name, bytes) in try BatchTests.results(out) where !name.hasSuffix(".tmp") {
          if bytes != expected[name] { Issue.record("\(name) is torn or wrong") }
        }
      }
      let results = try BatchTests.results(out)
      #expect(results.keys.sorted() == expected.keys.sorted())
      #expect(results == expected)
      let lines = try Data(contentsOf: out.appendingPathComponent("journal.ndjson")).split(separator: 0x0A)
      let names = lines.compactMap { line in (try? JSONValue(parsing: Array(line)))?["scenario"] }
      #expect(names.count == Self.count + 1 && Set(names).count == names.count, "something was done twice")
    }
    #expect(killedWorkers > 0)
  }
}
