// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Planning
import Presentation
import JSON
import Synchronization
import Processes

/// How far a batch is; seen by the thread that shows progress, and by the one that takes signals.
final class BatchTally: Sendable {
  struct Counts: Sendable {
    /// All scenarios of the batch.
    var all = 0
    /// What was done before.
    var kept = 0
    /// What was done this time.
    var done = 0
    var failed = 0
  }

  private let counts: Mutex<Counts>

  init(all: Int, kept: Int, failed: Int) { counts = Mutex(Counts(all: all, kept: kept, failed: failed)) }

  var now: Counts { counts.withLock { $0 } }

  func count(isFailure: Bool) {
    counts.withLock { counts in
      counts.done += 1
      if isFailure { counts.failed += 1 }
    }
  }

  /// A line for people, such as `[########........] 57 of 200, 2 failed, 31 a second, 4 s left`.
  func text(seconds: Double, hasBar: Bool) -> String {
    let counts = now
    let finished = counts.kept + counts.done
    let cells = counts.all > 0 ? finished * 20 / counts.all : 20
    let bar = "[" + String(repeating: "#", count: cells) + String(repeating: ".", count: 20 - cells) + "] "
    var text = (hasBar ? bar : "") + "\(Figures.whole(finished)) of \(Figures.whole(counts.all))"
    if counts.failed > 0 { text += ", \(Figures.whole(counts.failed)) failed" }
    guard counts.done > 0, seconds > 0 else { return text }
    let rate = Double(counts.done) / seconds
    return text + ", \(Self.rate(rate)) a second, \(Self.duration(Double(counts.all - finished) / rate)) left"
  }

  static func rate(_ rate: Double) -> String {
    Millionths(nearest: rate).map { Figures.amount($0, decimals: rate < 10 ? 2 : 0) } ?? "?"
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e8).rounded(.up))
    if whole < 120 { return "\(whole) s" }
    return whole < 7_200 ? "\((whole + 59) / 60) min" : "\((whole + 3_599) / 3_600) h"
  }
}

/// Solves what is to be solved, and keeps what became of it.
struct BatchRun {
  var folder: String
  var options: PlanningOptions
  var workers: WorkerOptions
  var settings: String
  var failsFast: Bool
  var journal: BatchJournal
  var tally: BatchTally

  /// Solves scenarios.
  ///
  /// - Parameter items: what is to be solved.
  /// - Returns: a record for each that was solved, by name.
  /// - Throws: ``CommandFailure`` where results cannot be kept.
  func solve(_ items: [BatchItem]) async throws -> [String: BatchRecord] {
    guard !items.isEmpty else { return [:] }
    let (outcomes, continuation) = AsyncStream.makeStream(of: (Int, WorkerOutcome).self)
    let pool = try WorkerProgram.pool(.batch, options: options, resources: workers, depth: 1) { number, outcome in
      continuation.yield((number, outcome))
    }
    var records: [String: BatchRecord] = [:]
    var submitted = 0
    // One more for each worker, so that none waits for a file to be written.
    while submitted < min(items.count, 2 * workers.jobs) {
      pool.submit(number: submitted, BatchHandler.payload(items[submitted]))
      submitted += 1
    }
    var isStopping = false
    var failure: FileFailure?
    for await (number, outcome) in outcomes {
      let item = items[number]
      do throws(FileFailure) {
        let record = try keep(outcome, of: item)
        records[item.name] = record
        tally.count(isFailure: record.isFailure)
        if record.isFailure, failsFast { isStopping = true }
      } catch {
        // Where one result cannot be kept, neither can the others.
        failure = error
        break
      }
      // What has been handed out is finished in any case.
      if !isStopping, submitted < items.count {
        pool.submit(number: submitted, BatchHandler.payload(items[submitted]))
        submitted += 1
      }
      if records.count == submitted { break }
    }
    if let failure { throw failure }
    await pool.close()
    return records
  }

  /// Writes the plan and then the record: a plan without a record is as none.
  private func keep(_ outcome: WorkerOutcome, of item: BatchItem) throws(FileFailure) -> BatchRecord {
    var record: BatchRecord
    var plan: [UInt8] = []
    switch outcome {
    case .answer(let answer):
      record =
        BatchRecord(line: answer.bytes.dropLast())
        ?? BatchRecord(
          name: item.name,
          outcome: .failure(
            Problem.value { WorkerProblem(fault: WorkerFault(.nonsense, "answered nonsense")).writeMembers(to: &$0) }))
      plan = answer.attachment
    case .lost(let fault):
      record = BatchRecord(
        name: item.name, outcome: .failure(Problem.value { WorkerProblem(fault: fault).writeMembers(to: &$0) }))
    }
    record.name = item.name
    record.settings = settings
    let path = folder + "/" + item.output
    if record.isFailure {
      // A plan from before is none of the scenario as it is.
      try removeFile(path)
    } else {
      try Folder.make(InputFile(path).folder)
      try OutputFile(path).write(plan)
    }
    try journal.append(record)
    return record
  }
}

/// The folder that results go to.
enum BatchFolder {
  /// Removes what a batch that was killed had not finished writing; only while the folder is locked.
  static func removeUnfinished(in folder: String, items: [BatchItem]) {
    var folders: Set<String> = [folder + "/"]
    for item in items { folders.insert(InputFile(folder + "/" + item.output).folder) }
    for folder in folders {
      for case let name? in (try? Folder.names(in: folder)) ?? [] where isUnfinished(name) {
        try? removeFile(folder + name)
      }
    }
  }

  private static func isUnfinished(_ name: String) -> Bool {
    guard let target = OutputFile.target(ofUnfinished: name) else { return false }
    return target.hasSuffix(BatchPaths.planSuffix) || target == "summary.json" || target == "summary.csv"
  }
}
