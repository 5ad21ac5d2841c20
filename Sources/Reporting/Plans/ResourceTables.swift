// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// The most used first; cut in the middle, since both ends are what one looks for.
  var peopleTable: TextTable? {
    let people = plan.summary.people.sorted { left, right in
      let shares = (left.share ?? Millionths(count: -1), right.share ?? Millionths(count: -1))
      if shares.0 != shares.1 { return shares.0 > shares.1 }
      return left.overtime != right.overtime ? left.overtime > right.overtime : isBefore(left.id, right.id)
    }
    guard !people.isEmpty else { return nil }
    let head = extent == .whole || people.count <= 16 ? people.count : 10
    let tail = head == people.count ? 0 : 5
    let rows = (people.prefix(head) + people.suffix(tail)).map { person -> [Text] in
      let member = staff[person.id].map { scenario.staff[$0] }
      let share = person.share
      let role: ResultDocument.Role = share.map { $0 > Millionths(1) ? .warning : .plain } ?? .remark
      return [
        Text(names.person(person.id)), Text(member?.department ?? "-"), Text(Figures.hours(person.available)),
        Text(Figures.hours(person.used)),
        Text(share.map(Figures.nearestPercent) ?? (member?.external == nil ? "away" : "not engaged"), role),
        Text(share.map(Figures.bar) ?? "", role),
        Text(person.overtime == .zero ? "-" : Figures.hours(person.overtime)),
      ]
    }
    var table = TextTable(
      heading: "People, most used first",
      columns: [
        .init("Person", wraps: true), .init("Department", wraps: true), .init("Available h", .right),
        .init("Used h", .right), .init("Used", .right), .init(""), .init("Overtime h", .right),
      ],
      rows: rows)
    let left = people.dropFirst(head).dropLast(tail)
    if let high = left.first, let low = left.last {
      let range = [low, high].map { $0.share.map(Figures.nearestPercent) ?? "away" }.joined(separator: " to ")
      let count = Figures.count(left.count, "more person", "more people")
      table.remarks.append(Extent.leftOut("\(count) between the first \(head) and the last \(tail) (\(range))"))
    }
    return table
  }

  // MARK: - Assets

  var assetTable: TextTable? {
    let sorted = plan.summary.assets.sorted { left, right in
      let shares = (left.share ?? Millionths(count: -1), right.share ?? Millionths(count: -1))
      return shares.0 != shares.1 ? shares.0 > shares.1 : isBefore(left.id, right.id)
    }
    guard !sorted.isEmpty else { return nil }
    var costs: [String: Millionths] = [:]
    for entry in plan.assetUse { costs[entry.asset, default: .zero] += entry.cost }
    return TextTable(
      heading: "Assets, most used first",
      columns: [
        .init("Asset", wraps: true), .init("Available u-d", .right), .init("Used u-d", .right), .init("Used", .right),
        .init(""), .init(scenario.titled("Cost"), .right),
      ],
      of: sorted, most: 10, extent, leftOut: { Figures.count($0.count, "more asset") + ", used less" }
    ) { asset in
      [
        Text(names.asset(asset.id)), Text(Figures.hours(asset.available)), Text(Figures.hours(asset.used)),
        Text(asset.share.map(Figures.nearestPercent) ?? "out"), Text(asset.share.map(Figures.bar) ?? ""),
        Text(Figures.money(costs[asset.id] ?? .zero)),
      ]
    }
  }
}
