// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Glibc
import Planning
import Presentation
import ScenarioJSON

/// A number of bytes: `1000`, `64K`, `64M`, `1G`.
struct ByteCount: ExpressibleByArgument {
  var bytes: Int

  init(_ bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let shift: Int? =
      switch argument.last {
      case "K": 10
      case "M": 20
      case "G": 30
      default: nil
      }
    guard let number = Int(shift == nil ? argument[...] : argument.dropLast()), number > 0, number <= 1 << 30 else {
      return nil
    }
    bytes = number << (shift ?? 0)
  }

  var defaultValueDescription: String { bytes % (1 << 20) == 0 ? "\(bytes >> 20)M" : "\(bytes)" }
}

struct StreamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Plans many scenarios: one request a line in, one answer a line out, in order.",
    usage: "muster stream [<options>] < requests > answers",
    discussion: """
      Examples:
        muster generate --compact | muster stream       a scenario on a line is a request
        muster stream --jobs 2 < requests.ndjson > answers.ndjson

      A request is one line of JSON, in one of these forms:
        {"id": 1, "scenario": {...}, "options": {"engine": "native", "timeLimit": 10}}
        {"register": "may", "scenario": {...}}
        {"id": 2, "base": "may", "patch": [{"op": "replace", "path": "/staff/0/costPerHour", "value": 80}]}

      Its answer is {"id": 1, "plan": {...}} or {"id": 1, "error": {...}}. Bad lines are answered, and the next is \
      read. It exits with 0 when every line has its answer.
      """)

  @Option(help: ArgumentHelp("How many are solved at once; the answers are the same.", valueName: "count"))
  var jobs: Int = Self.processors

  @Option(
    name: .customLong("max-line"),
    help: ArgumentHelp("The longest line that is read, in bytes, such as 64M, at most 1G.", valueName: "bytes"))
  var longestLine = ByteCount(64 << 20)

  @OptionGroup(title: "Solving, for requests without options of their own") var solver: SolverOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  /// The processors of this machine.
  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The columns below which a program is solved in this process: it takes milliseconds, of which a process for GLPK would
  /// take most. What GLPK itself finds wrong, such as a failed assertion, is caught here too.
  static let smallProgram = 5_000

  func validate() throws {
    guard (1...1_024).contains(jobs) else { throw ValidationError("--jobs is from 1 to 1024, not \(jobs).") }
    guard longestLine.bytes <= JSONLimits.bytes else {
      throw ValidationError("--max-line is at most \(JSONLimits.bytes), the largest document that is read.")
    }
  }

  func run() async throws {
    if StandardInput.isTerminal {
      messages.notice("reading one request a line from standard input; end it with Ctrl-D")
    }
    let start = ContinuousClock.now
    var options = solver.planningOptions
    options.glpkWorkerColumns = Self.smallProgram
    var lane = StreamLane(
      answers: StreamAnswers(options: options), jobs: jobs, longestLine: longestLine.bytes)
    let failure = await lane.run()
    if messages.verbose {
      let seconds = max(0.001, seconds(since: start))
      messages.notice(
        "\(Figures.whole(lane.requests)) requests, \(Figures.whole(lane.errors)) errors, "
          + "\(Figures.whole(Int(Double(lane.requests) / seconds))) a second")
    }
    if let failure { throw failure }
  }
}

/// Takes lines in, has up to so many of them solved at once, and puts the answers out in their order.
private struct StreamLane {
  let answers: StreamAnswers
  let jobs: Int
  let longestLine: Int
  private(set) var requests = 0
  private(set) var errors = 0

  init(answers: StreamAnswers, jobs: Int, longestLine: Int) {
    self.answers = answers
    self.jobs = jobs
    self.longestLine = longestLine
  }

  /// What a task answers for: whether it is an error, and the bytes of its line.
  private struct Done: Sendable {
    var isError: Bool
    var bytes: Int
  }

  /// Answers all lines.
  ///
  /// - Returns: why it ended early, if it did; what was read until then is answered.
  mutating func run() async -> CommandFailure? {
    let output = OrderedOutput()
    let answers = answers
    var reader = LineReader(STDIN_FILENO, limit: longestLine)
    var bases: [String: RegisteredScenario] = [:]
    var lineNumber = 0
    var requests = 0
    var errors = 0
    let (jobs, longestLine) = (jobs, longestLine)
    let failure = await withTaskGroup(of: Done.self) { group -> CommandFailure? in
      var inFlight = 0
      var bytesInFlight = 0
      func account(_ done: Done) {
        inFlight -= 1
        bytesInFlight -= done.bytes
        if done.isError { errors += 1 }
      }
      while true {
        let read: LineReader.Line?
        do throws(CommandFailure) {
          read = try await reader.next()
        } catch {
          for await done in group { account(done) }
          return error
        }
        guard let read else { break }
        lineNumber += 1
        let number = requests
        let text: [UInt8]
        switch read {
        case .tooLong(let bytes):
          requests += 1
          errors += 1
          output.put(answers.answer(tooLong: bytes, limit: longestLine, line: lineNumber).bytes, number: number)
          continue
        case .text(let bytes):
          if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
          text = bytes
        }
        requests += 1
        var parsed: StreamLine?
        if StreamAnswers.mayRegister(text) {
          let line = StreamLine(parsing: text, engines: StreamAnswers.engines)
          if case .success(let request) = line.request, let name = request.register {
            let answer = answers.register(request, name: name, line: line, number: lineNumber, bases: &bases)
            if answer.isError { errors += 1 }
            output.put(answer.bytes, number: number)
            continue
          }
          parsed = line
        }
        // A slow request must not let those behind it pile up without bound.
        while inFlight > 0,
          inFlight >= jobs || number - output.written >= 64 * jobs
            || bytesInFlight + output.waitingBytes + text.count > max(longestLine, 1 << 24)
        {
          if let done = await group.next() { account(done) }
        }
        inFlight += 1
        bytesInFlight += text.count
        let (snapshot, place) = (bases, lineNumber)
        group.addTask { [parsed] in
          let line = parsed ?? StreamLine(parsing: text, engines: StreamAnswers.engines)
          let answer = await answers.answer(line, number: place, bases: snapshot)
          output.put(answer.bytes, number: number)
          return Done(isError: answer.isError, bytes: text.count)
        }
      }
      for await done in group { account(done) }
      return nil
    }
    (self.requests, self.errors) = (requests, errors)
    return failure
  }
}
