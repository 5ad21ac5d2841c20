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
  @inlinable
  public init(rows: Int, periods: Int, filledWith value: Value) {
    self.rows = rows
    self.periods = periods
    storage = Array(repeating: value, count: rows * periods)
  }

  /// Makes a grid with a value for each row and period, asked for in the order of ``values``.
  @inlinable
  public init(rows: Int, periods: Int, _ value: (_ row: Int, _ period: Int) -> Value) {
    self.rows = rows
    self.periods = periods
    storage = []
    storage.reserveCapacity(rows * periods)
    for row in 0..<rows {
      for period in 0..<periods { storage.append(value(row, period)) }
    }
  }

  /// The grid of the same shape with other values, made of these one by one.
  @inlinable
  public func map<Other>(_ transform: (Value) -> Other) -> Grid<Other> {
    Grid<Other>(rows: rows, periods: periods) { transform(self[$0, $1]) }
  }

  /// Whether another grid has as many rows and periods.
  public func hasShape<Other>(of other: Grid<Other>) -> Bool { rows == other.rows && periods == other.periods }

  /// The place of a row and period in ``values``.
  @inlinable
  public func place(_ row: Int, _ period: Int) -> Int { row * periods + period }

  /// The value of a row in a period.
  @inlinable
  public subscript(row: Int, period: Int) -> Value {
    get { storage[row * periods + period] }
    _modify { yield &storage[row * periods + period] }
  }

  /// The value at a place in ``values``.
  @inlinable
  public subscript(place place: Int) -> Value {
    get { storage[place] }
    _modify { yield &storage[place] }
  }

  /// The values of a row, by period.
  @inlinable
  public subscript(row row: Int) -> ArraySlice<Value> { storage[(row * periods)..<((row + 1) * periods)] }
}

extension Grid: Sendable where Value: Sendable {}
extension Grid: Equatable where Value: Equatable {}
extension Grid: Hashable where Value: Hashable {}
