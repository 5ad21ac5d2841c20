// SPDX-License-Identifier: GPL-3.0-or-later

import JSON

extension ResultDocument {
  /// The document in Markdown (CommonMark with the tables of GitHub's dialect), escaped.
  package var markdown: String {
    var text = "# " + escapedForMarkdown(title) + "\n"
    for block in blocks {
      text += "\n"
      switch block {
      case .lines(let lines):
        // A list keeps the lines apart; a paragraph would run them together.
        text += lines.map { ($0.isDetail ? "  - " : "- ") + escapedForMarkdown($0.unindented) + "\n" }.joined()
      case .table(let table):
        text += "## " + escapedForMarkdown(table.heading) + "\n\n"
        if !table.rows.isEmpty {
          text += "| " + table.columns.map { escapedForMarkdown($0.title) }.joined(separator: " | ") + " |\n"
          text += "|" + table.columns.map { $0.alignment == .right ? " ---: |" : " --- |" }.joined() + "\n"
          for row in table.rows {
            text += "| " + row.map(Self.markdown).joined(separator: " | ") + " |\n"
          }
        }
        if !table.remarks.isEmpty {
          text += table.rows.isEmpty ? "" : "\n"
          text += table.remarks.map(escapedForMarkdown).joined(separator: "\n") + "\n"
        }
      }
    }
    return text
  }

  /// A cell; blanks at its beginning would not be seen.
  private static func markdown(_ cell: Text) -> String {
    (cell.isDetail ? "&nbsp;&nbsp;" : "") + escapedForMarkdown(cell.unindented)
  }
}

/// A text that Markdown shows as it is: control and bidirectional characters escaped as for a terminal, and what has a
/// meaning in Markdown or HTML behind a backslash.
package func escapedForMarkdown(_ text: String) -> String {
  var result = ""
  for character in escapedForTerminal(text) {
    switch character {
    case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~", "&", "!": result += "\\"
    default: break
    }
    result.append(character)
  }
  // Addresses would become links by themselves.
  return result.replacing("://", with: #":\/\/"#).replacing("www.", with: #"www\."#)
}
