// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// A model in which some columns are fixed, without these, without what follows from them, and without rows that say
/// nothing any more (E. D. Andersen, K. D. Andersen, "Presolving in linear programming", 1995: rows of one column, rows
/// that force all their columns, those that always hold, and those of two columns of which one then follows from the other).
struct ReducedModel {
  private(set) var model = LinearModel()
  /// Whether no row was found that cannot hold.
  private(set) var isFeasible = true
  /// The columns that are left, and rows, by their places in the whole model.
  private(set) var kept: [Int] = []
  private var keptRows: [Int] = []
  /// Values of the columns that are not.
  private var values: [Double]
  /// The columns that follow from a whole one.
  private var followers: [Follower] = []
  private let wholeRows: Int

  /// - Parameters:
  ///   - isFree: the columns that are not fixed.
  ///   - point: values of the fixed ones.
  ///   - keepsRows: whether the point as a whole keeps the rows to within rounding. What is left then has it, too: rows are
  ///     widened by what it misses them.
  init(_ whole: LinearModel, isFree: [Bool], at point: [Double], keepsRows: Bool) {
    values = point
    wholeRows = whole.rowCount
    var whole = whole
    if keepsRows { Self.widen(&whole, to: point) }
    var part = Part(whole, isFree, point)
    isFeasible = part.presolve()
    guard isFeasible else { return }
    build(whole, part, isFree)
  }

  /// A column that is `constant` + `factor` x a whole column in every point.
  private struct Follower {
    let column: Int
    let leader: Int
    let row: Int
    let factor: Double
    let constant: Double
  }

  private mutating func build(_ whole: LinearModel, _ part: Part, _ isFree: [Bool]) {
    model.offset = whole.offset
    var activity = part.fixedActivity
    let isOpen = (0..<whole.columnCount).map { column in
      // What has no room but that of rounding is as good as fixed: engines do not like it.
      isFree[column] && part.upper[column] - part.lower[column] > 1e-9 * max(1, abs(part.lower[column]))
    }
    followers = part.followers(isOpen)
    var place = [OptionalIndex](repeating: nil, count: whole.columnCount)
    for (number, follower) in followers.enumerated() { place[follower.column] = OptionalIndex(number) }
    var isUsed = [Bool](repeating: false, count: whole.rowCount)
    for column in 0..<whole.columnCount {
      let isKept = isOpen[column] && place[column].value == nil
      if isKept {
        kept.append(column)
      } else {
        if let follower = place[column].value {
          values[column] = followers[follower].constant
        } else if isFree[column] {
          values[column] = part.lower[column]
        }
        model.offset += whole.cost[column] * values[column]
      }
      for entry in whole.columnStart[column]..<whole.columnStart[column + 1] {
        let row = Int(whole.entryRow[entry])
        if isOpen[column] { isUsed[row] = true }
        // What was fixed from the first is counted already.
        if !isKept, isFree[column] { activity[row] += whole.entryValue[entry] * values[column] }
      }
    }
    for follower in followers { isUsed[follower.row] = false }
    var rows = [OptionalIndex](repeating: nil, count: whole.rowCount)
    for row in 0..<whole.rowCount where isUsed[row] && !part.isDropped[row] {
      rows[row] = OptionalIndex(
        model.addRow(lower: whole.rowLower[row] - activity[row], upper: whole.rowUpper[row] - activity[row]))
      keptRows.append(row)
    }
    addColumns(whole, part, rows)
  }

  private mutating func addColumns(_ whole: LinearModel, _ part: Part, _ rows: [OptionalIndex]) {
    let integers = Set(whole.integerColumns)
    let followersOf = Dictionary(grouping: followers, by: \.leader)
    for column in kept {
      let mine = followersOf[column] ?? []
      let cost = mine.reduce(whole.cost[column]) { $0 + $1.factor * whole.cost[$1.column] }
      let place = model.addColumn(cost: cost, lower: part.lower[column], upper: part.upper[column])
      if integers.contains(column) { model.integerColumns.append(place) }
      var entries: [Int: Double] = [:]
      var order: [Int] = []
      for (source, factor) in [(column, 1)] + mine.map({ ($0.column, $0.factor) }) {
        for entry in whole.columnStart[source]..<whole.columnStart[source + 1] {
          guard let row = rows[Int(whole.entryRow[entry])].value else { continue }
          if entries[row] == nil { order.append(row) }
          entries[row, default: 0] += factor * whole.entryValue[entry]
        }
      }
      for row in order { if let value = entries[row], value != 0 { model.addEntry(row: row, value: value) } }
    }
  }

  private static func widen(_ model: inout LinearModel, to point: [Double]) {
    let activity = model.activities(point)
    for row in 0..<model.rowCount {
      let room = 1e-5 * max(1, abs(activity[row]))
      if model.rowLower[row] == model.rowUpper[row] {
        guard abs(activity[row] - model.rowLower[row]) <= room else { continue }
        (model.rowLower[row], model.rowUpper[row]) = (activity[row], activity[row])
        continue
      }
      if activity[row] > model.rowUpper[row], activity[row] <= model.rowUpper[row] + room {
        model.rowUpper[row] = activity[row]
      }
      if activity[row] < model.rowLower[row], activity[row] >= model.rowLower[row] - room {
        model.rowLower[row] = activity[row]
      }
    }
  }

  /// The kept columns of a point, within their bounds.
  func part(of point: [Double]) -> [Double] {
    kept.enumerated().map { place, column in
      max(model.columnLower[place], min(model.columnUpper[place], point[column]))
    }
  }

  /// A point of the whole model.
  func whole(_ part: [Double]) -> [Double] {
    var point = values
    for (column, value) in zip(kept, part) { point[column] = value }
    for follower in followers { point[follower.column] += follower.factor * point[follower.leader] }
    return point
  }

  /// Prices of the rows of the whole model: those that are not left have none. They are an optimum's where no column is
  /// whole, so that none was left out because it follows from one.
  func wholeDual(_ dual: [Double]) -> [Double] {
    var whole = [Double](repeating: 0, count: wholeRows)
    for (row, price) in zip(keptRows, dual) { whole[row] = price }
    return whole
  }

  // MARK: Presolve

  private struct Part {
    let whole: LinearModel
    var lower: [Double]
    var upper: [Double]
    var isDropped: [Bool]
    /// By row, of the columns that are fixed from the first.
    var fixedActivity: [Double]
    /// The entries of the free columns by row.
    private var start: [Int]
    private var columns: [Int32]
    private var entries: [Double]
    private let isInteger: [Bool]

    init(_ whole: LinearModel, _ isFree: [Bool], _ point: [Double]) {
      self.whole = whole
      lower = whole.columnLower
      upper = whole.columnUpper
      isDropped = Array(repeating: false, count: whole.rowCount)
      var isInteger = [Bool](repeating: false, count: whole.columnCount)
      for column in whole.integerColumns { isInteger[column] = true }
      self.isInteger = isInteger
      var activity = [Double](repeating: 0, count: whole.rowCount)
      var start = [Int](repeating: 0, count: whole.rowCount + 1)
      for column in 0..<whole.columnCount where isFree[column] || point[column] != 0 {
        for entry in whole.columnStart[column]..<whole.columnStart[column + 1] {
          let row = Int(whole.entryRow[entry])
          if isFree[column] { start[row + 1] += 1 } else { activity[row] += whole.entryValue[entry] * point[column] }
        }
      }
      for row in 0..<whole.rowCount { start[row + 1] += start[row] }
      var next = start
      var columns = [Int32](repeating: 0, count: start[whole.rowCount])
      var entries = [Double](repeating: 0, count: start[whole.rowCount])
      for column in 0..<whole.columnCount where isFree[column] {
        for entry in whole.columnStart[column]..<whole.columnStart[column + 1] {
          let row = Int(whole.entryRow[entry])
          columns[next[row]] = Int32(truncatingIfNeeded: column)
          entries[next[row]] = whole.entryValue[entry]
          next[row] += 1
        }
      }
      (fixedActivity, self.start, self.columns, self.entries) = (activity, start, columns, entries)
    }

    /// The columns that rows of two columns tie to a whole one, and that need no bounds of their own.
    func followers(_ isOpen: [Bool]) -> [Follower] {
      var found: [Follower] = []
      var isTied = [Bool](repeating: false, count: whole.columnCount)
      for row in 0..<whole.rowCount where !isDropped[row] && whole.rowLower[row] == whole.rowUpper[row] {
        let open = (start[row]..<start[row + 1]).filter { isOpen[Int(columns[$0])] }
        guard open.count == 2, let leader = open.first(where: { isInteger[Int(columns[$0])] }),
          let other = open.first(where: { !isInteger[Int(columns[$0])] })
        else { continue }
        let (column, host) = (Int(columns[other]), Int(columns[leader]))
        guard !isTied[column], entries[other] != 0 else { continue }
        var rest = whole.rowLower[row] - fixedActivity[row]
        for place in start[row]..<start[row + 1] where !isOpen[Int(columns[place])] {
          rest -= entries[place] * lower[Int(columns[place])]
        }
        let (factor, constant) = (-entries[leader] / entries[other], rest / entries[other])
        let ends = [constant + factor * lower[host], constant + factor * upper[host]]
        guard ends.allSatisfy({ $0 >= lower[column] - 1e-9 && $0 <= upper[column] + 1e-9 }) else { continue }
        isTied[column] = true
        found.append(Follower(column: column, leader: host, row: row, factor: factor, constant: constant))
      }
      return found
    }

    /// - Returns: false where a row cannot hold.
    mutating func presolve() -> Bool {
      for _ in 0..<Tuning.Decisions.presolvePasses {
        var hasChanged = false
        for row in 0..<whole.rowCount where !isDropped[row] {
          guard let changed = look(at: row) else { return false }
          hasChanged = hasChanged || changed
        }
        if !hasChanged { break }
      }
      return true
    }

    /// - Returns: whether anything has changed; nil where the row cannot hold.
    private mutating func look(at row: Int) -> Bool? {
      let places = start[row]..<start[row + 1]
      var (least, most) = (fixedActivity[row], fixedActivity[row])
      var open = 0
      var last = places.lowerBound
      for place in places {
        let (column, value) = (Int(columns[place]), entries[place])
        least += value * (value > 0 ? lower[column] : upper[column])
        most += value * (value > 0 ? upper[column] : lower[column])
        if lower[column] < upper[column] { (open, last) = (open + 1, place) }
      }
      let (below, above) = (whole.rowLower[row], whole.rowUpper[row])
      let scale = max(1, abs(fixedActivity[row]), below.isFinite ? abs(below) : 0, above.isFinite ? abs(above) : 0)
      if least > above + 1e-8 * scale || most < below - 1e-8 * scale { return nil }
      if open == 0 || (least >= below - 1e-9 * scale && most <= above + 1e-9 * scale) {
        isDropped[row] = true
        return false
      }
      if least >= above - 1e-9 * scale {
        force(places, toLeast: true)
      } else if most <= below + 1e-9 * scale {
        force(places, toLeast: false)
      } else if open == 1 {
        guard tighten(last, least, most, below, above) else { return nil }
      } else {
        return false
      }
      isDropped[row] = true
      return true
    }

    private mutating func force(_ places: Range<Int>, toLeast: Bool) {
      for place in places {
        let column = Int(columns[place])
        let value = (entries[place] > 0) == toLeast ? lower[column] : upper[column]
        (lower[column], upper[column]) = (value, value)
      }
    }

    /// Makes a row of one column its bounds.
    private mutating func tighten(
      _ place: Int, _ least: Double, _ most: Double, _ below: Double, _ above: Double
    ) -> Bool {
      let (column, value) = (Int(columns[place]), entries[place])
      // The activity of all else, from the finite one of the two ends.
      let end = value > 0 ? lower[column] : upper[column]
      let rest = end.isFinite ? least - value * end : most - value * (value > 0 ? upper[column] : lower[column])
      guard rest.isFinite else { return true }
      var (low, high) = ((below - rest) / value, (above - rest) / value)
      if value < 0 { swap(&low, &high) }
      if isInteger[column] { (low, high) = ((low - 1e-6).rounded(.up), (high + 1e-6).rounded(.down)) }
      let range = (max(lower[column], low), min(upper[column], high))
      if range.0 <= range.1 {
        (lower[column], upper[column]) = range
      } else {
        guard range.0 - range.1 <= 1e-8 * max(1, abs(range.1)) else { return false }
        let value = min(max(range.1, lower[column]), upper[column])
        (lower[column], upper[column]) = (value, value)
      }
      return true
    }
  }
}
