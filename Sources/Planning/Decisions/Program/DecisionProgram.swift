// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The mixed-integer program of `model.md`, section 3: the linear one of an ``OpenScenario`` with whole columns that switch
/// parts of it on and off, in tight forms (docs/decisions/0007-whole-decisions.md; most are those of fixed-charge network
/// design, as in Nemhauser and Wolsey, "Integer and Combinatorial Optimization", 1988).
///
/// It is for finding decisions. What a plan with them is worth is found from the scenario in which they are made.
struct DecisionProgram: Sendable {
  /// The hours of a pair in a period.
  struct PairPeriod: Sendable {
    let pair: Int
    let period: Int
    let columns: [Int]
    let entries: [Int]
    /// The hours that there are on its days.
    let capacity: Double
    /// Those of them that limits of overtime and of the demand's hours in a week leave.
    let possible: Double
    /// The hours that are wanted.
    let useful: Double
    /// The most that there can be: the smaller it is, the tighter are the rows of switches.
    var most: Double { min(possible, useful) }
  }

  let open: OpenScenario
  let formulation: Formulation
  private(set) var model: LinearModel
  private(set) var switches: [Switch] = []
  /// The column of the first switch.
  let first: Int
  let pairPeriods: [PairPeriod]
  /// Those of each pair.
  let ofPair: [Range<Int>]
  /// By demand as written, the demands that wait for it, with the lag and the last period in which they may begin.
  var waiting: [[(demand: Int, lag: Int, last: Int)]]
  /// Rows without a team no effort: by demand of the open scenario and the place of its row of effort.
  var teamRows: [(row: Int, demand: Int, slot: Int)] = []
  /// Rows of projects at a time, with the places of the hours that are in them.
  var projectRows: [(row: Int, places: [Int])] = []
  /// What limits the plans that are looked for beside the scenario.
  let limits: PlanLimits?
  /// Whether limits ask for what no plan has.
  var isContradictory = false
  /// The objective of the value.
  private var value: (cost: [Double], offset: Double) = ([], 0)
  private var places: [Switch: Int] = [:]
  /// Entries of rows that were added, to be sorted into the columns.
  private var added: [(column: Int, row: Int, value: Double)] = []

  var frame: ProgramFrame { formulation.frame }

  init(_ open: OpenScenario, limits: PlanLimits? = nil, refinement: Refinement = Refinement()) {
    self.open = open
    self.limits = limits
    formulation = Formulation(open.scenario, refinement: refinement)
    model = formulation.model
    first = model.columnCount
    waiting = Array(repeating: [], count: open.index.demandPlaces.count)
    (pairPeriods, ofPair) = Self.pairPeriods(formulation)
    addProjects()
    addExternals()
    addTrainings()
    addTeams()
    addProjectsAtATime()
    addLeastHours()
    addOrder()
    addWholeUnits()
    if let limits { addLimits(limits) }
    addSteps()
    merge()
    value = (model.cost, model.offset)
  }

  /// The place of a switch among ``switches``, and its column; nil where there is none.
  func place(_ what: Switch) -> Int? { places[what] }
  func column(_ what: Switch) -> Int? { places[what].map { first + $0 } }

  /// Nothing moved, bought or begun, which every scenario allows: whole columns have their values, all others are 0. Where
  /// limits allow less, what is as near to it as each of them allows.
  var nothing: [Double] {
    var point = [Double](repeating: 0, count: model.columnCount)
    for (place, what) in switches.enumerated() {
      switch what {
      case .copy(let copy):
        let item = open.copies[copy]
        if item.position == 0, !open.written.projects[item.project].allOrNothing { point[first + place] = 1 }
      case .undone: point[first + place] = 1
      default: break
      }
      let column = first + place
      point[column] = max(model.columnLower[column], min(model.columnUpper[column], point[column]))
    }
    if limits != nil { meanOneCopy(&point) }
    return point
  }

  /// Of the copies of each project that is not left undone the first that may be meant is.
  private func meanOneCopy(_ point: inout [Double]) {
    for project in open.written.projects.indices where open.isSwitched(project) {
      let undone = column(.undone(project: project)).map { point[$0] > 0.5 } ?? false
      var isMeant = undone
      for copy in open.copies.indices where open.copies[copy].project == project {
        guard let column = column(.copy(copy)) else { continue }
        point[column] = !isMeant && model.columnUpper[column] > 0.5 ? 1 : 0
        isMeant = isMeant || point[column] > 0.5
      }
    }
  }

  /// A point with its whole columns rounded.
  func rounded(_ point: [Double]) -> [Double] {
    var point = point
    for place in switches.indices { point[first + place].round() }
    return point
  }

  // MARK: Building

  /// Adds a whole column, or finds it.
  @discardableResult
  mutating func addSwitch(_ what: Switch, cost: Double = 0, upper: Double = 1) -> Int {
    if let column = column(what) { return column }
    let column = model.addColumn(cost: cost, upper: upper)
    model.integerColumns.append(column)
    places[what] = switches.count
    switches.append(what)
    return column
  }

  @discardableResult
  mutating func addRow(
    lower: Double = -.infinity, upper: Double = .infinity, _ entries: some Sequence<(column: Int, value: Double)>
  ) -> Int {
    let row = model.addRow(lower: lower, upper: upper)
    for entry in entries { add(entry.column, row, entry.value) }
    return row
  }

  mutating func add(_ column: Int, _ row: Int, _ value: Double) {
    if value != 0 { added.append((column, row, value)) }
  }

  /// Makes a part of the objective's constant one that is paid with a switch.
  mutating func moveConstant(_ cost: Double, to column: Int, share: Double = 1) {
    model.offset -= cost
    model.cost[column] += share * cost
  }
  /// - Parameter cost: of each column; nil is for the value.
  mutating func setObjective(_ cost: [Double]?) {
    model.cost = cost ?? value.cost
    model.offset = cost == nil ? value.offset : 0
  }

  mutating func fix(_ column: Int, at value: Double) {
    (model.columnLower[column], model.columnUpper[column]) = (value, value)
  }
  mutating func setUpper(_ column: Int, _ value: Double) { model.columnUpper[column] = value }
  mutating func setRange(_ column: Int, _ range: ClosedRange<Double>) {
    (model.columnLower[column], model.columnUpper[column]) = (range.lowerBound, range.upperBound)
  }
  mutating func setUpper(ofRow row: Int, _ value: Double) { model.rowUpper[row] = value }

  /// Makes the sides of a row those times a switch (and of what else it scales already): sides of 0 with entries of the
  /// switch instead. Both finite sides have to be equal.
  mutating func scale(_ row: Int, by column: Int, share: Double = 1) {
    let side = model.rowLower[row].isFinite ? model.rowLower[row] : model.rowUpper[row]
    guard side.isFinite, side != 0 else { return }
    add(column, row, -side * share)
    if model.rowLower[row].isFinite { model.rowLower[row] = 0 }
    if model.rowUpper[row].isFinite { model.rowUpper[row] = 0 }
  }

  /// Sorts what was added into the columns.
  private mutating func merge() {
    added.sort { ($0.column, $0.row) < ($1.column, $1.row) }
    var starts = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    rows.reserveCapacity(model.entryCount + added.count)
    values.reserveCapacity(model.entryCount + added.count)
    var next = 0
    for column in 0..<model.columnCount {
      rows += model.entryRow[model.columnStart[column]..<model.columnStart[column + 1]]
      values += model.entryValue[model.columnStart[column]..<model.columnStart[column + 1]]
      let begin = starts[column]
      while next < added.count, added[next].column == column {
        let (row, value) = (Int32(truncatingIfNeeded: added[next].row), added[next].value)
        if let known = rows[begin...].firstIndex(of: row) {
          values[known] += value
        } else {
          rows.append(row)
          values.append(value)
        }
        next += 1
      }
      starts.append(rows.count)
    }
    (model.columnStart, model.entryRow, model.entryValue) = (starts, rows, values)
    added = []
  }

  // MARK: Hours

  private static func pairPeriods(_ formulation: Formulation) -> ([PairPeriod], [Range<Int>]) {
    let (frame, work) = (formulation.frame, formulation.work)
    var list: [PairPeriod] = []
    var ranges: [Range<Int>] = []
    for (number, pair) in work.pairs.enumerated() {
      let start = list.count
      let wanted = formulation.rows.effort.slots.hours(pair.demand, frame)
      var entries = work.entries(ofPair: number)
      while let first = entries.first {
        let period = frame.slots[work.entries[first].slot].period
        let same = entries.prefix { frame.slots[work.entries[$0].slot].period == period }
        entries = entries.dropFirst(same.count)
        let columns = same.flatMap { Array(work.columns(of: $0)) }
        let capacity = capacity(of: same, pair, formulation)
        let time = time(in: Set(same.map { work.entries[$0].slot }).sorted(), of: pair.staff, formulation)
        let useful = EffortSlots.part(of: wanted, in: period) / max(1e-9, pair.productivity)
        list.append(
          PairPeriod(
            pair: number, period: period, columns: columns, entries: Array(same), capacity: capacity,
            possible: min(capacity, time, pace(of: pair.demand, in: period, frame)), useful: useful))
      }
      ranges.append(start..<list.count)
    }
    return (list, ranges)
  }

  /// The hours of a pair on the days of some entries, those of several places of a crew once.
  private static func capacity(of entries: Range<Int>, _ pair: WorkColumns.Pair, _ formulation: Formulation) -> Double {
    var bySlot: [Int: Double] = [:]
    for entry in entries {
      let hours = formulation.work.columns(of: entry).reduce(0) { $0 + formulation.model.columnUpper[$1] }
      let slot = formulation.work.entries[entry].slot
      bySlot[slot] = max(bySlot[slot] ?? 0, hours)
    }
    return bySlot.keys.sorted().reduce(0) { $0 + (bySlot[$1] ?? 0) }
  }

  /// The hours of a person in a period, with overtime.
  func capacity(of staff: Int, in period: Int) -> Double {
    Self.time(in: Array(frame.slots[staff, period]), of: staff, formulation)
  }

  /// The hours of a person in some slots of a period, in order, with as much overtime as there may be in their weeks.
  private static func time(in slots: [Int], of staff: Int, _ formulation: Formulation) -> Double {
    let (frame, limits) = (formulation.frame, formulation.rows.overtime.limits)
    var (regular, overtime): (Int64, Int64) = (0, 0)
    var ofWeek: (number: Int, hours: Int64)?
    for slot in slots {
      regular += frame.slots[slot].regular
      guard let week = limits.weekOfSlot[slot].value else {
        overtime += limits.most[slot]
        continue
      }
      // The slots of a week follow one another.
      let known = ofWeek.flatMap { $0.number == week ? $0.hours : nil } ?? 0
      let more = max(0, min(limits.most[slot], limits.weeks[week].most - known))
      overtime += more
      ofWeek = (week, known + more)
    }
    overtime = min(overtime, frame.time[staff].overtimeTotal ?? overtime)
    return Double(regular + overtime) / 1e6
  }

  /// The hours that a demand may have in a period; infinity without a limit.
  private static func pace(of demand: Int, in period: Int, _ frame: ProgramFrame) -> Double {
    guard let limit = frame.demands[demand].staff?.maxHoursPerWeek else { return .infinity }
    let weeks = frame.days.week(frame.days.last[period]) - frame.days.week(frame.days.first[period]) + 1
    return limit.doubleValue * Double(weeks)
  }

  /// What a staff demand of the open scenario wants, in hours: in all, or by period.
  func wanted(_ demand: Int) -> [Double] { formulation.rows.effort.slots.hours(demand, frame) }

  /// The pairs of a demand of the open scenario.
  func pairs(of demand: Int) -> [Int] {
    var result: [Int] = []
    for entry in formulation.work.entries(of: demand) {
      let pair = formulation.work.entries[entry].pair
      if result.last != pair { result.append(pair) }
    }
    return result
  }

  /// The most effort that a demand can get in each period, and in all.
  func mostEffort(of demand: Int) -> (byPeriod: [Double], all: Double) {
    var byPeriod = [Double](repeating: 0, count: frame.periods.count)
    let wanted = wanted(demand)
    for pair in pairs(of: demand) {
      for place in ofPair[pair] {
        byPeriod[pairPeriods[place].period] += pairPeriods[place].most * formulation.work.pairs[pair].productivity
      }
    }
    let eta = pairs(of: demand).map { formulation.work.pairs[$0].productivity }.max() ?? 0
    for period in byPeriod.indices where !wanted.isEmpty {
      byPeriod[period] = min(
        byPeriod[period], EffortSlots.part(of: wanted, in: period), Self.pace(of: demand, in: period, frame) * eta)
    }
    return (byPeriod, min(byPeriod.reduce(0, +), wanted.reduce(0, +)))
  }
}
