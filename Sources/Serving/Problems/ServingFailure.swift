// SPDX-License-Identifier: GPL-3.0-or-later

package import JSON
package import Processes

/// Why a stream or a batch ends before it is done.
package enum ServingFailure: Error, Sendable {
  /// A file, a folder or a stream could not be read or written.
  case file(FileFailure)
  /// A document is wrong.
  case document(DocumentError, fileName: String)
  /// No worker process can be had.
  case workers(WorkerFault)
  /// A batch was asked for what it cannot do: a sentence, and what to do instead.
  case request(String, hint: String)
  /// Two plans would have the same name: a sentence, and what to do about it.
  case collision(String, hint: String)
}

/// Does work with files, whose failures are those of serving.
func withFiles<Value>(_ work: () throws(FileFailure) -> Value) throws(ServingFailure) -> Value {
  do throws(FileFailure) {
    return try work()
  } catch {
    throw .file(error)
  }
}
