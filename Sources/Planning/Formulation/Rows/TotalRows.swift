// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The sums over a period that something is asked of beside the scenario (``PlanLimits``) or that changes are counted
/// from, where they have several columns.
struct TotalRows: RowFamily {
  /// What a sum is of: hours of a person on a demand, unit-days of an asset for one, or hours of a person who operates an
  /// asset for one.
  struct Key: Hashable, Sendable {
    var staff: Int?
    var asset: Int?
    var demand: Int
    var period: Int
    /// Whether changes are counted from it.
    var isChange = false
  }

  private(set) var keys: [Key] = []
  private var rows: [Int] = []

  init() {}

  /// Adds a row and returns it.
  mutating func addRow(_ key: Key, lower: Double, upper: Double, _ model: inout LinearModel) -> OptionalIndex {
    let row = model.addRow(lower: lower, upper: upper)
    keys.append(key)
    rows.append(row)
    return OptionalIndex(row)
  }

  /// Calls a function for each row.
  func forEachRow(_ body: (_ key: Key, _ row: Int) -> Void) { for (key, row) in zip(keys, rows) { body(key, row) } }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    switch activity {
    case .work(let hour):
      if let row = hour.limit.value { model.addEntry(row: row, value: 1) }
      if let row = hour.change.value { model.addEntry(row: row, value: 1) }
    case .use(let use):
      if let row = use.limit.value { model.addEntry(row: row, value: 1) }
    case .operating(let hour):
      if let row = hour.limit.value { model.addEntry(row: row, value: 1) }
    case .change(let row, let isMore): model.addEntry(row: row, value: isMore ? -1 : 1)
    case .overtime, .unmet, .shortfall, .meeting: break
    }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    guard !keys.isEmpty, !old.keys.isEmpty else { return }
    let known = Dictionary(zip(old.keys, old.rows), uniquingKeysWith: { first, _ in first })
    for (key, row) in zip(keys, rows) {
      if let key = match.key(key), let old = known[key] { visit(row, old) }
    }
  }

  /// Nothing that a plan's bound follows from: the checker takes limits and changes column by column.
  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {}
}
