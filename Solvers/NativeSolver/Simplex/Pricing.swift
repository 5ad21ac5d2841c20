// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The nonbasic columns that looked most worth a pivot when all were priced.
///
/// In a staffing program a column of the tableau has some hundred entries and a row of it thousands, because a price
/// reaches everything that shares people with it. So no rows of the tableau are kept: after each pivot the prices follow
/// by one solution with the basis, and only the columns of this list are priced anew, from their own few entries; all
/// are priced when the list has grown old. (Multiple pricing: W. Orchard-Hays, "Advanced Linear-Programming Computing
/// Techniques", 1968.)
///
/// Columns are compared by steepest edge. A weight is exact where a column's edge was computed; what a pivot adds to it
/// is read from how much it changed the reduced cost. (J. J. Forrest, D. Goldfarb, "Steepest-edge simplex algorithms for
/// linear programming", 1992, https://doi.org/10.1007/BF01581089; P. M. J. Harris, "Pivot selection methods of the Devex
/// LP code", 1973, https://doi.org/10.1007/BF01580108.)
struct Pricing: ~Copyable {
  /// The square of the length of each column's edge, where it was computed, and at least what pivots since have added;
  /// 0 elsewhere.
  let weight: Slab<Double>
  /// What the weights are about, for columns whose own was never computed.
  private var typicalWeight = 1.0
  /// The list.
  private(set) var listed: [Int32] = []
  /// The lowest score of the list when it was made, where it was cut.
  private(set) var threshold = 0.0
  private var looks = 0
  /// What the square of the last pivot's change of a reduced cost is multiplied by to give the least weight of its column;
  /// 0 where that is not known.
  private var growth = 0.0

  init(size: Int) {
    weight = Slab(size, repeating: 0)
  }

  /// The weight of a column as far as it is known.
  @inline(__always)
  func weight(of j: Int) -> Double { weight[j] > 0 ? weight[j] : typicalWeight }

  /// Notes a weight.
  mutating func setWeight(of j: Int, _ newWeight: Double) {
    weight[j] = min(newWeight, Self.largestWeight)
    typicalWeight += 0.02 * (min(newWeight, 10 * typicalWeight) - typicalWeight)
  }

  /// Whether one of the list was worth something by its exact reduced cost.
  private var hasWorth = false
  private var isMade = false

  /// Whether none of the list was worth anything by its exact reduced cost.
  ///
  /// Then the prices say no more than their rounding, and the same list would be made again and again.
  var isBarren: Bool { !hasWorth && isMade }

  /// Whether so much has changed since the list was made that others may be much better.
  var isDue: Bool { looks >= Tuning.Simplex.mostLooks }

  /// Notes that a column of the list improves by its exact reduced cost.
  mutating func noteWorth() { hasWorth = true }

  /// Empties the list.
  mutating func forget() {
    listed.removeAll(keepingCapacity: true)
    hasWorth = false
    isMade = false
    looks = 0
    growth = 0
  }

  mutating func list(_ columns: [Int32], threshold newThreshold: Double) {
    listed = columns
    threshold = newThreshold
    hasWorth = false
    isMade = !columns.isEmpty
    looks = 0
  }

  /// Notes that a pivot has changed all reduced costs in proportion to its row of the tableau.
  mutating func notePivot(reducedCost: Double, weight: Double) { growth = weight / (reducedCost * reducedCost) }

  /// What the square of a reduced cost's change since the last look is to be multiplied by; 0 where that is not known.
  mutating func takeGrowth() -> Double {
    defer { growth = 0 }
    return growth
  }

  /// Notes a lower limit of a weight.
  @inline(__always)
  mutating func raiseWeight(of j: Int, to least: Double) {
    if least > weight(of: j) { weight[j] = min(least, Self.largestWeight) }
  }

  /// Notes that the best of the list was taken.
  mutating func noteLook() { looks += 1 }

  /// Takes a column from the list.
  mutating func strike(_ column: Int) {
    listed.removeAll { Int($0) == column }
    looks -= 1
  }

  /// Beyond this a column's edge is as good as endless.
  private static var largestWeight: Double { 1e30 }
}

extension PrimalSimplex {
  /// How much the objective falls for a unit of movement of a nonbasic column; at most 0 where it does not.
  @inline(__always)
  func improvement(_ j: Int) -> Double { improvement(j, at: reducedCost[j]) }

  @inline(__always)
  private func improvement(_ j: Int, at reducedCost: Double) -> Double {
    switch status[j] {
    case .atLower: -reducedCost
    case .atUpper: reducedCost
    case .free: abs(reducedCost)
    case .basic, .fixed: 0
    }
  }

  /// Prices a column from scratch.
  @inline(__always)
  func computeReducedCost(_ j: Int) {
    reducedCost[j] = (ignoresCosts ? 0 : cost[j]) - matrix.dot(j, price)
  }

  /// The best column of the list at the present prices, or -1 where the list has none that is as good as those that were
  /// not listed; and the score of the next.
  mutating func bestListed() -> (column: Int, runnerUp: Double) {
    var best = -1
    var bestScore = 0.0
    var runnerUp = 0.0
    pricing.noteLook()
    let growth = pricing.takeGrowth()
    for item in pricing.listed {
      let j = Int(item)
      guard status[j] != .basic, status[j] != .fixed else { continue }
      let before = reducedCost[j]
      computeReducedCost(j)
      if growth > 0 {
        let change = reducedCost[j] - before
        pricing.raiseWeight(of: j, to: change * change * growth)
      }
      let gain = improvement(j)
      guard gain > Self.optimality else { continue }
      let score = gain * gain / pricing.weight(of: j)
      if score > bestScore {
        runnerUp = bestScore
        bestScore = score
        best = j
      } else if score > runnerUp {
        runnerUp = score
      }
    }
    return bestScore < Tuning.Simplex.staleness * pricing.threshold ? (-1, 0) : (best, runnerUp)
  }

  /// Prices all active columns and lists the best.
  ///
  /// - Returns: whether any improves.
  /// - Complexity: O(entries of the active columns)
  mutating func priceAll() -> Bool {
    let length = Tuning.Simplex.listLength(of: matrix.rowCount + matrix.active.count)
    var found: [(column: Int32, score: Double)] = []
    found.reserveCapacity(2 * length)
    @inline(__always)
    func visit(_ j: Int, worth: Double) {
      let reduced = (ignoresCosts ? 0 : cost[j]) - worth
      let gain = improvement(j, at: reduced)
      guard gain > Self.optimality else { return }
      reducedCost[j] = reduced
      found.append((Int32(truncatingIfNeeded: j), gain * gain / pricing.weight(of: j)))
    }
    for j in 0..<matrix.rowCount { visit(j, worth: price[j]) }
    for (position, j) in matrix.active.enumerated() { visit(Int(j), worth: matrix.packed.dot(position, price)) }
    var threshold = 0.0
    if found.count > length {
      if found.count > 4 * length { Self.keepBest(&found, atLeast: length) }
      found.sort { $0.score == $1.score ? $0.column < $1.column : $0.score > $1.score }
      found.removeLast(max(0, found.count - length))
      threshold = found.last?.score ?? 0
    }
    pricing.list(found.map(\.column), threshold: threshold)
    return !found.isEmpty
  }

  /// Removes most of those that are not among the best, by counting how many scores there are of each order of magnitude.
  private static func keepBest(_ found: inout [(column: Int32, score: Double)], atLeast length: Int) {
    var histogram = [Int](repeating: 0, count: 256)
    for entry in found { histogram[bucket(entry.score)] += 1 }
    var order = 256
    var sum = 0
    while order > 0, sum < length {
      order -= 1
      sum += histogram[order]
    }
    found.removeAll { bucket($0.score) < order }
  }

  @inline(__always)
  private static func bucket(_ score: Double) -> Int {
    score.isFinite ? max(0, min(255, Int(score.exponent) + 128)) : 255
  }

  /// Makes those of the inactive columns active that improve at the present prices, which must be fresh.
  ///
  /// - Parameter tolerance: by how much they have to improve; below 0 those too that would improve if they cost so much less.
  /// - Returns: how many there are.
  mutating func activateImproving(tolerance: Double) -> Int {
    var found: [Int32] = []
    for j in matrix.rowCount..<total where !matrix.isActive[j] && status[j] != .fixed {
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
