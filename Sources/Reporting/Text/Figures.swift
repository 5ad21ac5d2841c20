// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
package import Numbers

/// Figures as people read them: thousands separators, a fixed number of decimals, units.
package enum Figures {
  /// A whole number with thousands separators, such as `12,340`.
  package static func whole(_ value: Int) -> String { (value < 0 ? "-" : "") + grouped(String(value.magnitude)) }

  /// An amount rounded half away from zero to so many decimals (0 to 6), such as `-1,234.50`.
  ///
  /// What is not 0 never reads as 0: where rounding would make it so, the answer is `<0.1` (with the decimals asked
  /// for), or `>-0.1`.
  package static func amount(_ value: Millionths, decimals: Int) -> String {
    let places = min(max(decimals, 0), 6)
    let step = powerOfTen(6 - places)
    let magnitude = value.magnitude.count
    let rounded = (magnitude + step / 2) / step
    let isNegative = value.count < 0
    if rounded == 0, magnitude != 0 {
      return (isNegative ? ">-" : "<") + plain(1, decimals: places)
    }
    return (isNegative ? "-" : "") + plain(rounded, decimals: places)
  }

  /// Hours or unit-days with one decimal.
  package static func hours(_ value: Millionths) -> String { amount(value, decimals: 1) }

  /// Money with two decimals and its currency, such as `1,234.50 EUR`.
  package static func money(_ value: Millionths, currency: String? = nil) -> String {
    let text = amount(value, decimals: 2)
    return currency.map { text + " " + $0 } ?? text
  }

  /// A share (1 is all) in percent with one decimal, rounded down, such as `96.4 %`: `100.0 %` is all of it.
  package static func percent(_ share: Millionths) -> String {
    let tenths = share.count >= 0 ? share.count / 1_000 : -((-share.count + 999) / 1_000)
    return (tenths < 0 ? "-" : "") + plain(tenths < 0 ? -tenths : tenths, decimals: 1) + " %"
  }

  /// A share in percent with one decimal, rounded half up: how much of something is used, where a millionth does not
  /// matter.
  package static func nearestPercent(_ share: Millionths) -> String {
    percent(Millionths(count: share.count + (share.count < 0 ? -500 : 500)))
  }

  /// A relative gap in units of 10^-12, in percent with four decimals, rounded up; `0 %` is none at all.
  package static func gap(_ gap: Int128) -> String {
    if gap == 0 { return "0 %" }
    if gap > 0, gap < 1_000_000 { return "below 0.0001 %" }
    return plain((gap + 999_999) / 1_000_000, decimals: 4) + " %"
  }

  /// A stretch of days, such as `2026-03-02 to 03-08` or, for one day, `2026-03-02`.
  package static func days(_ range: DayRange) -> String {
    if range.first == range.last { return range.first.description }
    let last = range.last.description
    let isSameYear = range.first.components.year == range.last.components.year
    return range.first.description + " to " + (isSameYear ? String(last.dropFirst(5)) : last)
  }

  /// A number and its noun, in the singular for 1.
  package static func count(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
    whole(value) + " " + (value == 1 ? singular : plural ?? singular + "s")
  }

  /// An exact decimal with thousands separators, all its digits kept.
  package static func exact(_ value: ExactDecimal) -> String {
    let text = value.description
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = text.dropFirst(sign.count)
    let whole = digits.prefix { $0 != "." }
    return sign + grouped(String(whole)) + digits.dropFirst(whole.count)
  }

  /// A bar of ten cells for a share, such as `████████··`; a share above 1 fills it and ends in `+`.
  package static func bar(_ share: Millionths) -> String {
    let cells = Int(clamping: (min(max(share.count, 0), 1_000_000) * 10 + 500_000) / 1_000_000)
    let bar = String(repeating: "█", count: cells) + String(repeating: "·", count: 10 - cells)
    return share.count > 1_000_000 ? bar + "+" : bar
  }

  /// One block for a share: `·` where nothing is there to be used, `_` for nothing used, `▁` to `▇` for a part, `█` from
  /// 95 %, `+` above 1.
  package static func block(_ share: Millionths?) -> String {
    guard let share else { return "·" }
    if share.count <= 0 { return "_" }
    if share.count > 1_000_000 { return "+" }
    if share.count >= 950_000 { return "█" }
    let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]
    return blocks[min(blocks.count - 1, Int(share.count) * blocks.count / 950_000)]
  }

  private static func plain(_ value: Int128, decimals: Int) -> String {
    let divisor = powerOfTen(decimals)
    let whole = grouped(String(value / divisor))
    guard decimals > 0 else { return whole }
    let rest = String(value % divisor)
    return whole + "." + String(repeating: "0", count: decimals - rest.count) + rest
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
