// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Prices without what a bound cannot be made from: those of the wrong sign, not finite, or of rows that do not exist
/// count as 0.
struct CleanPrices {
  /// Row 1 by person and day, at most 0.
  let capacity: Grid<Double>
  /// The prices of an hour of overtime of a person and day, rows 1 and 2 together, at most 0.
  let overtime: Grid<Double>
  let overtimeDay: Grid<Double>
  let overtimeWeek: Grid<Double>
  let overtimeTotal: [Double]
  /// Row 5 of each demand by day: that of its calendar week; empty without a limit.
  let pace: [[Double]]
  /// Row 5 of each limit and sum, at most 0.
  let limits: [[Double]]
  let asset: Grid<Double>
  /// Row 7 by demand and day: the sum over its uses of `unitsPerPerson` times price; empty where it uses nothing.
  let equipment: [[Double]]
  let equipmentOvertime: [[Double]]
  /// Row 8 by the number of the pair and day, at least 0.
  let operators: Grid<Double>
  let budget: [Double]
  /// By person: what an hour counts against the greatest share, at most 0; 0 for people without one.
  let shares: [Double]
  /// Row 10, by the promise's place in the list.
  let commitment: [Double]
  /// Hours on so many projects, below 0; of people without such a limit there are none.
  let projects: [Cell: Double]
  /// Row 12: by demand, place and day, and by demand, person and day, the latter at most 0.
  private let crewPeople: [[Int: Int]]
  private let prices: RowPrices

  /// Nil where the prices have not the shape of the scenario's rows.
  init?(_ prices: RowPrices, _ facts: ScenarioFacts, _ pairs: OperatedPairs) {
    let (scenario, days) = (facts.scenario, facts.days)
    guard Self.hasShape(prices, facts, pairs) else { return nil }
    self.prices = prices
    capacity = prices.capacity.map(Self.atMostZero)
    let hasOvertime = facts.staff.map { !$0.overtime.isEmpty }
    overtimeDay = Grid(rows: hasOvertime.count, periods: days.count) { person, day in
      hasOvertime[person] ? Self.atMostZero(prices.overtimeDay[person, day]) : 0
    }
    overtimeWeek = Grid(rows: hasOvertime.count, periods: days.weeks.count) { person, week in
      hasOvertime[person] ? Self.atMostZero(prices.overtimeWeek[person, week]) : 0
    }
    overtimeTotal = zip(prices.overtimeTotal, facts.staff).map { $1.overtimeTotal == nil ? 0 : Self.atMostZero($0) }
    let (ofDay, ofWeek, ofAll) = (overtimeDay, overtimeWeek, overtimeTotal)
    overtime = Grid(rows: hasOvertime.count, periods: days.count) { person, day in
      hasOvertime[person] ? ofDay[person, day] + ofWeek[person, days.week(of: day)] + ofAll[person] : 0
    }
    pace = facts.demands.indices.map { demand in
      facts.demands[demand].pace == nil
        ? [] : days.indices.map { Self.atMostZero(prices.pace[demand][days.week(of: $0)]) }
    }
    limits = prices.limits.map { $0.map(Self.atMostZero) }
    asset = prices.asset.map(Self.atMostZero)
    func ofUses(_ demand: Int, _ grid: Grid<Double>) -> [Double] {
      guard let uses = facts.demands[demand].staff?.uses, !uses.isEmpty else { return [] }
      return days.indices.map { day in
        uses.indices.reduce(0) { $0 + uses[$1].unitsPerPerson.doubleValue * Self.atMostZero(grid[$1, day]) }
      }
    }
    equipment = facts.demands.indices.map { ofUses($0, prices.equipment[$0]) }
    equipmentOvertime = facts.demands.indices.map { ofUses($0, prices.equipmentOvertime[$0]) }
    operators = prices.operators.map(Self.atLeastZero)
    shares = facts.staff.indices.map {
      facts.hasShare($0) && !prices.shares.isEmpty ? Self.atMostZero(prices.shares[$0]) : 0
    }
    budget = prices.budget.indices.map {
      scenario.projects[$0].budget == nil ? 0 : Self.atMostZero(prices.budget[$0])
    }
    var commitment = [Double](repeating: 0, count: facts.promises.list.count)
    for entry in prices.commitments {
      let cell = Cell(staff: entry.staff, demand: entry.demand, period: entry.period)
      if let promise = facts.promises[cell] { commitment[promise] = Self.atLeastZero(entry.price) }
    }
    self.commitment = commitment
    var projects: [Cell: Double] = [:]
    for entry in prices.projects where entry.price.isFinite && entry.price < 0 {
      guard scenario.staff.indices.contains(entry.staff), scenario.staff[entry.staff].maxProjects != nil else {
        continue
      }
      projects[Cell(staff: entry.staff, demand: entry.demand, period: entry.period)] = entry.price
    }
    self.projects = projects
    crewPeople = prices.crews.map { crew in
      Dictionary(crew.staff.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Row 12 of a place on a day.
  func crew(_ demand: Int, place: Int, _ day: Int) -> Double {
    let price = prices.crews[demand].places[place, day]
    return price.isFinite ? price : 0
  }

  /// Row 12 of a person on a day, at most 0.
  func crew(_ demand: Int, person: Int, _ day: Int) -> Double {
    guard let position = crewPeople[demand][person] else { return 0 }
    return Self.atMostZero(prices.crews[demand].people[position, day])
  }

  /// The people of whom row 12 has prices.
  func peopleOfCrew(_ demand: Int) -> [Int] { prices.crews[demand].staff }

  private static func hasShape(_ prices: RowPrices, _ facts: ScenarioFacts, _ pairs: OperatedPairs) -> Bool {
    let (people, days, weeks) = (facts.staff.count, facts.days.count, facts.days.weeks.count)
    guard prices.capacity.rows == people, prices.capacity.periods == days,
      prices.overtimeDay.rows == people, prices.overtimeDay.periods == days,
      prices.overtimeWeek.rows == people, prices.overtimeWeek.periods == weeks, prices.overtimeTotal.count == people,
      prices.effort.count == facts.demands.count, prices.pace.count == facts.demands.count,
      prices.equipment.count == facts.demands.count, prices.equipmentOvertime.count == facts.demands.count,
      prices.asset.rows == facts.assets.count, prices.asset.periods == days,
      prices.operators.rows == pairs.list.count, prices.operators.periods == days,
      prices.budget.count == facts.scenario.projects.count,
      prices.shares.isEmpty || prices.shares.count == people,
      prices.crews.count == facts.demands.count,
      prices.limits.map(\.count) == facts.limits.map(\.sides.count)
    else { return false }
    return facts.demands.indices.allSatisfy { index in
      let demand = facts.demands[index]
      let efforts = demand.asset != nil ? days : demand.wanted.count
      guard hasShape(prices.crews[index], demand, people: people, days: days) else { return false }
      return prices.effort[index].count == efforts && prices.pace[index].count == (demand.pace == nil ? 0 : weeks)
        && prices.equipment[index].rows == demand.useCount && prices.equipment[index].periods == days
        && prices.equipmentOvertime[index].rows == demand.useCount && prices.equipmentOvertime[index].periods == days
    }
  }

  private static func hasShape(
    _ crew: RowPrices.CrewPrices, _ demand: DemandFacts, people: Int, days: Int
  ) -> Bool {
    crew.places.rows == (demand.isCrew ? demand.places.count : 0) && crew.places.periods == days
      && crew.people.rows == crew.staff.count && crew.people.periods == days
      && zip(crew.staff, crew.staff.dropFirst()).allSatisfy { $0 < $1 }
      && crew.staff.allSatisfy { (0..<people).contains($0) } && (demand.isCrew || crew.staff.isEmpty)
  }

  /// Rows 3 (slot 0), 4 (by period) and 11 (by day).
  func effort(_ demand: Int, _ slot: Int) -> Double {
    let price = prices.effort[demand][slot]
    return price.isFinite ? price : 0
  }

  /// Row 7 of a demand's use, by its number, on a day: of regular time and of overtime together.
  func equipment(_ demand: Int, use: Int, _ day: Int) -> Double {
    Self.atMostZero(prices.equipment[demand][use, day]) + Self.atMostZero(prices.equipmentOvertime[demand][use, day])
  }

  private static func atMostZero(_ price: Double) -> Double { price.isFinite ? min(0, price) : 0 }
  private static func atLeastZero(_ price: Double) -> Double { price.isFinite ? max(0, price) : 0 }
}
