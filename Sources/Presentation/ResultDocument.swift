// SPDX-License-Identifier: GPL-3.0-or-later

/// A result for people, free of its medium: a title and blocks of text and tables.
///
/// Texts are raw here; each rendering escapes them for its medium.
public struct ResultDocument: Sendable, Hashable {
  public var title: String
  public var blocks: [Block]

  public init(title: String, blocks: [Block] = []) {
    self.title = title
    self.blocks = blocks
  }

  /// A part of a document.
  public enum Block: Sendable, Hashable {
    /// Lines that belong together.
    case lines([Text])
    /// A table under a heading, with remarks below it.
    case table(TextTable)
  }

  /// A text with its role.
  public struct Text: Sendable, Hashable, ExpressibleByStringLiteral {
    public var text: String
    public var role: Role

    public init(_ text: String, _ role: Role = .plain) {
      self.text = text
      self.role = role
    }

    public init(stringLiteral value: String) { self.init(value) }
  }

  /// What a text says, which decides its colour where there are colours. The words carry the meaning without.
  public enum Role: Sendable, Hashable {
    case plain, good, warning, bad, remark
  }
}

/// A table with a heading.
public struct TextTable: Sendable, Hashable {
  public var heading: String
  public var columns: [Column]
  public var rows: [[ResultDocument.Text]]
  /// What is left out, and how to see it.
  public var remarks: [String]

  public init(
    heading: String, columns: [Column], rows: [[ResultDocument.Text]] = [], remarks: [String] = []
  ) {
    self.heading = heading
    self.columns = columns
    self.rows = rows
    self.remarks = remarks
  }

  /// A column of a table.
  public struct Column: Sendable, Hashable {
    public var title: String
    public var alignment: Alignment
    /// Whether its texts may be wrapped where the table would be too wide.
    public var wraps: Bool

    public init(_ title: String, _ alignment: Alignment = .left, wraps: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.wraps = wraps
    }
  }

  public enum Alignment: Sendable, Hashable {
    case left, right
  }
}
