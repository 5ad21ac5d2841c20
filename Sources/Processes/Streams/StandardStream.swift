// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// Standard output and standard error.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all bytes; a signal that arrives meanwhile ends the process after them.
  package func write(_ bytes: [UInt8]) throws(FileFailure) {
    do throws(SystemError) {
      try ProcessSignals.withoutEnding { () throws(SystemError) in try writeAll(bytes, to: rawValue) }
    } catch {
      let name = "Standard \(self == .output ? "output" : "error")"
      throw error.code == EPIPE ? FileFailure(.brokenPipe, "\(name) has no reader.") : .writing(name, error)
    }
  }

  /// Writes a text where a failure has nobody to be told to.
  package func tell(_ text: String) { try? write(Array(text.utf8)) }
}

/// Standard input as a stream.
package enum StandardInput {
  package static let descriptor = STDIN_FILENO
  package static var isTerminal: Bool { isatty(descriptor) == 1 }
}

/// Takes the places of standard streams that are closed, so that no file gets them: reading from the one and writing to
/// the others is an error. To be called before any file is opened.
package func keepStandardDescriptors() {
  for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
  where fcntl(descriptor, F_GETFD) < 0 {
    _ = open("/dev/null", mode)
  }
}
