// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Exchange
import Numbers

extension TableReadingOptions.DateOrder: ExpressibleByArgument {}
extension TableReadingOptions.DecimalMark: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}
extension CSVFolder.Dialect: ExpressibleByArgument {}

/// How tables are read.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The first day planned, where no sheet of settings says it, or another one.", valueName: "date"))
  var from: String?
  @Option(help: ArgumentHelp("The last day planned.", valueName: "date")) var to: String?
  @Option(help: "The length of periods: day, week or month.") var period: String?

  @Option(
    help: ArgumentHelp(
      "What a column is called, such as 'Staff.costPerHour=Satz'; may be repeated.", valueName: "column=header"))
  var map: [String] = []
  @Option(
    help: ArgumentHelp(
      "What a sheet or file is called, such as 'Staff=MA-Liste'; may be repeated.", valueName: "table=name"))
  var sheet: [String] = []
  @Option(
    help: ArgumentHelp("Which row has the headers, such as 'Staff=4'; may be repeated.", valueName: "table=row"))
  var headerRow: [String] = []
  @Option(help: "The order in dates that are texts; real dates and 2027-03-31 need none.")
  var dates: TableReadingOptions.DateOrder?
  @Option(help: "The decimal mark of numbers that are texts.")
  var decimal: TableReadingOptions.DecimalMark?
  @Option(help: "How CSV files are encoded; UTF-8 and UTF-16 are known without.") var encoding: TextEncoding?
  @Flag(help: "What is not read is an error, not a notice.") var strict = false

  func validate() throws {
    for (name, values) in [("--map", map), ("--sheet", sheet), ("--header-row", headerRow)] {
      for value in values where !value.dropFirst().contains("=") {
        throw ValidationError("\(name) is written NAME=VALUE, not '\(value)'.")
      }
    }
    let tables = Set(ScenarioTables.all.map(\.name) + ["Settings", "Changes", "Skills"])
    for value in sheet + headerRow {
      let table = String(value.prefix { $0 != "=" })
      if !tables.contains(table) {
        throw ValidationError("There is no table '\(table)'; there are \(tables.sorted().joined(separator: ", ")).")
      }
    }
    for value in map { try checkColumn(String(value.prefix { $0 != "=" })) }
    for value in headerRow where Int(value.drop { $0 != "=" }.dropFirst()).map({ $0 < 1 }) ?? true {
      throw ValidationError("--header-row is written TABLE=NUMBER, not '\(value)'.")
    }
    for (name, value) in [("--from", from), ("--to", to)] {
      if let value, !Self.isDate(value) {
        throw ValidationError("\(name) is a date such as 2027-01-04, not '\(value)'.")
      }
    }
    if let period, !["day", "week", "month"].contains(period) {
      throw ValidationError("--period is day, week or month, not '\(period)'.")
    }
  }

  private func checkColumn(_ name: String) throws {
    let parts = name.split(separator: ".").map(String.init)
    let columns = parts.count == 2 ? ScenarioTables.columns(parts[0]).map(\.header) : []
    guard parts.count == 2, columns.contains(parts[1]) else {
      throw ValidationError(
        "There is no column '\(name)'"
          + (columns.isEmpty ? "; write TABLE.COLUMN." : "; there are \(columns.joined(separator: ", "))."))
    }
  }

  private static func isDate(_ text: String) -> Bool { Day(iso: text) != nil }

  var reading: TableReadingOptions {
    var options = TableReadingOptions()
    options.dates = dates
    options.decimal = decimal
    options.isStrict = strict
    options.columns = Self.pairs(map)
    options.sheets = Self.pairs(sheet)
    options.headerRows = Self.pairs(headerRow).compactMapValues { Int($0) }
    options.settings = ["start": from, "end": to, "period": period].compactMapValues { $0 }
    return options
  }

  private static func pairs(_ values: [String]) -> [String: String] {
    Dictionary(
      values.map { value in
        let name = value.prefix { $0 != "=" }
        return (String(name), String(value.dropFirst(name.count + 1)))
      }, uniquingKeysWith: { _, last in last })
  }
}
