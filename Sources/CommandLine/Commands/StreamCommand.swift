// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Glibc
import Planning
import Reporting
import JSON
import Processes
import Serving

struct StreamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Plans many scenarios: one request a line in, one answer a line out, in order.",
    usage: "muster stream [<options>] < requests > answers",
    discussion: """
      Examples:
        muster generate --compact | muster stream     a scenario is a request
        muster stream --jobs 2 < requests.ndjson > answers.ndjson

      A request is one line of JSON, in one of these forms:
        {"id": 1, "scenario": {...}, "options": {"timeLimit": 10}}
        {"register": "may", "scenario": {...}}
        {"id": 2, "base": "may", "patch": [{"op": "remove", "path": "/staff/0"}]}
        {"id": 3, "base": "may", "set": {"staff.ana.employed.to": "2027-02-28"}}

      Its answer is {"id": 1, "plan": {...}} or {"id": 1, "error": {...}}. Bad lines are answered, and the next is \
      read. It exits with 0 when every line has its answer.
      """)

  @Option(
    name: .customLong("max-line"),
    help: ArgumentHelp("The longest line that is read, in bytes, such as 64M, at most 1G.", valueName: "bytes"))
  var longestLine = ByteCount(64 << 20)

  @Option(
    name: .customLong("first-line"),
    help: ArgumentHelp(
      "The number of the first line, where the input is a part of a longer one; errors count from it.",
      valueName: "number"))
  var firstLine = 1

  @OptionGroup(title: "Processes") var workers: WorkerOptions
  @OptionGroup(title: "Solving, for requests without options of their own") var solver: SolverOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    guard longestLine.bytes <= JSONLimits.bytes else {
      throw ValidationError("--max-line is at most \(JSONLimits.bytes), the largest document that is read.")
    }
    guard (1...1 << 53).contains(firstLine) else {
      throw ValidationError("--first-line is from 1 to \(1 << 53), not \(firstLine).")
    }
  }

  func run() async throws {
    if StandardInput.isTerminal {
      messages.notice("reading one request a line from standard input; end it with Ctrl-D")
    }
    let clock = Stopwatch()
    let lane = try StreamLane(
      options: solver.planningOptions, resources: workers.resources, longestLine: longestLine.bytes,
      firstLine: firstLine, input: StandardInput.descriptor,
      write: { bytes throws(FileFailure) in try StandardStream.output.write(bytes) })
    let failure = await messages.interruptible(by: { lane.stop() }) { await lane.run() }
    if messages.verbose {
      let seconds = max(0.001, clock.seconds)
      let counts = lane.counts
      messages.notice(
        "\(Figures.whole(counts.requests)) requests, \(Figures.whole(counts.errors)) errors, "
          + "\(Figures.whole(Int(Double(counts.requests) / seconds))) a second")
    }
    if let failure { throw failure }
  }
}
