// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The linear program of `model.md`, section 2, for one scenario, with what its rows and columns mean.
///
/// The model is by days, the program by slots: days of a period that need not be told apart (``StaffSlot``,
/// ``AssetSlot``). Where that turns out to be too coarse, a ``Refinement`` says so, and the program is made again.
/// Otherwise only columns that can be used exist, with the same optimum.
///
/// A reference, because everybody who works on the program looks at the same.
final class Formulation: Sendable {
  let frame: ProgramFrame
  let model: LinearModel
  let rows: RowFamilies
  /// The columns, in this order.
  let work: WorkColumns
  let overtime: OvertimeColumns
  let use: UseColumns
  let operating: OperatingColumns
  let unmet: UnmetColumns
  let shortfall: ShortfallColumns
  let change: ChangeColumns
  let meeting: MeetingColumns

  /// Builds the program of a valid scenario.
  ///
  /// - Complexity: O(columns), after O(staff x days) for availability.
  init(_ scenario: Scenario, limits: PlanLimits? = nil, refinement: Refinement = Refinement()) {
    frame = ProgramFrame(scenario, limits: limits, refinement: refinement)
    var builder = ProgramBuilder(frame)
    work = WorkColumns(&builder)
    // Operators add rows for their time before the columns of overtime, which only exist for rows.
    let uses = UseColumns(&builder)
    operating = OperatingColumns(&builder)
    overtime = OvertimeColumns(&builder)
    use = uses
    unmet = UnmetColumns(&builder)
    shortfall = ShortfallColumns(&builder)
    change = ChangeColumns(&builder, work)
    meeting = MeetingColumns(&builder)
    builder.rows.steps.addGreatestShare(frame, &builder.model)
    model = builder.model
    rows = builder.rows
  }

  var scenario: Scenario { frame.scenario }

  /// The program without the upper bounds that rows imply.
  var programWithoutImpliedBounds: LinearModel {
    var result = model
    for (column, row) in work.impliedBy.enumerated() where row != nil { result.columnUpper[column] = .infinity }
    return result
  }

  /// The dual values of the program's rows as prices by what the rows are about.
  ///
  /// - Parameter terms: what a unit of the terms counts in the problem that they are of.
  func prices(from dual: [Double], counting terms: TermWeights = TermWeights()) -> RowPrices {
    var prices = RowPrices(for: scenario)
    rows.read(dual, frame, counting: terms, into: &prices)
    return prices
  }

  /// Names the pairs of columns, and those of rows, of this program and another one that are about the same.
  ///
  /// - Parameter inherited: told the pairs of rows of which the new one is about a part of the old one's days.
  /// - Complexity: O(columns + rows)
  func match(
    _ old: Formulation, columns: (_ new: Int, _ old: Int) -> Void, rows visit: (_ new: Int, _ old: Int) -> Void,
    inherited: (_ new: Int, _ old: Int) -> Void
  ) {
    let match = ProgramMatch(from: old.frame, to: frame)
    work.match(old.work, match, columns)
    overtime.match(old.overtime, match, columns)
    use.match(old.use, match, columns)
    operating.match(old.operating, match, columns)
    unmet.match(old.unmet, match, columns)
    shortfall.match(old.shortfall, match, columns)
    change.match(old.change, match, columns)
    meeting.match(old.meeting, match, columns)
    rows.match(old.rows, match, visit)
    rows.inherit(old.rows, match, inherited)
  }
}

/// A program in the making.
struct ProgramBuilder {
  let frame: ProgramFrame
  var model: LinearModel
  var rows: RowFamilies

  init(_ frame: ProgramFrame) {
    self.frame = frame
    var model = LinearModel()
    rows = RowFamilies(frame, &model)
    self.model = model
  }

  /// Adds a column with its entries, and the rows that only it needs.
  @inline(__always)
  mutating func addColumn(_ activity: Activity, cost: Double, lower: Double = 0, upper: Double) {
    if case .work(let hour) = activity { rows.addRows(for: hour, frame, &model) }
    model.addColumn(cost: cost, lower: lower, upper: upper)
    rows.addEntries(of: activity, to: &model)
    rows.steps.addCosts(of: activity, cost, to: &model)
  }
}
