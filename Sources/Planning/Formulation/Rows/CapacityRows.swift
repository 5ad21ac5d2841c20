// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 1: the hours of a person in a slot are at most the regular ones and the overtime.
///
/// Only those exist that somebody may work in.
struct CapacityRows: RowFamily {
  private(set) var rows: [OptionalIndex]
  private let slots: StaffSlots

  init(_ frame: ProgramFrame) {
    slots = frame.slots
    rows = Array(repeating: nil, count: slots.count)
  }

  @inline(__always)
  subscript(slot: Int) -> Int? { rows[slot].value }

  /// Adds the row of a slot where it is missing.
  @inline(__always)
  mutating func addRow(_ slot: Int, _ model: inout LinearModel) {
    guard rows[slot] == nil else { return }
    rows[slot] = OptionalIndex(model.addRow(lower: -.infinity, upper: Double(slots[slot].regular) / 1e6))
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let (slot, hours): (Int?, Double) =
      switch activity {
      case .work(let hour): (hour.isOvertime ? nil : hour.slot, 1)
      case .operating(let hour): (hour.isOvertime ? nil : hour.slot, 1)
      case .overtime(let slot): (slot, -1)
      case .use, .unmet, .shortfall, .change, .meeting: (nil, 0)
      }
    if let slot, let row = self[slot] { model.addEntry(row: row, value: hours) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    match.forEachSlot { new, other in if let new = self[new], let old = old[other] { visit(new, old) } }
  }

  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    match.forEachPart { new, other in if let new = self[new], let old = old[other] { visit(new, old) } }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    for (slot, row) in zip(slots.slots, rows) {
      guard let row = row.value, dual[row] != 0 else { continue }
      slot.days.forEach { prices.capacity[slot.staff, frame.day(slot.period, $0)] = dual[row] }
    }
  }
}

extension CapacityRows {
  /// The regular hours of people by slot, in millionths.
  struct Room: Sendable {
    private(set) var used: [Int64]
    private let most: [Int64]

    init(_ frame: ProgramFrame) {
      used = Array(repeating: 0, count: frame.slots.count)
      most = frame.slots.slots.map(\.regular)
    }

    func left(_ slot: Int) -> Int64 { most[slot] - used[slot] }
    mutating func add(_ hours: Int64, _ slot: Int) { used[slot] += hours }
  }
}
