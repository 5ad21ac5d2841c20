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

  /// The most bytes of a file that a document names.
  package static let siblingLimit = 1 << 28

  /// Reads a file that this one names: a regular file in its folder or below, also where links lead.
  ///
  /// What a document says must not open anything else, and failures do not say whether something else is there.
  package func readSibling(_ name: String) throws(FileFailure) -> [UInt8] {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.contains("\0"), !parts.contains(where: { $0.isEmpty || $0 == ".." }) else { throw Self.elsewhere(name) }
    let path = folder + name
    // Nothing is waited for, as it would be at a pipe.
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    let error = SystemError.last
    defer { if descriptor >= 0 { close(descriptor) } }
    // What was opened is looked at, and not what may be there by now.
    let target = realPath(descriptor >= 0 ? "/proc/self/fd/\(descriptor)" : path)
    let parent = realPath(folder.isEmpty ? "." : folder).map { $0 == "/" ? $0 : $0 + "/" }
    if let target, let parent, !target.hasPrefix(parent) { throw Self.elsewhere(name) }
    guard descriptor >= 0 else { throw Self.unopened(name, error) }
    guard target != nil, parent != nil else { throw Self.elsewhere(name) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unopened(name, .last) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(.noFile, "\(name) is no regular file.") }
    guard status.st_size <= Self.siblingLimit else {
      throw FileFailure(.tooLarge, "\(name) has more than \(Self.siblingLimit >> 20) MiB, the most that is read.")
    }
    return try InputFile(name).contents(of: descriptor, expected: Int(status.st_size))
  }

  private static func elsewhere(_ name: String) -> FileFailure {
    FileFailure(
      .noInput, "\(name) is no file beside it.",
      hint: "Name a file in its folder or below, without '..', and not by a link that leads elsewhere.")
  }

  /// The same file, read once and for all: standard input has its bytes only once.
  package func kept() throws(FileFailure) -> InputFile {
    var file = self
    file.contents = try read()
    return file
  }

  /// The first bytes of a file that has more than a size, so that what is too large for its kind need not be read; nil for
  /// others.
  package func start(ifLargerThan size: Int, count: Int) -> [UInt8]? {
    guard contents == nil, !isStandardInput else { return nil }
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) > size else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: count)
    let found = bytes.withUnsafeMutableBytes { buffer in retrying { pread(descriptor, buffer.baseAddress, count, 0) } }
    return found > 0 ? Array(bytes[..<found]) : nil
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
