// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Parts of a program that is too large to be looked at as a whole: a few projects, people or periods with their columns and
/// decisions, while all else stays as it is (large neighbourhood search: P. Shaw, "Using constraint programming and local
/// search methods to solve vehicle routing problems", 1998).
///
/// Of the columns of work those that are in use are free, and those that look best at the prices of the last linear program.
/// Everything follows from the program and its own numbers, so that a search is the same each time.
struct Parts {
  enum Kind: Int, CaseIterable, Sendable {
    case projects, people, periods
  }

  struct Part {
    let kind: Kind
    let isFree: [Bool]
  }

  /// What a column is about.
  private struct Owner {
    var project: OptionalIndex = nil
    var staff: OptionalIndex = nil
    var period: OptionalIndex = nil
  }

  private let program: DecisionProgram
  private let owners: [Owner]
  /// The switches that a column of work is of no use without, by pair and by pair and period.
  private let ofPair: [[Int]]
  private let ofPairPeriod: [[Int]]
  private let columnsByProject: [[Int]]
  private let columnsByStaff: [[Int]]
  private let columnsByPeriod: [[Int]]
  private let periodCount: Int
  private let workColumns: Range<Int>
  private let pairPeriodOfColumn: [OptionalIndex]
  private var turns = Turns<Kind>(
    first: Tuning.Decisions.firstPartColumns,
    limits: Tuning.Decisions.fewestPartColumns...Tuning.Decisions.mostPartColumns)
  private var random = RandomSource(seed: 1)

  init(_ program: DecisionProgram) {
    self.program = program
    periodCount = program.frame.periods.count
    var owners = [Owner](repeating: Owner(), count: program.model.columnCount)
    Self.own(&owners, program)
    self.owners = owners
    workColumns = program.formulation.work.columns
    var byPeriod = [OptionalIndex](repeating: nil, count: program.model.columnCount)
    for (place, sum) in program.pairPeriods.enumerated() {
      for column in sum.columns { byPeriod[column] = OptionalIndex(place) }
    }
    pairPeriodOfColumn = byPeriod
    (ofPair, ofPairPeriod) = Self.links(program)
    func lists(_ count: Int, _ key: (Owner) -> OptionalIndex) -> [[Int]] {
      var lists = [[Int]](repeating: [], count: count)
      for (column, owner) in owners.enumerated() { if let place = key(owner).value { lists[place].append(column) } }
      return lists
    }
    columnsByProject = lists(program.open.written.projects.count) { $0.project }
    columnsByStaff = lists(program.open.written.staff.count) { $0.staff }
    columnsByPeriod = lists(periodCount) { $0.period }
  }

  // MARK: What columns are about

  private static func own(_ owners: inout [Owner], _ program: DecisionProgram) {
    let (formulation, frame, open) = (program.formulation, program.frame, program.open)
    func project(_ demand: Int) -> OptionalIndex { OptionalIndex(open.copies[frame.project(demand)].project) }
    func slot(_ slot: Int, _ demand: Int?) -> Owner {
      let place = frame.slots[slot]
      return Owner(
        project: demand.map(project) ?? nil, staff: OptionalIndex(place.staff), period: OptionalIndex(place.period))
    }
    for (number, entry) in formulation.work.entries.enumerated() {
      let demand = formulation.work.pairs[entry.pair].demand
      for column in formulation.work.columns(of: number) { owners[column] = slot(entry.slot, demand) }
    }
    for (column, place) in zip(formulation.overtime.columns, formulation.overtime.places) {
      owners[column] = slot(place, nil)
    }
    for (column, place) in zip(formulation.operating.columns, formulation.operating.places) {
      owners[column] = slot(place.slot, frame.operated.list[place.pair].demand)
    }
    for (column, place) in zip(formulation.use.columns, formulation.use.places) {
      owners[column] = Owner(
        project: project(place.demand), period: OptionalIndex(frame.assetSlots[place.slot].period))
    }
    for (column, place) in zip(formulation.meeting.columns, formulation.meeting.places) {
      owners[column] = Owner(
        project: project(place.demand), period: OptionalIndex(frame.assetSlots[place.slot].period))
    }
    for (column, place) in zip(formulation.unmet.columns, formulation.unmet.places) {
      owners[column] = Owner(project: project(place.demand))
    }
    for (column, place) in zip(formulation.shortfall.columns, formulation.shortfall.places) {
      owners[column] = Owner(
        project: project(place.demand), staff: OptionalIndex(place.staff), period: OptionalIndex(place.period))
    }
    for (column, place) in zip(formulation.change.columns, formulation.change.places) {
      owners[column] = Owner(
        project: project(place.key.demand), staff: OptionalIndex(place.key.staff),
        period: OptionalIndex(place.key.period))
    }
    for (place, what) in program.switches.enumerated() {
      let subject = DecisionSubject(what, program)
      owners[program.first + place] = Owner(
        project: OptionalIndex(subject.project), staff: OptionalIndex(subject.staff),
        period: OptionalIndex(subject.period))
    }
  }

  private static func links(_ program: DecisionProgram) -> ([[Int]], [[Int]]) {
    let (open, work) = (program.open, program.formulation.work)
    var ofPair = [[Int]](repeating: [], count: work.pairs.count)
    var ofPeriod = [[Int]](repeating: [], count: program.pairPeriods.count)
    for pair in work.pairs.indices {
      if let column = program.column(.member(pair: pair)) { ofPair[pair].append(column) }
      let staff = work.pairs[pair].staff
      let project = open.copies[program.frame.project(work.pairs[pair].demand)].project
      for place in program.ofPair[pair] {
        let period = program.pairPeriods[place].period
        if let column = program.column(.least(pair: pair, period: period)) { ofPeriod[place].append(column) }
        if let column = program.column(.project(staff: staff, project: project, period: period)) {
          ofPeriod[place].append(column)
        }
      }
    }
    return (ofPair, ofPeriod)
  }

  // MARK: Choosing

  /// The next part around a point.
  ///
  /// - Parameter dual: prices of the rows with the decisions of the point made.
  mutating func next(around point: [Double], dual: [Double]) -> Part {
    let kind = turns.next(&random)
    let part = Part(kind: kind, isFree: free(kind, point, dual))
    // Without a decision in it, it is a part of the linear program, which a plan solves as a whole.
    guard kind != .projects, !part.isFree[program.first...].contains(true) else { return part }
    return Part(kind: .projects, isFree: free(.projects, point, dual))
  }

  private mutating func free(_ kind: Kind, _ point: [Double], _ dual: [Double]) -> [Bool] {
    var builder = Builder(point: point, columnCount: program.model.columnCount, most: turns.size(of: kind))
    switch kind {
    case .projects:
      for project in order(ofProjectsIn: point) {
        guard builder.hasRoom else { break }
        add(columnsByProject[project], &builder, dual)
      }
    case .people:
      for person in random.elements(columnsByStaff.count, of: Array(columnsByStaff.indices)) {
        guard builder.hasRoom else { break }
        add(columnsByStaff[person], &builder, dual)
      }
    case .periods:
      var period = random.number(in: 0...max(0, periodCount - 1))
      while period < periodCount, builder.hasRoom {
        add(columnsByPeriod[period], &builder, dual)
        period += 1
      }
    }
    finish(&builder, kind)
    return builder.isFree
  }

  private struct Builder {
    let point: [Double]
    var isFree: [Bool]
    /// How many columns of work, and switches, are free.
    var work = 0
    var switches = 0
    let most: Int
    /// The people's periods with work that is free.
    var cells: Set<Int> = []

    init(point: [Double], columnCount: Int, most: Int) {
      self.point = point
      self.most = most
      isFree = Array(repeating: false, count: columnCount)
    }

    var hasRoom: Bool { work < most && switches < max(Tuning.Decisions.firstFree, most / 4) }
  }

  /// Projects in a random order; in two parts of three one comes first that lacks something, and in one of these then those
  /// that may be left out or moved.
  private mutating func order(ofProjectsIn point: [Double]) -> [Int] {
    let order = random.elements(columnsByProject.count, of: Array(columnsByProject.indices))
    guard turns.count % 3 != 0 else { return order }
    let unmet = program.formulation.unmet.columns
    var costs = [Double](repeating: 0, count: columnsByProject.count)
    for column in unmet {
      if let project = owners[column].project.value { costs[project] += program.model.cost[column] * point[column] }
    }
    for (place, what) in program.switches.enumerated() {
      if case .undone(let project) = what {
        costs[project] += program.model.cost[program.first + place] * point[program.first + place]
      }
    }
    var left = Double(random.number(in: 0...999_999)) / 1e6 * costs.reduce(0, +)
    guard left > 0,
      let first = costs.indices.first(where: {
        left -= costs[$0]; return left < 0
      })
    else { return order }
    let rest = order.filter { $0 != first }
    guard turns.count % 3 == 1 else { return [first] + rest }
    let isSwitched = program.open.isSwitched
    return [first] + rest.filter(isSwitched) + rest.filter { !isSwitched($0) }
  }

  /// Frees columns that go together: all but those of work as they are, of work those in use and the best others.
  private func add(_ columns: [Int], _ builder: inout Builder, _ dual: [Double]) {
    var others: [(column: Int, reduced: Double)] = []
    for column in columns where !builder.isFree[column] {
      if workColumns.contains(column) {
        if builder.point[column] > 1e-9 {
          addWork(column, &builder)
        } else if program.model.columnUpper[column] > 0 {
          others.append((column, reducedCost(column, dual)))
        }
      } else if column < program.first {
        builder.isFree[column] = true
      } else if !program.switches[column - program.first].isAboutWork || builder.point[column] > 0.5 {
        addSwitch(column, &builder)
      }
    }
    others.sort { $0.reduced == $1.reduced ? $0.column < $1.column : $0.reduced < $1.reduced }
    // Of what looks bad only some: decisions to come may make it good.
    for other in others.prefix(Tuning.Decisions.mostNewColumns) {
      guard builder.hasRoom else { return }
      addWork(other.column, &builder)
    }
  }

  private func reducedCost(_ column: Int, _ dual: [Double]) -> Double {
    var reduced = program.model.cost[column]
    for entry in program.model.columnStart[column]..<program.model.columnStart[column + 1] {
      reduced -= program.model.entryValue[entry] * dual[Int(program.model.entryRow[entry])]
    }
    return reduced
  }

  private func addWork(_ column: Int, _ builder: inout Builder) {
    guard !builder.isFree[column] else { return }
    builder.isFree[column] = true
    builder.work += 1
    let owner = owners[column]
    if let staff = owner.staff.value, let period = owner.period.value {
      builder.cells.insert(staff * periodCount + period)
    }
    guard let place = pairPeriodOfColumn[column].value else { return }
    for linked in ofPairPeriod[place] + ofPair[program.pairPeriods[place].pair] { addSwitch(linked, &builder) }
  }

  private func addSwitch(_ column: Int, _ builder: inout Builder) {
    guard !builder.isFree[column] else { return }
    builder.isFree[column] = true
    builder.switches += 1
  }

  /// Frees what follows from the work that is free: overtime of these people then, how many of them are engaged, what is
  /// unmet.
  private func finish(_ builder: inout Builder, _ kind: Kind) {
    for column in program.formulation.overtime.columns {
      let owner = owners[column]
      guard let staff = owner.staff.value, let period = owner.period.value else { continue }
      if builder.cells.contains(staff * periodCount + period) { builder.isFree[column] = true }
    }
    if kind != .projects { for column in program.formulation.unmet.columns { builder.isFree[column] = true } }
    let people = Set(builder.cells.map { $0 / periodCount })
    for (place, what) in program.switches.enumerated() {
      switch what {
      case .heads(let staff), .training(let staff, _):
        if people.contains(staff) { builder.isFree[program.first + place] = true }
      default: break
      }
    }
  }

  /// Learns from what a part brought.
  mutating func note(_ part: Part, hasGained: Bool, isComplete: Bool) {
    turns.note(part.kind, hasGained: hasGained, isComplete: isComplete)
  }
}
