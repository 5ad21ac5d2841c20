// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Insight
import Numbers
import Planning
import Reporting
import Formats
import JSON
import Processes
import Serving

struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Plans many scenario files; can be stopped at any time and resumed.",
    usage: "muster batch <path> ... -o <folder> [<options>]",
    discussion: """
      Examples:
        muster batch scenarios -o plans           all .json files below a folder
        muster batch scenarios -o plans --resume  what is not done, or has changed
        muster batch 'offices/*/may.json' -o may  a pattern; plans keep their folders
        muster batch scenarios -o plans --list    what would be done
        muster batch scenarios -o plans --fail-on 'unmet>0' --fail-on 'gap>0.01'

      A folder of results has a plan for each scenario, summary.json, summary.csv and a journal, from which --resume \
      goes on. A crash, a hang or a bad file costs one record. Exit codes: 0 all have plans, 1 all have plans and a \
      condition of --fail-on holds for some, 5 some have none, 75 another batch is at work in the folder.
      """)

  @Argument(help: "Scenario files, folders, or patterns in quotes.", completion: .file())
  var paths: [String]

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("The folder for the results.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Flag(help: "Keep what an earlier run has done, where scenario, options and version are the same.")
  var resume = false

  @Flag(help: "As --resume, but solve again what failed, or crashed on the way to its plan.")
  var retryFailed = false

  @Flag(help: "Begin no more scenarios after the first that fails.")
  var failFast = false

  @Flag(help: "Say what would be done, and do nothing.")
  var list = false

  @Flag(help: "Show long lists whole.")
  var all = false

  @OptionGroup(title: "Processes") var workers: WorkerOptions
  @OptionGroup(title: "Solving") var solver: SolverOptions
  @OptionGroup(title: "Changing each scenario first") var changes: ChangeOptions
  @OptionGroup(title: "Conditions, for each plan") var gates: GateOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name scenario files or folders.") }
    guard !output.isEmpty, output != "-" else { throw ValidationError("-o is a folder, not '\(output)'.") }
  }

  func run() async throws {
    let clock = Stopwatch()
    try gates.requireReference(
      .hours, hint: "In a batch, the baseline of each scenario is all there is; 'muster compare' compares plans.")
    let batch = try Batch(
      paths, folder: output, options: solver.planningOptions, edits: changes.edits(beside: []))
    for path in batch.results {
      messages.notice("\(escapedForTerminal(path)) is passed over: it is a result, and no scenario")
    }
    if list {
      try StandardStream.output.write(listing(batch.items, kept: keptRecords(of: batch)))
      return
    }
    let run = try BatchRun(batch, resources: workers.resources)
    defer { run.close() }
    let kept = keptRecords(of: batch)
    try run.begin(isResumed: resume || retryFailed)
    let records = try await solve(batch.items.filter { kept[$0.name] == nil }, run, kept: kept, of: batch)
    var summary = BatchSummary(batch.items) { records[$0.name] ?? kept[$0.name] }
    if !gates.failOn.isEmpty { summary.setFindings(try batch.findings(gates.failOn, in: summary.entries)) }
    try summary.write(to: batch.folder)
    ProcessSignals.whenEnding(nil)
    let work = sentence(solved: records.count, kept: kept.count, seconds: clock.seconds)
    let text = summary.document(folder: batch.folder, work: work, Extent(showsAll: all))
      .terminalText(width: 100, colored: messages.colors(.output))
    try StandardStream.output.write(Array(text.utf8))
    // What was not begun is no failure then.
    if !ProcessSignals.isInterrupted { try verdict(on: summary) }
  }

  /// Solves with a sign of life, and with a word for whoever ends it.
  private func solve(
    _ items: [BatchItem], _ run: BatchRun, kept: [String: BatchRecord], of batch: Batch
  ) async throws -> [String: BatchRecord] {
    let tally = BatchTally(all: batch.items.count, kept: kept.values)
    if !messages.quiet {
      ProcessSignals.whenEnding {
        let counts = tally.now
        return
          "\nmuster: stopped at \(counts.kept + counts.done) of \(counts.all); with --resume it goes on from there.\n"
      }
    }
    let hasBar = StandardStream.error.isTerminal
    let progress = messages.progress { tally.text(seconds: $0, hasBar: hasBar) }
    defer { progress?.finish() }
    return try await messages.interruptible(by: { run.stop() }) {
      try await run.solve(items, failsFast: failFast, tally: tally)
    }
  }

  /// Ends the command where conditions hold or plans are missing.
  private func verdict(on summary: BatchSummary) throws {
    let fired = summary.entries.flatMap { entry in entry.findings.map { entry.scenario + ": " + $0 } }
    // Without a plan nobody knows what the conditions would say: that comes first.
    let isIncomplete = summary.failures > 0 || summary.notRun > 0
    if !fired.isEmpty {
      var failure = CommandFailure(gates: fired)
      if isIncomplete { failure.status = .someFailed }
      throw failure
    }
    if isIncomplete { throw CommandFailure(.someFailed) }
  }

  /// What an earlier run has done that still holds, by name.
  private func keptRecords(of batch: Batch) -> [String: BatchRecord] {
    guard resume || retryFailed else { return [:] }
    let earlier = batch.earlier(retriesFailed: retryFailed)
    if earlier.senseless > 0 {
      messages.notice(
        "\(Figures.count(earlier.senseless, "line")) of the journal cannot be read; what they were about is solved again"
      )
    }
    if earlier.changed > 0, !retryFailed {
      messages.notice(
        "\(Figures.count(earlier.changed, "result")) of an earlier run no longer "
          + "\(earlier.changed == 1 ? "holds" : "hold") (scenario, plan, options or version changed)")
    }
    return earlier.kept
  }

  private func listing(_ items: [BatchItem], kept: [String: BatchRecord]) -> [UInt8] {
    var text = ""
    for item in items {
      let action = kept[item.name].map { $0.isFailure ? "failed" : "done  " } ?? "solve "
      text += action + "  " + escapedForTerminal(item.path) + " -> " + escapedForTerminal(item.output) + "\n"
    }
    return Array(text.utf8)
  }

  private func sentence(solved: Int, kept: Int, seconds: Double) -> String {
    var text = kept > 0 ? Figures.whole(kept) + " kept from before; " : ""
    text += Figures.whole(solved) + " solved"
    if solved > 0 {
      let duration = Millionths(nearest: seconds).map { Figures.amount($0, decimals: 1) } ?? "?"
      text += " in \(duration) s, \(BatchReport.rate(Double(solved) / max(seconds, 0.001))) a second"
    }
    return text + "."
  }
}
