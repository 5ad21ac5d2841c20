// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Synchronization

/// Runs blocking work on a thread of its own and blocks until it is done, but not for longer than a deadline.
///
/// - Parameters:
///   - seconds: how long to wait; nil is without limit.
///   - isCancelled: asked now and then whether the answer is still wanted.
///   - work: what is done; where it is not waited for, it goes on unattended, and what it answers is dropped.
/// - Returns: what the work answered, or nil at the deadline or where it was cancelled.
package func withDeadline<Value: Sendable>(
  seconds: Double?, isCancelled: () -> Bool, _ work: @escaping @Sendable () -> Value
) -> Value? {
  let answer = Answer<Value>()
  guard startThread({ answer.put(work()) }) else { return work() }
  let clock = Stopwatch()
  while true {
    let left = seconds.map { max(0, $0 - clock.seconds) } ?? .infinity
    if let value = answer.take(within: min(0.05, left)) { return value }
    if left == 0 || isCancelled() { return nil }
  }
}

/// Runs blocking work on a thread of its own while the caller is suspended, so that it holds no thread of the
/// cooperative pool. Where the system has no thread to give, the calling one does the work.
///
/// - Parameter stackBytes: the size of the thread's stack.
package func onOwnThread<Value: Sendable>(
  stackBytes: Int, _ work: @escaping @Sendable () -> Value
) async -> Value {
  await withCheckedContinuation { continuation in
    let isStarted = startThread(stackBytes: stackBytes) { continuation.resume(returning: work()) }
    if !isStarted { continuation.resume(returning: work()) }
  }
}

/// A place where one thread puts what another waits for.
private final class Answer<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func put(_ new: Value) {
    value.withLock { $0 = new }
    isThere.signal()
  }

  /// What was put there; nil where nothing came within so many seconds.
  func take(within seconds: Double) -> Value? {
    _ = isThere.wait(timeout: .now() + seconds)
    return value.withLock { $0 }
  }
}
