// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// How a task is tried.
package enum WorkerAttempt: UInt8, Sendable, Hashable {
  /// As it is.
  case normal = 1
  /// Without what may have brought the last worker down.
  case cautious = 2
  /// Not at all: the answer is to say what happened.
  case report = 3
}

/// What a task came to.
package enum WorkerOutcome: Sendable {
  case answer(WorkerAnswer)
  /// No worker survived it, not even one that had but to say so.
  case lost(WorkerFault)
}

/// An answer of a worker.
package struct WorkerAnswer: Sendable {
  package var bytes: [UInt8]
  /// Whatever goes with it.
  package var attachment: [UInt8]
  package var isError: Bool
  /// Whether the worker should be replaced, because something it could not stop goes on in it.
  package var isLast: Bool

  package init(_ bytes: [UInt8], attachment: [UInt8] = [], isError: Bool = false, isLast: Bool = false) {
    self.bytes = bytes
    self.attachment = attachment
    self.isError = isError
    self.isLast = isLast
  }
}

/// Persistent processes that answer tasks, each a process of the same program.
///
/// A worker that dies, hangs, takes too much memory or answers nonsense is replaced. Answers of a worker come in the order
/// of its tasks, so the first that it has not answered is the one that brought it down; the others are given to another
/// worker without blame. The one to blame is tried again as it is (whoever kills a process from outside must not change
/// a result), then cautiously, then a fresh worker is asked to say what happened. What is overdue is tried cautiously
/// beside, and whichever attempt answers first has answered.
///
/// One thread starts all workers and lives as long as the process: the system ends a process whose parent *thread* ends.
package final class WorkerPool: Sendable {
  /// What a pool is like.
  package struct Configuration: Sendable {
    /// The program of a worker and its arguments; the process id of the parent is added.
    package var command: [String]
    /// How many workers there are at most; they are started as they are needed.
    package var workers: Int
    /// What every worker receives first.
    package var greeting: [UInt8]
    /// The most memory of a worker, in bytes.
    package var memory: Int
    /// Wall time of a task in seconds; nil is ``longest``.
    package var seconds: Double?
    /// How many tasks a worker may be sent before it has answered the first.
    package var depth: Int

    package init(
      command: [String], workers: Int, greeting: [UInt8], memory: Int, seconds: Double? = nil, depth: Int = 1
    ) {
      self.command = command
      self.workers = workers
      self.greeting = greeting
      self.memory = memory
      self.seconds = seconds
      self.depth = depth
    }

    /// Seconds after which a task without a limit of its own is given up.
    package static let longest = 6 * 3_600.0
  }

  /// What the threads share.
  struct Inbox: Sendable {
    var tasks: [PoolTask] = []
    var states: [String: State] = [:]
    var version = 0
    var isClosed = false
    var isAbandoned = false
    var isInterrupted = false
    var hasEnded = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  /// What every worker is to keep under a name; without bytes it is forgotten.
  struct State: Sendable {
    var version: Int
    var bytes: [UInt8]?
  }

  let inbox = Mutex(Inbox())
  let bell: Doorbell
  let configuration: Configuration
  let deliver: @Sendable (Int, WorkerOutcome) -> Void

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - configuration: what it is like.
  ///   - deliver: is given the number of each task and what it came to, in the order in which they are done, on the
  ///     pool's thread: it must not take long.
  /// - Throws: ``WorkerFault`` where the system has no thread or no descriptors.
  package init(
    _ configuration: Configuration, deliver: @escaping @Sendable (Int, WorkerOutcome) -> Void
  ) throws(WorkerFault) {
    self.configuration = configuration
    self.deliver = deliver
    bell = try Doorbell()
    let isStarted = startThread(stackBytes: smallStack) { [self] in
      var loop = PoolLoop(self)
      loop.run()
      inbox.withLock { inbox in
        inbox.hasEnded = true
        inbox.waiter?.resume()
        inbox.waiter = nil
      }
    }
    guard isStarted else { throw WorkerFault(.start, "could not be started (no thread could be had)") }
  }

  /// Hands in a task; it does not wait.
  package func submit(number: Int, _ payload: [UInt8]) {
    inbox.withLock { $0.tasks.append(PoolTask(number: number, payload: payload)) }
    bell.ring()
  }

  /// Has every worker keep something under a name, or forget it, before it is given the tasks handed in after this.
  ///
  /// To be called only while no task is on its way: a task before it might see it otherwise.
  package func remember(_ name: String, _ bytes: [UInt8]?) {
    inbox.withLock { inbox in
      inbox.version += 1
      inbox.states[name] = State(version: inbox.version, bytes: bytes)
    }
  }

  /// Asks all workers to end what they do with what they have found, now and from now on.
  package func interrupt() {
    inbox.withLock { $0.isInterrupted = true }
    bell.ring()
  }

  /// Ends the workers when all tasks have been answered, and waits for that.
  ///
  /// - Parameter abandonsTasks: whether they end at once; what they have not answered never comes to anything.
  package func close(abandonsTasks: Bool = false) async {
    await withCheckedContinuation { continuation in
      let hasEnded = inbox.withLock { inbox in
        inbox.isClosed = true
        inbox.isAbandoned = abandonsTasks
        if !inbox.hasEnded { inbox.waiter = continuation }
        return inbox.hasEnded
      }
      if hasEnded { continuation.resume() } else { bell.ring() }
    }
  }
}
