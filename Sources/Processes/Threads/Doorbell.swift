// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Synchronization

/// Wakes a thread that waits: for itself, or in `poll` beside other descriptors.
package final class Doorbell: Sendable {
  private let ends: SocketPair
  private let isRung = Mutex(false)

  /// - Throws: ``WorkerFault`` where the system has no descriptors left.
  package init() throws(WorkerFault) {
    do throws(SystemError) {
      ends = try SocketPair()
    } catch {
      throw WorkerFault(.start, "no socket could be had (\(error.words))")
    }
  }

  deinit {
    close(ends.ours)
    close(ends.theirs)
  }

  /// What becomes readable when it is rung.
  package var descriptor: Int32 { ends.ours }

  /// Rings, unless it has been rung and nobody has come yet.
  package func ring() {
    let isFirst = isRung.withLock { isRung in
      defer { isRung = true }
      return !isRung
    }
    guard isFirst else { return }
    var byte: UInt8 = 0
    retrying { send(ends.theirs, &byte, 1, Int32(MSG_NOSIGNAL)) }
  }

  /// Waits until it is rung. One thread alone may wait.
  package func wait() {
    var byte: UInt8 = 0
    retrying { recv(ends.ours, &byte, 1, 0) }
    isRung.withLock { $0 = false }
  }

  /// Takes a ring, if there is one. To be called before what the ring is about is looked at.
  func answer() {
    var byte: UInt8 = 0
    if recv(ends.ours, &byte, 1, Int32(MSG_DONTWAIT)) == 1 { isRung.withLock { $0 = false } }
  }
}
