// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import Issues
internal import JSON
internal import Numbers

/// Reads plain values out of cells.
struct CellReading {
  /// Why a cell could not be read.
  struct Failure: Error {
    var kind = ScenarioIssue.Kind.wrongType
    var detail: String
    var hint: String?
  }

  var options: TableReadingOptions
  /// Whether the table is one of semicolons, in which a decimal comma is likely.
  var hasSemicolons = false

  /// A plain value as JSON.
  func scalar(_ cell: CellValue, _ form: CellForm) throws(Failure) -> JSONValue {
    if case .unreadable(let detail, let hint) = cell { throw Failure(detail: detail, hint: hint) }
    switch form {
    case .date: return .string(try day(cell).description)
    case .number(let range):
      let value = try number(cell)
      if range.high == 1, value > 1 {
        throw Failure(
          kind: .outOfRange, detail: "\(value) is more than 1",
          hint: value > 100 ? "it is a share, such as 0.3" : "write \(value) %, or the share that it is")
      }
      return .number(value.description)
    case .whole: return .number(try number(cell).description)
    case .boolean: return .boolean(try flag(cell))
    case .choice(let names):
      let text = text(cell)
      if let name = names.first(where: { $0 == text }) ?? names.first(where: { $0.lowercased() == text.lowercased() }) {
        return .string(name)
      }
      throw Failure(
        kind: .outOfRange, detail: "expected one of \(names.joined(separator: ", ")), found \(quoted(text))",
        hint: nearestName(to: text, among: names).map { "did you mean \(quoted($0))?" })
    default: return .string(CellText.read(text(cell)))
    }
  }

  /// A cell as text.
  func text(_ cell: CellValue) -> String {
    switch cell {
    case .blank, .unreadable: ""
    case .text(let text): text
    case .number(let value): value.description
    case .date(let day): day.description
    case .boolean(let flag): flag ? "true" : "false"
    }
  }

  private func flag(_ cell: CellValue) throws(Failure) -> Bool {
    if case .boolean(let flag) = cell { return flag }
    switch text(cell).lowercased() {
    case "yes", "true", "ja", "wahr", "1", "x": return true
    case "no", "false", "nein", "falsch", "0": return false
    default: throw Failure(detail: "\(quoted(text(cell))) is neither yes nor no", hint: "write yes or no")
    }
  }

  // MARK: Numbers

  private func number(_ cell: CellValue) throws(Failure) -> ExactDecimal {
    if case .number(let value) = cell { return value }
    guard case .text(let given) = cell else {
      throw Failure(detail: "expected a number, found \(cell.kind)", hint: nil)
    }
    var text = given.trimmed
    var isPercent = false
    if text.hasSuffix("%") {
      isPercent = true
      text = String(text.dropLast()).trimmed
    }
    let value = try decimal(text)
    guard isPercent else { return value }
    guard let share = value.divided(by: 100, decimals: min(30, value.scale + 2)) else {
      throw Failure(detail: "\(quoted(given)) has too many digits", hint: "round it")
    }
    return share
  }

  private func decimal(_ text: String) throws(Failure) -> ExactDecimal {
    let hint = "say with --decimal point or --decimal comma how numbers are written"
    let hasComma = text.contains(",")
    let mark = options.decimal
    var plain = text
    switch mark {
    case .comma: plain = try Self.without(".", text, decimal: ",")
    case .point: plain = try Self.without(",", text, decimal: ".")
    case nil:
      if hasComma, text.allSatisfy({ $0.isASCII && ($0.isNumber || ",.+-".contains($0)) }) {
        throw Failure(
          detail: "\(quoted(text)) may be \(text.count { $0 == "," } > 1 ? "whole" : "a fraction or thousands")",
          hint: hint)
      }
      if hasSemicolons, Self.looksLikeThousands(text) {
        throw Failure(detail: "\(quoted(text)) may be a fraction or thousands", hint: hint)
      }
    }
    do throws(ExactDecimal.ParsingFailure) {
      return try ExactDecimal(parsing: plain.utf8)
    } catch {
      switch error {
      case .malformed: throw Failure(detail: "\(quoted(text)) is not a number", hint: "write it as 1234.5")
      case .tooManyDigits, .tooLarge:
        throw Failure(kind: .limit, detail: "\(quoted(text)) has more digits than are kept exactly", hint: "round it")
      }
    }
  }

  /// The text without the marks between thousands, and with a decimal point.
  private static func without(_ group: Character, _ text: String, decimal: Character) throws(Failure) -> String {
    let halves = text.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
    let groups = halves[0].split(separator: group, omittingEmptySubsequences: false)
    let isGrouped = groups.count > 1
    if isGrouped,
      !groups.dropFirst().allSatisfy({ $0.count == 3 }) || halves.dropFirst().contains(where: { $0.contains(group) })
    {
      throw Failure(
        detail: "\(quoted(text)) is not a number with a decimal \(decimal == "," ? "comma" : "point")",
        hint: "is --decimal right?")
    }
    return ([groups.joined()] + halves.dropFirst().map(String.init)).joined(separator: ".")
  }

  /// Whether a text is one to three digits, a point, and three digits.
  private static func looksLikeThousands(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && (1...3).contains(parts[0].count) && parts[0] != "0" && parts[1].count == 3
      && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
  }

  // MARK: Dates

  private func day(_ cell: CellValue) throws(Failure) -> Day {
    if case .date(let day) = cell { return day }
    guard case .text(let given) = cell else {
      throw Failure(detail: "expected a date, found \(cell.kind)", hint: "format the cell as a date")
    }
    let text = given.trimmed
    if let day = Day(iso: text) { return day }
    let fields = text.split(maxSplits: 3, whereSeparator: { "./-".contains($0) }).map(String.init)
    let numbers = fields.compactMap { $0.count <= 4 ? Int($0) : nil }
    guard fields.count == 3, numbers.count == 3 else {
      throw Failure(kind: .outOfRange, detail: "\(quoted(text)) is not a date", hint: "write it as 2027-03-31")
    }
    guard let order = options.dates else {
      throw Failure(
        detail: "\(quoted(text)) may be more than one date",
        hint: "say with --dates dmy, mdy or ymd how dates are written")
    }
    let (year, month, day) =
      switch order {
      case .ymd: (numbers[0], numbers[1], numbers[2])
      case .dmy: (numbers[2], numbers[1], numbers[0])
      case .mdy: (numbers[2], numbers[0], numbers[1])
      }
    if year >= 1000, let day = Day(year: year, month: month, day: day) { return day }
    throw Failure(
      kind: .outOfRange, detail: "\(quoted(text)) is not a date in the order \(order.rawValue)",
      hint: year < 1000 ? "write years with four digits" : "is --dates right?")
  }
}

extension CellValue {
  /// What is in the cell, in words.
  var kind: String {
    switch self {
    case .blank: "nothing"
    case .text: "a text"
    case .number: "a number"
    case .date: "a date"
    case .boolean: "true or false"
    case .unreadable: "an error"
    }
  }
}
