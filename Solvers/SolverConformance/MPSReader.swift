// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// Reads models in MPS format.
///
/// What the format leaves open is read as most solvers read it: the right-hand side of the objective is the negative of
/// its constant; a negative upper bound without a lower one frees the lower side; an integer column between markers
/// without bounds is binary; rows of type N after the first are rows without bounds; only the first set of right-hand
/// sides, ranges and bounds counts; numbers of 1e30 and more are infinite as bounds.
package struct MPSReader: Sendable {
  /// How a line is divided into fields.
  package enum Format: Sendable, Hashable {
    /// By column: 2-3, 5-12, 15-22, 25-36, 40-47, 50-61. Names may have blanks.
    case fixed
    /// By blanks.
    case free
    /// Fixed where the file can be read that way, else free.
    case automatic
  }

  package var format: Format

  package init(format: Format = .automatic) { self.format = format }

  /// Reads a model.
  ///
  /// - Parameter bytes: the text, of ASCII or UTF-8.
  /// - Throws: ``ModelFileError`` with the line.
  package func read(_ bytes: some Sequence<UInt8>) throws(ModelFileError) -> NamedLinearModel {
    let bytes = Array(bytes)
    var parser = MPSParser(isFixed: format != .free)
    guard format == .automatic else { return try parser.parse(bytes) }
    if let model = try? parser.parse(bytes) { return model }
    parser = MPSParser(isFixed: false)
    return try parser.parse(bytes)
  }

  /// Reads a model.
  package func read(_ text: String) throws(ModelFileError) -> NamedLinearModel { try read(text.utf8) }
}

/// The fields of a data line: at most six, of which the first may be empty.
private struct Fields {
  /// A type, such as `UP`; empty where the section has none.
  var type = ""
  /// The names and numbers that follow, blanks trimmed. Fixed format keeps empty ones inside.
  var rest: [String] = []
}

/// The state of reading one file.
private struct MPSParser {
  private enum Section: String {
    case none, name, rows, columns, rhs, ranges, bounds, objsense
  }

  let isFixed: Bool
  private var section = Section.none
  private var line = 0
  private var result = NamedLinearModel(LinearModel())
  private var hasObjective = false
  private var rowIndex: [String: Int] = [:]
  private var columnIndex: [String: Int] = [:]
  private var rowTypes: [UInt8] = []
  private var rightSides: [Double] = []
  private var isInteger: [Bool] = []
  /// Whether bounds were given, and whether the lower one was.
  private var hasBounds: [Bool] = []
  private var hasLower: [Bool] = []
  private var inIntegers = false
  private var lastColumnOfRow: [Int] = []
  /// Objective entries count as row -1 here.
  private var lastColumnOfObjective = -1
  private var rangeSeen: [Bool] = []
  /// The set that counts, of each section.
  private var usedSet: [String: String] = [:]

  init(isFixed: Bool) { self.isFixed = isFixed }

  private func failure(_ kind: ModelFileError.Kind, _ detail: String) -> ModelFileError {
    ModelFileError(kind, line: line, detail)
  }

  mutating func parse(_ bytes: [UInt8]) throws(ModelFileError) -> NamedLinearModel {
    var position = 0
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var content = bytes[position..<end]
      position = end + 1
      line += 1
      while let last = content.last, last == 13 || last == 32 || last == 9 { content.removeLast() }
      guard let first = content.first, first != UInt8(ascii: "*") else { continue }
      if first == 32 || first == 9 {
        let fields = isFixed && !content.contains(9) ? splitFixed(content) : splitFree(content)
        if fields.type.isEmpty && fields.rest.allSatisfy(\.isEmpty) { continue }
        try readData(fields)
      } else if try readHeader(words(content)) {
        return try finish()
      }
    }
    line += 1
    throw failure(.truncated, "the file ends before ENDATA")
  }

  // MARK: Lines

  private func words(_ bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split { $0 == 32 || $0 == 9 }.map { String(decoding: $0, as: UTF8.self) }
  }

  private func splitFixed(_ bytes: ArraySlice<UInt8>) -> Fields {
    func field(_ range: Range<Int>) -> String {
      let begin = min(bytes.startIndex + range.lowerBound, bytes.endIndex)
      var part = bytes[begin..<min(bytes.startIndex + range.upperBound, bytes.endIndex)]
      while part.first == 32 { part.removeFirst() }
      while part.last == 32 { part.removeLast() }
      return String(decoding: part, as: UTF8.self)
    }
    var rest = [field(4..<12), field(14..<22), field(24..<36), field(39..<47), field(49..<61)]
    while rest.last?.isEmpty == true { rest.removeLast() }
    return Fields(type: field(1..<3), rest: rest)
  }

  /// A line's first word is a type in ROWS and BOUNDS alone; a `$` begins a comment.
  private func splitFree(_ bytes: ArraySlice<UInt8>) -> Fields {
    var parts = words(bytes)
    if let comment = parts.firstIndex(where: { $0.hasPrefix("$") }), comment > 0 { parts.removeSubrange(comment...) }
    if section == .rows || section == .bounds, !parts.isEmpty {
      return Fields(type: parts.removeFirst(), rest: parts)
    }
    return Fields(rest: parts)
  }

  /// Returns true at the end mark.
  private mutating func readHeader(_ words: [String]) throws(ModelFileError) -> Bool {
    switch words[0].uppercased() {
    case "NAME":
      section = .name
      result.name = words.dropFirst().joined(separator: " ")
    case "ROWS": section = .rows
    case "COLUMNS": section = .columns
    case "RHS": section = .rhs
    case "RANGES": section = .ranges
    case "BOUNDS": section = .bounds
    case "OBJSENSE", "OBJSENSE:":
      section = .objsense
      if words.count > 1 { try readSense(words[1]) }
    case "ENDATA": return true
    case "QUADOBJ", "QMATRIX", "QSECTION", "QCMATRIX", "SOS", "SETS", "INDICATORS", "CSECTION", "LAZYCONS",
      "USERCUTS", "OBJNAME", "REFROW", "OBJECT":
      throw failure(.unsupported, "section \(words[0]) is not read here")
    default: throw failure(.section, "\"\(words[0])\" is not a section of an MPS file")
    }
    return false
  }

  private mutating func readSense(_ word: String) throws(ModelFileError) {
    switch word.uppercased() {
    case "MAX", "MAXIMIZE", "MAXIMISE": result.isMaximized = true
    case "MIN", "MINIMIZE", "MINIMISE": result.isMaximized = false
    default: throw failure(.type, "\"\(word)\" is neither MAX nor MIN")
    }
  }

  private mutating func readData(_ fields: Fields) throws(ModelFileError) {
    switch section {
    case .rows: try readRow(fields)
    case .columns: try readColumn(fields.rest)
    case .rhs:
      try readPairs(fields.rest) { (parser, name, value) throws(ModelFileError) in
        try parser.setRightSide(name, value)
      }
    case .ranges:
      try readPairs(fields.rest) { (parser, name, value) throws(ModelFileError) in
        try parser.setRange(name, value)
      }
    case .bounds: try readBound(fields)
    case .objsense: try readSense((fields.type.isEmpty ? fields.rest.first { !$0.isEmpty } : fields.type) ?? "")
    case .none, .name: throw failure(.section, "there is data before the first section")
    }
  }

  private func number(_ text: String) throws(ModelFileError) -> Double {
    let text = text.contains { $0 == "D" || $0 == "d" } ? String(text.map { $0 == "D" || $0 == "d" ? "e" : $0 }) : text
    let isPlain = text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || "+-.eE".utf8.contains($0) }
    guard isPlain, let value = Double(text), value.isFinite else {
      throw failure(.number, "\"\(text)\" is not a finite number")
    }
    return value
  }

  private func boundValue(_ text: String) throws(ModelFileError) -> Double {
    switch text.lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default:
      let value = try number(text)
      return abs(value) >= 1e30 ? (value > 0 ? .infinity : -.infinity) : value
    }
  }

  // MARK: Sections

  private mutating func readRow(_ fields: Fields) throws(ModelFileError) {
    guard fields.rest.count == 1 else { throw failure(.fields, "a row has a type and a name") }
    let name = fields.rest[0]
    guard rowIndex[name] == nil, !(hasObjective && name == result.objectiveName) else {
      throw failure(.duplicate, "row \"\(name)\" is declared twice")
    }
    let type = fields.type.uppercased()
    let bounds: (lower: Double, upper: Double)
    switch type {
    case "N":
      if !hasObjective {
        hasObjective = true
        result.objectiveName = name
        return
      }
      bounds = (-.infinity, .infinity)
    case "L": bounds = (-.infinity, 0)
    case "G": bounds = (0, .infinity)
    case "E": bounds = (0, 0)
    default: throw failure(.type, "\"\(fields.type)\" is not a type of row; there are N, L, G and E")
    }
    rowIndex[name] = result.model.addRow(lower: bounds.lower, upper: bounds.upper)
    result.rowNames.append(name)
    rowTypes.append(type.utf8.first ?? 0)
    rightSides.append(0)
    lastColumnOfRow.append(-1)
    rangeSeen.append(false)
  }

  private mutating func readColumn(_ rest: [String]) throws(ModelFileError) {
    if rest.count >= 3, rest[1].uppercased() == "'MARKER'" {
      switch rest.last?.uppercased() {
      case "'INTORG'": inIntegers = true
      case "'INTEND'": inIntegers = false
      default: throw failure(.unsupported, "a marker is 'INTORG' or 'INTEND'")
      }
      return
    }
    guard let name = rest.first else { throw failure(.fields, "a column has a name") }
    if result.columnNames.last != name {
      guard columnIndex[name] == nil else { throw failure(.duplicate, "column \"\(name)\" is given in two places") }
      columnIndex[name] = result.model.addColumn(cost: 0, upper: .infinity)
      result.columnNames.append(name)
      isInteger.append(inIntegers)
      hasBounds.append(false)
      hasLower.append(false)
    }
    guard rest.count == 1 || rest.count == 3 || rest.count == 5 else {
      throw failure(.fields, "a column has one or two pairs of row and number")
    }
    for position in stride(from: 1, to: rest.count, by: 2) {
      try addEntry(row: rest[position], value: number(rest[position + 1]))
    }
  }

  private mutating func addEntry(row name: String, value: Double) throws(ModelFileError) {
    let column = result.model.columnCount - 1
    if hasObjective && name == result.objectiveName {
      guard lastColumnOfObjective != column else { throw failure(.duplicate, "row \"\(name)\" is named twice here") }
      lastColumnOfObjective = column
      result.model.cost[column] = value
      return
    }
    guard let row = rowIndex[name] else { throw failure(.unknownName, "there is no row \"\(name)\"") }
    guard lastColumnOfRow[row] != column else { throw failure(.duplicate, "row \"\(name)\" is named twice here") }
    lastColumnOfRow[row] = column
    if value != 0 { result.model.addEntry(row: row, value: value) }
  }

  /// Lines of RHS and RANGES: a set, which free format may leave out, and one or two pairs.
  private mutating func readPairs(
    _ rest: [String], _ body: (inout MPSParser, String, Double) throws(ModelFileError) -> Void
  ) throws(ModelFileError) {
    let hasSet = !rest.count.isMultiple(of: 2)
    guard rest.count >= 2, rest.count <= 5, hasSet || !isFixed || rest.count.isMultiple(of: 2) else {
      throw failure(.fields, "there are one or two pairs of row and number here")
    }
    if !takes(set: hasSet ? rest[0] : "") { return }
    for position in stride(from: hasSet ? 1 : 0, to: rest.count, by: 2) {
      try body(&self, rest[position], number(rest[position + 1]))
    }
  }

  private mutating func takes(set: String) -> Bool {
    if let used = usedSet[section.rawValue] { return used == set }
    usedSet[section.rawValue] = set
    return true
  }

  private mutating func setRightSide(_ name: String, _ value: Double) throws(ModelFileError) {
    if hasObjective && name == result.objectiveName {
      result.model.offset = -value
      return
    }
    guard let row = rowIndex[name] else { throw failure(.unknownName, "there is no row \"\(name)\"") }
    rightSides[row] = value
    let type = rowTypes[row]
    if type == UInt8(ascii: "L") || type == UInt8(ascii: "E") { result.model.rowUpper[row] = value }
    if type == UInt8(ascii: "G") || type == UInt8(ascii: "E") { result.model.rowLower[row] = value }
  }

  private mutating func setRange(_ name: String, _ value: Double) throws(ModelFileError) {
    guard let row = rowIndex[name] else {
      if hasObjective && name == result.objectiveName { return }
      throw failure(.unknownName, "there is no row \"\(name)\"")
    }
    guard !rangeSeen[row] else { throw failure(.duplicate, "row \"\(name)\" has two ranges") }
    rangeSeen[row] = true
    let side = rightSides[row]
    switch rowTypes[row] {
    case UInt8(ascii: "L"): result.model.rowLower[row] = side - abs(value)
    case UInt8(ascii: "G"): result.model.rowUpper[row] = side + abs(value)
    case UInt8(ascii: "E"):
      if value < 0 { result.model.rowLower[row] = side + value } else { result.model.rowUpper[row] = side + value }
    default: break
    }
  }

  private mutating func readBound(_ fields: Fields) throws(ModelFileError) {
    let type = fields.type.uppercased()
    guard ["LO", "UP", "FX", "FR", "MI", "PL", "BV", "LI", "UI"].contains(type) else {
      if type == "SC" || type == "SI" {
        throw failure(.unsupported, "semi-continuous columns (bound \(type)) are not read here")
      }
      throw failure(.type, "\"\(fields.type)\" is not a type of bound")
    }
    let needsValue = ["LO", "UP", "FX", "LI", "UI"].contains(type)
    let rest = fields.rest
    // Free format may leave out the set: then one field less is there.
    let hasSet = isFixed || rest.count == 3 || (rest.count == 2 && !needsValue && columnIndex[rest[0]] == nil)
    let members = hasSet ? Array(rest.dropFirst()) : rest
    guard let name = members.first, members.count == 2 || (!needsValue && members.count == 1) else {
      throw failure(.fields, needsValue ? "bound \(type) has a column and a number" : "bound \(type) has a column")
    }
    if !takes(set: hasSet ? rest[0] : "") { return }
    guard let column = columnIndex[name] else { throw failure(.unknownName, "there is no column \"\(name)\"") }
    try setBound(type, column, needsValue ? boundValue(members[1]) : 0)
  }

  private mutating func setBound(_ type: String, _ column: Int, _ value: Double) throws(ModelFileError) {
    hasBounds[column] = true
    switch type {
    case "LO", "LI":
      result.model.columnLower[column] = value
      hasLower[column] = true
    case "UP", "UI":
      result.model.columnUpper[column] = value
      if value < 0 && !hasLower[column] { result.model.columnLower[column] = -.infinity }
    case "FX":
      result.model.columnLower[column] = value
      result.model.columnUpper[column] = value
      hasLower[column] = true
    case "FR":
      result.model.columnLower[column] = -.infinity
      result.model.columnUpper[column] = .infinity
      hasLower[column] = true
    case "MI":
      result.model.columnLower[column] = -.infinity
      hasLower[column] = true
    case "PL": result.model.columnUpper[column] = .infinity
    default:
      result.model.columnLower[column] = 0
      result.model.columnUpper[column] = 1
      hasLower[column] = true
    }
    if type == "LI" || type == "UI" || type == "BV" { isInteger[column] = true }
  }

  private mutating func finish() throws(ModelFileError) -> NamedLinearModel {
    guard hasObjective || result.model.columnCount == 0 || !rowTypes.isEmpty else {
      throw failure(.section, "there are no rows")
    }
    for column in 0..<result.model.columnCount {
      if isInteger[column] {
        result.model.integerColumns.append(column)
        if !hasBounds[column] { result.model.columnUpper[column] = 1 }
      }
      let lower = result.model.columnLower[column]
      let upper = result.model.columnUpper[column]
      guard lower <= upper, lower < .infinity, upper > -.infinity else {
        throw failure(.bounds, "column \"\(result.columnNames[column])\" has the bounds \(lower) and \(upper)")
      }
    }
    if result.isMaximized {
      result.model.offset = -result.model.offset
      for column in 0..<result.model.columnCount { result.model.cost[column] = -result.model.cost[column] }
    }
    return result
  }
}
