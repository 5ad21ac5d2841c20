// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON

/// Writes HTML with inline SVG, and escapes every text for the place where it stands.
///
/// Names of elements are cases, names of attributes and whole style sheets and scripts are literals of this program:
/// what comes out of a scenario can only become text or the value of an attribute.
struct Markup: Sendable {
  private(set) var bytes: [UInt8] = []
  /// How often each name of a region has been asked for.
  private var names: [String: Int] = [:]

  /// The elements that a page is made of.
  enum Tag: String, Sendable {
    case a, aside, body, button, caption, dd, details, div, dl, dt, footer, h1, h2, h3, head, header, html, input, label
    case li, main, meta, nav, ol, option, p, script, section, select, small, span, strong, style, summary, table, tbody
    case td, tfoot, th, thead, title, tr, ul
    // Drawings.
    case circle, defs, g, line, path, pattern, rect, svg, text, tspan

    /// Whether it has no content.
    fileprivate var isVoid: Bool { self == .input || self == .meta }

    /// Whether its end follows from what comes next. Heat maps have very many cells.
    fileprivate var hasNoEnd: Bool {
      switch self {
      case .td, .th, .tr, .tbody, .thead, .tfoot, .li, .dt, .dd, .option: true
      default: isVoid
      }
    }
  }

  /// An attribute of an element; one without a value is true.
  struct Attribute: Sendable {
    fileprivate let name: StaticString
    fileprivate let value: String?

    init(_ name: StaticString, _ value: String? = nil) {
      self.name = name
      self.value = value
    }

    static func `class`(_ names: String) -> Self { Self("class", names) }
    static func title(_ text: String) -> Self { Self("title", text) }
    /// The head of a cell's column.
    static func label(_ text: String) -> Self { Self("data-label", text) }
  }

  /// Writes an element with its content.
  mutating func callAsFunction(
    _ tag: Tag, _ attributes: Attribute..., content: (inout Markup) -> Void = { _ in }
  ) {
    element(tag, attributes, content: content)
  }

  /// Writes an element with a text in it.
  mutating func callAsFunction(_ tag: Tag, _ attributes: Attribute..., text: String) {
    element(tag, attributes) { $0.text(text) }
  }

  /// Writes an element with its content.
  mutating func element(_ tag: Tag, _ attributes: [Attribute], content: (inout Markup) -> Void) {
    put("<")
    bytes += tag.rawValue.utf8
    for attribute in attributes {
      put(" ")
      put(attribute.name)
      guard let value = attribute.value else { continue }
      let safe = Self.readable(value)
      if !safe.isEmpty, safe.utf8.allSatisfy(Self.isPlain) {
        put("=")
        bytes += safe.utf8
      } else {
        put("=\"")
        escape(safe)
        put("\"")
      }
    }
    put(">")
    content(&self)
    guard !tag.hasNoEnd else { return }
    put("</")
    bytes += tag.rawValue.utf8
    put(">")
  }

  /// Writes a text, escaped.
  mutating func text(_ text: String) { escape(Self.readable(text)) }

  /// Writes an element with a text of several words, in which no date is broken at the end of a line.
  mutating func prose(_ tag: Tag, _ attributes: Attribute..., text: String) {
    element(tag, attributes) { $0.prose(text) }
  }

  /// Writes a text of several words, in which no date is broken at the end of a line.
  mutating func prose(_ text: String) {
    let bytes = Array(text.utf8)
    var start = 0
    var place = 0
    while place < bytes.count {
      guard let end = Self.endOfDays(in: bytes, from: place) else {
        place += 1
        continue
      }
      self.text(String(decoding: bytes[start..<place], as: UTF8.self))
      self(.span, .class("day"), text: String(decoding: bytes[place..<end], as: UTF8.self))
      start = end
      place = end
    }
    self.text(String(decoding: bytes[start...], as: UTF8.self))
  }

  /// Where a date or a stretch of days ends that begins at a byte, such as `2027-02-15 to 04-30`.
  private static func endOfDays(in bytes: [UInt8], from start: Int) -> Int? {
    func matches(_ pattern: String, at place: Int) -> Bool {
      let pattern = pattern.utf8
      guard place + pattern.count <= bytes.count else { return false }
      return zip(pattern, bytes[place...]).allSatisfy { wanted, byte in
        wanted == 0x30 ? (0x30...0x39).contains(byte) : wanted == byte
      }
    }
    guard (0x30...0x39).contains(bytes[start]), matches("0000-00-00", at: start) else { return nil }
    let end = start + 10
    return [" to 0000-00-00", " to 00-00"].first { matches($0, at: end) }.map { end + $0.utf8.count } ?? end
  }

  /// Writes a figure as a cell of a table; of a class where it has one.
  ///
  /// - Parameters:
  ///   - names: letters, digits and spaces; others are escaped.
  ///   - label: the head of its column, which stands beside it where a row is drawn as a block.
  mutating func cell(_ text: String, class names: String = "", label: String? = nil) {
    if let label, !label.isEmpty {
      // A row that is drawn as a block has no line for what it has not.
      let names = text == "-" ? (names.isEmpty ? "none" : names + " none") : names
      element(.td, (names.isEmpty ? [] : [.class(names)]) + [.label(label)]) { $0.text(text) }
    } else if names.isEmpty {
      put("<td>")
      self.text(text)
    } else {
      self(.td, .class(names), text: text)
    }
  }

  /// A name that no other region of the page has.
  mutating func unique(_ name: String) -> String {
    names[name, default: 0] += 1
    return names[name].map { $0 > 1 ? "\(name) (\($0))" : name } ?? name
  }

  /// Ends a line, so that the page can be read as a text, too.
  mutating func newLine() { put("\n") }

  /// Writes the declaration of the document's type.
  mutating func documentType() { put("<!DOCTYPE html>\n") }

  /// Writes a style sheet or a script, which are literals of this program.
  mutating func source(_ tag: Tag, _ text: StaticString) {
    self(tag) { $0.put(text) }
  }

  private mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A text without characters that cannot be seen, or that turn around what stands beside them.
  private static func readable(_ text: String) -> String {
    let text = escapedForTerminal(text)
    guard text.unicodeScalars.contains(where: { isNoCharacter($0.value) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isNoCharacter(scalar.value) {
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// What Unicode keeps free for programs, and HTML does not allow.
  private static func isNoCharacter(_ value: UInt32) -> Bool {
    value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x25, 0x23: true
    default: false
    }
  }

  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case 0x26: put("&amp;")
      case 0x3C: put("&lt;")
      case 0x3E: put("&gt;")
      case 0x22: put("&quot;")
      case 0x27: put("&#39;")
      default: bytes.append(byte)
      }
    }
  }
}
