// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// Two sockets that are connected with each other; no process that is started inherits them.
///
/// Sockets instead of pipes, because writing to one can be told not to raise SIGPIPE.
struct SocketPair: Sendable {
  let ours: Int32
  let theirs: Int32

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .last }
    (ours, theirs) = (ends[0], ends[1])
  }

  /// Asks for buffers of so many bytes.
  func setBuffers(_ bytes: Int32) {
    var size = bytes
    for end in [ours, theirs] {
      for option in [SO_SNDBUF, SO_RCVBUF] {
        setsockopt(end, SOL_SOCKET, option, &size, socklen_t(MemoryLayout<Int32>.size))
      }
    }
  }
}
