// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// What a plan is to be best in, one after another: a row for each step, which counts what the step is about. It is free
/// until the step is done, and then holds what was reached.
///
/// None where the value alone counts.
struct StepRows: RowFamily {
  let steps: [OrderStep]
  private var rows: [Int] = []
  /// By person the row that keeps the share below the greatest one; nil where nobody asks.
  private var shares: [OptionalIndex] = []
  private let periods: Int
  private let staffOfSlot: [Int32]
  private let priorities: [Int]
  private let unmetCosts: [Double]

  init(_ frame: ProgramFrame, hasPromises: Bool, _ model: inout LinearModel) {
    let steps = frame.scenario.order(hasPromises: hasPromises)
    periods = frame.periods.count
    guard steps != [.value] else {
      (self.steps, staffOfSlot, priorities, unmetCosts) = ([], [], [], [])
      return
    }
    self.steps = steps
    priorities = frame.demands.indices.map { demand in
      steps.firstIndex(of: .priority(frame.scenario.priority(of: frame.places[demand]))) ?? -1
    }
    unmetCosts = frame.demands.indices.map(frame.unmetCost)
    staffOfSlot = frame.slots.slots.map { Int32($0.staff) }
    for _ in steps { rows.append(model.addRow(lower: -.infinity, upper: .infinity)) }
    guard steps.contains(.balanced) else { return }
    shares = frame.time.indices.map { staff in
      frame.time[staff].regular.contains { $0 > 0 } && frame.scenario.staff[staff].external == nil
        ? OptionalIndex(model.addRow(lower: -.infinity, upper: 0)) : nil
    }
  }

  var isEmpty: Bool { steps.isEmpty }

  /// The row of a step, by its number.
  subscript(step: Int) -> Int { rows[step] }

  /// The row of a person's share.
  func share(_ staff: Int) -> Int? { shares.isEmpty ? nil : shares[staff].value }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    guard !steps.isEmpty else { return }
    switch activity {
    case .work(let hour):
      for (step, row) in zip(steps, rows) {
        switch step {
        case .early where hour.period > 0: model.addEntry(row: row, value: Double(hour.period))
        case .late where hour.period + 1 < periods: model.addEntry(row: row, value: Double(periods - 1 - hour.period))
        default: break
        }
      }
      if let slot = hour.slot, let row = share(Int(staffOfSlot[slot])) { model.addEntry(row: row, value: 1) }
    case .operating(let hour):
      if let slot = hour.slot, let row = share(Int(staffOfSlot[slot])) { model.addEntry(row: row, value: 1) }
    case .unmet(let demand, _):
      if priorities[demand] >= 0, unmetCosts[demand] != 0 {
        model.addEntry(row: rows[priorities[demand]], value: unmetCosts[demand])
      }
    case .shortfall:
      if steps.first == .commitments { model.addEntry(row: rows[0], value: 1) }
    case .overtime, .use, .change: break
    }
  }

  /// Adds the cost of the last column to the row of the value.
  func addCost(_ cost: Double, to model: inout LinearModel) {
    if !steps.isEmpty, cost != 0, let step = steps.firstIndex(of: .value) {
      model.addEntry(row: rows[step], value: cost)
    }
  }

  /// Adds the column of the greatest share, after all others.
  func addGreatestShare(_ frame: ProgramFrame, _ model: inout LinearModel) {
    guard let step = steps.firstIndex(of: .balanced) else { return }
    model.addColumn(cost: 0, upper: .infinity)
    model.addEntry(row: rows[step], value: 1)
    for (staff, row) in shares.enumerated() {
      guard let row = row.value else { continue }
      let hours = frame.time[staff].regular.reduce(0) { $0 + Double($1) } / 1e6
      model.addEntry(row: row, value: -hours)
    }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (step, row) in zip(steps, rows) {
      if let place = old.steps.firstIndex(of: step) { visit(row, old.rows[place]) }
    }
    if !shares.isEmpty, !old.shares.isEmpty { shares.match(old.shares, match.staff, visit) }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, into prices: inout RowPrices) {
    if !shares.isEmpty { prices.shares = shares.prices(dual) }
  }
}
