// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc

/// A file to be read, or standard input.
struct InputFile: Sendable {
  /// The path as given; `-` is standard input.
  var path: String

  init(_ path: String) { self.path = path }

  /// The most bytes that are read; a scenario of 5,000 people has some 20 MB.
  static let limit = 1 << 30

  var isStandardInput: Bool { path == "-" }

  /// What messages call it.
  var displayName: String { isStandardInput ? "<stdin>" : path }

  /// The folder that relative paths in the file are meant from.
  var folder: String {
    guard !isStandardInput, let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  /// All bytes.
  func read() throws(CommandFailure) -> [UInt8] {
    if isStandardInput { return try contents(of: STDIN_FILENO, expected: 0) }
    guard !path.isEmpty else {
      throw CommandFailure(
        .noInput, "no-input", "The path of the file is empty.", hint: "Give a file, or - for standard input.")
    }
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(errno) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw CommandFailure(
        .noInput, "is-directory", "\(path) is a directory.", hint: "Name the file inside it.")
    }
    return try contents(of: descriptor, expected: Int(status.st_size))
  }

  private func contents(of descriptor: Int32, expected: Int) throws(CommandFailure) -> [UInt8] {
    guard expected <= Self.limit else { throw tooLarge }
    var bytes: [UInt8] = []
    // One byte more than the file has, so that its end is seen without another block.
    var block = max(1 << 16, expected + 1)
    while true {
      let start = bytes.count
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: block) { buffer, count in
        let read = retrying { Int32(clamping: Glibc.read(descriptor, buffer.baseAddress, buffer.count)) }
        if read < 0 { failure = errno }
        count = max(0, Int(read))
      }
      guard failure == 0 else {
        throw CommandFailure(
          failure == EISDIR ? .noInput : .inputOutput, failure == EISDIR ? "is-directory" : "read-failed",
          "\(displayName) could not be read: \(describe(failure)).")
      }
      if chunk.isEmpty { return bytes }
      if start == 0 { bytes = chunk } else { bytes += chunk }
      guard bytes.count <= Self.limit else { throw tooLarge }
      block = max(1 << 16, min(bytes.count, 1 << 24))
    }
  }

  private var tooLarge: CommandFailure {
    CommandFailure(
      .invalidData, "limit", "\(displayName) has more than \(Self.limit >> 20) MiB, the most that is read.",
      hint: "Is it a scenario?")
  }

  private func unreadable(_ code: Int32) -> CommandFailure {
    let hint: String? =
      switch code {
      case ENOENT, ENOTDIR: "Check the path; it is taken from the current directory."
      case EACCES: "Ask for permission to read it."
      default: nil
      }
    return CommandFailure(.noInput, "no-input", "\(path): \(describe(code)).", hint: hint)
  }
}

/// The system's words for an error number.
func describe(_ code: Int32) -> String {
  switch code {
  case EBADF: "it is closed"
  case ENOENT: "there is no such file or directory"
  case EACCES: "permission is denied"
  case ENOTDIR: "a part of the path is no directory"
  case ENOSPC: "there is no space left on the device"
  case EROFS: "the file system is read-only"
  default: strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}

/// Does a system call again for as long as a signal interrupts it.
func retrying(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// Standard input as a stream.
enum StandardInput {
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}
