// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What `model.md` derives from a scenario, worked out once: indices of ids, days, hours of each person and day,
/// eligibility, right-hand sides. Sums over days are differences of prefix sums. A reference, because everybody who
/// checks, prices or completes plans of the scenario looks at the same.
final class ScenarioFacts: Sendable {
  let scenario: Scenario
  let index: ScenarioIndex
  let days: HorizonDays
  let calendars: CalendarTable
  let staff: [StaffFacts]
  let demands: [DemandFacts]
  let penalties: Penalties
  let rates: WorkRates
  let assets: [AssetFacts]
  /// What row 8 is for.
  let pairs: OperatedPairs
  /// Money per promised hour that is not kept.
  let commitmentRate: Rate
  let skills: SkillNumbers
  let frame: SummaryFrame
  let promises: Promises
  /// The scenario's limits, and by person those in which their hours may count.
  let limits: [LimitFacts]
  let limitsOfStaff: [[Int]]
  /// E(d): whether a day is one of those on which somebody can work on a staff demand that uses assets; empty for others.
  let equippedDays: [[Bool]]

  var periods: [DayRange] { days.periods }
  var periodCount: Int { days.periods.count }
  var dayCount: Int { days.count }

  init(_ scenario: Scenario, _ index: ScenarioIndex) {
    self.scenario = scenario
    self.index = index
    let days = HorizonDays(scenario.calendar)
    self.days = days
    let calendars = CalendarTable(scenario.calendar)
    self.calendars = calendars
    var staff: [StaffFacts] = []
    staff.reserveCapacity(scenario.staff.count)
    for index in scenario.staff.indices { staff.append(StaffFacts(scenario.staff[index], days, calendars)) }
    self.staff = staff
    let penalties = Penalties(scenario)
    self.penalties = penalties
    rates = WorkRates(scenario, index)
    let perKind = calendars.standard.kinds.map { Rational($0).fine }
    var standardHoursUpTo: [Fine] = [0]
    standardHoursUpTo.reserveCapacity(days.count + 1)
    for kind in calendars.standard.kindOf {
      standardHoursUpTo.append(standardHoursUpTo[standardHoursUpTo.count - 1] + perKind[Int(kind)])
    }
    var demands: [DemandFacts] = []
    demands.reserveCapacity(index.demandPlaces.count)
    for place in index.demandPlaces {
      demands.append(
        DemandFacts(
          scenario, place, window: scenario.window(of: place), days, standardHoursUpTo: standardHoursUpTo,
          penalties: penalties))
    }
    self.demands = demands
    let written = zip(index.demandPlaces, demands).map { place, demand in
      scenario.projects[place.project].weeksLater == 0
        ? demand
        : DemandFacts(
          scenario, place, window: scenario.writtenWindow(of: place), days, standardHoursUpTo: standardHoursUpTo,
          penalties: penalties)
    }
    promises = Promises(
      scenario, index, days, staff: staff,
      everybody: Self.everybody(of: scenario, staff, days, calendars), demands: written)
    let limits = scenario.limits.map { LimitFacts($0, scenario, index, days, staff) }
    self.limits = limits
    limitsOfStaff =
      limits.isEmpty
      ? [] : staff.indices.map { person in limits.indices.filter { limits[$0].people[person] } }
    commitmentRate = Rate(penalties.commitmentPerHour)
    assets = scenario.assets.map { AssetFacts($0, days, index, staff: staff) }
    pairs = OperatedPairs(scenario)
    equippedDays = demands.map { Self.equippedDays($0, staff, days) }
    skills = SkillNumbers(scenario, demands)
    frame = SummaryFrame(
      scenario, index, days, staff: staff, demands: demands, skills: skills, assets: assets)
  }

  /// The staff with all external people there and everybody trained; only needed where something is promised.
  private static func everybody(
    of scenario: Scenario, _ staff: [StaffFacts], _ days: HorizonDays, _ calendars: CalendarTable
  ) -> [StaffFacts] {
    guard scenario.hasOpenScenario, !scenario.commitments.isEmpty else { return staff }
    return zip(scenario.withEverybody.staff, staff).map { person, facts in
      person.external == nil && person.training.isEmpty ? facts : StaffFacts(person, days, calendars)
    }
  }

  private static func equippedDays(_ demand: DemandFacts, _ staff: [StaffFacts], _ days: HorizonDays) -> [Bool] {
    guard demand.useCount > 0 else { return [] }
    var result = [Bool](repeating: false, count: days.count)
    for person in staff {
      for place in demand.places {
        for day in person.eligible(for: place, in: demand.days) where person.hasTime[day] { result[day] = true }
      }
    }
    return result
  }

  /// Window(n) of an asset demand, or E(n) of a staff demand that uses assets: whether an asset may serve it on a day.
  func isServed(_ demand: Int, on day: Int) -> Bool {
    if let asset = demands[demand].asset { return asset.isCounted[day] }
    return !equippedDays[demand].isEmpty && equippedDays[demand][day]
  }

  /// The days of a period on which a person may operate an asset for a demand, there or not.
  func operatingDays(of person: Int, _ asset: Int, for demand: Int, in period: Int) -> [Int] {
    guard let held = assets[asset].days(of: person) else { return [] }
    return days.ofPeriod[period].common(held).filter {
      isServed(demand, on: $0) && assets[asset].meets(staff[person], on: $0)
    }
  }

  /// Whether the units of an asset that serve a demand are whole on every day.
  func isWhole(_ asset: Int, for demand: Int) -> Bool {
    scenario.assets[asset].indivisible && demands[demand].asset != nil
  }

  /// The most units of an asset that a demand can have on a day.
  func mostUnits(of asset: Int, for demand: Int, on day: Int) -> Double {
    let most = min(
      demands[demand].asset?.units.doubleValue ?? .infinity, Double(fine: assets[asset].units(in: day..<day + 1)))
    return isWhole(asset, for: demand) ? most.rounded(.down) : most
  }

  /// Row 6's right-hand side: whole units of an asset that is used for nothing else.
  func sharedUnits(of asset: Int, on day: Int) -> Double {
    let units = Double(fine: assets[asset].units(in: day..<day + 1))
    return scenario.assets[asset].indivisible && !isEquipment(asset) ? units.rounded(.down) : units
  }

  /// The units of a demand that are unmet on each day whatever is done, because it can only have whole ones.
  func leastUnmet(of demand: Int) -> Double {
    guard isServedWhole(demand), let units = demands[demand].asset?.units.doubleValue else { return 0 }
    // A little less, so that it is one whatever the rounding.
    return max(0, (units - units.rounded(.down)) * (1 - 1e-12))
  }

  /// Whether people occupy an asset.
  func isEquipment(_ asset: Int) -> Bool { demands.indices.contains { use(of: asset, by: $0) != nil } }

  /// Whether a demand can only have whole units.
  func isServedWhole(_ demand: Int) -> Bool {
    guard let wanted = demands[demand].asset else { return false }
    return scenario.assets.allSatisfy { $0.indivisible || !wanted.matches($0) }
  }

  /// The sums of limits that hours of a person on, or for, a demand on a day count in.
  @inline(__always)
  func forEachLimit(_ staff: Int, _ demand: Int, day: Int, _ body: (_ limit: Int, _ sum: Int) -> Void) {
    guard !limits.isEmpty else { return }
    for limit in limitsOfStaff[staff] {
      if let sum = limits[limit].sum(staff, demand, day: day) { body(limit, sum) }
    }
  }

  /// Whether a person's share of regular hours counts where a plan is to be balanced.
  func hasShare(_ person: Int) -> Bool {
    scenario.staff[person].external == nil && staff[person].regular(in: days.indices) > 0
  }

  /// The number of an asset among those that the people on a demand use; nil where they do not.
  func use(of asset: Int, by demand: Int) -> Int? {
    demands[demand].staff?.uses.firstIndex { $0.asset == scenario.assets[asset].id }
  }
}

/// What is derived about one asset.
final class AssetFacts: Sendable {
  /// Row 6's right-hand side on each day, rounded down to the grid of a plan.
  let units: [Int64]
  /// `costPerUnitDay`
  let rate: Rate
  /// `operators.hoursPerUnitDay`; nil where nobody is needed.
  let hoursPerUnitDay: Rational?
  /// D(i,a) of the people who can operate it on some day, available or not, in their order.
  let operators: [(staff: Int, days: Range<Int>)]
  private let operatorSkills: [SkillRequirement]
  private let unitsUpTo: [Fine]

  init(_ asset: Asset, _ days: HorizonDays, _ index: ScenarioIndex, staff: [StaffFacts]) {
    let quantity = Rational(asset.quantity)
    let fine = quantity.fine
    rate = Rate(Rational(asset.costPerUnitDay))
    hoursPerUnitDay = asset.operators.map { Rational($0.hoursPerUnitDay) }
    var left = [Fine](repeating: fine, count: days.count)
    for outage in asset.outages {
      let out = outage.quantity.map { Rational($0).fine } ?? fine
      for day in days.numbers(of: outage.days) { left[day] -= out }
    }
    units = left.map { max(0, $0).millionthsOfFine }
    var sum: Fine = 0
    unitsUpTo =
      [0]
      + left.map {
        sum += max(0, $0)
        return sum
      }
    operatorSkills = asset.operators?.skills ?? []
    if let needed = asset.operators {
      operators = staff.indices.compactMap { person in
        guard let held = staff[person].days(holding: needed.skills), !held.isEmpty else { return nil }
        return (person, held)
      }
    } else {
      operators = []
    }
  }

  /// The sum of row 6's right-hand sides over days.
  func units(in days: Range<Int>) -> Fine { unitsUpTo[days.upperBound] - unitsUpTo[days.lowerBound] }

  /// Whether a person who can operate it on some days can do so on one of them: what is trained later than it was lost
  /// leaves days between them.
  func meets(_ person: StaffFacts, on day: Int) -> Bool {
    person.person.trained.isEmpty || person.holds(operatorSkills, on: day)
  }

  /// D(i,a) of a person, from the first to the last day; nil where that is no day.
  func days(of person: Int) -> Range<Int>? {
    operators.first { $0.staff == person }?.days
  }
}
