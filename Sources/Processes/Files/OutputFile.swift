// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// Where a result goes: standard output, or a file that is there completely or not at all.
package struct OutputFile: Sendable {
  /// The path as given; `-` is standard output.
  package var path: String

  package init(_ path: String?) { self.path = path ?? "-" }

  package var isStandardOutput: Bool { path == "-" }

  /// Fails at once where the file could not be created later, before any work is done.
  package func verifyCreatable() throws(FileFailure) {
    guard !isStandardOutput else { return }
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR {
        throw FileFailure(.outputIsDirectory, "\(path) is a directory.", hint: "Name a file inside it.")
      }
      if status.st_mode & S_IFMT != S_IFREG { return }
    } else if path.isEmpty || path.hasSuffix("/") {
      throw FileFailure(.cannotCreate, "'\(path)' is not a file name.")
    }
    guard access(folder, W_OK | X_OK) == 0 else { throw cannotCreate(.last) }
  }

  /// Writes the whole result.
  package func write(_ bytes: [UInt8]) throws(FileFailure) {
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
      guard descriptor >= 0 else { throw cannotCreate(.last) }
      defer { close(descriptor) }
      try written { () throws(SystemError) in try writeAll(bytes, to: descriptor) }
      return
    }
    // A link stays a link: what it leads to is replaced.
    let target = exists ? realPath(path) ?? path : path
    let temporary = target + ".\(getpid()).tmp"
    ProcessSignals.watch(temporary)
    defer { ProcessSignals.unwatch() }
    let descriptor = retrying { open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    guard descriptor >= 0 else { throw cannotCreate(.last) }
    if exists { fchmod(descriptor, status.st_mode & 0o777) }
    do throws(FileFailure) {
      try written { () throws(SystemError) in
        try closing(descriptor) { () throws(SystemError) in
          try writeAll(bytes, to: descriptor)
          try flush(descriptor)
        }
        if rename(temporary, target) != 0 { throw .last }
      }
    } catch {
      unlink(temporary)
      throw error
    }
    // The new name itself is made durable; where that is not possible, the file is still whole.
    let directory = retrying { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  /// The name under which a file of this name in its folder is to appear when it is whole; nil where it is no such file.
  package static func target(ofUnfinished name: String) -> Substring? {
    guard name.hasSuffix(".tmp") else { return nil }
    let stem = name.dropLast(4)
    guard let dot = stem.lastIndex(of: "."), stem[stem.index(after: dot)...].allSatisfy(\.isNumber) else { return nil }
    return stem[..<dot]
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[...slash])
  }

  private func cannotCreate(_ error: SystemError) -> FileFailure {
    .creating(path, error, hint: error.code == ENOENT ? "Create the folder \(folder) first." : nil)
  }

  private func written(_ work: () throws(SystemError) -> Void) throws(FileFailure) {
    do throws(SystemError) {
      try work()
    } catch {
      throw .writing(path, error)
    }
  }
}

/// Has what was written to a file be on the disk when it returns; what is no file has no disk.
func flush(_ descriptor: Int32) throws(SystemError) {
  if fsync(descriptor) != 0, errno != EINVAL { throw .last }
}

/// Closes a descriptor after some work; the work's failure comes first.
private func closing(_ descriptor: Int32, _ work: () throws(SystemError) -> Void) throws(SystemError) {
  do throws(SystemError) {
    try work()
  } catch {
    close(descriptor)
    throw error
  }
  if close(descriptor) != 0 { throw .last }
}
