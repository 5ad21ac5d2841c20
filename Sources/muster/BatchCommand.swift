// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import ArgumentParser
import Insight
import Numbers
import Planning
import Presentation
import Formats
import JSON
import Processes

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

  @Flag(help: "Tell what would be done, and do nothing.")
  var list = false

  @Flag(help: "Show long lists whole.")
  var all = false

  @OptionGroup(title: "Processes") var workers: WorkerOptions
  @OptionGroup(title: "Solving") var solver: SolverOptions
  @OptionGroup(title: "Conditions, for each plan") var gates: GateOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name scenario files or folders.") }
    guard !output.isEmpty, output != "-" else { throw ValidationError("-o is a folder, not '\(output)'.") }
  }

  private var folder: String {
    var folder = Substring(output)
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    return String(folder)
  }

  func run() async throws {
    let start = ContinuousClock.now
    let folder = folder
    try gates.requireReference(
      .hours, hint: "In a batch, the baseline of each scenario is all there is; 'muster compare' compares plans.")
    let items = try BatchPaths.items(paths, outputFolder: folder)
    let settings = Self.settings(solver.planningOptions)
    if list {
      let kept = keptRecords(items, settings: settings, folder: folder)
      try StandardStream.output.write(listing(items, kept: kept))
      return
    }
    try Folder.make(folder)
    let journal = try BatchJournal(folder: folder)
    defer { journal.close() }
    BatchFolder.removeUnfinished(in: folder, items: items)
    let kept = keptRecords(items, settings: settings, folder: folder)
    if resume || retryFailed { try journal.mend() } else { try journal.clear() }
    let tally = BatchTally(all: items.count, kept: kept.count, failed: kept.values.count { $0.isFailure })
    if !messages.quiet {
      ProcessSignals.whenEnding {
        let counts = tally.now
        return
          "\nmuster: stopped at \(counts.kept + counts.done) of \(counts.all); with --resume it goes on from there.\n"
      }
    }
    let hasBar = StandardStream.error.isTerminal
    let progress =
      messages.quiet || messages.hidesProgress ? nil : Progress { tally.text(seconds: $0, hasBar: hasBar) }
    defer { progress?.finish() }
    let run = BatchRun(
      folder: folder, options: solver.planningOptions, workers: workers, settings: settings, failsFast: failFast,
      journal: journal, tally: tally)
    let records = try await run.solve(items.filter { kept[$0.name] == nil })
    progress?.finish()
    var summary = BatchSummary(entries: items.map { ($0, records[$0.name] ?? kept[$0.name]) })
    if !gates.failOn.isEmpty { summary.findings = try findings(summary.entries, folder: folder) }
    try OutputFile(folder + "/summary.json").write(summary.json)
    try OutputFile(folder + "/summary.csv").write(summary.csv)
    ProcessSignals.whenEnding(nil)
    let work = sentence(solved: records.count, kept: kept.count, seconds: seconds(since: start))
    let text = summary.document(folder: folder, work: work, showsAll: all)
      .terminalText(width: 100, colored: messages.colors(.output))
    try StandardStream.output.write(Array(text.utf8))
    let fired = summary.entries.flatMap { item, _ in
      (summary.findings?[item.name] ?? []).map { item.name + ": " + $0 }
    }
    // Without a plan nobody knows what the conditions would say: that comes first.
    let isIncomplete = summary.failures > 0 || summary.notRun > 0
    if !fired.isEmpty {
      var failure = CommandFailure(gates: fired)
      if isIncomplete { failure.status = .someFailed }
      throw failure
    }
    if isIncomplete { throw CommandFailure(.someFailed) }
  }

  /// What plans depend on beside their scenarios, as a hash.
  private static func settings(_ options: PlanningOptions) -> String {
    let library =
      options.engine == .native ? "" : (try? Planner.glpkVersion(library: options.glpkLibrary).get()) ?? "none"
    let parts = [
      Muster.version, library, options.engine.rawValue, String(options.gapTolerance),
      options.timeLimit.map { String($0) } ?? "-", options.workLimit.map { String($0) } ?? "-",
    ]
    return sha256Hex(Array(parts.joined(separator: "\n").utf8))
  }

  /// What an earlier run has done that still holds, by name.
  private func keptRecords(_ items: [BatchItem], settings: String, folder: String) -> [String: BatchRecord] {
    guard resume || retryFailed else { return [:] }
    let (records, senseless) = BatchJournal.records(in: folder)
    if senseless > 0 {
      messages.notice(
        "\(Figures.count(senseless, "line")) of the journal cannot be read; what they were about is solved again")
    }
    var kept: [String: BatchRecord] = [:]
    for item in items {
      guard let record = records[item.name], record.holds(for: item, settings: settings, folder: folder) else {
        continue
      }
      if retryFailed, record.isFailure || record.isStopgap { continue }
      kept[item.name] = record
    }
    let changed = items.count { records[$0.name] != nil && kept[$0.name] == nil }
    if changed > 0, !retryFailed {
      messages.notice(
        "\(Figures.count(changed, "result")) of an earlier run no longer \(changed == 1 ? "holds" : "hold") "
          + "(scenario, plan, options or version changed)")
    }
    return kept
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
      text += " in \(duration) s, \(BatchTally.rate(Double(solved) / max(seconds, 0.001))) a second"
    }
    return text + "."
  }

  /// The conditions of `--fail-on` that hold, by scenario: of every plan of the batch, also those from an earlier run.
  private func findings(
    _ entries: [(item: BatchItem, record: BatchRecord?)], folder: String
  ) throws -> [String: [String]] {
    let needsBaseline = gates.failOn.contains { $0.metric.reference == .hours }
    var findings: [String: [String]] = [:]
    for (item, record) in entries {
      guard let record, !record.isFailure else { continue }
      let file = InputFile(folder + "/" + item.output)
      let bytes = try file.read()
      let plan: Plan
      do throws(DocumentError) {
        plan = try PlanReader.read(bytes)
      } catch {
        throw CommandFailure(error, fileName: file.path)
      }
      let inForce = needsBaseline ? try self.inForce(in: item) : nil
      var found = gates.findings(on: plan, delta: inForce?.delta(to: plan))
      if needsBaseline, inForce == nil {
        // What cannot be measured must not pass for kept.
        found += gates.failOn.filter { $0.metric.reference == .hours }
          .map { "\($0.text): the scenario has no baseline to compare with" }
      }
      if !found.isEmpty { findings[item.name] = found }
    }
    return findings
  }

  /// The baseline of a scenario that was solved; nil where it has none.
  private func inForce(in item: BatchItem) throws -> PlanInForce? {
    var silent = messages
    // Its warnings are in the summary.
    silent.quiet = true
    return PlanInForce(try LoadedScenario(item.path, messages: silent).scenario)
  }
}
