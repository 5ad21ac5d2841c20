// SPDX-License-Identifier: GPL-3.0-or-later

internal import Exchange

extension TextTable {
  /// The table as comma-separated values: a header, then its rows. What is aligned to the right is a figure.
  package var csv: [UInt8] {
    var writer = CSVWriter(header: columns.map(\.title))
    for row in rows {
      writer.append(zip(row, columns).map { $1.alignment == .right ? .figure($0.text) : .text($0.text) })
    }
    return writer.bytes
  }
}
