// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Days whose month is a word, in English or German, so that they can be one day only: `4-Jan-2027`, `4. Januar 2027`,
/// `January 4, 2027`.
enum DayInWords {
  private static let months = [
    ["january", "januar", "j\u{E4}nner"], ["february", "februar"], ["march", "m\u{E4}rz", "mrz", "maerz"], ["april"],
    ["may", "mai"], ["june", "juni"], ["july", "juli"], ["august"], ["september"], ["october", "oktober"], ["november"],
    ["december", "dezember"],
  ]

  /// The day; nil where a text is none.
  static func day(_ text: String) -> Day? {
    let parts = text.lowercased().split { " .,-/\u{A0}".contains($0) }
    guard parts.count == 3, parts[2].count == 4, let year = Int(parts[2]) else { return nil }
    for (month, day) in [(parts[1], parts[0]), (parts[0], parts[1])] {
      guard let month = number(of: month), day.count <= 2, let day = Int(day) else { continue }
      return Day(year: year, month: month, day: day)
    }
    return nil
  }

  /// The number of a month, whose name may be cut to three letters or more.
  private static func number(of word: Substring) -> Int? {
    guard word.count >= 3, word.allSatisfy(\.isLetter) else { return nil }
    return months.firstIndex { names in names.contains { $0.hasPrefix(word) } }.map { $0 + 1 }
  }
}
