// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// Where the numbers of a Cholesky factor stand, and which groups have something for which.
struct SymbolicFactor: ~Copyable {
  /// What a group has for the columns of a later one: its rows `from ..< until` are columns there.
  struct Run {
    var source: Int
    var from: Int
    var until: Int
  }

  /// What a column of a narrow group has for one column of a later one.
  struct Part {
    /// The first of the source's numbers, and how many to a row.
    var first: Int
    var width: Int32
    /// How many rows, and where their places in the target's block begin.
    var count: Int32
    var firstPlace: Int
  }

  /// Groups that can be worked on at the same time.
  struct Stage {
    /// The groups of each task, to be done in their order.
    var tasks: [[Int]]
    /// Whether the groups are factorised then.
    var isLast: Bool
  }

  /// The place of each row in the order of elimination.
  let place: [Int32]
  /// The first place of each group, and one more.
  let first: [Int]
  /// The places that a group's columns have, its own first: `rows[rowStart[group] ..< rowStart[group + 1]]`.
  let rowStart: [Int]
  let rows: Slab<Int32>
  /// A group's block, row by row, begins here.
  let blockStart: [Int]
  let stages: [Stage]
  /// The first of the groups that link blocks, and which of them have something for which.
  let firstLinking: Int
  private let linkingTargets: [[(group: Int, run: Run)]]
  /// The most numbers that a product of two blocks has.
  let mostProducts: Int
  private let runStart: [Int]
  private let allRuns: [Run]
  let partStart: [Int]
  let parts: [Part]
  let places: Slab<Int32>
  /// The group of each place.
  private let groupOf: [Int32]

  /// Groups are cut where they are wider, so that a block's rows stay in the fastest memory.
  private static let widest = 64
  /// What groups up to this width have for others is subtracted entry by entry.
  private static let narrow = 4

  var groupCount: Int { first.count - 1 }
  var entryCount: Int { blockStart[blockStart.count - 1] }

  @inline(__always)
  func width(_ group: Int) -> Int { first[group + 1] - first[group] }

  /// The later groups that a group that links blocks has something for.
  func targets(of group: Int) -> [(group: Int, run: Run)] { linkingTargets[group - firstLinking] }

  func runs(into group: Int) -> ArraySlice<Run> { allRuns[runStart[group]..<runStart[group + 1]] }

  /// Where the matrix's entry of two rows stands among the numbers.
  func position(_ row: Int, _ other: Int) -> Int {
    let later = max(place[row], place[other])
    let earlier = Int(min(place[row], place[other]))
    let group = Int(groupOf[earlier])
    // The rows of a group ascend.
    var low = rowStart[group]
    var high = rowStart[group + 1]
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < later { low = middle + 1 } else { high = middle }
    }
    return blockStart[group] + (low - rowStart[group]) * width(group) + earlier - first[group]
  }

  init(_ order: EliminationOrder, rowCount: Int) {
    let layout = Layout(order, rowCount: rowCount, widest: Self.widest)
    let runs = layout.runs()
    place = layout.place
    first = layout.first
    rowStart = layout.rowStart
    blockStart = layout.blockStart
    groupOf = layout.groupOf
    stages = layout.stages(runs)
    let firstLinking = layout.firstLinking
    self.firstLinking = firstLinking
    var targets: [[(group: Int, run: Run)]] = Array(repeating: [], count: layout.first.count - 1 - firstLinking)
    for group in firstLinking..<(layout.first.count - 1) {
      for run in runs[group] where run.source >= firstLinking {
        targets[run.source - firstLinking].append((group, run))
      }
    }
    linkingTargets = targets
    // Wide sources have products, narrow ones parts.
    var runStart = [0]
    var wide: [Run] = []
    var partStart = [0]
    var parts: [Part] = []
    var places: [Int32] = []
    var tallest = 0
    var local = [Int32](repeating: 0, count: rowCount)
    for group in 0..<(layout.first.count - 1) {
      let own = layout.rowStart[group]..<layout.rowStart[group + 1]
      tallest = max(tallest, own.count)
      let width = layout.width(group)
      var isPrepared = false
      for run in runs[group] {
        let inner = layout.width(run.source)
        guard inner <= Self.narrow, layout.block[run.source] >= 0, runs[run.source].isEmpty else {
          wide.append(run)
          continue
        }
        if !isPrepared {
          for position in own {
            local[Int(layout.rows[position])] = Int32(truncatingIfNeeded: position - own.lowerBound)
          }
          isPrepared = true
        }
        let begin = layout.rowStart[run.source]
        let end = layout.rowStart[run.source + 1]
        for column in run.from..<run.until {
          let at = local[Int(layout.rows[column])]
          parts.append(
            Part(
              first: layout.blockStart[run.source] + (column - begin) * inner, width: Int32(truncatingIfNeeded: inner),
              count: Int32(truncatingIfNeeded: end - column), firstPlace: places.count))
          for row in column..<end {
            places.append(local[Int(layout.rows[row])] * Int32(truncatingIfNeeded: width) + at)
          }
        }
      }
      runStart.append(wide.count)
      partStart.append(parts.count)
    }
    self.runStart = runStart
    allRuns = wide
    self.partStart = partStart
    self.parts = parts
    self.places = Slab(places)
    rows = Slab(layout.rows)
    mostProducts = tallest * Self.widest
  }

  /// The groups, cut to their widths.
  private struct Layout {
    var place: [Int32]
    var first = [0]
    var rowStart = [0]
    var blockStart = [0]
    var rows: [Int32] = []
    var groupOf: [Int32] = []
    /// The block of each group; -1 for those that link blocks.
    var block: [Int] = []

    func width(_ group: Int) -> Int { first[group + 1] - first[group] }

    init(_ order: EliminationOrder, rowCount: Int, widest: Int) {
      place = Array(repeating: 0, count: rowCount)
      var next: Int32 = 0
      for group in order.groups {
        for pivot in group.pivots {
          place[Int(pivot)] = next
          next += 1
        }
      }
      for group in order.groups {
        let rest = group.rest.map { place[Int($0)] }.sorted()
        var done = 0
        while done < group.pivots.count {
          let width = min(widest, group.pivots.count - done)
          let begin = first[first.count - 1]
          let end = begin + group.pivots.count - done
          rows.append(contentsOf: (begin..<end).lazy.map { Int32(truncatingIfNeeded: $0) })
          rows.append(contentsOf: rest)
          groupOf.append(contentsOf: repeatElement(Int32(truncatingIfNeeded: first.count - 1), count: width))
          block.append(group.block.value ?? -1)
          first.append(begin + width)
          rowStart.append(rows.count)
          blockStart.append(blockStart[blockStart.count - 1] + width * (end - begin + rest.count))
          done += width
        }
      }
    }

    /// What each group gets from earlier ones, in their order.
    func runs() -> [[Run]] {
      var runs = [[Run]](repeating: [], count: first.count - 1)
      for group in 0..<(first.count - 1) {
        var from = rowStart[group] + width(group)
        let end = rowStart[group + 1]
        while from < end {
          let target = Int(groupOf[Int(rows[from])])
          var until = from + 1
          while until < end, Int(rows[until]) < first[target + 1] { until += 1 }
          runs[target].append(Run(source: group, from: from, until: until))
          from = until
        }
      }
      return runs
    }

    var firstLinking: Int { block.firstIndex(of: -1) ?? block.count }

    /// The groups that get nothing, then the blocks, then what the groups that link them get from the blocks.
    func stages(_ runs: [[Run]]) -> [Stage] {
      let groups = first.count - 1
      let firstLinking = firstLinking
      var leaves: [Int] = []
      var blocks: [[Int]] = Array(repeating: [], count: (block.max() ?? -1) + 1)
      for group in 0..<firstLinking {
        if runs[group].isEmpty { leaves.append(group) } else { blocks[block[group]].append(group) }
      }
      let chunk = 512
      return [
        Stage(
          tasks: stride(from: 0, to: leaves.count, by: chunk).map { Array(leaves[$0..<min($0 + chunk, leaves.count)]) },
          isLast: true),
        Stage(tasks: blocks.filter { !$0.isEmpty }, isLast: true),
        Stage(tasks: (firstLinking..<groups).map { [$0] }, isLast: false),
      ]
    }
  }
}
