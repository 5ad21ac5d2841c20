// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

extension [Plan.UnmetEntry] {
  /// One entry for each demand, in the order in which they are met: amounts and costs added up, and what is said of many
  /// periods said once, with the periods.
  ///
  /// Reasons say the same where their sentences differ in their figures alone. The sentence is then that of the largest
  /// part; where all are the same but for their days, it is without them.
  package func byDemand() -> [Plan.UnmetEntry] {
    var order: [String] = []
    var groups: [String: [Plan.UnmetEntry]] = [:]
    for entry in self {
      if groups[entry.demand] == nil { order.append(entry.demand) }
      groups[entry.demand, default: []].append(entry)
    }
    return order.compactMap { groups[$0].flatMap(Self.merged) }
  }

  private static func merged(_ entries: [Plan.UnmetEntry]) -> Plan.UnmetEntry? {
    guard var whole = entries.first, entries.count > 1 else { return entries.first }
    whole.amount = entries.reduce(.zero) { $0 + $1.amount }
    whole.cost = entries.reduce(.zero) { $0 + $1.cost }
    (whole.period, whole.days) = (nil, nil)
    whole.remedies = entries.reduce(into: []) { all, entry in
      all += entry.remedies.filter { !all.contains($0) }
    }
    var parts: [ReasonPart] = []
    var places: [String: Int] = [:]
    for entry in entries {
      for reason in entry.reasons {
        let key = reason.kind.rawValue + ReasonPart.shape(of: reason.detail)
        // In 10^-12.
        let amount = reason.share.count * entry.amount.count
        if let place = places[key] {
          parts[place].add(reason, amount, entry.period)
        } else {
          places[key] = parts.count
          parts.append(ReasonPart(reason, amount, entry.period))
        }
      }
    }
    whole.reasons = ReasonPart.reasons(parts)
    return whole
  }
}

/// Reasons of several periods that say the same.
private struct ReasonPart {
  private var reason: Plan.UnmetReason
  private var periods: [Int]
  private var largest: Int128
  private var amount: Int128
  /// The sentence without its days, while it is the same for all.
  private var undated: String?

  init(_ reason: Plan.UnmetReason, _ amount: Int128, _ period: Int?) {
    self.reason = reason
    periods = period.map { [$0] } ?? []
    (largest, self.amount) = (amount, amount)
    undated = Self.withoutDays(reason.detail)
  }

  mutating func add(_ other: Plan.UnmetReason, _ more: Int128, _ period: Int?) {
    amount += more
    if let period { periods.append(period) }
    if undated != Self.withoutDays(other.detail) { undated = nil }
    if more > largest { (largest, reason.detail) = (more, other.detail) }
  }

  /// What sentences about other days have in common: all but their days and figures.
  static func shape(of text: String) -> String {
    String(withoutDays(text).filter { !$0.isNumber && $0 != "." && $0 != "-" })
  }

  /// A sentence without ` from 2027-04-05 to 05-02` and the like.
  private static func withoutDays(_ text: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false)
    var index = 0
    while index + 1 < words.count {
      guard words[index] == "from" || words[index] == "on", isDay(words[index + 1]) else {
        index += 1
        continue
      }
      var end = index + 2
      if end + 1 < words.count, words[end] == "to", isDay(words[end + 1]) { end += 2 }
      let last = words[end - 1]
      words.removeSubrange(index..<end)
      // What stands behind the days, such as a colon, belongs to the word before.
      if let mark = last.last, !mark.isNumber, index > 0 { words[index - 1] += String(mark) }
    }
    return words.joined(separator: " ")
  }

  /// Whether a word is a day, with or without its year.
  private static func isDay(_ word: Substring) -> Bool {
    let digits = word.filter(\.isNumber).count
    return digits >= 4 && word.contains("-") && word.allSatisfy { $0.isNumber || $0 == "-" || $0 == ":" || $0 == "," }
  }

  /// What is added to a sentence whose figures are those of its largest part alone.
  private static let otherFigures = "; much the same in the other periods"

  /// The reasons with shares that add up to 1.
  static func reasons(_ parts: [ReasonPart]) -> [Plan.UnmetReason] {
    let total = parts.reduce(Int128(0)) { $0 + $1.amount }
    guard total > 0 else { return parts.map(\.reason) }
    // What accounts for less than a thousandth is no reason of the whole.
    let parts = parts.filter { $0.amount * 1_000 >= total }
    var given: Int128 = 0
    var reasons = parts.map { part -> Plan.UnmetReason in
      var reason = part.reason
      reason.share = Millionths(count: scaled(part.amount, by: 1_000_000, over: total, rounding: .towardZero))
      given += reason.share.count
      reason.periods = part.periods
      if part.periods.count > 1 { reason.detail = part.undated ?? reason.detail + otherFigures }
      return reason
    }
    if let most = parts.indices.max(by: { parts[$0].amount < parts[$1].amount }) {
      reasons[most].share.count += 1_000_000 - given
    }
    return reasons
  }
}
