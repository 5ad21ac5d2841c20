// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Puts other assignments into the bytes of a document.
struct MSPDISplicing {
  private let original: [UInt8]
  private let tree: MSPDITree
  private let encoding: MSPDIEncoding
  private var result: [UInt8] = []
  private var copied = 0

  /// - Parameter tree: the document, read with its bytes.
  init(_ original: [UInt8], _ tree: MSPDITree) {
    self.original = original
    self.tree = tree
    encoding = MSPDIEncoding(original)
  }

  /// The document with other assignments.
  ///
  /// - Parameters:
  ///   - place: where the list of assignments stands in what was read.
  ///   - changed: assignments in their order, and what stands for each; nil where it goes.
  ///   - added: new elements for the end of the list.
  consuming func bytes(
    _ place: Range<Int>, changed: [(node: MSPDINode, text: MSPDIBookingText?)], added: [[UInt8]]
  ) -> [UInt8] {
    for (node, text) in changed {
      guard let range = tree.assignmentBytes[node.index] else { continue }
      if let text { change(node, to: text) } else { replace(range, with: []) }
    }
    add(added, place)
    return result + original[encoding.offset(copied)...]
  }

  private mutating func replace(_ range: Range<Int>, with text: some Sequence<UInt8>) {
    result += original[encoding.offset(copied)..<encoding.offset(range.lowerBound)]
    result += encoding.encoded(text)
    copied = range.upperBound
  }

  /// Changes the elements of an assignment that say what is left; those that are not there are not missed.
  private mutating func change(_ node: MSPDINode, to text: MSPDIBookingText) {
    let children = node.children()
    var hasDays = false
    for child in children {
      guard let range = tree.assignmentBytes[child.index] else { continue }
      if child.name == "TimephasedData" {
        // Type 1 is work that is left: the first record makes room for all new ones.
        guard child["Type"]?.text == "1" else { continue }
        replace(blanks(before: range.lowerBound)..<range.upperBound, with: hasDays ? [] : text.days)
        hasDays = true
      } else if let value = text.value(child.name, instead: child.text) {
        replace(range, with: Array("<\(child.name)>\(value)</\(child.name)>".utf8))
      }
    }
    guard !hasDays, let last = children.last, let range = tree.assignmentBytes[last.index] else { return }
    replace(max(copied, range.upperBound)..<max(copied, range.upperBound), with: text.days)
  }

  /// Where the white space before an element begins; all in what was read.
  private func blanks(before start: Int) -> Int {
    let blanks = [0x20, 0x09, 0x0A, 0x0D].map { encoding.encoded([$0 as UInt8]) }
    let width = blanks[0].count
    var result = start
    while result - width > copied, encoding.offset(result) >= width {
      let end = encoding.offset(result)
      guard blanks.contains(where: { $0.elementsEqual(original[end - width..<end]) }) else { break }
      result -= width
    }
    return result
  }

  private mutating func add(_ added: [[UInt8]], _ place: Range<Int>) {
    guard !added.isEmpty else { return }
    let text = Array(added.joined())
    let end = encoding.offset(place.upperBound)
    let mark = encoding.encoded([UInt8(ascii: "/"), UInt8(ascii: ">")])
    if original[encoding.offset(place.lowerBound)..<end].suffix(mark.count).elementsEqual(mark) {
      replace(place, with: Array("<Assignments>\n".utf8) + text + Array("</Assignments>".utf8))
      return
    }
    // Before the tag that ends the list.
    let open = encoding.encoded([UInt8(ascii: "<")])
    var index = end - open.count
    while index > 0, !original[index..<index + open.count].elementsEqual(open) { index -= open.count }
    result += original[encoding.offset(copied)..<index]
    result += encoding.encoded(text)
    result += original[index..<end]
    copied = place.upperBound
  }
}

/// What an assignment says of work that is left, as texts.
struct MSPDIBookingText {
  /// The values of elements by their names; of those that are days without a time.
  private var values: [String: String] = [:]
  /// The records of daily work.
  private(set) var days: [UInt8] = []
  /// The whole element.
  private(set) var element: [UInt8] = []

  init(
    _ booking: MSPDIBooking, uid: Int, task: Int, resource: Int, _ horizon: DayRange, window: DayRange,
    available: [Int]?, done: Int
  ) {
    let text = booking.text(horizon, window: window, available: available)
    let total = booking.seconds + done
    values = [
      "ResourceUID": "\(resource)", "RemainingWork": MSPDITimes.duration(booking.seconds),
      "Work": MSPDITimes.duration(total), "RegularWork": MSPDITimes.duration(total),
      "PercentWorkComplete": "\(total == 0 ? 0 : done * 100 / total)",
    ]
    if !booking.days.isEmpty {
      values["Finish"] = String(text.finish.prefix(10))
      values["Resume"] = String(text.start.prefix(10))
      values["Units"] = text.units
      values["WorkContour"] = "8"
      // What is begun keeps its start.
      if done == 0 { values["Start"] = String(text.start.prefix(10)) }
    }
    var writer = XMLWriter(depth: 3)
    booking.writeDays(to: &writer, uid: uid, horizon, available: available, isWhole: true)
    days = writer.bytes.isEmpty ? [] : [0x0A] + writer.bytes.dropLast()
    writer = XMLWriter(depth: 2)
    writer.element("Assignment") { writer in
      booking.write(
        to: &writer, uid: uid, task: task, resource: resource, horizon, window: window, available: available)
    }
    element = writer.bytes
  }
}

extension MSPDIBookingText {
  /// What an element is to say instead; nil where it may stay.
  func value(_ name: String, instead old: String) -> String? {
    guard var value = values[name] else { return nil }
    // The time of day stays.
    if value.utf8.count == 10, old.dropFirst(10).first == "T" { value += old.dropFirst(10) }
    return value == old ? nil : value
  }
}

/// How the bytes of a document stand for its text, so that ASCII can be put between them.
struct MSPDIEncoding {
  private let width: Int
  private let isLittleEndian: Bool
  /// For Windows-1252, whose text was read as UTF-8: where characters with more bytes stand there, and how many more
  /// bytes there are before each.
  private let wide: [(read: Int, more: Int)]

  init(_ bytes: [UInt8]) {
    isLittleEndian = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0x3C, 0x00])
    let isWide = isLittleEndian || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0x00, 0x3C])
    width = isWide ? 2 : 1
    var wide: [(read: Int, more: Int)] = []
    if MSPDITree.isWindows1252(bytes) {
      var more = 0
      for (index, byte) in bytes.enumerated() where byte >= 0x80 {
        wide.append((index + more, more))
        more += TextEncoding.windows1252(byte) < 0x800 ? 1 : 2
      }
      wide.append((bytes.count + more, more))
    }
    self.wide = wide
  }

  /// The offset in the file of an offset in what was read.
  func offset(_ read: Int) -> Int {
    var (low, high) = (0, wide.count)
    while low < high {
      let middle = (low + high) / 2
      if wide[middle].read < read { low = middle + 1 } else { high = middle }
    }
    return wide.isEmpty ? read : read - wide[min(low, wide.count - 1)].more
  }

  /// ASCII in the encoding.
  func encoded(_ ascii: some Sequence<UInt8>) -> [UInt8] {
    guard width == 2 else { return Array(ascii) }
    return ascii.flatMap { isLittleEndian ? [$0, 0] : [0, $0] }
  }
}
