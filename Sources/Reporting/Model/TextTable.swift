// SPDX-License-Identifier: GPL-3.0-or-later

/// A table with a heading.
package struct TextTable: Sendable, Hashable {
  package typealias Text = ResultDocument.Text

  package var heading: String
  package var columns: [Column]
  package var rows: [[Text]]
  /// Notes below the table, such as what is left out and how to see it.
  package var remarks: [String]

  package init(heading: String, columns: [Column], rows: [[Text]] = [], remarks: [String] = []) {
    self.heading = heading
    self.columns = columns
    self.rows = rows
    self.remarks = remarks
  }

  /// A column of a table.
  package struct Column: Sendable, Hashable {
    package var title: String
    package var alignment: Alignment
    /// Whether its texts may be wrapped where the table would be too wide.
    package var wraps: Bool

    package init(_ title: String, _ alignment: Alignment = .left, wraps: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.wraps = wraps
    }
  }

  /// Where the texts of a column are in it: figures on the right, all else on the left.
  package enum Alignment: Sendable, Hashable {
    case left, right
  }
}

/// How long the lists of a document are.
package enum Extent: Sendable, Hashable {
  /// Long lists are cut, and a remark says what is left out.
  case short
  /// Lists are whole.
  case whole

  /// Whole where everything is asked for.
  package init(showsAll: Bool) { self = showsAll ? .whole : .short }

  /// What of a list is shown, and what is left out.
  func cut<Element>(_ list: [Element], to most: Int) -> (shown: ArraySlice<Element>, left: ArraySlice<Element>) {
    let count = self == .whole ? list.count : min(list.count, most)
    return (list[..<count], list[count...])
  }

  /// The remark on what is left out, and how to see it.
  static func leftOut(_ what: String) -> String { what + "; --all shows them." }
}

extension TextTable {
  /// A table of a list, one row for each element; where it is cut, a remark says what is left out.
  ///
  /// - Parameters:
  ///   - most: so many rows has the table unless it is to be whole.
  ///   - leftOut: what is left out, such as `3 more projects`.
  package init<Element>(
    heading: String, columns: [Column], of list: [Element], most: Int, _ extent: Extent,
    leftOut: (ArraySlice<Element>) -> String, row: (Element) -> [Text]
  ) {
    let (shown, left) = extent.cut(list, to: most)
    self.init(
      heading: heading, columns: columns, rows: shown.map(row),
      remarks: left.isEmpty ? [] : [Extent.leftOut(leftOut(left))])
  }
}
