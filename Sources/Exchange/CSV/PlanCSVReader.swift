// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON
package import Allocation
internal import Numbers

/// Reads assignments from CSV, as a spreadsheet or `solve --format csv` writes them.
///
/// The header names the columns, in any order: `staff`, `demand`, `hours`, and `period` or `start` (with or without
/// `end`); `project`, `cost` and, of a crew, `place` may be there. What a spreadsheet does to a document is accepted: a byte order mark, CRLF,
/// semicolons (then with decimal commas), quotation marks. People and demands are strict: an id that the scenario does not
/// have is an error with its line and column.
package struct PlanCSVReader: Sendable {
  /// Assignments with the places where they stand.
  package struct Document: Sendable {
    package var draft: PlanDraft
    /// The line of each assignment, from 1.
    package var lines: [Int]
    /// Columns that are not read, as the header names them.
    package var unreadColumns: [String]
  }

  /// Whether bytes look like CSV and not like JSON.
  package static func accepts(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[start...].first(where: { $0 > 0x20 }) else { return false }
    return first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
  }

  private enum Column: String, CaseIterable {
    case staff, demand, place, project, period, start, end, hours, cost
  }

  private let staff: Names
  private let demands: Names

  /// - Parameter scenario: whose people and demands the assignments name.
  package init(_ scenario: Scenario) {
    staff = Names(scenario.staff.map { ($0.id, $0.name) })
    demands = Names(scenario.projects.flatMap { $0.demands.map { ($0.id, nil) } })
  }

  /// Reads a document.
  ///
  /// - Throws: ``DocumentError`` with every mistake, up to a limit.
  package func read(_ bytes: [UInt8]) throws(DocumentError) -> Document {
    var work = Work()
    do throws(CSVRecords.Failure) {
      var records = try CSVRecords(bytes)
      guard let header = try records.nextRecord() else {
        throw CSVRecords.Failure(detail: "there is no header", line: 1, column: 1)
      }
      let columns = work.columns(header)
      if work.issues.isEmpty {
        while let record = try records.nextRecord() {
          read(record, columns, hasDecimalComma: records.separator == ";", &work)
        }
      }
    } catch {
      work.report(.syntax, error.detail, line: error.line, column: error.column)
    }
    guard work.issues.isEmpty else { throw DocumentError(issues: work.issues, omitted: work.omitted) }
    return work.document
  }

  // MARK: Records

  private struct Work {
    var document = Document(draft: PlanDraft(), lines: [], unreadColumns: [])
    var issues: [LocatedIssue] = []
    var omitted = 0

    mutating func report(
      _ kind: ScenarioIssue.Kind, _ detail: String, line: Int, column: Int, hint: String? = nil
    ) {
      guard issues.count < JSONLimits.issues else {
        omitted += 1
        return
      }
      issues.append(LocatedIssue(issue: ScenarioIssue(kind, detail, at: [], hint: hint), line: line, column: column))
    }

    mutating func report(_ kind: ScenarioIssue.Kind, _ detail: String, _ field: CSVField, hint: String? = nil) {
      report(kind, detail, line: field.line, column: field.column, hint: hint)
    }

    /// What each field of a record is; nil for what is not read.
    mutating func columns(_ header: [CSVField]) -> [Column?] {
      var columns: [Column?] = []
      for field in header {
        let column = Column(rawValue: field.text.lowercased())
        if let column, columns.contains(column) {
          report(.duplicateKey, "the column \(quoted(column.rawValue)) is there twice", field)
        }
        if column == nil, !field.text.isEmpty { document.unreadColumns.append(field.text) }
        columns.append(column)
      }
      let line = header.first?.line ?? 1
      for needed in [Column.staff, .demand, .hours] where !columns.contains(needed) { missing(needed.rawValue, line) }
      if !columns.contains(.period), !columns.contains(.start) { missing("period", line) }
      return columns
    }

    private mutating func missing(_ name: String, _ line: Int) {
      let near = document.unreadColumns.first { nearestName(to: $0.lowercased(), among: [name]) != nil }
      report(
        .missingKey,
        name == "period" ? "there is no column \"period\" or \"start\"" : "there is no column \(quoted(name))",
        line: line,
        column: 1,
        hint: near.map { "is it \(quoted($0))? Call it \(quoted(name))" }
          ?? "the first line names the columns: staff, demand, hours, and period or start")
    }
  }

  private func read(_ record: [CSVField], _ columns: [Column?], hasDecimalComma: Bool, _ work: inout Work) {
    var fields: [Column: CSVField] = [:]
    for (position, field) in record.enumerated() {
      if position >= columns.count {
        if !field.text.isEmpty {
          work.report(
            .syntax, "the line has more fields than the header", field,
            hint: "put texts with separators in quotation marks")
          return
        }
      } else if let column = columns[position], !field.text.isEmpty {
        fields[column] = field
      }
    }
    let before = work.issues.count + work.omitted
    let line = record.first?.line ?? 1
    func needed(_ column: Column) -> CSVField? {
      if let field = fields[column] { return field }
      work.report(.missingKey, "\(column.rawValue) is empty", line: line, column: 1)
      return nil
    }
    let person = needed(.staff).flatMap { id(of: $0, among: staff, "person", &work) }
    let demand = needed(.demand).flatMap { id(of: $0, among: demands, "demand", &work) }
    let hours = needed(.hours).flatMap { amount($0, hasDecimalComma, &work) }
    let period = fields[.period].flatMap { number($0, "a period", &work) }
    let place = fields[.place].flatMap { number($0, "a place", &work) }
    let start = fields[.start].flatMap { day($0, &work) }
    let end = fields[.end].flatMap { day($0, &work) }
    let cost = fields[.cost].flatMap { amount($0, hasDecimalComma, &work) }
    if fields[.period] == nil, fields[.start] == nil {
      work.report(
        .missingKey, "neither period nor start says when", line: line, column: 1)
    }
    guard let person, let demand, let hours, work.issues.count + work.omitted == before else { return }
    work.document.draft.assignments.append(
      PlanDraft.Assignment(
        staff: person, demand: demand, place: place, project: fields[.project].map { unescaped($0.text) },
        period: period,
        start: start, end: end, hours: hours, cost: cost))
    work.document.lines.append(line)
  }

  // MARK: Fields

  /// Ids, and the names that people may be called by instead.
  private struct Names {
    var ids: Set<String>
    var ordered: [String]
    var byName: [String: String]

    init(_ entries: [(id: String, name: String?)]) {
      ids = Set(entries.map(\.id))
      ordered = entries.map(\.id)
      byName = Dictionary(
        entries.compactMap { entry in entry.name.map { ($0, entry.id) } }, uniquingKeysWith: { first, _ in first })
    }
  }

  private func id(of field: CSVField, among names: Names, _ noun: String, _ work: inout Work) -> String? {
    let text = field.text
    if names.ids.contains(text) { return text }
    let plain = unescaped(text)
    if names.ids.contains(plain) { return plain }
    let hint =
      names.byName[plain].map { "\(quoted(plain)) is the name; the id is \(quoted($0))" }
      ?? nearestName(to: plain, among: names.ordered).map { "did you mean \(quoted($0))?" }
    work.report(.unknownReference, "there is no \(noun) \(quoted(plain)) in the scenario", field, hint: hint)
    return nil
  }

  private func amount(_ field: CSVField, _ hasDecimalComma: Bool, _ work: inout Work) -> Millionths? {
    var text = field.text
    if hasDecimalComma, !text.contains(".") { text = String(text.map { $0 == "," ? "." : $0 }) }
    if text.hasPrefix("'") { text.removeFirst() }
    guard let value = try? ExactDecimal(parsing: text.utf8) else {
      work.report(
        .wrongType, "\(quoted(field.text)) is not a number", field,
        hint: text.contains(",") ? "write 1234.5, without thousands separators" : nil)
      return nil
    }
    guard value.scale <= 6 else {
      work.report(.outOfRange, "\(quoted(field.text)) has more than six decimals", field, hint: "round it")
      return nil
    }
    let amount = Millionths(count: (value.scale..<6).reduce(Int128(value.significand)) { count, _ in count * 10 })
    guard amount.magnitude <= PlanDraft.largestAmount else {
      work.report(.outOfRange, "\(quoted(field.text)) is more than \(PlanDraft.largestAmount)", field)
      return nil
    }
    return amount
  }

  private func number(_ field: CSVField, _ what: String, _ work: inout Work) -> Int? {
    if let value = Int(field.text), value >= 0, value <= 1_000_000 { return value }
    work.report(
      .wrongType, "\(quoted(field.text)) is not the number of \(what)", field,
      hint: what == "a period"
        ? "periods are counted from 0; a date goes into the column start" : "places of a crew are counted from 0")
    return nil
  }

  private func day(_ field: CSVField, _ work: inout Work) -> Day? {
    if let day = Day(iso: field.text) { return day }
    work.report(.wrongType, "\(quoted(field.text)) is no date", field, hint: "write it as 2027-03-01")
    return nil
  }

  /// A text as it was before it was made safe for spreadsheets and terminals: without the apostrophe that keeps it from
  /// being a formula, and with `\u{..}` as the character.
  private func unescaped(_ text: String) -> String {
    var rest = Substring(text)
    if rest.first == "'", let second = rest.dropFirst().unicodeScalars.first,
      "=+-@\t\r＝＋－＠".unicodeScalars.contains(second)
    {
      rest = rest.dropFirst()
    }
    var result = ""
    while let start = rest.firstRange(of: "\\u{") {
      result += rest[..<start.lowerBound]
      let digits = rest[start.upperBound...].prefix { $0 != "}" }
      if digits.endIndex < rest.endIndex, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
        result.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: digits.endIndex)...]
      } else {
        result += rest[start]
        rest = rest[start.upperBound...]
      }
    }
    return result + rest
  }
}
