// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// A point to start from where no prices are known: work given out by what an hour of it gains, the most first.
///
/// It keeps every row and bound, up to what floating point rounds. Work that needs operators is not given out, because
/// somebody would have to be found for it first.
struct GreedyPoint {
  /// A value for each column.
  private(set) var values: [Double]
  private let formulation: Formulation
  /// How much may be added to the activity of each row, and taken from it.
  private var above: [Double]
  private var below: [Double]
  /// The overtime column that extends each row 1.
  private let overtime: [OptionalIndex]

  init(_ formulation: Formulation) {
    self.formulation = formulation
    let model = formulation.model
    values = model.columnLower
    above = model.rowUpper
    below = model.rowLower.map { -$0 }
    var overtime = [OptionalIndex](repeating: nil, count: model.rowCount)
    for (slot, column) in zip(formulation.overtime.places, formulation.overtime.columns) {
      if let row = formulation.rows.capacity[slot] { overtime[row] = OptionalIndex(column) }
    }
    self.overtime = overtime
    // The greatest share may be whatever people work; the steps of an order bring it down.
    if let share = formulation.rows.steps.greatestShare.value { values[share] = model.columnUpper[share] }
    for column in values.indices where values[column] != 0 { move(column, by: values[column]) }
    let cost = model.reducedCosts(worth())
    // The columns of a person on a demand mostly gain the same in all periods: they are sorted as one.
    var runs: [(cost: Double, columns: Range<Int>)] = []
    for columns in [formulation.work.columns, formulation.use.columns] {
      for column in columns where cost[column] < 0 {
        if let last = runs.last, last.cost == cost[column], last.columns.upperBound == column {
          runs[runs.count - 1].columns = last.columns.lowerBound..<(column + 1)
        } else {
          runs.append((cost[column], column..<(column + 1)))
        }
      }
    }
    runs.sort { $0.cost == $1.cost ? $0.columns.lowerBound < $1.columns.lowerBound : $0.cost < $1.cost }
    for run in runs {
      for column in run.columns { grow(column, gain: -run.cost) }
    }
    fillUp(formulation.unmet.columns)
    fillUp(formulation.shortfall.columns)
    fillUp(formulation.change.columns)
  }

  /// Prices of rows: what a unit of effort is worth at most.
  private func worth() -> [Double] {
    let model = formulation.model
    var dual = [Double](repeating: 0, count: model.rowCount)
    for columns in [formulation.unmet.columns, formulation.shortfall.columns] {
      for column in columns {
        for entry in model.columnStart[column]..<model.columnStart[column + 1] {
          dual[Int(model.entryRow[entry])] = model.cost[column]
        }
      }
    }
    return dual
  }

  private mutating func move(_ column: Int, by amount: Double) {
    for entry in formulation.model.columnStart[column]..<formulation.model.columnStart[column + 1] {
      let (row, change) = (Int(formulation.model.entryRow[entry]), formulation.model.entryValue[entry] * amount)
      above[row] -= change
      below[row] += change
    }
  }

  /// How far a column can grow within its bound and the rows, except one of them.
  private func room(_ column: Int, besides exempt: Int? = nil) -> Double {
    var room = formulation.model.columnUpper[column] - values[column]
    for entry in formulation.model.columnStart[column]..<formulation.model.columnStart[column + 1] {
      let (row, value) = (Int(formulation.model.entryRow[entry]), formulation.model.entryValue[entry])
      if row != exempt { room = min(room, value > 0 ? above[row] / value : below[row] / -value) }
    }
    return room
  }

  /// Lets a column grow as far as it can, first in regular time, then in overtime if its gain pays for that.
  private mutating func grow(_ column: Int, gain: Double) {
    let regular = room(column)
    if regular > Self.least {
      values[column] += regular
      move(column, by: regular)
    }
    guard formulation.work.columns.contains(column) else { return }
    // Row 1 has no column but these with a coefficient of 1, and the overtime that extends it.
    for entry in formulation.model.columnStart[column]..<formulation.model.columnStart[column + 1] {
      let row = Int(formulation.model.entryRow[entry])
      guard let more = overtime[row].value, formulation.model.cost[more] < gain else { continue }
      let extra = min(room(column, besides: row) - max(0, above[row]), room(more, besides: row))
      guard extra > Self.least, above[row] <= Self.least else { return }
      values[more] += extra
      move(more, by: extra)
      values[column] += extra
      move(column, by: extra)
      return
    }
  }

  /// Columns of one entry take what their rows still want.
  private mutating func fillUp(_ columns: Range<Int>) {
    for column in columns {
      let entry = formulation.model.columnStart[column]
      let lacking = -below[Int(formulation.model.entryRow[entry])]
      let amount = min(formulation.model.columnUpper[column], max(0, lacking))
      guard amount > 0 else { continue }
      values[column] = amount
      move(column, by: amount)
    }
  }

  /// Growing by less is not worth a column inside its bounds.
  private static let least = 1e-9
}
