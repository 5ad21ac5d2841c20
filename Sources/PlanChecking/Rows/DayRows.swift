// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// The rows of `model.md` that are about days and weeks: 1, 2, 5 to 8, and 11 on every day.
///
/// Amounts are on the grid of millionths, so that comparing them with right-hand sides rounded down to it is exact.
struct DayRows {
  private let facts: ScenarioFacts
  /// Sums by person and day, at `i * K + k`, in millionths: regular hours and overtime.
  private var regular: [Int128]
  private var overtime: [Int128]
  /// Hours by day of demands with a weekly limit.
  private var paced: [Int: [Int128]] = [:]
  /// Hours by limit and sum.
  private var limited: [[Int128]]
  /// What the people on a demand need of equipment, by day: whole days of regular time, and of overtime.
  private var equipped: [Int: [Occupation]] = [:]
  /// z + v by asset and day, at `a * K + k`; z by asset demand and day; v by demand, use and day.
  private var used: [Int128]
  private var supplied: [Int: [Int128]] = [:]
  private var equipment: [Cell: Int128] = [:]
  /// Hours of crews by demand and day.
  private var crews: [Cell: CrewSums] = [:]
  /// z or v, and q, by pair and day, with how many entries there are.
  private var operated: [Int: [(units: Int128, hours: Int128, count: Int)]] = [:]

  /// Whole days of people on a demand.
  private struct Occupation {
    var regular = Rational.zero
    var overtime = Rational.zero
    var count = 0
  }

  private let dayCount: Int
  private let zeros: [Int128]
  private let noOccupations: [Occupation]
  private let noneOperated: [(units: Int128, hours: Int128, count: Int)]

  init(_ facts: ScenarioFacts) {
    self.facts = facts
    dayCount = facts.dayCount
    zeros = Array(repeating: 0, count: facts.dayCount)
    noOccupations = Array(repeating: Occupation(), count: facts.dayCount)
    noneOperated = Array(repeating: (0, 0, 0), count: facts.dayCount)
    regular = Array(repeating: 0, count: facts.staff.count * facts.dayCount)
    overtime = regular
    used = Array(repeating: 0, count: facts.assets.count * facts.dayCount)
    limited = facts.limits.map { Array(repeating: 0, count: $0.sides.count) }
  }

  /// Adds up amounts and checks that each of them may be.
  mutating func add(_ amounts: PlanAmounts, _ verifier: inout Verifier) {
    addWork(amounts.assignments, &verifier)
    addUse(amounts.assetUse, &verifier)
    addOperating(amounts.operating, &verifier)
  }

  private mutating func addWork(_ list: [PlanAmounts.Work], _ verifier: inout Verifier) {
    var pair: (staff: Int, demand: Int, place: Int, days: Range<Int>) = (-1, -1, 0, 0..<0)
    for work in list {
      let (person, demand, day) = (facts.staff[work.staff], facts.demands[work.demand], work.day)
      guard demand.places.indices.contains(work.place) else { continue }
      let needs = demand.places[work.place]
      if pair.staff != work.staff || pair.demand != work.demand || pair.place != work.place {
        pair = (work.staff, work.demand, work.place, person.eligibleDays(for: needs) ?? 0..<0)
      }
      if needs.isCrew {
        crews[Cell(staff: 0, demand: work.demand, period: day), default: CrewSums(demand)]
          .add(Int128(work.hours), work.staff, place: work.place)
      }
      if !pair.days.contains(day) || !person.hasTime[day] || !person.meets(needs, on: day) {
        let kind: Plan.Violation.Kind =
          !demand.days.contains(day)
          ? .window : pair.days.contains(day) && person.meets(needs, on: day) ? .availability : .eligibility
        let why =
          kind == .window
          ? "its window goes from \(demand.window.first) to \(demand.window.last)"
          : kind == .availability
            ? "does not work then"
            : verifier.lack(
              of: work.staff, on: work.demand, during: DayRange(facts.days.date(day), facts.days.date(day)))
        verifier.report(
          kind,
          "\(verifier.name(ofStaff: work.staff)) has \(verifier.text(Int128(work.hours))) h on \(demand.id) on "
            + "\(verifier.name(ofDay: day)), but \(why)", [.key("assignments")],
          excess: .init(
            .init(count: Int128(work.hours)), staff: person.person.id, demand: demand.id,
            period: facts.days.period(of: day)))
      }
      addTime(work.staff, day, work.hours, work.overtime, &verifier)
      if demand.pace != nil { paced[work.demand, default: zeros][day] += Int128(work.hours) }
      addLimited(work.staff, work.demand, day, work.hours)
      if !needs.uses.isEmpty {
        var occupation = equipped[work.demand]?[day] ?? Occupation()
        occupation.regular +=
          Rational(Int128(work.hours - work.overtime), over: 1_000_000) / person.wholeDay(on: day)
        if work.overtime > 0, person.overtimeOfOne.sign > 0 {
          occupation.overtime += Rational(Int128(work.overtime), over: 1_000_000) / person.overtimeOfOne
        }
        occupation.count += 1
        equipped[work.demand, default: noOccupations][day] = occupation
      }
    }
  }

  private mutating func addTime(
    _ person: Int, _ day: Int, _ hours: Int64, _ extra: Int64, _ verifier: inout Verifier
  ) {
    if hours < 0 || extra < 0 || extra > hours {
      verifier.report(
        .overtime,
        "\(verifier.name(ofStaff: person)) has \(verifier.text(Int128(extra))) h of overtime in "
          + "\(verifier.text(Int128(hours))) h of work on \(verifier.name(ofDay: day))", [.key("overtime")])
    }
    regular[person * dayCount + day] += Int128(hours - extra)
    overtime[person * dayCount + day] += Int128(extra)
  }

  private mutating func addUse(_ list: [PlanAmounts.Use], _ verifier: inout Verifier) {
    for use in list {
      let demand = facts.demands[use.demand]
      if !facts.isServed(use.demand, on: use.day) {
        verifier.report(
          .window,
          "\(demand.id) uses \(verifier.name(ofAsset: use.asset)) on \(verifier.name(ofDay: use.day)), which does not "
            + "count for it", [.key("assetUse")])
      }
      verifier.checkWhole(use.asset, use.demand, Int128(use.unitDays)) { "on \($0.name(ofDay: use.day))" }
      used[use.asset * dayCount + use.day] += Int128(use.unitDays)
      if demand.asset != nil {
        supplied[use.demand, default: zeros][use.day] += Int128(use.unitDays)
      } else if let number = facts.use(of: use.asset, by: use.demand) {
        equipment[Cell(staff: number, demand: use.demand, period: use.day), default: 0] += Int128(use.unitDays)
      }
      if let pair = facts.pairs[use.asset, use.demand] {
        operated[pair, default: noneOperated][use.day].units += Int128(use.unitDays)
        operated[pair]?[use.day].count += 1
      }
    }
  }

  private mutating func addOperating(_ list: [PlanAmounts.Operation], _ verifier: inout Verifier) {
    for work in list {
      let held = facts.assets[work.asset].days(of: work.staff)
      if let pair = facts.pairs[work.asset, work.demand] {
        operated[pair, default: noneOperated][work.day].hours += Int128(work.hours)
        operated[pair]?[work.day].count += 1
      }
      let isThere = facts.staff[work.staff].hasTime[work.day]
      let canOperate =
        held?.contains(work.day) == true && facts.assets[work.asset].meets(facts.staff[work.staff], on: work.day)
      if !canOperate || !facts.isServed(work.demand, on: work.day) || !isThere {
        verifier.report(
          !canOperate ? .eligibility : isThere ? .window : .availability,
          "\(verifier.name(ofStaff: work.staff)) operates \(verifier.name(ofAsset: work.asset)) for "
            + "\(verifier.name(ofDemand: work.demand)) on \(verifier.name(ofDay: work.day)), but cannot or need not",
          [.key("operating")])
      }
      if facts.demands[work.demand].pace != nil { paced[work.demand, default: zeros][work.day] += Int128(work.hours) }
      addLimited(work.staff, work.demand, work.day, work.hours)
      addTime(work.staff, work.day, work.hours, work.overtime, &verifier)
    }
  }

  private mutating func addLimited(_ staff: Int, _ demand: Int, _ day: Int, _ hours: Int64) {
    facts.forEachLimit(staff, demand, day: day) { limited[$0][$1] += Int128(hours) }
  }

  /// Holds the sums against the rows.
  func check(_ verifier: inout Verifier) {
    checkTime(&verifier)
    checkPace(&verifier)
    for limit in limited.indices { verifier.checkLimit(limit, limited[limit]) }
    for (cell, sums) in crews.sorted(by: { $0.key < $1.key }) {
      verifier.checkCrew(cell.demand, sums) { "on \($0.name(ofDay: cell.period))" }
    }
    checkAssets(&verifier)
    checkEquipment(&verifier)
    checkOperators(&verifier)
  }

  /// Rows 1 and 2.
  private func checkTime(_ verifier: inout Verifier) {
    for (index, person) in facts.staff.enumerated() {
      let name = verifier.name(ofStaff: index)
      var total: Int128 = 0
      func excess(_ count: Int128, _ day: Int?) -> Plan.Violation.Excess {
        .init(.init(count: count), staff: person.person.id, period: day.map(facts.days.period))
      }
      for day in facts.days.indices {
        let cell = index * dayCount + day
        if regular[cell] > Int128(person.capacity[day]) {
          verifier.report(
            .capacity,
            "\(name) has \(verifier.text(regular[cell])) h of regular time on \(verifier.name(ofDay: day)), but "
              + "\(verifier.text(Int128(person.capacity[day]))) h of capacity", [.key("assignments")],
            excess: excess(regular[cell] - Int128(person.capacity[day]), day))
        }
        guard overtime[cell] > 0 else { continue }
        total += overtime[cell]
        if overtime[cell] > Int128(person.overtime(on: day)) {
          verifier.report(
            .overtime,
            "\(name) has \(verifier.text(overtime[cell])) h of overtime on \(verifier.name(ofDay: day)), but may have "
              + "at most \(verifier.text(Int128(person.overtime(on: day)))) h", [.key("overtime")],
            excess: excess(overtime[cell] - Int128(person.overtime(on: day)), day))
        }
      }
      guard total > 0 else { continue }
      for (week, days) in facts.days.ofWeek.enumerated() {
        let sum = days.reduce(Int128(0)) { $0 + overtime[index * dayCount + $1] }
        verifier.checkOvertime(of: index, week: week, sum)
      }
      verifier.checkOvertime(of: index, total)
    }
  }

  /// Row 5.
  private func checkPace(_ verifier: inout Verifier) {
    for (demand, hours) in paced.sorted(by: { $0.key < $1.key }) {
      for (week, days) in facts.days.ofWeek.enumerated() {
        verifier.checkPace(of: demand, week: week, hours[days].reduce(0, +))
      }
    }
  }

  /// Row 6, and row 11 where a demand has more than it wants.
  private func checkAssets(_ verifier: inout Verifier) {
    for (index, asset) in facts.assets.enumerated() {
      for day in facts.days.indices where used[index * dayCount + day] > Int128(asset.units[day]) {
        let sum = used[index * dayCount + day]
        verifier.report(
          .assetCapacity,
          "\(verifier.name(ofAsset: index)) is used for \(verifier.text(sum)) units on \(verifier.name(ofDay: day)), but "
            + "there are \(verifier.text(Int128(asset.units[day])))", [.key("assetUse")],
          excess: .init(
            .init(count: sum - Int128(asset.units[day])), asset: facts.scenario.assets[index].id,
            period: facts.days.period(of: day)))
      }
    }
    for (demand, units) in supplied.sorted(by: { $0.key < $1.key }) {
      guard let wanted = facts.demands[demand].asset?.units else { continue }
      // A right-hand side off the grid may be missed by one millionth for each entry.
      let allowed: Int128 = wanted.isOnGrid ? 0 : 1
      for (day, sum) in units.enumerated() where wanted < verifier.exact(sum - allowed) {
        verifier.report(
          .effort,
          "\(verifier.name(ofDemand: demand)) wants \(wanted) units, but uses \(verifier.text(sum)) on "
            + "\(verifier.name(ofDay: day))", [.key("assetUse")])
      }
    }
  }

  /// Row 7.
  private func checkEquipment(_ verifier: inout Verifier) {
    for (demand, days) in equipped.sorted(by: { $0.key < $1.key }) {
      for (number, use) in (facts.demands[demand].staff?.uses ?? []).enumerated() {
        let units = Rational(use.unitsPerPerson)
        for (day, people) in days.enumerated() where people.count > 0 {
          let occupied = equipment[Cell(staff: number, demand: demand, period: day)] ?? 0
          for (days, what) in [(people.regular, ""), (people.overtime, " in overtime")] {
            let needed = units * days
            let allowed: Int128 = needed.isOnGrid ? 0 : Int128(people.count + 1)
            guard verifier.exact(occupied + allowed) < needed else { continue }
            verifier.report(
              .equipment,
              "the people on \(verifier.name(ofDemand: demand)) need \(needed) units of \(use.asset)\(what) on "
                + "\(verifier.name(ofDay: day)), but have \(verifier.text(occupied))", [.key("assetUse")])
          }
        }
      }
    }
  }

  /// Row 8.
  private func checkOperators(_ verifier: inout Verifier) {
    for (number, days) in operated.sorted(by: { $0.key < $1.key }) {
      let pair = facts.pairs.list[number]
      guard let factor = facts.assets[pair.asset].hoursPerUnitDay else { continue }
      for (day, sums) in days.enumerated() where sums.units > 0 {
        let needed = factor * verifier.exact(sums.units)
        let allowed: Int128 = needed.isOnGrid ? 0 : Int128(sums.count)
        guard verifier.exact(sums.hours + allowed) < needed else { continue }
        verifier.report(
          .operators,
          "\(verifier.name(ofAsset: pair.asset)) needs \(needed) h of operating for \(verifier.name(ofDemand: pair.demand)) "
            + "on \(verifier.name(ofDay: day)), but has \(verifier.text(sums.hours)) h", [.key("operating")])
      }
    }
  }
}

/// Rows of weeks and of the horizon, which are the same whether the sums come from days or from periods.
extension Verifier {
  /// Row 2 of a week.
  mutating func checkOvertime(of person: Int, week: Int, _ sum: Int128) {
    guard sum > 0, facts.staff[person].overtimePerWeek < exact(sum) else { return }
    report(
      .overtime,
      "\(name(ofStaff: person)) has \(text(sum)) h of overtime in the week \(Self.text(facts.days.weeks[week])), but "
        + "may have at most \(facts.staff[person].overtimePerWeek) h", [.key("overtime")],
      excess: .init(
        (exact(sum) - facts.staff[person].overtimePerWeek).ceilingMillionths, staff: facts.staff[person].person.id,
        period: facts.days.period(of: facts.days.ofWeek[week].lowerBound)))
  }

  /// Row 2 of the horizon.
  mutating func checkOvertime(of person: Int, _ sum: Int128) {
    guard sum > 0, let limit = facts.staff[person].overtimeTotal, limit < exact(sum) else { return }
    report(
      .overtimeTotal, "\(name(ofStaff: person)) has \(text(sum)) h of overtime in all, but may have at most \(limit) h",
      [.key("overtime")],
      excess: .init((exact(sum) - limit).ceilingMillionths, staff: facts.staff[person].person.id))
  }

  /// Row 5 of `maxHoursPerWeek`.
  mutating func checkPace(of demand: Int, week: Int, _ sum: Int128) {
    guard sum > 0, let limit = facts.demands[demand].pace, limit < exact(sum) else { return }
    report(
      .pace,
      "\(name(ofDemand: demand)) has \(text(sum)) h in the week \(Self.text(facts.days.weeks[week])), but its pace "
        + "allows \(limit) h", [.key("assignments")],
      excess: .init(
        (exact(sum) - limit).ceilingMillionths, demand: facts.demands[demand].id,
        period: facts.days.period(of: facts.days.ofWeek[week].lowerBound)))
  }

  /// Row 5 of a limit.
  mutating func checkLimit(_ limit: Int, _ sums: [Int128]) {
    let limitFacts = facts.limits[limit]
    for (number, sum) in sums.enumerated() where sum > 0 && limitFacts.sides[number] < exact(sum) {
      let days = limitFacts.days(ofSum: number)
      let side = limitFacts.sides[number]
      let whose = limitFacts.member(ofSum: number).map { " of \(name(ofMember: $0, limitFacts.limit.each))" } ?? ""
      report(
        .limit,
        "the limit \(limitFacts.limit.name) allows \(side) h\(whose) in \(text(Array(days))), but \(text(sum)) h are "
          + "planned", [.key("assignments")],
        excess: .init((exact(sum) - side).ceilingMillionths, sum: .init(limit: limit, number: number)))
    }
  }

  /// What a limit is for, by itself.
  private func name(ofMember member: Int, _ each: Scenario.Limit.Each?) -> String {
    switch each {
    case .staff, nil: name(ofStaff: member)
    case .project: facts.scenario.projects[member].name
    case .demand: name(ofDemand: member)
    }
  }
}
