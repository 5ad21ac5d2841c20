// SPDX-License-Identifier: GPL-3.0-or-later

/// The index of a row or a column, or none, in four bytes.
@frozen
package struct OptionalIndex: Sendable, Hashable, BitwiseCopyable, ExpressibleByNilLiteral {
  /// The index; below 0 where there is none.
  @usableFromInline let raw: Int32

  /// - Parameter index: an index below 2^31.
  @inlinable
  package init(_ index: Int?) { raw = index.map(Int32.init(truncatingIfNeeded:)) ?? -1 }

  @inlinable
  package init(nilLiteral: ()) { raw = -1 }

  /// The index; nil where there is none.
  @inlinable package var value: Int? { raw < 0 ? nil : Int(raw) }
}
