// SPDX-License-Identifier: GPL-3.0-or-later

/// A seeded stream of random numbers, the same on every machine and in every version.
///
/// xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021), its state
/// filled by SplitMix64. All draws are whole numbers, because floating point libraries differ in the last digit.
package struct RandomSource: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Starts a stream; equal seeds give equal streams.
  package init(seed: UInt64) {
    var position = seed
    func next() -> UInt64 {
      position &+= 0x9E37_79B9_7F4A_7C15
      var mixed = position
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { (value << bits) | (value >> (64 - bits)) }
    let result = rotated(state.1 &* 5, 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, 45)
    return result
  }

  /// A whole number in a range, each equally likely.
  package mutating func number(in range: ClosedRange<Int>) -> Int {
    let count = UInt64(range.upperBound - range.lowerBound) &+ 1
    guard count > 0 else { return Int(truncatingIfNeeded: next()) }
    // Numbers below the threshold would make some answers likelier than others; they are drawn again.
    let threshold = (0 &- count) % count
    while true {
      let product = next().multipliedFullWidth(by: count)
      if product.low >= threshold { return range.lowerBound + Int(product.high) }
    }
  }

  /// True in so many of a hundred cases.
  package mutating func chance(_ percent: Int) -> Bool { number(in: 0...99) < percent }

  /// An element, each equally likely; nil of an empty list.
  package mutating func element<Element>(of list: [Element]) -> Element? {
    list.isEmpty ? nil : list[number(in: 0...list.count - 1)]
  }

  /// So many different elements in random order; all of them where there are fewer.
  package mutating func elements<Element>(_ count: Int, of list: [Element]) -> [Element] {
    var rest = list
    let taken = min(count, rest.count)
    for position in 0..<taken { rest.swapAt(position, number(in: position...rest.count - 1)) }
    return Array(rest.prefix(taken))
  }
}
