// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Formats
internal import Issues
internal import Numbers

extension LintFacts {
  /// A demand that wants a skill of so many people at a time.
  struct SkillWish {
    let demand: Int
    let level: Int
    /// Hours in millionths, of all who are wanted together.
    let hours: Int128
    let path: DocumentPath
    let isCrew: Bool
  }

  /// The demands that ask for each skill, not as one of several alternatives; by name.
  var wishes: [(skill: String, wishes: [SkillWish])] {
    var found: [String: [SkillWish]] = [:]
    for index in places.indices where !windows[index].isEmpty {
      guard let work = scenario.demand(at: places[index]).staff else { continue }
      for seat in work.seats {
        for skill in seat.requirements.skills {
          found[skill.name, default: []].append(
            SkillWish(
              demand: index, level: skill.level, hours: wanted(index) * Int128(seat.count),
              path: path(index, seat).key("skills").key(skill.name), isCrew: seat.place != nil))
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The days of the horizon on which somebody has a skill at a level, as the scenario is or at best.
  func daysHeld(_ skill: String, level: Int, by person: StaffMember) -> [DayRange] {
    let horizon = scenario.calendar.horizon
    var days: [DayRange] = []
    if let own = person.skill(skill), own.level >= level {
      days.append(DayRange(own.from ?? horizon.first, own.until ?? horizon.last).intersection(horizon))
    }
    if let training = person.trained(in: skill), training.level >= level {
      let learned = DayRange(training.from ?? horizon.first, horizon.last).intersection(horizon)
      guard !learned.isEmpty else { return days.filter { !$0.isEmpty } }
      // Before the training counts what was held before, so that no day counts twice.
      days = days.map { DayRange($0.first, min($0.last, learned.first.advanced(by: -1))) }
      days.append(learned)
    }
    return days.filter { !$0.isEmpty }
  }

  var balance: [SkillBalance] {
    let months = scenario.calendar.spans(.month)
    let written = PersonTime.all(scenario, calendars)
    return wishes.map { skill, wishes in
      let level = wishes.map(\.level).min() ?? 1
      let holders = scenario.staff.indices.filter {
        scenario.staff[$0].external == nil && scenario.staff[$0].skill(skill).map { $0.level >= level } ?? false
      }
      let days = holders.map { daysHeld(skill, level: level, by: scenario.staff[$0]) }
      return SkillBalance(
        skill: skill, level: level,
        months: months.map { month in
          let there = zip(holders, days).reduce(Int128(0)) { sum, holder in
            holder.1.reduce(sum) { $0 + written[holder.0].regular($1.intersection(month)) }
          }
          let wanted = wishes.reduce(Int128(0)) { $0 + part(of: $1.hours, ofDemand: $1.demand, in: month) }
          return SkillBalance.Month(
            days: month, wanted: Millionths(count: wanted), there: Millionths(count: there))
        })
    }
  }

  /// The part of a demand's hours that falls into some days where they are spread by the top calendar.
  private func part(of hours: Int128, ofDemand demand: Int, in days: DayRange) -> Int128 {
    let window = scenario.writtenWindow(of: places[demand])
    let part = window.intersection(days)
    guard !part.isEmpty else { return 0 }
    let all = calendars.count(calendars.standard.hours, in: window)
    return all > 0
      ? WholeAmounts.product(hours, Int128(calendars.count(calendars.standard.hours, in: part)), over: Int128(all))
      : WholeAmounts.product(hours, Int128(part.count), over: Int128(window.count))
  }
}

extension ScenarioLint {
  /// Skills of which more is wanted in some stretch of days than all who have them can work then.
  mutating func checkSkills() {
    for (skill, wishes) in facts.wishes {
      let open = wishes.filter { !shortDemands.contains($0.demand) }
      var worst: SkillExcess?
      for level in Set(open.map(\.level)).sorted() {
        guard let excess = excess(of: open.filter { $0.level >= level }, skill, level) else { continue }
        if excess.missing > worst?.missing ?? 0 { worst = excess }
      }
      guard let worst, worst.missing >= Self.least, let most = worst.wishes.max(by: { $0.hours < $1.hours }) else {
        continue
      }
      // Places of a crew are of one demand.
      let count = Set(worst.wishes.map(\.demand)).count
      warn(
        "\(skill) \(worst.level) is wanted for \(Wording.hours(worst.wanted)) \(Wording.during(worst.days)), in "
          + "\(count == 1 ? "one demand" : "\(count) demands"), and those who have it can work \(Wording.hours(worst.there)) then, overtime "
          + "included: \(Wording.hours(worst.missing)) stay unmet", most.path,
        hint: "add people or hours, move windows, or let the priorities decide who goes short")
    }
  }

  private struct SkillExcess {
    var level: Int
    var days: DayRange
    var wishes: [LintFacts.SkillWish]
    var wanted: Int128
    var there: Int128
    var missing: Int128 { wanted - there }
  }

  /// The stretch of days in which most is missing: the demands whose windows lie in it want so much more than can be
  /// worked. Where there are very many different ends, only those of all windows together are looked at.
  private func excess(of wishes: [LintFacts.SkillWish], _ skill: String, _ level: Int) -> SkillExcess? {
    let windows = wishes.map { facts.windows[$0.demand] }
    var firsts = Set(windows.map(\.first)).sorted()
    var lasts = Set(windows.map(\.last)).sorted()
    if firsts.count * lasts.count > 2_500 {
      firsts = Array(firsts.prefix(1))
      lasts = Array(lasts.suffix(1))
    }
    let room = facts.room(ofSkill: skill, level: level, isForCrews: wishes.contains { $0.isCrew })
    let origin = facts.scenario.calendar.horizon.first.number
    var worst: SkillExcess?
    for first in firsts {
      for last in lasts where last >= first {
        let days = DayRange(first, last)
        let inside = zip(wishes, windows).filter { days.intersection($0.1) == $0.1 }.map(\.0)
        guard inside.count > 1 else { continue }
        let wanted = inside.reduce(Int128(0)) { $0 + $1.hours }
        let there = room[last.number - origin + 1] - room[first.number - origin]
        if wanted - there > worst?.missing ?? 0 {
          worst = SkillExcess(level: level, days: days, wishes: inside, wanted: wanted, there: there)
        }
      }
    }
    return worst
  }
}

extension LintFacts {
  /// Effective hours that all who have a skill at a level can work at most, as sums from the first day of the horizon.
  func room(ofSkill skill: String, level: Int, isForCrews: Bool) -> [Int128] {
    let horizon = scenario.calendar.horizon
    var room = [Int128](repeating: 0, count: horizon.count + 1)
    for index in best.staff.indices {
      let person = best.staff[index]
      var productivity = person.skill(skill).map { WholeAmounts.fixed($0.productivity) } ?? WholeAmounts.one
      if isForCrews { productivity = max(productivity, WholeAmounts.one) }
      for days in daysHeld(skill, level: level, by: person) {
        for number in days.first.number...days.last.number {
          let day = DayRange(Day(number: number), Day(number: number))
          var hours = time[index].regular(day)
          // By day, without regard to the limits of a week: so the sums of any days are never too small.
          if time[index].hasOvertime { hours += time[index].overtimeByDay(day) }
          room[number - horizon.first.number + 1] += WholeAmounts.product(hours, productivity, over: WholeAmounts.one)
        }
      }
    }
    for day in 1..<room.count { room[day] += room[day - 1] }
    return room
  }
}
