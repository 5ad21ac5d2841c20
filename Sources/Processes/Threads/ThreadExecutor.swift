// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Synchronization

/// Runs the jobs of one actor on one thread of its own, in order.
///
/// For C libraries that keep what belongs to a thread in its own storage, as GLPK does.
package final class ThreadExecutor: SerialExecutor {
  private let queue = JobQueue()

  /// Starts the thread; nil where the system has none left.
  package init?() {
    guard startThread({ [queue] in queue.run() }) else { return nil }
  }

  /// The thread ends once it has run what was queued.
  deinit { queue.close() }

  package func enqueue(_ job: consuming ExecutorJob) { queue.append(UnownedJob(job), for: self) }
}

/// What is to be run, and the thread's loop.
private final class JobQueue: Sendable {
  private struct State {
    /// Each job keeps its executor alive until it has run.
    var jobs: [(job: UnownedJob, executor: ThreadExecutor)] = []
    var closed = false
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)

  func append(_ job: UnownedJob, for executor: ThreadExecutor) {
    state.withLock { $0.jobs.append((job, executor)) }
    available.signal()
  }

  func close() {
    state.withLock { $0.closed = true }
    available.signal()
  }

  func run() {
    while true {
      available.wait()
      let (jobs, closed) = state.withLock { state in
        let taken = (state.jobs, state.closed)
        state.jobs = []
        return taken
      }
      for (job, executor) in jobs { job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
      if closed { return }
    }
  }
}
