// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// A kind of columns with one for each place: a person in a period, say. They follow one another.
protocol ColumnFamily: Sendable {
  /// What a column stands for.
  associatedtype Place: Sendable
  /// What of a place tells it from all others.
  associatedtype Key: Hashable

  /// The index of the first column.
  var first: Int { get }
  /// What each column stands for.
  var places: [Place] { get }

  static func key(_ place: Place) -> Key
  /// The key of the same place in another program; nil where that has no such person, demand or asset.
  static func key(_ place: Place, in match: ProgramMatch) -> Key?
}

extension ColumnFamily {
  var columns: Range<Int> { first..<(first + places.count) }

  /// Names the pairs of columns of two programs that are about the same.
  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    guard !places.isEmpty, !old.places.isEmpty else { return }
    var index: [Key: Int] = [:]
    index.reserveCapacity(old.places.count)
    for (position, place) in old.places.enumerated() { index[Self.key(place)] = position }
    for (position, place) in places.enumerated() {
      if let key = Self.key(place, in: match), let found = index[key] { visit(first + position, old.first + found) }
    }
  }
}

extension ColumnFamily where Place: Hashable {
  static func key(_ place: Place) -> Place { place }
}
