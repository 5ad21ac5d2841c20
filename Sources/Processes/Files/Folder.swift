// SPDX-License-Identifier: GPL-3.0-or-later

package import Glibc

/// Folders and what is in them.
package enum Folder {
  /// Makes a folder and those above it.
  package static func make(_ path: String) throws(FileFailure) {
    guard fileKind(of: path) != S_IFDIR else { return }
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      let part = String(path[..<end])
      guard mkdir(part, 0o777) != 0, errno != EEXIST, errno != EISDIR else { continue }
      let error = SystemError.last
      if fileKind(of: part) == nil { throw .creating(part, error) }
    }
    guard fileKind(of: path) == S_IFDIR else {
      throw FileFailure(.cannotCreate, "\(path) is not a directory.")
    }
  }

  /// The names in a folder, in no order; what is not UTF-8 in them is U+FFFD, by which nothing can be opened.
  package static func names(in path: String) throws(FileFailure) -> [String] {
    guard let directory = opendir(path) else {
      throw FileFailure(.noInput, "\(path) could not be read: \(SystemError.last.reason).")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  /// The paths that a pattern such as `offices/*/may.json` stands for.
  package static func matches(of pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].flatMap { String(validatingCString: $0) }
    }
  }
}

/// What is at a path, such as `S_IFREG` or `S_IFDIR`, nil where there is nothing.
///
/// - Parameter followsLinks: whether a link is what it leads to.
package func fileKind(of path: String, followsLinks: Bool = true) -> mode_t? {
  var status = stat()
  let result = followsLinks ? stat(path, &status) : lstat(path, &status)
  return result == 0 ? status.st_mode & S_IFMT : nil
}

/// Removes a file, if it is there.
package func removeFile(_ path: String) throws(FileFailure) {
  guard unlink(path) != 0, errno != ENOENT, errno != ENOTDIR else { return }
  throw FileFailure(.writeFailed, "\(path) could not be removed: \(SystemError.last.reason).")
}

/// The path without links, if it leads anywhere.
package func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
