// SPDX-License-Identifier: GPL-3.0-or-later

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
  private var scratch: [RowKernel.Term] = []

  init() {}

  /// Takes the columns that are above their lower bounds, or whose reduced costs are below a margin.
  ///
  /// - Complexity: O(columns + entries taken)
  init(
    model: LinearModel, primal: [Double], reducedCost: [Double], upper: [Double], stepSize: [Double],
    stepFactor: Double,
    margin: Double
  ) {
    rowLower = model.rowLower
    rowUpper = model.rowUpper
    rowStart = Array(repeating: 0, count: model.rowCount + 1)
    let keeps = Self.bestByRow(model: model, reducedCost: reducedCost)
    for column in 0..<model.columnCount
    where primal[column] > model.columnLower[column] || reducedCost[column] < margin || model.columnLower[column] != 0
      || (model.columnStart[column]..<model.columnStart[column + 1]).contains(where: {
        reducedCost[column] <= keeps[Int(model.entryRow[$0])]
      })
    {
      numbers.append(Int32(truncatingIfNeeded: column))
      columns.append(
        Column(
          centre: primal[column], reducedCost: reducedCost[column], lower: model.columnLower[column],
          upper: upper[column], step: stepSize[column] * stepFactor))
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        rowStart[Int(model.entryRow[entry]) + 1] += 1
      }
    }
    var longest = 0
    for row in 0..<model.rowCount {
      longest = max(longest, rowStart[row + 1])
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
    scratch = Array(repeating: RowKernel.Term(), count: longest)
  }

  /// For each row the second smallest reduced cost of its columns.
  ///
  /// Without a column that is nearly worth it, a row's price would fall to 0 at once and lose what was known.
  private static func bestByRow(model: LinearModel, reducedCost: [Double]) -> [Double] {
    var first = [Double](repeating: .infinity, count: model.rowCount)
    var second = first
    for column in 0..<model.columnCount {
      let price = reducedCost[column]
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = Int(model.entryRow[entry])
        if price < first[row] {
          second[row] = first[row]
          first[row] = price
        } else if price < second[row] {
          second[row] = price
        }
      }
    }
    return second
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
  /// - Parameter relaxation: how far the centre moves, as a share of the way to the minimiser: between 0 and 2.
  /// - Returns: how far the centre moved, all columns together.
  mutating func step(sweeps: Int, relaxation: Double, dual: inout [Double]) -> Double {
    let rows = rowLower.count
    var moved = 0.0
    columns.withUnsafeMutableBufferPointer { columns in
      scratch.withUnsafeMutableBufferPointer { scratch in
        rowColumn.withUnsafeBufferPointer { rowColumn in
          rowValue.withUnsafeBufferPointer { rowValue in
            let kernel = RowKernel(columns: columns, terms: scratch, rowColumn: rowColumn, rowValue: rowValue)
            for sweep in 0..<sweeps {
              for position in 0..<rows {
                let row = sweep % 2 == 0 ? position : rows - 1 - position
                kernel.solve(
                  from: rowStart[row], to: rowStart[row + 1], lower: rowLower[row], upper: rowUpper[row],
                  price: &dual[row])
              }
            }
          }
        }
      }
      for position in columns.indices {
        let column = columns[position]
        let next = min(max(column.centre - column.step * column.reducedCost, column.lower), column.upper)
        moved += abs(next - column.centre)
        let relaxed = column.centre + relaxation * (next - column.centre)
        columns[position].centre = min(max(relaxed, column.lower), column.upper)
      }
    }
    return moved
  }
}
