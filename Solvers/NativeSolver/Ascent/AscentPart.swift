// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import LinearModels

/// The columns that are swept, close together in memory, by rows.
struct AscentPart: Sendable {
  /// What the sweeps need of a column, in one place.
  struct Column: Sendable {
    var centre: Double
    var reducedCost: Double
    var lower: Double
    var upper: Double
    var step: Double
  }

  private var columns: [Column] = []
  /// The program's numbers of the columns.
  private var numbers: [Int32] = []
  private var rowStart: [Int] = [0]
  private var rowColumn: [Int32] = []
  private var rowValue: [Double] = []
  private var rowLower: [Double] = []
  private var rowUpper: [Double] = []
  private var longestRow = 0
  /// Rows of one class that one thread solves, as places in the order of classes; and the chunks of each class.
  private var chunks: [Range<Int>] = []
  private var classChunks: [Range<Int>] = []

  init() {}

  var columnCount: Int { numbers.count }

  /// Takes the columns that are above their lower bounds, or whose reduced costs are below a margin.
  ///
  /// - Complexity: O(columns + entries taken)
  init(
    model: LinearModel, classes: RowClasses, primal: [Double], reducedCost: [Double], upper: [Double],
    stepSize: [Double], stepFactor: Double, margin: Double
  ) {
    rowLower = model.rowLower
    rowUpper = model.rowUpper
    rowStart = Array(repeating: 0, count: model.rowCount + 1)
    let keeps = Self.bestByRow(model: model, reducedCost: reducedCost)
    for column in 0..<model.columnCount
    where primal[column] > model.columnLower[column] || reducedCost[column] < margin || model.columnLower[column] != 0
      || reducedCost[column] <= Self.highest(keeps, of: column, in: model)
    {
      numbers.append(Int32(truncatingIfNeeded: column))
    }
    columns.reserveCapacity(numbers.count)
    for number in numbers {
      let column = Int(number)
      columns.append(
        Column(
          centre: primal[column], reducedCost: reducedCost[column], lower: model.columnLower[column],
          upper: upper[column], step: stepSize[column] * stepFactor))
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        rowStart[Int(model.entryRow[entry]) + 1] += 1
      }
    }
    for row in 0..<model.rowCount {
      longestRow = max(longestRow, rowStart[row + 1])
      rowStart[row + 1] += rowStart[row]
    }
    var next = rowStart
    rowColumn = Array(repeating: 0, count: rowStart[model.rowCount])
    rowValue = Array(repeating: 0, count: rowStart[model.rowCount])
    for (position, column) in numbers.enumerated() {
      for entry in model.columnStart[Int(column)]..<model.columnStart[Int(column) + 1] {
        let row = Int(model.entryRow[entry])
        rowColumn[next[row]] = Int32(truncatingIfNeeded: position)
        rowValue[next[row]] = model.entryValue[entry]
        next[row] += 1
      }
    }
    cut(classes)
  }

  /// Parts each class into chunks of about the same work.
  private mutating func cut(_ classes: RowClasses) {
    for number in 0..<classes.count {
      let firstChunk = chunks.count
      var first = classes.start[number]
      var work = 0
      for position in first..<classes.start[number + 1] {
        let row = Int(classes.rows[position])
        // A row costs something even without entries.
        work += 2 + rowStart[row + 1] - rowStart[row]
        if work >= Tuning.Ascent.chunkWork {
          chunks.append(first..<(position + 1))
          first = position + 1
          work = 0
        }
      }
      if first < classes.start[number + 1] { chunks.append(first..<classes.start[number + 1]) }
      classChunks.append(firstChunk..<chunks.count)
    }
  }

  /// For each row the second smallest reduced cost of its columns.
  ///
  /// Without a column that is nearly worth it, a row's price would fall to 0 at once and lose what was known.
  private static func bestByRow(model: LinearModel, reducedCost: [Double]) -> [Double] {
    var first = [Double](repeating: .infinity, count: model.rowCount)
    var second = first
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        model.entryRow.withUnsafeBufferPointer { entryRow in
          for column in 0..<model.columnCount {
            let price = reducedCost[column]
            for entry in model.columnStart[column]..<model.columnStart[column + 1] {
              let row = Int(entryRow[entry])
              if price < second[row] {
                second[row] = max(price, first[row])
                first[row] = min(price, first[row])
              }
            }
          }
        }
      }
    }
    return second
  }

  /// The highest of the values that belong to a column's rows.
  @inline(__always)
  private static func highest(_ values: [Double], of column: Int, in model: LinearModel) -> Double {
    var highest = -Double.infinity
    for entry in model.columnStart[column]..<model.columnStart[column + 1] {
      highest = max(highest, values[Int(model.entryRow[entry])])
    }
    return highest
  }

  /// Makes the proximal steps longer or shorter.
  mutating func scaleSteps(by factor: Double) {
    for position in columns.indices { columns[position].step *= factor }
  }

  /// Writes the centre back.
  func store(into primal: inout [Double]) {
    for (position, column) in numbers.enumerated() { primal[Int(column)] = columns[position].centre }
  }

  /// By how much the centre misses the rows, all together.
  func infeasibility(_ model: LinearModel) -> Double {
    var missed = 0.0
    for row in rowLower.indices {
      var activity = 0.0
      for entry in rowStart[row]..<rowStart[row + 1] {
        activity += rowValue[entry] * columns[Int(rowColumn[entry])].centre
      }
      missed += max(0, rowLower[row] - activity, activity - rowUpper[row])
    }
    return missed
  }

  /// Sweeps forwards and backwards in turns, then moves the centre.
  ///
  /// - Parameters:
  ///   - relaxation: how far the centre moves, as a share of the way to the minimiser: between 0 and 2.
  ///   - threads: how many rows may be solved at the same time, which changes nothing but the time.
  /// - Returns: how far the centre moved, all columns together; and how long threads waited for one that was late, as a
  ///   share of the time of the sweeps.
  mutating func step(
    sweeps: Int, relaxation: Double, classes: RowClasses, threads: Int, dual: inout [Double]
  ) -> (moved: Double, waited: Double) {
    var moved = 0.0
    var waited = 0.0
    let begin = DispatchTime.now().uptimeNanoseconds
    // The threads read the part while its columns change: these are taken out of it meanwhile.
    var columns: [Column] = []
    swap(&columns, &self.columns)
    defer { swap(&columns, &self.columns) }
    columns.withUnsafeMutableBufferPointer { columns in
      dual.withUnsafeMutableBufferPointer { dual in
        let work = SweepWork(
          part: self, classes: classes, schedule: schedule(sweeps), columns: columns, dual: dual)
        if threads > 1, rowStart.last ?? 0 > Tuning.Ascent.leastSharedWork {
          DispatchQueue.concurrentPerform(iterations: threads) { _ in work.run() }
        } else {
          work.run()
        }
        let time = DispatchTime.now().uptimeNanoseconds - begin
        waited = Double(work.waitedNanoseconds) / Double(max(1, time))
      }
      for position in columns.indices {
        let column = columns[position]
        let next = min(max(column.centre - column.step * column.reducedCost, column.lower), column.upper)
        moved += abs(next - column.centre)
        let relaxed = column.centre + relaxation * (next - column.centre)
        columns[position].centre = min(max(relaxed, column.lower), column.upper)
      }
    }
    return (moved, waited)
  }

  /// The chunks in the order of the sweeps, each with the number of those that have to be done before.
  private func schedule(_ sweeps: Int) -> [(chunk: Int, after: Int)] {
    var schedule: [(chunk: Int, after: Int)] = []
    schedule.reserveCapacity(sweeps * chunks.count)
    for sweep in 0..<sweeps {
      for number in classChunks.indices {
        let after = schedule.count
        for chunk in classChunks[sweep % 2 == 0 ? number : classChunks.count - 1 - number] {
          schedule.append((chunk, after))
        }
      }
    }
    return schedule
  }

  /// Solves each row of a chunk.
  func solve(
    _ chunk: Int, of classes: RowClasses, with kernel: RowKernel, dual: UnsafeMutablePointer<Double>
  ) {
    for position in chunks[chunk] {
      let row = Int(classes.rows[position])
      kernel.solve(
        from: rowStart[row], to: rowStart[row + 1], lower: rowLower[row], upper: rowUpper[row], price: &dual[row])
    }
  }

  /// Runs something with a kernel of its own.
  func withKernel(
    on columns: UnsafeMutableBufferPointer<Column>, _ body: (RowKernel) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: RowKernel.Terms.self, capacity: RowKernel.termCount(of: longestRow) + 1) {
      terms in
      guard let terms = terms.baseAddress else { return }
      rowColumn.withUnsafeBufferPointer { rowColumn in
        rowValue.withUnsafeBufferPointer { rowValue in
          body(RowKernel(columns: columns, terms: terms, rowColumn: rowColumn, rowValue: rowValue))
        }
      }
    }
  }
}
