// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Money by project and month. What is spent in a period counts for the month in which the period begins.
struct SpentMoney {
  /// The first day of each month in which money is spent.
  var months: [Day]
  /// All projects that cost something, the dearest first.
  var projects: [Part]
  /// The dearest projects, and all others as one.
  var parts: [Part]
  /// What whole decisions cost besides, in no month and for no project: their names and money.
  var decisions: [(name: String, amount: Millionths)]
  var total: Millionths

  struct Part {
    var name: String
    var amounts: [Millionths]

    var sum: Millionths { amounts.reduce(.zero, +) }
  }

  /// `A` to `H`.
  static func letter(_ number: Int) -> String { String(Array("ABCDEFGH")[number % 8]) }

  init(_ plan: Plan, _ names: Names) {
    var spent: [String: [Day: Millionths]] = [:]
    func add(_ project: String, _ days: DayRange, _ cost: Millionths) {
      let (year, month, _) = days.first.components
      guard cost != .zero, let first = Day(year: year, month: month, day: 1) else { return }
      spent[project, default: [:]][first, default: .zero] += cost
    }
    for entry in plan.assignments { add(entry.project, entry.days, entry.cost) }
    for entry in plan.operating { add(entry.project, entry.days, entry.cost) }
    for entry in plan.overtime { add(entry.project, entry.days, entry.cost) }
    for entry in plan.assetUse { add(entry.project, entry.days, entry.cost) }
    let months = Set(spent.values.flatMap(\.keys)).sorted()
    let sorted = spent.map { id, byMonth in
      (id: id, part: Part(name: names.project(id), amounts: months.map { byMonth[$0] ?? .zero }))
    }.sorted { left, right in
      let sums = (left.part.sum, right.part.sum)
      return sums.0 != sums.1 ? sums.0 > sums.1 : isBefore(left.id, right.id)
    }.map(\.part)
    self.months = months
    projects = sorted
    let terms = plan.objective.terms
    decisions = [
      ("engagement of external people", terms.engagement), ("later starts", terms.delay), ("trainings", terms.training),
    ].compactMap { name, amount in amount.flatMap { $0 == .zero ? nil : (name, $0) } }
    total = decisions.reduce(sorted.reduce(.zero) { $0 + $1.sum }) { $0 + $1.amount }
    parts = Array(sorted.prefix(sorted.count > 8 ? 7 : 8))
    let rest = sorted.dropFirst(parts.count)
    if !rest.isEmpty {
      parts.append(
        Part(
          name: Figures.count(rest.count, "other project"),
          amounts: months.indices.map { month in rest.reduce(.zero) { $0 + $1.amounts[month] } }))
    }
  }
}

extension Plan.Terms {
  /// The terms that only rank plans. All others are money.
  static let penalties = ["unmet", "commitments", "preference", "change"]

  /// Says which of some terms are no money; nothing where all are.
  static func remark(onPenaltiesAmong names: [String]) -> [String] {
    let found = names.filter(penalties.contains)
    guard let last = found.last else { return [] }
    let list = (found.count > 1 ? found.dropLast().joined(separator: ", ") + " and " : "") + last
    return [
      list.prefix(1).uppercased() + list.dropFirst()
        + (found.count == 1 ? " is a penalty" : " are penalties") + ", and no money; all else is spent."
    ]
  }
}

extension PlanDocumentBuilder {
  /// Whole money by project and month, in tables that fit a page; nothing where all is spent in one month.
  var moneyTables: [TextTable] {
    let money = SpentMoney(plan, names)
    guard money.months.count > 1 else { return [] }
    func whole(_ amount: Millionths) -> Text { amount == .zero ? "-" : Text(Figures.amount(amount, decimals: 0)) }
    let (shown, left) = extent.cut(money.projects, to: 10)
    let perTable = 6
    return stride(from: 0, to: money.months.count, by: perTable).map { start in
      let months = start..<min(money.months.count, start + perTable)
      let isLast = months.upperBound == money.months.count
      func row(_ name: String, _ amounts: [Millionths], _ sum: Millionths) -> [Text] {
        [Text(name)] + months.map { whole(amounts[$0]) } + (isLast ? [whole(sum)] : [])
      }
      func sums(_ parts: some Sequence<SpentMoney.Part>) -> [Millionths] {
        parts.reduce(money.months.map { _ in Millionths.zero }) { sum, part in zip(sum, part.amounts).map { $0 + $1 } }
      }
      var table = TextTable(
        heading: scenario.titled("Money by project and month, in whole"),
        columns: [.init("Project", wraps: true)]
          + months.map { .init("\(money.months[$0].monthName) \(money.months[$0].components.year)", .right) }
          + (isLast ? [.init("All months", .right)] : []),
        rows: shown.map { row($0.name, $0.amounts, $0.sum) })
      if !left.isEmpty {
        table.rows.append(
          row(
            Figures.count(left.count, "other project"), sums(left), left.reduce(.zero) { $0 + $1.sum }))
        table.remarks.append(Extent.leftOut(Figures.count(left.count, "other project")))
      }
      if isLast {
        for decision in money.decisions {
          table.rows.append([Text(decision.name)] + months.map { _ in "-" } + [whole(decision.amount)])
        }
      }
      table.rows.append(row("all", sums(money.projects), money.total))
      return table
    }
  }
}
