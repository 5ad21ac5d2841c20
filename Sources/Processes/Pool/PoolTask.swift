// SPDX-License-Identifier: GPL-3.0-or-later

/// A task with what has happened to it.
struct PoolTask: Sendable {
  var number: Int
  var payload: [UInt8]
  var attempt = WorkerAttempt.normal
  /// How often it was tried as it is.
  var tries = 0
  /// The first fault that cannot have come from outside, else the first.
  var fault: WorkerFault?
  /// When a worker first had nothing else to do.
  var begin: SuspendingClock.Instant?
  /// When a worker began with this attempt.
  var attemptBegin: SuspendingClock.Instant?
  /// Its wall time in seconds; nil where it has none of its own.
  var seconds: Double?
  /// Seconds beyond that for what cannot be cut short.
  var allowance = 0.0
  /// Whether a second attempt was begun beside this one.
  var isTriedBeside = false
}

/// Tasks that wait for a worker, in their order.
struct TaskQueue {
  private var tasks: [PoolTask] = []
  private var head = 0

  var isEmpty: Bool { head == tasks.count }

  mutating func append(_ task: PoolTask) { tasks.append(task) }

  /// Puts tasks before all others.
  mutating func prepend(_ first: [PoolTask]) {
    tasks.replaceSubrange(0..<head, with: first)
    head = 0
  }

  mutating func removeFirst() -> PoolTask? {
    guard head < tasks.count else { return nil }
    let task = tasks[head]
    tasks[head].payload = []
    head += 1
    if head == tasks.count {
      tasks.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 1_024, head > tasks.count / 2 {
      tasks.removeFirst(head)
      head = 0
    }
    return task
  }
}
