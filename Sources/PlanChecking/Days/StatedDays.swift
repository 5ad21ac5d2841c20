// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// The rows of days: from the daily amounts where they are known, else from the question whether there are any.
extension Verifier {
  /// Checks whether what a document says can be carried out day by day.
  mutating func checkDays() {
    if let days = entries.days {
      let amounts = stated(days)
      checkSums(of: amounts)
      checkDayRows(amounts)
    } else {
      checkWithoutDays()
    }
  }

  /// Checks the rows of days with daily amounts.
  mutating func checkDayRows(_ amounts: PlanAmounts) {
    var rows = DayRows(facts)
    rows.add(amounts, &self)
    rows.check(&self)
  }

  /// The daily amounts of a document by place; what makes no sense is reported and left out.
  private mutating func stated(_ days: [Plan.DayEntry]) -> PlanAmounts {
    var amounts = PlanAmounts()
    for (index, entry) in days.enumerated() {
      let place = Place(list: "days", index: index)
      guard let demand = facts.index.demands[entry.demand] else {
        report(.unknownDemand, "there is no demand \(entry.demand)", place.key("demand"))
        continue
      }
      let staff = entry.staff.flatMap { facts.index.staff[$0] }
      let asset = entry.asset.flatMap { facts.index.assets[$0] }
      if let id = entry.staff, staff == nil {
        report(.unknownStaff, "there is no person \(id)", place.key("staff"))
        continue
      }
      if let id = entry.asset, asset == nil {
        report(.unknownAsset, "there is no asset \(id)", place.key("asset"))
        continue
      }
      guard facts.days.horizon.contains(entry.date) else {
        report(.period, "\(entry.date) is not in the horizon", place.key("date"))
        continue
      }
      guard entry.amount.count >= 0, entry.overtime.count >= 0 else {
        report(.negative, "an amount is below 0", place.path)
        continue
      }
      guard entry.amount.isUsable, entry.overtime.isUsable else {
        report(.tooLarge, "an amount is beyond what is counted with", place.path)
        continue
      }
      let day = entry.date.number - facts.days.horizon.first.number
      let (hours, extra) = (Int64(entry.amount.count), Int64(entry.overtime.count))
      switch (staff, asset) {
      case (let staff?, nil):
        guard facts.demands[demand].staff != nil else {
          report(.wrongKind, "\(entry.demand) asks for assets, not for people", place.key("demand"))
          continue
        }
        guard isPlace(entry.place, of: facts.demands[demand], place) else { continue }
        amounts.assignments.append(
          .init(staff: staff, demand: demand, place: entry.place ?? 0, day: day, hours: hours, overtime: extra))
      case (let staff?, let asset?):
        amounts.operating.append(
          .init(staff: staff, asset: asset, demand: demand, day: day, hours: hours, overtime: extra))
      case (nil, let asset?):
        amounts.assetUse.append(.init(asset: asset, demand: demand, day: day, unitDays: hours))
      case (nil, nil):
        report(.wrongKind, "an entry of a day names neither a person nor an asset", place.path)
      }
    }
    return amounts
  }

  /// Whether daily amounts add up to what the plan's lists say.
  private mutating func checkSums(of amounts: PlanAmounts) {
    let sums = facts.entries(of: amounts).entries
    compare(entries.assignments.map { ($0.key, $0.hours) }, sums.assignments.map { ($0.key, $0.hours) }, "assignments")
    compare(entries.overtime.map { ($0.key, $0.hours) }, sums.overtime.map { ($0.key, $0.hours) }, "overtime")
    compare(entries.assetUse.map { ($0.key, $0.unitDays) }, sums.assetUse.map { ($0.key, $0.unitDays) }, "assetUse")
    compare(entries.operating.map { ($0.key, $0.hours) }, sums.operating.map { ($0.key, $0.hours) }, "operating")
  }

  private mutating func compare(
    _ claimed: [(key: EntryKey, amount: Millionths)], _ right: [(key: EntryKey, amount: Millionths)], _ list: String
  ) {
    var left = Dictionary(right.map { ($0.key, $0.amount) }, uniquingKeysWith: +)
    for (index, entry) in claimed.enumerated() {
      let sum = left.removeValue(forKey: entry.key) ?? .zero
      if sum != entry.amount {
        report(
          .wrongSum, "the entry for \(entry.key.names) says \(entry.amount), but its days add up to \(sum)",
          [.key(list), .index(index)])
      }
    }
    for (key, sum) in left.sorted(by: { $0.key < $1.key }) where sum != .zero {
      report(.wrongSum, "\(list) has no entry for \(key.names), but days that add up to \(sum)", [.key("days")])
    }
  }
}
