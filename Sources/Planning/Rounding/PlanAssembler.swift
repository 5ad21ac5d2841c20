// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Turns a solver's figures, exact or rough, into amounts by slot that keep every limit.
///
/// Round to the grid, take back what exceeds a limit (dearest first), then fill what is still wanted where that pays
/// (cheapest first). For an optimal basic solution this moves single millionths; for the rough figures of the native
/// engine it is the repair that makes a plan of them.
struct PlanAssembler {
  var amounts: ExactAmounts
  let formulation: Formulation
  /// Reduced cost of each column: what the prices say that another unit loses.
  private(set) var reducedCosts: [Double] = []
  /// Operating hours before anything was filled, by column.
  private(set) var planned: [Int64] = []
  /// People and periods in which hours on a part of the days would take overtime that sums do not show.
  private(set) var misfits = Refinement()
  /// What does not change from one call to the next.
  let context: Context

  /// Figures that assembling looks up, by index.
  final class Context: Sendable {
    /// Money that an effective hour or a unit-day of each demand saves.
    let gain: [Double]
    /// The entries of each slot, and the columns of operating hours.
    let entriesOfSlot: Lists
    let operatingOfSlot: Lists
    /// The promise that each entry helps to keep; empty where nothing is promised.
    let promiseOfEntry: [OptionalIndex]
    /// The entries in which each promise can be kept.
    let entriesOfPromise: [Range<Int>]
    /// The sum of the baseline that each entry is part of, by its place in ``WorkColumns/changes``; empty without.
    let changeOfEntry: [OptionalIndex]

    init(_ formulation: Formulation) {
      let (frame, work) = (formulation.frame, formulation.work)
      gain = frame.demands.indices.map(frame.unmetCost)
      entriesOfSlot = Lists(count: frame.slots.count, work.entries.map(\.slot))
      operatingOfSlot = Lists(count: frame.slots.count, formulation.operating.places.map(\.slot))
      let commitments = formulation.rows.commitments
      entriesOfPromise = commitments.promises.map { work.entries($0.staff, $0.demand, $0.period, frame.slots) }
      promiseOfEntry =
        commitments.promises.isEmpty
        ? []
        : work.entries.indices.map { entry in
          let pair = work.pair(of: entry)
          return OptionalIndex(
            commitments.promise(pair.staff, pair.demand, frame.slots[work.entries[entry].slot].period))
        }
      var changes: [OptionalIndex] = []
      if !work.changes.isEmpty {
        changes = Array(repeating: nil, count: work.entries.count)
        for (index, sum) in work.changes.enumerated() {
          for entry in sum.entries { changes[entry] = OptionalIndex(index) }
        }
      }
      changeOfEntry = changes
    }
  }

  /// Lists of indices, one for each owner, in one piece of memory.
  struct Lists: Sendable {
    private var starts: [Int32]
    private var members: [Int32]

    /// - Parameter owners: the owner of each index.
    init(count: Int, _ owners: [Int]) {
      starts = Array(repeating: 0, count: count + 1)
      for owner in owners { starts[owner + 1] += 1 }
      for owner in 0..<count { starts[owner + 1] += starts[owner] }
      members = Array(repeating: 0, count: owners.count)
      var next = starts
      for (index, owner) in owners.enumerated() {
        members[Int(next[owner])] = Int32(truncatingIfNeeded: index)
        next[owner] += 1
      }
    }

    subscript(owner: Int) -> LazyMapSequence<ArraySlice<Int32>, Int> {
      members[Int(starts[owner])..<Int(starts[owner + 1])].lazy.map { Int($0) }
    }
  }

  /// Prepares for a program; copies of the assembler share what does not change.
  init(_ formulation: Formulation) {
    self.formulation = formulation
    amounts = ExactAmounts(formulation)
    context = Context(formulation)
  }

  var frame: ProgramFrame { formulation.frame }

  /// Makes amounts of the values of the program's columns.
  ///
  /// To be called once on a fresh copy.
  ///
  /// - Parameters:
  ///   - primal: a value for each column; rows may be missed.
  ///   - dual: prices of the rows.
  mutating func assemble(_ primal: [Double], dual: [Double]) {
    reducedCosts = formulation.model.reducedCosts(dual)
    round(primal)
    reduce()
    if frame.limits != nil {
      // Lower limits that cannot all be kept give way, so that there is a plan that can say so.
      amounts.respectsLowerLimits = false
      reduce()
      amounts.respectsLowerLimits = true
    }
    planned = amounts.operating
    fill()
    dismissCrews()
  }

  private mutating func round(_ primal: [Double]) {
    func amount(_ value: Double, most: Int64) -> Int64 {
      let wish = (value * 1e6).rounded()
      return wish >= 1 ? min(Int64(min(wish, 1e18)), most) : 0
    }
    let work = formulation.work
    for entry in work.entries.indices {
      let columns = work.columns(of: entry)
      let most = amounts.most(entry: entry, isOvertime: false)
      guard columns.count == 1 else {
        amounts.addHours(amount(primal[columns.lowerBound], most: most), entry: entry, isOvertime: false)
        amounts.addHours(
          amount(
            primal[columns.lowerBound + 1], most: amounts.most(entry: entry, isOvertime: true)),
          entry: entry, isOvertime: true)
        continue
      }
      let value = amount(primal[columns.lowerBound], most: .max)
      amounts.addHours(min(value, most), entry: entry, isOvertime: false)
      let slot = amounts.slot(of: entry)
      if value > most + 64, work.entries[entry].days != slot.days {
        misfits.staff.insert(.init(staff: slot.staff, period: slot.period))
      }
      if value > most, frame.time[slot.staff].hasOvertime {
        amounts.addHours(
          min(value - most, amounts.most(entry: entry, isOvertime: true)), entry: entry, isOvertime: true)
      }
    }
    for (index, column) in formulation.use.columns.enumerated()
    where formulation.use.places[index].equipment == nil {
      amounts.addUnits(amount(primal[column], most: .max), use: index)
    }
    for (index, column) in formulation.operating.columns.enumerated() {
      amounts.addOperating(amount(primal[column], most: formulation.operating.places[index].most), column: index)
    }
    moveToOvertime()
  }

  /// What does not fit into regular time is overtime where there is any, the last pieces of work first.
  private mutating func moveToOvertime() {
    for slot in frame.slots.slots.indices where amounts.capacity.left(slot) < 0 && frame.slots[slot].overtime > 0 {
      for entry in context.entriesOfSlot[slot].reversed() where amounts.capacity.left(slot) < 0 {
        let amount = min(
          -amounts.capacity.left(slot), amounts.regular[entry], max(0, amounts.extra.left(slot)),
          amounts.most(entry: entry, isOvertime: true) - amounts.overtime[entry])
        guard amount > 0 else { continue }
        amounts.addHours(-amount, entry: entry, isOvertime: false)
        amounts.addHours(amount, entry: entry, isOvertime: true)
      }
    }
  }

  // MARK: Order

  /// The reduced cost of an entry in regular time, or in overtime.
  @inline(__always)
  func reducedCost(entry: Int, isOvertime: Bool = false) -> Double {
    let columns = formulation.work.columns(of: entry)
    return reducedCosts[isOvertime && columns.count > 1 ? columns.lowerBound + 1 : columns.lowerBound]
  }

  /// Indices by their costs, and among equals by themselves, in the same direction.
  func sorted(
    _ indices: some Collection<Int>, dearestFirst isReversed: Bool = false, cost: (Int) -> Double
  ) -> [Int] {
    guard indices.count > 1 else { return Array(indices) }
    // Costs are looked up once for each index, not once for each comparison.
    var list = indices.map { (cost: cost($0), index: $0) }
    if isReversed {
      list.sort { $0.cost == $1.cost ? $0.index > $1.index : $0.cost > $1.cost }
    } else {
      list.sort { $0.cost == $1.cost ? $0.index < $1.index : $0.cost < $1.cost }
    }
    return list.map(\.index)
  }
}
