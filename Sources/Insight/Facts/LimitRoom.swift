// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What the scenario's limits leave beside a plan, in millionths of an hour.
///
/// A plan states sums over periods. Where several spans meet a period, its hours stand in them as they fit best: on the
/// first days that have room for them, those that can be moved least before the others.
struct LimitRoom: Sendable {
  private let index: LimitIndex
  /// By limit and sum, as in ``LimitIndex``.
  private var left: [[Int128]]
  private let projects: [Int]
  private let time: [PersonTime]
  private let origin: Int

  init(_ scenario: Scenario, _ plan: Plan, _ time: [PersonTime], _ periods: [DayRange], _ windows: [DayRange]) {
    let ids = ScenarioIndex(scenario)
    index = LimitIndex(scenario, ids)
    projects = ids.demandPlaces.map(\.project)
    origin = scenario.calendar.horizon.first.number
    self.time = time
    left = zip(scenario.limits, index.entries).map { limit, entry in
      (0..<entry.count).map { entry.allowed(inSum: $0, of: limit, time) }
    }
    var movable: [Movable] = []
    func count(_ hours: Millionths, _ staff: String, _ demand: String, _ period: Int) {
      guard let staff = ids.staff[staff], let demand = ids.demands[demand], periods.indices.contains(period) else {
        return
      }
      let inside = periods[period].intersection(windows[demand])
      let days = inside.isEmpty ? periods[period] : inside
      for (limit, sums) in sums(staff, demand, on: days) {
        if sums.count == 1 {
          left[limit][sums.lowerBound] -= hours.count
        } else {
          movable.append(Movable(limit: limit, sums: sums, hours: hours.count, staff: staff, days: days))
        }
      }
    }
    for entry in plan.assignments { count(entry.hours, entry.staff, entry.demand, entry.period) }
    for entry in plan.operating { count(entry.hours, entry.staff, entry.demand, entry.period) }
    movable.sort { ($0.sums.upperBound, -$0.sums.lowerBound) < ($1.sums.upperBound, -$1.sums.lowerBound) }
    for entry in movable { place(entry) }
  }

  /// Hours that stand in one of several spans.
  private struct Movable {
    let limit: Int
    let sums: ClosedRange<Int>
    let hours: Int128
    let staff: Int
    let days: DayRange
  }

  private mutating func place(_ entry: Movable) {
    var hours = entry.hours
    for sum in entry.sums where hours > 0 {
      let part = min(hours, room(entry.limit, sum, entry.days, [entry.staff]))
      left[entry.limit][sum] -= part
      hours -= part
    }
    left[entry.limit][entry.sums.upperBound] -= hours
  }

  /// What is left of a sum, no more than people have time on its days.
  private func room(_ limit: Int, _ sum: Int, _ days: DayRange, _ staff: [Int]) -> Int128 {
    let entry = index.entries[limit]
    let most = max(0, left[limit][sum])
    let part = entry.spans[entry.span(ofSum: sum)].intersection(days)
    guard most > 0, part != days else { return most }
    return min(most, staff.reduce(0) { $0 + time[$1].regular(part) + time[$1].overtimeByDay(part) })
  }

  /// The limits that count hours of a person on a demand, with their sums on some days.
  private func sums(_ staff: Int, _ demand: Int, on days: DayRange) -> [(limit: Int, sums: ClosedRange<Int>)] {
    index.ofStaff[staff].compactMap { limit in
      func sum(_ day: Day) -> Int? {
        index.entries[limit].sum(staff: staff, demand: demand, project: projects[demand], day: day.number - origin)
      }
      guard let first = sum(days.first), let last = sum(days.last), first <= last else { return nil }
      return (limit, first...last)
    }
  }

  /// Takes hours of a person on a demand on some days, as many as limits leave.
  ///
  /// - Returns: the hours taken, and the limit that leaves fewest where that is less than all; of several that which counts
  ///   most people.
  mutating func take(_ hours: Int128, of staff: Int, on demand: Int, _ days: DayRange) -> (hours: Int128, limit: Int?) {
    let counting = sums(staff, demand, on: days)
    var part = hours
    var tightest: Int?
    for (limit, sums) in counting {
      let room = sums.reduce(Int128(0)) { $0 + self.room(limit, $1, days, [staff]) }
      guard room < part || tightest.map({ room == part && isWider(limit, than: $0) }) ?? false else { continue }
      part = room
      tightest = limit
    }
    for (limit, sums) in counting {
      var rest = part
      for sum in sums where rest > 0 {
        let taken = min(rest, room(limit, sum, days, [staff]))
        left[limit][sum] -= taken
        rest -= taken
      }
    }
    return (part, tightest)
  }

  private func isWider(_ limit: Int, than other: Int) -> Bool {
    let counts = [limit, other].map { index.entries[$0].people.count { $0 } }
    return counts[0] > counts[1]
  }

  /// The limit that leaves fewest hours for a demand whoever of some people works them, with these hours; nil where each
  /// limit leaves some of them out.
  func tightest(of people: [Int], on demand: Int, _ days: DayRange) -> (limit: Int, hours: Int128)? {
    guard let first = people.first, !days.isEmpty else { return nil }
    var tightest: (limit: Int, hours: Int128)?
    for (limit, sums) in sums(first, demand, on: days)
    where index.entries[limit].each != .staff && people.allSatisfy({ index.entries[limit].people[$0] }) {
      let hours = sums.reduce(Int128(0)) { $0 + room(limit, $1, days, people) }
      if tightest.map({ hours < $0.hours }) ?? true { tightest = (limit, hours) }
    }
    return tightest
  }
}

extension LimitIndex.Entry {
  /// The hours that a limit allows in a sum, in millionths; in the first span less what was used before.
  ///
  /// - Parameters:
  ///   - limit: the limit that the entry is of.
  ///   - time: of each person.
  func allowed(inSum sum: Int, of limit: Scenario.Limit, _ time: [PersonTime]) -> Int128 {
    let span = span(ofSum: sum)
    let used = span == 0 ? WholeAmounts.fixed(limit.used) / 1_000_000 : 0
    let most: Int128 =
      switch limit.most {
      case .hours(let hours): WholeAmounts.fixed(hours) / 1_000_000
      case .share(let share):
        WholeAmounts.product(
          staff(ofSum: sum).reduce(0) { $0 + time[$1].regular(spans[span]) }, WholeAmounts.fixed(share),
          over: WholeAmounts.one)
      }
    return max(0, most - used)
  }
}
