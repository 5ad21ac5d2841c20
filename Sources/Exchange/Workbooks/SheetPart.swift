// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Numbers

/// The cells of a sheet.
final class SheetPart: XMLHandler {
  /// What sheets may have at most, and what is kept of all.
  enum Limits {
    static let rows = 1_048_576
    static let columns = 16_384
    /// Cells with those between them that are blank, in all sheets.
    static let cells = 5_000_000
    static let merges = 65_536
    /// Bytes of all texts, those that cells share counted once.
    static let texts = SharedStringsPart.limit
    /// What is a long text, and the bytes of all long ones, those that cells share counted for each cell.
    static let longText = 1024
    static let longTexts = 64 << 20
  }

  private let strings: [String]
  private let meanings: [StylesPart.Meaning]
  private let firstDay: Day
  private(set) var rows: [TableRow] = []
  private(set) var merges: [(rows: ClosedRange<Int>, columns: ClosedRange<Int>)] = []
  private(set) var hiddenRows = 0
  private(set) var hiddenColumns = 0
  private(set) var cutTimes = 0
  /// What may be kept besides.
  private(set) var room: Room

  private var row = TableRow(number: 0, cells: [])
  private var cell = Cell()
  /// The column of the next cell that does not say where it is.
  private var nextColumn = 0
  private var value: [UInt8] = []
  private var inline = CellTextBuffer()
  private var isInValue = false

  private struct Cell {
    var column = 0
    var type = "n"
    var meaning = StylesPart.Meaning.number
    var hasFormula = false
    var hasValue = false
  }

  /// How much more may be kept of all sheets.
  struct Room {
    var cells = Limits.cells
    var texts = Limits.texts
    var longTexts = Limits.longTexts
  }

  init(strings: [String], meanings: [StylesPart.Meaning], isFrom1904: Bool, room: Room) {
    self.strings = strings
    self.meanings = meanings
    self.room = room
    // Day 0; serials below 61 are not read, so that the day that 1900 did not have does not matter.
    let epoch = isFrom1904 ? Day(year: 1904, month: 1, day: 1) : Day(year: 1899, month: 12, day: 30)
    firstDay = epoch ?? Day(number: 0)
    self.isFrom1904 = isFrom1904
  }
  private let isFrom1904: Bool

  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure) {
    guard namespace.isSpreadsheet else { return }
    switch name {
    case "c": try startCell(attributes)
    case "v": isInValue = true
    case "f": cell.hasFormula = true
    case "row":
      let number = attributes.number("r") ?? (row.number + 1)
      guard number > row.number, number <= Limits.rows else {
        throw XMLFailure(
          "row \(number) comes after row \(row.number)", hint: "open and save the workbook in Excel or LibreOffice")
      }
      row.number = number
      row.cells.removeAll(keepingCapacity: true)
      nextColumn = 0
      if ["1", "true"].contains(attributes["hidden"] ?? "") { hiddenRows += 1 }
    case "col" where ["1", "true"].contains(attributes["hidden"] ?? ""):
      // A stretch to the last column is what is hidden behind the table.
      let last = attributes["max"].flatMap { Int($0) } ?? 0
      if last < Limits.columns { hiddenColumns += 1 }
    case "mergeCell":
      guard merges.count < Limits.merges else {
        throw XMLFailure("the sheet has more than \(Limits.merges) merged cells")
      }
      if let merge = attributes["ref"].flatMap(Self.area) { merges.append(merge) }
    default: inline.start(name)
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure) {
    if isInValue {
      value.append(contentsOf: bytes)
      guard value.count <= 1 << 20 else { throw XMLFailure("a value has more than 1 MiB") }
    } else {
      try inline.append(bytes)
    }
  }

  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure) {
    guard namespace.isSpreadsheet else { return }
    switch name {
    case "v":
      isInValue = false
      cell.hasValue = true
    case "c": try endCell()
    case "row":
      while row.cells.last?.isBlank == true { row.cells.removeLast() }
      // Each row gets a list without room for more cells; a mere copy would be the list that is filled here.
      if !row.cells.isEmpty { rows.append(TableRow(number: row.number, cells: row.cells.map { $0 })) }
    default: inline.end(name)
    }
  }

  static var tooManyCells: XMLFailure {
    XMLFailure("the workbook has more than \(Limits.cells) cells, those between them included")
  }

  private func startCell(_ attributes: XMLAttributes) throws(XMLFailure) {
    var column = nextColumn
    if let reference = attributes.bytes("r") {
      guard let place = Self.place(UnsafeBufferPointer(start: reference, count: strlen(reference))),
        place.column >= nextColumn, place.column < Limits.columns
      else {
        throw XMLFailure(
          "the cell \(String(cString: reference)) stands in the wrong place",
          hint: "open and save the workbook in Excel or LibreOffice")
      }
      column = place.column
    }
    nextColumn = column + 1
    let style = attributes.number("s") ?? 0
    cell = Cell(
      column: column, type: attributes["t"] ?? "n",
      meaning: meanings.indices.contains(style) ? meanings[style] : .number)
    value.removeAll(keepingCapacity: true)
    inline.clear()
  }

  private func endCell() throws(XMLFailure) {
    let content = content()
    guard !content.isBlank else { return }
    let count = cell.column - row.cells.count + 1
    room.cells -= count
    guard room.cells >= 0 else {
      throw Self.tooManyCells
    }
    try countText(content)
    for _ in 1..<count { row.cells.append(.blank) }
    row.cells.append(content)
  }

  private func countText(_ content: CellValue) throws(XMLFailure) {
    guard case .text(let text) = content else { return }
    let count = text.utf8.count
    if cell.type != "s" { room.texts -= count }
    if count > Limits.longText { room.longTexts -= count }
    guard room.texts >= 0, room.longTexts >= 0 else {
      throw XMLFailure(
        "the texts of the workbook have more than \(Limits.texts >> 20) MiB, or the long ones more than "
          + "\(Limits.longTexts >> 20) MiB")
    }
  }

  // MARK: Values

  private func content() -> CellValue {
    switch cell.type {
    case "inlineStr": return .text(inline.string)
    case "s":
      guard let index = wholeValue else { return .blank }
      return strings.indices.contains(index)
        ? .text(strings[index])
        : .unreadable(
          "the workbook lacks the text of this cell", hint: "open and save the workbook in Excel or LibreOffice")
    case "e":
      return .unreadable("the cell has the error \(String(decoding: value, as: UTF8.self))", hint: "mend its formula")
    default: break
    }
    guard cell.hasValue, !value.isEmpty else {
      return cell.hasFormula && cell.type != "str"
        ? .unreadable("the formula was never calculated", hint: "open and save the workbook in Excel or LibreOffice")
        : .blank
    }
    switch cell.type {
    case "str": return .text(CellTextBuffer.unescaped(value))
    case "b": return .boolean(value == [UInt8(ascii: "1")])
    case "d": return isoDate(String(decoding: value, as: UTF8.self))
    default:
      // The usual case: the number as it was typed.
      if cell.meaning == .number, value.count <= 15, let number = try? ExactDecimal(parsing: value) {
        return .number(number)
      }
      let content = number(String(decoding: value, as: UTF8.self))
      if case .measured(let unit) = cell.meaning, case .number(let value) = content { return .shown(value, unit: unit) }
      return content
    }
  }

  /// The value as a whole number.
  private var wholeValue: Int? {
    guard value.count <= 12, !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return Int(String(decoding: value, as: UTF8.self))
    }
    return value.reduce(0) { $0 * 10 + Int($1 & 0xF) }
  }

  private func isoDate(_ text: String) -> CellValue {
    guard let day = Day(iso: String(text.prefix(10))) else { return .text(text) }
    if text.contains("T"), !text.hasSuffix("T00:00:00"), !text.hasSuffix("T00:00:00.000") { cutTimes += 1 }
    return .date(day)
  }

  private func number(_ given: String) -> CellValue {
    let text = given.trimmed
    // A number may have spaces around it.
    if cell.meaning == .number, text.utf8.count <= 15, let value = try? ExactDecimal(parsing: text.utf8) {
      return .number(value)
    }
    guard let double = Double(text), double.isFinite else { return .unreadable("\(text) is not a number", hint: nil) }
    switch cell.meaning {
    case .date: return date(double)
    case .time:
      // 7:30 is kept as 0.3125 of a day.
      return .unreadable(
        "the cell shows a time, which is kept as \(Self.rounded(double)) days",
        hint:
          "write hours as a number, such as \(Self.rounded((double * 24 * 1e4).rounded() / 1e4)), in a cell that shows numbers"
      )
    case .number, .measured: break
    }
    // The file has the digits of the binary number; Excel shows fifteen of them.
    guard let value = try? ExactDecimal(parsing: Self.rounded(double).utf8) else {
      return .unreadable("\(text) has more digits than are kept exactly", hint: "round it")
    }
    return .number(value)
  }

  private func date(_ serial: Double) -> CellValue {
    guard serial >= (isFrom1904 ? 0 : 61), serial < 2_958_466 else {
      return .unreadable(
        "the number \(Self.rounded(serial)) is not a date", hint: "write a date from 1900-03-01 to 9999-12-31")
    }
    let whole = serial.rounded(.down)
    if serial != whole { cutTimes += 1 }
    return .date(firstDay.advanced(by: Int(whole)))
  }

  /// A number with fifteen digits.
  static func rounded(_ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.15g", $0) }
    return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  // MARK: References

  /// The row, from 1, and the column, from 0, of a reference such as `F7`.
  static func place(_ reference: some Sequence<CChar>) -> (row: Int, column: Int)? {
    var column = 0
    var row = 0
    for byte in reference where byte != 0x24 {
      switch byte {
      case 0x41...0x5A where row == 0: column = column * 26 + Int(byte) - 64
      case 0x61...0x7A where row == 0: column = column * 26 + Int(byte) - 96
      case 0x30...0x39: row = row * 10 + Int(byte) - 48
      default: return nil
      }
      if column > Limits.columns || row > Limits.rows { return nil }
    }
    return column > 0 && row > 0 ? (row, column - 1) : nil
  }

  /// The rows and columns of an area such as `A1:B3`.
  static func area(_ reference: String) -> (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
    let ends = reference.split(separator: ":").map { place($0.utf8.map { CChar(bitPattern: $0) }) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, first.row <= last.row, first.column <= last.column
    else { return nil }
    return (first.row...last.row, first.column...last.column)
  }
}
