// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import Planning
import Synchronization
import Processes

/// Writes answers in the order of their requests, whatever the order in which they come, each as soon as it can be.
///
/// A thread of its own writes, so that a reader who takes his time holds up nobody but the reading of new requests.
final class OrderedOutput: Sendable {
  private struct State: Sendable {
    /// Answers that wait for an earlier one, or to be written.
    var waiting: [Int: [UInt8]] = [:]
    /// The number of the next answer.
    var next = 0
    var bytes = 0
    var waiter: (count: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())
  private let bell: Doorbell

  init() throws(CommandFailure) {
    do throws(WorkerFault) {
      bell = try Doorbell()
    } catch {
      throw CommandFailure(.internalError, "worker-start", "A worker process \(error.detail).")
    }
    startThread(stackBytes: smallStack) { [self] in
      while true {
        bell.wait()
        writeDue()
      }
    }
  }

  /// How many answers were written.
  var written: Int { state.withLock { $0.next } }

  /// Bytes that wait to be written.
  var waitingBytes: Int { state.withLock { $0.bytes } }

  /// Takes the answer with a number, counted from 0.
  func put(_ answer: [UInt8], number: Int) {
    let isDue = state.withLock { state in
      state.waiting[number] = answer
      state.bytes += answer.count
      return number == state.next
    }
    if isDue { bell.ring() }
  }

  /// Returns when so many answers have been written.
  func whenWritten(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.next >= count { return true }
        state.waiter = (count, continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  /// Writes what is due; several answers that are due together go together.
  ///
  /// Where nobody reads any more the process ends, because nothing that is still being solved has a use.
  private func writeDue() {
    while true {
      var due: [UInt8] = []
      let count = state.withLock { state in
        var count = 0
        while due.count < 1 << 18, let answer = state.waiting.removeValue(forKey: state.next + count) {
          if due.isEmpty { due = answer } else { due += answer }
          count += 1
        }
        return count
      }
      guard count > 0 else { return }
      do throws(FileFailure) {
        try StandardStream.output.write(due)
      } catch {
        let failure = CommandFailure(error)
        StandardStream.error.tell(failure.text)
        _exit(failure.status.rawValue)
      }
      let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
        state.next += count
        state.bytes -= due.count
        guard let waiter = state.waiter, state.next >= waiter.count else { return nil }
        state.waiter = nil
        return waiter.continuation
      }
      continuation?.resume()
    }
  }
}
