// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Synchronization

/// The Cholesky factor of normal equations, computed by groups of columns that share their rows.
///
/// Left-looking: each group takes what the groups before it have to subtract, as products of dense blocks, and is
/// factorised itself. (E. G. Ng, B. W. Peyton, "Block sparse Cholesky algorithms on advanced uniprocessor computers", 1993,
/// https://doi.org/10.1137/0914063.) Blocks of the program have nothing for each other, and are done at the same
/// time.
final class SupernodalFactor: @unchecked Sendable {
  // Not checked by the compiler: the memory. A group is only written by the thread that took it, and read by others after all
  // of its stage are done.
  let size: Int
  let symbolic: SymbolicFactor
  private let threads: Int
  private let values: Slab<Double>
  /// For each thread the product of two blocks, and where a group's rows are in its block.
  private let product: Slab<Double>
  private let local: Slab<Int32>

  init(_ order: EliminationOrder, rowCount: Int, threads: Int) {
    size = rowCount
    symbolic = SymbolicFactor(order, rowCount: rowCount)
    self.threads = threads
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
      share(stage.tasks.count) { task, thread in
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
      share(targets.count) { index, thread in
        prepare(targets[index].group, thread)
        subtract(targets[index].run, from: targets[index].group, thread)
      }
    }
    return true
  }

  /// Does tasks on all threads, each by whoever comes first.
  private func share(_ count: Int, _ task: (Int, Int) -> Void) {
    guard threads > 1, count > 1 else {
      for index in 0..<count { task(index, 0) }
      return
    }
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(task) { task in
      let shared = SharedTask(task)
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          shared.run(index, thread)
        }
      }
    }
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
    let width = symbolic.width(group)
    let height = symbolic.rowStart[group + 1] - symbolic.rowStart[group]
    let block = values.base + symbolic.blockStart[group]
    for row in 0..<width {
      let own = block + row * width
      for column in 0..<row {
        let other = block + column * width
        own[column] = (own[column] - DenseKernels.dot(own, other, column)) / other[column]
      }
      let pivot = own[row] - DenseKernels.dot(own, own, row)
      own[row] =
        pivot > own[row] * Self.leastPivot && pivot > .leastNormalMagnitude ? pivot.squareRoot() : Self.dependent
    }
    if width == 1 {
      let inverse = 1 / block[0]
      for row in 1..<max(1, height) { block[row] *= inverse }
    } else {
      DenseKernels.solve(block + width * width, rows: height - width, by: block, width: width)
    }
  }

  /// The share of a diagonal entry below which a pivot is nothing but rounding.
  private static var leastPivot: Double { 1e-14 }
  /// The pivot of a dependent row.
  private static var dependent: Double { 1e64 }

  /// Solves with the factor and its transpose.
  ///
  /// - Parameter vector: the right side by row; the solution after.
  func solve(_ vector: inout [Double]) {
    let work = Slab<Double>(size, repeating: 0)
    for row in 0..<size { work[Int(symbolic.place[row])] = vector[row] }
    let groups = symbolic.groupCount
    for group in 0..<groups {
      let width = symbolic.width(group)
      let begin = symbolic.rowStart[group]
      let height = symbolic.rowStart[group + 1] - begin
      let block = values.base + symbolic.blockStart[group]
      let own = work.base + symbolic.first[group]
      let rows = symbolic.rows.base + begin
      if width == 1 {
        let value = own[0] / block[0]
        own[0] = value
        for index in 1..<max(1, height) { work.base[Int(rows[index])] -= block[index] * value }
        continue
      }
      for row in 0..<width {
        own[row] = (own[row] - DenseKernels.dot(block + row * width, own, row)) / block[row * width + row]
      }
      for index in width..<max(width, height) {
        work.base[Int(rows[index])] -= DenseKernels.dot(block + index * width, own, width)
      }
    }
    for group in (0..<groups).reversed() {
      let width = symbolic.width(group)
      let begin = symbolic.rowStart[group]
      let height = symbolic.rowStart[group + 1] - begin
      let block = values.base + symbolic.blockStart[group]
      let own = work.base + symbolic.first[group]
      let rows = symbolic.rows.base + begin
      if width == 1 {
        var sum = own[0]
        for index in 1..<max(1, height) { sum -= work.base[Int(rows[index])] * block[index] }
        own[0] = sum / block[0]
        continue
      }
      for index in width..<max(width, height) {
        let value = work.base[Int(rows[index])]
        let row = block + index * width
        for column in 0..<width { own[column] -= value * row[column] }
      }
      for row in (0..<width).reversed() {
        own[row] /= block[row * width + row]
        let value = own[row]
        for column in 0..<row { own[column] -= value * block[row * width + column] }
      }
    }
    for row in 0..<size { vector[row] = work[Int(symbolic.place[row])] }
  }

  /// A closure that several threads may call.
  private struct SharedTask: @unchecked Sendable {
    // Not checked by the compiler: what the closure captures. Tasks write to memory of their own only.
    let run: (Int, Int) -> Void
    init(_ run: @escaping (Int, Int) -> Void) { self.run = run }
  }
}
