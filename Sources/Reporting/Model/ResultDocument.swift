// SPDX-License-Identifier: GPL-3.0-or-later

/// A result for people, free of its medium: a title and blocks of text and tables.
///
/// Texts are raw here; each rendering escapes them for its medium.
package struct ResultDocument: Sendable, Hashable {
  package var title: String
  package var blocks: [Block]

  package init(title: String, blocks: [Block] = []) {
    self.title = title
    self.blocks = blocks
  }

  /// A part of a document.
  package enum Block: Sendable, Hashable {
    /// Lines that belong together.
    case lines([Text])
    /// A table under a heading, with remarks below it.
    case table(TextTable)
  }

  /// A text with its role.
  package struct Text: Sendable, Hashable, ExpressibleByStringLiteral {
    package var text: String
    package var role: Role

    package init(_ text: String, _ role: Role = .plain) {
      self.text = text
      self.role = role
    }

    package init(stringLiteral value: String) { self.init(value) }

    /// Whether it begins with blanks, because it belongs to what stands above it.
    var isDetail: Bool { text.hasPrefix(" ") }

    /// The text without the blanks before it.
    var unindented: String { String(text.drop { $0 == " " }) }
  }

  /// What a text says, which decides its colour where there are colours. The words carry the meaning without.
  package enum Role: Sendable, Hashable {
    case plain, good, warning, bad, remark
  }
}
