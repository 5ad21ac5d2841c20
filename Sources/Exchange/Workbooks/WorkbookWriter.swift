// SPDX-License-Identifier: GPL-3.0-or-later

internal import CInterchange
internal import Glibc
package import Numbers

/// Why a workbook could not be written.
package struct WorkbookFailure: Error, Sendable, Hashable {
  package var detail: String
  /// What to do about it, if there is something.
  package var hint: String?
  /// Whether what is to be written does not fit into a workbook.
  package var isTooLarge = false

  /// What does not fit into a workbook is not cut silently.
  static func tooLarge(_ detail: String) -> WorkbookFailure {
    WorkbookFailure(detail: detail, hint: "write it as CSV, with --to csv", isTooLarge: true)
  }
}

/// Writes a workbook (`.xlsx`) row by row through libxlsxwriter, without keeping it in memory. The same calls give the same
/// bytes.
package final class WorkbookWriter {
  /// A kind of look of cells.
  package struct Style: Sendable, Hashable {
    /// How numbers and dates are shown.
    package enum Pattern: String, Sendable, Hashable, CaseIterable {
      case general = ""
      case text = "@"
      case date = "yyyy-mm-dd"
      case hours = "#,##0.0"
      case money = "#,##0.00"
      case share = "0%"
      /// Shares of which 0 is not shown.
      case quietShare = "0%;-0%;"
      case whole = "#,##0"
    }

    package var pattern: Pattern
    package var isBold: Bool
    package var isWrapped: Bool
    package var isTurned: Bool
    /// The colours of the ground and of the text, as red, green and blue; nil is the usual one.
    package var ground: UInt32?
    package var ink: UInt32?
    package var size: Double?
    package var hasLine: Bool
    /// Whether texts stand at the right, as headers above numbers.
    package var isRight = false

    package init(
      _ pattern: Pattern = .general, isBold: Bool = false, isWrapped: Bool = false, isTurned: Bool = false,
      ground: UInt32? = nil, ink: UInt32? = nil, size: Double? = nil, hasLine: Bool = false
    ) {
      self.pattern = pattern
      self.isBold = isBold
      self.isWrapped = isWrapped
      self.isTurned = isTurned
      self.ground = ground
      self.ink = ink
      self.size = size
      self.hasLine = hasLine
    }
  }

  /// The most UTF-16 units of a text; longer ones are cut.
  package static let longestText = 32_767

  private let library: cinterchange_xlsxwriter
  private let workbook: cinterchange_workbook
  private let folder: String
  private var path: String { folder + "/workbook.xlsx" }
  private var formats: [Style: cinterchange_format] = [:]
  private var names: Set<String> = []
  private var isClosed = false
  /// How many texts were cut.
  package fileprivate(set) var cutTexts = 0

  /// - Throws: ``MissingLibrary``, ``WorkbookFailure`` where there is no room for temporary files.
  package init() throws {
    let library = try InterchangeLibrary.xlsxwriter()
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/muster.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw WorkbookFailure(detail: "no folder for temporary files can be made in \(base)")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let opened = (folder + "/workbook.xlsx").withCString { path in
      folder.withCString { folder in
        var options = cinterchange_workbook_options(
          constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
        return library.workbook_new_opt(path, &options)
      }
    }
    guard let opened else {
      rmdir(folder)
      throw WorkbookFailure(detail: "no workbook can be made")
    }
    self.library = library
    self.folder = folder
    workbook = opened
    // No time of day: the same workbook has the same bytes.
    var properties = cinterchange_properties()
    properties.created = 1_577_836_800
    _ = library.workbook_set_properties(workbook, &properties)
  }

  deinit {
    if !isClosed { _ = library.workbook_close(workbook) }
    unlink(path)
    rmdir(folder)
  }

  /// Adds a sheet.
  ///
  /// - Parameter name: is cut to the 31 characters that names of sheets may have, without those that they may not.
  package func sheet(_ name: String) throws -> WorksheetWriter {
    var title = String(name.filter { !"[]:*?/\\".contains($0) }.prefix(31))
    if title.isEmpty { title = "Sheet" }
    var number = 2
    let base = title
    while !names.insert(title.lowercased()).inserted {
      title = base.prefix(27) + " \(number)"
      number += 1
    }
    guard let sheet = library.workbook_add_worksheet(workbook, title) else {
      throw WorkbookFailure(detail: "the sheet \(title) cannot be made")
    }
    return WorksheetWriter(library: library, sheet: sheet, name: title, writer: self)
  }

  /// The file, which ends the writing.
  package func finish() throws -> [UInt8] {
    isClosed = true
    guard library.workbook_close(workbook) == 0, let file = fopen(path, "rb") else {
      throw WorkbookFailure(detail: "the workbook cannot be written in \(folder)")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  fileprivate func format(_ style: Style) -> cinterchange_format? {
    if style == Style() { return nil }
    if let format = formats[style] { return format }
    guard let format = library.workbook_add_format(workbook) else { return nil }
    if style.pattern != .general { library.format_set_num_format(format, style.pattern.rawValue) }
    if style.isBold { library.format_set_bold(format) }
    if style.isWrapped { library.format_set_text_wrap(format) }
    if style.isWrapped || style.isTurned { library.format_set_align(format, 8) }
    if style.isTurned { library.format_set_rotation(format, 90) }
    if style.isRight { library.format_set_align(format, 3) }
    if let ground = style.ground { library.format_set_bg_color(format, ground) }
    if let ink = style.ink { library.format_set_font_color(format, ink) }
    if let size = style.size { library.format_set_font_size(format, size) }
    if style.hasLine { library.format_set_bottom(format, 1) }
    formats[style] = format
    return format
  }

  fileprivate func chart(_ kind: WorksheetWriter.Chart.Kind) -> cinterchange_chart? {
    library.workbook_add_chart(
      workbook, UInt8(kind == .stackedColumns ? CINTERCHANGE_CHART_COLUMN_STACKED : CINTERCHANGE_CHART_LINE))
  }

  /// A text as it is handed to the library.
  fileprivate func written(_ text: String) -> String {
    guard text.utf16.count > Self.longestText else { return Self.escaped(text) }
    cutTexts += 1
    var units = 0
    let kept = text.unicodeScalars.prefix { scalar in
      units += UTF16.width(scalar)
      return units <= Self.longestText
    }
    return Self.escaped(String(String.UnicodeScalarView(kept)))
  }

  /// The text with what XML cannot hold, or a workbook would read for something else, as `_xHHHH_`. Other control
  /// characters are escaped by the library.
  static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.contains(where: { $0 == "_" || $0.value == 0 || $0.value == 0xFFFE || $0.value == 0xFFFF }) else {
      return text
    }
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      switch scalar.value {
      case 0: result.append(contentsOf: "_x0000_".unicodeScalars)
      case 0xFFFE: result.append(contentsOf: "_xFFFE_".unicodeScalars)
      case 0xFFFF: result.append(contentsOf: "_xFFFF_".unicodeScalars)
      case UInt32(UInt8(ascii: "_")) where isEscape(scalars[index...].prefix(7)):
        result.append(contentsOf: "_x005F_".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isEscape(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let scalars = Array(scalars)
    return scalars.count == 7 && scalars[1] == "x" && scalars[6] == "_"
      && scalars[2...5].allSatisfy(\.properties.isASCIIHexDigit)
  }
}

/// Writes the cells of a sheet, row by row.
package final class WorksheetWriter {
  /// A chart of rows of the sheet.
  package struct Chart {
    package enum Kind { case stackedColumns, lines }
    package var kind: Kind
    package var title: String
    /// The reference of the labels.
    package var categories: String
    /// The reference of each row of values, with that of its name.
    package var series: [(name: String, values: String)]

    package init(_ kind: Kind, title: String, categories: String, series: [(name: String, values: String)]) {
      self.kind = kind
      self.title = title
      self.categories = categories
      self.series = series
    }
  }

  package typealias Style = WorkbookWriter.Style

  private let library: cinterchange_xlsxwriter
  private let sheet: cinterchange_worksheet
  private let writer: WorkbookWriter
  package let name: String

  fileprivate init(
    library: cinterchange_xlsxwriter, sheet: cinterchange_worksheet, name: String, writer: WorkbookWriter
  ) {
    self.library = library
    self.sheet = sheet
    self.name = name
    self.writer = writer
  }

  /// The rows that a sheet has.
  package static let rows = SheetPart.Limits.rows

  package func text(_ text: String, _ row: Int, _ column: Int, _ style: Style = Style()) {
    let status = library.worksheet_write_string(
      sheet, UInt32(row), UInt16(column), writer.written(text), writer.format(style))
    // What is escaped may be too long although the text is not.
    if status != 0 { writer.cutTexts += 1 }
  }

  package func number(_ value: Double, _ row: Int, _ column: Int, _ style: Style = Style()) {
    _ = library.worksheet_write_number(sheet, UInt32(row), UInt16(column), value, writer.format(style))
  }

  package func day(_ day: Day, _ row: Int, _ column: Int, _ style: Style = Style(.date)) {
    let epoch = Day(year: 1899, month: 12, day: 30) ?? Day(number: 0)
    number(Double(day.number - epoch.number), row, column, style)
  }

  package func blank(_ row: Int, _ column: Int, _ style: Style) {
    _ = library.worksheet_write_blank(sheet, UInt32(row), UInt16(column), writer.format(style))
  }

  /// Writes a formula with the value that it has, for readers that do not calculate.
  package func formula(_ formula: String, value: Double, _ row: Int, _ column: Int, _ style: Style = Style()) {
    _ = library.worksheet_write_formula_num(
      sheet, UInt32(row), UInt16(column), formula, writer.format(style), value)
  }

  package func width(_ width: Double, columns: ClosedRange<Int>, _ style: Style = Style()) {
    _ = library.worksheet_set_column(
      sheet, UInt16(columns.lowerBound), UInt16(columns.upperBound), width, writer.format(style))
  }

  package func height(_ height: Double, row: Int) {
    _ = library.worksheet_set_row(sheet, UInt32(row), height, nil)
  }

  /// Keeps rows and columns in sight.
  package func freeze(rows: Int, columns: Int) {
    library.worksheet_freeze_panes(sheet, UInt32(rows), UInt16(columns))
  }

  package func filter(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    _ = library.worksheet_autofilter(
      sheet, UInt32(rows.lowerBound), UInt16(columns.lowerBound), UInt32(rows.upperBound), UInt16(columns.upperBound))
  }

  package func comment(_ text: String, _ row: Int, _ column: Int) {
    _ = library.worksheet_write_comment(sheet, UInt32(row), UInt16(column), WorkbookWriter.escaped(text))
  }

  /// Prints on wide pages, all columns on one, with the first rows on each.
  package func printsWide(titleRows: Int) {
    library.worksheet_set_landscape(sheet)
    library.worksheet_fit_to_pages(sheet, 1, 0)
    if titleRows > 0 { _ = library.worksheet_repeat_rows(sheet, 0, UInt32(titleRows - 1)) }
  }

  /// Offers some values in cells; others may be typed where they are not all.
  ///
  /// - Parameter formula: the reference of the values, instead of the values themselves.
  package func list(
    _ values: [String], formula: String? = nil, rows: ClosedRange<Int>, columns: ClosedRange<Int>, isStrict: Bool
  ) {
    var validation = cinterchange_validation()
    validation.validate = UInt8(
      formula == nil ? CINTERCHANGE_VALIDATE_LIST : CINTERCHANGE_VALIDATE_LIST_FORMULA)
    // 1 warns, and lets it be typed all the same.
    validation.error_type = isStrict ? UInt8(CINTERCHANGE_ERROR_STOP) : 1
    let copies = values.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var list: [UnsafePointer<CChar>?] = copies.map { $0.map { UnsafePointer($0) } } + [nil]
    let count = list.count
    list.withUnsafeMutableBufferPointer { list in
      if formula == nil, count > 1 { validation.value_list = list.baseAddress }
      (formula ?? "").withCString { text in
        if formula != nil { validation.value_formula = text }
        _ = library.worksheet_data_validation_range(
          sheet, UInt32(rows.lowerBound), UInt16(columns.lowerBound), UInt32(rows.upperBound),
          UInt16(columns.upperBound), &validation)
      }
    }
  }

  /// Colours shares: white at 0, green at 0.8, amber at 1, in steps of 0.05; red above. The points are fixed, so that two
  /// plans can be compared.
  ///
  /// Each step is a rule of cells: LibreOffice paints a scale of colours over the ground of any other rule, and so over
  /// the red.
  package func heat(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    ground(Self.tooMuch, above: 1.000_001, rows, columns)
    for step in (1...20).reversed() {
      let share = Double(step) / 20
      let color =
        share <= 0.8
        ? Self.mixed(0xFFFFFF, 0x63BE7B, share / 0.8) : Self.mixed(0x63BE7B, 0xFFC000, (share - 0.8) / 0.2)
      ground(Style(ground: color), above: Double(2 * step - 1) / 40, rows, columns)
    }
  }

  /// How a share above 1 looks.
  package static let tooMuch = Style(isBold: true, ground: 0xE06666, ink: 0x660000)

  /// Gives numbers above a bound a look, where no rule of before does.
  private func ground(_ style: Style, above bound: Double, _ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) {
    var rule = cinterchange_conditional()
    rule.type = UInt8(CINTERCHANGE_CONDITION_CELL)
    rule.criteria = UInt8(CINTERCHANGE_CRITERIA_GREATER)
    rule.value = bound
    rule.format = writer.format(style)
    rule.stop_if_true = 1
    apply(&rule, rows, columns)
  }

  /// A colour between two, by the share of the second.
  private static func mixed(_ first: UInt32, _ second: UInt32, _ share: Double) -> UInt32 {
    [UInt32(16), 8, 0].reduce(0) { color, shift in
      let (from, to) = (Double(first >> shift & 0xFF), Double(second >> shift & 0xFF))
      return color << 8 | UInt32((from + (to - from) * share).rounded())
    }
  }

  /// Colours amounts from white to a colour at a fixed amount.
  package func shade(rows: ClosedRange<Int>, columns: ClosedRange<Int>, full: Double, color: UInt32) {
    var colors = cinterchange_conditional()
    colors.type = UInt8(CINTERCHANGE_CONDITION_2_COLORS)
    let rule = UInt8(CINTERCHANGE_RULE_NUMBER)
    (colors.min_rule_type, colors.min_value, colors.min_color) = (rule, 0, 0xFFFFFF)
    (colors.max_rule_type, colors.max_value, colors.max_color) = (rule, full, color)
    apply(&colors, rows, columns)
  }

  private func apply(_ rule: inout cinterchange_conditional, _ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) {
    _ = library.worksheet_conditional_format_range(
      sheet, UInt32(rows.lowerBound), UInt16(columns.lowerBound), UInt32(rows.upperBound), UInt16(columns.upperBound),
      &rule)
  }

  package func insert(_ chart: Chart, _ row: Int, _ column: Int) {
    guard let made = writer.chart(chart.kind) else { return }
    library.chart_title_set_name(made, chart.title)
    for line in chart.series {
      guard let series = library.chart_add_series(made, chart.categories, line.values) else { continue }
      library.chart_series_set_name(series, line.name)
    }
    if let axis = library.chart_axis_get(made, Int32(CINTERCHANGE_AXIS_X)) {
      library.chart_axis_set_num_format(axis, Style.Pattern.date.rawValue)
    }
    library.chart_legend_set_position(made, UInt8(CINTERCHANGE_LEGEND_BOTTOM))
    var options = cinterchange_chart_options()
    (options.x_scale, options.y_scale) = (1.5, 1.4)
    _ = library.worksheet_insert_chart_opt(sheet, UInt32(row), UInt16(column), made, &options)
  }
}
