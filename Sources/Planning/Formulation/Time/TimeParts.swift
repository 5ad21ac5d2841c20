// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// How the days of each period are cut into slots, for assets and for each person.
///
/// Cuts that are known to be needed are made at once: the days on which assets and their users are alike, weeks inside of
/// months where something is limited by week. Others are made where a plan turned out not to fit its days
/// (``Refinement``).
struct TimeParts {
  let usableDays: [[Bool]]
  let missingDays: [Int]
  let assetSlots: AssetSlots
  let staffSlots: StaffSlots

  init(
    _ scenario: Scenario, _ limits: LimitIndex, demands: [Demand], windows: [DayRange],
    written: [DayRange], equipment: [[ProgramFrame.Equipment]],
    candidates: [[Eligibility.Candidate]], operators: [[Eligibility.Candidate]], units: Grid<Int128>,
    time: [StaffTime], days: HorizonDays, refinement: Refinement
  ) {
    let wanted = Self.unitsWanted(scenario, demands, windows, written: written, days)
    var usable = equipment.indices.map { demand in
      equipment[demand].isEmpty ? [] : Self.days(of: candidates[demand], time, days)
    }
    for (demand, list) in wanted.enumerated() where !list.days.isEmpty { usable[demand] = list.days }
    missingDays = wanted.map(\.missing)
    usableDays = usable
    let kinds = usable.filter { !$0.isEmpty }
    let own = Self.ownSets(candidates, operators, staff: time.count)
    let seats = Self.seats(candidates)
    let cuts = PersonCuts(
      limits: limits, days: days, apart: Self.placesApart(own, time, days, refinement), own: own,
      isCountedByWeek: Self.countedByWeek(
        scenario, demands, equipment, candidates, operators, time))
    let assetSlots = AssetSlots(days) { period in
      let all = days.all(period)
      guard !scenario.assets.isEmpty || seats.contains(where: { !$0.isEmpty }) else { return [all] }
      if refinement.periods.contains(period) { return all.singleDays }
      var sets = kinds.map { kind in Self.set(all) { kind[days.first[period] + $0] } }
      for asset in scenario.assets.indices where !scenario.assets[asset].outages.isEmpty {
        let levels = Set((days.first[period]...days.last[period]).map { units[asset, $0] })
        guard levels.count > 1 else { continue }
        for level in levels.sorted() { sets.append(Self.set(all) { units[asset, days.first[period] + $0] == level }) }
      }
      // Who is on a crew can then be there for equal parts of all days of a slot. With many who might be, that cuts most
      // periods into days, where the people of a plan are mostly there together on days enough.
      guard refinement.crews.contains(period) else { return all.parts(by: sets) }
      for staff in seats.indices where !seats[staff].isEmpty {
        let worked = time[staff].worked(all, from: days.first[period])
        sets += cuts.sets(staff, period, worked)
        sets += Self.alike(time[staff], worked, days.first[period], days.fullDay)
        sets += Self.equallyLong(time[staff], all, days.first[period])
        for candidate in seats[staff] { sets.append(candidate.days(in: period, days)) }
      }
      return all.parts(by: sets)
    }
    self.assetSlots = assetSlots
    var coupled = Self.coupled(scenario, equipment, candidates, operators)
    for staff in seats.indices where !seats[staff].isEmpty { coupled[staff] = true }
    staffSlots = StaffSlots(time, days) { staff, period, worked in
      var sets: [DaySet] = []
      let first = days.first[period]
      if coupled[staff] {
        sets += assetSlots.days(period)
        sets += Self.alike(time[staff], worked, first, days.fullDay)
      }
      sets += cuts.sets(staff, period, worked)
      return sets.isEmpty ? [worked] : worked.parts(by: sets)
    }
  }

  /// Where the days of a person have to be told apart, whatever the assets.
  private struct PersonCuts {
    let limits: LimitIndex
    let days: HorizonDays
    /// Where work counts by the days on which it can be done.
    let apart: Set<Refinement.Place>
    let own: [[Eligibility.Candidate]]
    let isCountedByWeek: [Bool]

    func sets(_ staff: Int, _ period: Int, _ worked: DaySet) -> [DaySet] {
      var sets: [DaySet] = []
      let first = days.first[period]
      if isCountedByWeek[staff], days.week(first) != days.week(days.last[period]) {
        for week in days.week(first)...days.week(days.last[period]) {
          sets.append(days.part(days.weeks[week].lowerBound, days.weeks[week].upperBound, in: period))
        }
      }
      for limit in limits.ofStaff[staff] where limits.entries[limit].work.contains(true) {
        let spans = limits.entries[limit].spanOfDay
        for span in spans[first]...spans[days.last[period]] where spans[first] != spans[days.last[period]] {
          sets.append(TimeParts.set(worked) { spans[first + $0] == span })
        }
      }
      if apart.contains(.init(staff: staff, period: period)) {
        for candidate in own[staff] { sets.append(candidate.days(in: period, days)) }
      }
      return sets
    }
  }

  /// The days of a set that satisfy a condition.
  fileprivate static func set(_ all: DaySet, _ isInside: (Int) -> Bool) -> DaySet {
    var result = DaySet()
    all.forEach { if isInside($0) { result.insert($0) } }
    return result
  }

  /// Window(e): on which days each asset demand wants units, empty for staff demands; and on how many more it would.
  private static func unitsWanted(
    _ scenario: Scenario, _ demands: [Demand], _ windows: [DayRange], written: [DayRange], _ days: HorizonDays
  ) -> [(days: [Bool], missing: Int)] {
    demands.indices.map { demand in
      guard let wanted = demands[demand].asset else { return ([], 0) }
      let fitting = scenario.assets.filter(wanted.matches)
      let isForOperators = !fitting.isEmpty && fitting.allSatisfy { $0.operators != nil }
      let onlyWorkdays = (wanted.days ?? (isForOperators ? .work : .all)) == .work
      func counted(_ window: DayRange) -> [Bool] {
        (0..<days.count).map { day in
          window.contains(scenario.calendar.horizon.first.advanced(by: day)) && (!onlyWorkdays || days.isWorked(day))
        }
      }
      guard written[demand] != windows[demand] else { return (counted(windows[demand]), 0) }
      // In a moved window no more days are wanted than in the one as written; missing ones are unmet.
      var left = counted(written[demand]).count { $0 }
      let list = counted(windows[demand]).map { isCounted in
        guard isCounted, left > 0 else { return false }
        left -= 1
        return true
      }
      return (list, left)
    }
  }

  /// E(d): the days on which anybody may work on a demand.
  private static func days(of candidates: [Eligibility.Candidate], _ time: [StaffTime], _ days: HorizonDays) -> [Bool] {
    var result = [Bool](repeating: false, count: days.count)
    for candidate in candidates {
      let person = time[Int(candidate.staff)]
      candidate.forEachDay { day in
        if person.regular[day] > 0 || person.overtime[day] > 0 { result[day] = true }
      }
    }
    return result
  }

  /// Whether somebody's hours are counted by week: overtime, or a demand with a limit for the week.
  private static func countedByWeek(
    _ scenario: Scenario, _ demands: [Demand], _ equipment: [[ProgramFrame.Equipment]],
    _ candidates: [[Eligibility.Candidate]], _ operators: [[Eligibility.Candidate]], _ time: [StaffTime]
  ) -> [Bool] {
    var result = time.map(\.hasOvertime)
    for demand in demands.indices where demands[demand].staff?.maxHoursPerWeek != nil {
      for candidate in candidates[demand] { result[Int(candidate.staff)] = true }
      for use in equipment[demand] {
        for candidate in operators[use.asset] { result[Int(candidate.staff)] = true }
      }
    }
    return result
  }

  /// Whether somebody uses equipment or operates assets.
  private static func coupled(
    _ scenario: Scenario, _ equipment: [[ProgramFrame.Equipment]], _ candidates: [[Eligibility.Candidate]],
    _ operators: [[Eligibility.Candidate]]
  ) -> [Bool] {
    var result = [Bool](repeating: false, count: scenario.staff.count)
    for demand in equipment.indices where !equipment[demand].isEmpty {
      for candidate in candidates[demand] { result[Int(candidate.staff)] = true }
    }
    for list in operators {
      for candidate in list { result[Int(candidate.staff)] = true }
    }
    return result
  }

  /// What places of crews each person may take.
  private static func seats(_ candidates: [[Eligibility.Candidate]]) -> [[Eligibility.Candidate]] {
    var result: [[Eligibility.Candidate]] = []
    for candidate in candidates.joined() where candidate.place != nil {
      let staff = Int(candidate.staff)
      while result.count <= staff { result.append([]) }
      result[staff].append(candidate)
    }
    return result
  }

  /// The days on which a person has equally much time, in sets; together all days.
  private static func equallyLong(_ time: StaffTime, _ all: DaySet, _ first: Int) -> [DaySet] {
    var sets: [DaySet] = []
    var left = all
    while !left.isEmpty {
      let day = first + left.first
      let equal = set(left) {
        time.regular[first + $0] == time.regular[day] && time.overtime[first + $0] == time.overtime[day]
      }
      sets.append(equal)
      left = left.subtracting(equal)
    }
    return sets
  }

  /// What each person may do.
  private static func ownSets(
    _ candidates: [[Eligibility.Candidate]], _ operators: [[Eligibility.Candidate]], staff: Int
  ) -> [[Eligibility.Candidate]] {
    var result = [[Eligibility.Candidate]](repeating: [], count: staff)
    for list in candidates + operators {
      for candidate in list { result[Int(candidate.staff)].append(candidate) }
    }
    return result
  }

  /// Where the days of a person are told apart: where a refinement says so, and wherever some work can be done on a part of
  /// them only, if that is so rare that it costs less than finding out where it matters.
  private static func placesApart(
    _ own: [[Eligibility.Candidate]], _ time: [StaffTime], _ days: HorizonDays, _ refinement: Refinement
  ) -> Set<Refinement.Place> {
    var places = Set<Refinement.Place>()
    let most = Int(Tuning.rareParts * Double(time.count * days.first.count))
    for staff in own.indices {
      for candidate in own[staff] {
        for period in candidate.partialPeriods(days) {
          let worked = time[staff].worked(days.all(period), from: days.first[period])
          let part = worked.intersection(candidate.days(in: period, days))
          if !part.isEmpty, part != worked { places.insert(.init(staff: staff, period: period)) }
        }
      }
      if places.count > most { return refinement.staff }
    }
    return places.union(refinement.staff)
  }

  /// The days on which a person's day is equally long, with and without overtime: an hour occupies equally much of a
  /// unit on them.
  private static func alike(_ time: StaffTime, _ worked: DaySet, _ first: Int, _ fullDay: Int128) -> [DaySet] {
    var sets: [DaySet] = []
    var left = worked
    while !left.isEmpty {
      let day = first + left.first
      let alike = set(left) {
        max(fullDay, time.dayHours[first + $0]) == max(fullDay, time.dayHours[day])
          && time.overtimeOfHead[first + $0] == time.overtimeOfHead[day]
      }
      sets.append(alike)
      left = left.subtracting(alike)
    }
    return sets.count > 1 ? sets : []
  }
}
