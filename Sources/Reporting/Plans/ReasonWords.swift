// SPDX-License-Identifier: GPL-3.0-or-later

/// Reasons that say the same of several stretches of days, put together.
enum ReasonWords {
  /// A sentence such as `Nobody with java 3 is free from 2027-01-04 to 02-07: Ana works on Web shop`, in pieces.
  private struct Pieces {
    var head: String
    /// `2027-01-04 to 02-07`; nil where it names no days.
    var days: String?
    var rest: String

    init?(_ sentence: String) {
      guard let colon = sentence.firstRange(of: ": ") else { return nil }
      head = String(sentence[..<colon.lowerBound])
      rest = String(sentence[colon.upperBound...])
      for word in [" from ", " on "] {
        guard let start = head.ranges(of: word).last else { continue }
        let tail = head[start.upperBound...]
        guard tail.first?.isNumber == true, tail.allSatisfy({ $0.isNumber || "- to".contains($0) }) else { continue }
        days = String(tail)
        head = String(head[..<start.lowerBound])
        return
      }
    }
  }

  /// The sentences, of which those that begin alike become one; days are named where they are not all of a demand's.
  ///
  /// - Parameter window: the days of which all is said, as the table writes them.
  static func joined(_ sentences: [String], in window: String) -> String {
    var groups: [(head: String, parts: [String])] = []
    for sentence in sentences {
      guard let pieces = Pieces(sentence) else {
        groups.append((sentence, []))
        continue
      }
      let isPart = sentences.count { Pieces($0)?.head == pieces.head } > 1
      if !isPart, let days = pieces.days, days != window {
        groups.append((sentence, []))
        continue
      }
      let part = pieces.rest + (pieces.days.map { $0 == window ? "" : " (\($0))" } ?? "")
      if let place = groups.firstIndex(where: { $0.head == pieces.head && !$0.parts.isEmpty }) {
        groups[place].parts.append(part)
      } else {
        groups.append((pieces.head, [part]))
      }
    }
    return groups.map { $0.parts.isEmpty ? $0.head : $0.head + ": " + $0.parts.joined(separator: "; ") }
      .joined(separator: ". ")
  }
}
