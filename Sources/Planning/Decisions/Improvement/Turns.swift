// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Kinds of parts of a program that take turns by how often they gained, with the size that each has at the time.
struct Turns<Kind: CaseIterable & RawRepresentable & Sendable> where Kind.RawValue == Int {
  private var weights: [Double]
  private var sizes: [Int]
  private let limits: ClosedRange<Int>
  /// How many there were.
  private(set) var count = 0

  /// - Parameters:
  ///   - first: the size at first.
  ///   - limits: the sizes that there may be.
  init(first: Int, limits: ClosedRange<Int>) {
    weights = Kind.allCases.map { _ in 1 }
    sizes = Kind.allCases.map { _ in first }
    self.limits = limits
  }

  func size(of kind: Kind) -> Int { sizes[kind.rawValue] }

  /// The next kind: at first each once, then by weight.
  mutating func next(_ random: inout RandomSource) -> Kind {
    let kinds = Array(Kind.allCases)
    defer { count += 1 }
    guard count >= kinds.count else { return kinds[count] }
    var left = Double(random.number(in: 0...999_999)) / 1e6 * weights.reduce(0, +)
    for kind in kinds {
      left -= weights[kind.rawValue]
      if left < 0 { return kind }
    }
    return kinds[0]
  }

  /// Learns from what a part brought: kinds that gain come more often; those that were solved without gain grow, those that
  /// were not solved shrink.
  mutating func note(_ kind: Kind, hasGained: Bool, isComplete: Bool) {
    let place = kind.rawValue
    weights[place] = hasGained ? weights[place] + 1 : max(0.2, weights[place] * 0.9)
    if !isComplete {
      sizes[place] = max(limits.lowerBound, sizes[place] * 7 / 10)
    } else if !hasGained {
      sizes[place] = min(limits.upperBound, sizes[place] * 13 / 10 + 1)
    }
  }
}
