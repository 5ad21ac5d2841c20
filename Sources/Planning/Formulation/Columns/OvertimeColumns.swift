// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import LinearModels
internal import Allocation

/// y: overtime of a person in a slot in which that person may work, where what it is for makes no difference.
struct OvertimeColumns: ColumnFamily {
  let first: Int
  /// The slot of each column.
  private(set) var places: [Int] = []

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    for (staff, time) in frame.time.enumerated() where time.hasOvertime && !frame.attributesOvertime[staff] {
      for slot in frame.slots.slots(of: staff) {
        let most = builder.rows.overtime.limits.most[slot]
        guard builder.rows.capacity[slot] != nil, most > 0 else { continue }
        builder.rows.overtime.addRows(slot, hasSlotRow: false, frame, &builder.model)
        builder.addColumn(
          .overtime(slot: slot), cost: time.premium(frame.slots[slot].period), upper: Double(most) / 1e6)
        places.append(slot)
      }
    }
  }

  static func key(_ place: Int, in match: ProgramMatch) -> Int? { match.slot(place) }
}
