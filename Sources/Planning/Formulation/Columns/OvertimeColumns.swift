// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import LinearModels
internal import Allocation

/// y: overtime of a person in a period in which that person may work.
struct OvertimeColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let staff: Int
    let period: Int
  }

  let first: Int
  private(set) var places: [Place] = []

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    for (staff, time) in frame.time.enumerated() {
      guard let terms = frame.scenario.staff[staff].overtime else { continue }
      builder.rows.overtime.addRow(staff, frame, &builder.model)
      let premium = frame.scenario.staff[staff].costPerHour.doubleValue * (terms.costFactor.doubleValue - 1)
      for period in frame.periods.indices {
        let available = frame.available(staff, period)
        guard builder.rows.capacity[staff, period] != nil, available > 0 else { continue }
        builder.addColumn(
          .overtime(staff: staff, period: period), cost: premium, upper: time.overtimeHours(available))
        places.append(Place(staff: staff, period: period))
      }
    }
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    match.staff[place.staff].value.map { Place(staff: $0, period: place.period) }
  }
}
