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
    fileprivate(set) var hours: Double
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
    guard !frame.scenario.commitments.isEmpty else { return [] }
    var list = made(frame, frame.time)
    lower(&list, frame)
    return list
  }

  /// What is promised, before anything is lowered, by people with these times.
  private static func made(_ frame: ProgramFrame, _ times: [StaffTime]) -> [Promise] {
    let scenario = frame.scenario
    var hours: [Key: Double] = [:]
    let origin = scenario.calendar.horizon.first.number
    for commitment in scenario.commitments {
      guard let staff = frame.index.staff[commitment.staff], let demand = frame.index.demands[commitment.demand] else {
        continue
      }
      let days = commitment.days.intersection(frame.writtenWindows[demand])
      guard !days.isEmpty else { continue }
      for day in (days.first.number - origin)...(days.last.number - origin) {
        let promised = promised(commitment, times[staff], day)
        guard promised > 0 else { continue }
        hours[Key(staff: staff, demand: demand, period: frame.days.period(day)), default: 0] += promised
      }
    }
    return hours.map { Promise(staff: $0.staff, demand: $0.demand, period: $0.period, hours: $1) }
      .sorted { ($0.staff, $0.demand, $0.period) < ($1.staff, $1.demand, $1.period) }
  }

  /// What a promise asks for on a day: leave lowers it.
  private static func promised(_ commitment: Scenario.Commitment, _ time: StaffTime, _ day: Int) -> Double {
    if case .share(let share) = commitment.amount { return share.doubleValue * Double(time.contracted[day]) / 1e6 }
    guard time.isWorkday[day] else { return 0 }
    let week = time.workdaysPerWeek(on: day)
    return commitment.hoursPerWeek.doubleValue * Double(week.over) / Double(max(1, week.days))
      * Double(time.presence[day]) / 1e9
  }

  /// Lowers promises to a demand that add up to more than it wants, in proportion.
  ///
  /// By how much does not depend on what is decided: all external people count there, and everybody as trained.
  private static func lower(_ list: inout [Promise], _ frame: ProgramFrame) {
    struct Place: Hashable {
      let demand: Int
      let period: Int
    }
    func place(_ promise: Promise) -> Place {
      Place(demand: promise.demand, period: frame.demands[promise.demand].isFlexible ? 0 : promise.period)
    }
    let everybody = frame.scenario.hasOpenScenario ? frame.scenario.withEverybody : nil
    let time = everybody.map { ProgramFrame.time($0, frame.days) } ?? frame.time
    let eligibility = everybody.map { Eligibility($0, time) }
    var sums: [Place: Double] = [:]
    for promise in everybody == nil ? list : made(frame, time) { sums[place(promise), default: 0] += promise.hours }
    let slots = EffortSlots(frame)
    var best: [Int: Double] = [:]
    for index in list.indices {
      let (demand, place) = (list[index].demand, place(list[index]))
      let wanted =
        Double(nearest: (slots.wanted(demand, frame, window: frame.writtenWindows[demand])[place.period] ?? 0)) / 1e18
      let fastest = best[demand] ?? fastest(demand, frame, eligibility, time)
      best[demand] = fastest
      let heads = frame.crews[demand].isEmpty ? 1 : frame.crews[demand].reduce(0, +)
      let (sum, most) = (sums[place] ?? 0, wanted * Double(heads) / fastest)
      if sum > most { list[index].hours *= most / sum }
    }
    list.removeAll { $0.hours <= 0 }
  }

  /// The largest productivity of anybody who can work on a demand in its window as written; 1 where there is nobody.
  ///
  /// - Parameters:
  ///   - eligibility: of everybody; nil where nothing about people and windows is decided.
  ///   - time: that of the same people.
  private static func fastest(
    _ demand: Int, _ frame: ProgramFrame, _ eligibility: Eligibility?, _ time: [StaffTime]
  ) -> Double {
    var candidates = frame.candidates[demand]
    if let eligibility, let work = frame.demands[demand].staff {
      candidates = eligibility.candidates(for: work, window: frame.writtenWindows[demand])
    }
    return candidates.filter { $0.hasTime(time[Int($0.staff)]) }.map(\.productivity).max() ?? 1
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
      case .overtime, .use, .operating, .unmet, .change, .meeting: nil
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

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    prices.commitments = promises.map { promise in
      RowPrices.CellPrice(
        staff: promise.staff, demand: promise.demand, period: promise.period,
        price: promise.row.value.map { dual[$0] } ?? terms.value * penalty + terms.commitments)
    }
  }
}
