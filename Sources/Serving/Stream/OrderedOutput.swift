// SPDX-License-Identifier: GPL-3.0-or-later

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
    /// Why nothing is written any more.
    var failure: FileFailure?
    var isClosed = false
  }

  private let state = Mutex(State())
  private let bell: Doorbell
  private let write: @Sendable ([UInt8]) throws(FileFailure) -> Void

  /// - Parameter write: writes bytes; called from one thread.
  init(write: @escaping @Sendable ([UInt8]) throws(FileFailure) -> Void) throws(ServingFailure) {
    self.write = write
    do throws(WorkerFault) {
      bell = try Doorbell()
    } catch {
      throw .workers(error)
    }
  }

  /// Begins to write.
  ///
  /// - Parameter whenBroken: is called when writing fails; nothing is written any more then.
  func start(whenBroken: @escaping @Sendable () -> Void) {
    startThread(stackBytes: smallStack) { [self] in
      do throws(FileFailure) {
        while !state.withLock(\.isClosed) {
          bell.wait()
          try writeDue()
        }
      } catch {
        state.withLock { $0.failure = error }
        resumeWaiter()
        whenBroken()
      }
    }
  }

  /// Ends the thread that writes.
  func close() {
    state.withLock { $0.isClosed = true }
    bell.ring()
  }

  /// Why nothing is written any more; nil as long as all is well.
  var failure: FileFailure? { state.withLock(\.failure) }

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

  /// Returns when so many answers have been written, or none is any more.
  func whenWritten(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.next >= count || state.failure != nil { return true }
        state.waiter = (count, continuation)
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  /// Writes what is due; several answers that are due together go together.
  private func writeDue() throws(FileFailure) {
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
      try write(due)
      state.withLock { state in
        state.next += count
        state.bytes -= due.count
      }
      resumeWaiter()
    }
  }

  private func resumeWaiter() {
    let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter, state.next >= waiter.count || state.failure != nil else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    continuation?.resume()
  }
}
