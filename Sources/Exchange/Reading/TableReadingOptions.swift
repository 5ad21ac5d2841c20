// SPDX-License-Identifier: GPL-3.0-or-later

/// How texts in tables are read, and what is where.
package struct TableReadingOptions: Sendable {
  /// The order of year, month and day in texts that are not ISO dates.
  package enum DateOrder: String, Sendable, CaseIterable {
    case ymd, dmy, mdy

    /// What three numbers of a date mean.
    func components(of numbers: [Int]) -> (year: Int, month: Int, day: Int) {
      switch self {
      case .ymd: (numbers[0], numbers[1], numbers[2])
      case .dmy: (numbers[2], numbers[1], numbers[0])
      case .mdy: (numbers[2], numbers[0], numbers[1])
      }
    }
  }

  /// The decimal mark of numbers that are texts.
  package enum DecimalMark: String, Sendable, CaseIterable {
    case point, comma
  }

  /// nil: ISO dates alone.
  package var dates: DateOrder?
  /// nil: what has two readings is an error.
  package var decimal: DecimalMark?
  /// The header of a column, by its table and key: `Staff.costPerHour` is called `Satz`.
  package var columns: [String: String] = [:]
  /// The name of a sheet or file by its table.
  package var sheets: [String: String] = [:]
  /// The number of the row of headers by its table.
  package var headerRows: [String: Int] = [:]
  /// Whether columns and sheets that are not read are errors.
  package var isStrict = false
  /// Whether a sheet that is a grid of people, demands and periods is the plan in force.
  package var hasBaseline = false
  /// Settings that are used instead of those in the tables, by their keys.
  package var settings: [String: String] = [:]

  package init() {}
}
