// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers

/// The least that the demands of a group contribute together: when each of those that wait begins is looked for exactly.
///
/// What a demand contributes depends on the period in which it begins, on the one from which on it has no more hours, and on
/// how much of it others wait for. Demands and what they wait for make a tree, which is gone through from its leaves (dynamic
/// programming, as in U. Bertele and F. Brioschi, "Nonserial Dynamic Programming", 1972); links that would close a circle are
/// kept by trying every beginning of the demand that waits, and left out where that would take too long.
struct OrderedBlocks {
  /// What a demand may do: begin, end, and be met.
  private struct Node {
    let demand: Int
    let block: DemandBlock
    /// The periods in which it may begin, and last ``never``; of a demand that waits for nothing the first one alone.
    var starts: [Int]
    /// The periods from which on it may have no more hours.
    var ends: [Int]
    /// How much of it others may wait for, in order.
    var shares: [Double]
    /// What it contributes by start, end and share, where that is known already.
    var known: [Double?]
    /// The highest prices of effort that were used.
    var highest: [Double]
  }

  /// A link by places of nodes.
  private struct Link {
    let before: Int
    let after: Int
    let lag: Int
    let share: Double
  }

  /// What a node and all that hangs on it contribute, by start, end and share of it.
  private typealias Table = [Double]

  private var nodes: [Node] = []
  private var tree: [[Link]] = []
  private var circles: [Link] = []
  /// The demands that are looked at with each of their beginnings, and the one that is looked at now.
  private var tried: [Int] = []
  private var trial: [Int: Int] = [:]
  /// The number of periods, which as a beginning is none.
  private let never: Int
  /// Whether all of them have to be met.
  private let isDone: Bool

  /// So many tables of nodes are worked out at most.
  private static let mostTables = 6_000

  /// - Parameters:
  ///   - blocks: of the group's demands.
  ///   - isDone: whether all of them have to be met.
  init(_ group: DemandOrder.Group, _ blocks: [DemandBlock], periods: Int, isDone: Bool) {
    never = periods
    self.isDone = isDone
    let places = Dictionary(uniqueKeysWithValues: group.demands.enumerated().map { ($1, $0) })
    func link(_ link: DemandOrder.Link) -> Link? {
      guard let before = places[link.before], let after = places[link.after] else { return nil }
      return Link(before: before, after: after, lag: link.lag, share: link.share)
    }
    let (links, others) = (group.tree.compactMap(link), group.others.compactMap(link))
    for (place, block) in blocks.enumerated() {
      nodes.append(node(group, place, block, links + others))
    }
    tree = Array(repeating: [], count: nodes.count)
    for link in links {
      tree[link.before].append(link)
      tree[link.after].append(link)
    }
    var tables = nodes.count
    for link in others {
      if !tried.contains(link.after) {
        guard tables * nodes[link.after].starts.count <= Self.mostTables else { continue }
        tables *= nodes[link.after].starts.count
        tried.append(link.after)
      }
      circles.append(link)
    }
  }

  private func node(
    _ group: DemandOrder.Group, _ place: Int, _ block: DemandBlock, _ links: [Link]
  ) -> Node {
    let columns = block.open?.columns
    let first = columns?.firstPeriod ?? 0
    let end = max(first, (columns?.lastPeriod ?? -1) + 1)
    var starts = [0]
    if links.contains(where: { $0.after == place }) {
      // Trainings may bring hours in other periods. Of all others, before the first hours is no better than with them.
      starts = Array(block.open?.canGrow == true ? 0..<never : first..<end) + [never]
      starts.removeAll { !group.begins[place].contains($0) }
    }
    var (ends, shares) = ([never], [0.0])
    if links.contains(where: { $0.before == place }) {
      ends = [0] + Array(first..<end).map { $0 + 1 }
      shares = group.shares[place]
    }
    if isDone { shares = [1] }
    return Node(
      demand: group.demands[place], block: block, starts: starts, ends: ends, shares: shares,
      known: Array(repeating: nil, count: starts.count * ends.count * shares.count),
      highest: (block.open?.rows ?? []).map { _ in -.infinity })
  }

  /// The least of all; infinity where they cannot be done so.
  mutating func least() -> Double {
    guard !nodes.isEmpty else { return 0 }
    return least(tried[...])
  }

  /// The highest prices of effort that were used, by demand and row.
  var highest: [(demand: Int, prices: [Double])] { nodes.map { ($0.demand, $0.highest) } }

  private mutating func least(_ left: ArraySlice<Int>) -> Double {
    guard !nodes.contains(where: \.starts.isEmpty) else { return .infinity }
    guard let next = left.first else { return table(of: 0, from: nil).min() ?? .infinity }
    var least = Double.infinity
    for start in nodes[next].starts {
      trial[next] = start
      least = min(least, self.least(left.dropFirst()))
    }
    trial[next] = nil
    return least
  }

  // MARK: Tables

  private mutating func table(of place: Int, from parent: Int?) -> Table {
    let (starts, ends, shares) = (nodes[place].starts, nodes[place].ends, nodes[place].shares)
    var table = Table(repeating: 0, count: starts.count * ends.count * shares.count)
    for link in tree[place] where link.before != parent && link.after != parent {
      if link.before == place { addWaiting(link, to: &table) } else { addBefore(link, to: &table) }
    }
    for link in circles where link.before == place {
      guard let start = trial[link.after] else { continue }
      visit(place, &table) { (_, end, share, value) in
        if !allows(link, end: end, share: share, start: start) { value = .infinity }
      }
    }
    if let start = trial[place] {
      visit(place, &table) { (own, _, _, value) in if own != start { value = .infinity } }
    }
    for index in table.indices where table[index] < .infinity {
      table[index] = Self.added(table[index], contribution(of: place, index))
    }
    return table
  }

  /// Visits the entries of a node's table.
  private func visit(
    _ place: Int, _ table: inout Table, _ body: (_ start: Int, _ end: Int, _ share: Double, inout Double) -> Void
  ) {
    let node = nodes[place]
    var index = 0
    for start in node.starts {
      for end in node.ends {
        for share in node.shares {
          body(start, end, share, &table[index])
          index += 1
        }
      }
    }
  }

  /// Whether a demand may begin where what it waits for ends then and is met so far.
  private func allows(_ link: Link, end: Int, share: Double, start: Int) -> Bool {
    start == never || (end == 0 || end + link.lag <= start) && link.share <= share
  }

  /// Adds the demand at the end of a link, for each end and share of the one before it.
  private mutating func addWaiting(_ link: Link, to table: inout Table) {
    let after = self.table(of: link.after, from: link.before)
    let starts = nodes[link.after].starts
    let size = after.count / starts.count
    let byStart = starts.indices.map { after[$0 * size..<($0 + 1) * size].min() ?? .infinity }
    var best: [Double] = []
    for end in nodes[link.before].ends {
      for share in nodes[link.before].shares {
        var least = Double.infinity
        for (place, start) in starts.enumerated() where allows(link, end: end, share: share, start: start) {
          least = min(least, byStart[place])
        }
        best.append(least)
      }
    }
    for index in table.indices { table[index] = Self.added(table[index], best[index % best.count]) }
  }

  /// Adds the demand at the beginning of a link, for each start of the one that waits.
  private mutating func addBefore(_ link: Link, to table: inout Table) {
    var before = self.table(of: link.before, from: link.after)
    let starts = nodes[link.after].starts
    let size = table.count / starts.count
    for (place, start) in starts.enumerated() {
      var least = Double.infinity
      visit(link.before, &before) { (_, end, share, value) in
        if allows(link, end: end, share: share, start: start) { least = min(least, value) }
      }
      for index in place * size..<(place + 1) * size { table[index] = Self.added(table[index], least) }
    }
  }

  /// What a demand contributes by itself.
  private mutating func contribution(of place: Int, _ index: Int) -> Double {
    let node = nodes[place]
    let (ends, shares) = (node.ends.count, node.shares.count)
    let (start, end) = (node.starts[index / (ends * shares)], node.ends[index / shares % ends])
    // Where it ends before it begins it is the same as where it ends at once.
    let index = end <= start && start != never ? index % shares : index
    if let known = node.known[index] { return known }
    let choice = DemandBlock.Choice(
      periods: min(start, end)..<end, share: node.shares[index % shares], mayBeNothing: !isDone)
    var value: Double
    if start == never, !isDone, choice.share <= 0 {
      value = node.block.nothing
    } else {
      value = node.block.least(choice, highest: &nodes[place].highest)
    }
    if value.isNaN { value = -.infinity }
    nodes[place].known[index] = value
    return value
  }

  private static func added(_ left: Double, _ right: Double) -> Double {
    guard left < .infinity, right < .infinity else { return .infinity }
    return left + right - LowerSum.relativeError * (abs(left) + abs(right))
  }
}
