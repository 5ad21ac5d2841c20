// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

extension Formulation {
  /// For each row the week or period in which all its columns are; nil for rows that link several.
  ///
  /// - Complexity: O(entries)
  var rowBlocks: [OptionalIndex] {
    let isFine = frame.periods.count > frame.days.weeks.count
    func block(_ period: Int) -> Int { isFine ? frame.days.week(frame.days.first[period]) : period }
    var found = [RowBlock](repeating: .none, count: model.rowCount)
    func put(_ column: Int, _ block: Int) {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        let row = Int(model.entryRow[entry])
        switch found[row] {
        case .none: found[row] = .one(block)
        case .one(block): break
        default: found[row] = .several
        }
      }
    }
    for entry in work.entries {
      let home = block(frame.slots[entry.slot].period)
      put(entry.column, home)
      if entry.hasOvertimeColumn { put(entry.column + 1, home) }
    }
    for (position, slot) in overtime.places.enumerated() {
      put(overtime.first + position, block(frame.slots[slot].period))
    }
    for (position, place) in use.places.enumerated() {
      put(use.first + position, block(frame.assetSlots.slots[place.slot].period))
    }
    for (position, place) in operating.places.enumerated() {
      put(operating.first + position, block(frame.slots[place.slot].period))
    }
    return found.map { row in if case .one(let block) = row { OptionalIndex(block) } else { nil } }
  }
}

/// In what span of time the columns of a row are.
private enum RowBlock {
  case none
  case one(Int)
  case several
}
