// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// A file to be read, or standard input.
package struct InputFile: Sendable {
  /// The path as given; `-` is standard input.
  package var path: String
  /// What it was found to have, where it was read already.
  private var contents: [UInt8]?

  package init(_ path: String) { self.path = path }

  /// The most bytes that are read; a scenario of 5,000 people has some 20 MB.
  package static let limit = 1 << 30

  package var isStandardInput: Bool { path == "-" }

  /// What messages call it.
  package var displayName: String { isStandardInput ? "<stdin>" : path }

  /// The folder that relative paths in the file are meant from, with its slash; empty is the current one.
  package var folder: String {
    guard !isStandardInput, let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  /// A file that this one names.
  package func sibling(_ name: String) -> InputFile { InputFile(name.hasPrefix("/") ? name : folder + name) }

  /// The same file, read once and for all: standard input has its bytes only once.
  package func kept() throws(FileFailure) -> InputFile {
    var file = self
    file.contents = try read()
    return file
  }

  /// All bytes.
  package func read() throws(FileFailure) -> [UInt8] {
    if let contents { return contents }
    if isStandardInput { return try contents(of: STDIN_FILENO, expected: 0) }
    guard !path.isEmpty else {
      throw FileFailure(.noInput, "The path of the file is empty.", hint: "Give a file, or - for standard input.")
    }
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Self.unopened(path, .last) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unopened(path, .last) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw FileFailure(.inputIsDirectory, "\(path) is a directory.", hint: "Name the file inside it.")
    }
    return try contents(of: descriptor, expected: Int(status.st_size))
  }

  private func contents(of descriptor: Int32, expected: Int) throws(FileFailure) -> [UInt8] {
    guard expected <= Self.limit else { throw tooLarge }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try readAll(descriptor, expected: expected, limit: Self.limit)
    } catch {
      throw .reading(displayName, error)
    }
    guard bytes.count <= Self.limit else { throw tooLarge }
    return bytes
  }

  private var tooLarge: FileFailure {
    FileFailure(
      .tooLarge, "\(displayName) has more than \(Self.limit >> 20) MiB, the most that is read.",
      hint: "Is it a scenario?")
  }

  private static func unopened(_ path: String, _ error: SystemError) -> FileFailure {
    let hint: String? =
      switch error.code {
      case ENOENT, ENOTDIR: "Check the path; it is taken from the current directory."
      case EACCES: "Ask for permission to read it."
      default: nil
      }
    return FileFailure(.noInput, "\(path): \(error.reason).", hint: hint)
  }
}
