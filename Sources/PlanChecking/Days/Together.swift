// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// Plans without daily amounts in which people share equipment, operate assets, or share hours of weeks that belong to two
/// periods: whether there are daily amounts for all of them together.
///
/// Each group of people and assets that have to do with each other is one small linear program. It is decided in floating
/// point, with the room of a millionth for each amount in a row that `model.md` gives rounding; the sums, and the time of each
/// person by itself, were checked exactly before.
extension Verifier {
  mutating func checkTogether(_ items: PlannedItems) {
    guard facts.scenario.calendar.period != .day else { return }
    for group in SharedDays.groups(items, facts) {
      var shared = SharedDays(facts)
      for place in group.work { shared.add(items.work[place]) }
      for place in group.uses { shared.add(items.uses[place]) }
      shared.addMeetings()
      switch shared.solve() {
      case .feasible: continue
      case .infeasible(let limits): reportShared(shared, limits)
      case .onlyInParts: reportParts(shared)
      case .unknown: reportShared(shared, [])
      }
    }
  }

  private mutating func reportParts(_ shared: SharedDays) {
    let demands = shared.demands.sorted().map(name(ofDemand:)).joined(separator: ", ")
    let periods = text(periods: shared.periods)
    report(
      .indivisible, "what is planned \(periods) on \(demands) cannot be carried out day by day in whole units",
      [.key("assetUse")])
  }

  private mutating func reportShared(_ shared: SharedDays, _ limits: [SharedDays.Limit]) {
    var days: Set<Int> = []
    var scarce: [String] = []
    func note(_ name: String, _ day: Int) {
      days.insert(day)
      if !scarce.contains(name) { scarce.append(name) }
    }
    for limit in limits {
      switch limit {
      case .regular(let person, let day), .overtime(let person, let day): note(name(ofStaff: person), day)
      case .asset(let asset, let day): note(name(ofAsset: asset), day)
      case .supply(let demand, let day): note(name(ofDemand: demand), day)
      case .overtimeWeek(let person, let week): note(name(ofStaff: person), facts.days.ofWeek[week].lowerBound)
      case .pace(let demand, let week): note(name(ofDemand: demand), facts.days.ofWeek[week].lowerBound)
      case .limit(let limit, let sum):
        note("the limit " + facts.limits[limit].limit.name, facts.limits[limit].days(ofSum: sum).lowerBound)
      case .crew(let demand, _, let day), .crewPerson(let demand, _, let day): note(name(ofDemand: demand), day)
      case .equipment, .equipmentOvertime, .operators: continue
      }
    }
    let demands = shared.demands.sorted().map(name(ofDemand:)).joined(separator: ", ")
    let periods = text(periods: shared.periods)
    let detail =
      scarce.isEmpty
      ? "no days are found for it"
      : "\(scarce.joined(separator: ", ")) would be needed for more on \(text(days.sorted()))"
    report(
      .days, "what is planned \(periods) on \(demands) cannot be carried out day by day: \(detail)",
      [.key("assignments")])
  }
}

/// The daily amounts of people and assets that have to do with each other.
struct SharedDays {
  /// A row that holds amounts of a day or week together.
  enum Limit: Hashable {
    case regular(Int, Int)
    case overtime(Int, Int)
    case overtimeWeek(Int, Int)
    case pace(Int, Int)
    case limit(Int, Int)
    case asset(Int, Int)
    case supply(Int, Int)
    case equipment(demand: Int, use: Int, day: Int)
    case equipmentOvertime(demand: Int, use: Int, day: Int)
    case operators(Int, Int)
    /// What stands in a place of a crew is at most, or at least, what all of it have.
    case crew(demand: Int, side: CrewSide, day: Int)
    case crewPerson(demand: Int, person: Int, day: Int)
  }

  /// A side of row 12.
  enum CrewSide: Hashable {
    case most(place: Int)
    case least(place: Int)
  }

  /// A millionth, with some room for floating point.
  private static let grid = 1e-6

  private let facts: ScenarioFacts
  private var program = FeasibilityProgram()
  private var rows: [Limit: Int] = [:]
  private var limits: [Int: Limit] = [:]
  private var equations = 0
  private(set) var demands: Set<Int> = []
  private(set) var periods: Set<Int> = []
  /// The crews and days on which somebody may be there.
  private var meetings: Set<Cell> = []

  init(_ facts: ScenarioFacts) { self.facts = facts }

  private mutating func row(_ limit: Limit, _ side: @autoclosure () -> Double) -> Int {
    if let known = rows[limit] {
      program.addRoom(Self.grid, to: known)
      return known
    }
    let row = program.addLimit(side(), room: Self.grid)
    rows[limit] = row
    limits[row] = limit
    return row
  }

  /// Adds hours of a period.
  mutating func add(_ work: PlannedItems.Work) {
    demands.insert(work.demand)
    periods.insert(work.period)
    guard work.places.isEmpty else {
      addCrew(work)
      return
    }
    if work.regular > 0 {
      let sum = addEquation(work.regular)
      for day in work.days { addHours(work, day, isOvertime: false, [(sum, 1)]) }
    }
    if work.overtime > 0 {
      let sum = addEquation(work.overtime)
      for day in work.days { addHours(work, day, isOvertime: true, [(sum, 1)]) }
    }
  }

  /// Adds hours of a person in all places of a crew. Only of all places together it is known what is overtime.
  private mutating func addCrew(_ work: PlannedItems.Work) {
    let regular = work.regular > 0 ? addEquation(work.regular) : nil
    let overtime = work.overtime > 0 ? addEquation(work.overtime) : nil
    for part in work.places {
      let sum = addEquation(part.hours)
      for day in part.days {
        var entries = [(row: sum, coefficient: 1.0)]
        entries += crewRows(work.demand, work.staff, place: part.place, day)
        if let regular { addHours(work, day, isOvertime: false, entries + [(regular, 1)]) }
        if let overtime { addHours(work, day, isOvertime: true, entries + [(overtime, 1)]) }
      }
    }
  }

  /// The entries of an hour in row 12.
  private mutating func crewRows(
    _ demand: Int, _ staff: Int, place: Int, _ day: Int
  ) -> [(row: Int, coefficient: Double)] {
    meetings.insert(Cell(staff: 0, demand: demand, period: day))
    return [
      (row(.crew(demand: demand, side: .most(place: place), day: day), 0), 1),
      (row(.crew(demand: demand, side: .least(place: place), day: day), 0), -1),
      (row(.crewPerson(demand: demand, person: staff, day: day), 0), 1),
    ]
  }

  /// Adds the hours for which all of each crew are there, after all hours of people.
  mutating func addMeetings() {
    for cell in meetings.sorted() {
      let (demand, day) = (cell.demand, cell.period)
      var entries: [(row: Int, coefficient: Double)] = []
      for (place, needs) in facts.demands[demand].places.enumerated() {
        let count = Double(needs.count)
        entries.append((row(.crew(demand: demand, side: .most(place: place), day: day), 0), -count))
        entries.append((row(.crew(demand: demand, side: .least(place: place), day: day), 0), count))
      }
      for person in facts.staff.indices {
        if let known = rows[.crewPerson(demand: demand, person: person, day: day)] {
          entries.append((known, -Double(facts.staff[person].person.headcount)))
        }
      }
      program.addColumn(entries)
    }
  }

  /// Adds the hours of a person on a day, in regular time or overtime, to the rows that they share with others.
  private mutating func addHours(
    _ work: PlannedItems.Work, _ day: Int, isOvertime: Bool, _ own: [(row: Int, coefficient: Double)]
  ) {
    let person = facts.staff[work.staff]
    let most = isOvertime ? person.overtime(in: day..<day + 1) : person.capacity(in: day..<day + 1)
    guard most > 0 else { return }
    var entries = own
    entries.append(
      (row(isOvertime ? .overtime(work.staff, day) : .regular(work.staff, day), Double(fine: most)), 1))
    if isOvertime, !facts.days.periodsAreInWeeks {
      let week = facts.days.week(of: day)
      entries.append((row(.overtimeWeek(work.staff, week), person.overtimePerWeek.doubleValue), 1))
    }
    let wholeDay = isOvertime ? person.overtimeOfOne : person.wholeDay(on: day)
    addShared(work, day, wholeDay: wholeDay.doubleValue, isOvertime: isOvertime, &entries)
    program.addColumn(entries)
  }

  private mutating func addEquation(_ amount: Int128) -> Int {
    equations += 1
    return program.addEquation(Double(nearest: amount) / 1e6)
  }

  /// The rows that hours of a day share with those of others.
  private mutating func addShared(
    _ work: PlannedItems.Work, _ day: Int, wholeDay: Double, isOvertime: Bool,
    _ entries: inout [(row: Int, coefficient: Double)]
  ) {
    if let asset = work.asset {
      if let pair = facts.pairs[asset, work.demand] { entries.append((row(.operators(pair, day), 0), -1)) }
    } else {
      for (use, needed) in (facts.demands[work.demand].staff?.uses ?? []).enumerated() {
        let limit: Limit =
          isOvertime
          ? .equipmentOvertime(demand: work.demand, use: use, day: day)
          : .equipment(demand: work.demand, use: use, day: day)
        entries.append((row(limit, 0), needed.unitsPerPerson.doubleValue / wholeDay))
      }
    }
    if !facts.days.periodsAreInWeeks, let pace = facts.demands[work.demand].pace {
      entries.append((row(.pace(work.demand, facts.days.week(of: day)), pace.doubleValue), 1))
    }
    let facts = facts
    var sums: [(limit: Int, sum: Int)] = []
    facts.forEachLimit(work.staff, work.demand, day: day) { limit, sum in
      if !facts.limits[limit].periodsAreInSpans { sums.append((limit, sum)) }
    }
    for (limit, sum) in sums {
      entries.append((row(.limit(limit, sum), facts.limits[limit].sides[sum].doubleValue), 1))
    }
  }

  /// Adds units of a period.
  mutating func add(_ use: PlannedItems.Use) {
    demands.insert(use.demand)
    periods.insert(use.period)
    let sum = addEquation(use.unitDays)
    for day in facts.days.ofPeriod[use.period] where facts.isServed(use.demand, on: day) {
      let isWhole = facts.isWhole(use.asset, for: use.demand)
      let available = Double(fine: facts.assets[use.asset].units(in: day..<day + 1))
      // Where all that share a limit are whole, so is the limit.
      let units = isWhole && !facts.isEquipment(use.asset) ? available.rounded(.down) : available
      var entries = [(row: sum, coefficient: 1.0), (row(.asset(use.asset, day), units), 1)]
      if let pair = facts.pairs[use.asset, use.demand], let hours = facts.assets[use.asset].hoursPerUnitDay {
        entries.append((row(.operators(pair, day), 0), hours.doubleValue))
      }
      if let wanted = facts.demands[use.demand].asset {
        let most = wanted.units.doubleValue
        let side = facts.isServedWhole(use.demand) ? most.rounded(.down) : most
        entries.append((row(.supply(use.demand, day), side), 1))
      } else if let number = facts.use(of: use.asset, by: use.demand) {
        entries.append((row(.equipment(demand: use.demand, use: number, day: day), 0), -1))
        entries.append((row(.equipmentOvertime(demand: use.demand, use: number, day: day), 0), -1))
      }
      program.addColumn(entries, isWhole: isWhole)
    }
  }

  /// What is known of a group.
  enum Outcome {
    case feasible
    case infeasible([Limit])
    case onlyInParts
    case unknown
  }

  func solve() -> Outcome {
    switch program.solve(tolerance: Self.grid * Double(equations)) {
    case .feasible: .feasible
    case .infeasible(let rows): .infeasible(rows.compactMap { limits[$0] })
    case .onlyInParts: .onlyInParts
    case .unknown: .unknown
    }
  }

  // MARK: Groups

  private enum Node: Hashable {
    case person(Int, Int)
    case demand(Int, Int)
    case asset(Int, Int)
    case limit(Int, Int)
  }

  /// The items of those who have to do with each other, by place; people who depend on nobody are left out.
  static func groups(_ items: PlannedItems, _ facts: ScenarioFacts) -> [(work: [Int], uses: [Int])] {
    var sets = DisjointSets<Node>()
    let crossesWeeks = !facts.days.periodsAreInWeeks
    var last: [Node: Int] = [:]
    for work in items.work {
      let demand = facts.demands[work.demand]
      let person = Node.person(work.staff, work.period)
      if work.asset != nil || demand.useCount > 0 || demand.isCrew || crossesWeeks && demand.pace != nil {
        sets.join(person, .demand(work.demand, work.period))
      }
      joinLimits(of: work, person, facts, &sets)
      guard crossesWeeks else { continue }
      // Weeks that belong to two periods.
      if work.overtime > 0 {
        if let before = last[.person(work.staff, -1)],
          sets.contains(.person(work.staff, before)) || sets.contains(person)
        {
          sets.join(.person(work.staff, before), person)
        }
        last[.person(work.staff, -1)] = work.period
      }
      if demand.pace != nil {
        if let before = last[.demand(work.demand, -1)] {
          sets.join(.demand(work.demand, before), .demand(work.demand, work.period))
        }
        last[.demand(work.demand, -1)] = work.period
      }
    }
    for use in items.uses { sets.join(.asset(use.asset, use.period), .demand(use.demand, use.period)) }
    var groups: [Int: (work: [Int], uses: [Int])] = [:]
    for (place, work) in items.work.enumerated() {
      guard let root = sets.root(of: .person(work.staff, work.period)) else { continue }
      groups[root, default: ([], [])].work.append(place)
    }
    for (place, use) in items.uses.enumerated() {
      guard let root = sets.root(of: .asset(use.asset, use.period)) else { continue }
      groups[root, default: ([], [])].uses.append(place)
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Joins people whose hours count in the same sum of a limit that is not about whole periods.
  private static func joinLimits(
    of work: PlannedItems.Work, _ person: Node, _ facts: ScenarioFacts, _ sets: inout DisjointSets<Node>
  ) {
    guard !facts.limits.isEmpty else { return }
    for day in work.days {
      facts.forEachLimit(work.staff, work.demand, day: day) { limit, sum in
        if !facts.limits[limit].periodsAreInSpans { sets.join(person, .limit(limit, sum)) }
      }
    }
  }
}

/// Sets without common elements that are joined (Tarjan's union-find).
struct DisjointSets<Element: Hashable> {
  private var numbers: [Element: Int] = [:]
  private var parents: [Int] = []

  private mutating func number(of element: Element) -> Int {
    if let known = numbers[element] { return known }
    numbers[element] = parents.count
    parents.append(parents.count)
    return parents.count - 1
  }

  private func top(_ number: Int) -> Int {
    var number = number
    while parents[number] != number { number = parents[number] }
    return number
  }

  func contains(_ element: Element) -> Bool { numbers[element] != nil }

  /// The number of the set that an element is in; nil where it is in none.
  func root(of element: Element) -> Int? { numbers[element].map(top) }

  mutating func join(_ left: Element, _ right: Element) {
    let (first, second) = (number(of: left), number(of: right))
    let (a, b) = (top(first), top(second))
    parents[max(a, b)] = min(a, b)
  }
}
