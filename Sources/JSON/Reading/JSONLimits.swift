// SPDX-License-Identifier: GPL-3.0-or-later

/// How much is read.
public enum JSONLimits {
  /// Objects and lists within each other.
  public static let depth = 64
  /// Bytes of a document.
  public static let bytes = 1 << 30
  /// Characters of a number.
  public static let numberLength = 1_000
  /// Issues that are reported one by one.
  public static let issues = 20
}
