// SPDX-License-Identifier: GPL-3.0-or-later

import JSON

extension ResultDocument {
  /// The document for a terminal: aligned, at most so many columns wide, escaped; with colours where asked for.
  ///
  /// Nothing is cut: what does not fit is wrapped.
  package func terminalText(width: Int = 100, colored: Bool = false) -> String {
    let rendering = TerminalRendering(width: max(40, width), colored: colored)
    var lines = rendering.wrappedLines(Text(title), style: .bold)
    for (position, block) in blocks.enumerated() {
      switch block {
      case .lines(let texts):
        if position > 0 { lines.append("") }
        for text in texts { lines += rendering.wrappedLines(text, style: rendering.style(of: text.role)) }
      case .table(let table):
        lines.append("")
        lines += rendering.lines(of: table)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

struct TerminalRendering {
  var width: Int
  var colored: Bool

  /// Select Graphic Rendition parameters of ECMA-48.
  enum Style: String {
    case none = ""
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  func style(of role: ResultDocument.Role) -> Style {
    switch role {
    case .plain: .none
    case .good: .green
    case .warning: .yellow
    case .bad: .red
    case .remark: .faint
    }
  }

  func painted(_ text: String, _ style: Style) -> String {
    guard colored, style != .none, !text.isEmpty else { return text }
    return "\u{1B}[" + style.rawValue + "m" + text + "\u{1B}[0m"
  }

  func wrappedLines(_ text: ResultDocument.Text, style: Style) -> [String] {
    // What belongs to the line above stays below it, also where it goes over several lines.
    let indent = text.text.prefix { $0 == " " }
    return wrapped(escapedForTerminal(String(text.text.dropFirst(indent.count))), to: max(1, width - indent.count))
      .map { indent + painted($0, style) }
  }

  func lines(of table: TextTable) -> [String] {
    var lines = wrapped(escapedForTerminal(table.heading), to: width).map { painted($0, .bold) }
    let cells = table.rows.map { row in row.map { escapedForTerminal($0.text) } }
    let widths = columnWidths(table.columns, cells)
    if !table.rows.isEmpty {
      lines += self.lines(
        table.columns.map(\.title), styles: table.columns.map { _ in .faint }, table.columns, widths)
      for (row, texts) in zip(table.rows, cells) {
        lines += self.lines(texts, styles: row.map { style(of: $0.role) }, table.columns, widths)
      }
    }
    for remark in table.remarks {
      lines += wrapped(escapedForTerminal(remark), to: width - 2).map { "  " + painted($0, .faint) }
    }
    return lines
  }

  /// The natural widths, with the widest wrapping columns narrowed until the table fits.
  private func columnWidths(_ columns: [TextTable.Column], _ cells: [[String]]) -> [Int] {
    var widths = columns.map { columnWidth($0.title) }
    for row in cells {
      for (column, text) in row.enumerated() where column < widths.count {
        widths[column] = max(widths[column], columnWidth(text))
      }
    }
    // Two columns before the first cell and between cells.
    var excess = widths.reduce(0, +) + 2 * columns.count - width
    let leastWidth = 10
    while excess > 0 {
      let candidates = widths.indices.filter { columns[$0].wraps && widths[$0] > leastWidth }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func lines(
    _ texts: [String], styles: [Style], _ columns: [TextTable.Column], _ widths: [Int]
  ) -> [String] {
    let parts = zip(texts, widths).map { wrapped($0, to: max(1, $1)) }
    let height = parts.map(\.count).max() ?? 0
    return (0..<height).map { line in
      var result = ""
      var pending = 0
      for column in parts.indices {
        let text = line < parts[column].count ? parts[column][line] : ""
        let padding = max(0, widths[column] - columnWidth(text))
        pending += 2
        if columns[column].alignment == .right { pending += padding }
        if !text.isEmpty {
          result += String(repeating: " ", count: pending) + painted(text, styles[column])
          pending = 0
        }
        if columns[column].alignment == .left { pending += padding }
      }
      // What aligns figures in a column is not wanted at the end of a line.
      while result.last == " " { result.removeLast() }
      return result
    }
  }
}
