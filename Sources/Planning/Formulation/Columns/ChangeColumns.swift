// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// Hours of a person on a demand in a period that are fewer, or more, than in the baseline.
struct ChangeColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    var key: TotalRows.Key
    let isMore: Bool
  }

  let first: Int
  private(set) var places: [Place] = []

  init(_ builder: inout ProgramBuilder, _ work: WorkColumns) {
    first = builder.model.columnCount
    let cost = builder.frame.penalties.changeHour
    for sum in work.changes {
      guard let row = sum.changeRow else { continue }
      for isMore in [false, true] {
        builder.addColumn(.change(row: row, isMore: isMore), cost: cost, upper: .infinity)
        places.append(Place(key: sum.key, isMore: isMore))
      }
    }
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    match.key(place.key).map { Place(key: $0, isMore: place.isMore) }
  }
}
