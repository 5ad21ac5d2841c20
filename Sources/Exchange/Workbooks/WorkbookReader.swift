// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON

/// Reads workbooks (`.xlsx`, `.xlsm` without its macros) as tables.
package struct WorkbookReader {
  /// The most bytes of a file.
  package static let limit = 256 << 20

  /// What a file is that is no workbook that can be read.
  package enum Kind: Sendable {
    case workbook
    /// An XML document.
    case xml
    /// What is said of it, and what to do.
    case unsupported(String, hint: String)
  }

  /// What the first bytes of a file say it is; nil where they say nothing.
  package static func kind(_ bytes: [UInt8]) -> Kind? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      let head = String(decoding: bytes.prefix(200), as: UTF8.self)
      if head.contains("opendocument.spreadsheet") {
        return .unsupported("an OpenDocument sheet (.ods)", hint: "save it as Excel workbook (.xlsx)")
      }
      return .workbook
    }
    if bytes.starts(with: Array("MPX".utf8)) || bytes.starts(with: Array("ERMHDR".utf8)) {
      return .unsupported(
        "a project in an old format (.mpx or .xer)", hint: "save the project as XML in MS Project, with .xml")
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      if isProject(bytes) {
        return .unsupported(
          "a project of MS Project (.mpp)", hint: "in MS Project, save it as XML: Save as, XML Format (.xml)")
      }
      return .unsupported(
        "an old workbook (.xls), or one with a password", hint: "save it as Excel workbook (.xlsx) without a password")
    }
    // "<" in UTF-16 behind its byte order mark.
    if bytes.starts(with: [0xFF, 0xFE, 0x3C, 0x00]) || bytes.starts(with: [0xFE, 0xFF, 0x00, 0x3C]) { return .xml }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let head = String(decoding: bytes.dropFirst(start).prefix(200), as: UTF8.self).trimmed.lowercased()
    if head.hasPrefix("<!doctype html") {
      return .unsupported("a web page (HTML)", hint: "open it in Excel, and save it as Excel workbook (.xlsx)")
    }
    return bytes.dropFirst(start).first { $0 > 0x20 } == UInt8(ascii: "<") ? .xml : nil
  }

  /// Whether a file of the old kind says that MS Project wrote it.
  private static func isProject(_ bytes: [UInt8]) -> Bool {
    let mark = Array("MSProject".utf8)
    return bytes.prefix(16 << 20).firstRange(of: mark) != nil
      || bytes.prefix(16 << 20).firstRange(of: mark.flatMap { [$0, 0] }) != nil
  }

  /// The sheets of a workbook as tables.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  ///   - isTable: whether a hidden sheet of a name is one that is to be read.
  /// - Throws: ``DocumentError`` where it is no workbook, ``MissingLibrary`` where a library is not there.
  package static func tables(_ bytes: [UInt8], file: String, isTable: (String) -> Bool) throws -> [Table] {
    guard bytes.count <= limit else { throw tooLarge(file) }
    do {
      return try bytes.withUnsafeBufferPointer { bytes in
        try read(ZipArchive(bytes), file: file, isTable: isTable)
      }
    } catch let failure as XMLFailure {
      throw error(failure, file)
    }
  }

  /// What is said of a file with more than ``limit`` bytes.
  package static func tooLarge(_ file: String) -> DocumentError {
    error(XMLFailure("the workbook has more than \(limit >> 20) MiB, the most that is read"), file)
  }

  private static func error(_ failure: XMLFailure, _ file: String) -> DocumentError {
    DocumentError(issues: [
      LocatedIssue(
        issue: ScenarioIssue(.syntax, failure.detail, at: [], hint: failure.hint),
        cell: CellPlace(file: file, sheet: nil))
    ])
  }

  private static func read(_ archive: ZipArchive, file: String, isTable: (String) -> Bool) throws -> [Table] {
    let root = RelationshipsPart()
    if archive.has("_rels/.rels") { try archive.read("_rels/.rels", root) }
    let main = root.part("officeDocument", in: "") ?? "xl/workbook.xml"
    guard archive.has(main) else {
      throw XMLFailure("the archive has no workbook", hint: "save it as Excel workbook (.xlsx)")
    }
    if main.hasSuffix(".bin") {
      throw XMLFailure("it is a binary workbook (.xlsb)", hint: "save it as Excel workbook (.xlsx)")
    }
    let (folder, name) = split(main)
    let relationships = RelationshipsPart()
    let relationsPath = "\(folder)_rels/\(name).rels"
    if archive.has(relationsPath) { try archive.read(relationsPath, relationships) }
    let workbook = WorkbookPart()
    try archive.read(main, workbook)
    let styles = StylesPart()
    if let path = relationships.part("styles", in: folder), archive.has(path) { try archive.read(path, styles) }
    let strings = SharedStringsPart()
    if let path = relationships.part("sharedStrings", in: folder), archive.has(path) { try archive.read(path, strings) }
    var tables: [Table] = []
    var room = SheetPart.Room()
    room.texts -= strings.bytes
    var places: Set<String> = []
    for sheet in workbook.sheets where !sheet.isHidden || isTable(sheet.name) {
      guard let relationship = relationships.relationships[sheet.id] else { continue }
      // Sheets that hold a chart alone have no cells.
      guard relationship.type.hasSuffix("/worksheet") else { continue }
      let place = RelationshipsPart.path(relationship.target, in: folder)
      guard places.insert(place.lowercased()).inserted else {
        throw XMLFailure(
          "two sheets are in the part \(place)", hint: "open and save the workbook in Excel or LibreOffice")
      }
      let part = SheetPart(
        strings: strings.strings, meanings: styles.meanings, isFrom1904: workbook.isFrom1904, room: room)
      guard try archive.values(in: place, ifLargerThan: 15 * room.cells) <= room.cells else {
        throw SheetPart.tooManyCells
      }
      try archive.read(place, part)
      room = part.room
      tables.append(table(part, sheet, file: file))
    }
    guard !tables.isEmpty else {
      throw XMLFailure(
        "the file has no sheets that can be read",
        hint: "tables stand on sheets such as Projects, Demands and Staff of an Excel workbook (.xlsx)")
    }
    return tables
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  private static func table(_ part: SheetPart, _ sheet: WorkbookPart.Sheet, file: String) -> Table {
    var table = Table(name: sheet.name, file: file, isSheet: true, rows: part.rows)
    let place = "\(file)!\(sheet.name): "
    if sheet.isHidden { table.notices.append(place + "the sheet is hidden, but read all the same") }
    if part.hiddenRows > 0 { table.notices.append(place + "hidden rows are read all the same (\(part.hiddenRows))") }
    if part.hiddenColumns > 0 {
      table.notices.append(place + "hidden columns are read all the same (\(part.hiddenColumns))")
    }
    if part.cutTimes > 0 { table.losses.append("times of day after dates are not read (\(part.cutTimes))") }
    noteWideMerges(&table, part.merges.filter { $0.columns.count > 1 })
    var filled = 0
    var room = part.room.cells
    for merge in part.merges where merge.columns.count == 1 && room > 0 { filled += fill(&table, merge, &room) }
    if filled > 0 { table.notices.append(place + "values of merged cells count for all their rows (\(filled))") }
    return table
  }

  /// Notes the rows in which cells of several columns are merged; such titles are common, such data is not read.
  private static func noteWideMerges(
    _ table: inout Table, _ merges: [(rows: ClosedRange<Int>, columns: ClosedRange<Int>)]
  ) {
    var rest = merges.sorted { $0.rows.lowerBound < $1.rows.lowerBound }[...]
    var reach = (row: 0, column: 0)
    for row in table.rows {
      while let merge = rest.first, merge.rows.lowerBound <= row.number {
        if merge.rows.upperBound > reach.row { reach = (merge.rows.upperBound, merge.columns.lowerBound) }
        rest = rest.dropFirst()
      }
      if row.number <= reach.row { table.mergedRows[row.number] = reach.column }
    }
  }

  /// Gives the rows of a merged cell its value.
  ///
  /// - Returns: 1 where there was something to fill.
  private static func fill(
    _ table: inout Table, _ merge: (rows: ClosedRange<Int>, columns: ClosedRange<Int>), _ room: inout Int
  ) -> Int {
    let column = merge.columns.lowerBound
    guard var row = table.rows.firstIndex(ofRow: merge.rows.lowerBound), column < table.rows[row].cells.count,
      !table.rows[row].cells[column].isBlank
    else { return 0 }
    let value = table.rows[row].cells[column]
    row += 1
    while row < table.rows.count, table.rows[row].number <= merge.rows.upperBound, room > 0 {
      let missing = max(0, column + 1 - table.rows[row].cells.count)
      room -= missing + 1
      table.rows[row].cells += Array(repeating: .blank, count: missing)
      if table.rows[row].cells[column].isBlank { table.rows[row].cells[column] = value }
      row += 1
    }
    return 1
  }
}

extension [TableRow] {
  /// The place of the row of a number; the rows are in their order.
  fileprivate func firstIndex(ofRow number: Int) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].number == number ? low : nil
  }
}
