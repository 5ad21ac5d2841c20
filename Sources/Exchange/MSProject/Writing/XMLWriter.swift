// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes XML: elements and texts, each element on a line of its own.
struct XMLWriter {
  private(set) var bytes: [UInt8] = []
  private var depth: Int
  private let tab: String

  /// - Parameters:
  ///   - depth: how deep the first element is.
  ///   - tab: what stands before it for each level.
  init(depth: Int = 0, tab: String = "\t") {
    self.depth = depth
    self.tab = tab
  }

  /// The first line of a document.
  mutating func declaration() {
    bytes += Array(#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#.utf8) + [0x0A]
  }

  /// An element with others inside.
  mutating func element(_ name: StaticString, attributes: StaticString = "", _ content: (inout XMLWriter) -> Void) {
    indent()
    bytes += Array("<\(name)\(attributes)>\n".utf8)
    depth += 1
    content(&self)
    depth -= 1
    indent()
    bytes += Array("</\(name)>\n".utf8)
  }

  /// An element with a text.
  mutating func element(_ name: StaticString, _ text: String) {
    indent()
    bytes += Array("<\(name)>".utf8)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += Array("&amp;".utf8)
      case "<": bytes += Array("&lt;".utf8)
      case ">": bytes += Array("&gt;".utf8)
      case "\t", "\n": bytes.append(UInt8(scalar.value))
      // XML has no way to write other control characters and these two.
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: bytes.append(0x20)
      default: bytes += Array(String(scalar).utf8)
      }
    }
    bytes += Array("</\(name)>\n".utf8)
  }

  mutating func element(_ name: StaticString, _ number: Int) { element(name, "\(number)") }

  private mutating func indent() {
    for _ in 0..<depth { bytes += Array(tab.utf8) }
  }
}
