// SPDX-License-Identifier: GPL-3.0-or-later

/// A field of a CSV document with its place.
struct CSVField: Sendable, Hashable {
  var text: String
  /// From 1.
  var line: Int
  /// From 1, counted in Unicode scalars.
  var column: Int
}

/// Records of a CSV document (RFC 4180), as spreadsheets write them: with or without a byte order mark, with any of the
/// three line breaks, with commas, semicolons or tabs.
struct CSVRecords {
  /// What parts the fields: whichever of comma, semicolon and tab comes first, outside of quotation marks.
  private(set) var separator: Unicode.Scalar = ","
  private let scalars: [Unicode.Scalar]
  private var position: Int
  private var line = 1
  private var column = 1

  /// Why a document is no CSV.
  struct Failure: Error {
    var detail: String
    var line: Int
    var column: Int
  }

  /// - Parameter encoding: how the bytes are to be read; nil is UTF-8, or UTF-16 where a byte order mark says so.
  init(_ bytes: [UInt8], encoding: TextEncoding? = nil) throws(Failure) {
    guard let text = TextEncoding.text(of: bytes, encoding) else {
      let valid = Self.validLines(bytes)
      throw Failure(
        detail: "the text is not in UTF-8: in Excel, save it as \"CSV UTF-8\"", line: valid + 1, column: 1)
    }
    scalars = Array(text.unicodeScalars)
    position = scalars.first == "\u{FEFF}" ? 1 : 0
    let line = scalars[position...].prefix { $0 != "\n" && $0 != "\r" }
    if line.count == 5, line.starts(with: "sep=".unicodeScalars), let given = line.last,
      ",;\t".unicodeScalars.contains(given)
    {
      // What Excel takes as a sign and not as data.
      separator = given
      position += line.count
      return
    }
    var isQuoted = false
    // Titles above the headers may have none.
    search: for scalar in scalars[position...].prefix(10_000) {
      switch scalar {
      case "\"": isQuoted.toggle()
      case ",", ";", "\t":
        if isQuoted { continue }
        separator = scalar
        break search
      default: break
      }
    }
  }

  /// How many whole lines are sound.
  private static func validLines(_ bytes: [UInt8]) -> Int {
    var lines = 0
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      if String(validating: bytes[start..<index], as: UTF8.self) == nil { return lines }
      lines += 1
      start = index + 1
    }
    return lines
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func advance() {
    let scalar = scalars[position]
    position += 1
    if scalar == "\n" || (scalar == "\r" && next != "\n") {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  /// The next record; nil at the end. Blank lines are passed over.
  mutating func nextRecord() throws(Failure) -> [CSVField]? {
    while let scalar = next, scalar == "\n" || scalar == "\r" { advance() }
    guard next != nil else { return nil }
    var fields: [CSVField] = []
    while true {
      fields.append(try field())
      guard let scalar = next, scalar == separator else { break }
      advance()
    }
    if next == "\r" { advance() }
    if next == "\n" { advance() }
    // A line of separators alone is what a spreadsheet leaves of an empty row.
    if fields.allSatisfy({ $0.text.isEmpty }) { return try nextRecord() }
    return fields
  }

  private mutating func field() throws(Failure) -> CSVField {
    while next == " " { advance() }
    var field = CSVField(text: "", line: line, column: column)
    guard next == "\"" else {
      var text = String.UnicodeScalarView()
      while let scalar = next, scalar != separator, scalar != "\n", scalar != "\r" {
        text.append(scalar)
        advance()
      }
      while text.last == " " { text.removeLast() }
      field.text = String(text)
      return field
    }
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = next {
      advance()
      if scalar == "\"" {
        guard next == "\"" else {
          while next == " " { advance() }
          if let after = next, after != separator, after != "\n", after != "\r" {
            throw Failure(detail: "there is text after the closing quotation mark", line: line, column: column)
          }
          field.text = String(text)
          return field
        }
        advance()
      }
      text.append(scalar)
    }
    throw Failure(detail: "a quotation mark is not closed", line: field.line, column: field.column)
  }
}
