// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation

/// s: what is not kept of a promise that somebody can keep.
struct ShortfallColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let staff: Int
    let demand: Int
    let period: Int
  }

  let first: Int
  private(set) var places: [Place] = []

  init(_ builder: inout ProgramBuilder) {
    first = builder.model.columnCount
    let penalty = builder.frame.penalties.commitmentHour
    for (index, promise) in builder.rows.commitments.promises.enumerated() {
      guard promise.row != nil else {
        builder.model.offset += penalty * promise.hours
        continue
      }
      builder.addColumn(.shortfall(promise: index), cost: penalty, upper: promise.hours)
      places.append(Place(staff: promise.staff, demand: promise.demand, period: promise.period))
    }
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    guard let staff = match.staff[place.staff].value, let demand = match.demands[place.demand].value else {
      return nil
    }
    return Place(staff: staff, demand: demand, period: place.period)
  }
}
