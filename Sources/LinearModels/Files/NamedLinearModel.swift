// SPDX-License-Identifier: GPL-3.0-or-later

/// A model with the names that a file gives its parts.
package struct NamedLinearModel: Sendable, Equatable {
  /// The name of the model; may be empty.
  package var name: String
  /// Always minimised; see ``isMaximized``.
  package var model: LinearModel
  /// The name of the row of costs.
  package var objectiveName: String
  /// A name for each row.
  package var rowNames: [String]
  /// A name for each column.
  package var columnNames: [String]
  /// The file asks for a maximum: costs and offset have been negated, and so is the optimum.
  package var isMaximized: Bool
  /// Lines for people, before all else; readers skip them.
  package var comments: [String]

  /// Names rows `r0`, `r1`, ... and columns `c0`, `c1`, ... where no names are given.
  package init(
    _ model: LinearModel, name: String = "", objectiveName: String = "cost", rowNames: [String]? = nil,
    columnNames: [String]? = nil, isMaximized: Bool = false, comments: [String] = []
  ) {
    self.name = name
    self.model = model
    self.objectiveName = objectiveName
    self.rowNames = rowNames ?? (0..<model.rowCount).map { "r\($0)" }
    self.columnNames = columnNames ?? (0..<model.columnCount).map { "c\($0)" }
    self.isMaximized = isMaximized
    self.comments = comments
  }
  /// The same with the objective's constant as the cost of a column that is fixed at 1.
  ///
  /// Formats have no place for a constant that all programs read alike: of the right-hand side of an MPS file's objective
  /// some take the negative, as CPLEX does, and others, GLPK among them, the number itself.
  package func withConstantColumn() -> NamedLinearModel {
    var result = self
    result.model.offset = 0
    result.model.addColumn(cost: model.offset, lower: 1, upper: 1)
    var name = "constant"
    while columnNames.contains(name) { name += "_" }
    result.columnNames.append(name)
    return result
  }

  /// The comments behind what begins a comment; what could end one early is a blank, and what would change how the rest of
  /// it reads is written as its number.
  func commentLines(_ mark: String) -> String {
    comments.map { comment in
      let line = comment.unicodeScalars.map { scalar in
        switch scalar.properties.generalCategory {
        case .control: " "
        case .format, .lineSeparator, .paragraphSeparator: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: String(scalar)
        }
      }.joined()
      return line.isEmpty ? "\(mark)\n" : "\(mark) \(line)\n"
    }.joined()
  }
}
