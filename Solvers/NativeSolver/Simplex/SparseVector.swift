// SPDX-License-Identifier: GPL-3.0-or-later

/// A vector with a list of the places that may be other than 0.
struct SparseVector: ~Copyable {
  let value: Slab<Double>
  /// The places in use; a place stands here once.
  let index: Slab<Int32>
  private let isListed: Slab<Bool>
  private(set) var count = 0

  init(_ size: Int) {
    value = Slab(size, repeating: 0)
    // One more, because ``relistAll()`` writes before it knows whether the place counts.
    index = Slab(size + 1, repeating: 0)
    isListed = Slab(size, repeating: false)
  }

  var size: Int { value.count }

  /// Makes every element 0 again.
  mutating func clear() {
    for position in 0..<count {
      let place = Int(index[position])
      value[place] = 0
      isListed[place] = false
    }
    count = 0
  }

  /// Adds to an element.
  @inline(__always)
  mutating func add(_ amount: Double, at place: Int) {
    value[place] += amount
    list(place)
  }

  /// Says that an element may be other than 0.
  @inline(__always)
  mutating func list(_ place: Int) {
    if !isListed[place] {
      isListed[place] = true
      index[count] = Int32(truncatingIfNeeded: place)
      count += 1
    }
  }

  /// Takes the list of places anew, from a list that has every place that may be other than 0.
  mutating func relist(_ places: borrowing Slab<Int32>, count newCount: Int) {
    for position in 0..<count { isListed[Int(index[position])] = false }
    for position in 0..<newCount {
      let place = places[position]
      index[position] = place
      isListed[Int(place)] = true
    }
    count = newCount
  }

  /// Empties the list but not the vector, for one who lists all places that are other than 0 right after.
  mutating func relistNone() {
    for position in 0..<count { isListed[Int(index[position])] = false }
    count = 0
  }

  /// Takes the list of places anew, by looking at all elements.
  mutating func relistAll() {
    count = 0
    for place in 0..<value.count {
      let isNonzero = value[place] != 0
      isListed[place] = isNonzero
      index[count] = Int32(truncatingIfNeeded: place)
      count += isNonzero ? 1 : 0
    }
  }

  /// The square of the Euclidean length.
  var squaredLength: Double {
    var sum = 0.0
    for position in 0..<count {
      let amount = value[Int(index[position])]
      sum += amount * amount
    }
    return sum
  }

  /// Drops what is left of 0 after floating point.
  mutating func drop(below smallest: Double) {
    var kept = 0
    for position in 0..<count {
      let place = Int(index[position])
      if abs(value[place]) >= smallest {
        index[kept] = Int32(truncatingIfNeeded: place)
        kept += 1
      } else {
        value[place] = 0
        isListed[place] = false
      }
    }
    count = kept
  }
}
