// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Decisions made of amounts that break them: of everything that is worked, what keeps the rules stays, and decides.
///
/// The amounts that stay are a plan, so that there is one with these decisions; what is made from it is at least as good.
struct FirstChoice {
  private let scenario: Scenario
  private let index: ScenarioIndex
  private let frame: ProgramFrame
  private let slots: EffortSlots
  /// Hours by person, demand and period that stay, sorted: sums over them are the same each time.
  private var hours: [(cell: Cell, hours: Double)]
  /// z of asset demands.
  private let units: [PlanAmounts.Use]
  /// Projects of which all is met, of those that are done as a whole or not at all.
  private var whole: Set<Int> = []
  /// When those that wait begin, by demand; nothing is known of others.
  private let handovers: [Int: Int]
  /// The largest share of demands that others wait for and that is met.
  private var met: [Int: ExactDecimal] = [:]

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
  ///   - handovers: the periods in which demands that wait begin, which the amounts keep; nil is when they do.
  init(_ frame: ProgramFrame, _ amounts: PlanAmounts, handovers: [Int: Int]? = nil) {
    var sums: [Cell: Int64] = [:]
    for work in amounts.assignments {
      sums[Cell(staff: work.staff, demand: work.demand, period: frame.days.period(work.day)), default: 0] += work.hours
    }
    self.init(
      frame, sums.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value) / 1e6) },
      amounts.assetUse.filter { frame.demands[$0.demand].asset != nil }, handovers)
  }

  /// - Parameters:
  ///   - program: of a scenario in which no project may be moved.
  ///   - point: values of its columns.
  init(_ program: DecisionProgram, near point: [Double]) {
    var hours: [(cell: Cell, hours: Double)] = []
    for sum in program.pairPeriods {
      let pair = program.formulation.work.pairs[sum.pair]
      let value = sum.columns.reduce(0) { $0 + point[$1] }
      if value > 1e-3 { hours.append((Cell(staff: pair.staff, demand: pair.demand, period: sum.period), value)) }
    }
    self.init(program.frame, hours.sorted { $0.cell < $1.cell }, [], nil)
  }

  private init(
    _ frame: ProgramFrame, _ hours: [(cell: Cell, hours: Double)], _ units: [PlanAmounts.Use],
    _ handovers: [Int: Int]?
  ) {
    self.frame = frame
    slots = EffortSlots(frame)
    scenario = frame.scenario
    index = frame.index
    self.hours = hours
    self.units = units
    self.handovers = handovers ?? [:]
  }

  /// Those who stay on each demand that asks for a team, by the ids of the demand and the people.
  mutating func teams() -> [String: Set<String>] {
    keepTeams()
    var teams: [String: Set<String>] = [:]
    for (demand, item) in frame.demands.enumerated() where item.staff?.team != nil {
      teams[index.demands.ids[demand]] = []
    }
    for (cell, _) in hours where frame.demands[cell.demand].staff?.team != nil {
      teams[index.demands.ids[cell.demand], default: []].insert(index.staff.ids[cell.staff])
    }
    return teams
  }

  /// Lets go of what breaks the rules.
  mutating func keepRules() {
    dropFragments()
    keepFewProjects()
    keepTeams()
    keepOrder()
    keepWholes()
  }

  /// A point of a program with these decisions: whole columns have their values, and what stays its hours.
  ///
  /// - Parameter decisions: those that make another scenario; no project is moved.
  func point(in program: DecisionProgram, _ decisions: Decisions) -> [Double] {
    var point = [Double](repeating: 0, count: program.model.columnCount)
    func set(_ what: DecisionProgram.Switch, _ value: Double = 1) {
      if let column = program.column(what) { point[column] = min(value, program.model.columnUpper[column]) }
    }
    for (project, item) in scenario.projects.enumerated() {
      let copy = program.open.copies.firstIndex { $0.project == project }
      if item.allOrNothing, !whole.contains(project) {
        set(.undone(project: project))
      } else {
        copy.map { set(.copy($0)) }
      }
    }
    for staff in scenario.staff.indices {
      set(.heads(staff: staff), Double(decisions.heads[staff]))
      for number in decisions.trainings[staff] { set(.training(staff: staff, place: number)) }
    }
    var pairs: [Cell: Int] = [:]
    for (number, pair) in program.formulation.work.pairs.enumerated()
    where program.open.copies[program.frame.project(pair.demand)].position == 0 {
      pairs[Cell(staff: pair.staff, demand: program.open.origin[pair.demand], period: 0)] = number
    }
    var heads: [Int: Int] = [:]
    for (cell, value) in hours {
      guard let pair = pairs[Cell(staff: cell.staff, demand: cell.demand, period: 0)] else { continue }
      set(.least(pair: pair, period: cell.period))
      set(.project(staff: cell.staff, project: frame.project(cell.demand), period: cell.period))
      set(.team(demand: program.formulation.work.pairs[pair].demand))
      heads[pair] = max(heads[pair] ?? 0, needed(cell, value))
    }
    for (pair, count) in heads { set(.member(pair: pair), Double(count)) }
    fillProjects(program, &point)
    setOrder(program, &point)
    setUnits(program, &point)
    return point
  }

  /// As many whole units on all days of a slot as there are on each.
  private func setUnits(_ program: DecisionProgram, _ point: inout [Double]) {
    var used: [Cell: Int64] = [:]
    for use in units { used[Cell(staff: use.asset, demand: use.demand, period: use.day), default: 0] += use.unitDays }
    for (position, place) in program.formulation.use.places.enumerated() {
      let demand = program.open.origin[place.demand]
      guard let column = program.column(.units(use: position)), !isClosed(demand),
        program.open.copies[program.frame.project(place.demand)].position == 0
      else { continue }
      let slot = program.frame.assetSlots[place.slot]
      var least: Int64?
      program.frame.wantedDays(place.demand, slot).forEach { day in
        let cell = Cell(staff: place.asset, demand: demand, period: program.frame.day(slot.period, day))
        least = min(least ?? .max, (used[cell] ?? 0) / 1_000_000)
      }
      point[column] = min(Double(least ?? 0), program.model.columnUpper[column])
    }
  }

  private func isClosed(_ demand: Int) -> Bool {
    let project = frame.project(demand)
    return scenario.projects[project].allOrNothing && !whole.contains(project)
  }

  /// Whoever works on fewer projects in a period than may be is free to work on others of theirs too.
  private func fillProjects(_ program: DecisionProgram, _ point: inout [Double]) {
    var sums: [Int: [Int: Double]] = [:]
    var used: [Cell: Set<Int>] = [:]
    for (cell, value) in hours where scenario.staff[cell.staff].maxProjects != nil {
      let project = frame.project(cell.demand)
      sums[cell.staff, default: [:]][project, default: 0] += value
      used[Cell(staff: cell.staff, demand: 0, period: cell.period), default: []].insert(project)
    }
    for (staff, projects) in sums {
      let order = projects.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.map(\.key)
      for period in frame.periods.indices {
        let own = used[Cell(staff: staff, demand: 0, period: period)] ?? []
        let room = (scenario.staff[staff].maxProjects ?? 0) - own.count
        for project in order.lazy.filter({ !own.contains($0) }).prefix(max(0, room)) {
          if let column = program.column(.project(staff: staff, project: project, period: period)) { point[column] = 1 }
        }
      }
    }
  }

  /// What waits begins at its handover, or with its first hours, if it has any.
  private func setOrder(_ program: DecisionProgram, _ point: inout [Double]) {
    let working = Set(hours.map(\.cell.demand))
    for (place, what) in program.switches.enumerated() {
      switch what {
      case .begun(let demand, let period):
        guard working.contains(demand) else { continue }
        let first = handovers[demand] ?? hours.lazy.filter { $0.cell.demand == demand }.map(\.cell.period).min() ?? 0
        if period >= first { point[program.first + place] = 1 }
      case .met(let demand, let share):
        if met[demand].map({ $0 >= share }) ?? false { point[program.first + place] = 1 }
      default: break
      }
    }
  }

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
      }
      if count < team.min { stay = [] }
      hours = hours.filter { cell, _ in cell.demand != demand || stay.contains(cell.staff) }
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
        let isFree = isMet || wanted == 0 || predecessor.share == 0
        if isMet { choice.met[before] = max(choice.met[before] ?? 0, predecessor.share) }
        choice.hours = choice.hours.filter { cell, _ in
          cell.demand != demand || isFree && (last.map { cell.period > $0 + predecessor.lag } ?? true)
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
      if demands.allSatisfy({ isWhole($0) }) { whole.insert(project) }
    }
    hours = hours.filter { cell, _ in !isClosed(cell.demand) }
  }

  private func isWhole(_ demand: Int) -> Bool {
    frame.demands[demand].isForStaff && effort(demand) >= frame.hours[demand].doubleValue - 1e-4
  }

  // MARK: Before the rules

  /// Demands that wait for something of which not enough is met, by id.
  var waitingInVain: Set<String> {
    var ids: Set<String> = []
    for (demand, item) in frame.demands.enumerated() {
      for predecessor in item.staff?.after ?? [] where predecessor.share > 0 {
        guard let before = index.demands[predecessor.demand] else { continue }
        let wanted = predecessor.share.doubleValue * frame.hours[before].doubleValue
        if effort(before) < wanted * (1 + 1e-6) { ids.insert(index.demands.ids[demand]) }
      }
    }
    return ids
  }

  /// Projects that are done as a whole or not at all, and are met in part or not at all.
  var projectsInPart: [Int] {
    scenario.projects.indices.filter { project in
      scenario.projects[project].allOrNothing
        && !frame.demands.indices.allSatisfy { frame.project($0) != project || isWhole($0) }
    }
  }
}
