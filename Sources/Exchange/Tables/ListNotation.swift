// SPDX-License-Identifier: GPL-3.0-or-later

/// Lists inside a cell: items parted by `;` or line breaks, their parts by `:`, alternatives by `|`. What holds one of
/// these stands in quotation marks, in which two of them are one.
enum ListNotation {
  /// What stands for a list or an object that is there and empty.
  static let empty = "[]"

  /// A part of an item.
  struct Part: Hashable {
    var text: String
    var isQuoted = false
    var isBlank: Bool { text.isEmpty && !isQuoted }
  }

  /// A text as a part of an item.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text != empty && text.unicodeScalars.first.map(isSpace) == false
      && text.unicodeScalars.last.map(isSpace) == false
      && !text.unicodeScalars.contains { ";:|\"\n\r".unicodeScalars.contains($0) }
    if isPlain { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(scalar)
      if scalar == "\"" { result.unicodeScalars.append(scalar) }
    }
    return result + "\""
  }

  /// The alternatives, each with its items, each with its parts; nil where a quotation mark is not closed, or there is
  /// text behind one. Blank items are passed over.
  ///
  /// - Parameters:
  ///   - hasParts: whether `:` parts an item.
  ///   - hasAlternatives: whether `|` parts alternatives.
  static func parse(_ text: String, hasParts: Bool, hasAlternatives: Bool = false) -> [[[Part]]]? {
    var work = Work(hasParts: hasParts, hasAlternatives: hasAlternatives)
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "\"", work.isAtStart {
        var inner = String.UnicodeScalarView()
        while true {
          guard index < scalars.count else { return nil }
          let next = scalars[index]
          index += 1
          if next == "\"" {
            guard index < scalars.count, scalars[index] == "\"" else { break }
            index += 1
          }
          inner.append(next)
        }
        work.part = Part(text: String(inner), isQuoted: true)
      } else if !work.separates(scalar) {
        guard work.append(scalar) else { return nil }
      }
    }
    work.endAlternative()
    return work.alternatives
  }

  private struct Work {
    let hasParts: Bool
    let hasAlternatives: Bool
    var part = Part(text: "")
    var item: [Part] = []
    var items: [[Part]] = []
    var alternatives: [[[Part]]] = []

    /// Whether nothing but spaces has been read of the part.
    var isAtStart: Bool { !part.isQuoted && part.text.unicodeScalars.allSatisfy(isSpace) }

    mutating func separates(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case ";", "\n", "\r": endItem()
      case ":" where hasParts: endPart()
      case "|" where hasAlternatives: endAlternative()
      default: return false
      }
      return true
    }

    /// - Returns: false for text behind a closing quotation mark.
    mutating func append(_ scalar: Unicode.Scalar) -> Bool {
      if part.isQuoted { return isSpace(scalar) }
      part.text.unicodeScalars.append(scalar)
      return true
    }

    private mutating func endPart() {
      if !part.isQuoted { part.text = part.text.trimmed }
      item.append(part)
      part = Part(text: "")
    }

    private mutating func endItem() {
      endPart()
      if item.contains(where: { !$0.isBlank }) { items.append(item) }
      item = []
    }

    mutating func endAlternative() {
      endItem()
      if !items.isEmpty { alternatives.append(items) }
      items = []
    }
  }
}

/// Whether there is nothing to be seen of a character. Nearly all are in ASCII, for which the properties are slow.
func isSpace(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x80 ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
}

extension String {
  /// Without white space at its ends.
  var trimmed: String {
    let ends = [utf8.first, utf8.last]
    if ends.allSatisfy({ $0.map { (0x21...0x7E).contains($0) } ?? true }) { return self }
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }
}

/// Texts of cells: a cell in which nothing is to be seen is blank, so that an empty text is written as two quotation marks,
/// and one of nothing but spaces and quotation marks behind them with two more.
enum CellText {
  static func written(_ text: String) -> String { isOfMarks(text) ? text + "\"\"" : text }

  static func read(_ text: String) -> String {
    text.utf8.count >= 2 && text.utf8.suffix(2).allSatisfy { $0 == UInt8(ascii: "\"") } && isOfMarks(text)
      ? String(text.dropLast(2)) : text
  }

  private static func isOfMarks(_ text: String) -> Bool {
    // Nearly all texts begin otherwise.
    if let first = text.utf8.first, (0x23...0x7E).contains(first) || first == 0x21 { return false }
    let marks = text.unicodeScalars.drop(while: isSpace)
    return marks.count != 1 && marks.allSatisfy { $0 == "\"" }
  }
}
