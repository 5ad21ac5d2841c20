// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import Allocation
internal import LinearModels

/// Turns a solver's figures, exact or rough, into amounts that keep every limit.
///
/// Round to the grid, take back what exceeds a limit (dearest first), then fill what is still wanted where that pays
/// (cheapest first). For an optimal basic solution this moves single millionths; for the rough figures of the native
/// engine it is the repair that makes a plan of them.
struct PlanAssembler {
  private(set) var amounts: ExactAmounts
  private let formulation: Formulation
  /// Reduced cost of each column: what the prices say that another unit loses.
  private var reducedCosts: [Double] = []
  /// Operating hours before anything was filled, by column.
  private var planned: [Int64] = []
  private let slots: Int
  /// Promised hours by entry, in millionths.
  private let promised: [Int: Int64]
  /// By person: money for an hour, and what an hour of overtime costs beyond that; nil where there is no overtime.
  private let rates: [(hour: Double, premium: Double?)]
  /// By demand: money that an effective hour on it saves, and the assets that its people use and others run.
  private let work: [(gain: Double, crewed: [Int])]

  /// Prepares for a program; copies of the assembler share what does not change.
  init(_ formulation: Formulation) {
    self.formulation = formulation
    amounts = ExactAmounts(formulation)
    slots = formulation.periods.count
    var promised: [Int: Int64] = [:]
    for (promise, entry) in zip(formulation.promises, amounts.promiseEntry) {
      guard let entry else { continue }
      promised[entry] = Int64((promise.hours * 1e6).rounded(.up))
    }
    self.promised = promised
    let scenario = formulation.scenario
    rates = scenario.staff.indices.map { index in
      let hour = scenario.staff[index].costPerHour.doubleValue
      return (hour, scenario.staff[index].overtime.map { hour * ($0.costFactor.doubleValue - 1) })
    }
    let crewed = scenario.assets.indices.filter { scenario.assets[$0].operators != nil }
    work = formulation.demands.indices.map { demand in
      let priority = scenario.priority(of: formulation.places[demand]).doubleValue
      let uses = crewed.isEmpty ? [] : formulation.demands[demand].staff?.uses ?? []
      return (
        priority * formulation.penalties.unmetHour,
        uses.isEmpty ? [] : crewed.filter { asset in uses.contains { $0.asset == scenario.assets[asset].id } }
      )
    }
  }

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
    if formulation.limits != nil {
      // Lower limits that cannot all be kept give way, so that there is a plan that can say so.
      amounts.respectsLowerLimits = false
      reduce()
      amounts.respectsLowerLimits = true
    }
    planned = amounts.operating
    fill()
    dismissCrew()
  }

  /// Entries in the order in which they are given up: the highest reduced cost first, then the highest index.
  private func worstFirst(_ entries: [Int]) -> [Int] {
    sorted(entries, dearestFirst: true) { reducedCosts[Int(amounts.entryColumn[$0])] }
  }

  /// Indices by their costs, and among equals by themselves, in the same direction.
  private func sorted(
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

// MARK: - Rounding

extension PlanAssembler {
  private mutating func round(_ primal: [Double]) {
    let columns = formulation.workPair.count
    for entry in amounts.entryPair.indices {
      let first = Int(amounts.entryColumn[entry])
      var value = primal[first]
      var next = first + 1
      while next < columns, formulation.workPair[next] == formulation.workPair[first],
        formulation.workPeriod[next] == formulation.workPeriod[first]
      {
        value += primal[next]
        next += 1
      }
      // Where change is priced, the first column ends at the baseline: what is as good as there is meant to be there.
      if formulation.penalties.changeHour > 0, abs(value - formulation.model.columnUpper[first]) < 2.5e-6 {
        value = formulation.model.columnUpper[first]
      }
      let wish = max((value * 1e6).rounded(), Double(amounts.lowerLimit(entry: entry)))
      guard wish >= 1 else { continue }
      amounts.addHours(min(Int64(min(wish, 1e18)), amounts.upperLimit(entry: entry)), entry: entry)
    }
    for index in formulation.use.indices {
      let wish = max(
        (primal[formulation.useColumns.lowerBound + index] * 1e6).rounded(), Double(amounts.lowerLimit(use: index)))
      if wish >= 1 { amounts.addUnits(min(Int64(min(wish, 1e18)), amounts.upperLimit(use: index)), use: index) }
    }
    for index in formulation.operating.indices {
      let wish = max(
        (primal[formulation.operatingColumns.lowerBound + index] * 1e6).rounded(),
        Double(amounts.lowerLimit(operating: index)))
      guard wish >= 1 else { continue }
      amounts.addOperating(min(Int64(min(wish, 1e18)), amounts.upperLimit(operating: index)), column: index)
    }
  }
}

// MARK: - Taking back

extension PlanAssembler {
  /// The entries with hours by a key, ascending.
  private func entries(by key: (Formulation.Pair, Int) -> Int, count: Int) -> [[Int]] {
    var lists = [[Int]](repeating: [], count: count)
    for entry in amounts.hours.indices where amounts.hours[entry] > 0 {
      let pair = formulation.pairs[Int(amounts.entryPair[entry])]
      lists[key(pair, Int(amounts.entryPeriod[entry]))].append(entry)
    }
    return lists
  }

  /// Takes back hours until nothing exceeds a limit. Taking back never makes another limit worse, but for operators,
  /// who come last.
  private mutating func reduce() {
    reduceEffort()
    reducePace()
    reduceAssets()
    reduceBudgets()
    reduceCapacity()
    reduceOvertimeTotals()
    staffCrews()
  }

  /// Takes back so much of an entry that `rate` times it reaches `excess`.
  ///
  /// - Returns: what is left of the excess.
  private mutating func takeBack(_ entry: Int, excess: Int128, rate: Int128) -> Int128 {
    guard rate > 0 else { return excess }
    let needed = FixedPoint.ceilDivision(excess, rate)
    let amount = Int64(min(needed, Int128(amounts.removable(entry: entry))))
    amounts.addHours(-amount, entry: entry)
    return excess - rate * Int128(amount)
  }

  private mutating func reduceEffort() {
    for slot in amounts.wanted.indices where amounts.effortExcess(slot: slot) > 0 {
      let demand = demandOfSlot(slot)
      if formulation.demands[demand].staff == nil {
        let period = slot - amounts.effortBase[demand]
        for index in formulation.use.indices.reversed()
        where Int(formulation.use[index].target) == demand && Int(formulation.use[index].period) == period {
          let excess = FixedPoint.ceilDivision(amounts.effortExcess(slot: slot), FixedPoint.one)
          guard excess > 0 else { break }
          amounts.addUnits(-Int64(min(excess, Int128(amounts.removable(use: index)))), use: index)
        }
        continue
      }
      let range = amounts.entries(of: demand)
      let list = range.filter { amounts.hours[$0] > 0 && amounts.effortSlot(entry: $0) == slot }
      var left = amounts.effortExcess(slot: slot)
      for entry in worstFirst(list) where left > 0 {
        left = takeBack(entry, excess: left, rate: amounts.productivity(entry: entry))
      }
    }
  }

  private mutating func reducePace() {
    for demand in formulation.demands.indices where !formulation.paceRow[demand].isEmpty {
      for period in 0..<slots where amounts.paceExcess(demand: demand, period: period) > 0 {
        let list = amounts.entries(of: demand).filter {
          amounts.hours[$0] > 0 && Int(amounts.entryPeriod[$0]) == period
        }
        for entry in worstFirst(list) {
          let excess = amounts.paceExcess(demand: demand, period: period)
          guard excess > 0 else { break }
          _ = takeBack(entry, excess: Int128(excess), rate: 1)
        }
      }
    }
  }

  private mutating func reduceAssets() {
    for asset in formulation.scenario.assets.indices {
      for period in 0..<slots where amounts.assetExcess(asset: asset, period: period) > 0 {
        releaseUnits(asset: asset, period: period) { amounts in
          Int128(amounts.assetExcess(asset: asset, period: period))
        }
      }
    }
  }

  /// Takes back uses of an asset in a period, those of asset demands and those of people, until the excess is gone.
  private mutating func releaseUnits(asset: Int, period: Int, excess: (ExactAmounts) -> Int128) {
    let uses = formulation.use.indices.filter {
      Int(formulation.use[$0].owner) == asset && Int(formulation.use[$0].period) == period && amounts.units[$0] > 0
    }
    let workers = amounts.hours.indices.filter {
      amounts.hours[$0] > 0 && Int(amounts.entryPeriod[$0]) == period
        && amounts.unitsPerHour(
          demand: Int(formulation.pairs[Int(amounts.entryPair[$0])].demand), asset: asset) > 0
    }
    let first = formulation.useColumns.lowerBound
    var candidates: [(cost: Double, isUse: Bool, index: Int)] = []
    candidates += uses.map { (reducedCosts[first + $0], true, $0) }
    candidates += workers.map { (reducedCosts[Int(amounts.entryColumn[$0])], false, $0) }
    candidates.sort { a, b in
      a.cost == b.cost ? (a.isUse == b.isUse ? a.index > b.index : a.isUse) : a.cost > b.cost
    }
    for candidate in candidates {
      let left = excess(amounts)
      guard left > 0 else { return }
      if candidate.isUse {
        amounts.addUnits(-Int64(min(left, Int128(amounts.removable(use: candidate.index)))), use: candidate.index)
      } else {
        let demand = Int(formulation.pairs[Int(amounts.entryPair[candidate.index])].demand)
        let rate = max(1, amounts.unitsPerHour(demand: demand, asset: asset))
        let needed = FixedPoint.ceilDivision(left * FixedPoint.one, rate)
        // Rounding up to the grid can hide the effect of the last millionth, so that one more is taken.
        amounts.addHours(
          -Int64(min(needed + 1, Int128(amounts.removable(entry: candidate.index)))), entry: candidate.index)
      }
    }
  }

  private mutating func reduceBudgets() {
    for project in formulation.scenario.projects.indices where amounts.budgetExcess(project: project) > 0 {
      var candidates: [(cost: Double, isUse: Bool, index: Int)] = []
      for entry in amounts.hours.indices where amounts.hours[entry] > 0 {
        let demand = Int(formulation.pairs[Int(amounts.entryPair[entry])].demand)
        guard formulation.places[demand].project == project, amounts.budgetRate(entry: entry) > 0 else { continue }
        candidates.append((reducedCosts[Int(amounts.entryColumn[entry])], false, entry))
      }
      for index in formulation.use.indices
      where amounts.units[index] > 0 && amounts.unitRate(use: index) > 0
        && formulation.places[Int(formulation.use[index].target)].project == project
      {
        candidates.append((reducedCosts[formulation.useColumns.lowerBound + index], true, index))
      }
      candidates.sort { a, b in
        a.cost == b.cost ? (a.isUse == b.isUse ? a.index > b.index : a.isUse) : a.cost > b.cost
      }
      for candidate in candidates {
        var excess = amounts.budgetExcess(project: project)
        guard excess > 0 else { break }
        if candidate.isUse {
          let needed = FixedPoint.ceilDivision(excess, amounts.unitRate(use: candidate.index))
          amounts.addUnits(-Int64(min(needed, Int128(amounts.removable(use: candidate.index)))), use: candidate.index)
          continue
        }
        // Equipment is rounded up to the grid, so that an hour taken back may free less than its rate at first.
        var factor: Int128 = 1
        while excess > 0, amounts.removable(entry: candidate.index) > 0 {
          _ = takeBack(candidate.index, excess: excess * factor, rate: amounts.budgetRate(entry: candidate.index))
          excess = amounts.budgetExcess(project: project)
          factor *= 2
        }
      }
    }
  }

  private mutating func reduceCapacity() {
    let isExceeded = formulation.scenario.staff.indices.contains { staff in
      (0..<slots).contains { amounts.excess(staff: staff, period: $0) > 0 }
    }
    guard isExceeded else { return }
    let lists = entries(by: { Int($0.staff) * slots + $1 }, count: formulation.scenario.staff.count * slots)
    for staff in formulation.scenario.staff.indices {
      for period in 0..<slots where amounts.excess(staff: staff, period: period) > 0 {
        for entry in worstFirst(lists[staff * slots + period]) {
          let excess = amounts.excess(staff: staff, period: period)
          guard excess > 0 else { break }
          _ = takeBack(entry, excess: Int128(excess), rate: 1)
        }
        for index in formulation.operating.indices.reversed()
        where Int(formulation.operating[index].owner) == staff && Int(formulation.operating[index].period) == period {
          let excess = amounts.excess(staff: staff, period: period)
          guard excess > 0 else { break }
          amounts.addOperating(-min(excess, amounts.removable(operating: index)), column: index)
        }
      }
    }
  }

  private mutating func reduceOvertimeTotals() {
    for staff in formulation.scenario.staff.indices where amounts.overtimeExcess(staff: staff) > 0 {
      let list = amounts.hours.indices.filter {
        amounts.hours[$0] > 0 && Int(formulation.pairs[Int(amounts.entryPair[$0])].staff) == staff
      }
      for entry in worstFirst(list) {
        let excess = min(
          amounts.overtimeExcess(staff: staff),
          amounts.overtime(staff: staff, period: Int(amounts.entryPeriod[entry])))
        guard excess > 0 else { continue }
        _ = takeBack(entry, excess: Int128(excess), rate: 1)
      }
      for index in formulation.operating.indices.reversed() where Int(formulation.operating[index].owner) == staff {
        let excess = min(
          amounts.overtimeExcess(staff: staff),
          amounts.overtime(staff: staff, period: Int(formulation.operating[index].period)))
        guard excess > 0 else { continue }
        amounts.addOperating(-min(excess, amounts.removable(operating: index)), column: index)
      }
    }
  }

  /// Gives every used asset its operators, or takes back the use.
  private mutating func staffCrews() {
    for (asset, item) in formulation.scenario.assets.enumerated() where item.operators != nil {
      for period in 0..<slots where amounts.crewShortage(asset: asset, period: period) > 0 {
        recruit(amounts.crewShortage(asset: asset, period: period), asset: asset, period: period)
        guard amounts.crewShortage(asset: asset, period: period) > 0 else { continue }
        let hoursPerUnit = FixedPoint.ceil(item.operators?.hoursPerUnitDay ?? 0)
        guard hoursPerUnit > 0 else { continue }
        releaseUnits(asset: asset, period: period) { amounts in
          let shortage = amounts.crewShortage(asset: asset, period: period)
          return shortage > 0 ? FixedPoint.ceilDivision(Int128(shortage) * FixedPoint.one, hoursPerUnit) : 0
        }
      }
    }
  }

  /// Adds operating hours where people have time, cheapest first.
  ///
  /// - Parameter worth: money that an hour may cost at most.
  private mutating func recruit(_ hours: Int64, asset: Int, period: Int, worth: Double = .infinity) {
    var left = hours
    let first = formulation.operatingColumns.lowerBound
    let crew = sorted(amounts.crew(asset: asset, period: period)) { reducedCosts[first + $0] }
    for index in crew where left > 0 {
      let person = formulation.scenario.staff[Int(formulation.operating[index].owner)]
      let spare = amounts.spare(staff: Int(formulation.operating[index].owner), period: period)
      let hourly = person.costPerHour.doubleValue
      guard hourly < worth else { continue }
      let overtimeHourly = hourly * (person.overtime?.costFactor.doubleValue ?? 1)
      let room = min(
        spare.regular + (overtimeHourly < worth ? spare.overtime : 0),
        amounts.upperLimit(operating: index) - amounts.operating[index])
      let amount = min(left, max(0, room))
      if amount > 0 { amounts.addOperating(amount, column: index) }
      left -= amount
    }
  }

  /// Sends operators home that nothing needs any more.
  private mutating func dismissCrew() {
    for asset in formulation.scenario.assets.indices where formulation.scenario.assets[asset].operators != nil {
      for period in 0..<slots { dismissCrew(asset: asset, period: period) }
    }
  }

  /// Sends home what an asset does not need: first those called in beyond the solver's figures, then the dearest.
  private mutating func dismissCrew(asset: Int, period: Int) {
    var surplus = -amounts.crewShortage(asset: asset, period: period)
    guard surplus > 0 else { return }
    let first = formulation.operatingColumns.lowerBound
    let dearestFirst = sorted(amounts.crew(asset: asset, period: period), dearestFirst: true) {
      reducedCosts[first + $0]
    }
    for keepsPlanned in [true, false] {
      for index in dearestFirst where surplus > 0 {
        let kept = max(
          keepsPlanned && index < planned.count ? planned[index] : 0, amounts.lowerLimit(operating: index))
        let amount = min(surplus, max(0, amounts.operating[index] - kept))
        amounts.addOperating(-amount, column: index)
        surplus -= amount
      }
    }
  }

  private func demandOfSlot(_ slot: Int) -> Int {
    var low = 0
    var high = amounts.effortBase.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if amounts.effortBase[middle] <= slot { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

// MARK: - Filling

extension PlanAssembler {
  /// Gives work to whoever has time where that costs less than leaving it, in the order of the reduced costs.
  private mutating func fill() {
    fillUnits()
    var candidates: [Int] = []
    for entry in amounts.entryPair.indices where amounts.wanted[amounts.effortSlot(entry: entry)] > 0 {
      let pair = formulation.pairs[Int(amounts.entryPair[entry])]
      let spare = amounts.spare(staff: Int(pair.staff), period: Int(amounts.entryPeriod[entry]))
      if spare.regular + spare.overtime > 0 { candidates.append(entry) }
    }
    for entry in sorted(candidates, cost: { reducedCosts[Int(amounts.entryColumn[$0])] }) { grow(entry) }
  }

  /// Lets an entry grow as far as it pays and is allowed, first in regular time, then in overtime.
  private mutating func grow(_ entry: Int) {
    let pair = formulation.pairs[Int(amounts.entryPair[entry])]
    let staff = Int(pair.staff)
    let demand = Int(pair.demand)
    let period = Int(amounts.entryPeriod[entry])
    guard amounts.wanted[amounts.effortSlot(entry: entry)] > 0 else { return }
    let gain = work[demand].gain * pair.productivity
    let step = step(of: entry)
    var cost = step.cost
    let start = amounts.hours[entry]
    for isOvertime in [false, true] {
      if isOvertime {
        guard let premium = rates[staff].premium else { return }
        cost += premium
      }
      var bonus = 0.0
      var most = Int64.max
      if !promised.isEmpty, let hours = promised[entry], amounts.hours[entry] < hours {
        bonus = formulation.penalties.commitmentHour
        if cost >= gain { most = hours - amounts.hours[entry] }
      }
      guard cost < gain + bonus else { return }
      crewUp(demand: demand, period: period, margin: gain + bonus - cost)
      let spare = amounts.spare(staff: staff, period: period)
      let time = isOvertime ? spare.regular + spare.overtime : spare.regular
      let amount = min(amounts.room(entry: entry), time, most, step.end - amounts.hours[entry])
      if amount > 0 { amounts.addHours(amount, entry: entry) }
      for asset in work[demand].crewed { dismissCrew(asset: asset, period: period) }
    }
    if amounts.hours[entry] > start, amounts.hours[entry] == step.end { grow(entry) }
  }

  /// Money for another hour of an entry in regular time, and the hours up to which that holds: where change is priced,
  /// cost rises at the baseline's hours.
  private func step(of entry: Int) -> (cost: Double, end: Int64) {
    var column = Int(amounts.entryColumn[entry])
    let columns = formulation.workPair.count
    while column + 1 < columns, formulation.workPair[column + 1] == formulation.workPair[column],
      formulation.workPeriod[column + 1] == formulation.workPeriod[column]
    {
      let end = Int64((min(formulation.model.columnUpper[column], 1e9) * 1e6).rounded(.down))
      if amounts.hours[entry] < end { return (formulation.model.cost[column], end) }
      column += 1
    }
    return (formulation.model.cost[column], .max)
  }

  /// Finds operators for the equipment of a demand before it is asked whether there is room.
  ///
  /// - Parameter margin: money that an hour on the demand gains before operators are paid.
  private mutating func crewUp(demand: Int, period: Int, margin: Double) {
    let run = work[demand].crewed
    guard !run.isEmpty else { return }
    let crewHours = run.reduce(0.0) { sum, asset in
      let perUnit = formulation.scenario.assets[asset].operators?.hoursPerUnitDay.doubleValue ?? 0
      return sum + perUnit * Double(nearest: amounts.unitsPerHour(demand: demand, asset: asset)) / 1e12
    }
    guard crewHours > 0 else { return }
    for asset in run {
      let limit = -amounts.assetExcess(asset: asset, period: period)
      guard limit > 0, let crew = formulation.scenario.assets[asset].operators,
        amounts.unitRoom(asset: asset, period: period) == 0
      else { continue }
      recruit(
        Int64(min(Double(limit) * crew.hoursPerUnitDay.doubleValue, 1e17)) + 1, asset: asset, period: period,
        worth: margin / crewHours)
    }
  }

  private mutating func fillUnits() {
    let first = formulation.useColumns.lowerBound
    for index in sorted(formulation.use.indices, cost: { reducedCosts[first + $0] }) {
      let place = formulation.use[index]
      let demand = Int(place.target)
      let slot = amounts.effortBase[demand] + Int(place.period)
      guard amounts.wanted[slot] > 0 else { continue }
      let asset = formulation.scenario.assets[Int(place.owner)]
      let priority = formulation.scenario.priority(of: formulation.places[demand]).doubleValue
      let gain = priority * formulation.penalties.unmetUnitDay - asset.costPerUnitDay.doubleValue
      guard gain > 0 else { continue }
      if let crew = asset.operators, crew.hoursPerUnitDay > .zero {
        let lacking = Double(nearest: amounts.wanted[slot]) / 1e12 * crew.hoursPerUnitDay.doubleValue
        recruit(
          Int64(min(lacking, 1e17)), asset: Int(place.owner), period: Int(place.period),
          worth: gain / crew.hoursPerUnitDay.doubleValue)
      }
      let amount = amounts.unitRoom(use: index)
      if amount > 0 { amounts.addUnits(amount, use: index) }
      if asset.operators != nil { dismissCrew(asset: Int(place.owner), period: Int(place.period)) }
    }
  }
}

// MARK: - Value

extension PlanAssembler {
  /// The objective of the amounts as they stand, in floating point: good enough to choose between plans.
  func value() -> Double {
    let scenario = formulation.scenario
    var sum = 0.0
    var index = 0
    let columns = formulation.workPair.count
    for entry in amounts.hours.indices {
      // Change is piecewise linear over the columns of an entry.
      var left = Double(amounts.hours[entry]) / 1e6
      repeat {
        let part = min(left, formulation.model.columnUpper[index])
        let isLast =
          index + 1 == columns || formulation.workPair[index + 1] != formulation.workPair[index]
          || formulation.workPeriod[index + 1] != formulation.workPeriod[index]
        sum += formulation.model.cost[index] * (isLast ? left : part)
        left -= part
        index += 1
        if isLast { break }
      } while true
    }
    for (staff, person) in scenario.staff.enumerated() {
      guard let overtime = person.overtime else { continue }
      for period in 0..<slots {
        sum +=
          Double(amounts.overtime(staff: staff, period: period)) / 1e6 * person.costPerHour.doubleValue
          * (overtime.costFactor.doubleValue - 1)
      }
    }
    for (position, amount) in amounts.units.enumerated() {
      sum += Double(amount) / 1e6 * formulation.model.cost[formulation.useColumns.lowerBound + position]
    }
    for (position, amount) in amounts.operating.enumerated() {
      sum += Double(amount) / 1e6 * formulation.model.cost[formulation.operatingColumns.lowerBound + position]
    }
    for (position, place) in formulation.unmet.enumerated() {
      let slot = amounts.effortBase[Int(place.target)] + max(0, Int(place.period))
      sum +=
        Double(nearest: max(0, amounts.wanted[slot])) / 1e18
        * formulation.model.cost[formulation.unmetColumns.lowerBound + position]
    }
    for (promise, entry) in zip(formulation.promises, amounts.promiseEntry) where promise.row >= 0 {
      let kept = entry.map { Double(amounts.hours[$0]) / 1e6 } ?? 0
      sum += formulation.penalties.commitmentHour * max(0, promise.hours - kept)
    }
    return sum + formulation.model.offset
  }
}
