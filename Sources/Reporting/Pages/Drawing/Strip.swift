// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A row of a timeline: what is there, done and lacking in each period, in a window.
struct Strip {
  /// In pixels.
  var height = 22
  /// The window, as places on the axis.
  var frame: (Double, Double)?
  /// What the window may be moved by, as places on the axis.
  var latest: (Double, Double)?
  /// What is there in each period, done, and lacking, all in the same unit.
  var available: [Double] = []
  var done: [Double] = []
  var lacking: [Double] = []
  /// So much of the unit is as high as the row.
  var full = 1.0
  /// Whether something of the whole window is lacking.
  var lacksAnywhere = false
  /// Whether it counts units, and not hours.
  var isUnits = false
  /// Milestones with what they are.
  var milestones: [(place: Double, title: String)] = []

  /// Draws it.
  func write(_ html: inout Markup) {
    let inner = Double(height - 4)
    html(.svg, .class("strip"), .init("height", String(height)), .init("aria-hidden", "true")) { html in
      if let latest {
        html.bar("later", latest.0, latest.1 - latest.0, y: 1.5, height: Double(height) - 3)
      }
      if let frame {
        html.bar("frame", frame.0, frame.1 - frame.0, y: 1.5, height: Double(height) - 3)
        if lacksAnywhere { html.bar("lack", frame.0, frame.1 - frame.0, y: 1.5, height: 5) }
      }
      let scale = full > 0 ? full : 1
      if !available.isEmpty {
        Drawing.writeColumns(&html, available.map { $0 / scale }, class: "there", height: height - 4, y: 2)
      }
      Drawing.writeColumns(
        &html, done.map { $0 / scale }, class: isUnits ? "units" : "work", height: height - 4, y: 2, part: shown)
      writeLacks(&html, inner, scale)
      for milestone in milestones {
        html.mark("milestone", min(0.994, milestone.place), 0, path: "M0 2l5 5-5 5-5-5z", title: milestone.title)
      }
    }
  }

  /// The window, where all that is done lies in it: work of a week that the window cuts is drawn on the days inside.
  private var shown: (Double, Double) {
    guard let frame, frame.1 > frame.0 else { return (0, 1) }
    let count = Double(max(1, done.count))
    let isInside = done.indices.allSatisfy { index in
      done[index] == 0 && !(lacking.indices.contains(index) && lacking[index] > 0)
        || Double(index + 1) / count > frame.0 && Double(index) / count < frame.1
    }
    return isInside ? frame : (0, 1)
  }

  /// What is lacking, hatched, on top of what is done; runs of the same height are one.
  private func writeLacks(_ html: inout Markup, _ inner: Double, _ scale: Double) {
    let count = Double(max(1, lacking.count))
    let part = shown
    var index = 0
    while index < lacking.count {
      let amount = lacking[index]
      let base = done.indices.contains(index) ? done[index] : 0
      var end = index + 1
      while end < lacking.count, lacking[end] == amount, (done.indices.contains(end) ? done[end] : 0) == base {
        end += 1
      }
      if amount > 0 {
        let high = max(3, min(1, amount / scale) * inner)
        let top = max(2, 2 + inner - min(1, base / scale) * inner - high)
        let first = max(part.0, Double(index) / count)
        html.bar("lack", first, min(part.1, Double(end) / count) - first, y: top, height: high)
      }
      index = end
    }
  }
}

extension PlanPage {
  /// The heads of months and periods above strips.
  func writeAxis(_ html: inout Markup, _ label: String) {
    let count = Double(max(1, facts.periods.count))
    html(.div, .class("axis")) {
      $0(.div, .class("row")) { html in
        html(.span, .class("label"), text: label)
        html(.svg, .class("strip"), .init("height", "34"), .init("aria-hidden", "true")) { html in
          for month in facts.months where facts.scenario.calendar.period != .month || month.periods.lowerBound == 0 {
            let place = Double(month.periods.lowerBound) / count
            html.line("month", place, 0, place, 34)
            html(
              .text, .class("month-name"), .init("x", Drawing.percent(place + 0.003)), .init("y", "13")
            ) { html in
              html.text(String(month.name.prefix(3)))
              html(.tspan, .class("year"), text: String(month.name.dropFirst(3)))
            }
          }
          let step = facts.periods.count > 60 ? 4 : facts.periods.count > 30 ? 2 : 1
          for period in stride(from: 0, to: facts.periods.count, by: step) {
            html(
              .text, .class("week"), .init("x", Drawing.percent((Double(period) + 0.5) / count)), .init("y", "29"),
              text: facts.head(period))
          }
          if let today, facts.scenario.calendar.horizon.contains(today) {
            let place = facts.place(of: today)
            html.line("today", place, 0, place, 34)
          }
        }
      }
    }
  }

  /// The lines of months, and of today, behind the rows.
  func writeGrid(_ html: inout Markup) {
    let count = Double(max(1, facts.periods.count))
    html(.svg, .class("grid"), .init("aria-hidden", "true")) { html in
      for month in facts.months {
        let x = Drawing.percent(Double(month.periods.lowerBound) / count)
        html(.line, .class("month"), .init("x1", x), .init("x2", x), .init("y1", "0"), .init("y2", "100%"))
      }
      if let today, facts.scenario.calendar.horizon.contains(today) {
        let x = Drawing.percent(facts.place(of: today))
        html(.line, .class("today"), .init("x1", x), .init("x2", x), .init("y1", "0"), .init("y2", "100%"))
      }
    }
  }

  /// What the marks of strips mean.
  func writeLegend(_ html: inout Markup, _ items: [(mark: String, text: String)]) {
    html(.ul, .class("legend")) { html in
      for (mark, text) in items {
        html(.li) { html in
          html(.svg, .init("width", "26"), .init("height", "14"), .init("aria-hidden", "true")) { html in
            if mark == "milestone" {
              html.mark("milestone", 0.5, 0, path: "M0 2l5 5-5 5-5-5z")
            } else if mark == "after" {
              html.line("after", 0.05, 7, 0.8, 7)
              html.mark("tip", 0.8, 7, path: "M0-4l6 4-6 4z")
            } else if mark == "today" {
              html.line("today", 0.5, 0, 0.5, 14)
            } else {
              html.bar(mark, 0.02, 0.96, y: 1, height: 12)
            }
          }
          html.text(" " + text)
        }
      }
    }
  }
}
