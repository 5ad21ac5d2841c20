// SPDX-License-Identifier: GPL-3.0-or-later

/// How much is read.
package enum JSONLimits {
  /// Objects and lists within each other.
  package static let depth = 64
  /// Keys of an object.
  package static let keys = 200_000
  /// Bytes of a document.
  package static let bytes = 1 << 30
  /// Characters of a number.
  package static let numberLength = 1_000
  /// Issues that are reported one by one.
  package static let issues = 20
}
