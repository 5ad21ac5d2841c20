// SPDX-License-Identifier: GPL-3.0-or-later

/// A model with the names that a file gives its parts.
public struct NamedLinearModel: Sendable, Equatable {
  /// The name of the model; may be empty.
  public var name: String
  /// Always minimised; see ``isMaximized``.
  public var model: LinearModel
  public var objectiveName: String
  public var rowNames: [String]
  public var columnNames: [String]
  /// The file asks for a maximum: costs and offset have been negated, and so is the optimum.
  public var isMaximized: Bool

  /// Names rows `r0`, `r1`, ... and columns `c0`, `c1`, ... where no names are given.
  public init(
    _ model: LinearModel, name: String = "", objectiveName: String = "cost", rowNames: [String]? = nil,
    columnNames: [String]? = nil, isMaximized: Bool = false
  ) {
    self.name = name
    self.model = model
    self.objectiveName = objectiveName
    self.rowNames = rowNames ?? (0..<model.rowCount).map { "r\($0)" }
    self.columnNames = columnNames ?? (0..<model.columnCount).map { "c\($0)" }
    self.isMaximized = isMaximized
  }
}
