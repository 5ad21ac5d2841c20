// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// How a process ended, as `wait` says.
struct WaitStatus: Sendable {
  private let raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  /// The signal that ended it; nil where it ended of its own accord.
  var signal: Int32? { raw & 0x7F == 0 ? nil : raw & 0x7F }

  /// The code with which it ended of its own accord.
  var code: Int32 { (raw >> 8) & 0xFF }

  /// A predicate, such as `was ended by signal 11 (Segmentation fault)` or `ended with code 3`.
  var words: String {
    guard let signal else { return "ended with code \(code)" }
    return "was ended by signal \(signal)" + (strsignal(signal).map { " (\(String(cString: $0)))" } ?? "")
  }
}
