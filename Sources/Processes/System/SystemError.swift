// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// A call of the system that failed, by its error number.
package struct SystemError: Error, Sendable, Hashable {
  package let code: Int32

  package init(code: Int32) { self.code = code }

  /// What the last call of this thread that failed left behind.
  package static var last: SystemError { SystemError(code: errno) }

  var isDirectory: Bool { code == EISDIR }

  /// The system's words, such as `No such file or directory`.
  package var words: String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }

  /// The end of a sentence, such as `there is no such file or directory`.
  package var reason: String {
    switch code {
    case EBADF: "it is closed"
    case ENOENT: "there is no such file or directory"
    case EACCES: "permission is denied"
    case ENOTDIR: "a part of the path is not a directory"
    case ENOSPC: "there is no space left on the device"
    case EROFS: "the file system is read-only"
    default: words
    }
  }
}

/// Does a system call again for as long as a signal interrupts it.
@discardableResult
package func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// Reads what there is, at most so many bytes, and waits until there is something.
///
/// - Returns: the bytes; none at the end.
package func readBlock(_ descriptor: Int32, most: Int) throws(SystemError) -> [UInt8] {
  var failure: SystemError?
  let block = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
    let size = retrying { read(descriptor, buffer.baseAddress, buffer.count) }
    if size < 0 { failure = .last }
    count = max(0, size)
  }
  if let failure { throw failure }
  return block
}

/// Reads to the end.
///
/// - Parameters:
///   - expected: how many bytes there are, as far as is known.
///   - limit: where more were read than this, nothing more is read.
package func readAll(_ descriptor: Int32, expected: Int = 0, limit: Int = .max) throws(SystemError) -> [UInt8] {
  var bytes: [UInt8] = []
  // One byte more than there is, so that the end is seen without another block.
  var most = max(1 << 16, expected + 1)
  while bytes.count <= limit {
    let block = try readBlock(descriptor, most: most)
    if block.isEmpty { break }
    if bytes.isEmpty { bytes = block } else { bytes += block }
    most = max(1 << 16, min(bytes.count, 1 << 24))
  }
  return bytes
}

/// Writes all bytes, and waits until they are taken.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
  var position = 0
  while position < bytes.count {
    let written = retrying {
      bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: position), $0.count - position) }
    }
    if written >= 0 {
      position += written
    } else if errno == EAGAIN {
      // Somebody made the descriptor non-blocking; wait until it takes more.
      var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&entry, 1, -1)
    } else {
      throw .last
    }
  }
}
