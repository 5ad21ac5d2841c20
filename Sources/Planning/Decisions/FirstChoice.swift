// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Decisions made of amounts that break them: of everything that is worked, what keeps the rules stays, and nothing else may
/// be worked.
///
/// The amounts that stay are a plan, so that there is one with these decisions; what is made from it is at least as good.
struct FirstChoice {
  private let scenario: Scenario
  private let index: ScenarioIndex
  private let frame: ProgramFrame
  private let slots: EffortSlots
  /// Hours by person, demand and period that stay, sorted: sums over them are the same each time.
  private var hours: [(cell: Cell, hours: Double)]
  private var closed: Set<Int> = []
  private var met: Set<Int> = []

  private struct Cell: Hashable, Comparable {
    let staff: Int
    let demand: Int
    let period: Int

    static func < (left: Cell, right: Cell) -> Bool {
      (left.staff, left.demand, left.period) < (right.staff, right.demand, right.period)
    }
  }

  /// - Parameters:
  ///   - frame: of the scenario that the amounts are for, with no decisions about it.
  ///   - amounts: what a linear program came to without the rules.
  init(_ frame: ProgramFrame, _ amounts: PlanAmounts) {
    self.frame = frame
    slots = EffortSlots(frame)
    scenario = frame.scenario
    index = frame.index
    var sums: [Cell: Int64] = [:]
    for work in amounts.assignments {
      sums[Cell(staff: work.staff, demand: work.demand, period: frame.days.period(work.day)), default: 0] += work.hours
    }
    hours = sums.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value) / 1e6) }
    units = amounts.assetUse.filter { frame.demands[$0.demand].asset != nil }
    dropFragments()
    keepFewProjects()
    keepTeams()
    keepOrder()
    keepWholes()
  }

  /// z of asset demands.
  private let units: [PlanAmounts.Use]

  /// The decisions: only what stays may be worked, and what has a least is at least that.
  var choice: Choice {
    var limits = PlanLimits()
    limits.onlyNamedHours = true
    for (cell, value) in hours {
      let place = PlanLimits.Place(index.staff.ids[cell.staff], index.demands.ids[cell.demand])
      let least = min(value, max(leastHours(cell) ?? 0, holds[cell] ?? 0))
      limits.hours[place, default: [:]][cell.period] =
        Millionths(count: Int128((least * 1e6 - 1e-3).rounded(.up)))...Millionths(1_000_000_000)
    }
    openPeriods(&limits)
    for demand in closed { limits.closed.insert(index.demands.ids[demand]) }
    for demand in met { limits.met.insert(index.demands.ids[demand]) }
    for use in units where scenario.assets[use.asset].indivisible {
      let place = PlanLimits.Place(index.assets.ids[use.asset], index.demands.ids[use.demand])
      let whole = closed.contains(use.demand) ? 0 : Int(use.unitDays / 1_000_000)
      limits.units[place, default: [:]][use.day] = whole
      let period = frame.days.period(use.day)
      let sum = (limits.assetUse[place]?[period]?.upperBound ?? .zero) + Millionths(whole)
      limits.assetUse[place, default: [:]][period] = sum...sum
    }
    return Choice(decisions: Decisions(for: scenario), limits: limits)
  }

  /// Whoever works on something may do so in other periods too, where no rule is about that.
  private func openPeriods(_ limits: inout PlanLimits) {
    guard scenario.policy.minimumHoursPerWeek == nil else { return }
    var isOrdered = [Bool](repeating: false, count: frame.demands.count)
    for (demand, item) in frame.demands.enumerated() {
      for predecessor in item.staff?.after ?? [] {
        isOrdered[demand] = true
        if let before = index.demands[predecessor.demand] { isOrdered[before] = true }
      }
    }
    for (cell, _) in hours where !isOrdered[cell.demand] && scenario.staff[cell.staff].maxProjects == nil {
      guard scenario.staff[cell.staff].headcount == 1 || frame.demands[cell.demand].staff?.team == nil else { continue }
      let place = PlanLimits.Place(index.staff.ids[cell.staff], index.demands.ids[cell.demand])
      for period in frame.periods.indices where limits.hours[place]?[period] == nil {
        limits.hours[place, default: [:]][period] = .zero...Millionths(1_000_000_000)
      }
    }
  }

  /// Hours that members of teams are held at.
  private var holds: [Cell: Double] = [:]

  /// Who works in a cell; of a crew in the first of the places that the person may take.
  private func candidate(_ cell: Cell) -> Eligibility.Candidate? {
    frame.candidates[cell.demand].first { Int($0.staff) == cell.staff }
  }

  /// The days of a cell on which the person can work.
  private func days(_ cell: Cell) -> DaySet {
    var days = DaySet()
    for seat in frame.candidates[cell.demand] where Int(seat.staff) == cell.staff {
      days = days.union(seat.days(in: cell.period, frame.days))
    }
    return frame.time[cell.staff].worked(days, from: frame.days.first[cell.period])
  }

  private func leastHours(_ cell: Cell) -> Double? {
    let useful = EffortSlots.part(of: slots.hours(cell.demand, frame), in: cell.period)
    return frame.leastHours(
      of: cell.staff, on: days(cell), in: cell.period,
      useful: useful / max(1e-9, candidate(cell)?.productivity ?? 1))
  }

  private mutating func dropFragments() {
    guard scenario.policy.minimumHoursPerWeek != nil else { return }
    hours = hours.filter { cell, value in value >= (leastHours(cell) ?? 0) }
  }

  /// Of the projects of a person in a period those with most hours.
  private mutating func keepFewProjects() {
    var sums: [Cell: [Int: Double]] = [:]
    for (cell, value) in hours where scenario.staff[cell.staff].maxProjects != nil {
      let place = Cell(staff: cell.staff, demand: 0, period: cell.period)
      sums[place, default: [:]][frame.project(cell.demand), default: 0] += value
    }
    var kept: [Cell: Set<Int>] = [:]
    for (place, projects) in sums {
      guard let most = scenario.staff[place.staff].maxProjects, projects.count > most else { continue }
      let order = projects.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
      kept[place] = Set(order.prefix(most).map(\.key))
    }
    hours = hours.filter { cell, _ in
      kept[Cell(staff: cell.staff, demand: 0, period: cell.period)]?.contains(frame.project(cell.demand)) ?? true
    }
  }

  /// Of a team those with most hours; pools count as many heads as they need.
  private mutating func keepTeams() {
    for (demand, item) in frame.demands.enumerated() {
      guard let team = item.staff?.team else { continue }
      var people: [Int: [(cell: Cell, hours: Double)]] = [:]
      for (cell, value) in hours where cell.demand == demand { people[cell.staff, default: []].append((cell, value)) }
      var order: [(staff: Int, cells: [(cell: Cell, hours: Double)], sum: Double)] = []
      for (staff, cells) in people {
        let sorted = cells.sorted { $0.cell.period < $1.cell.period }
        order.append((staff, sorted, sorted.reduce(0) { $0 + $1.hours }))
      }
      order.sort { $0.sum == $1.sum ? $0.staff < $1.staff : $0.sum > $1.sum }
      var (left, count) = (team.max ?? .max, 0)
      var stay: Set<Int> = []
      for person in order where person.sum >= 1.001 {
        let heads = person.cells.map { needed($0.cell, $0.hours) }.max() ?? 1
        guard heads <= left, person.sum >= Double(heads) else { continue }
        (left, count) = (left - heads, count + heads)
        stay.insert(person.staff)
        hold(person.cells, atLeast: Double(heads) + 0.001)
      }
      if count < team.min { stay = [] }
      hours = hours.filter { cell, _ in cell.demand != demand || stay.contains(cell.staff) }
    }
  }

  private mutating func hold(_ cells: [(cell: Cell, hours: Double)], atLeast least: Double) {
    var missing = least
    for part in cells.sorted(by: { $0.hours == $1.hours ? $0.cell.period < $1.cell.period : $0.hours > $1.hours })
    where missing > 0 {
      let here = min(missing, part.hours)
      holds[part.cell] = here
      missing -= here
    }
  }

  /// The heads of a pool that some hours in a period take.
  private func needed(_ cell: Cell, _ hours: Double) -> Int {
    let heads = scenario.staff[cell.staff].headcount
    guard heads > 1 else { return 1 }
    let days = days(cell)
    let first = frame.days.first[cell.period]
    let all = Double(
      frame.time[cell.staff].regular(days, from: first) + frame.time[cell.staff].overtime(days, from: first))
    guard all > 0 else { return heads }
    return max(1, min(heads, Int((hours * 1e6 / all * Double(heads) - 1e-9).rounded(.up))))
  }

  /// What comes after begins behind the last hours of what comes before, if enough of that is met.
  private mutating func keepOrder() {
    var isLooked = [Bool](repeating: false, count: frame.demands.count)
    func look(_ demand: Int, _ choice: inout FirstChoice) {
      guard !isLooked[demand] else { return }
      isLooked[demand] = true
      for predecessor in choice.frame.demands[demand].staff?.after ?? [] {
        guard let before = choice.index.demands[predecessor.demand] else { continue }
        look(before, &choice)
        let wanted = choice.frame.hours[before].doubleValue
        let isMet = choice.effort(before) >= predecessor.share.doubleValue * wanted * (1 + 1e-6)
        let last = choice.hours.lazy.filter { $0.cell.demand == before }.map(\.cell.period).max()
        choice.hours = choice.hours.filter { cell, _ in
          cell.demand != demand
            || (isMet || wanted == 0 || predecessor.share == 0)
              && (last.map { cell.period > $0 + predecessor.lag } ?? true)
        }
      }
    }
    for demand in frame.demands.indices { look(demand, &self) }
  }

  /// The effective hours that a demand keeps.
  private func effort(_ demand: Int) -> Double {
    var sum = 0.0
    for (cell, value) in hours where cell.demand == demand {
      sum += value * (candidate(cell)?.productivity ?? 1)
    }
    return frame.crews[demand].isEmpty ? sum : sum / Double(frame.crews[demand].reduce(0, +))
  }

  /// Projects that are done as a whole stay where all that they want of people stays, and they want nothing else.
  private mutating func keepWholes() {
    for (project, item) in scenario.projects.enumerated() where item.allOrNothing {
      let demands = frame.demands.indices.filter { frame.project($0) == project }
      let isWhole = demands.allSatisfy { demand in
        frame.demands[demand].isForStaff && effort(demand) >= frame.hours[demand].doubleValue - 1e-4
      }
      if isWhole { met.formUnion(demands) } else { closed.formUnion(demands) }
    }
    let closed = closed
    hours = hours.filter { cell, _ in !closed.contains(cell.demand) }
  }
}
