// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What an entry of a plan's list is sorted by: its ids, then its period, then what tells entries of a period apart. What
/// is not there comes first.
struct EntryKey: Hashable, Comparable {
  var first: String
  var second: String
  var third: String
  var period: Int
  /// The asset of overtime, or the place of a crew.
  var asset: String
  var place: Int

  init(
    _ first: String, _ second: String, _ third: String, _ period: Int?, asset: String? = nil, place: Int? = nil
  ) {
    self.first = first
    self.second = second
    self.third = third
    self.period = period ?? -1
    self.asset = asset ?? ""
    self.place = place ?? -1
  }

  static func < (left: EntryKey, right: EntryKey) -> Bool {
    if left.first != right.first { return left.first.precedes(right.first) }
    if left.second != right.second { return left.second.precedes(right.second) }
    if left.third != right.third { return left.third.precedes(right.third) }
    if left.period != right.period { return left.period < right.period }
    if left.asset != right.asset { return left.asset.precedes(right.asset) }
    return left.place < right.place
  }

  /// The ids, for a sentence.
  var names: String { [first, second, third, asset].filter { !$0.isEmpty }.joined(separator: ", ") }
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
  var key: EntryKey { EntryKey(staff, demand, "", period, place: place) }

  // Without keys, because there are many assignments.
  static func isBeforeNext(_ index: Int, in list: [Self]) -> Bool {
    if list[index].staff != list[index + 1].staff { return list[index].staff.precedes(list[index + 1].staff) }
    if list[index].demand != list[index + 1].demand { return list[index].demand.precedes(list[index + 1].demand) }
    if list[index].period != list[index + 1].period { return list[index].period < list[index + 1].period }
    return (list[index].place ?? -1) < (list[index + 1].place ?? -1)
  }
}
extension Plan.OvertimeEntry: KeyedEntry {
  var key: EntryKey { EntryKey(staff, demand, "", period, asset: asset) }
}
extension Plan.AssetUse: KeyedEntry {
  var key: EntryKey { EntryKey(asset, demand, "", period) }
}
extension Plan.Operating: KeyedEntry {
  var key: EntryKey { EntryKey(staff, asset, demand, period) }
}
extension Plan.UnmetEntry: KeyedEntry {
  var key: EntryKey { EntryKey(demand, "", "", period) }
}
extension Plan.DayEntry: KeyedEntry {
  // Hours on demands, then hours of operating, then units; the day takes the place of the period, and comes after the place
  // of a crew.
  var key: EntryKey {
    if let staff {
      asset == nil
        ? EntryKey(staff, demand, "", place, place: date.number) : EntryKey(staff, asset ?? "", demand, date.number)
    } else {
      EntryKey(asset ?? "", demand, "", date.number)
    }
  }

  /// Which of the three it is.
  var rank: Int { staff == nil ? 2 : asset == nil ? 0 : 1 }

  static func isBeforeNext(_ index: Int, in list: [Self]) -> Bool {
    let (left, right) = (list[index], list[index + 1])
    return left.rank != right.rank ? left.rank < right.rank : left.key < right.key
  }
}
extension Plan.BrokenCommitment: KeyedEntry {
  var key: EntryKey { EntryKey(staff, demand, "", period) }
}

extension Plan.Start: KeyedEntry {
  var key: EntryKey { EntryKey(project, "", "", nil) }
}
extension Plan.BoughtTraining: KeyedEntry {
  var key: EntryKey { EntryKey(staff, skill, "", nil) }
}
extension Plan.Engagement: KeyedEntry {
  var key: EntryKey { EntryKey(staff, "", "", nil) }
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
    (starts, trainings, engaged) = (starts.map(sorted), trainings.map(sorted), engaged.map(sorted))
    days = days.map { days in
      (0...2).flatMap { rank in sorted(days.filter { $0.rank == rank }) }
    }
  }
}
