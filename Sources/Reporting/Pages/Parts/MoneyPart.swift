// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanPage {
  /// Part 7: projects against their budgets, and months.
  func writeMoney(_ html: inout Markup) {
    let money = SpentMoney(facts.plan, facts.names)
    guard money.total > .zero else { return html.paragraph("Nothing costs money.") }
    let currency = facts.currency.map { " in " + $0 } ?? ""
    html.paragraph(
      "Money that is really spent\(currency): \(Figures.money(money.total)) in all. Penalties for what is not covered are "
        + "not in it."
        + (money.decisions.isEmpty
          ? ""
          : " Of it "
            + money.decisions.map { Figures.money($0.amount) + " are for " + $0.name }.joined(separator: ", ")
            + ", in no month and for no project."))
    writeBudgets(money, &html)
    html(.h3, text: "By month" + (facts.currency.map { ", in " + $0 } ?? ""))
    html.paragraph("What is spent in a \(facts.scenario.periodName) counts for the month in which it begins.")
    writeColumns(money, &html)
    html.table(table(money), sortable: false, showsHeading: false)
  }

  /// A bar for each project, with its budget as a line.
  private func writeBudgets(_ money: SpentMoney, _ html: inout Markup) {
    let budgets = facts.projects.map { line in
      (line: line, budget: line.project.budget.flatMap { Millionths(nearest: $0.doubleValue) })
    }
    let most = budgets.map { max($0.line.figures.cost, $0.budget ?? .zero) }.max() ?? .zero
    let hasBudgets = budgets.contains { $0.budget != nil }
    html.scrolling("Money by project") { html in
      html(.table, .class("text stack sorts")) { html in
        html.caption("Money by project")
        var heads: [(title: String, isFigure: Bool)] = [
          ("Project", false), (facts.scenario.titled("Spent"), true),
        ]
        if hasBudgets {
          heads += [
            (facts.scenario.titled("Budget"), true), ("Used", true), (facts.scenario.titled("Left"), true),
          ]
        }
        html.heads(heads + [("", false)])
        html(.tbody) { html in
          for (line, budget) in budgets {
            let cost = line.figures.cost
            html(.tr) { html in
              html.cell(facts.names.project(line.project.id), class: "first", label: "Project")
              html.cell(Figures.money(cost), class: "n", label: facts.scenario.titled("Spent"))
              if hasBudgets { writeBudget(budget, cost, &html) }
              html(.td, .class("drawing")) { html in
                html(.svg, .class("meter"), .init("height", "14"), .init("aria-hidden", "true")) { html in
                  let scale = max(1, most.doubleValue)
                  html.bar("money", 0, cost.doubleValue / scale, y: 2, height: 10)
                  if let budget {
                    html.bar("budget", min(0.995, budget.doubleValue / scale), 0.005, y: 0, height: 14)
                  }
                }
              }
            }
          }
        }
      }
    }
    if hasBudgets { html.paragraph("The line in a bar is the budget.", class: "remark") }
  }

  private func writeBudget(_ budget: Millionths?, _ cost: Millionths, _ html: inout Markup) {
    guard let budget else {
      for title in [facts.scenario.titled("Budget"), "Used", facts.scenario.titled("Left")] {
        html.cell("-", class: "n", label: title)
      }
      return
    }
    html.cell(Figures.money(budget), class: "n", label: facts.scenario.titled("Budget"))
    let share = budget > .zero ? Millionths(count: cost.count * 1_000_000 / budget.count) : nil
    html.cell(
      share.map(Figures.nearestPercent) ?? "-", class: share.map { $0 >= Millionths(1) } ?? false ? "n warn" : "n",
      label: "Used")
    html.cell(Figures.money(budget - cost), class: "n", label: facts.scenario.titled("Left"))
  }

  /// Columns of months, stacked by project; letters name the parts.
  private func writeColumns(_ money: SpentMoney, _ html: inout Markup) {
    let height = 220.0
    let most =
      money.months.indices.map { month in money.parts.reduce(0.0) { $0 + $1.amounts[month].doubleValue } }.max() ?? 0
    guard most > 0, !money.months.isEmpty else { return }
    let width = 1 / Double(money.months.count)
    html(.svg, .class("months"), .init("height", "250"), .init("aria-hidden", "true")) { html in
      for step in 0...4 {
        let y = 10 + height - height * Double(step) / 4
        html.line("scale", 0, y, 1, y)
      }
      html(
        .text, .class("week top"), .init("x", "0"), .init("y", "8"),
        text: Figures.amount(Millionths(nearest: most) ?? .zero, decimals: 0))
      for (month, day) in money.months.enumerated() {
        var top = 10 + height
        for (number, part) in money.parts.enumerated() {
          let high = part.amounts[month].doubleValue / most * height
          guard high > 0.2 else { continue }
          top -= high
          let x = (Double(month) + 0.1) * width
          html.bar("kind-\(number % 8 + 1)", x, 0.8 * width, y: top, height: high)
          if high >= 13 {
            html(
              .text, .class("letter in-\(number % 8 + 1)"), .init("x", Drawing.percent(x + 0.4 * width)),
              .init("y", Drawing.number(top + high / 2 + 4)), text: SpentMoney.letter(number))
          }
        }
        html(
          .text, .class("week"), .init("x", Drawing.percent((Double(month) + 0.5) * width)), .init("y", "245"),
          text: day.monthName)
      }
    }
    html(.ul, .class("legend")) { html in
      for (number, part) in money.parts.enumerated() {
        html(.li) { html in
          html(.svg, .init("width", "20"), .init("height", "14"), .init("aria-hidden", "true")) { html in
            html.bar("kind-\(number % 8 + 1)", 0, 1, y: 0, height: 14)
            html(
              .text, .class("letter in-\(number % 8 + 1)"), .init("x", "50%"), .init("y", "11"),
              text: SpentMoney.letter(number))
          }
          html.text(" " + part.name)
        }
      }
    }
  }

  private func table(_ money: SpentMoney) -> TextTable {
    let year = { (day: Day) in "\(day.monthName) \(day.components.year)" }
    var table = TextTable(
      heading: "Money by project and month",
      columns: [.init("Project", wraps: true)] + money.months.map { .init(year($0), .right) } + [.init("Sum", .right)],
      rows: money.projects.map { part in
        [.init(part.name)]
          + part.amounts.map { .init($0 == .zero ? "-" : Figures.money($0)) }
          + [.init(Figures.money(part.sum))]
      })
    for decision in money.decisions {
      table.rows.append(
        [.init(decision.name)] + money.months.map { _ in "-" } + [.init(Figures.money(decision.amount))])
    }
    table.rows.append(
      [.init("all")]
        + money.months.indices.map { month in
          .init(Figures.money(money.projects.reduce(.zero) { $0 + $1.amounts[month] }))
        } + [.init(Figures.money(money.total))])
    return table
  }
}
