// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
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

/// What a thread is handed.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a detached thread with a stack that deep recursion in a C library does not exhaust.
///
/// - Returns: false where the system has no thread to give.
private func startThread(_ run: @escaping @Sendable () -> Void) -> Bool {
  var attributes = pthread_attr_t()
  guard pthread_attr_init(&attributes) == 0 else { return false }
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, 64 << 20)
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  let body = Unmanaged.passRetained(ThreadBody(run))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, &attributes,
    { pointer in
      if let pointer { Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run() }
      return nil
    }, body.toOpaque())
  if status != 0 { body.release() }
  return status == 0
}
