// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The nonbasic columns that are most worth a pivot, whose reduced costs and weights are kept up to date.
///
/// To keep those of all columns up to date costs more than the rest of a pivot. So all active columns are priced now and
/// then, and between that only a list of the best. (Multiple and partial pricing: W. Orchard-Hays, "Advanced
/// Linear-Programming Computing Techniques", 1968. Weights: P. M. J. Harris, "Pivot selection methods of the Devex LP
/// code", 1973, https://doi.org/10.1007/BF01580108.)
struct Pricing: ~Copyable {
  /// Reference weights of the Devex rule, for all columns.
  let weight: Slab<Double>
  let listed: Slab<Int32>
  private(set) var count = 0
  private let isListed: Slab<Bool>
  /// Pivots since all columns were priced.
  var age = 0

  init(size: Int) {
    weight = Slab(size, repeating: 1)
    listed = Slab(size, repeating: 0)
    isListed = Slab(size, repeating: false)
  }

  /// Empties the list.
  mutating func forget() {
    for position in 0..<count { isListed[Int(listed[position])] = false }
    count = 0
  }

  @inline(__always)
  mutating func list(_ j: Int) {
    guard !isListed[j] else { return }
    isListed[j] = true
    listed[count] = Int32(truncatingIfNeeded: j)
    count += 1
  }

  @inline(__always)
  mutating func remove(at position: Int) {
    isListed[Int(listed[position])] = false
    count -= 1
    listed[position] = listed[count]
  }

  /// Weights above this say that the reference framework is too far away.
  static var largestWeight: Double { 1e7 }
  /// How many columns are listed, at most twice as many.
  static var length: Int { 1500 }
  /// Pivots after which all columns are priced again.
  static var oldest: Int { 100 }
}

extension PrimalSimplex {
  /// How much the objective falls for a unit of movement of a nonbasic column; at most 0 where it does not.
  @inline(__always)
  func improvement(_ j: Int) -> Double {
    switch status[j] {
    case .atLower: -reducedCost[j]
    case .atUpper: reducedCost[j]
    case .free: abs(reducedCost[j])
    case .basic, .fixed: 0
    }
  }

  /// Prices a column from scratch.
  @inline(__always)
  func computeReducedCost(_ j: Int) {
    reducedCost[j] = (ignoresCosts ? 0 : cost[j]) - matrix.dot(j, price)
  }

  /// Prices all active columns and lists the best.
  ///
  /// - Complexity: O(entries of the active columns)
  private mutating func priceAll() {
    pricing.forget()
    pricing.age = 0
    // The best few hundred are found by counting how many scores there are of each order of magnitude.
    var histogram = [Int](repeating: 0, count: 256)
    var found: [(column: Int32, bucket: UInt8)] = []
    func visit(_ j: Int) {
      guard status[j] != .basic, status[j] != .fixed else { return }
      computeReducedCost(j)
      let gain = improvement(j)
      guard gain > Self.optimality else { return }
      let bucket = max(0, min(255, (gain * gain / pricing.weight[j]).exponent + 128))
      histogram[bucket] += 1
      found.append((Int32(truncatingIfNeeded: j), UInt8(truncatingIfNeeded: bucket)))
    }
    for j in 0..<matrix.rowCount { visit(j) }
    for j in matrix.active { visit(Int(j)) }
    var threshold = 255
    var sum = histogram[255]
    while threshold > 0, sum < Pricing.length {
      threshold -= 1
      sum += histogram[threshold]
    }
    var room = 2 * Pricing.length
    for item in found where Int(item.bucket) > threshold {
      pricing.list(Int(item.column))
      room -= 1
    }
    for item in found where Int(item.bucket) == threshold && room > 0 {
      pricing.list(Int(item.column))
      room -= 1
    }
  }

  /// The listed column with the greatest improvement for its weight, or -1 where no active column improves.
  mutating func entering() -> Int {
    if pricing.age >= Pricing.oldest { priceAll() }
    if let best = bestListed() { return best }
    priceAll()
    return bestListed() ?? -1
  }

  private mutating func bestListed() -> Int? {
    var best: Int?
    var bestScore = 0.0
    var position = 0
    while position < pricing.count {
      let j = Int(pricing.listed[position])
      let gain = improvement(j)
      if gain <= Self.optimality {
        pricing.remove(at: position)
        continue
      }
      let score = gain * gain / pricing.weight[j]
      if score > bestScore || best == nil {
        bestScore = score
        best = j
      }
      position += 1
    }
    return best
  }

  /// Makes those of the inactive columns active that improve at the present prices, which must be fresh.
  ///
  /// - Returns: how many there are.
  mutating func activateImproving(tolerance: Double) -> Int {
    var found: [Int32] = []
    for j in matrix.rowCount..<total where !matrix.isActive[j] {
      computeReducedCost(j)
      if improvement(j) > tolerance { found.append(Int32(truncatingIfNeeded: j)) }
    }
    guard !found.isEmpty else { return 0 }
    let most = max(2000, matrix.active.count)
    if found.count > most {
      found.sort { a, b in
        let left = improvement(Int(a))
        let right = improvement(Int(b))
        return left == right ? a < b : left > right
      }
      found.removeLast(found.count - most)
      found.sort()
    }
    matrix.activate(found)
    return found.count
  }
}
