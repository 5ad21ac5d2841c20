// SPDX-License-Identifier: GPL-3.0-or-later

/// A workbook written part by part, for what no program would write.
package struct RawWorkbook {
  package static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  package static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  package init() {}

  /// A cell with a number.
  ///
  /// - Parameter style: the place of its format in ``styles``.
  package static func number(_ value: String, style: Int = 0) -> String { "<c s=\"\(style)\"><v>\(value)</v></c>" }

  package var parts: [(name: String, bytes: [UInt8])] = []
  /// What precedes the names of elements, such as `x:`.
  package var prefix = ""
  package var sheets: [(name: String, rows: String, state: String)] = []
  package var workbookProperties = ""
  package var namespace = main
  package var sharedStrings = ""
  /// The formats of cells: 0 general, 1 date, 2 date by a code of its own, 3 percent, 4 time.
  package var styles =
    "<styleSheet xmlns=\"\(main)\"><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-407]d\\. mmm yyyy\"/></numFmts>"
    + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"9\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>"

  /// The file.
  package var bytes: [UInt8] { Self.zip(allParts) }

  /// The parts that were given, and those that a workbook has to have.
  package var allParts: [(name: String, bytes: [UInt8])] {
    var parts = parts
    func add(_ name: String, _ text: String) {
      if !parts.contains(where: { $0.name == name }) { parts.append((name, Array(text.utf8))) }
    }
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    add(
      "_rels/.rels",
      "<Relationships xmlns=\"\(package)\"><Relationship Id=\"rId1\" Type=\"\(Self.relations)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
    let list = sheets.enumerated().map {
      "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"\($1.state.isEmpty ? "" : " state=\"\($1.state)\"")/>"
    }
    add(
      "xl/workbook.xml",
      "<workbook xmlns=\"\(namespace)\" xmlns:r=\"\(Self.relations)\">\(workbookProperties)<sheets>\(list.joined())</sheets></workbook>"
    )
    let targets = sheets.indices.map {
      "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(Self.relations)/worksheet\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
    }
    add(
      "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"\(package)\">\(targets.joined())<Relationship Id=\"s\" Type=\"\(Self.relations)/styles\" Target=\"/xl/styles.xml\"/>"
        + "<Relationship Id=\"t\" Type=\"\(Self.relations)/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
    )
    add("xl/styles.xml", styles)
    add("xl/sharedStrings.xml", "<sst xmlns=\"\(namespace)\">\(sharedStrings)</sst>")
    let attribute = prefix.isEmpty ? "xmlns" : "xmlns:" + prefix.dropLast()
    for (index, sheet) in sheets.enumerated() {
      add(
        "xl/worksheets/sheet\(index + 1).xml",
        "<\(prefix)worksheet \(attribute)=\"\(namespace)\">\(sheet.rows)</\(prefix)worksheet>")
    }
    return parts
  }

  /// Rows of texts, as inline strings; what begins with `<` is a cell of its own.
  package static func rows(_ rows: [[String]]) -> String {
    "<sheetData>"
      + rows.map { row in
        "<row>"
          + row.map { $0.hasPrefix("<") ? $0 : $0.isEmpty ? "<c/>" : "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }
          .joined() + "</row>"
      }.joined() + "</sheetData>"
  }

  /// A ZIP archive whose parts are stored as they are.
  package static func zip(
    _ parts: [(name: String, bytes: [UInt8])], method: UInt16 = 0, plainSize: Int? = nil, crc: UInt32? = nil
  ) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    func two(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
    func four(_ value: Int) -> [UInt8] { two(value & 0xFFFF) + two(value >> 16) }
    for part in parts {
      let common =
        two(20) + two(0) + two(Int(method)) + four(0) + four(Int(crc ?? crc32(part.bytes))) + four(part.bytes.count)
        + four(plainSize ?? part.bytes.count) + two(part.name.utf8.count) + two(0)
      directory +=
        [0x50, 0x4B, 1, 2] + two(20) + common + two(0) + two(0) + two(0) + four(0) + four(file.count)
        + Array(part.name.utf8)
      file += [0x50, 0x4B, 3, 4] + common + Array(part.name.utf8) + part.bytes
    }
    let start = file.count
    file += directory
    file +=
      [0x50, 0x4B, 5, 6] + two(0) + two(0) + two(parts.count) + two(parts.count) + four(directory.count) + four(start)
      + two(0)
    return file
  }

  package static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  /// The same byte so many times, packed: a literal, and copies of 258 of the byte before.
  package static func packed(_ byte: UInt8, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var filled = 0
    func put(_ value: UInt32, _ count: Int) {
      bits |= value << UInt32(filled)
      filled += count
      while filled >= 8 {
        bytes.append(UInt8(bits & 255))
        bits >>= 8
        filled -= 8
      }
    }
    func code(_ value: UInt32, _ count: Int) { for bit in (0..<count).reversed() { put(value >> UInt32(bit) & 1, 1) } }
    put(1, 1)
    put(1, 2)
    code(0x30 + UInt32(byte), 8)
    for _ in 0..<((count - 1) / 258) {
      code(0xC5, 8)
      code(0, 5)
    }
    code(0, 7)
    put(0, 7)
    return bytes
  }
}
