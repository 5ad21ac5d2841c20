// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
import JSON
import Testing

@Suite(
  "Workers that fail", .serialized, .timeLimit(.minutes(10)),
  .enabled("the program is no debug build") { ManyScenarios.hasFaults })
struct WorkerFaultTests {
  /// Which of 200 scenarios have which fault.
  static let places = Dictionary(
    uniqueKeysWithValues: ManyScenarios.faults.indices.map { (7 + 23 * $0, ManyScenarios.faults[$0]) })

  static func lines(withFaults: Bool) -> [String] {
    (0..<200).map { number in
      let fault = withFaults ? places[number]?.kind : nil
      return #"{"id": \#(number), "scenario": \#(ManyScenarios.scenario(number, fault: fault))}"#
    }
  }

  @Test("stream: 200 scenarios, 8 of them faulty: 192 right plans, 8 records with the cause, the order kept")
  func stream() throws {
    let sound = try StreamTests.answers(Self.lines(withFaults: false), ["--jobs", "1"])
    try #require(sound.count == 200)
    for jobs in ["2"] {
      let answers = try StreamTests.answers(
        Self.lines(withFaults: true), ["--jobs", jobs, "--time-limit", "3", "--memory", "128M"])
      try #require(answers.count == 200)
      for (number, answer) in answers.enumerated() {
        #expect(answer["id"] == .number("\(number)"))
        guard let fault = Self.places[number] else {
          #expect(answer == sound[number], "\(number)")
          continue
        }
        let problem = try #require(answer["error"], "\(fault.kind)")
        #expect(problem["type"] == .string(fault.type))
        guard case .string(let detail) = problem["detail"] else { continue }
        #expect(detail.contains(fault.detail), "\(detail)")
        #expect(problem["line"] == .number("\(number + 1)"))
      }
    }
  }

  @Test("batch: the same, in files")
  func batch() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in/deep"), withIntermediateDirectories: true)
    var names: [String] = []
    for number in 0..<200 {
      let name = (number % 3 == 0 ? "deep/" : "") + "s" + String(number + 1000)
      names.append(name)
      try folder.write("in/\(name).json", ManyScenarios.scenario(number, fault: Self.places[number]?.kind))
    }
    let outcome = try MusterProcess.run([
      "batch", folder.url("in").path, "-o", folder.url("out").path, "--jobs", "2", "--time-limit", "3", "--memory",
      "128M",
    ])
    #expect(outcome.status == 5, "\(outcome.error)")
    let summary = try JSONValue(parsing: Array(Data(contentsOf: folder.url("out/summary.json"))))
    guard case .array(let entries) = summary["scenarios"] else {
      Issue.record("no scenarios")
      return
    }
    #expect(summary["counts"]?["plans"] == .number("192") && summary["counts"]?["failed"] == .number("8"))
    let sorted = names.sorted { "\($0).plan.json" < "\($1).plan.json" }
    #expect(entries.map { $0["scenario"] } == sorted.map { .string($0 + ".json") })
    for entry in entries {
      guard case .string(let name) = entry["scenario"],
        let number = names.firstIndex(of: String(name.dropLast(5)))
      else { continue }
      let plan = folder.url("out/\(names[number]).plan.json")
      guard let fault = Self.places[number] else {
        let expected = number % 20 == 0 ? try MusterProcess.run(["solve", folder.url("in/\(name)").path]).output : nil
        let bytes = try Array(Data(contentsOf: plan))
        if let expected { #expect(bytes == expected, "the plan that solve gives") }
        #expect(entry["fileSHA256"] == .string(sha256Hex(bytes)))
        continue
      }
      #expect(!FileManager.default.fileExists(atPath: plan.path))
      #expect(entry["error"]?["type"] == .string(fault.type))
      guard case .string(let detail) = entry["error"]?["detail"] else { continue }
      #expect(detail.contains(fault.detail), "\(detail)")
    }
    #expect(outcome.text.contains("8 failed") && outcome.text.contains("signal 11"))
  }

  /// Answers that are plans; where a time limit is in play, a machine that is busy with something else may need another
  /// try.
  private static func planned(_ lines: [String], _ arguments: [String]) throws -> [JSONValue] {
    for _ in 0..<4 {
      let answers = try StreamTests.answers(lines, arguments)
      if answers.allSatisfy({ $0["plan"] != nil }) { return answers }
    }
    return try StreamTests.answers(lines, arguments)
  }

  @Test(
    "What the native engine alone survives is a plan that says what happened",
    arguments: ManyScenarios.faults.map(\.kind))
  func stopgap(_ kind: String) throws {
    let line = #"{"id": 1, "scenario": \#(ManyScenarios.scenario(1, fault: kind + "-once"))}"#
    let sound = try StreamTests.answers([ManyScenarios.scenario(1)])
    let isLate = kind == "loop" || kind == "silence"
    let limit = isLate ? ["--time-limit", "1.5"] : []
    let answers = try Self.planned([line, line], limit + ["--memory", "128M", "--jobs", "2"])
    try #require(answers.count == 2)
    for answer in answers {
      let plan = try #require(answer["plan"], "\(String(decoding: answer.serialized(), as: UTF8.self))")
      #expect(plan["stop"] == .string(isLate ? "time" : "crash"))
      #expect(plan["engine"]?["name"] == .string("native"))
      guard case .string(let fallback) = plan["engine"]?["fallback"] else {
        Issue.record("nothing says what happened")
        return
      }
      let detail = ManyScenarios.faults.first { $0.kind == kind }?.detail ?? ""
      #expect(fallback.contains(detail), "\(fallback)")
      #expect(plan["objective"]?["value"] == sound[0]["plan"]?["objective"]?["value"])
      #expect(answer["notices"] != nil)
    }
  }

  @Test("A worker that hangs costs two seconds beyond the limit at most, and the plan is there", arguments: [1.0, 2.0])
  func limit(_ seconds: Double) throws {
    // A machine that is busy with something else may be late once, but not always.
    var best = Double.infinity
    for _ in 0..<4 where best > seconds + 2 {
      let running = try RunningMuster(["stream", "--jobs", "1"])
      let begin = Date()
      try running.send(
        #"{"id": 1, "scenario": \#(ManyScenarios.scenario(1, fault: "loop-once")), "options": {"timeLimit": \#(seconds)}}"#
          + "\n")
      let answer = try JSONValue(parsing: try #require(running.line()))
      best = min(best, Date().timeIntervalSince(begin))
      #expect(answer["plan"]?["stop"] == .string("time"))
      #expect(answer["plan"]?["verification"]?["feasible"] == .boolean(true))
    }
    #expect(best <= seconds + 2)
    #expect(best >= seconds)
  }

  private static let library = "/usr/lib/x86_64-linux-gnu/libglpk.so.40"

  /// A GLPK whose simplex method does something else.
  private static func brokenLibrary(_ body: String, in folder: TemporaryFolder) throws -> String {
    let source = try folder.write("broken.c", "int glp_simplex(void *p, const void *q) { \(body) }\n")
    let file = folder.url("libbroken.so").path
    let status = try StreamTests.shell(
      "clang -w -O0 -shared -fPIC -o '\(file)' '\(source.path)' -Wl,--no-as-needed '\(library)'")
    try #require(status == 0)
    return file
  }

  @Test(
    "A real SIGSEGV in GLPK, and a GLPK that does not keep its limit: the native engine's plan, and the next line",
    .enabled("there is no clang, or GLPK is somewhere else") {
      try StreamTests.shell("command -v clang > /dev/null && test -e '\(library)'") == 0
    })
  func brokenGLPK() throws {
    let scenario = try MusterProcess.run([
      "generate", "--family", "office", "--staff", "10", "--projects", "3", "--weeks", "12", "--compact",
    ]).text.trimmingCharacters(in: .newlines)
    for (body, stop, fallback) in [
      ("volatile int *place = 0; return *place;", "crash", "signal 11"),
      ("for (volatile int i = 0;;) i = 1;", "time", "time limit"),
    ] {
      let folder = try TemporaryFolder()
      let broken = try Self.brokenLibrary(body, in: folder)
      let answers = try Self.planned(
        Array(repeating: scenario, count: 3),
        ["--engine", "glpk", "--glpk", broken, "--jobs", "1", "--time-limit", "1"])
      try #require(answers.count == 3)
      for answer in answers {
        let plan = try #require(answer["plan"], "\(String(decoding: answer.serialized(), as: UTF8.self))")
        #expect(plan["stop"] == .string(stop))
        #expect(plan["engine"]?["name"] == .string("native"))
        guard case .string(let text) = plan["engine"]?["fallback"] else { continue }
        #expect(text.contains(fallback), "\(text)")
      }
    }
  }

  @Test("Registered scenarios are known to every worker, also to one that takes another's place")
  func bases() throws {
    var lines = [
      #"{"register": "may", "scenario": \#(ManyScenarios.scenario(0))}"#,
      #"{"register": "june", "base": "may", "patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": 100}]}"#,
      #"{"register": "gone", "base": "may"}"#,
      #"{"register": "gone", "scenario": {}}"#,
    ]
    let kinds = ["abort", "segv", "kill"]
    for number in 0..<30 {
      let base = number % 2 == 0 ? "may" : "june"
      lines.append(#"{"id": \#(number), "base": "\#(base)"}"#)
      if number % 10 == 3 {
        lines.append(#"{"id": "bad", "scenario": \#(ManyScenarios.scenario(1, fault: kinds[number / 10]))}"#)
      }
    }
    lines.append(#"{"id": "lost", "register": "may", "scenario": \#(ManyScenarios.scenario(1, fault: "abort"))}"#)
    lines.append(#"{"id": "forgotten", "base": "may"}"#)
    lines.append(#"{"id": "forgotten", "base": "gone"}"#)
    lines.append(#"{"id": "kept", "base": "june"}"#)
    for jobs in ["1", "3"] {
      let answers = try StreamTests.answers(lines, ["--jobs", jobs])
      try #require(answers.count == lines.count)
      var lost = 0
      for answer in answers.dropFirst(4) {
        switch answer["id"] {
        case .string("bad"), .string("lost"):
          lost += 1
          #expect(StreamTests.kind(answer) == .string("muster:worker-crash"))
        case .string("forgotten"): #expect(StreamTests.kind(answer) == .string("muster:unknown-reference"))
        case .string: #expect(StreamTests.cost(answer) == .number("10000"))
        case .number(let text):
          let isMay = Int(text).map { $0 % 2 == 0 } ?? false
          #expect(StreamTests.cost(answer) == .number(isMay ? "6000" : "10000"))
        default: Issue.record("an answer without an id")
        }
      }
      #expect(lost == 4)
    }
  }

  @Test("No worker outlives its parent by a second, whether it computes, waits or has just begun")
  func parentKilled() throws {
    for kind in ["loop", "silence", nil] {
      let running = try RunningMuster(["stream", "--jobs", "2"])
      for number in 0..<2 { try running.send(ManyScenarios.scenario(number, fault: kind) + "\n") }
      var workers: [pid_t] = []
      #expect(
        RunningMuster.wait {
          workers = running.workers; return !workers.isEmpty
        })
      if kind != nil { usleep(300_000) }
      workers = Array(Set(workers + running.workers))
      #expect(workers.contains(where: RunningMuster.isAlive) || kind == nil)
      kill(running.id, SIGKILL)
      running.process.waitUntilExit()
      #expect(RunningMuster.wait(seconds: 1) { !workers.contains(where: RunningMuster.isAlive) })
    }
  }

  @Test("Ctrl-C, twice, ends a batch with 130: the journal is whole, no worker is left, and it goes on from there")
  func interrupt() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("in"), withIntermediateDirectories: true)
    for number in 0..<6 { try folder.write("in/s\(number).json", ManyScenarios.scenario(number)) }
    try folder.write("in/s6.json", ManyScenarios.scenario(6, fault: "silence"))
    let arguments = ["batch", "in", "-o", "out", "--jobs", "2"]
    for (signal, status) in [(SIGINT, Int32(130)), (SIGTERM, 143)] {
      let running = try RunningMuster(arguments + ["--resume"], folder: folder.path)
      let journal = folder.url("out/journal.ndjson")
      #expect(
        RunningMuster.wait {
          (try? Data(contentsOf: journal))?.count { $0 == 0x0A } == 6 && !running.workers.isEmpty
        })
      let workers = running.workers
      // The first interruption asks the workers to come to an end, which one that is silent does not.
      #expect(
        RunningMuster.wait {
          kill(running.id, signal)
          usleep(100_000)
          return !running.process.isRunning
        })
      running.process.waitUntilExit()
      #expect(running.process.terminationReason == .exit && running.process.terminationStatus == status)
      #expect(RunningMuster.wait(seconds: 1) { !workers.contains(where: RunningMuster.isAlive) })
      let lines = try Data(contentsOf: journal).split(separator: 0x0A)
      #expect(lines.count == 6)
      for line in lines { _ = try JSONValue(parsing: Array(line)) }
    }
    try folder.write("in/s6.json", ManyScenarios.scenario(6))
    let running = try RunningMuster(arguments + ["--resume"], folder: folder.path)
    running.process.waitUntilExit()
    #expect(running.process.terminationStatus == 0)
    #expect(try Data(contentsOf: folder.url("out/journal.ndjson")).count { $0 == 0x0A } == 7)
  }

  @Test("Two batches on one folder: the second says so and leaves with 75")
  func lock() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.json", ManyScenarios.scenario(1, fault: "silence")).path
    let out = folder.url("out").path
    let running = try RunningMuster(["batch", scenario, "-o", out])
    #expect(RunningMuster.wait { !running.workers.isEmpty })
    let second = try MusterProcess.run(["batch", scenario, "-o", out])
    #expect(second.status == 75)
    #expect(second.error.contains("Another batch is at work"))
    #expect(second.output.isEmpty)
    kill(running.id, SIGKILL)
    running.process.waitUntilExit()
    try folder.write("s.json", ManyScenarios.scenario(1))
    #expect(try MusterProcess.run(["batch", scenario, "-o", out]).status == 0)
  }
}
