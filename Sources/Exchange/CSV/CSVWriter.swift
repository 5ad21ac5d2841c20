// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
package import Allocation
internal import JSON

/// Comma-separated values after RFC 4180, as a ``Style`` has them.
package struct CSVWriter: Sendable {
  /// How values are written.
  package struct Style: Sendable, Hashable {
    package var dialect: CSVFolder.Dialect
    /// What stands before the decimals of figures; with a comma, semicolons part the values.
    package var decimal: TableReadingOptions.DecimalMark

    package init(_ dialect: CSVFolder.Dialect = .plain, decimal: TableReadingOptions.DecimalMark = .point) {
      self.dialect = dialect
      self.decimal = decimal
    }

    /// What stands before the first record.
    var mark: [UInt8] { dialect == .excel ? [0xEF, 0xBB, 0xBF] : [] }
    /// What ends each record.
    var ending: [UInt8] { dialect == .excel ? [0x0D, 0x0A] : [0x0A] }
    var separator: UInt8 { decimal == .comma ? UInt8(ascii: ";") : UInt8(ascii: ",") }

    /// A figure with its decimal mark.
    func figure(_ text: String) -> [UInt8] {
      decimal == .point ? Array(text.utf8) : text.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: ",") : $0 }
    }
  }

  /// What has been written, in UTF-8.
  package private(set) var bytes: [UInt8]

  private let style: Style

  /// Starts with a header.
  package init(header: [String], _ style: Style = Style()) {
    self.style = style
    bytes = style.mark
    append(header.map(Field.text))
  }

  /// One field of a record.
  package enum Field: Sendable, Hashable {
    /// Text from a scenario or of our own: escaped, and defused where a spreadsheet would take it for a formula.
    case text(String)
    /// A figure or a date, written as it is.
    case figure(String)
  }

  /// Appends a record.
  package mutating func append(_ fields: [Field]) {
    for (position, field) in fields.enumerated() {
      if position > 0 { bytes.append(style.separator) }
      switch field {
      case .figure(let figure): bytes.append(contentsOf: style.figure(figure))
      case .text(let text): bytes.append(contentsOf: quoted(Self.defused(escapedForTerminal(text))).utf8)
      }
    }
    bytes.append(contentsOf: style.ending)
  }

  /// The text with an apostrophe before it where its first character would start a formula in a spreadsheet.
  static func defused(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    switch first {
    case "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠": return "'" + text
    default: return text
    }
  }

  private func quoted(_ text: String) -> String {
    // Spaces at the ends are kept by every reader only inside quotation marks.
    let needsQuotes =
      text.utf8.first == 0x20 || text.utf8.last == 0x20
      || text.utf8.contains { $0 == 0x22 || $0 == style.separator || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return text }
    return "\"" + text.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
  }
}

extension CSVWriter {
  /// The assignments of a plan with the header `staff,demand,project,period,start,end,hours,cost`, and `place` after
  /// `demand` where there are crews.
  package static func assignments(of plan: Plan, _ style: Style = Style()) -> [UInt8] {
    let hasPlaces = plan.assignments.contains { $0.place != nil }
    var writer = CSVWriter(
      header: ["staff", "demand"] + (hasPlaces ? ["place"] : [])
        + ["project", "period", "start", "end", "hours", "cost"], style)
    for entry in plan.assignments {
      let place = hasPlaces ? [Field.figure(entry.place.map(String.init) ?? "")] : []
      writer.append(
        [.text(entry.staff), .text(entry.demand)] + place + [
          .text(entry.project), .figure(String(entry.period)), .figure(entry.days.first.description),
          .figure(entry.days.last.description), .figure(entry.hours.description), .figure(entry.cost.description),
        ])
    }
    return writer.bytes
  }

  /// Who is used how much in each period, with the header `kind,id,period,start,end,available,used,overtime`.
  ///
  /// - Returns: the header alone for a plan without load.
  package static func load(of plan: Plan, _ style: Style = Style()) -> [UInt8] {
    var writer = CSVWriter(
      header: ["kind", "id", "period", "start", "end", "available", "used", "overtime"], style)
    for (name, entries) in plan.load?.named ?? [] {
      for entry in entries {
        writer.append([
          .text(name), .text(entry.id), .figure(String(entry.period)), .figure(entry.days.first.description),
          .figure(entry.days.last.description), .figure(entry.available.description), .figure(entry.used.description),
          .figure(entry.overtime.description),
        ])
      }
    }
    return writer.bytes
  }

  /// The daily hours of a plan's people with the header `staff,demand,project,asset,date,hours,overtime`: one line for
  /// each person, demand and day, and for an asset that is operated for a demand; with `place` after `demand` where there
  /// are crews.
  ///
  /// - Returns: the header alone for a plan without daily amounts.
  public static func days(of plan: Plan) -> [UInt8] {
    var projects: [String: String] = [:]
    for entry in plan.assignments { projects[entry.demand] = entry.project }
    for entry in plan.operating { projects[entry.demand] = entry.project }
    let hasPlaces = plan.days?.contains { $0.place != nil } ?? false
    var writer = CSVWriter(
      header: ["staff", "demand"] + (hasPlaces ? ["place"] : []) + ["project", "asset", "date", "hours", "overtime"])
    for entry in plan.days ?? [] {
      guard let staff = entry.staff else { continue }
      let place = hasPlaces ? [Field.figure(entry.place.map(String.init) ?? "")] : []
      writer.append(
        [.text(staff), .text(entry.demand)] + place + [
          .text(projects[entry.demand] ?? ""), .text(entry.asset ?? ""), .figure(entry.date.description),
          .figure(entry.amount.description), .figure(entry.overtime.description),
        ])
    }
    return writer.bytes
  }
}
