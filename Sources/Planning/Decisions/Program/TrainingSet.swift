// SPDX-License-Identifier: GPL-3.0-or-later

/// Some of the trainings of a person, by their places.
struct TrainingSet: Hashable, Sendable {
  private let bits: UInt64

  func contains(_ place: Int) -> Bool { place < 64 && bits >> UInt64(place) & 1 == 1 }

  func isSubset(of other: TrainingSet) -> Bool { bits & ~other.bits == 0 }

  var places: [Int] { (0..<64).filter(contains) }

  /// The sets of so many trainings that work may hang on, the smaller ones first: all of few trainings, and of many each one
  /// alone and all together, which leaves out what hangs on some of them.
  static func all(of count: Int) -> [TrainingSet] {
    let count = min(count, 64)
    guard count > 0 else { return [] }
    if count > few {
      return (0..<count).map { TrainingSet(bits: 1 << UInt64($0)) } + [TrainingSet(bits: ~0 >> UInt64(64 - count))]
    }
    return (1..<(UInt64(1) << UInt64(count))).map(TrainingSet.init)
      .sorted { ($0.bits.nonzeroBitCount, $0.bits) < ($1.bits.nonzeroBitCount, $1.bits) }
  }

  private static let few = 4
}
