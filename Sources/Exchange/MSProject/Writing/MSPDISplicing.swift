// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Puts other assignments into the bytes of a document.
struct MSPDISplicing {
  private let original: [UInt8]
  private let tree: MSPDITree
  private let encoding: MSPDIEncoding
  private let lineBreak: [UInt8]
  private var result: [UInt8] = []
  private var copied = 0

  /// - Parameter tree: the document, read with its bytes.
  init(_ original: [UInt8], _ tree: MSPDITree) {
    self.original = original
    self.tree = tree
    encoding = MSPDIEncoding(original)
    lineBreak = Self.lineBreak(original, encoding)
  }

  /// The document with other assignments.
  ///
  /// - Parameters:
  ///   - place: where the list of assignments stands in what was read.
  ///   - changed: assignments in their order, and what stands for each; nil where it goes.
  ///   - added: new elements for the end of the list.
  /// - Throws: ``XMLFailure`` where something stands inside a value that would not stay.
  consuming func bytes(
    _ place: MSPDITree.Bytes, changed: [(node: MSPDINode, text: MSPDIBookingText?)], added: [[UInt8]]
  ) throws(XMLFailure) -> [UInt8] {
    for (node, text) in changed {
      guard let bytes = tree.assignmentBytes[node.index] else { continue }
      if let text { try change(node, bytes, to: text) } else { replace(bytes.whole, with: []) }
    }
    add(added, place)
    return result + original[encoding.offset(copied)...]
  }

  /// Copies what stands before a range, and writes something else in its place.
  private mutating func replace(_ range: Range<Int>, with text: some Sequence<UInt8>) {
    result += bytes(copied..<range.lowerBound)
    result += encoding.encoded(text)
    copied = range.upperBound
  }

  private func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    original[encoding.offset(range.lowerBound)..<encoding.offset(range.upperBound)]
  }

  /// Changes the elements of an assignment that say what is left; those that are not there are not missed.
  private mutating func change(
    _ node: MSPDINode, _ place: MSPDITree.Bytes, to text: MSPDIBookingText
  ) throws(XMLFailure) {
    let children = node.children()
    let days = written(text.days, like: place)
    var hasDays = false
    for child in children {
      guard let bytes = tree.assignmentBytes[child.index] else { continue }
      if child.name == "TimephasedData" {
        // Type 1 is work that is left: the first record makes room for all new ones.
        guard child["Type"]?.text == "1" else { continue }
        replace(blanks(before: bytes.whole.lowerBound)..<bytes.whole.upperBound, with: hasDays ? [] : days)
        hasDays = true
      } else if let value = text.value(child.name, instead: child.text) {
        try set(child, bytes, to: value)
      }
    }
    guard !hasDays, let last = children.last, let bytes = tree.assignmentBytes[last.index] else { return }
    let end = max(copied, bytes.whole.upperBound)
    replace(end..<end, with: days)
  }

  /// Gives an element another text; its tags stay as they are.
  private mutating func set(_ child: MSPDINode, _ place: MSPDITree.Bytes, to value: String) throws(XMLFailure) {
    guard !isOneTag(place) else {
      replace(place, inside: Array(value.utf8))
      return
    }
    let inside = bytes(place.inside)
    for mark in ["<!--", "<?"] where inside.firstRange(of: encoding.encoded(mark.utf8)) != nil {
      var failure = XMLFailure(
        "\(child.name) of an assignment has a \(mark == "<?" ? "processing instruction" : "comment") inside",
        hint: "move it out of the element: its text is replaced")
      failure.line = child.line
      throw failure
    }
    replace(place.inside, with: Array(value.utf8))
  }

  // MARK: Tags

  private func isOneTag(_ place: MSPDITree.Bytes) -> Bool {
    bytes(place.whole).suffix(encoding.encoded("/>".utf8).count).elementsEqual(encoding.encoded("/>".utf8))
      && place.inside.isEmpty
  }

  /// The name of an element as its tag has it, such as `p:Work`.
  private func tagName(_ place: MSPDITree.Bytes) -> [UInt8] {
    let tag = encoding.ascii(bytes(place.whole).prefix(encoding.encoded([0]).count * 1024))
    return Array(tag.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") })
  }

  /// Makes two tags of one, with something between them.
  private mutating func replace(_ place: MSPDITree.Bytes, inside text: [UInt8]) {
    let name = tagName(place)
    let end = place.whole.upperBound - encoding.width(of: "/>")
    replace(end..<place.whole.upperBound, with: [UInt8(ascii: ">")] + text + Array("</".utf8) + name + Array(">".utf8))
  }

  /// New elements with the prefix that an element of the document has, and its line breaks.
  private func written(_ text: [UInt8], like place: MSPDITree.Bytes) -> [UInt8] {
    let name = tagName(place)
    let prefix = name.firstIndex(of: UInt8(ascii: ":")).map { Array(name[...$0]) } ?? []
    guard !prefix.isEmpty || lineBreak.count > 1 else { return text }
    var result: [UInt8] = []
    for (index, byte) in text.enumerated() {
      if byte == 0x0A {
        result += lineBreak
        continue
      }
      result.append(byte)
      let isStart = byte == UInt8(ascii: "<") && index + 1 < text.count && text[index + 1] != UInt8(ascii: "/")
      let isEnd = byte == UInt8(ascii: "/") && index > 0 && text[index - 1] == UInt8(ascii: "<")
      if isStart || isEnd { result += prefix }
    }
    return result
  }

  /// The line break of the document, known by its first one.
  private static func lineBreak(_ original: [UInt8], _ encoding: MSPDIEncoding) -> [UInt8] {
    let head = encoding.ascii(original.prefix(1 << 16))
    guard let first = head.firstIndex(of: 0x0A), first > 0, head[first - 1] == 0x0D else { return [0x0A] }
    return [0x0D, 0x0A]
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

  private mutating func add(_ added: [[UInt8]], _ place: MSPDITree.Bytes) {
    guard !added.isEmpty else { return }
    let text = written(Array(added.joined()), like: place)
    if isOneTag(place) {
      replace(place, inside: lineBreak + text)
    } else {
      // Before the tag that ends the list.
      replace(place.inside.upperBound..<place.inside.upperBound, with: text)
    }
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

  /// How many bytes of what was read an ASCII text has.
  func width(of text: StaticString) -> Int { text.utf8CodeUnitCount * width }

  /// What a text has of ASCII, with a question mark for each other unit.
  func ascii(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard width == 2 else { return bytes.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") } }
    return stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index in
      let (low, high) = isLittleEndian ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      return high == 0 && low < 0x80 ? low : UInt8(ascii: "?")
    }
  }

  /// ASCII in the encoding.
  func encoded(_ ascii: some Sequence<UInt8>) -> [UInt8] {
    guard width == 2 else { return Array(ascii) }
    return ascii.flatMap { isLittleEndian ? [$0, 0] : [0, $0] }
  }
}
