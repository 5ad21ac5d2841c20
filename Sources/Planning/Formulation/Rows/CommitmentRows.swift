// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 10: the hours promised by a person to a demand in a period are kept, or count as broken.
///
/// A promise that nobody can keep has no row; it is in the objective's constant.
struct CommitmentRows: RowFamily {
  /// Hours promised by a person to a demand in a period.
  struct Promise: Sendable {
    let staff: Int
    let demand: Int
    let period: Int
    let hours: Double
    fileprivate(set) var row: OptionalIndex = nil

    fileprivate var key: Key { Key(staff: staff, demand: demand, period: period) }
  }

  fileprivate struct Key: Hashable {
    let staff: Int
    let demand: Int
    let period: Int
  }

  /// Sorted by person, demand and period.
  private(set) var promises: [Promise]
  private let positions: [Key: Int]
  /// Whether anything is promised to a demand.
  private var isPromised: [Bool]
  private let penalty: Double

  init(_ frame: ProgramFrame) {
    promises = Self.promises(frame)
    positions = Dictionary(
      promises.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    isPromised = Array(repeating: false, count: frame.demands.count)
    for promise in promises { isPromised[promise.demand] = true }
    penalty = frame.penalties.commitmentHour
  }

  private static func promises(_ frame: ProgramFrame) -> [Promise] {
    let scenario = frame.scenario
    guard !scenario.commitments.isEmpty else { return [] }
    let staffIndex = Dictionary(
      scenario.staff.indices.map { (scenario.staff[$0].id, $0) }, uniquingKeysWith: { a, _ in a })
    let demandIndex = Dictionary(
      frame.demands.indices.map { (frame.demands[$0].id, $0) }, uniquingKeysWith: { a, _ in a })
    var hours: [Key: Double] = [:]
    for commitment in scenario.commitments where commitment.hoursPerWeek > .zero {
      guard let staff = staffIndex[commitment.staff], let demand = demandIndex[commitment.demand] else { continue }
      let calendar = scenario.calendar.calendar(scenario.staff[staff].calendar) ?? scenario.calendar.standard
      for (period, days) in frame.periods.enumerated() {
        let part = commitment.days.intersection(days)
        guard !part.isEmpty else { continue }
        let worked = (part.first.number...part.last.number).count { calendar.isWorked(Day(number: $0)) }
        guard worked > 0 else { continue }
        hours[Key(staff: staff, demand: demand, period: period), default: 0] +=
          commitment.hoursPerWeek.doubleValue / Double(calendar.workdays.count) * Double(worked)
      }
    }
    return hours.map { Promise(staff: $0.staff, demand: $0.demand, period: $0.period, hours: $1) }
      .sorted { ($0.staff, $0.demand, $0.period) < ($1.staff, $1.demand, $1.period) }
  }

  /// The promise of a person to a demand in a period, by its position.
  @inline(__always)
  func promise(_ staff: Int, _ demand: Int, _ period: Int) -> Int? {
    isPromised[demand] ? positions[Key(staff: staff, demand: demand, period: period)] : nil
  }

  /// Adds the row of a promise where it is missing.
  mutating func addRow(_ promise: Int, _ model: inout LinearModel) {
    guard promises[promise].row == nil else { return }
    promises[promise].row = OptionalIndex(model.addRow(lower: promises[promise].hours, upper: .infinity))
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    let promise: Int? =
      switch activity {
      case .work(let hour): hour.promise
      case .shortfall(let promise): promise
      case .overtime, .use, .operating, .unmet: nil
      }
    if let promise, let row = promises[promise].row.value { model.addEntry(row: row, value: 1) }
  }

  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    for promise in promises {
      guard let new = promise.row.value, let staff = match.staff[promise.staff].value,
        let demand = match.demands[promise.demand].value,
        let position = old.promise(staff, demand, promise.period), let old = old.promises[position].row.value
      else { continue }
      visit(new, old)
    }
  }

  func read(_ dual: [Double], into prices: inout RowPrices) {
    prices.commitments = promises.map { promise in
      RowPrices.CommitmentPrice(
        staff: promise.staff, demand: promise.demand, period: promise.period,
        price: promise.row.value.map { dual[$0] } ?? penalty)
    }
  }
}
