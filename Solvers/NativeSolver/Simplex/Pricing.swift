// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// The nonbasic columns that looked most worth a pivot when all were priced, the best first.
///
/// In a staffing program a column of the tableau has some hundred entries and a row of it thousands, because a price
/// reaches everything that shares people with it. So rows are never computed: all active columns are priced from fresh
/// prices, and then the best of them, one after the other, get their exact reduced costs and steepest-edge weights from
/// their own columns, which the pivot needs anyway. (Multiple pricing: W. Orchard-Hays, "Advanced Linear-Programming
/// Computing Techniques", 1968. Steepest edge: J. J. Forrest, D. Goldfarb, 1992, https://doi.org/10.1007/BF01581089.)
struct Pricing: ~Copyable {
  /// The square of the length of each column's edge, where it was computed, as it was then; 0 elsewhere.
  let weight: Slab<Double>
  /// What the weights are about, for columns whose own was never computed.
  private var typicalWeight = 1.0
  /// The list, with the scores when it was made.
  private(set) var listed: [(column: Int32, score: Double)] = []
  /// The list before, empty, for its memory.
  private var spare: [(column: Int32, score: Double)] = []
  private var next = 0
  private let isRowClaimed: Slab<Bool>
  private var claimedRows: [Int] = []

  init(size: Int, rows: Int) {
    weight = Slab(size, repeating: 0)
    isRowClaimed = Slab(rows, repeating: false)
  }

  /// The weight of a column as far as it is known.
  @inline(__always)
  func weight(of j: Int) -> Double { weight[j] > 0 ? weight[j] : typicalWeight }

  /// Notes a weight.
  mutating func setWeight(of j: Int, _ newWeight: Double) {
    weight[j] = newWeight
    typicalWeight += 0.02 * (min(newWeight, 10 * typicalWeight) - typicalWeight)
  }

  /// Whether one of the list was worth something by its exact reduced cost.
  private var hasWorth = false

  /// Whether the list is at its end, and none of it was worth anything by its exact reduced cost.
  ///
  /// Then the prices say no more than their rounding, and the same list would be made again and again.
  var isBarren: Bool { !hasWorth && !listed.isEmpty && next == listed.count }

  /// Notes that a column of the list improves by its exact reduced cost.
  mutating func noteWorth() { hasWorth = true }

  /// Empties the list.
  mutating func forget() {
    listed.removeAll(keepingCapacity: true)
    next = 0
    hasWorth = false
  }

  /// Memory for the next list.
  mutating func takeSpare() -> [(column: Int32, score: Double)] {
    var result: [(column: Int32, score: Double)] = []
    swap(&result, &spare)
    return result
  }

  mutating func list(_ columns: consuming [(column: Int32, score: Double)]) {
    swap(&listed, &spare)
    spare.removeAll(keepingCapacity: true)
    listed = columns
    next = 0
    hasWorth = false
  }

  /// The next column, or -1 at the end of the list.
  mutating func takeNext() -> Int {
    guard next < listed.count else { return -1 }
    next += 1
    return Int(listed[next - 1].column)
  }

  /// The score of the column after the one taken last, or 0.
  var nextScore: Double { next < listed.count ? listed[next].score : 0 }

  func isClaimed(_ row: Int) -> Bool { isRowClaimed[row] }

  mutating func claimRow(_ row: Int) -> Bool {
    if isRowClaimed[row] { return false }
    isRowClaimed[row] = true
    claimedRows.append(row)
    return true
  }

  mutating func releaseRows() {
    for row in claimedRows { isRowClaimed[row] = false }
    claimedRows.removeAll(keepingCapacity: true)
  }

  /// How many columns are listed at most, and from how many of the best they are chosen.
  static var length: Int { 48 }
  static var choice: Int { 400 }
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
  /// - Returns: whether any improves.
  /// - Complexity: O(entries of the active columns)
  mutating func priceAll() -> Bool {
    if !isPriced { computePrices() }
    var found = pricing.takeSpare()
    priceColumns(0..<matrix.rowCount, into: &found)
    matrix.active.withUnsafeBufferPointer { active in
      priceColumns(active.lazy.map { Int($0) }, into: &found)
    }
    if found.count > Pricing.choice { Self.keepBest(&found) }
    Self.sort(&found)
    let isEmpty = found.isEmpty
    keepIndependent(&found)
    pricing.list(found)
    return !isEmpty
  }

  /// Prices columns, and appends those that improve.
  @inline(__always)
  private func priceColumns(_ columns: some Sequence<Int>, into found: inout [(column: Int32, score: Double)]) {
    for j in columns {
      guard status[j] != .basic, status[j] != .fixed else { continue }
      computeReducedCost(j)
      let gain = improvement(j)
      guard gain > Self.optimality else { continue }
      found.append((Int32(truncatingIfNeeded: j), gain * gain / pricing.weight(of: j)))
    }
  }

  /// Drops scores by orders of magnitude, the lowest first, as long as enough are left: the best few are found by counting
  /// how many there are of each order.
  private static func keepBest(_ found: inout [(column: Int32, score: Double)]) {
    var histogram = [Int](repeating: 0, count: 256)
    for item in found { histogram[bucket(item.score)] += 1 }
    var threshold = 256
    var sum = 0
    while threshold > 0, sum < Pricing.choice {
      threshold -= 1
      sum += histogram[threshold]
    }
    if sum > Pricing.choice { found.removeAll { bucket($0.score) < threshold } }
  }

  /// Puts the highest scores first, and among equals the first columns.
  private static func sort(_ found: inout [(column: Int32, score: Double)]) {
    guard found.count <= 512 else {
      found.sort { $0.score == $1.score ? $0.column < $1.column : $0.score > $1.score }
      return
    }
    // So few are inserted one by one in less time than a general sort takes to begin.
    found.withUnsafeMutableBufferPointer { items in
      guard let base = items.baseAddress else { return }
      var index = 1
      while index < items.count {
        let item = base[index]
        var (low, high) = (0, index)
        while low < high {
          let middle = (low + high) / 2
          let isBefore =
            base[middle].score > item.score || base[middle].score == item.score && base[middle].column < item.column
          if isBefore { low = middle + 1 } else { high = middle }
        }
        (base + low + 1).update(from: base + low, count: index - low)
        base[low] = item
        index += 1
      }
    }
  }

  /// Keeps the first columns that have no row in common with one before them: what one gains another would lose.
  private mutating func keepIndependent(_ found: inout [(column: Int32, score: Double)]) {
    var kept = 0
    for index in found.indices {
      if kept == Pricing.length { break }
      if claim(Int(found[index].column)) {
        found[kept] = found[index]
        kept += 1
      }
    }
    found.removeLast(found.count - kept)
    pricing.releaseRows()
  }

  /// Marks a column's rows as taken; false where one was before.
  private mutating func claim(_ j: Int) -> Bool {
    if j < matrix.rowCount { return pricing.claimRow(j) }
    let first = matrix.columnStart[j - matrix.rowCount]
    let last = matrix.columnStart[j - matrix.rowCount + 1]
    for entry in first..<last where pricing.isClaimed(Int(matrix.columnRow[entry])) { return false }
    for entry in first..<last { _ = pricing.claimRow(Int(matrix.columnRow[entry])) }
    return true
  }

  @inline(__always)
  private static func bucket(_ score: Double) -> Int { max(0, min(255, Int(score.exponent) + 128)) }

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
