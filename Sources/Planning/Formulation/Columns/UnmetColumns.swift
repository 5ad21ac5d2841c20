// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import LinearModels
internal import Allocation

/// u: what is unmet of a demand: in all where it is flexible, in a period where it is even, in an asset slot where it is
/// for an asset.
struct UnmetColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let demand: Int
    /// The place of the row among those of the demand.
    let position: Int
  }

  let first: Int
  private(set) var places: [Place] = []
  private let slots: EffortSlots

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    slots = builder.rows.effort.slots
    for demand in frame.demands.indices {
      let penalty = frame.unmetCost(demand)
      let isMet = frame.limits?.met.contains(frame.demands[demand].id) ?? false
      let most = frame.limits?.unmet[frame.demands[demand].id]
      if frame.missingDays[demand] > 0, let asset = frame.demands[demand].asset {
        builder.model.offset += penalty * Double(frame.missingDays[demand]) * asset.units.doubleValue
      }
      for position in 0..<slots[demand].count {
        guard let row = builder.rows.effort[demand, position] else { continue }
        builder.addColumn(
          .unmet(demand: demand, position: position), cost: penalty,
          upper: isMet
            ? Self.roomOfRounding(demand, position, slots, frame)
            : min(most?[position] ?? .infinity, builder.model.rowUpper[row]))
        places.append(Place(demand: demand, position: position))
      }
    }
  }

  /// What hours that are fixed on the grid may leave of a demand that has to be met: a millionth each, where what is wanted is
  /// not on the grid itself.
  private static func roomOfRounding(
    _ demand: Int, _ position: Int, _ slots: EffortSlots, _ frame: ProgramFrame
  ) -> Double {
    guard let limits = frame.limits, frame.demands[demand].isForStaff else { return 0 }
    let hours = slots.hours(demand, frame)
    guard hours.indices.contains(position) else { return 0 }
    let grid = hours[position] * 1e6
    guard abs(grid - grid.rounded()) > 1e-6 else { return 0 }
    let id = frame.demands[demand].id
    return 1e-6 * Double(limits.hours.count { $0.key.target == id && $0.value.contains { $1.lowerBound > .zero } })
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    guard let demand = match.demands[place.demand].value else { return nil }
    guard !match.new.demands[place.demand].isForStaff else { return Place(demand: demand, position: place.position) }
    return match.assetSlot(place.position).map { Place(demand: demand, position: $0) }
  }
}
