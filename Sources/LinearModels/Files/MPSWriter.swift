// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes models in free MPS format.
///
/// What is read back is the same model, bit for bit, with one exception: a row with two different finite sides is written
/// as a side and a width, and the other side may come back different in its last place. The objective's constant is a
/// column, see ``NamedLinearModel/withConstantColumn()``.
package struct MPSWriter: Sendable {
  /// Makes a writer; it has no options.
  package init() {}

  /// Writes a model as text.
  ///
  /// Names that are empty, have blanks or control characters, begin with `$` or occur twice are replaced, all rows' or
  /// all columns' at once, by `r0`, `r1`, ... or `c0`, `c1`, ...; a maximum is written as one.
  package func write(_ named: NamedLinearModel) -> String {
    let named = named.model.offset == 0 ? named : named.withConstantColumn()
    let model = named.model
    let sign: Double = named.isMaximized ? -1 : 1
    let objective = ModelNames.isUsable(named.objectiveName) ? named.objectiveName : "cost"
    let rows = ModelNames.usable(named.rowNames, count: model.rowCount, prefix: "r", reserved: [objective])
    let columns = ModelNames.usable(named.columnNames, count: model.columnCount, prefix: "c")
    var text = named.commentLines("*")
    text += "NAME \(ModelNames.isUsable(named.name) ? named.name : "model")\n"
    if named.isMaximized { text += "OBJSENSE\n MAX\n" }
    text += "ROWS\n N \(objective)\n"
    let sides = (0..<model.rowCount).map { Side(lower: model.rowLower[$0], upper: model.rowUpper[$0]) }
    for (name, side) in zip(rows, sides) { text += " \(side.type) \(name)\n" }
    text += "COLUMNS\n"
    var integers = model.integerColumns[...]
    var inIntegers = false
    for column in 0..<model.columnCount {
      let isInteger = integers.first == column
      if isInteger { integers.removeFirst() }
      if isInteger != inIntegers {
        text += " marker 'MARKER' '\(isInteger ? "INTORG" : "INTEND")'\n"
        inIntegers = isInteger
      }
      let entries = model.columnStart[column]..<model.columnStart[column + 1]
      if model.cost[column] != 0 || entries.isEmpty {
        text += " \(columns[column]) \(objective) \(sign * model.cost[column])\n"
      }
      for entry in entries {
        text += " \(columns[column]) \(rows[Int(model.entryRow[entry])]) \(model.entryValue[entry])\n"
      }
    }
    if inIntegers { text += " marker 'MARKER' 'INTEND'\n" }
    text += "RHS\n"
    for (name, side) in zip(rows, sides) where side.rightSide != 0 { text += " rhs \(name) \(side.rightSide)\n" }
    text += "RANGES\n"
    for (name, side) in zip(rows, sides) {
      if let width = side.width { text += " ranges \(name) \(width)\n" }
    }
    text += "BOUNDS\n"
    let whole = Set(model.integerColumns)
    for column in 0..<model.columnCount {
      text += bounds(
        of: columns[column], lower: model.columnLower[column], upper: model.columnUpper[column],
        isInteger: whole.contains(column))
    }
    return text + "ENDATA\n"
  }

  private func bounds(of name: String, lower: Double, upper: Double, isInteger: Bool) -> String {
    if lower == upper { return " FX bounds \(name) \(lower)\n" }
    if lower == -.infinity && upper == .infinity { return " FR bounds \(name)\n" }
    var text = ""
    if lower == -.infinity {
      text += " MI bounds \(name)\n"
    } else if lower != 0 || upper < 0 || (isInteger && upper == .infinity) {
      text += " LO bounds \(name) \(lower)\n"
    }
    if upper != .infinity {
      text += " UP bounds \(name) \(upper)\n"
    } else if isInteger {
      text += " PL bounds \(name)\n"
    }
    return text
  }

  /// A row as MPS has it: a type, a right-hand side and perhaps a width.
  private struct Side {
    var type = "N"
    var rightSide = 0.0
    var width: Double?

    init(lower: Double, upper: Double) {
      if lower == upper {
        (type, rightSide) = ("E", lower)
      } else if upper == .infinity {
        if lower > -.infinity { (type, rightSide) = ("G", lower) }
      } else if lower == -.infinity {
        (type, rightSide) = ("L", upper)
      } else {
        let width = upper - lower
        // The side that gives the other one back exactly, where there is one.
        (type, rightSide) = lower + width != upper && upper - width == lower ? ("L", upper) : ("G", lower)
        self.width = width
      }
    }
  }
}

/// Names that formats with fields between blanks can hold.
enum ModelNames {
  static func isUsable(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 255 && !name.hasPrefix("$") && name.utf8.allSatisfy { $0 > 32 && $0 < 127 }
  }

  /// The names where all can be used and differ, else numbered ones.
  static func usable(
    _ names: [String], count: Int, prefix: String, reserved: Set<String> = [], isUsable: (String) -> Bool = isUsable
  ) -> [String] {
    var seen = reserved
    let isFit = names.count == count && names.allSatisfy { isUsable($0) && seen.insert($0).inserted }
    return isFit ? names : (0..<count).map { "\(prefix)\($0)" }
  }
}
