// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Promised hours by person, demand and period, in millionths: the right-hand sides of row 10 of `model.md`, for reasons and
/// warnings. The formulation and the checker have their own.
struct Promised {
  /// As they are made.
  private(set) var hours: [PlanFacts.Key: Int128]
  private let periods: [DayRange]

  /// Promises to a demand, of even work those of one period, that add up to more than it wants. They are lowered in
  /// proportion.
  struct Excess: Hashable {
    let demand: Int
    /// Nil where the demand wants its hours at any time.
    let period: Int?
    let promised: Int128
    /// The worked hours that are wanted: as many as whoever works fastest on it takes.
    let wanted: Int128
  }

  /// - Parameter time: of the people whose promises these are.
  init(
    _ scenario: borrowing Scenario, _ periods: [DayRange], _ time: [PersonTime], _ staff: [String: Int],
    _ demands: [String: Int], windows: (Int) -> DayRange
  ) {
    self.periods = periods
    hours = [:]
    hours.reserveCapacity(4 * scenario.commitments.count)
    for commitment in scenario.commitments {
      guard let person = staff[commitment.staff], let demand = demands[commitment.demand] else { continue }
      let days = commitment.days.intersection(windows(demand))
      for (index, period) in periods.enumerated() {
        let part = period.intersection(days)
        guard !part.isEmpty else { continue }
        hours[PlanFacts.Key(resource: person, demand: demand, period: index), default: 0] +=
          time[person].promised(commitment.amount, part)
      }
    }
  }

  /// What is promised beyond what is wanted, in the order of demands and periods.
  ///
  /// - Parameter best: the scenario with everybody engaged and trained, whose promises these are.
  func excesses(in best: Scenario, _ calendars: CalendarSums, _ time: [PersonTime]) -> [Excess] {
    let places = best.demandPlaces
    let highest = Self.highestProductivity(best)
    var sums: [Int: [Int: Int128]] = [:]
    for (key, amount) in hours {
      let isEven = best.demand(at: places[key.demand]).staff?.pace == .even
      sums[key.demand, default: [:]][isEven ? key.period : -1, default: 0] += amount
    }
    var found: [Excess] = []
    for (demand, amounts) in sums.sorted(by: { $0.key < $1.key }) {
      guard let work = best.demand(at: places[demand]).staff else { continue }
      var fastest: Int128?
      for (period, promised) in amounts.sorted(by: { $0.key < $1.key }) {
        let period = period < 0 ? nil : period
        let wanted = wanted(places[demand], work, period, best, calendars)
        // Whom it takes is only looked for where that may matter.
        guard WholeAmounts.product(promised, highest, over: WholeAmounts.one) > wanted else { continue }
        let speed = fastest ?? Self.fastest(places[demand], work, best, time)
        fastest = speed
        let most = WholeAmounts.product(wanted, WholeAmounts.one, over: speed)
        // A hundredth of an hour is what rounding may make.
        guard promised > most + 10_000 else { continue }
        found.append(Excess(demand: demand, period: period, promised: promised, wanted: most))
      }
    }
    return found
  }

  /// Lowers what is promised beyond what is wanted.
  mutating func lower(by excesses: [Excess]) {
    guard !excesses.isEmpty else { return }
    var rows: [Int: [Int?: Excess]] = [:]
    for excess in excesses where excess.promised > 0 { rows[excess.demand, default: [:]][excess.period] = excess }
    for (key, amount) in hours {
      guard let row = rows[key.demand], let excess = row[nil] ?? row[key.period] else { continue }
      hours[key] = WholeAmounts.product(amount, excess.wanted, over: excess.promised)
    }
  }

  /// Effective hours, of a crew those of all its people; of even work those of a period.
  private func wanted(
    _ place: Scenario.DemandPlace, _ work: StaffDemand, _ period: Int?, _ best: Scenario, _ calendars: CalendarSums
  ) -> Int128 {
    let all = WholeAmounts.fixed(best.hours(of: place)) / 1_000_000 * Int128(work.heads)
    guard let period else { return all }
    let window = best.writtenWindow(of: place)
    let total = calendars.count(calendars.standard.hours, in: window)
    guard total > 0 else { return 0 }
    let part = calendars.count(calendars.standard.hours, in: window.intersection(periods[period]))
    return WholeAmounts.product(all, Int128(part), over: Int128(total))
  }

  /// The largest productivity of anybody who can work on a demand; on a crew an hour is an hour.
  private static func fastest(
    _ place: Scenario.DemandPlace, _ work: StaffDemand, _ best: Scenario, _ time: [PersonTime]
  ) -> Int128 {
    guard work.crew.isEmpty else { return WholeAmounts.one }
    return PlanFacts.candidates(for: work.requirements, window: best.writtenWindow(of: place), best, nil)
      .filter { candidate in
        !candidate.days.isEmpty
          && time[candidate.staff].regular(candidate.days) + time[candidate.staff].overtimeByDay(candidate.days) > 0
      }.map(\.productivity).max() ?? WholeAmounts.one
  }

  private static func highestProductivity(_ scenario: borrowing Scenario) -> Int128 {
    var highest = WholeAmounts.one
    for index in scenario.staff.indices {
      for skill in scenario.staff[index].skills {
        highest = max(highest, WholeAmounts.fixed(skill.productivity))
      }
    }
    return highest
  }
}

extension PersonTime {
  /// What a promise makes on the days of a range: less where the person is away or not employed.
  func promised(_ amount: Scenario.Commitment.Amount, _ range: DayRange) -> Int128 {
    guard !range.isEmpty else { return 0 }
    return switch amount {
    case .hoursPerWeek(let hours): promised(WholeAmounts.fixed(hours), range)
    case .share(let share): WholeAmounts.product(regular(range), WholeAmounts.fixed(share), over: WholeAmounts.one)
    }
  }
}
