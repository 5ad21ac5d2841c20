// SPDX-License-Identifier: GPL-3.0-or-later

/// How many columns of a terminal a text takes.
///
/// Combining and invisible characters take none, East Asian wide and full-width characters and emoji take two (Unicode
/// Standard Annex 11, the blocks that are wide as a whole); everything else takes one.
package func columnWidth(_ text: some StringProtocol) -> Int {
  var width = 0
  for character in text { width += columnWidth(character) }
  return width
}

func columnWidth(_ character: Character) -> Int {
  var width = 0
  for scalar in character.unicodeScalars {
    // U+FE0F asks for the emoji form of what stands before it.
    if scalar.value == 0xFE0F { return 2 }
    width = max(width, columnWidth(scalar))
  }
  return width
}

private func columnWidth(_ scalar: Unicode.Scalar) -> Int {
  if (0x20..<0x7F).contains(scalar.value) { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  return isWide(scalar.value) ? 2 : 1
}

private func isWide(_ value: UInt32) -> Bool {
  switch value {
  case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x25FD...0x25FE, 0x2614...0x2615,
    0x2648...0x2653, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x2705, 0x270A...0x270B, 0x2728, 0x274C,
    0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x2B1B...0x2B1C, 0x2B50, 0x2B55, 0x2E80...0x303E,
    0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18AFF,
    0x1B000...0x1B2FF, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F64F,
    0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F90C...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
    true
  default: false
  }
}

/// Cuts a text into lines of at most so many columns, at spaces where there are any, and loses nothing but those
/// spaces. A figure stays with its unit; a word that is too long is cut at a hyphen, where it has one.
func wrapped(_ text: String, to width: Int) -> [String] {
  guard columnWidth(text) > width, width > 0 else { return [text] }
  var lines: [String] = []
  var line = ""
  var lineWidth = 0
  func breakLine() {
    lines.append(line)
    line = ""
    lineWidth = 0
  }
  for word in words(of: text) {
    let wordWidth = columnWidth(word)
    if lineWidth > 0, lineWidth + 1 + wordWidth <= width {
      line += " " + word
      lineWidth += 1 + wordWidth
      continue
    }
    if lineWidth > 0 { breakLine() }
    for character in word {
      let characterWidth = columnWidth(character)
      if lineWidth > 0, lineWidth + characterWidth > width {
        // An id is broken at its last hyphen.
        let rest = line.lastIndex(of: "-").map { line[line.index(after: $0)...] } ?? ""
        if rest.count + 1 < line.count { line.removeLast(rest.count) }
        let kept = line.last == "-" ? String(rest) : ""
        breakLine()
        line = kept
        lineWidth = columnWidth(kept)
      }
      line.append(character)
      lineWidth += characterWidth
    }
  }
  if lineWidth > 0 || lines.isEmpty { breakLine() }
  return lines
}

/// The words of a text, of which a unit is one with the figure before it, and a figure with the one that it is of (`9: 95.7 %`).
private func words(of text: String) -> [Substring] {
  var words: [Substring] = []
  for word in text.split(separator: " ", omittingEmptySubsequences: true) {
    if let last = words.last, last.last?.isNumber == true || last.last == ":" && last.dropLast().allSatisfy(isOfFigure),
      isUnit(word) || last.last == ":" && word.first?.isNumber == true, last.count + word.count < 20
    {
      words[words.count - 1] = last + " " + word
    } else {
      words.append(word)
    }
  }
  return words
}

private func isOfFigure(_ character: Character) -> Bool { character.isNumber || character == "." }

private func isUnit(_ word: Substring) -> Bool {
  ["%", "h", "u-d"].contains { word.hasPrefix($0) && word.dropFirst($0.count).allSatisfy { ".,;:)".contains($0) } }
}
