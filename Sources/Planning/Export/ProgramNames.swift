// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// Names that say what the rows and columns of a program are about, and that MPS and LP files can hold.
struct ProgramNames {
  /// The kinds of rows, with what each states.
  static let rowKinds = [
    ("demand.DEMAND", "what is done and what is unmet are together what is wanted; flexible demands"),
    ("demand.DEMAND.PERIOD", "the same in a period; even demands, and those for assets"),
    ("capacity.PERSON.PERIOD", "all hours of a person are at most the regular ones and the overtime"),
    ("overtime_total.PERSON", "overtime in all periods together is at most the person's total"),
    ("pace.DEMAND.PERIOD", "hours are at most what the weekly limit leaves"),
    ("asset.ASSET.PERIOD", "the unit-days in use are at most those there are"),
    ("operators.ASSET.PERIOD", "the operating hours are at least what the unit-days in use need"),
    ("budget.PROJECT", "the money for hours and assets is at most the budget"),
    ("commitment.PERSON.DEMAND.PERIOD", "promised hours are kept or broken"),
  ]

  /// The kinds of columns, with what a unit of each is.
  static let columnKinds = [
    ("work.PERSON.DEMAND.PERIOD", "an hour of work"),
    ("kept.PERSON.DEMAND.PERIOD", "an hour of work that the baseline has too; where changes cost money"),
    ("added.PERSON.DEMAND.PERIOD", "an hour of work beyond the baseline's"),
    ("overtime.PERSON.PERIOD", "an hour of overtime"),
    ("use.ASSET.DEMAND.PERIOD", "a unit-day of an asset"),
    ("operating.PERSON.ASSET.PERIOD", "an hour of operating an asset"),
    ("unmet.DEMAND", "an effective hour that is unmet; flexible demands"),
    ("unmet.DEMAND.PERIOD", "an effective hour or unit-day that is unmet in a period"),
    ("broken.PERSON.DEMAND.PERIOD", "a promised hour that is not kept"),
    ("constant", "fixed at 1: what no plan can change"),
  ]

  private(set) var rows: [String]
  private(set) var columns: [String]
  /// The names that differ from the ids they stand for.
  let replaced: [(name: String, kind: String, id: String)]

  private let staff: [String]
  private let demands: [String]
  private let assets: [String]
  private let projects: [String]

  init(_ program: Formulation) {
    let scenario = program.scenario
    var replaced: [(name: String, kind: String, id: String)] = []
    func names(_ kind: String, _ ids: [String]) -> [String] {
      let names = Self.names(for: ids)
      for (name, id) in zip(names, ids) where name != id { replaced.append((name, kind, id)) }
      return names
    }
    staff = names("person", scenario.staff.map(\.id))
    demands = names("demand", program.frame.demands.map(\.id))
    assets = names("asset", scenario.assets.map(\.id))
    projects = names("project", scenario.projects.map(\.id))
    self.replaced = replaced
    rows = Array(repeating: "", count: program.model.rowCount)
    columns = Array(repeating: "", count: program.model.columnCount)
    nameRows(program)
    nameColumns(program)
  }

  /// Names for the ids of one list: letters, digits and `_`, at most 60, no two alike.
  private static func names(for ids: [String]) -> [String] {
    func isPlain(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": true
      default: false
      }
    }
    // An id that can stay has its name before another one takes it.
    var taken = Set(ids.filter { $0.unicodeScalars.count <= 60 && $0.unicodeScalars.allSatisfy(isPlain) })
    return ids.enumerated().map { index, id in
      if taken.contains(id) { return id }
      let base = String(String.UnicodeScalarView(id.unicodeScalars.prefix(50).map { isPlain($0) ? $0 : "_" }))
      var name = base
      var number = index
      while !taken.insert(name).inserted {
        name = "\(base)_\(number)"
        number += ids.count
      }
      return name
    }
  }

  private mutating func nameRows(_ program: Formulation) {
    func set(_ row: Int?, _ name: @autoclosure () -> String) {
      if let row { rows[row] = name() }
    }
    let families = program.rows
    for period in program.frame.periods.indices {
      for (index, name) in demands.enumerated() {
        let suffix = program.frame.demands[index].isFlexible ? "" : ".\(period)"
        set(families.effort[index, period], "demand.\(name)\(suffix)")
        set(families.pace[index, period], "pace.\(name).\(period)")
      }
      for (index, name) in staff.enumerated() { set(families.capacity[index, period], "capacity.\(name).\(period)") }
      for (index, name) in assets.enumerated() {
        set(families.equipment.assets[index, period], "asset.\(name).\(period)")
        set(families.equipment.operators[index, period], "operators.\(name).\(period)")
      }
    }
    for (index, name) in staff.enumerated() { set(families.overtime[index], "overtime_total.\(name)") }
    for (index, name) in projects.enumerated() { set(families.budgets[index], "budget.\(name)") }
    for promise in families.commitments.promises {
      set(promise.row.value, "commitment.\(staff[promise.staff]).\(demands[promise.demand]).\(promise.period)")
    }
  }

  private mutating func nameColumns(_ program: Formulation) {
    for (index, entry) in program.work.entries.enumerated() {
      let pair = program.work.pair(of: index)
      let name = "\(staff[pair.staff]).\(demands[pair.demand]).\(entry.period)"
      let parts = program.work.columns(of: index)
      for column in parts {
        columns[column] = (parts.count == 1 ? "work." : column == parts.lowerBound ? "kept." : "added.") + name
      }
    }
    func set<Family: ColumnFamily>(_ family: Family, _ name: (Family.Place) -> String) {
      for (column, place) in zip(family.columns, family.places) { columns[column] = name(place) }
    }
    set(program.overtime) { "overtime.\(staff[$0.staff]).\($0.period)" }
    set(program.use) { "use.\(assets[$0.asset]).\(demands[$0.demand]).\($0.period)" }
    set(program.operating) { "operating.\(staff[$0.staff]).\(assets[$0.asset]).\($0.period)" }
    set(program.unmet) { "unmet.\(demands[$0.demand])" + ($0.period.map { ".\($0)" } ?? "") }
    set(program.shortfall) { "broken.\(staff[$0.staff]).\(demands[$0.demand]).\($0.period)" }
  }
}
