// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Places and lengths in drawings: along the axis in hundredths of the width, so that a drawing fits every page without
/// being distorted; across it in pixels.
enum Drawing {
  /// A share (1 is all) of the width.
  static func percent(_ share: Double) -> String { number(share * 100) + "%" }

  /// A number with at most two decimals.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    var text = (hundredths < 0 ? "-" : "") + String(whole)
    if rest > 0 { text += "." + (rest < 10 ? "0" : "") + (rest % 10 == 0 ? String(rest / 10) : String(rest)) }
    return text
  }

  /// The hatchings that other drawings fill with.
  static func writePatterns(_ html: inout Markup) {
    html(.svg, .class("patterns"), .init("width", "0"), .init("height", "0"), .init("aria-hidden", "true")) { html in
      html(.defs) { html in
        for name in ["lack", "out"] {
          html(
            .pattern, .init("id", "hatch-" + name), .init("width", "6"), .init("height", "6"),
            .init("patternUnits", "userSpaceOnUse"), .init("patternTransform", "rotate(45)")
          ) { html in
            html(.rect, .class("ground-" + name), .init("width", "6"), .init("height", "6"))
            html(.rect, .class("stroke-" + name), .init("width", "2.4"), .init("height", "6"))
          }
        }
      }
    }
  }

  /// Columns of one width beside each other as one shape, in a drawing of its own that is stretched to the width.
  ///
  /// - Parameters:
  ///   - heights: shares of the height, 0 to 1.
  ///   - part: the part of the axis that is shown, as shares of the width.
  static func writeColumns(
    _ html: inout Markup, _ heights: [Double], class names: String, height: Int, y: Int = 0,
    part: (Double, Double) = (0, 1)
  ) {
    let count = Double(heights.count)
    let levels = heights.map { number(100 - 100 * min(1, max(0, $0))) }
    var path = ""
    var isOpen = false
    var index = 0
    while index < levels.count {
      let end = levels[index...].firstIndex { $0 != levels[index] } ?? levels.count
      if levels[index] != "100" {
        path += isOpen ? "" : "M\(index) 100"
        path += "V\(levels[index])H\(end)"
        isOpen = true
      } else if isOpen {
        path += "V100Z"
        isOpen = false
      }
      index = end
    }
    guard !path.isEmpty else { return }
    html(
      .svg, .init("x", percent(part.0)), .init("y", String(y)), .init("width", percent(part.1 - part.0)),
      .init("height", String(height)),
      .init("viewBox", "\(number(part.0 * count)) 0 \(number((part.1 - part.0) * count)) 100"),
      .init("preserveAspectRatio", "none")
    ) { html in
      html(.path, .class(names), .init("d", path + (isOpen ? "V100Z" : "")))
    }
  }
}

extension Markup {
  /// Writes a rectangle; x and width are shares of the width.
  mutating func bar(_ names: String, _ x: Double, _ width: Double, y: Double, height: Double, title: String? = nil) {
    self(
      .rect, .class(names), .init("x", Drawing.percent(x)), .init("width", Drawing.percent(max(0, width))),
      .init("y", Drawing.number(y)), .init("height", Drawing.number(max(0, height)))
    ) { html in
      if let title { html(.title, text: title) }
    }
  }

  /// Writes a line; x are shares of the width.
  mutating func line(_ names: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    self(
      .line, .class(names), .init("x1", Drawing.percent(x1)), .init("y1", Drawing.number(y1)),
      .init("x2", Drawing.percent(x2)), .init("y2", Drawing.number(y2)))
  }

  /// Writes a small shape at a place; x is a share of the width, the path is in pixels from there.
  mutating func mark(_ names: String, _ x: Double, _ y: Double, path: StaticString, title: String? = nil) {
    self(.svg, .class("mark"), .init("x", Drawing.percent(x)), .init("y", Drawing.number(y))) { html in
      html(.path, .class(names), .init("d", "\(path)")) { html in
        if let title { html(.title, text: title) }
      }
    }
  }
}
