// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON
package import Allocation
package import Numbers

/// Reads assignments from CSV, as a spreadsheet or `solve --format csv` writes them.
///
/// The header names the columns, in any order: `staff`, `demand`, `hours`, and `period` or `start` (with or without
/// `end`); `project`, `cost` and, of a crew, `place` may be there. Or it is a grid: a row for each person and demand, and a
/// column for each period, whose header is a day of it or a week (`KW 7`, `2027-W07`). Columns have the other names of
/// workbooks, too. Which stretch a date stands for is said by the scenario: its period, so that a column of weeks is refused
/// where it is planned by day. What a spreadsheet does to a document is accepted: a byte order mark, CRLF, semicolons and tabs (then
/// with decimal commas), quotation marks. People and demands are strict: what the scenario does not have, neither as an id
/// nor as a name that is there once, is an error with its line and column.
package struct PlanCSVReader: Sendable {
  /// Assignments with the places where they stand.
  package struct Document: Sendable {
    package var draft: PlanDraft
    /// The line of each assignment, from 1.
    package var lines: [Int]
    /// Columns that are not read, as the header names them.
    package var unreadColumns: [String]
    /// The lines of sums, which are passed over.
    package var sumLines: [Int] = []
    /// The day of the week on which all dates are, where the scenario is planned by day and they may be meant as weeks.
    package var onlyWeekday: Weekday?
  }

  /// Whether bytes look like CSV and not like JSON.
  package static func accepts(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let first = bytes[start...].first(where: { $0 > 0x20 }) else { return false }
    return first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
  }

  private enum Column: String, CaseIterable {
    case staff, demand, place, project, period, start, end, hours, cost

    /// The column that has a header as its own name.
    init?(named header: String) { self.init(rawValue: HeaderAliases.normalized(header)) }

    /// The column that a header means, as workbooks may have it.
    init?(meantBy header: String) {
      let name = HeaderAliases.normalized(header)
      let found = Self.allCases.first { column in
        let others = (HeaderAliases.columns[column.rawValue] ?? []) + (column == .start ? Self.weeks + Self.days : [])
        return others.contains { HeaderAliases.normalized($0) == name }
      }
      guard let found else { return nil }
      self = found
    }

    /// Whether a header says that a column has weeks.
    static func isWeeks(_ header: String) -> Bool {
      let name = HeaderAliases.normalized(header)
      return weeks.contains { HeaderAliases.normalized($0) == name }
    }

    private static let weeks = ["Week", "Week of", "KW", "KW ab", "CW", "Woche"]
    private static let days = ["Date", "Day", "Datum", "Tag"]
  }

  /// What a field of a record is.
  private enum Meaning: Equatable {
    case column(Column)
    /// The hours of the period with a day.
    case hours(Day)
  }

  private let staff: Names
  private let demands: Names
  private let weeks: WeekHeaders
  private let period: PeriodLength

  /// - Parameter scenario: whose people and demands the assignments name.
  package init(_ scenario: Scenario) {
    staff = Names(scenario.staff.map { ($0.id, $0.name) })
    demands = Names(scenario.projects.flatMap { $0.demands.map { ($0.id, $0.name) } })
    weeks = WeekHeaders(scenario.calendar.horizon)
    period = scenario.calendar.period
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
      let columns = work.columns(header, weeks)
      let days = columns.compactMap { meaning -> Day? in if case .hours(let day)? = meaning { day } else { nil } }
      if period != .month, WeekHeaders.areMonths(days) {
        work.report(
          .contradiction, "the columns are months, but the scenario is planned by \(period.rawValue)", header[0],
          hint: "give each \(period.rawValue) a column")
      }
      if period == .day,
        let index = columns.indices.first(where: { index in
          if case .hours? = columns[index] { WeekHeaders.isWeek(header[index].text) } else { false }
        })
      {
        work.report(
          .contradiction, "\(quoted(header[index].text)) is a week, but the scenario is planned by day", header[index],
          hint: "give each day a column")
      }
      if period == .day, let index = columns.firstIndex(of: .column(.start)), Column.isWeeks(header[index].text) {
        work.report(
          .contradiction,
          "\(quoted(header[index].text)) is a column of weeks, but the scenario is planned by day", header[index],
          hint: "give each day a row, in a column start or Day")
      }
      if work.issues.isEmpty {
        while let record = try records.nextRecord() {
          read(record, columns, DecimalComma(separator: records.separator), &work)
        }
        noteWeekday(days, &work)
      }
    } catch {
      work.report(.syntax, error.detail, line: error.line, column: error.column)
    }
    guard work.issues.isEmpty else { throw DocumentError(issues: work.issues, omitted: work.omitted) }
    return work.document
  }

  /// Notes that all dates are on one day of the week, where they are read as days.
  private func noteWeekday(_ columns: [Day], _ work: inout Work) {
    guard period == .day else { return }
    let dates = Set(columns + work.document.draft.assignments.compactMap { $0.period == nil ? $0.start : nil })
    guard dates.count > 1, let first = dates.first, dates.allSatisfy({ $0.weekday == first.weekday }) else { return }
    work.document.onlyWeekday = first.weekday
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
    mutating func columns(_ header: [CSVField], _ weeks: WeekHeaders) -> [Meaning?] {
      let named = header.map { Column(named: $0.text) }
      let days = weeks.days(of: header.map(\.text))
      // What a column is called says more than what it may be called.
      var columns: [Meaning?] = header.indices.map { index in
        let meant = named[index] ?? Column(meantBy: header[index].text).flatMap { named.contains($0) ? nil : $0 }
        return meant.map { .column($0) } ?? days[index].map { .hours($0) }
      }
      let isGrid = columns.contains { if case .hours? = $0 { true } else { false } }
      for (index, field) in header.enumerated() {
        switch columns[index] {
        case .column(let column)? where columns[..<index].contains(columns[index]):
          report(.duplicateKey, "the column \(quoted(column.rawValue)) is there twice", field)
        case .hours? where columns[..<index].contains(columns[index]):
          report(.duplicateKey, "the column \(quoted(field.text)) is there twice", field)
        case .column(.hours)? where isGrid, .column(.cost)? where isGrid:
          // The sum of a row is no part of a grid.
          columns[index] = nil
          document.unreadColumns.append(field.text)
        case nil where !field.text.isEmpty: document.unreadColumns.append(field.text)
        default: break
        }
      }
      let line = header.first?.line ?? 1
      for needed in isGrid ? [Column.staff, .demand] : [.staff, .demand, .hours]
      where !columns.contains(.column(needed)) { missing(needed.rawValue, line, header) }
      if !isGrid, !columns.contains(.column(.period)), !columns.contains(.column(.start)) {
        missing("period", line, header)
      }
      return columns
    }

    private mutating func missing(_ name: String, _ line: Int, _ header: [CSVField]) {
      let headers = HeaderAliases.listed(header.map(\.text).filter { !$0.isEmpty })
      // A header such as 04.01.2027 is a day in another form.
      if let header = document.unreadColumns.first(where: { Day.hint(for: $0).hasPrefix("write it as") }) {
        if name == "hours" {
          report(
            .wrongType, "the column \(quoted(header)) is not a day", line: line, column: 1, hint: Day.hint(for: header))
        }
        return
      }
      let near = document.unreadColumns.first { nearestName(to: $0.lowercased(), among: [name]) != nil }
      report(
        .missingKey,
        name == "period" ? "there is no column \"period\" or \"start\"" : "there is no column \(quoted(name))",
        line: line,
        column: 1,
        hint: near.map { "is it \(quoted($0))? Call it \(quoted(name))" }
          ?? "the first line has \(headers); call its columns staff, demand, hours, and period or start, or give it a day or week "
          + "for each period"
      )
    }
  }

  private func read(_ record: [CSVField], _ columns: [Meaning?], _ comma: DecimalComma, _ work: inout Work) {
    guard let (fields, grid) = sorted(record, columns, &work) else { return }
    if isSum(fields) {
      work.document.sumLines.append(record.first?.line ?? 1)
      return
    }
    let isGrid = columns.contains { if case .hours? = $0 { true } else { false } }
    let before = work.issues.count + work.omitted
    let line = record.first?.line ?? 1
    func needed(_ column: Column) -> CSVField? {
      if let field = fields[column] { return field }
      work.report(.missingKey, "\(column.rawValue) is empty", line: line, column: 1)
      return nil
    }
    var entry = PlanDraft.Assignment(staff: "", demand: "", hours: .zero)
    let person = needed(.staff).flatMap { id(of: $0, among: staff, "person", &work) }
    let demand = needed(.demand).flatMap { id(of: $0, among: demands, "demand", &work) }
    entry.place = fields[.place].flatMap { number($0, "a place", &work) }
    entry.project = fields[.project].map { unescaped($0.text) }
    var entries: [PlanDraft.Assignment] = []
    if isGrid {
      for (day, field) in grid {
        guard let hours = amount(field, comma, &work), hours != .zero else { continue }
        entry.start = day
        entry.hours = hours
        entries.append(entry)
      }
    } else {
      let hours = needed(.hours).flatMap { amount($0, comma, &work) }
      entry.period = fields[.period].flatMap { number($0, "a period", &work) }
      entry.start = fields[.start].flatMap { day($0, &work) }
      entry.end = fields[.end].flatMap { day($0, &work) }
      entry.cost = fields[.cost].flatMap { amount($0, comma, &work, .cost) }
      if fields[.period] == nil, fields[.start] == nil {
        work.report(.missingKey, "neither period nor start says when", line: line, column: 1)
      }
      if let hours {
        entry.hours = hours
        entries.append(entry)
      }
    }
    guard let person, let demand, work.issues.count + work.omitted == before else { return }
    for var entry in entries {
      (entry.staff, entry.demand) = (person, demand)
      work.document.draft.assignments.append(entry)
      work.document.lines.append(line)
    }
  }

  /// Whether a record adds up others: it is called so where a person or a demand stands, and there is no such one.
  private func isSum(_ fields: [Column: CSVField]) -> Bool {
    guard fields[.staff] == nil || fields[.demand] == nil, let label = fields[.staff] ?? fields[.demand] else {
      return false
    }
    return OtherRows.isSum(label.text) && !staff.ids.contains(label.text) && !demands.ids.contains(label.text)
  }

  /// The fields of a record by what they are; nil where there are more than the header has.
  private func sorted(
    _ record: [CSVField], _ columns: [Meaning?], _ work: inout Work
  ) -> (fields: [Column: CSVField], grid: [(day: Day, field: CSVField)])? {
    var fields: [Column: CSVField] = [:]
    var grid: [(day: Day, field: CSVField)] = []
    for (position, field) in record.enumerated() where !field.text.isEmpty {
      guard position < columns.count else {
        work.report(
          .syntax, "the line has more fields than the header", field,
          hint: "put texts with separators in quotation marks")
        return nil
      }
      switch columns[position] {
      case .column(let column)?: fields[column] = field
      case .hours(let day)?: grid.append((day, field))
      case nil: break
      }
    }
    return (fields, grid)
  }

  // MARK: Fields

  /// Ids, and the names that people may be called by instead.
  private struct Names {
    var ids: Set<String>
    var ordered: [String]
    /// Those who have a name, in their order.
    var byName: [String: [String]]
    /// All spellings that are nearly the same, as ``LooseNames`` has them.
    var byLoose: [String: Set<String>]

    init(_ entries: [(id: String, name: String?)]) {
      ids = Set(entries.map(\.id))
      ordered = entries.map(\.id)
      byName = [:]
      let named = entries.compactMap { id, name in name.map { (name: $0, id: id) } }
      for (name, id) in named { byName[name, default: []].append(id) }
      byLoose = LooseNames.table(of: ordered, names: named)
    }
  }

  private func id(of field: CSVField, among names: Names, _ noun: String, _ work: inout Work) -> String? {
    let text = field.text
    if names.ids.contains(text) { return text }
    let plain = unescaped(text)
    if names.ids.contains(plain) { return plain }
    let named = names.byName[plain] ?? []
    if named.count == 1 { return named[0] }
    if named.isEmpty, let id = LooseNames.id(plain, in: names.byLoose) { return id }
    let hint =
      (named.isEmpty ? nil : "\(named.map(quoted).joined(separator: " and ")) have this name: write the id")
      ?? nearestName(to: plain, among: names.ordered).map { "did you mean \(quoted($0))?" }
    work.report(.unknownReference, "there is no \(noun) \(quoted(plain)) in the scenario", field, hint: hint)
    return nil
  }

  /// Whether a comma stands before decimals.
  private enum DecimalComma {
    case never
    /// Not before three digits, which may be thousands.
    case unlessThousands
    case always

    init(separator: Unicode.Scalar) {
      self = separator == "," ? .never : separator == ";" ? .always : .unlessThousands
    }

    func isDecimal(_ text: String) -> Bool {
      guard self == .unlessThousands, let comma = text.lastIndex(of: ",") else { return self == .always }
      return text[comma...].count != 4
    }
  }

  private func amount(
    _ field: CSVField, _ comma: DecimalComma, _ work: inout Work, _ column: Column = .hours
  ) -> Millionths? {
    var text = field.text
    if !text.contains("."), comma.isDecimal(text) { text = String(text.map { $0 == "," ? "." : $0 }) }
    if text.hasPrefix("'") { text.removeFirst() }
    do throws(CellReading.Failure) {
      let plain = try CellUnits(column: column.rawValue).amount(text)
      // 1.500 h is written where points part thousands, too.
      if plain != text { text = CellReading.looksLikeThousands(plain) ? text : plain }
    } catch {
      work.report(error.kind, error.detail, field, hint: error.hint)
      return nil
    }
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
    return Millionths(count: (value.scale..<6).reduce(Int128(value.significand)) { count, _ in count * 10 })
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
    if let day = weeks.day(of: field.text) {
      guard period == .day, WeekHeaders.isWeek(field.text) else { return day }
      work.report(
        .contradiction, "\(quoted(field.text)) is a week, but the scenario is planned by day", field,
        hint: "give each day a row")
      return nil
    }
    work.report(.wrongType, "\(quoted(field.text)) is not a date", field, hint: Day.hint(for: field.text))
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
