// SPDX-License-Identifier: GPL-3.0-or-later

/// The Cholesky factor of normal equations, computed by groups of columns that share their rows.
///
/// Left-looking: each group takes what the groups before it have to subtract, as products of dense blocks, and is
/// factorised itself. (E. G. Ng, B. W. Peyton, "Block sparse Cholesky algorithms on advanced uniprocessor computers", 1993,
/// https://doi.org/10.1137/0914063.) Blocks of the program have nothing for each other, and are done at the same
/// time.
///
/// A group is only written by the thread that took it, and read by others after all of its stage are done.
struct SupernodalFactor: ~Copyable {
  let size: Int
  let symbolic: SymbolicFactor
  private let tasks: SharedTasks
  private let values: Slab<Double>
  /// For each thread the product of two blocks, and where a group's rows are in its block.
  private let product: Slab<Double>
  private let local: Slab<Int32>

  init(_ order: EliminationOrder, rowCount: Int, threads: Int) {
    size = rowCount
    symbolic = SymbolicFactor(order, rowCount: rowCount)
    tasks = SharedTasks(threads: threads)
    values = Slab(symbolic.entryCount, repeating: 0)
    product = Slab(threads * symbolic.mostProducts, repeating: 0)
    local = Slab(threads * rowCount, repeating: 0)
  }

  func clear() { values.base.update(repeating: 0, count: values.count) }

  @inline(__always)
  func add(_ value: Double, at position: Int) { values[position] += value }

  /// Factorises what was added since the last `clear`.
  ///
  /// A pivot that rounding has left nothing of stands for a row that depends on others: it is left out, its part of
  /// solutions is 0.
  ///
  /// - Parameter isOver: asked now and then whether it is to end.
  /// - Returns: whether it came to its end.
  func factorise(isOver: () -> Bool) -> Bool {
    for stage in symbolic.stages {
      if isOver() { return false }
      tasks.run(stage.tasks.count) { task, thread in
        for group in stage.tasks[task] {
          prepare(group, thread)
          subtractParts(for: group)
          for run in symbolic.runs(into: group) where run.source < symbolic.firstLinking {
            subtract(run, from: group, thread)
          }
          if stage.isLast { factorise(group) }
        }
      }
    }
    // What links blocks hangs together: as soon as a group is done, all that need it take it at the same time.
    for group in symbolic.firstLinking..<symbolic.groupCount {
      if isOver() { return false }
      factorise(group)
      let targets = symbolic.targets(of: group)
      tasks.run(targets.count) { index, thread in
        prepare(targets[index].group, thread)
        subtract(targets[index].run, from: targets[index].group, thread)
      }
    }
    return true
  }

  /// Notes where the rows of a group are in its block.
  private func prepare(_ group: Int, _ thread: Int) {
    let begin = symbolic.rowStart[group]
    let own = local.base + thread * size
    for index in 0..<(symbolic.rowStart[group + 1] - begin) {
      own[Int(symbolic.rows[begin + index])] = Int32(truncatingIfNeeded: index)
    }
  }

  /// Subtracts what narrow groups have for a group, entry by entry.
  private func subtractParts(for group: Int) {
    let target = values.base + symbolic.blockStart[group]
    for index in symbolic.partStart[group]..<symbolic.partStart[group + 1] {
      let part = symbolic.parts[index]
      let places = symbolic.places.base + part.firstPlace
      let source = values.base + part.first
      let count = Int(part.count)
      switch part.width {
      case 1:
        let factor = source[0]
        for row in 0..<count { target[Int(places[row])] -= factor * source[row] }
      case 2:
        let (a, b) = (source[0], source[1])
        for row in 0..<count { target[Int(places[row])] -= a * source[2 * row] + b * source[2 * row + 1] }
      default:
        let width = Int(part.width)
        for row in 0..<count {
          target[Int(places[row])] -= DenseKernels.dot(source, source + row * width, width)
        }
      }
    }
  }

  /// Subtracts from a group's block what an earlier group has for its columns.
  private func subtract(_ run: SymbolicFactor.Run, from group: Int, _ thread: Int) {
    let width = symbolic.width(group)
    let block = values.base + symbolic.blockStart[group]
    let inner = symbolic.width(run.source)
    let first = symbolic.rowStart[run.source]
    let source = values.base + symbolic.blockStart[run.source] + (run.from - first) * inner
    let columns = run.until - run.from
    let height = symbolic.rowStart[run.source + 1] - run.from
    let product = product.base + thread * symbolic.mostProducts
    let local = local.base + thread * size
    let rows = symbolic.rows.base + run.from
    DenseKernels.multiply(source, rows: height, by: source, rows: columns, inner: inner, into: product)
    for r in 0..<height {
      let target = block + Int(local[Int(rows[r])]) * width
      let row = product + r * columns
      for c in 0..<min(columns, r + 1) { target[Int(local[Int(rows[c])])] -= row[c] }
    }
  }

  /// Factorises a group's block: its triangle, and then the rows below.
  private func factorise(_ group: Int) {
    let block = block(group)
    let (numbers, width, height) = (block.numbers, block.width, block.height)
    for row in 0..<width {
      let own = numbers + row * width
      for column in 0..<row {
        let other = numbers + column * width
        own[column] = (own[column] - DenseKernels.dot(own, other, column)) / other[column]
      }
      let pivot = own[row] - DenseKernels.dot(own, own, row)
      own[row] =
        pivot > own[row] * Self.leastPivot && pivot > .leastNormalMagnitude ? pivot.squareRoot() : Self.dependent
    }
    if width == 1 {
      let inverse = 1 / numbers[0]
      for row in 1..<height { numbers[row] *= inverse }
    } else {
      DenseKernels.solve(numbers + width * width, rows: height - width, by: numbers, width: width)
    }
  }

  /// The share of a diagonal entry, less what other groups subtract, below which a pivot is nothing but rounding.
  private static var leastPivot: Double { 1e-14 }
  /// The pivot of a dependent row.
  private static var dependent: Double { 1e64 }

  // MARK: Solving

  /// Solves with the factor and its transpose.
  ///
  /// - Parameter vector: the right side by row; the solution after.
  func solve(_ vector: borrowing Slab<Double>) {
    let work = Slab<Double>(size, repeating: 0)
    for row in 0..<size { work[Int(symbolic.place[row])] = vector[row] }
    for group in 0..<symbolic.groupCount { solve(block(group), work.base) }
    for group in (0..<symbolic.groupCount).reversed() { solveTransposed(block(group), work.base) }
    for row in 0..<size { vector[row] = work[Int(symbolic.place[row])] }
  }

  /// A group's numbers, row by row, and the places of its rows, the first `width` of which are its own.
  private struct Block {
    let numbers: UnsafeMutablePointer<Double>
    let rows: UnsafeMutablePointer<Int32>
    let width: Int
    let height: Int
    let first: Int
  }

  private func block(_ group: Int) -> Block {
    Block(
      numbers: values.base + symbolic.blockStart[group], rows: symbolic.rows.base + symbolic.rowStart[group],
      width: symbolic.width(group), height: symbolic.rowStart[group + 1] - symbolic.rowStart[group],
      first: symbolic.first[group])
  }

  private func solve(_ block: Block, _ vector: UnsafeMutablePointer<Double>) {
    let (numbers, rows, width) = (block.numbers, block.rows, block.width)
    let own = vector + block.first
    if width == 1 {
      let value = own[0] / numbers[0]
      own[0] = value
      for index in 1..<block.height { vector[Int(rows[index])] -= numbers[index] * value }
      return
    }
    for row in 0..<width {
      own[row] = (own[row] - DenseKernels.dot(numbers + row * width, own, row)) / numbers[row * width + row]
    }
    for index in width..<block.height {
      vector[Int(rows[index])] -= DenseKernels.dot(numbers + index * width, own, width)
    }
  }

  private func solveTransposed(_ block: Block, _ vector: UnsafeMutablePointer<Double>) {
    let (numbers, rows, width) = (block.numbers, block.rows, block.width)
    let own = vector + block.first
    if width == 1 {
      var sum = own[0]
      for index in 1..<block.height { sum -= vector[Int(rows[index])] * numbers[index] }
      own[0] = sum / numbers[0]
      return
    }
    for index in width..<block.height {
      let value = vector[Int(rows[index])]
      let row = numbers + index * width
      for column in 0..<width { own[column] -= value * row[column] }
    }
    for row in (0..<width).reversed() {
      own[row] /= numbers[row * width + row]
      let value = own[row]
      for column in 0..<row { own[column] -= value * numbers[row * width + column] }
    }
  }
}
