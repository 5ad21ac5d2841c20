// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

extension Markup {
  /// Writes a table of a document, with its remarks below it.
  ///
  /// - Parameters:
  ///   - sortable: whether a click on the head of a column sorts its rows.
  ///   - foldsLong: whether a table of many rows is shown only when somebody asks for it.
  mutating func table(_ table: TextTable, sortable: Bool = true, showsHeading: Bool = true, foldsLong: Bool = true) {
    guard !foldsLong || table.rows.count <= Self.longest else {
      folded("\(table.heading): \(Figures.whole(table.rows.count)) rows") { html in
        html.grid(table, sortable: sortable)
      }
      return remarks(table)
    }
    if showsHeading { self(.h3, text: table.heading) }
    grid(table, sortable: sortable)
    remarks(table)
  }

  /// A table of more rows is folded.
  private static let longest = 60

  private mutating func remarks(_ table: TextTable) {
    for remark in table.remarks { prose(.p, .class("remark"), text: remark) }
  }

  private mutating func grid(_ table: TextTable, sortable: Bool) {
    if !table.rows.isEmpty {
      let stacks = table.stacks
      let names = "text" + (stacks ? " stack" : "") + (sortable && table.rows.count > 1 ? " sorts" : "")
      scrolling(table.heading) { html in
        html(.table, .class(names)) { html in
          html.caption(table.heading)
          html.heads(table.columns.map { ($0.title, $0.alignment == .right) })
          html(.tbody) { html in
            for row in table.rows { html.row(row, table.columns, stacks: stacks) }
          }
        }
      }
    }
  }

  /// Writes the head of a table.
  mutating func heads(_ titles: [(title: String, isFigure: Bool)]) {
    self(.thead) { html in
      html(.tr) { html in
        for (title, isFigure) in titles {
          // A head without a word is no head.
          if title.isEmpty {
            html(.td)
          } else {
            html.element(.th, [.init("scope", "col")] + (isFigure ? [.class("n")] : [])) { $0.text(title) }
          }
        }
      }
    }
  }

  private mutating func row(_ row: [TextTable.Text], _ columns: [TextTable.Column], stacks: Bool) {
    self(.tr) { html in
      for (text, column) in zip(row, columns) {
        var names = column.alignment == .right ? ["n"] : column.wraps && column.title != "When" ? [] : ["k"]
        if let role = Self.name(of: text.role) { names.append(role) }
        if text.isDetail { names = ["sub"] }
        html.cell(text.unindented, class: names.joined(separator: " "), label: stacks ? column.title : nil)
      }
    }
  }

  /// The class of a text; the words carry the meaning without it.
  static func name(of role: ResultDocument.Role) -> String? {
    switch role {
    case .plain: nil
    case .good: "good"
    case .warning: "warn"
    case .bad: "bad"
    case .remark: "quiet"
    }
  }

  /// What a table shows, for those who do not see where it stands.
  mutating func caption(_ text: String) { self(.caption, .class("unseen"), text: text) }

  /// Writes what may be wider than the page, and is then moved in a frame of its own.
  mutating func scrolling(_ name: String, class names: String = "", _ content: (inout Markup) -> Void) {
    self(
      .div, .class(names.isEmpty ? "wide" : "wide " + names), .init("role", "region"),
      .init("aria-label", unique(name)),
      .init("tabindex", "0"), content: content)
  }

  /// Writes what is shown when somebody asks for it.
  ///
  /// - Parameters:
  ///   - isOpen: whether it is shown from the beginning.
  ///   - isPrinted: whether paper shows it, too.
  mutating func folded(
    _ title: String, isOpen: Bool = false, isPrinted: Bool = true, _ content: (inout Markup) -> Void
  ) {
    element(.details, (isOpen ? [.init("open")] : []) + (isPrinted ? [] : [.class("more")])) { html in
      html(.summary, text: title)
      content(&html)
    }
  }

  /// Writes a paragraph.
  mutating func paragraph(_ text: String, class names: String = "lead") { prose(.p, .class(names), text: text) }
}

extension TextTable {
  /// Whether a narrow screen shows each row as a block, a line for each cell: tables of texts are read so, tables of
  /// figures are read across.
  var stacks: Bool {
    let texts = columns.count { $0.alignment == .left }
    return texts > 1 && (columns.count > 4 || columns.count { $0.wraps } > 1)
  }

  /// The table without the columns of a title.
  func without(_ title: String) -> TextTable {
    let kept = columns.indices.filter { columns[$0].title != title }
    return TextTable(
      heading: heading, columns: kept.map { columns[$0] },
      rows: rows.map { row in kept.filter(row.indices.contains).map { row[$0] } }, remarks: remarks)
  }
}

/// Figures as the cells of heat maps have them.
extension Figures {
  /// With one decimal, or none where that is 0.
  static func short(_ value: Millionths) -> String {
    let text = hours(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The same, and nothing for nothing.
  static func shortOrEmpty(_ value: Millionths) -> String { value == .zero ? "" : short(value) }
}

extension Day {
  /// The month in three letters.
  var monthName: String {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return names[(components.month - 1) % 12]
  }
}
