// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Synchronization

/// Runs the jobs of one actor on one thread of its own, in order.
///
/// GLPK keeps its environment in thread-local storage: a handle used on another thread than its own corrupts the heap.
final class ThreadExecutor: SerialExecutor {
  private let queue = JobQueue()

  /// Starts the thread; nil where the system has none left.
  init?() {
    let context = Unmanaged.passRetained(queue)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      return nil
    }
    pthread_detach(thread)
  }

  /// The thread ends once it has run what was queued.
  deinit { queue.close() }

  func enqueue(_ job: consuming ExecutorJob) { queue.append(UnownedJob(job), for: self) }
}

/// What is to be run, and the thread's loop.
private final class JobQueue: Sendable {
  private struct State {
    /// Each job keeps its executor alive until it has run.
    var jobs: [(job: UnownedJob, executor: ThreadExecutor)] = []
    var closed = false
  }

  private let state = Mutex(State())
  private let available = Semaphore()

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

/// A counting semaphore.
///
/// `@unchecked`: POSIX semaphores are made to be used from several threads at once, and the pointer never changes.
private final class Semaphore: @unchecked Sendable {
  private let handle: UnsafeMutablePointer<sem_t>

  init() {
    handle = .allocate(capacity: 1)
    sem_init(handle, 0, 0)
  }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  func signal() { sem_post(handle) }

  func wait() {
    while sem_wait(handle) != 0 && errno == EINTR {}
  }
}
