// SPDX-License-Identifier: GPL-3.0-or-later

/// A vector with a list of the places that may be other than 0, or, where there are many, without one.
struct SparseVector: ~Copyable {
  let value: Slab<Double>
  /// The places in use; a place stands here once.
  let index: Slab<Int32>
  private let isListed: Slab<Bool>
  private(set) var count = 0
  /// Whether no places are listed, because any may be other than 0.
  private(set) var isDense = false

  init(_ size: Int) {
    value = Slab(size, repeating: 0)
    // One more, because ``relistAll()`` writes before it knows whether the place counts.
    index = Slab(size + 1, repeating: 0)
    isListed = Slab(size, repeating: false)
  }

  var size: Int { value.count }

  /// Makes every element 0 again.
  mutating func clear() {
    if isDense {
      value.base.update(repeating: 0, count: size)
      isListed.base.update(repeating: false, count: size)
      isDense = false
      return
    }
    for position in 0..<count {
      let place = Int(index[position])
      value[place] = 0
      isListed[place] = false
    }
    count = 0
  }

  /// Gives the list up until the vector is cleared.
  mutating func makeDense() {
    count = 0
    isDense = true
    // As if all were listed, so that nothing is.
    isListed.base.update(repeating: true, count: size)
  }

  /// Calls with each place that may be other than 0.
  @inline(__always)
  func forEachPlace(_ body: (Int) -> Void) {
    if isDense {
      // What is 0 is not left out: that would be guessed wrong half of the time.
      for place in 0..<size { body(place) }
    } else {
      for position in 0..<count { body(Int(index[position])) }
    }
  }

  /// Takes over the elements of another vector; this one has to be clear.
  mutating func take(_ other: borrowing SparseVector) {
    if other.isDense {
      makeDense()
      value.base.update(from: other.value.base, count: size)
    } else {
      for position in 0..<other.count { add(other.value[Int(other.index[position])], at: Int(other.index[position])) }
    }
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

  /// Takes the list of places anew, from a list that has every place that may be other than 0; not for dense vectors.
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
    if isDense { return }
    for position in 0..<count { isListed[Int(index[position])] = false }
    count = 0
  }

  /// Takes the list of places anew, by looking at all elements.
  mutating func relistAll() {
    if isDense { return }
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
    forEachPlace { sum += value[$0] * value[$0] }
    return sum
  }

  /// Drops what is left of 0 after floating point.
  ///
  /// - Returns: the square of the Euclidean length, and how many elements are other than 0.
  @discardableResult
  mutating func drop(below smallest: Double) -> (squaredLength: Double, fill: Int) {
    isDense ? dropDense(below: smallest) : dropListed(below: smallest)
  }

  private mutating func dropListed(below smallest: Double) -> (squaredLength: Double, fill: Int) {
    var kept = 0
    var sum = 0.0
    for position in 0..<count {
      let place = Int(index[position])
      if abs(value[place]) >= smallest {
        index[kept] = Int32(truncatingIfNeeded: place)
        kept += 1
        sum += value[place] * value[place]
      } else {
        value[place] = 0
        isListed[place] = false
      }
    }
    count = kept
    return (sum, kept)
  }

  private func dropDense(below smallest: Double) -> (squaredLength: Double, fill: Int) {
    // Several sums, because each addition waits for the one before.
    var sums = SIMD4<Double>.zero
    var fill = 0
    @inline(__always)
    func take(_ place: Int) -> Double {
      let isKept = abs(value[place]) >= smallest
      value[place] = isKept ? value[place] : 0
      fill += isKept ? 1 : 0
      return value[place]
    }
    var place = 0
    while place + 4 <= size {
      let four = SIMD4(take(place), take(place + 1), take(place + 2), take(place + 3))
      sums += four * four
      place += 4
    }
    var sum = sums.sum()
    while place < size {
      let one = take(place)
      sum += one * one
      place += 1
    }
    return (sum, fill)
  }
}
