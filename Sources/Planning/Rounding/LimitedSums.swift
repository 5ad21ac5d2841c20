// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The sums over a period that ``PlanLimits`` asks something of, in millionths. Each amount belongs to one sum.
struct LimitedSums: Sendable {
  private var sums: [(value: Int64, least: Int64, most: Int64)] = []
  /// The sum of each entry, use and column of operating hours; empty where nothing is asked.
  private var ofEntry: [Int32] = []
  private var ofUse: [Int32] = []
  private var ofOperating: [Int32] = []

  init(_ formulation: Formulation) {
    let frame = formulation.frame
    guard let limits = frame.limits else { return }
    var known: [TotalRows.Key: Int32] = [:]
    func sum(_ key: TotalRows.Key, _ range: ClosedRange<Millionths>?) -> Int32 {
      if let found = known[key] { return found }
      let number = Int32(truncatingIfNeeded: sums.count)
      known[key] = number
      sums.append(
        (
          0, range.map { FixedPoint.clamped($0.lowerBound.count) } ?? 0,
          range.map { FixedPoint.clamped($0.upperBound.count) } ?? FixedPoint.unlimited
        ))
      return number
    }
    let (staff, demands, assets) = (frame.index.staff.ids, frame.index.demands.ids, frame.index.assets.ids)
    ofEntry = formulation.work.entries.indices.map { entry in
      let pair = formulation.work.pair(of: entry)
      let period = frame.slots[formulation.work.entries[entry].slot].period
      return sum(
        TotalRows.Key(staff: pair.staff, demand: pair.demand, period: period),
        limits.hours(staff[pair.staff], demands[pair.demand])[period])
    }
    ofUse = formulation.use.places.map { place in
      let period = frame.assetSlots[place.slot].period
      return sum(
        TotalRows.Key(asset: place.asset, demand: place.demand, period: period),
        place.equipment == nil ? limits.assetUse(assets[place.asset], demands[place.demand])[period] : nil)
    }
    ofOperating = formulation.operating.places.map { place in
      let (slot, pair) = (frame.slots[place.slot], frame.operated.list[place.pair])
      return sum(
        TotalRows.Key(staff: slot.staff, asset: pair.asset, demand: pair.demand, period: slot.period),
        limits.operating(staff[slot.staff], assets[pair.asset], for: demands[pair.demand])[slot.period])
    }
  }

  func removable(entry: Int) -> Int64 { removable(ofEntry, entry) }
  func removable(use index: Int) -> Int64 { removable(ofUse, index) }
  func removable(operating index: Int) -> Int64 { removable(ofOperating, index) }
  func left(entry: Int) -> Int64 { left(ofEntry, entry) }
  func left(use index: Int) -> Int64 { left(ofUse, index) }
  func left(operating index: Int) -> Int64 { left(ofOperating, index) }
  mutating func add(_ amount: Int64, entry: Int) { if !ofEntry.isEmpty { sums[Int(ofEntry[entry])].value += amount } }
  mutating func add(_ amount: Int64, use index: Int) { if !ofUse.isEmpty { sums[Int(ofUse[index])].value += amount } }
  mutating func add(_ amount: Int64, operating index: Int) {
    if !ofOperating.isEmpty { sums[Int(ofOperating[index])].value += amount }
  }

  private func removable(_ list: [Int32], _ index: Int) -> Int64 {
    list.isEmpty ? FixedPoint.unlimited : sums[Int(list[index])].value - sums[Int(list[index])].least
  }

  private func left(_ list: [Int32], _ index: Int) -> Int64 {
    list.isEmpty ? FixedPoint.unlimited : sums[Int(list[index])].most - sums[Int(list[index])].value
  }
}
