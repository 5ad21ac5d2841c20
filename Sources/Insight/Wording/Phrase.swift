// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A sentence in the making: bytes, because a plan has dozens of sentences, and a `String` that grows part by part takes
/// most of the time that they take. What it says is the same as ``Wording`` says.
struct Phrase {
  private var bytes: [UInt8] = []

  init(_ start: String) {
    bytes.reserveCapacity(224)
    append(start)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ text: String) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
    if isDone == nil { bytes.append(contentsOf: text.utf8) }
  }

  /// ``Wording/days(_:)``
  mutating func append(days range: DayRange) {
    append(range.first, from: 0)
    guard range.first != range.last else { return }
    append(" to ")
    append(range.last, from: Self.isSameYear(range) ? 5 : 0)
  }

  /// ``Wording/during(_:)``
  mutating func append(during range: DayRange) {
    append(range.first == range.last ? "on " : "from ")
    append(days: range)
  }

  /// ``Wording/list(_:most:and:)`` of texts by their numbers from 0.
  @inline(__always)
  mutating func append(list count: Int, most: Int = 3, _ name: (Int) -> String) {
    append(list: count, most: most) { (phrase: inout Phrase, index: Int) in phrase.append(name(index)) }
  }

  /// The same where each element is appended by a function.
  ///
  /// - Parameter separator: what stands between all elements, where they have commas in them.
  @inline(__always)
  mutating func append(
    list count: Int, most: Int = 3, separatedBy separator: String? = nil, _ appendElement: (inout Phrase, Int) -> Void
  ) {
    let shown = min(most, count)
    for index in 0..<shown {
      if index > 0 { append(separator ?? (index == count - 1 ? " and " : ", ")) }
      appendElement(&self, index)
    }
    if count > shown { append("\(separator == nil ? "" : ";") and \(count - shown) more") }
  }

  /// ``Wording/hours(_:)``
  mutating func append(hours value: Int128) {
    if let rounded = Wording.rounded(value) { append(figure: rounded, decimals: 6) } else { append(Wording.tiny) }
    append(" h")
  }

  /// A whole number.
  mutating func append(number value: Int) { append(figure: Int128(value), decimals: 0) }

  /// The text of a decimal.
  mutating func append(_ value: ExactDecimal) { append(figure: Int128(value.significand), decimals: value.scale) }

  /// `value / 10^decimals` as ``FigureText`` writes it, with separators of thousands as in tables.
  mutating func append(figure value: Int128, decimals: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FigureText.room) { memory in
      guard let base = memory.baseAddress else { return }
      let count = FigureText.write(value, decimals: decimals, to: base)
      let sign = value < 0 ? 1 : 0
      let point = (0..<count).first { base[$0] == UInt8(ascii: ".") } ?? count
      for place in 0..<count {
        if place > sign, place < point, (point - place) % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(base[place])
      }
    }
  }

  private static func isSameYear(_ range: DayRange) -> Bool {
    range.first.components.year == range.last.components.year
  }

  /// A day without its first bytes.
  private mutating func append(_ day: Day, from start: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FigureText.room) { memory in
      guard let base = memory.baseAddress else { return }
      let count = FigureText.write(day, to: base)
      bytes.append(contentsOf: UnsafeBufferPointer(start: base + start, count: count - start))
    }
  }
}
