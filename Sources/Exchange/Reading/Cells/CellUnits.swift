// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// Units that people write behind numbers, into headers or into the formats of cells, such as `100 h`, `85 EUR/h`,
/// `Aufwand [PT]` or `0.0 "Std./Tag"`.
struct CellUnits {
  /// The column, which says what units it may have; empty for parts of lists.
  let column: String
  /// That of the scenario, where it is known.
  var currency: String?
  /// Whether the numbers are shares of something.
  var isShare = false
  /// The unit that the header names.
  var header: String?

  /// What stands in place of a unit where a format leaves out thousands that are in the cell.
  static let thousands = ","

  /// What a unit measures.
  private enum Kind: Hashable {
    case hours, otherTime, money, percent
    /// Thousands or millions of anything.
    case many
    indirect case per(Kind, String)
  }

  private struct Unit {
    var kind: Kind
    /// The currency, where it is money.
    var code: String?
    /// How many of the plain unit one of it is.
    var factor = 1
  }

  private static let hours: Set<String> = ["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"]
  /// Known, and allowed nowhere but for days of assets: what a day or a month has is not said.
  private static let otherTimes: Set<String> = [
    "d", "day", "days", "tag", "tage", "tagen", "pt", "mt", "pd", "md", "personentage", "personentag", "persondays",
    "person-days", "manntage", "mandays", "man-days", "arbeitstage", "workdays", "min", "minute", "minutes", "minuten",
    "w", "wk", "wks", "week", "weeks", "woche", "wochen", "pw", "pm", "month", "months", "monat", "monate",
    "personenmonate", "personmonths", "person-months",
  ]
  private static let days: Set<String> = ["d", "day", "days", "tag", "tage", "tagen"]
  private static let times: [(name: String, words: Set<String>)] = [
    ("hour", ["h", "hr", "hour", "std", "stunde"]), ("day", ["d", "day", "tag", "pt", "mt", "pd"]),
    ("week", ["w", "wk", "week", "woche"]), ("month", ["month", "monat"]),
    ("year", ["a", "y", "yr", "year", "jahr"]),
  ]
  /// Signs and codes of money by the code; a dollar may be of several.
  private static let money: [String: String] = [
    "\u{20AC}": "EUR", "eur": "EUR", "euro": "EUR", "\u{A3}": "GBP", "gbp": "GBP", "$": "", "usd": "USD", "chf": "CHF",
    "fr": "CHF", "sfr": "CHF", "\u{A5}": "", "jpy": "JPY", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "czk": "CZK", "huf": "HUF", "cad": "CAD", "aud": "AUD",
  ]
  private static let multiples: [(words: [String], factor: Int)] = [
    (["tsd", "tausend", "k", "t"], 1000), (["mio", "million", "millionen", "m"], 1_000_000),
  ]

  // MARK: Values

  /// A text without its unit, where the column may have that.
  func amount(_ text: String) throws(CellReading.Failure) -> String {
    let (digits, unit) = parts(of: text)
    if let unit { _ = try meaning(of: unit, digits) }
    return digits
  }

  /// A text as the number and its unit; without one where that is unknown.
  func parts(of text: String) -> (number: String, unit: String?) {
    guard let start = text.firstIndex(where: { $0.isNumber || "+-.,".contains($0) }),
      let end = text.lastIndex(where: { $0.isNumber })
    else { return (text, nil) }
    let (before, after) = (text[..<start], text[text.index(after: end)...])
    let isMark = after.allSatisfy { $0 == "." || $0 == "," }
    guard !before.isEmpty || !isMark, start <= end else { return (text, nil) }
    let unit = String(before + after).trimmed
    guard Self.isKnown(unit), before.isEmpty || isMark else { return (text, nil) }
    return (String(text[start...end]), unit)
  }

  /// What a number means with its own unit and that of the header.
  func value(_ value: ExactDecimal, unit: String?) throws(CellReading.Failure) -> ExactDecimal {
    var (own, above): (Unit?, Unit?)
    if let unit { own = try meaning(of: unit, value.description) }
    if let header { above = try meaning(of: header, value.description) }
    if own?.kind == .percent { return try share(value) }
    if above?.kind == .percent {
      guard value > 0, value <= 1 else { return try share(value) }
      throw CellReading.Failure(
        detail: "\(value) below \(quoted(header ?? "%")) may be \(value) % or \(try times(value, 100)) %",
        hint: "write it with its %, or format the cell as a percentage")
    }
    if let own, let above, own.factor != above.factor {
      throw CellReading.Failure(
        kind: .contradiction,
        detail: "the cell has the unit \(quoted(unit ?? "")), and its header \(quoted(header ?? ""))",
        hint: "write the same unit in both")
    }
    return try times(value, own?.factor ?? above?.factor ?? 1)
  }

  /// What the number of a cell means that its format shows with a unit.
  func shown(_ number: ExactDecimal, unit: String) throws(CellReading.Failure) -> ExactDecimal {
    if unit.hasPrefix("0") { return try value(number, unit: nil) }
    if unit == "%" {
      // The cell has a half where it shows 50 %.
      _ = try meaning(of: unit, Self.padded(try times(number, 100), ""))
      return number
    }
    guard unit == Self.thousands else { return try value(number, unit: unit) }
    // It shows thousands, and has the whole.
    guard let header, let above = try meaning(of: header, number.description), above.factor > 1 else {
      return try value(number, unit: nil)
    }
    return number
  }

  /// Whether the unit of the header is that of the column, so that nothing follows from it.
  var isHeaderPlain: Bool {
    guard let header else { return true }
    do {
      guard let unit = try meaning(of: header, "1") else { return true }
      return unit.kind != .percent && unit.factor == 1
    } catch {
      return false
    }
  }

  private func times(_ value: ExactDecimal, _ factor: Int) throws(CellReading.Failure) -> ExactDecimal {
    guard factor != 1 else { return value }
    guard let result = value.multiplied(by: ExactDecimal(factor)) else {
      throw CellReading.Failure(kind: .limit, detail: "\(value) has too many digits", hint: "round it")
    }
    return result
  }

  private func share(_ value: ExactDecimal) throws(CellReading.Failure) -> ExactDecimal {
    guard let share = value.divided(by: 100, decimals: min(30, value.scale + 2)) else {
      throw CellReading.Failure(detail: "\(value) % has too many digits", hint: "round it")
    }
    return share
  }

  // MARK: Texts

  /// A number as a text with its unit, as a format shows it.
  static func text(_ value: ExactDecimal, _ unit: String) -> String {
    if unit == thousands || unit.hasPrefix("0") { return padded(value, unit) }
    guard unit == "%" else { return "\(value) \(unit)" }
    return (value.multiplied(by: 100)?.description ?? value.description) + " %"
  }

  /// A number with the zeros that its format puts before it; without a unit.
  static func padded(_ value: ExactDecimal, _ unit: String) -> String {
    let text = value.description
    guard unit.hasPrefix("0"), text.allSatisfy(\.isNumber), text.count < unit.count else { return text }
    return String(repeating: "0", count: unit.count - text.count) + text
  }

  // MARK: Meanings

  /// Whether the column is of an amount of something, such as hours or money.
  var isMeasured: Bool { !allowed.isEmpty }

  /// Whether a text is a unit that is known.
  static func isKnown(_ unit: String) -> Bool { Self.unit(unit, base: .hours) != nil }

  /// What a unit means; nil where it is unknown.
  ///
  /// - Throws: where the column cannot have it.
  private func meaning(of text: String, _ number: String) throws(CellReading.Failure) -> Unit? {
    guard let unit = Self.unit(text, base: allowed.contains(.money) ? .money : .hours) else { return nil }
    let written = quoted("\(number) \(text)")
    if unit.kind == .percent {
      guard isShare || allowed.isEmpty else {
        throw CellReading.Failure(
          detail: "\(written) is a percentage, and \(column) has to be an amount: percent of what?", hint: hint)
      }
      return unit
    }
    let isMultiple = ["budget", "annualsalary"].contains(column.lowercased())
    guard allowed.contains(unit.kind) || unit.kind == .many && isMultiple, unit.factor == 1 || isMultiple else {
      throw CellReading.Failure(
        detail: "\(written) has a unit that does not fit \(column.isEmpty ? "the value" : column)", hint: hint)
    }
    if let code = unit.code, let currency, !code.isEmpty, code != currency {
      throw CellReading.Failure(
        kind: .contradiction, detail: "\(written) is \(code), and the currency is \(currency)",
        hint: "there is one currency in a scenario; convert the amount")
    }
    return unit
  }

  /// - Parameter base: what a unit such as `/Tag` is for a day.
  private static func unit(_ given: String, base: Kind) -> Unit? {
    var text = " " + given.lowercased().replacing("p.a.", with: "/a")
    for word in ["per", "pro", "je"] { text = text.replacing(" \(word) ", with: "/") }
    let parts = text.filter { !$0.isWhitespace && $0 != "." }
      .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let first = parts.first, parts.count <= 2 else { return nil }
    var unit: Unit
    if first.isEmpty, parts.count == 2 {
      unit = Unit(kind: base)
    } else if hours.contains(first) {
      unit = Unit(kind: .hours)
    } else if parts.count == 1, first == "%" || first == "percent" || first == "prozent" {
      return Unit(kind: .percent)
    } else if parts.count == 1, otherTimes.contains(first) {
      return Unit(kind: days.contains(first) ? .per(.hours, "") : .otherTime)
    } else if let money = amount(first) {
      unit = money
    } else {
      return nil
    }
    guard parts.count == 2 else { return unit }
    guard let time = times.first(where: { $0.words.contains(parts[1]) }) else { return nil }
    unit.kind = .per(unit.kind, time.name)
    return unit
  }

  /// Money, or many of anything: `EUR`, `T€`, `Mio. EUR`, `k`.
  private static func amount(_ word: String) -> Unit? {
    if let code = money[word] { return Unit(kind: .money, code: code) }
    for (words, factor) in multiples {
      for multiple in words where word.hasPrefix(multiple) {
        if let code = money[String(word.dropFirst(multiple.count))] {
          return Unit(kind: .money, code: code, factor: factor)
        }
        // A lone t or m may be anything.
        if word == multiple, word.count > 1 || word == "k" { return Unit(kind: .many, factor: factor) }
      }
    }
    return nil
  }

  /// The units that the column may have.
  private var allowed: Set<Kind> {
    let name = column.lowercased()
    if name.contains("factor") { return [] }
    if name.contains("cost") || name == "annualsalary" || name == "budget" {
      if name.hasSuffix("perhour") { return [.money, .per(.money, "hour")] }
      if name.hasSuffix("perunitday") { return [.money, .per(.money, "day")] }
      if name.hasSuffix("perweek") { return [.money, .per(.money, "week")] }
      if name == "annualsalary" { return [.money, .per(.money, "year")] }
      return name == "unmetcost" ? [.money, .per(.money, "hour"), .per(.money, "day")] : [.money]
    }
    if name.hasSuffix("hoursperday") || name.hasSuffix("hoursperunitday")
      || ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(name)
    {
      return [.hours, .per(.hours, "day")]
    }
    if name.hasSuffix("hoursperweek") { return [.hours, .per(.hours, "week")] }
    if name == "units" { return [.per(.hours, "")] }
    return name.contains("hours") ? [.hours] : []
  }

  private var hint: String {
    let name = column.lowercased()
    if allowed.contains(.per(.hours, "day")) { return "write the hours of a day, such as 7.5" }
    if allowed.contains(.per(.hours, "week")) { return "write the hours of a week, such as 38.5" }
    if allowed.contains(.hours) { return "write hours, such as 80 for ten days of eight hours" }
    if name.hasSuffix("perhour") { return "write the money for an hour, such as 85" }
    return allowed.contains(.money) ? "write the amount of money alone" : "write the number alone"
  }
}
