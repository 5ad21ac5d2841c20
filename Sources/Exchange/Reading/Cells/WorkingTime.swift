// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import JSON
internal import Numbers

/// How long people work, where a sheet has it as hours a week or as full-time equivalents in place of hours a day.
struct WorkingTime {
  /// How a sheet has it.
  enum Form {
    case hoursPerWeek, equivalents
  }

  /// The column of it.
  struct Column {
    var position: Int
    /// The number of `hoursPerDay` among the columns of the layout.
    var key: Int
    var form: Form
    /// Whether another column says how many people a row is.
    var hasHeadcount: Bool
  }

  /// On how many days of a week all work; nil where weeks or people differ.
  private var workdays: Int?
  /// The hours of a full day; nil where days differ.
  private var fullDay: ExactDecimal?

  private static let weekly: Set<String> = [
    "hours/week", "hoursperweek", "weeklyhours", "h/week", "h/woche", "std/woche", "stdprowoche", "stunden/woche",
    "stundenprowoche", "stundenjewoche", "wochenstunden", "wochenarbeitszeit",
  ]
  private static let equivalents: Set<String> = ["fte", "ftes", "vzä", "vollzeitäquivalent", "beschäftigungsgrad"]

  init() {}

  /// - Parameters:
  ///   - calendar: the calendar of the scenario.
  ///   - hasCalendars: whether people have calendars of their own.
  init(_ calendar: TableNode?, hasCalendars: Bool) {
    guard !hasCalendars, calendar?["hours"] == nil else { return }
    workdays = calendar?["workdays"].map { $0.elements?.count } ?? 5
    fullDay = 8
    if case .number(let text)? = calendar?["hoursPerDay"]?.content {
      fullDay = try? ExactDecimal(parsing: text.utf8)
    }
  }

  /// The column of the working time; nil where there is none, or one of hours a day.
  static func column(_ headers: [String], _ columns: [TableColumn]) -> Column? {
    guard let key = columns.firstIndex(where: { $0.header == "hoursPerDay" }),
      !headers.contains(where: { HeaderAliases.column($0, among: [columns[key]]) != nil })
    else { return nil }
    let headcount = columns.first { $0.header == "headcount" }
    let hasHeadcount = headcount.map { column in headers.contains { HeaderAliases.column($0, among: [column]) != nil } }
    for (position, header) in headers.enumerated() {
      let name = HeaderAliases.normalized(header)
      let form: Form? = weekly.contains(name) ? .hoursPerWeek : equivalents.contains(name) ? .equivalents : nil
      guard let form else { continue }
      return Column(position: position, key: key, form: form, hasHeadcount: hasHeadcount ?? false)
    }
    return nil
  }

  /// What hours of a day follow from, for messages.
  func basis(_ column: Column) -> String {
    switch column.form {
    case .hoursPerWeek: "a week having \(workdays ?? 5) workdays"
    case .equivalents: "a full day having \(fullDay ?? 8) h"
    }
  }

  /// The hours a day that a cell means.
  func hoursPerDay(
    of cell: CellValue, _ column: Column, _ reading: CellReading, at place: CellIndex
  ) throws(CellReading.Failure) -> TableNode {
    let name = column.form == .equivalents ? "fte" : "hoursPerWeek"
    let range: NumberRange = .amount
    let value = try reading.reading(name, unit: reading.unit).scalar(cell, .number(range))
    guard case .number(let text) = value, let number = try? ExactDecimal(parsing: text.utf8) else {
      return TableNode(place: place, content: .scalar(value))
    }
    var hours: ExactDecimal?
    switch column.form {
    case .hoursPerWeek:
      hours = workdays.flatMap { $0 > 0 ? number.divided(by: Int64($0), decimals: min(30, number.scale + 4)) : nil }
    case .equivalents where number <= 1 && !column.hasHeadcount:
      hours = fullDay.flatMap { number.multiplied(by: $0) }
    case .equivalents: break
    }
    guard let hours else {
      throw CellReading.Failure(
        detail: column.form == .equivalents
          ? "\(number) full-time equivalents may be several people, or fewer hours"
          : "\(number) hours a week may be on any days",
        hint: "give the hours of a day in a column hoursPerDay, and how many people a row is in headcount")
    }
    return TableNode(place: place, content: .scalar(.number(hours.description)))
  }
}
