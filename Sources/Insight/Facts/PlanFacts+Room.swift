// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

/// What is left of people's time and of assets on some days of a period. The plan states sums over periods; what else
/// there is to do can be done on other days where it may, so that what is left is what would be left then.
extension PlanFacts {
  /// Hours that a person has left on some days, with and without overtime.
  struct Free {
    var all: Int128 = 0
    /// The part that is no overtime.
    var regular: Int128 = 0
  }

  /// Hours that a person has left in a period on days of a stretch; `overtimeLeft` is what is left of the person's overtime
  /// in total, and becomes less.
  func free(_ person: Int, _ period: Int, on stretch: DayRange, overtimeLeft: inout Int128) -> Free {
    let days = stretch.intersection(periods[period])
    guard !days.isEmpty else { return Free() }
    let regular = left(person, period, on: days, withOvertime: .none)
    var free = Free(all: max(0, regular), regular: max(0, regular))
    guard time[person].hasOvertime else { return free }
    let weeks = calendars.weeks(of: periods[period])
    let own = calendars.weeks(of: days)
    var most = left(person, period, on: days, withOvertime: .everyDay)
    // Weeks that the days are not in have their own overtime.
    let outside = own == weeks ? regular : left(person, period, on: days, withOvertime: .besides(own))
    for (rest, weeks) in [(outside, own), (regular, weeks)] {
      most = min(most, rest + weeks.reduce(0) { $0 + weekLeft(person, period, $1) })
    }
    most = min(most, free.regular + max(0, overtimeLeft))
    free.all = max(free.regular, most)
    overtimeLeft -= free.all - free.regular
    return free
  }

  /// The overtime that a person has left in a calendar week, where periods are days.
  func overtimeLeft(of person: Int, inWeek week: Int) -> Int128 {
    let days = calendars.weeks[week]
    let first = max(0, days.first.number - calendars.horizon.first.number)
    var left = time[person].overtimePerWeek
    for period in periods.indices.clamped(to: first..<(first + 7)) where days.contains(periods[period].first) {
      left -= overtime[person * periodCount + period]
    }
    return max(0, left)
  }

  /// The overtime of a calendar week that periods other than this one leave.
  private func weekLeft(_ person: Int, _ period: Int, _ week: Int) -> Int128 {
    let days = calendars.weeks[week]
    var left = time[person].overtimePerWeek
    // Where periods are shorter than weeks, the others of the week take from it.
    for other in (periods.indices.clamped(to: (period - 7)..<(period + 8)))
    where other != period && days.contains(periods[other].first) && days.contains(periods[other].last) {
      left -= overtime[person * periodCount + other]
    }
    return max(0, left)
  }

  /// On which days overtime adds to the hours of a person.
  private enum OvertimeDays {
    case none, everyDay
    case besides(ClosedRange<Int>)
  }

  /// What is left of a person's time on days of a period if everything else is done on other days as far as it may be;
  /// below 0 where that takes more than there is.
  private func left(_ person: Int, _ period: Int, on days: DayRange, withOvertime overtime: OvertimeDays) -> Int128 {
    func room(_ range: DayRange) -> Int128 {
      let regular = time[person].regular(range)
      switch overtime {
      case .none: return regular
      case .everyDay: return regular + time[person].overtime(range)
      case .besides(let weeks):
        return weeks.contains(calendars.week(of: range.first)) ? regular : regular + time[person].overtime(range)
      }
    }
    let all = periods[period]
    let holdings = holdings(of: person, in: period)
    let most = sum(days, room)
    if holdings.isEmpty { return most }
    // Where there is no time on other days, everything is on these.
    if days == all || most == sum(all, room) { return most - used[person * periodCount + period] }
    let jobs = allHoldings[holdings].map { holding in
      DayFlow.Job(amount: holding.hours, days: Self.days(of: stretch(of: holding.work, by: person), in: all))
    }
    return DayFlow.more(
      on: Self.days(of: days, in: all), beside: jobs,
      room: (all.first.number...all.last.number).map { room(DayRange(Day(number: $0), Day(number: $0))) })
  }

  /// The room of days, each by itself where weeks are told apart.
  private func sum(_ range: DayRange, _ room: (DayRange) -> Int128) -> Int128 {
    calendars.weeks(of: range).reduce(0) { $0 + room(range.intersection(calendars.weeks[$1])) }
  }

  /// The days on which a person may do a piece of work.
  private func stretch(of work: Holding.Work, by person: Int) -> DayRange {
    switch work {
    case .demand(let demand):
      let seats = scenario.demand(at: places[demand]).staff?.seats ?? []
      let hulls = seats.compactMap {
        EligibleDays.find(for: person, of: scenario.staff, on: $0.requirements, window: windows[demand])?.hull
      }.filter { !$0.isEmpty }
      guard let first = hulls.map(\.first).min(), let last = hulls.map(\.last).max() else { return windows[demand] }
      return DayRange(first, last)
    case .asset(let asset, let demand):
      guard let crew = scenario.assets[asset].operators,
        let found = EligibleDays.find(
          for: person, of: scenario.staff, on: Requirements(skills: crew.skills), window: windows[demand])
      else { return windows[demand] }
      return found.hull
    }
  }

  /// Which days of a period are in a stretch.
  private static func days(of stretch: DayRange, in period: DayRange) -> [Bool] {
    (period.first.number...period.last.number).map { stretch.contains(Day(number: $0)) }
  }

  // MARK: - Assets

  /// Which days of a period a demand can make use of.
  func usableDays(of demand: Int, in period: Int) -> [Bool] {
    let origin = calendars.horizon.first.number
    let days = periods[period]
    return usableDays[demand].isEmpty
      ? Self.days(of: windows[demand], in: days)
      : Array(usableDays[demand][(days.first.number - origin)...(days.last.number - origin)])
  }

  /// The units of an asset on each day of a period.
  func units(of asset: Int, in period: Int) -> [Int128] {
    let origin = calendars.horizon.first.number
    return (periods[period].first.number...periods[period].last.number).map { units[asset][$0 - origin] }
  }

  /// Unit-days of an asset that are left for a demand in a period beside what it and others use, on days on which it can
  /// make use of them.
  ///
  /// - Parameter wanted: what an asset demand wants in the period; nil for a demand that uses the asset as equipment.
  func unitDaysLeft(of asset: Int, for demand: Int, in period: Int, wanted: Int128? = nil) -> Int128 {
    let jobs = users[asset * periodCount + period]
    let days = usableDays(of: demand, in: period)
    let room = units(of: asset, in: period)
    let others = jobs.filter { $0.demand != demand }.map { user in
      DayFlow.Job(
        amount: user.unitDays, days: usableDays(of: user.demand, in: period), mostPerDay: mostPerDay(user.demand))
    }
    let own = jobs.reduce(Int128(0)) { $1.demand == demand ? $0 + $1.unitDays : $0 }
    let all = DayFlow.Job(amount: wanted ?? WholeAmounts.most, days: days, mostPerDay: mostPerDay(demand))
    return max(0, DayFlow.most(others + [all], room: room) - others.reduce(0) { $0 + $1.amount } - own)
  }

  /// The units that a demand wants of assets on a day.
  private func mostPerDay(_ demand: Int) -> Int128 {
    scenario.demand(at: places[demand]).asset.map { WholeAmounts.fixed($0.units) / 1_000_000 } ?? WholeAmounts.most
  }

  /// Free hours of all who can operate an asset for a demand, in a period, with what its operators do beyond what is needed.
  func freeOperating(_ asset: Int, for demand: Int, _ period: Int) -> Int128 {
    guard let crew = scenario.assets[asset].operators else { return WholeAmounts.most }
    let slot = asset * periodCount + period
    let needed = WholeAmounts.product(
      WholeAmounts.fixed(crew.hoursPerUnitDay), assetUsed[slot], over: WholeAmounts.one)
    var sum = max(0, operated[slot] - needed)
    let window = windows[demand].intersection(periods[period])
    for candidate in candidates(for: Requirements(skills: crew.skills), window: window) {
      var left = max(0, time[candidate.staff].overtimeTotal - overtimeUsed[candidate.staff])
      sum += free(candidate.staff, period, on: candidate.days, overtimeLeft: &left).all
    }
    return sum
  }
}
