// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Synchronization

/// Wakes a thread that waits: for itself, or in `poll` beside other descriptors.
package final class Doorbell: Sendable {
  private let ends: (ours: Int32, theirs: Int32)
  private let isRung = Mutex(false)

  /// - Throws: ``WorkerFault`` where the system has no descriptors left.
  package init() throws(WorkerFault) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw WorkerFault(.start, "no socket could be had (\(String(cString: strerror(errno))))")
    }
    self.ends = (ends[0], ends[1])
  }

  deinit {
    close(ends.ours)
    close(ends.theirs)
  }

  /// What becomes readable when it is rung.
  var descriptor: Int32 { ends.ours }

  /// Rings, unless it has been rung and nobody has come yet.
  package func ring() {
    let isFirst = isRung.withLock { isRung in
      defer { isRung = true }
      return !isRung
    }
    guard isFirst else { return }
    var byte: UInt8 = 0
    while send(ends.theirs, &byte, 1, Int32(MSG_NOSIGNAL)) == -1, errno == EINTR {}
  }

  /// Waits until it is rung. One thread alone may wait.
  package func wait() {
    var byte: UInt8 = 0
    while recv(ends.ours, &byte, 1, 0) == -1, errno == EINTR {}
    isRung.withLock { $0 = false }
  }

  /// Takes a ring, if there is one. To be called before what the ring is about is looked at.
  func answer() {
    var byte: UInt8 = 0
    if recv(ends.ours, &byte, 1, Int32(MSG_DONTWAIT)) == 1 { isRung.withLock { $0 = false } }
  }
}
