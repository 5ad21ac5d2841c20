// SPDX-License-Identifier: GPL-3.0-or-later

/// A triangular matrix, stored so that solving with it scatters: what is found at a node changes the nodes it leads to.
struct TriangularFactor: ~Copyable {
  /// The entries of a node are `start[node] ..< end[node]`.
  var start: Slab<Int32>
  var end: Slab<Int32>
  var index: Slab<Int32>
  var value: Slab<Double>

  init(size: Int) {
    start = Slab(size, repeating: 0)
    end = Slab(size, repeating: 0)
    index = Slab(0, repeating: 0)
    value = Slab(0, repeating: 0)
  }

  /// The same matrix with its entries turned round.
  ///
  /// - Parameter entries: the number of entries, which fill the front of ``index``.
  /// - Complexity: O(size + entries)
  func transposed(entries: Int) -> TriangularFactor {
    let size = start.count
    var result = TriangularFactor(size: size)
    result.index = Slab(entries, repeating: 0)
    result.value = Slab(entries, repeating: 0)
    for node in 0..<size {
      for entry in Int(start[node])..<Int(end[node]) { result.end[Int(index[entry])] += 1 }
    }
    var total: Int32 = 0
    for node in 0..<size {
      let length = result.end[node]
      result.start[node] = total
      result.end[node] = total
      total += length
    }
    for node in 0..<size {
      for entry in Int(start[node])..<Int(end[node]) {
        let target = Int(index[entry])
        let place = Int(result.end[target])
        result.index[place] = Int32(truncatingIfNeeded: node)
        result.value[place] = value[entry]
        result.end[target] += 1
      }
    }
    return result
  }

  /// Solves in place, with what each node is divided by.
  ///
  /// With few nonzeros only the nodes that they lead to are visited, found by depth-first search, so that the time is in
  /// proportion to the arithmetic and not to the size. (J. R. Gilbert, T. Peierls, "Sparse Partial Pivoting in Time
  /// Proportional to Arithmetic Operations", 1988, https://doi.org/10.1137/0909058.)
  ///
  /// - Parameters:
  ///   - vector: the right-hand side, then the solution.
  ///   - order: all nodes in an order in which the matrix is triangular.
  ///   - isReversed: whether to walk `order` backwards.
  ///   - expected: how many nonzeros the solutions for right-hand sides with few have had lately. Where that is many, all
  ///     nodes are walked through.
  func solve(
    _ vector: inout SparseVector, dividingBy pivot: borrowing Slab<Double>, order: borrowing Slab<Int32>,
    isReversed: Bool, workspace: borrowing SearchWorkspace, expected: inout Double
  ) {
    let isDense = vector.isDense || vector.count * 8 > start.count
    if isDense || expected * 8 > Double(start.count) {
      solveAll(&vector, dividingBy: pivot, order: order, isReversed: isReversed)
    } else {
      let count = search(vector, workspace: workspace)
      let x = vector.value.base
      var position = count - 1
      while position >= 0 {
        let node = Int(workspace.list[position])
        position -= 1
        if x[node] != 0 {
          x[node] /= pivot[node]
          scatter(node, x)
        }
      }
      vector.relist(workspace.list, count: count)
    }
    if !isDense { expected += 0.1 * (Double(vector.count) - expected) }
  }

  @inline(__always)
  private func scatter(_ node: Int, _ x: UnsafeMutablePointer<Double>) {
    let amount = x[node]
    var entry = Int(start[node])
    let last = Int(end[node])
    while entry < last {
      x[Int(index[entry])] -= value[entry] * amount
      entry += 1
    }
  }

  private func solveAll(
    _ vector: inout SparseVector, dividingBy pivot: borrowing Slab<Double>, order: borrowing Slab<Int32>,
    isReversed: Bool
  ) {
    let size = start.count
    let x = vector.value.base
    vector.relistNone()
    var position = isReversed ? size - 1 : 0
    let end = isReversed ? -1 : size
    let stride = isReversed ? -1 : 1
    while position != end {
      let node = Int(order[position])
      position += stride
      if x[node] == 0 { continue }
      if abs(x[node]) < 1e-14 {
        x[node] = 0
        continue
      }
      x[node] /= pivot[node]
      // Nothing that comes later changes this element, so that it can be listed now.
      vector.list(node)
      scatter(node, x)
    }
  }

  /// Solves in place with ones on the diagonal, where few nodes lead anywhere.
  ///
  /// - Parameters:
  ///   - nodes: those that lead anywhere, in an order in which the matrix is triangular.
  ///   - isReversed: whether to walk them backwards.
  ///   - expected: how many nonzeros the solutions for right-hand sides with few have had lately. Where that is many, all
  ///     nodes are walked through.
  func solve(
    _ vector: inout SparseVector, nodes: [Int32], isReversed: Bool, workspace: borrowing SearchWorkspace,
    expected: inout Double
  ) {
    guard !nodes.isEmpty else { return }
    let wasDense = vector.isDense || vector.count * 8 > start.count
    if !vector.isDense, max(Double(vector.count), expected) * 16 < Double(nodes.count) {
      let count = search(vector, workspace: workspace)
      let x = vector.value.base
      var position = count - 1
      while position >= 0 {
        let node = Int(workspace.list[position])
        position -= 1
        if x[node] != 0 { scatter(node, x) }
      }
      vector.relist(workspace.list, count: count)
    } else {
      let x = vector.value.base
      let isDense = vector.isDense || max(Double(vector.count), expected) * 4 > Double(start.count)
      nodes.withUnsafeBufferPointer { nodes in
        var position = isReversed ? nodes.count - 1 : 0
        let finish = isReversed ? -1 : nodes.count
        let stride = isReversed ? -1 : 1
        while position != finish {
          let node = Int(nodes[position])
          position += stride
          if x[node] == 0 { continue }
          if isDense {
            scatter(node, x)
          } else {
            for entry in Int(start[node])..<Int(end[node]) {
              vector.add(-value[entry] * x[node], at: Int(index[entry]))
            }
          }
        }
      }
      if isDense { vector.relistAll() }
    }
    if !wasDense { expected += 0.1 * (Double(vector.count) - expected) }
  }

  /// Lists the nodes that the vector's places lead to; each stands behind all those that it leads to.
  private func search(_ vector: borrowing SparseVector, workspace: borrowing SearchWorkspace) -> Int {
    let visited = workspace.isVisited.base
    let stack = workspace.stack.base
    let next = workspace.next.base
    let finished = workspace.list.base
    var finishedCount = 0
    for position in 0..<vector.count {
      let root = vector.index[position]
      if visited[Int(root)] { continue }
      visited[Int(root)] = true
      var depth = 0
      stack[0] = root
      next[0] = start[Int(root)]
      while depth >= 0 {
        let node = Int(stack[depth])
        var entry = next[depth]
        let last = end[node]
        var child: Int32 = -1
        while entry < last {
          let target = index[Int(entry)]
          entry += 1
          if !visited[Int(target)] {
            child = target
            break
          }
        }
        if child >= 0 {
          next[depth] = entry
          visited[Int(child)] = true
          depth += 1
          stack[depth] = child
          next[depth] = start[Int(child)]
        } else {
          finished[finishedCount] = Int32(truncatingIfNeeded: node)
          finishedCount += 1
          depth -= 1
        }
      }
    }
    for position in 0..<finishedCount { visited[Int(finished[position])] = false }
    return finishedCount
  }
}

/// Memory for the depth-first searches.
struct SearchWorkspace: ~Copyable {
  let isVisited: Slab<Bool>
  let stack: Slab<Int32>
  let next: Slab<Int32>
  let list: Slab<Int32>

  init(size: Int) {
    isVisited = Slab(size, repeating: false)
    stack = Slab(size + 1, repeating: 0)
    next = Slab(size + 1, repeating: 0)
    list = Slab(size, repeating: 0)
  }
}
