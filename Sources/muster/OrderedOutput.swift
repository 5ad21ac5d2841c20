// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import Synchronization

/// Writes answers in the order of their requests, whatever the order in which they come, each as soon as it can be.
final class OrderedOutput: Sendable {
  private struct State: Sendable {
    /// Answers that wait for an earlier one.
    var waiting: [Int: [UInt8]] = [:]
    /// The number of the next answer.
    var next = 0
    var isWriting = false
    var bytes = 0
  }

  private let state = Mutex(State())

  /// How many answers were written.
  var written: Int { state.withLock { $0.next } }

  /// Bytes that wait for an earlier answer.
  var waitingBytes: Int { state.withLock { $0.bytes } }

  /// Takes the answer with a number, counted from 0, and writes what is due.
  ///
  /// Where nobody reads any more the process ends, because nothing that is still being solved has a use.
  func put(_ answer: [UInt8], number: Int) {
    let isMine = state.withLock { state in
      state.waiting[number] = answer
      state.bytes += answer.count
      guard !state.isWriting else { return false }
      state.isWriting = true
      return true
    }
    // Whoever writes goes on with what the others bring meanwhile.
    guard isMine else { return }
    while true {
      let due: [UInt8]? = state.withLock { state in
        guard let answer = state.waiting.removeValue(forKey: state.next) else {
          state.isWriting = false
          return nil
        }
        return answer
      }
      guard let due else { return }
      do throws(CommandFailure) {
        try StandardStream.output.write(due)
      } catch {
        StandardStream.error.tell(error.text)
        _exit(error.status.rawValue)
      }
      state.withLock { state in
        state.next += 1
        state.bytes -= due.count
      }
    }
  }
}
