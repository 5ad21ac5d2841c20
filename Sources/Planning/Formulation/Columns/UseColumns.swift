// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation
internal import Numbers

/// z: unit-days of an asset for an asset demand in a period.
struct UseColumns: ColumnFamily {
  struct Place: Hashable, Sendable {
    let asset: Int
    let demand: Int
    let period: Int
  }

  let first: Int
  private(set) var places: [Place] = []

  init(_ builder: inout ProgramBuilder) {
    let frame = builder.frame
    first = builder.model.columnCount
    for (demand, item) in frame.demands.enumerated() {
      guard let wanted = item.asset else { continue }
      for (asset, candidate) in frame.scenario.assets.enumerated() where wanted.matches(candidate) {
        let limits = frame.limits?.assetUse(candidate.id, item.id)
        let cost = candidate.costPerUnitDay.doubleValue
        for (period, stretch) in frame.periods.enumerated() {
          let part = frame.windows[demand].intersection(stretch)
          let limit = limits?[period]
          let most = min(
            wanted.units.doubleValue * Double(part.count), Double(frame.unitDays[asset, period]) / 1e12,
            limit?.upperBound.doubleValue ?? .infinity)
          guard !part.isEmpty, most > 0 else { continue }
          builder.addColumn(
            .use(asset: asset, demand: demand, period: period, cost: cost), cost: cost,
            lower: min(most, limit?.lowerBound.doubleValue ?? 0), upper: most)
          places.append(Place(asset: asset, demand: demand, period: period))
        }
      }
    }
  }

  static func key(_ place: Place, in match: ProgramMatch) -> Place? {
    guard let asset = match.assets[place.asset].value, let demand = match.demands[place.demand].value else {
      return nil
    }
    return Place(asset: asset, demand: demand, period: place.period)
  }
}
