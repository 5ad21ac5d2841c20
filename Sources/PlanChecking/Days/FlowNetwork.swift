// SPDX-License-Identifier: GPL-3.0-or-later

/// A small network for maximum flows in whole numbers (Edmonds and Karp, "Theoretical improvements in algorithmic
/// efficiency for network flow problems", 1972). Made for some tens of nodes: what one person does in one period.
struct FlowNetwork {
  private var target: [Int] = []
  /// What is left of each arc; the arc back is its neighbour, whose number differs in the last bit.
  private var left: [Int128] = []
  private var arcs: [[Int]]

  init(nodes: Int) { arcs = Array(repeating: [], count: nodes) }

  /// Adds an arc.
  mutating func connect(_ from: Int, _ to: Int, _ capacity: Int128) {
    arcs[from].append(target.count)
    target.append(to)
    left.append(capacity)
    arcs[to].append(target.count)
    target.append(from)
    left.append(0)
  }

  /// Sends as much as can be sent from one node to another.
  ///
  /// - Returns: the amount, and the nodes on the side of the source of a smallest cut.
  mutating func maximise(from source: Int, to sink: Int) -> (amount: Int128, sourceSide: [Bool]) {
    var amount: Int128 = 0
    while true {
      var arcTo = [Int](repeating: -1, count: arcs.count)
      var isSeen = [Bool](repeating: false, count: arcs.count)
      isSeen[source] = true
      var queue = [source]
      var next = 0
      while next < queue.count, !isSeen[sink] {
        let node = queue[next]
        next += 1
        for arc in arcs[node] where left[arc] > 0 && !isSeen[target[arc]] {
          isSeen[target[arc]] = true
          arcTo[target[arc]] = arc
          queue.append(target[arc])
        }
      }
      guard isSeen[sink] else { return (amount, isSeen) }
      var room = Int128.max
      var node = sink
      while node != source {
        room = min(room, left[arcTo[node]])
        node = target[arcTo[node] ^ 1]
      }
      node = sink
      while node != source {
        left[arcTo[node]] -= room
        left[arcTo[node] ^ 1] += room
        node = target[arcTo[node] ^ 1]
      }
      amount += room
    }
  }

  /// What goes through the arcs of a node that leave it, in their order.
  func flows(from node: Int) -> [Int128] { arcs[node].filter { $0 & 1 == 0 }.map { left[$0 ^ 1] } }
}
