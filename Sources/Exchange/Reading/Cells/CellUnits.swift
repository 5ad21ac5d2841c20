// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// Units that people write behind numbers, such as `100 h`, `85 EUR/h` or `7.5 Std./Tag`.
enum CellUnits {
  /// What a unit measures.
  private enum Kind: Hashable {
    case hours, money
    indirect case per(Kind, String)
  }

  private static let hours: Set<String> = ["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"]
  private static let times: [(name: String, words: Set<String>)] = [
    ("hour", ["h", "hr", "hour", "std", "stunde"]), ("day", ["d", "day", "tag"]),
    ("week", ["w", "wk", "week", "woche"]),
    ("year", ["a", "y", "yr", "year", "jahr"]),
  ]
  /// Signs and codes of money by the code; a dollar may be of several.
  private static let money: [String: String] = [
    "\u{20AC}": "EUR", "eur": "EUR", "euro": "EUR", "\u{A3}": "GBP", "gbp": "GBP", "$": "", "usd": "USD", "chf": "CHF",
    "fr": "CHF", "sfr": "CHF", "\u{A5}": "", "jpy": "JPY", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "czk": "CZK", "huf": "HUF", "cad": "CAD", "aud": "AUD",
  ]

  /// A text without its unit.
  ///
  /// - Parameters:
  ///   - column: the column, which says what units it may have.
  ///   - currency: that of the scenario, where it is known.
  static func amount(_ text: String, column: String, currency: String?) throws(CellReading.Failure) -> String {
    guard let start = text.firstIndex(where: { $0.isNumber || "+-.,".contains($0) }),
      let end = text.lastIndex(where: { $0.isNumber })
    else { return text }
    let (before, after) = (text[..<start], text[text.index(after: end)...])
    let isMark = after.allSatisfy { $0 == "." || $0 == "," }
    guard !before.isEmpty || !isMark, start <= end else { return text }
    let unit = String(before + after).trimmed
    guard let (kind, code) = kind(of: unit), before.isEmpty || isMark else { return text }
    guard allowed(column).contains(kind) else {
      throw CellReading.Failure(
        detail: "\(quoted(text)) has a unit that does not fit \(column.isEmpty ? "the value" : column)",
        hint: hint(column))
    }
    if let code, let currency, !code.isEmpty, code != currency {
      throw CellReading.Failure(
        kind: .contradiction, detail: "\(quoted(text)) is \(code), and the currency is \(currency)",
        hint: "there is one currency in a scenario; convert the amount")
    }
    return String(text[start...end])
  }

  /// What a unit means, and the currency where it is money.
  private static func kind(of unit: String) -> (Kind, String?)? {
    var text = unit.lowercased().filter { !$0.isWhitespace && $0 != "." }
    for word in ["per", "pro", "je"] where unit.lowercased().contains(" \(word) ") {
      text = unit.lowercased().replacing(" \(word) ", with: "/").filter { !$0.isWhitespace && $0 != "." }
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let first = parts.first, parts.count <= 2 else { return nil }
    let base: (Kind, String?)
    if hours.contains(first) {
      base = (.hours, nil)
    } else if let code = money[first] {
      base = (.money, code)
    } else if parts.count == 1, first == "d" || first.hasPrefix("tag") || first.hasPrefix("day") || first == "pt" {
      // Known, and allowed nowhere: what a day has is not said.
      return (.per(.hours, ""), nil)
    } else {
      return nil
    }
    guard parts.count == 2 else { return base }
    guard let time = times.first(where: { $0.words.contains(parts[1]) }) else { return nil }
    return (.per(base.0, time.name), base.1)
  }

  /// The units that a column may have.
  private static func allowed(_ column: String) -> Set<Kind> {
    let name = column.lowercased()
    if name.contains("factor") { return [] }
    if name.contains("cost") || name == "annualsalary" || name == "budget" {
      if name.hasSuffix("perhour") { return [.money, .per(.money, "hour")] }
      if name.hasSuffix("perunitday") { return [.money, .per(.money, "day")] }
      if name == "annualsalary" { return [.money, .per(.money, "year")] }
      return [.money]
    }
    if name.hasSuffix("hoursperday") || ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(name) {
      return [.hours, .per(.hours, "day")]
    }
    if name.hasSuffix("hoursperweek") { return [.hours, .per(.hours, "week")] }
    return name.contains("hours") ? [.hours] : []
  }

  private static func hint(_ column: String) -> String {
    let kinds = allowed(column)
    if kinds.contains(.hours) { return "write hours, such as 80 for ten days of eight hours" }
    return kinds.contains(.money) ? "write the amount of money alone" : "write the number alone"
  }
}
