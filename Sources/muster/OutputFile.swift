// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc

/// Where a result goes: standard output, or a file that is there completely or not at all.
struct OutputFile: Sendable {
  /// The path as given; `-` is standard output.
  var path: String

  init(_ path: String?) { self.path = path ?? "-" }

  var isStandardOutput: Bool { path == "-" }

  /// Fails at once where the file could not be created later, so that no work is done in vain.
  func verifyCreatable() throws(CommandFailure) {
    guard !isStandardOutput else { return }
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw CommandFailure(
          .cannotCreateOutput, "is-directory", "\(path) is a directory.", hint: "Name a file inside it.")
      }
      if status.st_mode & S_IFMT != S_IFREG { return }
    } else if path.isEmpty || path.hasSuffix("/") {
      throw CommandFailure(.cannotCreateOutput, "cannot-create", "'\(path)' is no name of a file.")
    }
    guard access(folder, W_OK | X_OK) == 0 else { throw cannotCreate(errno) }
  }

  /// Writes the whole result.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    guard !isStandardOutput else {
      try StandardStream.output.write(bytes)
      return
    }
    try verifyCreatable()
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      // A device or a pipe cannot be replaced.
      let descriptor = retrying { open(path, O_WRONLY | O_CLOEXEC) }
      guard descriptor >= 0 else { throw cannotCreate(errno) }
      let failure = writeAll(bytes, to: descriptor)
      close(descriptor)
      if failure != 0 { throw writeFailed(failure) }
      return
    }
    // A link stays a link: what it leads to is replaced.
    let target = exists ? resolvedPath : path
    let temporary = target + ".\(getpid()).tmp"
    ProcessSignals.watch(temporary)
    defer { ProcessSignals.unwatch() }
    let descriptor = retrying { open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    guard descriptor >= 0 else { throw cannotCreate(errno) }
    if exists { fchmod(descriptor, status.st_mode & 0o777) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, fsync(descriptor) != 0, errno != EINVAL { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, target) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw writeFailed(failure)
    }
    // The new name itself is made durable; where that is not possible, the file is still whole.
    let directory = retrying { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[...slash])
  }

  private var resolvedPath: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func cannotCreate(_ code: Int32) -> CommandFailure {
    CommandFailure(
      .cannotCreateOutput, "cannot-create", "\(path) cannot be created: \(describe(code)).",
      hint: code == ENOENT ? "Create the folder \(folder) first." : nil)
  }

  private func writeFailed(_ code: Int32) -> CommandFailure {
    CommandFailure(.inputOutput, "write-failed", "\(path) could not be written: \(describe(code)).")
  }
}

/// Standard output and standard error.
enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all bytes; a signal that arrives meanwhile ends the process after them.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    let failure = ProcessSignals.withoutEnding { writeAll(bytes, to: rawValue) }
    switch failure {
    case 0: return
    case EPIPE: throw CommandFailure(.brokenPipe)
    default:
      throw CommandFailure(
        .inputOutput, "write-failed",
        "Standard \(self == .output ? "output" : "error") could not be written: \(describe(failure)).")
    }
  }

  /// Writes a text where a failure has nobody to be told to.
  func tell(_ text: String) { try? write(Array(text.utf8)) }
}

/// Writes all bytes.
///
/// - Returns: 0, or the error number.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { buffer in
    var position = 0
    while position < buffer.count {
      let written = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: position), buffer.count - position)
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          // Somebody made the descriptor non-blocking; wait until it takes more.
          var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&entry, 1, -1)
          continue
        }
        return errno
      }
      position += written
    }
    return 0
  }
}
