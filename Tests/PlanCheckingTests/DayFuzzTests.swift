// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

@testable import PlanChecking

/// Daily amounts made at random so that they keep every row: the judge finds nothing, and neither does the checker of a
/// document that states their sums alone.
struct RandomDays {
  private var random: SplitMix
  let scenario: Scenario
  private let facts: ScenarioFacts
  private var regular: [[Int64]]
  private var overtime: [[Int64]]
  private var units: [[Int64]]
  private var weekly: [[Int64]]
  private var amounts = PlanAmounts()

  init(seed: UInt64) {
    var random = SplitMix(seed: seed)
    scenario = Self.scenario(&random, length: seed % 3 == 0 ? .month : seed % 7 == 0 ? .day : .week)
    facts = ScenarioFacts(scenario, ScenarioIndex(scenario))
    regular = facts.staff.map(\.regular)
    let days = facts.days
    overtime = facts.staff.map { person in days.indices.map { person.overtime(on: $0) } }
    units = facts.assets.map(\.units)
    weekly = facts.staff.map { person in days.weeks.map { _ in Int64(person.overtimePerWeek.floorMillionths.count) } }
    self.random = random
  }

  private static func scenario(_ random: inout SplitMix, length: PeriodLength) -> Scenario {
    func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let first = day("2026-01-05").advanced(by: any(0...6))
    let horizon = DayRange(first, first.advanced(by: length == .month ? 50 : 16))
    func someDays() -> DayRange {
      let start = first.advanced(by: any(0...10))
      return DayRange(start, start.advanced(by: any(0...6)))
    }
    let staff = (0..<any(2...5)).map { number in
      StaffMember(
        id: "s\(number)", headcount: any(1...4) == 1 ? 2 : 1, skills: any(0...2) == 0 ? [] : [.init("run", level: 1)],
        certifications: any(0...1) == 0 ? [] : [.init("paper", from: someDays().first, until: nil)],
        hoursPerDay: any(0...3) == 0 ? Dated(decimal("7.25"), changes: [.init(10, from: someDays().first)]) : nil,
        support: any(0...3) == 0 ? Dated(decimal("0.1234567")) : 0,
        absences: any(0...1) == 0 ? [] : [.init(someDays(), share: decimal(["1", "0.5", "0.333333333"][any(0...2)]))],
        overtime: any(0...1) == 0 ? nil : .init(hoursPerWeek: 5, days: any(0...1) == 0 ? .all : .work))
    }
    let assets = (0..<any(1...3)).map { number in
      Asset(
        id: "a\(number)", quantity: ExactDecimal(any(1...3)),
        outages: any(0...1) == 0 ? [] : [.init(someDays(), quantity: 1)],
        operators: any(0...1) == 0
          ? nil : .init(skills: [.init("run", level: 1)], hoursPerUnitDay: decimal(["2", "8", "3.3"][any(0...2)])))
    }
    let demands = (0..<any(2...6)).map { number -> Demand in
      let window = someDays()
      let (from, to) = any(0...1) == 0 ? (nil, nil) : (window.first as Day?, window.last as Day?)
      let asset = assets[any(0...assets.count - 1)].id
      if any(0...3) == 0 {
        return Demand(
          id: "d\(number)", from: from, to: to, kind: .asset(AssetDemand(units: decimal("1.5"), choice: .asset(asset))))
      }
      return Demand(
        id: "d\(number)", from: from, to: to,
        kind: .staff(
          StaffDemand(
            hours: 100_000, certifications: any(0...3) == 0 ? ["paper"] : [],
            maxHoursPerWeek: any(0...3) == 0 ? 40 : nil,
            uses: any(0...1) == 0 ? [] : [.init(asset: asset, unitsPerPerson: decimal(["1", "0.3", "2"][any(0...2)]))]))
      )
    }
    return Scenario(
      calendar: PlanningCalendar(
        horizon: horizon, period: length, weekStart: any(0...1) == 0 ? .monday : .thursday,
        standard: WorkCalendar(.standard)), staff: staff, assets: assets, projects: [Project(id: "p", demands: demands)]
    )
  }

  /// Takes a random part of an amount: nothing, all or something.
  private mutating func some(_ most: Int64) -> Int64 {
    guard most > 0 else { return 0 }
    switch random.next() % 4 {
    case 0: return 0
    case 1: return most
    default: return Int64(random.next() % UInt64(most + 1))
    }
  }

  /// Puts people on an asset for a demand, for as many of some units as they can run.
  private mutating func run(_ asset: Int, _ demand: Int, _ day: Int, _ wanted: Int64, pace: inout [Int: Int64]) -> Int64
  {
    guard let hours = facts.assets[asset].hoursPerUnitDay else { return wanted }
    var missing = Int64((hours * Rational(Int128(wanted), over: 1_000_000)).ceilingMillionths.count)
    let needed = missing
    missing = min(missing, pace[demand] ?? missing)
    var done: Int64 = 0
    for (person, held) in facts.assets[asset].operators where held.contains(day) {
      let hours = min(missing, regular[person][day])
      let week = facts.days.week(of: day)
      let extra = min(missing - hours, overtime[person][day], weekly[person][week])
      guard hours + extra > 0 else { continue }
      amounts.operating.append(
        .init(staff: person, asset: asset, demand: demand, day: day, hours: hours + extra, overtime: extra))
      regular[person][day] -= hours
      overtime[person][day] -= extra
      weekly[person][week] -= extra
      missing -= hours + extra
      done += hours + extra
    }
    pace[demand] = pace[demand].map { $0 - done }
    if done == needed { return wanted }
    return Int64((Rational(Int128(done), over: 1_000_000) / hours).floorMillionths.count)
  }

  mutating func make() -> PlanAmounts {
    var paceByWeek: [Int: [Int: Int64]] = [:]
    for day in facts.days.indices {
      let week = facts.days.week(of: day)
      var pace =
        paceByWeek[week]
        ?? Dictionary(
          uniqueKeysWithValues: facts.demands.indices.compactMap { index in
            facts.demands[index].pace.map { (index, Int64($0.floorMillionths.count)) }
          })
      for index in facts.demands.indices.shuffled(using: &random) where facts.demands[index].days.contains(day) {
        if let wanted = facts.demands[index].asset {
          supply(index, wanted, day, &pace)
        } else {
          work(index, day, &pace)
        }
      }
      paceByWeek[week] = pace
    }
    return amounts
  }

  private mutating func supply(_ demand: Int, _ wanted: AssetNeeds, _ day: Int, _ pace: inout [Int: Int64]) {
    guard wanted.isCounted[day] else { return }
    for asset in facts.assets.indices where wanted.matches(scenario.assets[asset]) {
      let most = min(units[asset][day], Int64(wanted.units.floorMillionths.count))
      let amount = run(asset, demand, day, some(most), pace: &pace)
      guard amount > 0 else { continue }
      units[asset][day] -= amount
      amounts.assetUse.append(.init(asset: asset, demand: demand, day: day, unitDays: amount))
    }
  }

  private mutating func work(_ demand: Int, _ day: Int, _ pace: inout [Int: Int64]) {
    guard let needs = facts.demands[demand].staff else { return }
    // Whole days that the equipment allows, of each shift.
    var wholeDays = (regular: Rational(1_000_000), overtime: Rational(1_000_000))
    if let use = needs.uses.first, let asset = facts.index.assets[use.asset] {
      guard facts.isServed(demand, on: day) else { return }
      let amount = run(asset, demand, day, some(units[asset][day]), pace: &pace)
      guard amount > 0 else { return }
      units[asset][day] -= amount
      amounts.assetUse.append(.init(asset: asset, demand: demand, day: day, unitDays: amount))
      let shared = Rational(Int128(amount), over: 1_000_000) / Rational(use.unitsPerPerson)
      wholeDays = (shared, shared)
    }
    for (index, person) in facts.staff.enumerated() {
      guard let needs = facts.demands[demand].staff, person.eligibleDays(for: needs)?.contains(day) == true else {
        continue
      }
      let week = facts.days.week(of: day)
      let most = Int64((wholeDays.regular * person.wholeDay(on: day)).floorMillionths.count)
      let hours = some(min(regular[index][day], most, pace[demand] ?? .max))
      pace[demand] = pace[demand].map { $0 - hours }
      let mostExtra = Int64((wholeDays.overtime * person.overtimeOfOne).floorMillionths.count)
      let extra = some(min(overtime[index][day], weekly[index][week], mostExtra, pace[demand] ?? .max))
      pace[demand] = pace[demand].map { $0 - extra }
      guard hours + extra > 0 else { continue }
      wholeDays.regular = wholeDays.regular - Rational(Int128(hours), over: 1_000_000) / person.wholeDay(on: day)
      if extra > 0 {
        wholeDays.overtime = wholeDays.overtime - Rational(Int128(extra), over: 1_000_000) / person.overtimeOfOne
      }
      regular[index][day] -= hours
      overtime[index][day] -= extra
      weekly[index][week] -= extra
      amounts.assignments.append(
        .init(staff: index, demand: demand, day: day, hours: hours + extra, overtime: extra))
    }
  }
}

@Suite struct DayFuzzTests {
  private static func judge(_ amounts: PlanAmounts, _ scenario: Scenario, withDays: Bool) -> Plan {
    let checker = PlanChecker(scenario)
    return checker.judge(
      checker.appraise(amounts), for: .init(name: nil, sha256: ""), engine: .init(name: "native", version: "0"),
      certificate: Certificate(bound: nil, prices: nil, stop: .time, gapTolerance: 0), withDays: withDays)
  }

  @Test(arguments: 0..<300) func sumsOfDaysAreNeverRefused(seed: UInt64) {
    var days = RandomDays(seed: seed)
    let plan = Self.judge(days.make(), days.scenario, withDays: seed % 2 == 0)
    #expect(plan.verification.violations.map(\.detail) == [])
    let checker = PlanChecker(days.scenario)
    var sums = plan
    sums.days = nil
    #expect(checker.verify(sums, prices: nil).violations.map(\.detail) == [])
    if plan.days != nil { #expect(checker.verify(plan, prices: nil).violations.map(\.detail) == []) }
  }

  /// Prices that differ from day to day, of both signs, and of any size.
  @Test(arguments: 0..<300) func noPricesOfDaysGiveABoundAboveAPlan(seed: UInt64) {
    var days = RandomDays(seed: seed)
    let amounts = days.make()
    let plan = Self.judge(amounts, days.scenario, withDays: false)
    var random = SplitMix(seed: seed)
    var prices = RowPrices(for: days.scenario)
    let isSame = seed % 2 == 0
    func any(_ scale: Double) -> Double { Double.random(in: -scale...scale / 4, using: &random) }
    func fill(_ grid: Grid<Double>, _ scale: Double) -> Grid<Double> {
      let same = any(scale)
      return grid.map { _ in isSame ? same : any(scale) }
    }
    prices.capacity = fill(prices.capacity, 1000)
    prices.overtimeDay = fill(prices.overtimeDay, 300)
    prices.overtimeWeek = fill(prices.overtimeWeek, 300)
    prices.asset = fill(prices.asset, 3000)
    prices.operators = fill(prices.operators, 1000).map { -$0 }
    prices.equipment = prices.equipment.map { fill($0, 1000) }
    prices.equipmentOvertime = prices.equipmentOvertime.map { fill($0, 1000) }
    for index in prices.effort.indices {
      let same = 4 * -any(1)
      for slot in prices.effort[index].indices { prices.effort[index][slot] = isSame ? same : -any(4) }
      for week in prices.pace[index].indices { prices.pace[index][week] = any(100) }
    }
    let bound = PlanChecker(days.scenario).bound(prices)
    #expect(bound <= plan.objective.value)
    // Some hours are worked and some units used nearly always.
    #expect(seed > 0 || !amounts.assignments.isEmpty)
  }
}
