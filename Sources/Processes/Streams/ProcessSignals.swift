// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Synchronization

/// Does something when a signal first comes, on a thread of its own. To be called before any other thread is started.
func whenSignalled(_ signal: Int32, _ act: @escaping @Sendable () -> Void) {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, signal)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
  startThread(stackBytes: smallStack) { [signals] in
    var signals = signals
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    act()
  }
}

/// Interruption, termination and broken pipes, turned into exit codes without torn output.
///
/// Signals belong to the whole process, and so does this state. SIGINT and SIGTERM are blocked in every thread and
/// taken by one that waits for them: it is no signal handler and may use locks, so it waits for a write in progress,
/// removes an unfinished file and ends the process. Only the first SIGINT in the middle of ``interruptible(by:saying:_:)``
/// does not: it cuts the work short. SIGPIPE is ignored; a write answers EPIPE instead.
package enum ProcessSignals {
  private struct State: Sendable {
    /// A file that is not finished yet.
    var unfinished: String?
    /// What is to be said on standard error before the end.
    var farewell: (@Sendable () -> String)?
    /// Cancels the task of the program.
    var cancel: (@Sendable () -> Void)?
    /// The work that an interruption cuts short.
    var interruptible: Interruptible?
    var isInterrupted = false
  }

  private struct Interruptible: Sendable {
    /// Cuts the work short; nil is to cancel the task.
    var stop: (@Sendable () -> Void)?
    /// What is said on standard error then.
    var notice: String?
  }

  private static let state = Mutex(State())
  /// Held while standard output or standard error is written.
  private static let writing = Mutex(())

  /// Begins to watch; called once, before any other thread is started.
  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    guard pthread_sigmask(SIG_BLOCK, &signals, nil) == 0 else { return }
    let isWatched = startThread(stackBytes: smallStack) { [signals] in
      var signals = signals
      while true {
        var received: Int32 = 0
        guard sigwait(&signals, &received) == 0 else { continue }
        if received != SIGINT || !interrupt() { end(by: received) }
      }
    }
    if !isWatched { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
  }

  /// Notes a file that is to be removed if the process is ended.
  static func watch(_ path: String) { state.withLock { $0.unfinished = path } }

  static func unwatch() { state.withLock { $0.unfinished = nil } }

  /// Notes what is to be said on standard error if the process is ended.
  package static func whenEnding(_ farewell: (@Sendable () -> String)?) { state.withLock { $0.farewell = farewell } }

  /// Does something that a signal does not cut in two: the process ends behind it. Nothing may be written to a standard
  /// stream meanwhile.
  package static func withoutEnding<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try writing.withLock { _ throws(Failure) in try work() }
  }

  /// Notes how the task of the program is cancelled.
  package static func whenInterrupted(_ cancel: @escaping @Sendable () -> Void) {
    state.withLock { $0.cancel = cancel }
  }

  /// Whether an interruption cut work short.
  package static var isInterrupted: Bool { state.withLock(\.isInterrupted) }

  /// Does work that the first interruption cuts short, instead of ending the process; the second ends it.
  ///
  /// - Parameters:
  ///   - stop: cuts the work short, without waiting; by default the task of the program is cancelled.
  ///   - notice: what is said on standard error then.
  package static func interruptible<Value, Failure: Error>(
    by stop: (@Sendable () -> Void)? = nil, saying notice: String? = nil, _ work: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    state.withLock { $0.interruptible = Interruptible(stop: stop, notice: notice) }
    defer { state.withLock { $0.interruptible = nil } }
    return try await work()
  }

  /// Cuts the work at hand short.
  ///
  /// - Returns: false where there is none that can be, or where that was done before.
  private static func interrupt() -> Bool {
    let (stop, notice) = state.withLock { state -> ((@Sendable () -> Void)?, String?) in
      guard !state.isInterrupted, let work = state.interruptible, let stop = work.stop ?? state.cancel else {
        return (nil, nil)
      }
      state.isInterrupted = true
      return (stop, work.notice)
    }
    guard let stop else { return false }
    // A reader that has stopped reading must not hold up the next signal.
    if let notice {
      _ = writing.withLockIfAvailable { _ in try? writeAll(Array(notice.utf8), to: STDERR_FILENO) }
    }
    stop()
    return true
  }

  /// Ends the process with 128 and the number of the signal, as a shell would count it.
  private static func end(by signal: Int32) -> Never {
    // Held to the end, so that no file is finished and then removed.
    state.withLock { state in
      if let path = state.unfinished { unlink(path) }
      // A reader that has stopped reading must not keep the process alive: two seconds are enough for any other.
      for _ in 0..<200 {
        _ = writing.withLockIfAvailable { _ in
          if let farewell = state.farewell {
            let text = Array(farewell().utf8)
            _ = Glibc.write(STDERR_FILENO, text, text.count)
          }
          _exit(128 + signal)
        }
        usleep(10_000)
      }
    }
    _exit(128 + signal)
  }
}
