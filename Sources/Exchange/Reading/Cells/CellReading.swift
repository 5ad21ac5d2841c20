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
  /// The column, which says what units numbers may have, and which day of a month or week is meant; empty for parts of lists.
  var column = ""
  /// Whether the value is a whole cell of a workbook, where a text such as `1.500` may be thousands.
  var isSheet = false
  /// The currency of the scenario, where it is known.
  var currency: String?
  /// The unit that the header of the column names.
  var unit: String?

  /// The same for a column.
  ///
  /// - Parameter unit: what its header names as the unit.
  func reading(_ column: String, unit: String? = nil) -> CellReading {
    var result = self
    result.column = column
    result.unit = unit
    return result
  }

  /// A plain value as JSON.
  func scalar(_ cell: CellValue, _ form: CellForm) throws(Failure) -> JSONValue {
    if case .unreadable(let detail, let hint) = cell { throw Failure(detail: detail, hint: hint) }
    switch form {
    case .date: return .string(try day(cell).description)
    case .number(let range):
      let value = try number(cell, range.hint, isShare: range.high == 1)
      if range.high == 1, value > 1 {
        throw Failure(
          kind: .outOfRange, detail: "\(value) is more than 1",
          hint: value > 100 ? "write a share, such as 0.3" : "write \(value) %, or a share such as 0.3")
      }
      return .number(value.description)
    case .whole(let range):
      return .number(
        try number(
          cell, range.upperBound <= 1000 ? "write a number from \(range.lowerBound) to \(range.upperBound)" : nil
        )
        .description)
    case .boolean: return .boolean(try flag(cell))
    case .choice(let names):
      let text = text(cell).trimmed
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
    case .shown(let value, let unit): CellUnits.padded(value, unit)
    case .date(let day): day.description
    case .boolean(let flag): flag ? "true" : "false"
    }
  }

  private func flag(_ cell: CellValue) throws(Failure) -> Bool {
    if case .boolean(let flag) = cell { return flag }
    switch text(cell).trimmed.lowercased() {
    case "yes", "y", "true", "ja", "j", "wahr", "1", "x", "\u{2713}", "\u{2714}": return true
    case "no", "n", "false", "nein", "falsch", "0": return false
    default: throw Failure(detail: "\(quoted(text(cell))) is neither yes nor no", hint: "write yes or no")
    }
  }

  // MARK: Numbers

  /// - Parameters:
  ///   - hint: what may be written, where that is not any number.
  ///   - isShare: whether the number is a share of something.
  private func number(_ cell: CellValue, _ hint: String?, isShare: Bool = false) throws(Failure) -> ExactDecimal {
    let units = CellUnits(column: column, currency: currency, isShare: isShare, header: unit)
    switch cell {
    case .number(let value): return try units.value(value, unit: nil)
    case .shown(let value, let unit): return try units.shown(value, unit: unit)
    case .text(let given):
      let (text, unit) = units.parts(of: given.trimmed)
      // The message is about the number, whatever its unit.
      let value = try decimal(Self.withoutSpaces(text), of: given, hint)
      return try units.value(value, unit: unit)
    default: throw Failure(detail: "expected a number, found \(cell.kind)", hint: nil)
    }
  }

  private func decimal(_ text: String, of given: String, _ expected: String?) throws(Failure) -> ExactDecimal {
    let hint = "say with 'muster import --decimal point' or 'comma' how numbers are written"
    let hasComma = text.contains(",")
    let mark = options.decimal
    var plain = text
    switch mark {
    case .comma: plain = try Self.without(".", text, decimal: ",")
    case .point: plain = try Self.without(",", text, decimal: ".")
    case nil:
      if hasComma, text.allSatisfy({ $0.isASCII && ($0.isNumber || ",.+-".contains($0)) }) {
        throw Failure(
          detail:
            "\(quoted(text)) may be \(text.count { $0 == "," } > 1 ? "a whole number" : "a fraction or thousands")",
          hint: hint)
      }
      if hasSemicolons || isSheet && !column.isEmpty, Self.looksLikeThousands(text) {
        throw Failure(detail: "\(quoted(text)) may be a fraction or thousands", hint: hint)
      }
    }
    do throws(ExactDecimal.ParsingFailure) {
      return try ExactDecimal(parsing: plain.utf8)
    } catch {
      switch error {
      case .malformed:
        let isOpen = Self.unknown.contains(given.trimmed.lowercased())
        throw Failure(
          detail: "\(quoted(given)) is not a number",
          hint: isOpen ? "leave the cell blank where it is not known" : expected ?? "write it as 1234.5")
      case .tooManyDigits, .tooLarge:
        throw Failure(kind: .limit, detail: "\(quoted(text)) has more digits than are kept exactly", hint: "round it")
      }
    }
  }

  /// What people write where they do not know.
  private static let unknown: Set<String> = [
    "-", "\u{2013}", "\u{2014}", "?", "tbd", "tba", "n/a", "na", "#nv", "#n/a", "k.a.", "offen", "open", "none", "nil",
  ]

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

  /// The text without spaces or apostrophes between thousands, which nothing else can be.
  private static func withoutSpaces(_ text: String) -> String {
    let spaces: Set<Character> = [" ", "\u{A0}", "\u{202F}", "\u{2009}", "'", "\u{2019}"]
    let groups = text.split(omittingEmptySubsequences: false) { spaces.contains($0) }
    guard groups.count > 1, let first = groups.first?.drop(while: { "+-".contains($0) }), (1...3).contains(first.count),
      first.allSatisfy(\.isNumber)
    else { return text }
    let isGrouped = groups.dropFirst().enumerated().allSatisfy { index, group in
      let digits = index == groups.count - 2 ? group.prefix { $0.isNumber } : group
      return digits.count == 3 && digits.allSatisfy(\.isNumber)
    }
    return isGrouped ? groups.joined() : text
  }

  /// Whether a text is one to three digits, a point, and three digits.
  static func looksLikeThousands(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && (1...3).contains(parts[0].count) && parts[0] != "0" && parts[1].count == 3
      && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
  }

  // MARK: Dates

  private func day(_ cell: CellValue) throws(Failure) -> Day {
    if case .date(let day) = cell { return day }
    if let value = cell.plainNumber { throw Self.serial(value) }
    guard case .text(let given) = cell else {
      throw Failure(detail: "expected a date, found \(cell.kind)", hint: "format the cell as a date")
    }
    let text = Self.withoutMidnight(given.trimmed)
    if let day = Day(iso: text) { return day }
    if let day = DayInWords.day(text) { return day }
    if let days = DayInWords.days(text) { return try end(of: days, text) }
    let fields = text.split(maxSplits: 3, whereSeparator: { "./-".contains($0) }).map { String($0).trimmed }
    let numbers = fields.compactMap { $0.count <= 4 ? Int($0) : nil }
    guard fields.count == 3, numbers.count == 3 else {
      let isOpen = Self.unknown.contains(text.lowercased())
      throw Failure(
        kind: .outOfRange, detail: "\(quoted(text)) is not a date",
        hint: isOpen ? "leave the cell blank where it is not known" : "write it as 2027-03-31")
    }
    if !numbers.contains(where: { $0 > 99 }) {
      throw Failure(
        kind: .outOfRange, detail: "the year in \(quoted(text)) has two digits", hint: "write years with four digits")
    }
    guard let order = options.dates else {
      if let day = Self.onlyReading(numbers) { return day }
      throw Failure(
        detail: "\(quoted(text)) may be more than one date",
        hint: "say with 'muster import --dates dmy', 'mdy' or 'ymd' how dates are written")
    }
    // A year that stands first is followed by the month, whatever the others do.
    if fields[0].count == 4, let day = Self.day(numbers, .ymd) { return day }
    if let day = Self.day(numbers, order) { return day }
    let (year, _, _) = order.components(of: numbers)
    throw Failure(
      kind: .outOfRange, detail: "\(quoted(text)) is not a date in the order \(order.rawValue)",
      hint: year < 1000 ? "write years with four digits" : "is --dates of 'muster import' right?")
  }

  /// The first or last of some days, whichever the column asks for.
  private func end(of days: DayRange, _ text: String) throws(Failure) -> Day {
    switch column {
    case "from", "start", "employedFrom": return days.first
    case "to", "until", "end", "deadline", "employedTo": return days.last
    default:
      throw Failure(
        kind: .outOfRange, detail: "\(quoted(text)) is more than one day", hint: "write it as \(days.first)")
    }
  }

  private static func day(_ numbers: [Int], _ order: TableReadingOptions.DateOrder) -> Day? {
    let (year, month, day) = order.components(of: numbers)
    return year >= 1000 ? Day(year: year, month: month, day: day) : nil
  }

  /// The date that numbers can only be, such as 2027/1/4 or 31/1/2027.
  private static func onlyReading(_ numbers: [Int]) -> Day? {
    let found = Set([TableReadingOptions.DateOrder.ymd, .dmy, .mdy].compactMap { Self.day(numbers, $0) })
    return found.count == 1 ? found.first : nil
  }

  /// A date without the midnight that programs write behind it.
  private static func withoutMidnight(_ text: String) -> String {
    let rest = text.dropFirst(10)
    guard let mark = rest.first, mark == "T" || mark == " ", rest.contains(":"),
      rest.dropFirst().allSatisfy({ "0:.Z+ ".contains($0) })
    else { return text }
    return String(text.prefix(10))
  }

  /// What a number in place of a date may be.
  private static func serial(_ value: ExactDecimal) -> Failure {
    let number = value.doubleValue
    guard (32_874.0...73_050).contains(number), let epoch = Day(year: 1899, month: 12, day: 30) else {
      return Failure(detail: "expected a date, found a number", hint: "format the cell as a date")
    }
    let day = epoch.advanced(by: Int(number))
    return Failure(
      detail: "expected a date, found the number \(value)",
      hint: "if it is \(day), format the cell as a date")
  }
}

extension NumberRange {
  /// What may be written, where that is little.
  fileprivate var hint: String? {
    guard let low, let high, high <= 1000 else { return nil }
    return "write a number from \(low) to \(high)"
  }
}

extension CellValue {
  /// What is in the cell, in words.
  var kind: String {
    switch self {
    case .blank: "nothing"
    case .text: "a text"
    case .number, .shown: "a number"
    case .date: "a date"
    case .boolean: "true or false"
    case .unreadable: "an error"
    }
  }
}
