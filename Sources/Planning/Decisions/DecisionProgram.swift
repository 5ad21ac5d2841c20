// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The mixed-integer program of `model.md`, section 3: the linear one of an ``OpenScenario`` with whole columns that switch
/// parts of it on and off, in tight forms (see docs/decisions.md; most are those of fixed-charge network design, as in
/// Nemhauser and Wolsey, "Integer and Combinatorial Optimization", 1988).
///
/// It is for finding decisions. What a plan with them is worth is found from the scenario in which they are made.
struct DecisionProgram: Sendable {
  /// What a whole column decides.
  enum Switch: Hashable, Sendable {
    /// Which copy of a project is meant, by its place in the open scenario.
    case copy(Int)
    /// An all-or-nothing project is left undone.
    case undone(project: Int)
    /// How many external people of a kind are engaged.
    case heads(staff: Int)
    /// A training is bought.
    case training(staff: Int, place: Int)
    /// Anybody works on a copy of a demand that asks for a team.
    case team(demand: Int)
    /// How many people of a pair of person and copy are on the team.
    case member(pair: Int)
    /// A person works on a project as written in a period.
    case project(staff: Int, project: Int, period: Int)
    /// A pair works at least its least hours in a period.
    case least(pair: Int, period: Int)
    /// A demand as written may have begun in a period.
    case begun(demand: Int, period: Int)
    /// A demand as written is met as far as somebody waits for.
    case met(demand: Int, share: ExactDecimal)
    /// Whole units of a use of an indivisible asset, by its place.
    case units(use: Int)
  }

  /// The hours of a pair in a period.
  struct PairPeriod: Sendable {
    let pair: Int
    let period: Int
    let columns: [Int]
    let entries: [Int]
    /// The hours that there are, and the most that are of any use.
    let capacity: Double
    let most: Double
  }

  let open: OpenScenario
  let formulation: Formulation
  var model: LinearModel
  private(set) var switches: [Switch] = []
  /// The column of the first switch.
  let first: Int
  let pairPeriods: [PairPeriod]
  /// Those of each pair.
  let ofPair: [Range<Int>]
  /// By demand as written, the demands that wait for it, with the lag and the last period in which they may begin.
  var waiting: [[(demand: Int, lag: Int, last: Int)]]
  private var columns: [Switch: Int] = [:]
  /// Entries of rows that were added, to be sorted into the columns.
  private var added: [(column: Int, row: Int, value: Double)] = []

  var frame: ProgramFrame { formulation.frame }
  var wholeCount: Int { switches.count }

  init(_ open: OpenScenario, refinement: Refinement = Refinement()) {
    self.open = open
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
    merge()
  }

  /// The column of a switch; nil where there is none.
  func column(_ what: Switch) -> Int? { columns[what] }

  // MARK: Building

  /// Adds a whole column, or finds it.
  @discardableResult
  mutating func addSwitch(_ what: Switch, cost: Double = 0, lower: Double = 0, upper: Double = 1) -> Int {
    if let column = columns[what] { return column }
    let column = model.addColumn(cost: cost, lower: lower, upper: upper)
    model.integerColumns.append(column)
    switches.append(what)
    columns[what] = column
    return column
  }

  mutating func addRow(
    lower: Double = -.infinity, upper: Double = .infinity, _ entries: some Sequence<(column: Int, value: Double)>
  ) {
    let row = model.addRow(lower: lower, upper: upper)
    for entry in entries { add(entry.column, row, entry.value) }
  }

  mutating func add(_ column: Int, _ row: Int, _ value: Double) {
    if value != 0 { added.append((column, row, value)) }
  }

  mutating func raiseCost(_ column: Int, by cost: Double) { model.cost[column] += cost }
  mutating func move(offset: Double) { model.offset += offset }
  mutating func fix(_ column: Int, at value: Double) {
    (model.columnLower[column], model.columnUpper[column]) = (value, value)
  }
  mutating func setUpper(_ column: Int, _ value: Double) { model.columnUpper[column] = value }

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
    let slots = formulation.rows.effort.slots
    for (number, pair) in work.pairs.enumerated() {
      let start = list.count
      let wanted = slots.wanted(pair.demand, frame).map { Double(nearest: $0 ?? 0) / 1e18 }
      var entries = work.entries(ofPair: number)
      while let first = entries.first {
        let period = frame.slots[work.entries[first].slot].period
        let same = entries.prefix { frame.slots[work.entries[$0].slot].period == period }
        entries = entries.dropFirst(same.count)
        let columns = same.flatMap { Array(work.columns(of: $0)) }
        let capacity = capacity(of: same, pair, formulation)
        let useful = wanted.isEmpty ? 0 : wanted[wanted.count == 1 ? 0 : period] / max(1e-9, pair.productivity)
        list.append(
          PairPeriod(
            pair: number, period: period, columns: columns, entries: Array(same), capacity: capacity,
            most: min(capacity, useful)))
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

  /// What a demand of the open scenario wants at each place of its effort.
  func wanted(_ demand: Int) -> [Double] {
    formulation.rows.effort.slots.wanted(demand, frame).map { Double(nearest: $0 ?? 0) / 1e18 }
  }

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
    for period in byPeriod.indices where !wanted.isEmpty {
      byPeriod[period] = min(byPeriod[period], wanted[wanted.count == 1 ? 0 : period])
    }
    return (byPeriod, min(byPeriod.reduce(0, +), wanted.reduce(0, +)))
  }
}
