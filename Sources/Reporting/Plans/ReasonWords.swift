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
    // By what they begin with, the rests in order, each with its days.
    var groups: [(head: String, parts: [(rest: String, days: [String])])] = []
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
      let days = pieces.days.map { $0 == window ? [] : [$0] } ?? []
      guard let place = groups.firstIndex(where: { $0.head == pieces.head && !$0.parts.isEmpty }) else {
        groups.append((pieces.head, [(pieces.rest, days)]))
        continue
      }
      if let part = groups[place].parts.firstIndex(where: {
        $0.rest == pieces.rest && !$0.days.isEmpty && !days.isEmpty
      }) {
        groups[place].parts[part].days += days
      } else {
        groups[place].parts.append((pieces.rest, days))
      }
    }
    return groups.map { head, parts in
      let texts = parts.map { $0.rest + ($0.days.isEmpty ? "" : " (" + $0.days.joined(separator: ", ") + ")") }
      return texts.isEmpty ? head : head + ": " + texts.joined(separator: "; ")
    }.joined(separator: ". ")
  }
}
