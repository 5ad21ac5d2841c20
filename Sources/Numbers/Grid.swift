// SPDX-License-Identifier: GPL-3.0-or-later

/// A value for each row and period, such as one for each person in each period.
///
/// The values lie in one piece of memory, row by row, so that the periods of a row are neighbours.
public struct Grid<Value> {
  /// The number of rows.
  public let rows: Int
  /// The number of periods in each row.
  public let periods: Int
  @usableFromInline var storage: [Value]

  /// All values: those of row 0 by period, then those of row 1, and so on.
  @inlinable public var values: [Value] { storage }

  /// Makes a grid with the same value everywhere.
  public init(rows: Int, periods: Int, filledWith value: Value) {
    self.rows = rows
    self.periods = periods
    storage = Array(repeating: value, count: rows * periods)
  }

  /// The place of a row and period in ``values``.
  @inlinable
  public func place(_ row: Int, _ period: Int) -> Int { row * periods + period }

  /// The value of a row in a period.
  @inlinable
  public subscript(row: Int, period: Int) -> Value {
    get { storage[row * periods + period] }
    set { storage[row * periods + period] = newValue }
  }

  /// The value at a place in ``values``.
  @inlinable
  public subscript(place place: Int) -> Value {
    get { storage[place] }
    set { storage[place] = newValue }
  }

  /// The values of a row, by period.
  public subscript(row row: Int) -> ArraySlice<Value> { storage[(row * periods)..<((row + 1) * periods)] }
}

extension Grid: Sendable where Value: Sendable {}
extension Grid: Equatable where Value: Equatable {}
extension Grid: Hashable where Value: Hashable {}
