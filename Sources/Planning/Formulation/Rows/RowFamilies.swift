// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// A kind of rows: which there are, what each is about, and what a unit of a column has to do with them.
///
/// A family whose rows amounts can exceed in rounding has a `Room` besides: what amounts leave in its rows, exactly.
protocol RowFamily: Sendable {
  /// Adds the entries that a unit of a column has in these rows to the last column of a program.
  func addEntries(of activity: Activity, to model: inout LinearModel)
  /// Names the pairs of rows of two programs that are about the same.
  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void)
  /// Names the pairs of rows of which the new one is about a part of the old one's days.
  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void)
  /// Reads the prices of these rows from the dual values of all rows.
  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices)
}

/// What a unit of some terms counts in the problem that dual values are of: in the value, or in a step of an order.
struct TermWeights {
  /// Money of any term.
  var value = 1.0
  /// A promised hour that is not kept, besides.
  var commitments = 0.0
}

extension RowFamily {
  /// Most rows are not about days.
  func inherit(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {}
}

/// The rows of a program, by family.
struct RowFamilies: Sendable {
  var effort: EffortRows
  var capacity: CapacityRows
  var pace: PaceRows
  var equipment: EquipmentRows
  var budgets: BudgetRows
  var commitments: CommitmentRows
  var overtime: OvertimeRows
  var limits: LimitRows
  var crews: CrewRows
  var steps: StepRows
  var totals = TotalRows()

  /// Adds the rows that exist whatever the columns. Their order decides which of equal optima is found.
  init(_ frame: ProgramFrame, _ model: inout LinearModel) {
    equipment = EquipmentRows(frame, &model)
    budgets = BudgetRows(frame, &model)
    effort = EffortRows(frame)
    pace = PaceRows(frame)
    for demand in frame.demands.indices {
      effort.addRows(of: demand, frame, &model)
      pace.addRows(of: demand, frame, &model)
    }
    capacity = CapacityRows(frame)
    commitments = CommitmentRows(frame)
    overtime = OvertimeRows(frame)
    limits = LimitRows(frame)
    crews = CrewRows(frame)
    steps = StepRows(frame, hasPromises: commitments.promises.contains { $0.hours > 0 }, &model)
  }

  /// Adds the rows that are there only for columns that need them.
  mutating func addRows(for hour: WorkHour, _ frame: ProgramFrame, _ model: inout LinearModel) {
    if let slot = hour.slot {
      if hour.isOvertime {
        overtime.addRows(slot, hasSlotRow: true, frame, &model)
      } else {
        capacity.addRow(slot, &model)
      }
    }
    equipment.addRows(for: hour, &model)
    limits.addRows(slot: hour.slot, demand: hour.demand, &model)
    crews.addRows(for: hour, &model)
    if let promise = hour.promise { commitments.addRow(promise, &model) }
  }

  /// The same for an hour of operating.
  mutating func addRows(for hour: OperatingHour, _ frame: ProgramFrame, _ model: inout LinearModel) {
    if let slot = hour.slot {
      if hour.isOvertime {
        overtime.addRows(slot, hasSlotRow: true, frame, &model)
      } else {
        capacity.addRow(slot, &model)
      }
    }
    equipment.addOperatorRow(hour.pair, hour.assetSlot, &model)
    limits.addRows(slot: hour.slot, demand: hour.demand, &model)
  }

  /// Adds the entries of a unit of a column, in the order in which sums over them are rounded.
  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    effort.addEntries(of: activity, to: &model)
    capacity.addEntries(of: activity, to: &model)
    pace.addEntries(of: activity, to: &model)
    equipment.addEntries(of: activity, to: &model)
    budgets.addEntries(of: activity, to: &model)
    commitments.addEntries(of: activity, to: &model)
    overtime.addEntries(of: activity, to: &model)
    limits.addEntries(of: activity, to: &model)
    crews.addEntries(of: activity, to: &model)
    steps.addEntries(of: activity, to: &model)
    totals.addEntries(of: activity, to: &model)
  }

  func match(_ old: RowFamilies, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    effort.match(old.effort, match, visit)
    capacity.match(old.capacity, match, visit)
    pace.match(old.pace, match, visit)
    equipment.match(old.equipment, match, visit)
    budgets.match(old.budgets, match, visit)
    commitments.match(old.commitments, match, visit)
    overtime.match(old.overtime, match, visit)
    limits.match(old.limits, match, visit)
    crews.match(old.crews, match, visit)
    steps.match(old.steps, match, visit)
    totals.match(old.totals, match, visit)
  }

  func inherit(_ old: RowFamilies, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    effort.inherit(old.effort, match, visit)
    capacity.inherit(old.capacity, match, visit)
    equipment.inherit(old.equipment, match, visit)
    crews.inherit(old.crews, match, visit)
    overtime.inherit(old.overtime, match, visit)
  }

  /// The dual values of a program as prices by what the rows are about.
  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    effort.read(dual, frame, counting: terms, into: &prices)
    capacity.read(dual, frame, counting: terms, into: &prices)
    pace.read(dual, frame, counting: terms, into: &prices)
    budgets.read(dual, frame, counting: terms, into: &prices)
    equipment.read(dual, frame, counting: terms, into: &prices)
    commitments.read(dual, frame, counting: terms, into: &prices)
    overtime.read(dual, frame, counting: terms, into: &prices)
    limits.read(dual, frame, counting: terms, into: &prices)
    crews.read(dual, frame, counting: terms, into: &prices)
    steps.read(dual, frame, counting: terms, into: &prices)
    totals.read(dual, frame, counting: terms, into: &prices)
  }
}

/// Rows that a program has or has not, by what they are about.
extension Array where Element == OptionalIndex {
  /// - Parameter owners: the index in `old` of each element.
  func match(_ old: [OptionalIndex], _ owners: [OptionalIndex], _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (index, owner) in owners.enumerated() {
      if let owner = owner.value, let new = self[index].value, let old = old[owner].value { visit(new, old) }
    }
  }

  /// The dual value of each row, 0 where there is none.
  func prices(_ dual: [Double]) -> [Double] { map { $0.value.map { dual[$0] } ?? 0 } }
}

extension Grid where Value == OptionalIndex {
  /// - Parameter owners: the index in `old` of each row of the grid.
  func match(_ old: Self, _ owners: [OptionalIndex], _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (index, owner) in owners.enumerated() {
      guard let owner = owner.value else { continue }
      for period in 0..<periods {
        if let new = self[index, period].value, let old = old[owner, period].value { visit(new, old) }
      }
    }
  }
}
