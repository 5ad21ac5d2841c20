// SPDX-License-Identifier: GPL-3.0-or-later

/// A figure with what it is called and a line below it.
struct PageCard {
  var title: String
  var figure: String
  var note: String
  var role = ResultDocument.Role.plain
  /// A share that is drawn as a bar.
  var share: Double?
}

extension Markup {
  mutating func card(_ card: PageCard) {
    self(.div, .class("card " + (Self.name(of: card.role) ?? "plain"))) { html in
      html(.p, .class("what"), text: card.title)
      html(.p, .class("figure"), text: card.figure)
      if let share = card.share { html.meter("work", share, height: 8) }
      html(.p, .class("note"), text: card.note)
    }
  }

  /// Writes a share as a bar as wide as its place.
  mutating func meter(_ names: String, _ share: Double, height: Int) {
    self(.svg, .class("meter"), .init("height", String(height)), .init("aria-hidden", "true")) { html in
      html.bar("track", 0, 1, y: 0, height: Double(height))
      html.bar(names, 0, min(1, max(0, share)), y: 0, height: Double(height))
    }
  }

  /// Writes lines of a document as a list; those that begin with blanks belong to the line before.
  mutating func facts(_ lines: [ResultDocument.Text]) {
    guard !lines.isEmpty else { return }
    var items: [(line: ResultDocument.Text, details: [ResultDocument.Text])] = []
    for line in lines {
      if line.isDetail, !items.isEmpty {
        items[items.count - 1].details.append(line)
      } else {
        items.append((line, []))
      }
    }
    self(.ul, .class("facts")) { html in
      for item in items {
        html(.li) { html in
          html.line(item.line)
          if item.details.isEmpty { return }
          html(.ul) { html in
            for detail in item.details { html(.li) { $0.line(detail) } }
          }
        }
      }
    }
  }

  private mutating func line(_ line: ResultDocument.Text) {
    guard let name = Self.name(of: line.role) else { return prose(line.unindented) }
    prose(.span, .class(name), text: line.unindented)
  }
}
