// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// A file of lines that is only ever appended to; a line is on the disk when ``append(_:)`` returns.
///
/// While it is open it is locked, so that one process alone works with it; the lock goes with the process.
package struct LockedLog: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Opens a log, which is made if it is not there.
  ///
  /// - Throws: ``FileFailure`` of the kind `locked` where another process has it.
  package init(_ path: String) throws(FileFailure) {
    self.path = path
    let descriptor = retrying { open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    guard descriptor >= 0 else { throw .creating(path, .last) }
    guard retrying({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
      let error = SystemError.last
      Glibc.close(descriptor)
      guard error.code != EWOULDBLOCK else { throw FileFailure(.locked, "\(path) is locked by another process.") }
      throw FileFailure(.lockFailed, "\(path) could not be locked: \(error.reason).")
    }
    self.descriptor = descriptor
  }

  /// Lets go of the file. The lock is given back first: a process that is just being made has the file open, too, until it
  /// runs a program of its own.
  package func close() {
    _ = retrying { flock(descriptor, LOCK_UN) }
    Glibc.close(descriptor)
  }

  /// Forgets everything.
  package func clear() throws(FileFailure) {
    guard retrying({ ftruncate(descriptor, 0) }) == 0 else { throw .writing(path, .last) }
  }

  /// Makes sure that the next line begins on a line of its own, also after one that was cut short.
  package func mend() throws(FileFailure) {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size > 0 else { return }
    var last: UInt8 = 0
    if pread(descriptor, &last, 1, size - 1) == 1, last != 0x0A { try append([0x0A]) }
  }

  /// Adds bytes.
  package func append(_ bytes: [UInt8]) throws(FileFailure) {
    do throws(SystemError) {
      try ProcessSignals.withoutEnding { () throws(SystemError) in try writeAll(bytes, to: descriptor) }
      try flush(descriptor)
    } catch {
      throw .writing(path, error)
    }
  }
}
