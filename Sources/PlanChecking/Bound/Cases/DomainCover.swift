// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

extension DecisionDomain {
  /// The ranges of all decisions, one after another; yes and no are 1 and 0.
  fileprivate var ranges: [ClosedRange<Int>] {
    func range(_ choice: Bool?) -> ClosedRange<Int> { choice.map { $0 ? 1...1 : 0...0 } ?? 0...1 }
    return weeks + heads + trainings.joined().map(range) + runs.map(range) + begins + met
  }

  /// Whether domains together leave nothing of this one out.
  ///
  /// A part is cut where the fewest domains lie on both sides, so that those of a search, which halves one decision after
  /// another, are never on both.
  func isCovered(by domains: [DecisionDomain]) -> Bool {
    // Decisions about work that no domain looks at are open in all.
    let work = Set(domains.flatMap(\.work.keys) + self.work.keys).sorted()
    func range(_ decision: WorkDecision, in domain: DecisionDomain) -> ClosedRange<Int> {
      domain.work[decision].map { $0 ? 1...1 : 0...0 } ?? 0...1
    }
    let whole = ranges + work.map { range($0, in: self) }
    let boxes = domains.map { domain in domain.ranges + work.map { range($0, in: domain) } }
    guard boxes.allSatisfy({ $0.count == whole.count }) else { return false }
    var left = 200_000
    return Self.isCovered(whole, boxes, &left)
  }

  private static func isCovered(
    _ whole: [ClosedRange<Int>], _ boxes: [[ClosedRange<Int>]], _ left: inout Int
  ) -> Bool {
    let boxes = boxes.filter { box in zip(box, whole).allSatisfy { $0.overlaps($1) } }
    if boxes.contains(where: { box in zip(box, whole).allSatisfy { $0.contains($1) } }) { return true }
    left -= 1
    guard left > 0, let first = boxes.first else { return false }
    // Every part is cut by an end of the first domain inside it: before a number.
    var cuts: [(place: Int, number: Int)] = []
    for place in whole.indices {
      if whole[place].contains(first[place].lowerBound - 1) { cuts.append((place, first[place].lowerBound)) }
      if whole[place].contains(first[place].upperBound + 1) { cuts.append((place, first[place].upperBound + 1)) }
    }
    func crossing(_ cut: (place: Int, number: Int)) -> Int {
      boxes.count { $0[cut.place].lowerBound < cut.number && cut.number <= $0[cut.place].upperBound }
    }
    let counts = cuts.map(crossing)
    guard let best = counts.indices.min(by: { counts[$0] < counts[$1] }) else { return false }
    let cut = cuts[best]
    var (below, above) = (whole, whole)
    below[cut.place] = whole[cut.place].lowerBound...cut.number - 1
    above[cut.place] = cut.number...whole[cut.place].upperBound
    return isCovered(below, boxes, &left) && isCovered(above, boxes, &left)
  }
}

extension ClosedRange<Int> {
  fileprivate func contains(_ other: ClosedRange<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
