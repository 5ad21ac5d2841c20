// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// In which order the rows of a program are eliminated from its normal equations, and what that fills.
///
/// The pattern of `A A'` is a union of cliques, one for each column of A: rows are the vertices, columns the first
/// elements. Eliminating a row unites its elements into a new one, which holds the rows that the factor's column has. Each
/// round eliminates rows of the least degrees that share no element, so that degrees are only counted once a round, and
/// together with each row those that have no other element. (J. W. H. Liu, "Modification of the minimum-degree
/// algorithm by multiple elimination", 1985, https://doi.org/10.1145/214392.214398.) What is left of a block as a dense rest
/// is eliminated as one.
///
/// By degrees alone, rows that hang together with all periods but with little in each would be eliminated early, and fill
/// the rest. So blocks that are known are eliminated first, and the rows that link them last, as in nested dissection.
struct EliminationOrder {
  /// Rows that are eliminated together, and the later rows that their columns of the factor have.
  struct Group {
    var pivots: [Int32]
    var rest: [Int32]
    /// The block; nil for rows that link blocks.
    var block: OptionalIndex

    /// About how many multiplications its elimination takes.
    var work: Double {
      let width = Double(pivots.count)
      let height = Double(rest.count)
      return width * (width * width / 6 + width * height / 2 + height * height / 2)
    }
  }

  /// In the order of elimination.
  private(set) var groups: [Group] = []

  /// The block of each row; the rows that link blocks have one of their own, the last.
  private let block: [Int32]
  private let linking: Int32
  /// The rows of each element, one after the other.
  private var rows: [Int32] = []
  private var start: [Int] = [0]
  /// The elements that were not united with others yet.
  private var alive: [Int32] = []
  /// The group that an element was united by, or -1.
  private var unitedBy: [Int32] = []
  private var isGone: [Bool]
  /// What factorisations may still take.
  private var workLeft = 0.0
  /// How many rows a row shares elements with, and how many of them are of its block.
  private var degree: [Int32]
  private var ownDegree: [Int32]
  /// Whether a row's degrees have to be counted anew.
  private var isStale: [Bool]
  /// For each row its elements: `elements[elementStart[row] ..< elementStart[row + 1]]`.
  private var elementStart: [Int]
  private var elements: [Int32] = []
  /// Marks that need no clearing: equal to `stamp` where set.
  private var mark: [Int32]
  private var stamp: Int32 = 0

  /// - Parameters:
  ///   - model: the program.
  ///   - blocks: for each row a block, such that few rows hang together with several, and nil for those; empty where none
  ///     are known.
  ///   - mostWork: how many multiplications a factorisation may take; beyond, there is no order.
  ///   - isOver: asked now and then whether it is to end; then there is none, either.
  /// - Complexity: O(rounds x entries)
  init?(_ model: LinearModel, blocks: [OptionalIndex], mostWork: Double, isOver: () -> Bool) {
    let rowCount = model.rowCount
    let blockCount = max(1, (blocks.lazy.compactMap(\.value).max() ?? -1) + 1)
    linking = Int32(truncatingIfNeeded: blockCount)
    block = Self.separated(
      blocks.isEmpty
        ? Array(repeating: 0, count: rowCount) : blocks.map { Int32(truncatingIfNeeded: $0.value ?? blockCount) },
      in: model, linking: linking)
    degree = Array(repeating: 0, count: rowCount)
    ownDegree = degree
    mark = degree
    isStale = Array(repeating: true, count: rowCount)
    isGone = Array(repeating: false, count: rowCount)
    elementStart = Array(repeating: 0, count: rowCount + 1)
    rows.reserveCapacity(2 * model.entryCount)
    for column in 0..<model.columnCount {
      let entries = model.columnStart[column]..<model.columnStart[column + 1]
      if entries.count > 1 { addElement(model.entryRow[entries]) }
    }
    let all = (0..<Int32(truncatingIfNeeded: rowCount)).map { $0 }
    // Rows that link blocks are nearly dense after them: to order them would cost more than it saves.
    let last = Group(pivots: all.filter { block[Int($0)] >= linking }, rest: [], block: nil)
    workLeft = mostWork - last.work
    guard eliminate(all.filter { block[Int($0)] < linking }, isOver: isOver) else { return nil }
    if !last.pivots.isEmpty { groups.append(last) }
    amalgamate()
  }

  /// The blocks, without the rows that share a column with another block.
  private static func separated(_ blocks: [Int32], in model: LinearModel, linking: Int32) -> [Int32] {
    var blocks = blocks
    for column in 0..<model.columnCount {
      var home = linking
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = Int(model.entryRow[entry])
        if blocks[row] == linking || blocks[row] == home { continue }
        if home == linking { home = blocks[row] } else { blocks[row] = linking }
      }
    }
    return blocks
  }

  /// The share of the rows left of a block that even the least connected one is connected with, from which they are a
  /// dense rest.
  private static let denseShare = 0.6
  /// Rows with degrees above the least by one part in so many are eliminated in the same round.
  private static let toleranceDivisor: Int32 = 4

  /// About how many numbers the factor has.
  var entryCount: Int {
    groups.reduce(0) { $0 + $1.pivots.count * ($1.pivots.count + 2 * $1.rest.count) / 2 }
  }

  /// About how many multiplications a factorisation takes.
  var work: Double { groups.reduce(0) { $0 + $1.work } }

  private mutating func addElement(_ members: some Sequence<Int32>) {
    rows.append(contentsOf: members)
    alive.append(Int32(truncatingIfNeeded: start.count - 1))
    unitedBy.append(-1)
    start.append(rows.count)
  }

  /// Eliminates rows, round by round.
  ///
  /// - Returns: whether it came to its end.
  private mutating func eliminate(_ all: [Int32], isOver: () -> Bool) -> Bool {
    var left = all
    while !left.isEmpty {
      if workLeft < 0 || isOver() { return false }
      listElements()
      for row in left where isStale[Int(row)] { countDegrees(of: row) }
      left.sort { (block[Int($0)], degree[Int($0)], $0) < (block[Int($1)], degree[Int($1)], $1) }
      var first = 0
      while first < left.count {
        var end = first + 1
        while end < left.count, block[Int(left[end])] == block[Int(left[first])] { end += 1 }
        eliminateSome(of: left[first..<end])
        first = end
      }
      alive.removeAll { unitedBy[Int($0)] >= 0 }
      left.removeAll { isGone[Int($0)] }
    }
    return true
  }

  /// Lists the elements of each row.
  private mutating func listElements() {
    for row in elementStart.indices { elementStart[row] = 0 }
    for element in alive {
      for position in start[Int(element)]..<start[Int(element) + 1] { elementStart[Int(rows[position]) + 1] += 1 }
    }
    for row in 1..<elementStart.count { elementStart[row] += elementStart[row - 1] }
    elements = Array(repeating: 0, count: elementStart[elementStart.count - 1])
    var next = elementStart
    for element in alive {
      for position in start[Int(element)]..<start[Int(element) + 1] {
        let row = Int(rows[position])
        elements[next[row]] = element
        next[row] += 1
      }
    }
  }

  private mutating func countDegrees(of row: Int32) {
    stamp += 1
    mark[Int(row)] = stamp
    var count: Int32 = 0
    var own: Int32 = 0
    let home = block[Int(row)]
    for place in elementStart[Int(row)]..<elementStart[Int(row) + 1] {
      let element = Int(elements[place])
      for position in start[element]..<start[element + 1] {
        let other = Int(rows[position])
        if mark[other] == stamp { continue }
        mark[other] = stamp
        count += 1
        if block[other] == home { own += 1 }
      }
    }
    degree[Int(row)] = count
    ownDegree[Int(row)] = own
    isStale[Int(row)] = false
  }

  /// Eliminates rows of a block that share no element, or all that are left where these are dense.
  ///
  /// - Parameter left: what is left of the block, by degree.
  private mutating func eliminateSome(of left: ArraySlice<Int32>) {
    let leastOwn = left.lazy.map { [ownDegree] in ownDegree[Int($0)] }.min() ?? 0
    if Double(leastOwn) >= Self.denseShare * Double(left.count - 1) {
      eliminateTogether(Array(left))
      return
    }
    let least = left.first.map { degree[Int($0)] } ?? 0
    for row in left where !isGone[Int(row)] {
      if degree[Int(row)] > least + least / Self.toleranceDivisor { break }
      let own = elementStart[Int(row)]..<elementStart[Int(row) + 1]
      if own.contains(where: { unitedBy[Int(elements[$0])] >= 0 }) { continue }
      eliminateTogether([row])
    }
  }

  /// Eliminates rows, and with them those of the same block that have no other elements.
  private mutating func eliminateTogether(_ given: [Int32]) {
    let number = Int32(truncatingIfNeeded: groups.count)
    stamp += 1
    for pivot in given {
      mark[Int(pivot)] = stamp
      isGone[Int(pivot)] = true
    }
    var members: [Int32] = []
    for pivot in given {
      for place in elementStart[Int(pivot)]..<elementStart[Int(pivot) + 1] where unitedBy[Int(elements[place])] < 0 {
        let element = Int(elements[place])
        unitedBy[element] = number
        for position in start[element]..<start[element + 1] where mark[Int(rows[position])] != stamp {
          mark[Int(rows[position])] = stamp
          members.append(rows[position])
        }
      }
    }
    let home = block[Int(given[0])]
    var group = Group(pivots: given, rest: [], block: OptionalIndex(home < linking ? Int(home) : nil))
    for member in members.sorted() where !isGone[Int(member)] {
      let row = Int(member)
      let isOwn =
        block[row] == home
        && (elementStart[row]..<elementStart[row + 1]).allSatisfy { unitedBy[Int(elements[$0])] == number }
      if isOwn {
        isGone[row] = true
        group.pivots.append(member)
      } else {
        isStale[row] = true
        group.rest.append(member)
      }
    }
    if group.rest.count > 1 { addElement(group.rest) }
    workLeft -= group.work
    groups.append(group)
  }

  /// Puts groups together with those that they have something for first, where that adds few zeros: products of wide
  /// blocks are faster.
  private mutating func amalgamate() {
    var groupOf = [Int](repeating: 0, count: degree.count)
    for (index, group) in groups.enumerated() {
      for pivot in group.pivots { groupOf[Int(pivot)] = index }
    }
    // Which group a group has become part of, what was put before its own rows, and the zeros of each.
    var home = Array(groups.indices)
    var before: [[Int]] = Array(repeating: [], count: groups.count)
    var width = groups.map(\.pivots.count)
    var zeros = [Int](repeating: 0, count: groups.count)
    for index in groups.indices.reversed() {
      let group = groups[index]
      guard let next = group.rest.lazy.map({ groupOf[Int($0)] }).min(), groups[next].block == group.block else {
        continue
      }
      let target = home[next]
      let height = width[target] + groups[target].rest.count
      let added = zeros[target] + group.pivots.count * (height - group.rest.count)
      let size = (width[target] + group.pivots.count) * height
      guard Double(added) <= Self.mostZeros * Double(size) else { continue }
      home[index] = target
      before[target].append(index)
      width[target] += group.pivots.count
      zeros[target] = added
    }
    groups = groups.indices.filter { home[$0] == $0 }.map { index in
      var group = groups[index]
      group.pivots = before[index].reversed().flatMap { groups[$0].pivots } + group.pivots
      return group
    }
  }

  /// The share of zeros in a group's columns up to which others are put together with it.
  private static let mostZeros = 0.08
}
