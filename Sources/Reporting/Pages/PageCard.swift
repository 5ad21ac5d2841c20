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

  /// Writes lines of a document as a list.
  mutating func facts(_ lines: [ResultDocument.Text]) {
    self(.ul, .class("facts")) { html in
      for line in lines {
        html.element(.li, Self.name(of: line.role).map { [.class($0)] } ?? []) { $0.text(line.text) }
      }
    }
  }
}
