// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// m: the hours for which all of a crew are there, in an asset slot in which somebody can take each of its places.
struct MeetingColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let demand: Int
    /// The asset slot.
    let slot: Int
  }

  let first: Int
  private(set) var places: [Place] = []

  /// - Parameter builder: with the columns of work, so that it is known who may be there.
  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    for demand in frame.demands.indices where !frame.crews[demand].isEmpty {
      for slot in frame.assetSlots.slots.indices where builder.rows.crews.isThere(demand, slot: slot) {
        let period = frame.assetSlots[slot].period
        let most = builder.rows.effort.row(demand, period: period, assetSlot: 0).map { builder.model.rowUpper[$0] }
        builder.addColumn(.meeting(demand: demand, assetSlot: slot, period: period), cost: 0, upper: most ?? 0)
        places.append(Place(demand: demand, slot: slot))
      }
    }
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    guard let demand = match.demands[place.demand].value, let slot = match.assetSlot(place.slot) else { return nil }
    return Place(demand: demand, slot: slot)
  }
}
