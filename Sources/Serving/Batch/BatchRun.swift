// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
package import Formats
internal import JSON
internal import Planning
package import Processes
internal import Synchronization

/// A batch at work: its folder is locked from the beginning to ``close()``.
package final class BatchRun: Sendable {
  private let batch: Batch
  private let resources: WorkerResources
  private let journal: BatchJournal
  private let state = Mutex(State())

  private struct State {
    /// The workers, while there are some.
    var pool: WorkerPool?
    /// Whether no more scenarios are begun.
    var isStopping = false
  }

  /// Makes the folder, locks it, and removes what a batch that was killed had not finished writing.
  ///
  /// - Throws: ``FileFailure`` of the kind `locked` where another batch is at work in the folder.
  package init(_ batch: Batch, resources: WorkerResources) throws(FileFailure) {
    self.batch = batch
    self.resources = resources
    try Folder.make(batch.folder)
    journal = try BatchJournal(folder: batch.folder)
    removeUnfinished()
  }

  package func close() { journal.close() }

  /// Prepares the journal.
  ///
  /// - Parameter isResumed: whether what an earlier run has done stays in it.
  package func begin(isResumed: Bool) throws(FileFailure) {
    if isResumed { try journal.mend() } else { try journal.clear() }
  }

  /// Solves scenarios.
  ///
  /// - Parameters:
  ///   - items: what is to be solved.
  ///   - failsFast: whether no more are begun after the first that fails.
  ///   - tally: counts what is done.
  /// - Returns: a record for each that was solved, by name.
  /// - Throws: ``ServingFailure`` where results cannot be kept, or no worker can be had.
  package func solve(
    _ items: [BatchItem], failsFast: Bool = false, tally: BatchTally
  ) async throws(ServingFailure) -> [String: BatchRecord] {
    guard !items.isEmpty else { return [:] }
    let (outcomes, continuation) = AsyncStream.makeStream(of: (Int, WorkerOutcome).self)
    let pool = try ServingWorker.pool(.batch, options: batch.options, resources: resources, depth: 1) {
      number, outcome in
      continuation.yield((number, outcome))
    }
    state.withLock { $0.pool = pool }
    defer { state.withLock { $0.pool = nil } }
    var records: [String: BatchRecord] = [:]
    var submitted = 0
    // One more for each worker, so that none waits for a file to be written.
    while submitted < min(items.count, 2 * resources.jobs) {
      pool.submit(number: submitted, BatchHandler.payload(items[submitted], edits: batch.edits))
      submitted += 1
    }
    var failure: FileFailure?
    for await (number, outcome) in outcomes {
      let item = items[number]
      do throws(FileFailure) {
        let record = try keep(outcome, of: item)
        records[item.name] = record
        tally.count(isFailure: record.isFailure)
        if record.isFailure, failsFast { state.withLock { $0.isStopping = true } }
      } catch {
        // Where one result cannot be kept, neither can the others.
        failure = error
        break
      }
      // What has been handed out is finished in any case.
      if submitted < items.count, !state.withLock(\.isStopping) {
        pool.submit(number: submitted, BatchHandler.payload(items[submitted], edits: batch.edits))
        submitted += 1
      }
      if records.count == submitted { break }
    }
    await pool.close(abandonsTasks: failure != nil)
    if let failure { throw .file(failure) }
    return records
  }

  /// Begins no more scenarios, and ends those that are being solved with the best plans that were found.
  package func stop() {
    let pool = state.withLock { state in
      state.isStopping = true
      return state.pool
    }
    pool?.interrupt()
  }

  /// Writes the plan and then the record: a plan without a record is as none.
  private func keep(_ outcome: WorkerOutcome, of item: BatchItem) throws(FileFailure) -> BatchRecord {
    func lost(_ fault: WorkerFault) -> BatchRecord {
      BatchRecord(name: item.name, outcome: .failure(Problem(fault)))
    }
    var record: BatchRecord
    var plan: [UInt8] = []
    switch outcome {
    case .answer(let answer):
      record = BatchRecord(line: answer.bytes.dropLast()) ?? lost(WorkerFault(.nonsense, "answered nonsense"))
      plan = answer.attachment
    case .lost(let fault): record = lost(fault)
    }
    record.name = item.name
    record.settings = batch.settings
    let path = item.outputPath(in: batch.folder)
    if record.isFailure {
      // A plan from before does not belong to the scenario as it is.
      try removeFile(path)
    } else {
      try Folder.make(InputFile(path).folder)
      try OutputFile(path).write(plan)
    }
    try journal.append(record)
    return record
  }

  private func removeUnfinished() {
    let folders = Set(batch.items.map { InputFile($0.outputPath(in: batch.folder)).folder } + [batch.folder + "/"])
    for folder in folders {
      for name in (try? Folder.names(in: folder)) ?? [] where Self.isUnfinished(name) {
        try? removeFile(folder + name)
      }
    }
  }

  private static func isUnfinished(_ name: String) -> Bool {
    guard let target = OutputFile.target(ofUnfinished: name) else { return false }
    return target.hasSuffix(BatchPaths.planSuffix) || target == Batch.summaryJSON || target == Batch.summaryCSV
  }
}
