// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// What of two programs is the same: people, demands, assets and projects by their ids, slots by their days.
struct ProgramMatch {
  let old: ProgramFrame
  let new: ProgramFrame
  /// The old index of each new one.
  let staff: [OptionalIndex]
  let demands: [OptionalIndex]
  let assets: [OptionalIndex]
  let projects: [OptionalIndex]
  let pairs: [OptionalIndex]
  /// By new slot, the old one that has all its days; and whether it stands for that in a basis: of the parts of an old
  /// slot the first one does.
  private let slots: [OptionalIndex]
  private let standsFor: [Bool]
  private let assetSlots: [OptionalIndex]
  private let assetStandsFor: [Bool]

  init(from old: ProgramFrame, to new: ProgramFrame) {
    self.old = old
    self.new = new
    let staff = Self.match(old.scenario.staff.map(\.id), new.scenario.staff.map(\.id))
    let demands = Self.match(old.demands.map(\.id), new.demands.map(\.id))
    let assets = Self.match(old.scenario.assets.map(\.id), new.scenario.assets.map(\.id))
    self.staff = staff
    self.demands = demands
    self.assets = assets
    projects = Self.match(old.scenario.projects.map(\.id), new.scenario.projects.map(\.id))
    pairs = new.operated.list.map { pair in
      guard let asset = assets[pair.asset].value, let demand = demands[pair.demand].value else { return nil }
      return OptionalIndex(old.operated[asset, demand])
    }
    var slots = [OptionalIndex](repeating: nil, count: new.slots.count)
    var standsFor = [Bool](repeating: false, count: new.slots.count)
    var isTaken = [Bool](repeating: false, count: old.slots.count)
    for (index, slot) in new.slots.slots.enumerated() {
      guard let owner = staff[slot.staff].value else { continue }
      let others = old.slots[owner, slot.period]
      // Absences change the days of a slot: what has most of them in common is about the same.
      let found =
        others.first { old.slots[$0].days.contains(slot.days) }
        ?? others.max {
          old.slots[$0].days.intersection(slot.days).count < old.slots[$1].days.intersection(slot.days).count
        }
      guard let found else { continue }
      slots[index] = OptionalIndex(found)
      standsFor[index] = !isTaken[found]
      isTaken[found] = true
    }
    self.slots = slots
    self.standsFor = standsFor
    var assetSlots = [OptionalIndex](repeating: nil, count: new.assetSlots.count)
    var assetStandsFor = [Bool](repeating: false, count: new.assetSlots.count)
    var isAssetTaken = [Bool](repeating: false, count: old.assetSlots.count)
    for (index, slot) in new.assetSlots.slots.enumerated() {
      let found = old.assetSlots.slot(slot.period, of: slot.days.first)
      assetSlots[index] = OptionalIndex(found)
      assetStandsFor[index] = !isAssetTaken[found]
      isAssetTaken[found] = true
    }
    self.assetSlots = assetSlots
    self.assetStandsFor = assetStandsFor
  }

  private static func match(_ old: [String], _ new: [String]) -> [OptionalIndex] {
    // Nearly always nothing was moved.
    if old == new { return old.indices.map(OptionalIndex.init) }
    let index = Dictionary(old.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return new.map { OptionalIndex(index[$0]) }
  }

  /// The old slot that a new one stands for in a basis; nil where there is none.
  func slot(_ new: Int) -> Int? { standsFor[new] ? slots[new].value : nil }
  func assetSlot(_ new: Int) -> Int? { assetStandsFor[new] ? assetSlots[new].value : nil }

  /// The pairs of slots of which one stands for the other.
  func forEachSlot(_ visit: (_ new: Int, _ old: Int) -> Void) {
    for index in slots.indices { if let old = slot(index) { visit(index, old) } }
  }

  /// The pairs of slots of which the new one is a further part of the old one.
  func forEachPart(_ visit: (_ new: Int, _ old: Int) -> Void) {
    for index in slots.indices where !standsFor[index] { if let old = slots[index].value { visit(index, old) } }
  }

  func forEachAssetSlot(_ visit: (_ new: Int, _ old: Int) -> Void) {
    for index in assetSlots.indices { if let old = assetSlot(index) { visit(index, old) } }
  }

  func forEachAssetPart(_ visit: (_ new: Int, _ old: Int) -> Void) {
    for index in assetSlots.indices where !assetStandsFor[index] {
      if let old = assetSlots[index].value { visit(index, old) }
    }
  }

  /// The key of the same sum in the old program; nil where that has no such person, asset or demand.
  func key(_ key: TotalRows.Key) -> TotalRows.Key? {
    var result = key
    guard let demand = demands[key.demand].value else { return nil }
    result.demand = demand
    if let place = key.staff {
      guard let found = staff[place].value else { return nil }
      result.staff = found
    }
    if let place = key.asset {
      guard let found = assets[place].value else { return nil }
      result.asset = found
    }
    return result
  }
}
