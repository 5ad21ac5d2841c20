// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// What a plan is to be best in, one after another: what a unit of each column counts in each step, and a row for each
/// step but the last, which is free until the step is done, and then holds what was reached.
///
/// None where the value alone counts.
struct StepRows: RowFamily {
  let steps: [OrderStep]
  /// What a unit of each column counts in each step, by step.
  private(set) var costs: [[Double]]
  /// The row of each step but the last.
  private(set) var rows: [Int] = []
  /// By person the row that keeps the share below the greatest one; nil where nobody asks.
  private var shares: [OptionalIndex] = []
  /// The column of the greatest share.
  private(set) var greatestShare: OptionalIndex = nil
  private let periods: Int
  private let staffOfSlot: [Int32]
  /// By demand the step of its priority.
  private let priorities: [OptionalIndex]

  init(_ frame: ProgramFrame, hasPromises: Bool, _ model: inout LinearModel) {
    let order = frame.scenario.order(hasPromises: hasPromises)
    periods = frame.periods.count
    guard order != [.value] else {
      (steps, costs, staffOfSlot, priorities) = ([], [], [], [])
      return
    }
    steps = order
    costs = order.map { _ in [] }
    priorities = frame.places.map { place in
      OptionalIndex(order.firstIndex(of: .priority(frame.scenario.priority(of: place))))
    }
    staffOfSlot = frame.slots.slots.map { Int32($0.staff) }
    for _ in order.dropLast() { rows.append(model.addRow(lower: -.infinity, upper: .infinity)) }
    guard order.contains(.balanced) else { return }
    shares = frame.time.indices.map { staff in
      frame.time[staff].contracted.contains { $0 > 0 } && frame.scenario.staff[staff].external == nil
        ? OptionalIndex(model.addRow(lower: -.infinity, upper: 0)) : nil
    }
  }

  var isEmpty: Bool { steps.isEmpty }

  /// The row of a person's share.
  private func share(ofSlot slot: Int?) -> Int? {
    guard let slot, !shares.isEmpty else { return nil }
    return shares[Int(staffOfSlot[slot])].value
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    guard !steps.isEmpty else { return }
    switch activity {
    case .work(let hour): if let row = share(ofSlot: hour.slot) { model.addEntry(row: row, value: 1) }
    case .operating(let hour): if let row = share(ofSlot: hour.slot) { model.addEntry(row: row, value: 1) }
    case .overtime, .use, .unmet, .shortfall, .change, .meeting: break
    }
  }

  /// Notes what a unit of the last column counts in each step.
  ///
  /// - Parameter cost: in the value.
  mutating func addCosts(of activity: Activity, _ cost: Double, to model: inout LinearModel) {
    guard !steps.isEmpty else { return }
    for step in steps.indices {
      let amount = amount(of: activity, cost, in: step)
      costs[step].append(amount)
      if amount != 0, step < rows.count { model.addEntry(row: rows[step], value: amount) }
    }
  }

  private func amount(of activity: Activity, _ cost: Double, in step: Int) -> Double {
    switch (steps[step], activity) {
    case (.value, _): cost
    case (.early, .work(let hour)): Double(hour.period)
    case (.late, .work(let hour)): Double(periods - 1 - hour.period)
    case (.priority, .unmet(let demand, _)): priorities[demand].value == step ? cost : 0
    case (.commitments, .shortfall): 1
    default: 0
    }
  }

  /// Adds the column of the greatest share, after all others. It is at most that of somebody who works all there is.
  mutating func addGreatestShare(_ frame: ProgramFrame, _ model: inout LinearModel) {
    guard let step = steps.firstIndex(of: .balanced) else { return }
    var most = 1.0
    var entries: [(row: Int, value: Double)] = []
    for (staff, row) in shares.enumerated() {
      guard let row = row.value else { continue }
      let time = frame.time[staff]
      let hours = time.contracted.reduce(0) { $0 + Double($1) } / 1e6
      let overtime = time.overtime.reduce(0) { $0 + Double($1) } / 1e6
      most = max(most, (hours + overtime) / hours)
      entries.append((row, -hours))
    }
    greatestShare = OptionalIndex(model.columnCount)
    model.addColumn(cost: 0, upper: most)
    for entry in entries { model.addEntry(row: entry.row, value: entry.value) }
    for index in steps.indices { costs[index].append(index == step ? 1 : 0) }
    if step < rows.count { model.addEntry(row: rows[step], value: 1) }
  }

  /// The prices of the steps before one in its problem, and what terms of the value count there.
  func weights(of step: Int, _ dual: [Double]) -> (earlier: [Double], terms: TermWeights) {
    let earlier = (0..<step).map { max(0, -dual[rows[$0]]) }
    var terms = TermWeights(value: 0)
    for (what, weight) in zip(steps, earlier + [1]) {
      switch what {
      case .value: terms.value += weight
      case .commitments: terms.commitments += weight
      case .priority, .early, .late, .balanced: break
      }
    }
    return (earlier, terms)
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    for (step, row) in zip(steps, rows) {
      if let place = old.steps.firstIndex(of: step), place < old.rows.count { visit(row, old.rows[place]) }
    }
    if !shares.isEmpty, !old.shares.isEmpty { shares.match(old.shares, match.staff, visit) }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    if !shares.isEmpty { prices.shares = shares.prices(dual) }
  }
}
