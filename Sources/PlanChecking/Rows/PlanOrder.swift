// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What an entry of a plan's list is sorted by: its ids, then its period. The entry without a period comes first.
struct EntryKey: Hashable, Comparable {
  var first: String
  var second: String
  var period: Int

  init(_ first: String, _ second: String, _ period: Int?) {
    self.first = first
    self.second = second
    self.period = period ?? -1
  }

  static func < (left: EntryKey, right: EntryKey) -> Bool {
    if left.first != right.first { return left.first.precedes(right.first) }
    if left.second != right.second { return left.second.precedes(right.second) }
    return left.period < right.period
  }
}

protocol KeyedEntry {
  var key: EntryKey { get }
  /// Whether an entry of a list has a key before that of the next one.
  static func isBeforeNext(_ index: Int, in list: [Self]) -> Bool
}

extension KeyedEntry {
  static func isBeforeNext(_ index: Int, in list: [Self]) -> Bool { list[index].key < list[index + 1].key }
}

extension Plan.Assignment: KeyedEntry {
  var key: EntryKey { EntryKey(staff, demand, period) }

  // Without keys, because there are many assignments.
  static func isBeforeNext(_ index: Int, in list: [Self]) -> Bool {
    if list[index].staff != list[index + 1].staff { return list[index].staff.precedes(list[index + 1].staff) }
    if list[index].demand != list[index + 1].demand { return list[index].demand.precedes(list[index + 1].demand) }
    return list[index].period < list[index + 1].period
  }
}
extension Plan.OvertimeEntry: KeyedEntry {
  var key: EntryKey { EntryKey(staff, "", period) }
}
extension Plan.AssetUse: KeyedEntry {
  var key: EntryKey { EntryKey(asset, demand, period) }
}
extension Plan.Operating: KeyedEntry {
  var key: EntryKey { EntryKey(staff, asset, period) }
}
extension Plan.UnmetEntry: KeyedEntry {
  var key: EntryKey { EntryKey(demand, "", period) }
}
extension Plan.BrokenCommitment: KeyedEntry {
  var key: EntryKey { EntryKey(staff, demand, period) }
}

extension Plan {
  /// Sorts every list of entries by ids and periods.
  mutating func sortLists() {
    func sorted<Entry: KeyedEntry>(_ list: [Entry]) -> [Entry] {
      let isSorted = list.indices.dropLast().allSatisfy {
        Entry.isBeforeNext($0, in: list) || list[$0].key == list[$0 + 1].key
      }
      return isSorted ? list : list.sorted { $0.key < $1.key }
    }
    assignments = sorted(assignments)
    overtime = sorted(overtime)
    assetUse = sorted(assetUse)
    operating = sorted(operating)
    unmet = sorted(unmet)
    brokenCommitments = sorted(brokenCommitments)
  }
}
