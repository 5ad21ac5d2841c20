// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import JSON
import Planning
import Processes
import Synchronization
import Testing

@testable import Serving

/// Both ends of a pipe.
private struct TestPipe {
  let input: Int32
  let output: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    (input, output) = (ends[0], ends[1])
  }

  /// With this text and no more to come.
  init(_ text: String) throws {
    try self.init()
    let output = output
    startThread {
      try? writeAll(Array(text.utf8), to: output)
      close(output)
    }
  }
}

/// What a lane wrote.
private final class Written: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  func append(_ part: [UInt8]) { bytes.withLock { $0 += part } }
  var lines: [JSONValue] {
    get throws { try bytes.withLock { $0 }.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) } }
  }
}

@Suite struct LineReaderTests {
  private func lines(_ text: String, limit: Int = 10) async throws -> [String] {
    let pipe = try TestPipe(text)
    var reader = LineReader(pipe.input, limit: limit, bell: try Doorbell())
    var lines: [String] = []
    while let line = try await reader.next() {
      switch line {
      case .text(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
      case .tooLong(let count): lines.append("(\(count))")
      }
    }
    close(pipe.input)
    return lines
  }

  @Test func linesEndWithBreaksAndWithTheInput() async throws {
    #expect(try await lines("").isEmpty)
    #expect(try await lines("one") == ["one"])
    #expect(try await lines("one\n\ntwo\r\n") == ["one", "", "two"])
    #expect(try await lines("0123456789\r\n01234567890\nrest") == ["0123456789", "(11)", "rest"])
    let long = String(repeating: "x", count: 200_000)
    #expect(try await lines(long + "\nend") == ["(200000)", "end"])
    #expect(try await lines(long + "\nend", limit: 200_000) == [long, "end"])
  }

  @Test func aBellEndsAnInputThatNeverComes() async throws {
    let pipe = try TestPipe()
    let bell = try Doorbell()
    var reader = LineReader(pipe.input, limit: 10, bell: bell)
    startThread {
      usleep(20_000)
      bell.ring()
    }
    let line = try await reader.next()
    #expect(line == nil)
    close(pipe.input)
    close(pipe.output)
  }

  @Test func whatCannotBeReadIsAFailure() async throws {
    let folder = open("/", O_RDONLY)
    var reader = LineReader(folder, limit: 10, bell: try Doorbell())
    do {
      _ = try await reader.next()
      Issue.record("a folder was read")
    } catch {
      #expect(error.kind == .inputIsDirectory)
    }
    close(folder)
  }
}

@Suite struct OrderedOutputTests {
  @Test func answersComeInOrder() async throws {
    let written = Mutex<[UInt8]>([])
    let output = try OrderedOutput { bytes in written.withLock { $0 += bytes } }
    output.start {}
    for number in [3, 1, 2, 0, 4] { output.put([UInt8(number)], number: number) }
    await output.whenWritten(5)
    #expect(written.withLock { $0 } == [0, 1, 2, 3, 4])
    #expect(output.waitingBytes == 0 && output.failure == nil)
    output.close()
  }

  @Test func nobodyWaitsForWhatCannotBeWritten() async throws {
    let output = try OrderedOutput { _ throws(FileFailure) in throw FileFailure(.brokenPipe, "Nobody reads.") }
    let isTold = Atomic(false)
    output.start { isTold.store(true, ordering: .relaxed) }
    output.put([1], number: 0)
    await output.whenWritten(1)
    #expect(output.failure?.kind == .brokenPipe)
    while !isTold.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
  }
}

@Suite(.timeLimit(.minutes(10))) struct StreamLaneTests {
  private func lane(
    _ input: Int32, longestLine: Int = 1_000, _ write: @escaping @Sendable ([UInt8]) throws(FileFailure) -> Void
  ) throws -> StreamLane {
    try StreamLane(
      options: Fixture.options, resources: Fixture.noWorkers, longestLine: longestLine, firstLine: 5, input: input,
      write: write)
  }

  @Test func everyLineIsAnsweredInOrderAlsoWithoutWorkers() async throws {
    let long = String(repeating: " ", count: 2_000)
    let pipe = try TestPipe(#"{"id": 1, "base": "x"}"# + "\n\n" + long + "\n" + #"{"register": "x"}"# + "\n" + "{}")
    let written = Written()
    let lane = try lane(pipe.input) { bytes in written.append(bytes) }
    #expect(await lane.run() == nil)
    let answers = try written.lines
    #expect(
      answers.map { $0["error"]?["type"] } == [
        .string("muster:worker-start"), .string("muster:limit"), .string("muster:worker-start"),
        .string("muster:worker-start"),
      ])
    #expect(answers.map { $0["error"]?["exitCode"] } == ["70", "65", "70", "70"].map { .number($0) })
    // Blank lines count, and the first line is the fifth.
    try #require(answers.count == 4)
    #expect(answers[1]["error"]?["line"] == .number("7"))
    #expect(lane.counts == (4, 4))
    close(pipe.input)
  }

  @Test func aLaneThatIsStoppedAnswersWhatItRead() async throws {
    let pipe = try TestPipe()
    let written = Written()
    let lane = try lane(pipe.input) { bytes in written.append(bytes) }
    let failure = Task { await lane.run() }
    try writeAll(Array("{}\n{}\n".utf8), to: pipe.output)
    while lane.counts.requests < 2 { try await Task.sleep(for: .milliseconds(1)) }
    lane.stop()
    #expect(await failure.value == nil)
    #expect(try written.lines.count == 2)
    close(pipe.input)
    close(pipe.output)
  }

  @Test func aLaneWithoutAReaderEndsAlthoughItsInputGoesOn() async throws {
    let pipe = try TestPipe()
    let lane = try lane(pipe.input) { _ throws(FileFailure) in throw FileFailure(.brokenPipe, "Nobody reads.") }
    try writeAll(Array("{}\n".utf8), to: pipe.output)
    guard case .file(let failure) = await lane.run() else {
      Issue.record("the failure was not told")
      return
    }
    #expect(failure.kind == .brokenPipe && failure.exitStatus == .brokenPipe)
    close(pipe.input)
    close(pipe.output)
  }
}

/// What a worker of a stream answers, in this process.
@Suite struct StreamHandlerTests {
  private func answer(
    _ line: String, _ handler: inout StreamHandler, attempt: WorkerAttempt = .normal, fault: WorkerFault? = nil
  ) throws -> (value: JSONValue, answer: WorkerAnswer) {
    let request = WorkerRequest(
      payload: LinePayload.payload(Array(line.utf8), number: 3), attempt: attempt, fault: fault)
    let answer = handler.answer(request) { _, _ in }
    return (try JSONValue(parsing: answer.bytes), answer)
  }

  @Test func scenariosArePlannedPatchedAndRefused() throws {
    var handler = StreamHandler(options: Fixture.options)
    let bare = try answer(Fixture.scenario, &handler)
    #expect(bare.value["plan"]?["objective"]?["value"] == .number("6000") && !bare.answer.isError)
    let registered = try answer(#"{"register": "may", "scenario": \#(Fixture.scenario)}"#, &handler)
    #expect(registered.value["registered"] == .string("may"))
    handler.remember("may", registered.answer.attachment)
    let patch = #"[{"op": "replace", "path": "/staff/0/costPerHour", "value": 70}]"#
    let patched = try answer(#"{"id": 7, "base": "may", "patch": \#(patch)}"#, &handler)
    #expect(patched.value["id"] == .number("7"))
    #expect(patched.value["plan"]?["objective"]?["value"] == .number("7000"))
    // The penalties are those of the base: 3 x 60, where the patched scenario would derive 3 x 70.
    guard case .array(let penalties)? = patched.value["penalties"], let hour = penalties.first else {
      Issue.record("\(patched.value)")
      return
    }
    #expect(hour["figure"] == .string("unmetCostPerHour"))
    #expect(hour["value"] == .number("180") && hour["derived"] == .number("210"))
    let own = patch.dropLast() + #", {"op": "add", "path": "/policy", "value": {"unmetCostPerHour": 1}}]"#
    let given = try answer(#"{"id": 9, "base": "may", "patch": \#(own)}"#, &handler)
    guard case .array(let others)? = given.value["penalties"] else { return }
    #expect(!others.contains { $0["figure"] == .string("unmetCostPerHour") }, "what is given stays")
    let same = try answer(#"{"id": 10, "base": "may", "patch": []}"#, &handler)
    #expect(same.value["penalties"] == nil)
    handler.remember("may", nil)
    let forgotten = try answer(#"{"id": 8, "base": "may"}"#, &handler)
    #expect(forgotten.answer.isError && forgotten.value["error"]?["exitCode"] == .number("65"))
    #expect(forgotten.value["error"]?["line"] == .number("3"))
  }

  @Test func whatBroughtOthersDownIsTriedCautiouslyAndThenReported() throws {
    var handler = StreamHandler(options: Fixture.options)
    let fault = WorkerFault(.late, "did not stop at its limit of 1 s")
    let cautious = try answer(Fixture.scenario, &handler, attempt: .cautious, fault: fault)
    #expect(cautious.value["plan"]?["stop"] == .string("time"))
    #expect(cautious.value["plan"]?["engine"]?["fallback"] == .string("the process that solved it " + fault.detail))
    let report = try answer(#"{"id": "a", "scenario": {}}"#, &handler, attempt: .report, fault: fault)
    #expect(report.value["id"] == .string("a") && report.answer.isError)
    #expect(report.value["error"]?["type"] == .string("muster:worker-late"))
    #expect(report.value["error"]?["exitCode"] == .number("4"))
  }
}

@Suite struct GreetingTests {
  @Test func optionsSurviveTheWay() throws {
    var options = Fixture.options
    options.gapTolerance = 0.1 + 0.2
    options.timeLimit = 1.5
    options.workLimit = 12
    options.glpkLibrary = "/lib/\"glpk\""
    let read = try #require(WorkerGreeting(WorkerGreeting(kind: .batch, options: options).bytes))
    #expect(read.kind == .batch && read.options.gapTolerance == options.gapTolerance)
    #expect(read.options.timeLimit == 1.5 && read.options.workLimit == 12 && read.options.threads == 1)
    #expect(read.options.glpkLibrary == options.glpkLibrary && read.options.engine == .native)
    #expect(WorkerGreeting(Array("{}".utf8)) == nil && WorkerGreeting([]) == nil)
  }
}
