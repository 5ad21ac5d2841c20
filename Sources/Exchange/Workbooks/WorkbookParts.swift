// SPDX-License-Identifier: GPL-3.0-or-later

extension XMLNamespace {
  /// Whether it is that of workbooks, of either edition of the standard.
  var isSpreadsheet: Bool {
    isEqual(to: "http://schemas.openxmlformats.org/spreadsheetml/2006/main")
      || isEqual(to: "http://purl.oclc.org/ooxml/spreadsheetml/main")
  }
}

/// The relationships of a part: which other parts it names.
final class RelationshipsPart: XMLHandler {
  struct Relationship {
    var type: String
    var target: String
  }

  /// The most parts that one names.
  private static let limit = 20_000
  private(set) var relationships: [String: Relationship] = [:]

  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure) {
    guard name == "Relationship", let id = attributes["Id"], attributes["TargetMode"] != "External" else { return }
    guard relationships.count < Self.limit else {
      throw XMLFailure("a part names more than \(Self.limit) others")
    }
    relationships[id] = Relationship(type: attributes["Type"] ?? "", target: attributes["Target"] ?? "")
  }
  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure) {}

  /// The part of a type, such as `styles`.
  ///
  /// - Parameter folder: the folder of the part whose relationships these are, with its slash.
  func part(_ type: String, in folder: String) -> String? {
    relationships.sorted { $0.key < $1.key }.first { $0.value.type.hasSuffix("/" + type) }
      .map { Self.path($0.value.target, in: folder) }
  }

  /// The part that a target means: from the root with a slash, else from the folder, without `.` and `..`.
  static func path(_ target: String, in folder: String) -> String {
    var steps: [Substring] = []
    let target = unescaped(target).replacing("\\", with: "/")
    for step in (target.hasPrefix("/") ? target : folder + target).split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }
}

extension RelationshipsPart {
  /// A target with the characters that `%20` and the like stand for.
  private static func unescaped(_ target: String) -> String {
    guard target.utf8.contains(UInt8(ascii: "%")) else { return target }
    var bytes: [UInt8] = []
    var rest = Array(target.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The list of sheets.
final class WorkbookPart: XMLHandler {
  struct Sheet {
    var name: String
    var id: String
    var isHidden: Bool
  }

  private static let limit = 1_000
  private(set) var sheets: [Sheet] = []
  /// Whether days are counted from 1904.
  private(set) var isFrom1904 = false

  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure) {
    switch name {
    case "workbookPr": isFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
    case "sheet":
      guard sheets.count < Self.limit else { throw XMLFailure("the workbook has more than \(Self.limit) sheets") }
      sheets.append(
        Sheet(
          name: attributes["name"] ?? "", id: attributes["id"] ?? "",
          isHidden: ["hidden", "veryHidden"].contains(attributes["state"] ?? "")))
    default: break
    }
  }
  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure) {}
}

/// The formats of cells, of which only matters whether they show dates or times, and with which unit.
final class StylesPart: XMLHandler {
  /// What a number means by how it is shown.
  enum Meaning: Equatable {
    case number, date, time
    /// A number that is shown with a unit: a text such as `PT`, `%`, `,` for thousands of what is there, or zeros for
    /// digits that are always shown.
    case measured(String)
  }

  /// The most formats of a kind.
  private static let limit = 1 << 17
  private var codes: [Int: Meaning] = [:]
  private var isInCellFormats = false
  private(set) var meanings: [Meaning] = []

  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure) {
    switch name {
    case "numFmt":
      if let id = attributes["numFmtId"].flatMap({ Int($0) }) {
        guard codes.count < Self.limit else { throw XMLFailure("the workbook has more than \(Self.limit) formats") }
        // Excel has 255 characters at most.
        codes[id] = Self.meaning(of: String((attributes["formatCode"] ?? "").prefix(1024)))
      }
    case "cellXfs": isInCellFormats = true
    case "xf" where isInCellFormats:
      // Excel has 65,490 at most.
      guard meanings.count < Self.limit else {
        throw XMLFailure("the workbook has more than \(Self.limit) formats of cells")
      }
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      let isTime = Self.builtInTimes.contains { $0.contains(id) }
      meanings.append(
        codes[id] ?? (isTime ? .time : Self.builtInDates.contains { $0.contains(id) } ? .date : Self.plain(id)))
    default: break
    }
  }
  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure) {
    if name == "cellXfs" { isInCellFormats = false }
  }
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure) {}

  /// The formats without a code that show dates, and those that show times of day and durations.
  private static let builtInDates: [ClosedRange<Int>] = [14...17, 22...22, 27...31, 34...36, 50...54, 57...58]
  private static let builtInTimes: [ClosedRange<Int>] = [18...21, 32...33, 45...47, 55...56]

  /// What a format without a code shows that is no date: a percentage, or a number.
  private static func plain(_ id: Int) -> Meaning { (9...10).contains(id) ? .measured("%") : .number }

  /// Whether a format has years or days, or hours and seconds alone: outside of quotation marks, brackets and escapes.
  static func meaning(of code: String) -> Meaning {
    var isQuoted = false
    var bracket: String?
    var isEscaped = false
    var hasTime = false
    var months = 0
    for scalar in code.lowercased().unicodeScalars {
      if isEscaped {
        isEscaped = false
        continue
      }
      months = scalar == "m" ? months + 1 : 0
      switch scalar {
      case "\"" where bracket == nil: isQuoted.toggle()
      case "[" where !isQuoted: bracket = ""
      case "]" where !isQuoted:
        // Hours and minutes that are counted on behind a day or an hour.
        if let text = bracket, !text.isEmpty, text.allSatisfy({ "hms".contains($0) }) { hasTime = true }
        bracket = nil
      case "\\", "_", "*": isEscaped = true
      case _ where isQuoted: break
      case _ where bracket != nil: bracket?.unicodeScalars.append(scalar)
      case "y", "d": return .date
      case "h", "s": hasTime = true
      // Two may be minutes, three are the name of a month.
      case "m" where months == 3: return .date
      default: break
      }
    }
    return hasTime ? .time : unit(of: code).map { .measured($0) } ?? .number
  }

  /// The unit that a format shows; nil where it shows none, or one that says nothing here.
  private static func unit(of code: String) -> String? {
    if code.count > 1, code.allSatisfy({ $0 == "0" }) { return code }
    var text = ""
    var rest = Substring(code)
    // Commas behind the last digit leave thousands out.
    var commas = 0
    while let character = rest.popFirst(), character != ";" {
      switch character {
      case "\"":
        text += rest.prefix { $0 != "\"" }
        rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\":
        text += rest.prefix(1)
        rest = rest.dropFirst()
      case "_", "*":
        rest = rest.dropFirst()
        text += " "
      case "[":
        let inside = rest.prefix { $0 != "]" }
        // The currency of `[$EUR-407]`.
        if inside.hasPrefix("$") { text += inside.dropFirst().prefix { $0 != "-" } }
        rest = rest.dropFirst(inside.count + 1)
      case "0", "#", "?": commas = 0
      case ",": commas += 1
      case ".", "-", "+", "(", ")": break
      case _ where character.isASCII && (character.isLetter || character.isNumber): break
      default: text.append(character)
      }
    }
    if commas > 0 { return CellUnits.thousands }
    return CellUnits.isKnown(text) ? text.trimmed : nil
  }
}

/// The texts that cells share.
final class SharedStringsPart: XMLHandler {
  /// The most bytes of all texts.
  static let limit = 96 << 20
  private static let countLimit = 2_000_000
  private(set) var strings: [String] = []
  private var text = CellTextBuffer()
  private(set) var bytes = 0

  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure) {
    guard namespace.isSpreadsheet else { return }
    if name == "si" { text.clear() }
    text.start(name)
  }

  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure) {
    guard namespace.isSpreadsheet else { return }
    text.end(name)
    guard name == "si" else { return }
    let string = text.string
    bytes += string.utf8.count
    guard bytes <= Self.limit, strings.count < Self.countLimit else {
      throw XMLFailure(
        "the texts of the workbook have more than \(Self.limit >> 20) MiB, or are more than "
          + "\(Self.countLimit)")
    }
    strings.append(string)
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure) { try text.append(bytes) }
}

/// Puts the text of a cell together: all `t` elements but those of phonetic runs.
struct CellTextBuffer {
  /// The most bytes of a text.
  private static let limit = 1 << 20
  private var bytes: [UInt8] = []
  private var isInText = false
  private var isInPhonetic = false

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }
  mutating func start(_ name: String) {
    if name == "t" { isInText = !isInPhonetic }
    if name == "rPh" { isInPhonetic = true }
  }
  mutating func end(_ name: String) {
    if name == "t" { isInText = false }
    if name == "rPh" { isInPhonetic = false }
  }
  mutating func append(_ part: UnsafeBufferPointer<UInt8>) throws(XMLFailure) {
    guard isInText else { return }
    bytes.append(contentsOf: part)
    guard bytes.count <= Self.limit else { throw XMLFailure("a text has more than \(Self.limit >> 20) MiB") }
  }

  /// The text, with the characters that `_xHHHH_` stands for.
  var string: String { Self.unescaped(bytes) }

  /// Reads `_xHHHH_` in a text of a workbook; `_x005F_` is the underscore that keeps another one from being read so.
  static func unescaped(_ bytes: [UInt8]) -> String {
    guard var index = bytes.firstIndex(of: UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
    var result = Array(bytes[..<index])
    result.reserveCapacity(bytes.count)
    // The first half of a character outside the basic plane waits for the second one.
    var half: UInt16?
    while index < bytes.count {
      let escaped = value(bytes, index)
      if let first = half, let second = escaped, UTF16.isTrailSurrogate(second) {
        result.append(contentsOf: String(decoding: [first, second], as: UTF16.self).utf8)
        half = nil
      } else {
        if half != nil { result.append(contentsOf: "\u{FFFD}".utf8) }
        half = escaped.flatMap { UTF16.isLeadSurrogate($0) ? $0 : nil }
        if let escaped, half == nil {
          result.append(contentsOf: String(decoding: [escaped], as: UTF16.self).utf8)
        } else if escaped == nil {
          result.append(bytes[index])
        }
      }
      index += escaped == nil ? 1 : 7
    }
    if half != nil { result.append(contentsOf: "\u{FFFD}".utf8) }
    return String(decoding: result, as: UTF8.self)
  }

  /// The character that `_xHHHH_` stands for; nil where there is something else. Texts may be nothing but underscores, so
  /// nothing is allocated here.
  private static func value(_ bytes: [UInt8], _ start: Int) -> UInt16? {
    let underscore = UInt8(ascii: "_")
    guard start + 7 <= bytes.count, bytes[start] == underscore, bytes[start + 1] == UInt8(ascii: "x"),
      bytes[start + 6] == underscore
    else { return nil }
    var value: UInt16 = 0
    for byte in bytes[(start + 2)...(start + 5)] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt16(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt16(byte - 0x57)
      default: return nil
      }
    }
    return value
  }
}
