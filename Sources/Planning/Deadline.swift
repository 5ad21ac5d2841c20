// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// Runs blocking work on a thread of its own and waits for it, but not for longer than a deadline.
///
/// - Parameters:
///   - seconds: how long to wait; nil is without limit.
///   - work: what is done; after the deadline it goes on unattended, and what it answers is dropped.
/// - Returns: what the work answered, or nil at the deadline.
func withDeadline<Value: Sendable>(
  seconds: Double?, _ work: @escaping @Sendable () -> Value
) async -> Value? {
  let race = Race<Value>()
  return await withCheckedContinuation { continuation in
    race.begin(continuation)
    let isStarted = startThread {
      let value = work()
      race.finish(value)
    }
    if !isStarted { race.finish(work()) }
    if let seconds {
      Task {
        try? await Task.sleep(for: .seconds(seconds))
        race.finish(nil)
      }
    }
  }
}

/// Resumes a continuation once, with whoever comes first.
private final class Race<Value: Sendable>: Sendable {
  private let waiting = Mutex<CheckedContinuation<Value?, Never>?>(nil)

  func begin(_ continuation: CheckedContinuation<Value?, Never>) {
    waiting.withLock { $0 = continuation }
  }

  func finish(_ value: Value?) {
    let continuation = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(returning: value)
  }
}
