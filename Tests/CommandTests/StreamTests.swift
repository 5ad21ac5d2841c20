// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
import JSON
import Testing

@Suite("Streams of requests", .timeLimit(.minutes(10)))
struct StreamTests {
  /// The sound scenario on one line: 100 hours of 60 EUR, by Ana.
  static let scenario: String = {
    let value = try? JSONValue(parsing: Array(InvalidScenarioTests.sound.utf8))
    return String(decoding: value?.serialized() ?? [], as: UTF8.self)
  }()

  /// The answers, one a line.
  static func answers(
    _ lines: [String], _ arguments: [String] = [], separator: String = "\n"
  ) throws -> [JSONValue] {
    let outcome = try MusterProcess.run(
      ["stream"] + arguments, input: Array((lines.joined(separator: separator) + separator).utf8))
    return try answers(outcome)
  }

  static func answers(_ outcome: MusterProcess.Outcome) throws -> [JSONValue] {
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.isEmpty || outcome.output.last == 0x0A)
    return try outcome.output.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
  }

  static func cost(_ answer: JSONValue) -> JSONValue? { answer["plan"]?["objective"]?["value"] }
  static func kind(_ answer: JSONValue) -> JSONValue? { answer["error"]?["type"] }

  @Test("A request, a bare scenario, and the plan that solve gives")
  func plans() throws {
    let answers = try Self.answers([#"{"id": 1, "scenario": \#(Self.scenario)}"#, Self.scenario])
    try #require(answers.count == 2)
    #expect(answers[0]["id"] == .number("1") && answers[1]["id"] == .null)
    let solved = try MusterProcess.run(["solve"], input: Array(Self.scenario.utf8))
    let plan = try JSONValue(parsing: solved.output)
    #expect(answers[0]["plan"] == plan && answers[1]["plan"] == plan)
  }

  @Test("Ids of every kind come back as they were sent")
  func ids() throws {
    let ids = [
      "null", "true", "0", "-1.50e3", "12345678901234567890123", #""""#, #""ä\"\\""#, "[]", "[1,[2,{}]]",
      #"{"b":1,"a":{"x":null}}"#,
    ]
    let answers = try Self.answers(ids.map { #"{"base":"none","id":\#($0)}"# })
    try #require(answers.count == ids.count)
    for (id, answer) in zip(ids, answers) {
      #expect(String(decoding: answer["id"]?.serialized() ?? [], as: UTF8.self) == id)
    }
  }

  @Test("Registered scenarios, patches and options")
  func patches() throws {
    let answers = try Self.answers([
      #"{"id": 0, "base": "may"}"#,
      #"{"id": 1, "register": "may", "scenario": \#(Self.scenario)}"#,
      #"{"id": 2, "base": "may"}"#,
      #"{"id": 3, "base": "may", "patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": 80}]}"#,
      #"{"id": 4, "base": "may", "patch": [{"op": "replace", "path": "/staff/9/cost", "value": 80}]}"#,
      #"{"id": 5, "base": "may", "patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": "x"}]}"#,
      #"{"register": "june", "base": "may", "patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": 70}]}"#,
      #"{"id": 7, "base": "june", "options": {"engine": "native", "gap": 0.001, "workLimit": 100000}}"#,
      #"{"id": 8, "\u0072egister": "june", "scenario": {}}"#,
      #"{"id": 9, "base": "june"}"#,
      #"{"id": 10, "base": "may"}"#,
    ])
    try #require(answers.count == 11)
    #expect(Self.kind(answers[0]) == .string("muster:unknown-reference"))
    #expect(answers[1]["registered"] == .string("may"))
    let sha256 = JSONValue.string(sha256Hex(Array(Self.scenario.utf8)))
    #expect(answers[1]["sha256"] == sha256)
    #expect(answers[2]["plan"]?["scenario"]?["sha256"] == sha256)
    #expect(Self.cost(answers[2]) == .number("6000"))
    #expect(Self.cost(answers[3]) == .number("8000"))
    #expect(Self.kind(answers[4]) == .string("muster:patch"))
    #expect(answers[4]["error"]?["pointer"] == .string("/patch/0/path"))
    #expect(answers[5]["error"]?["pointer"] == .string("/scenario/staff/0/costPerHour"))
    #expect(answers[6]["registered"] == .string("june"))
    #expect(Self.cost(answers[7]) == .number("7000"))
    #expect(answers[7]["plan"]?["engine"]?["name"] == .string("native"))
    // A name whose new scenario is refused must not lead to the old one.
    #expect(answers[8]["error"] != nil && answers[8]["id"] == .number("8"))
    #expect(Self.kind(answers[9]) == .string("muster:unknown-reference"))
    #expect(Self.cost(answers[10]) == .number("6000"))
  }

  @Test("Values are set by their paths, behind the patch, as --set does it")
  func settings() throws {
    let rate = #""patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": 70}]"#
    let answers = try Self.answers([
      #"{"register": "may", "scenario": \#(Self.scenario)}"#,
      #"{"id": 1, "base": "may", "set": {"staff.ana.costPerHour": 80}}"#,
      #"{"id": 2, "base": "may", "set": {"staff.ana.costPerHour": 90}, \#(rate)}"#,
      #"{"id": 3, "base": "may", "set": {"staff.anna.costPerHour": 80}}"#,
      #"{"id": 4, "base": "may", \#(rate), "set": {"staff.ana.costPerHour": "x"}}"#,
      #"{"id": 5, "base": "may", "set": {"staff..ana": 1}}"#,
      #"{"register": "june", "base": "may", "set": {"staff.ana.costPerHour": 75, "staff.ana.name": "Ana"}}"#,
      #"{"id": 7, "base": "june", "set": {"staff.ana.name": null}}"#,
      #"{"id": 8, "scenario": \#(Self.scenario), "set": {}}"#,
    ])
    try #require(answers.count == 9)
    #expect(Self.cost(answers[1]) == .number("8000"))
    #expect(Self.cost(answers[2]) == .number("9000"))
    #expect(answers[3]["error"]?["pointer"] == .string("/set/staff.anna.costPerHour"))
    #expect(answers[3]["error"]?["hint"] == .string(#"did you mean "ana"?"#))
    #expect(answers[3]["error"]?["column"] == .number("34"))
    #expect(answers[4]["error"]?["pointer"] == .string("/scenario/staff/0/costPerHour"))
    // What is wrong was set, and not patched.
    #expect(answers[4]["error"]?["column"] == .number("108"))
    #expect(answers[5]["error"]?["pointer"] == .string("/set/staff..ana"))
    #expect(answers[6]["registered"] == .string("june"))
    #expect(Self.cost(answers[7]) == .number("7500"))
    #expect(Self.kind(answers[8]) == .string("muster:contradiction"))
    // The same scenario, and so the same plan, as on the command line.
    let file = try MusterProcess.run(
      ["solve", "-", "--set", "staff.ana.costPerHour=80"], input: Array(Self.scenario.utf8))
    #expect(answers[1]["plan"]?["assignments"] == (try JSONValue(parsing: file.output))["assignments"])
  }

  @Test(
    "A bad line costs one record with its place, and the next is read",
    arguments: [
      ("[", "json-syntax", "", 2), ("{\"id\": 1} x", "json-syntax", "", 11), ("\"text\"", "wrong-type", "", 1),
      ("7", "wrong-type", "", 1), ("{}", "missing-key", "", 1),
      (#"{"id": 1, "scenari": {}}"#, "unknown-key", "/scenari", 11),
      (#"{"id": 1, "id": 2, "base": "x"}"#, "duplicate-key", "/id", 11),
      (#"{"scenario": {}, "base": "x"}"#, "contradiction", "", 1),
      (#"{"patch": [], "scenario": {}}"#, "contradiction", "", 1),
      (#"{"register": "x", "scenario": {}, "options": {}}"#, "contradiction", "/options", 35),
      (#"{"base": "x", "options": {"gap": -1}}"#, "out-of-range", "/options/gap", 34),
      (#"{"base": "x", "options": {"engine": "glkp"}}"#, "out-of-range", "/options/engine", 37),
      (#"{"base": "x", "options": {"timeLimit": 0}}"#, "out-of-range", "/options/timeLimit", 40),
      (#"{"base": "x", "options": {"workLimit": 1.5}}"#, "out-of-range", "/options/workLimit", 40),
      (#"{"base": "x", "options": {"speed": 1}}"#, "unknown-key", "/options/speed", 27),
      (#"{"base": "x", "patch": [{"op": "jump", "path": ""}]}"#, "out-of-range", "/patch/0/op", 32),
      (#"{"scenario": {"format": "muster/scenario@2"}}"#, "format", "/scenario/format", 25),
      ("\u{FEFF}{}", "missing-key", "", 2), ("\0", "json-syntax", "", 1),
    ])
  func badLine(_ line: String, _ kind: String, _ pointer: String, _ column: Int) throws {
    let answers = try Self.answers(["", line, Self.scenario])
    try #require(answers.count == 2)
    let error = try #require(answers[0]["error"])
    let errors = if case .array(let all) = error["errors"] { all } else { [error] }
    let found = errors.first { $0["type"] == .string("muster:" + kind) && $0["pointer"] == .string(pointer) }
    #expect(found != nil, "\(String(decoding: error.serialized(), as: UTF8.self))")
    #expect(found?["line"] == .number("2"))
    #expect(found?["column"] == .number(String(column)))
    #expect(error["exitCode"] == .number("65"))
    #expect(Self.cost(answers[1]) == .number("6000"))
  }

  @Test("Invalid UTF-8, a million brackets, half a line")
  func hostile() throws {
    var input = Array("{\"id\": \"\u{E9}".utf8) + [0xFF, 0x22, 0x0A]
    input += [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000) + [0x0A]
    input += Array(#"{"id": "#.utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000) + [0x0A]
    input += Array((#"{"id": 4, "scenario": "# + Self.scenario.prefix(200)).utf8)
    let answers = try Self.answers(MusterProcess.run(["stream"], input: input))
    #expect(answers.count == 4)
    #expect(
      answers.map { Self.kind($0) } == [
        .string("muster:json-syntax"), .string("muster:limit"), .string("muster:limit"), .string("muster:json-syntax"),
      ])
    // The id stood before the place where the line broke.
    #expect(answers.last?["id"] == .number("4"))
  }

  @Test("A line beyond --max-line is passed over")
  func longLine() throws {
    let limit = Self.scenario.utf8.count
    let long = String(repeating: "x", count: 300_000)
    let answers = try Self.answers(
      [Self.scenario, Self.scenario + " ", long, Self.scenario], ["--max-line", "\(limit)"])
    try #require(answers.count == 4)
    #expect(answers.map { Self.cost($0) != nil } == [true, false, false, true])
    #expect(Self.kind(answers[1]) == .string("muster:limit"))
    #expect(answers[2]["error"]?["line"] == .number("3"))
    #expect(try MusterProcess.run(["stream", "--max-line", "2G"]).status == 64)
    #expect(try MusterProcess.run(["stream", "--jobs", "0"]).status == 64)
  }

  @Test("The second part of a stream is answered as in the whole")
  func parts() throws {
    let lines = [Self.scenario, "{", "", "[}", #"{"id": 3}"#]
    func output(_ lines: some Sequence<String>, _ arguments: [String] = []) throws -> [UInt8] {
      let input = Array((lines.joined(separator: "\n") + "\n").utf8)
      return try MusterProcess.run(["stream"] + arguments, input: input).output
    }
    let parts = try output(lines[..<2]) + output(lines[2...], ["--first-line", "3"])
    #expect(try parts == output(lines))
    #expect(try MusterProcess.run(["stream", "--first-line", "0"]).status == 64)
  }

  @Test("CRLF, blank lines, white space, no line break at the end, no input at all")
  func lineEnds() throws {
    let answers = try Self.answers(["", " \t", Self.scenario, "", "  " + Self.scenario + "  "], separator: "\r\n")
    #expect(answers.count == 2)
    #expect(answers.allSatisfy { Self.cost($0) == .number("6000") })
    #expect(answers[0]["plan"]?["scenario"]?["sha256"] == .string(sha256Hex(Array(Self.scenario.utf8))))
    let open = try MusterProcess.run(["stream"], input: Array((Self.scenario + "\n" + Self.scenario).utf8))
    #expect(try Self.answers(open).count == 2)
    #expect(try Self.answers(MusterProcess.run(["stream"])).isEmpty)
    #expect(try Self.answers(MusterProcess.run(["stream"], input: [0x0A, 0x0D, 0x0A])).isEmpty)
  }

  @Test("The end of the input at any byte: every line before it is answered, and what is left is one record")
  func truncation() throws {
    let whole = Array((Self.scenario + "\n" + #"{"id": 2, "base": "x"}"#).utf8)
    for count in stride(from: 0, through: whole.count, by: 97) + [whole.count - 1] {
      let answers = try Self.answers(MusterProcess.run(["stream"], input: Array(whole.prefix(count))))
      let lines = whole.prefix(count).split(separator: 0x0A).count
      #expect(answers.count == lines, "\(count) bytes")
    }
  }

  @Test("The same bytes for 1, 2 and 4 jobs, without an environment, from another folder")
  func jobs() throws {
    var lines: [String] = []
    for seed in 1...24 {
      let generated = try MusterProcess.run(
        [
          "generate", "--family", "office", "--staff", "\(3 + seed % 5 * 3)", "--projects", "2", "--weeks", "4",
          "--seed",
          "\(seed)", "--compact",
        ])
      let scenario = generated.text.trimmingCharacters(in: .newlines)
      lines.append(#"{"id": \#(seed), "scenario": \#(scenario)}"#)
      if seed % 5 == 0 { lines.append("{") }
      if seed % 6 == 0 { lines.append(#"{"register": "last", "scenario": \#(scenario)}"#) }
      lines.append(
        #"{"id": "p\#(seed)", "base": "last", "patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": \#(seed)}]}"#
      )
    }
    let input = Array(lines.joined(separator: "\n").utf8)
    let one = try MusterProcess.run(["stream", "--jobs", "1"], input: input)
    let answers = try Self.answers(one)
    try #require(answers.count == lines.count)
    for (line, answer) in zip(lines, answers) where line != "{" && !line.contains("register") {
      #expect(answer["id"] == (try JSONValue(parsing: Array(line.utf8)))["id"])
    }
    for jobs in ["2", "4"] {
      #expect(try MusterProcess.run(["stream", "--jobs", jobs], input: input).output == one.output)
    }
    let folder = try TemporaryFolder()
    let file = try folder.write("in", input)
    let bare = try Self.shell(
      "cd / && env -i '\(MusterProcess.binary.path)' stream < '\(file.path)' > '\(folder.url("out").path)'")
    #expect(bare == 0)
    #expect(try Array(Data(contentsOf: folder.url("out"))) == one.output)
    #expect(folder.names == ["in", "out"])
  }

  @Test("An answer is there before the next request is sent")
  func interactive() throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = MusterProcess.binary
    process.arguments = ["stream", "--jobs", "2"]
    process.environment = [:]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for number in 1...3 {
      // Part of a line first, so that it has to wait for the rest.
      let line = Array(#"{"id": \#(number), "scenario": \#(Self.scenario)}"#.utf8) + [0x0A]
      try input.fileHandleForWriting.write(contentsOf: line.prefix(40))
      try input.fileHandleForWriting.write(contentsOf: line.dropFirst(40))
      var answer: [UInt8] = []
      while answer.last != 0x0A {
        let part = output.fileHandleForReading.availableData
        try #require(!part.isEmpty)
        answer += part
      }
      #expect(try JSONValue(parsing: answer)["id"] == .number("\(number)"))
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("Nobody reads any more: 141; standard input cannot be read: 66")
  func brokenPipe() throws {
    let folder = try TemporaryFolder()
    let lines = Array(repeating: Self.scenario, count: 200).joined(separator: "\n")
    let file = try folder.write("in", lines)
    let binary = MusterProcess.binary.path
    let status = try Self.shell(
      "{ '\(binary)' stream < '\(file.path)'; echo $? > '\(folder.url("status").path)'; } | head -n 1 > /dev/null")
    #expect(status == 0)
    let text = String(decoding: try Data(contentsOf: folder.url("status")), as: UTF8.self)
    #expect(text == "141\n")
    #expect(try Self.shell("'\(binary)' stream < / 2> /dev/null") == 66)
  }

  @Test("A line of 1 GB without an end, in less memory than it has, and the next line is answered")
  func endlessLine() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("in", Self.scenario + "\n")
    let status = try Self.shell(
      """
      ulimit -v 800000
      { head -c 1000000000 /dev/zero | tr '\\0' '['; echo; cat '\(file.path)'; } |
        '\(MusterProcess.binary.path)' stream > '\(folder.url("out").path)'
      """)
    #expect(status == 0)
    let lines = try Data(contentsOf: folder.url("out")).split(separator: 0x0A)
    let answers = try lines.map { try JSONValue(parsing: Array($0)) }
    try #require(answers.count == 2)
    #expect(Self.kind(answers[0]) == .string("muster:limit"))
    #expect(Self.cost(answers[1]) == .number("6000"))
  }

  @Test("Whatever a line holds, with two workers: an error record, less than 200 MB, and the next line is answered")
  func hostileMemory() throws {
    let running = try RunningMuster(["stream", "--jobs", "2"])
    let megabyte = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    // Answers come while the lines are still being sent, but they are few and small.
    for _ in 0..<1_000 { try running.input.fileHandleForWriting.write(contentsOf: megabyte) }
    try running.send("\n")
    try running.input.fileHandleForWriting.write(contentsOf: megabyte)
    try running.send("\n")
    try running.input.fileHandleForWriting.write(contentsOf: [0x22, 0xFF, 0x22, 0x0A])
    try running.send(Self.scenario + "\n")
    for kind in ["limit", "limit", "json-syntax"] {
      let answer = try JSONValue(parsing: try #require(running.line()))
      #expect(Self.kind(answer) == .string("muster:" + kind))
    }
    #expect(Self.cost(try JSONValue(parsing: try #require(running.line()))) == .number("6000"))
    let processes = [running.id] + running.workers
    #expect(processes.count > 1)
    let memory = processes.map(RunningMuster.peakMemory)
    #expect(memory.allSatisfy { $0 > 0 } && memory.reduce(0, +) < 200_000_000, "\(memory)")
    try running.input.fileHandleForWriting.close()
    running.process.waitUntilExit()
    #expect(running.process.terminationStatus == 0)
  }

  /// The folder of the package.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("The example of a shell")
  func shellExample() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", InvalidScenarioTests.sound)
    let status = try Self.shell(
      "MUSTER='\(MusterProcess.binary.path)' sh '\(Self.root.path)/Examples/pipe.sh' '\(scenario.path)' 80"
        + " > '\(folder.url("out").path)'")
    #expect(status == 0)
    let text = String(decoding: try Data(contentsOf: folder.url("out")), as: UTF8.self)
    #expect(text == "as it is: 6000\nat 80: 8000\n")
  }

  @Test(
    "The example in Python", .enabled("Python is not installed") { try shell("command -v python3") == 0 })
  func pythonExample() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("scenario.json", InvalidScenarioTests.sound)
    let status = try Self.shell(
      "MUSTER='\(MusterProcess.binary.path)' python3 '\(Self.root.path)/Examples/pipe.py' '\(scenario.path)'"
        + " > '\(folder.url("out").path)'")
    #expect(status == 0)
    let text = String(decoding: try Data(contentsOf: folder.url("out")), as: UTF8.self)
    #expect(text.hasPrefix("as it is: 6000.00\nwithout ana: +"), "\(text)")
  }

  /// Runs a shell command.
  static func shell(_ command: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
