// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import LinearModels
internal import Allocation

/// u: what is unmet of a demand, in all where it is flexible, otherwise in a period.
struct UnmetColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let demand: Int
    /// nil for a flexible demand.
    let period: Int?
  }

  let first: Int
  private(set) var places: [Place] = []

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    for (demand, item) in frame.demands.enumerated() {
      let cost = frame.unmetCost(demand)
      for period in 0..<(item.isFlexible ? 1 : frame.periods.count) {
        guard let row = builder.rows.effort[demand, period] else { continue }
        builder.addColumn(
          .unmet(demand: demand, period: period), cost: cost, upper: builder.model.rowUpper[row])
        places.append(Place(demand: demand, period: item.isFlexible ? nil : period))
      }
    }
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    match.demands[place.demand].value.map { Place(demand: $0, period: place.period) }
  }
}
