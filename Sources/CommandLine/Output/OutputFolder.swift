// SPDX-License-Identifier: GPL-3.0-or-later

import Exchange
import Glibc
import Processes

/// A folder that is written as a whole: it is not there before, or empty.
struct OutputFolder {
  var path: String

  init(_ path: String) {
    self.path = path
    while self.path.count > 1, self.path.hasSuffix("/") { self.path.removeLast() }
  }

  /// Fails at once where the folder could not be written later.
  func verifyCreatable() throws {
    guard let kind = fileKind(of: path) else {
      try OutputFile(path).verifyCreatable()
      return
    }
    guard kind == S_IFDIR else {
      throw FileFailure(.cannotCreate, "\(path) is not a directory.", hint: "Name a folder that is not there yet.")
    }
    if try Folder.names(in: path).contains(where: { $0 != "." && $0 != ".." }) {
      throw FileFailure(
        .cannotCreate, "\(path) is not empty.", hint: "Name a folder that is not there yet, so that no old table stays."
      )
    }
  }

  /// Writes the files.
  func write(_ files: [CSVFolder.File]) throws {
    try verifyCreatable()
    try Folder.make(path)
    for file in files { try OutputFile(path + "/" + file.name).write(file.bytes) }
  }
}
