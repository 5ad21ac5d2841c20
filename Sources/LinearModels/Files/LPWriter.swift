// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes models in the LP format of CPLEX, for people and for other solvers.
///
/// Solvers differ in what they read, so this keeps to what all of them do: a row with two sides becomes two rows (the
/// second with `_upper` behind its name), and the objective's constant a column, see
/// ``NamedLinearModel/withConstantColumn()``. A row without bounds is left out; where none is left, there is one that always
/// holds, and where there is no column, the constant's, because some readers want one.
package struct LPWriter: Sendable {
  /// Makes a writer; it has no options.
  package init() {}

  /// Writes a model. Names that the format cannot hold are replaced as ``MPSWriter/write(_:)`` does.
  package func write(_ named: NamedLinearModel) -> String {
    let isWhole = named.model.offset == 0 && named.model.columnCount > 0
    let named = isWhole ? named : named.withConstantColumn()
    let model = named.model
    let sign: Double = named.isMaximized ? -1 : 1
    let hasTwoSides = (0..<model.rowCount).map { row in
      model.rowLower[row] > -.infinity && model.rowUpper[row] < .infinity && model.rowLower[row] < model.rowUpper[row]
    }
    let rows = ModelNames.usable(
      named.rowNames, count: model.rowCount, prefix: "r",
      reserved: Set(zip(named.rowNames, hasTwoSides).filter(\.1).map { $0.0 + "_upper" }), isUsable: Self.isUsable)
    let columns = ModelNames.usable(
      named.columnNames, count: model.columnCount, prefix: "c", isUsable: Self.isUsable)
    var terms: [(value: Double, name: String)] = []
    for column in 0..<model.columnCount where model.cost[column] != 0 {
      terms.append((sign * model.cost[column], columns[column]))
    }
    // A sum needs a term, even where there is nothing to add.
    let filler = columns[0]
    var text = named.commentLines("\\") + (named.isMaximized ? "Maximize\n" : "Minimize\n")
    text += " obj:\(sum(terms, filler: filler))\nSubject To\n"
    for (row, entries) in rowEntries(model).enumerated() {
      let left = sum(entries.map { (model.entryValue[$0.entry], columns[$0.column]) }, filler: filler)
      let lower = model.rowLower[row]
      let upper = model.rowUpper[row]
      if lower == upper {
        text += " \(rows[row]):\(left) = \(lower)\n"
      } else {
        if lower > -.infinity { text += " \(rows[row]):\(left) >= \(lower)\n" }
        let suffix = hasTwoSides[row] ? "_upper" : ""
        if upper < .infinity { text += " \(rows[row])\(suffix):\(left) <= \(upper)\n" }
      }
    }
    let hasRow = (0..<model.rowCount).contains { model.rowLower[$0] > -.infinity || model.rowUpper[$0] < .infinity }
    if !hasRow { text += " none: 0 \(filler) >= -1\n" }
    text += "Bounds\n"
    for column in 0..<model.columnCount {
      text += bounds(of: columns[column], lower: model.columnLower[column], upper: model.columnUpper[column])
    }
    if !model.integerColumns.isEmpty {
      text += "General\n" + model.integerColumns.map { " \(columns[$0])\n" }.joined()
    }
    return text + "End\n"
  }

  /// A letter, then letters, digits and a few signs; nothing that could be a number such as `e5`, or a keyword.
  private static func isUsable(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 200 else { return false }
    func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 }
    guard isLetter(first), first != UInt8(ascii: "e"), first != UInt8(ascii: "E") else { return false }
    let keywords: Set<String> = [
      "free", "inf", "infinity", "st", "min", "max", "minimize", "maximize", "minimum", "maximum", "subject", "such",
      "to", "that", "bounds", "bound", "general", "generals", "gen", "integer", "integers", "int", "binary",
      "binaries", "bin", "semi", "sos", "end",
    ]
    return !keywords.contains(name.lowercased())
      && name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: ".") }
  }

  private func rowEntries(_ model: LinearModel) -> [[(entry: Int, column: Int)]] {
    var result = [[(entry: Int, column: Int)]](repeating: [], count: model.rowCount)
    for column in 0..<model.columnCount {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] {
        result[Int(model.entryRow[entry])].append((entry, column))
      }
    }
    return result
  }

  /// Lines stay short: some readers stop at 255 or 510 characters.
  private func sum(_ terms: [(value: Double, name: String)], filler: String) -> String {
    if terms.isEmpty { return " 0 \(filler)" }
    var text = ""
    for (position, term) in terms.enumerated() {
      if position > 0 && position.isMultiple(of: 6) { text += "\n  " }
      text += term.value < 0 ? " - \(-term.value) \(term.name)" : " + \(term.value) \(term.name)"
    }
    return text
  }

  private func bounds(of name: String, lower: Double, upper: Double) -> String {
    if lower == upper { return " \(name) = \(lower)\n" }
    if lower == -.infinity { return upper == .infinity ? " \(name) free\n" : " -inf <= \(name) <= \(upper)\n" }
    if upper == .infinity { return lower == 0 ? "" : " \(name) >= \(lower)\n" }
    return " \(lower) <= \(name) <= \(upper)\n"
  }
}
