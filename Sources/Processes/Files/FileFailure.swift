// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a file, a folder or a standard stream could not be read or written.
package struct FileFailure: Error, Sendable, Hashable {
  /// What went wrong.
  package enum Kind: Sendable, Hashable, CaseIterable {
    /// The input is not there, or may not be opened.
    case noInput
    /// The input is a folder.
    case inputIsDirectory
    /// The input is neither a file nor a folder.
    case noFile
    /// The input has more bytes than are read.
    case tooLarge
    case readFailed
    case cannotCreate
    case outputIsDirectory
    case writeFailed
    /// Somebody else is at work there.
    case locked
    case lockFailed
    /// Nobody reads any more what is written.
    case brokenPipe
  }

  package var kind: Kind
  /// A sentence with its full stop.
  package var detail: String
  /// What to do about it, if there is something.
  package var hint: String?

  package init(_ kind: Kind, _ detail: String, hint: String? = nil) {
    self.kind = kind
    self.detail = detail
    self.hint = hint
  }

  /// A stable identifier in kebab case.
  package var identifier: String {
    switch kind {
    case .noInput: "no-input"
    case .inputIsDirectory, .outputIsDirectory: "is-directory"
    case .noFile: "no-file"
    case .tooLarge: "limit"
    case .readFailed: "read-failed"
    case .cannotCreate: "cannot-create"
    case .writeFailed: "write-failed"
    case .locked: "locked"
    case .lockFailed: "lock-failed"
    case .brokenPipe: "broken-pipe"
    }
  }

  /// A failure to read what is open.
  package static func reading(_ name: String, _ error: SystemError) -> FileFailure {
    FileFailure(
      error.isDirectory ? .inputIsDirectory : .readFailed, "\(name) could not be read: \(error.reason).")
  }

  /// A failure to create a file or a folder.
  static func creating(_ name: String, _ error: SystemError, hint: String? = nil) -> FileFailure {
    FileFailure(.cannotCreate, "\(name) cannot be created: \(error.reason).", hint: hint)
  }

  /// A failure to write what is open.
  static func writing(_ name: String, _ error: SystemError) -> FileFailure {
    FileFailure(.writeFailed, "\(name) could not be written: \(error.reason).")
  }
}
