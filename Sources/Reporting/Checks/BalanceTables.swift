// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Formats
internal import Numbers

extension ScenarioReport {
  /// How much of the hours of people with a skill is wanted, by month, and the months in which it is more than all.
  func balanceTables(_ extent: Extent) -> [TextTable] {
    guard let months = skills.first?.months.map(\.days), !months.isEmpty else { return [] }
    let sorted = skills.enumerated().sorted { left, right in
      let shares = (Self.tightest(left.element), Self.tightest(right.element))
      return shares.0 != shares.1 ? shares.0 > shares.1 : left.offset < right.offset
    }.map(\.element)
    // So many months fit a page.
    let perTable = 12
    var tables = stride(from: 0, to: months.count, by: perTable).map { start in
      let end = min(months.count, start + perTable)
      return TextTable(
        heading: "Hours wanted for each 100 hours that people with a skill have",
        columns: [.init("Skill", wraps: true)] + months[start..<end].map { .init($0.first.monthName, .right) },
        of: sorted, most: 15, extent, leftOut: { Figures.count($0.count, "more skill") + ", wanted less" }
      ) { balance in
        [.init(balance.skill + " \(balance.level)")] + (start..<end).map { Self.share(balance.months[$0]) }
      }
    }
    tables[tables.count - 1].remarks.insert(
      "At that level or above. Above 100, in +: more is wanted than is there, if work is spread evenly over its window. Who "
        + "has several skills counts for each.", at: 0)
    return tables + [shortMonths(sorted, extent)].compactMap { $0 }
  }

  /// The months in which more is wanted than there is.
  private func shortMonths(_ sorted: [SkillBalance], _ extent: Extent) -> TextTable? {
    let rows = sorted.flatMap { balance in balance.months.filter(\.isShort).map { (balance, $0) } }
    guard !rows.isEmpty else { return nil }
    return TextTable(
      heading: "Hours wanted above hours there, by skill and month",
      columns: [
        .init("Skill", wraps: true), .init("Month"), .init("Wanted h", .right), .init("There h", .right),
        .init("Missing h", .right),
      ],
      of: rows, most: 12, extent, leftOut: { Figures.count($0.count, "more month") }
    ) { balance, month in
      [
        .init(balance.skill + " \(balance.level)"), .init(month.days.first.monthName),
        .init(Figures.hours(month.wanted)), .init(Figures.hours(month.there)),
        .init(Figures.hours(month.wanted - month.there), .warning),
      ]
    }
  }

  private static func tightest(_ balance: SkillBalance) -> Int128 {
    balance.months.map { $0.there == .zero ? ($0.wanted == .zero ? 0 : .max) : $0.wanted.count * 100 / $0.there.count }
      .max() ?? 0
  }

  private static func share(_ month: SkillBalance.Month) -> ResultDocument.Text {
    if month.wanted == .zero { return "-" }
    if month.there == .zero { return .init("none+", .warning) }
    let percent = (month.wanted.count * 100 + month.there.count / 2) / month.there.count
    return month.isShort ? .init("\(percent)+", .warning) : .init("\(percent) ")
  }

  // MARK: Cut periods

  /// That windows, promises and outages begin or end within a period, in a sentence.
  func cutLine(_ extent: Extent) -> String? {
    guard !cuts.isEmpty else { return nil }
    func count(_ kind: PeriodCut.Kind) -> Int {
      Set(cuts.filter { $0.kind == kind }.map { $0.id + "\n" + ($0.staff ?? "") }).count
    }
    let parts = [(count(.window), "window"), (count(.promise), "promise"), (count(.outage), "outage")]
      .filter { $0.0 > 0 }.map { Figures.count($0.0, $0.1) }
    let all = parts.dropLast().joined(separator: ", ") + (parts.count > 1 ? " and " : "") + (parts.last ?? "")
    let isOne = cuts.count == 1 || parts.count == 1 && parts[0].hasPrefix("1 ")
    return
      "\(all) \(isOne ? "begins or ends" : "begin or end") within a \(scenario.periodName), of which only the days "
      + "inside count" + (extent == .whole ? "." : "; --all lists them.")
  }

  var cutTable: TextTable? {
    guard !cuts.isEmpty else { return nil }
    let names = Names([scenario])
    return TextTable(
      heading: "\(scenario.periodName.prefix(1).uppercased() + scenario.periodName.dropFirst())s that are cut",
      columns: [
        .init("What"), .init("Of", wraps: true),
        .init(scenario.periodName.prefix(1).uppercased() + scenario.periodName.dropFirst()),
        .init("Days inside"),
      ],
      rows: cuts.map { cut in
        let name =
          switch cut.kind {
          case .window: names.demand(cut.id)
          case .promise: names.person(cut.staff ?? "") + " to " + names.demand(cut.id)
          case .outage: names.asset(cut.id)
          }
        return [
          .init(cut.kind.rawValue), .init(name), .init(Figures.days(cut.period)), .init(Figures.days(cut.inside)),
        ]
      })
  }
}
