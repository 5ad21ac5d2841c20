// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The amounts of a plan in whole millionths, with what is left of every limit, all in integers.
///
/// It is where floating point ends: a solver's figures come in as wishes, and what leaves keeps every upper limit
/// exactly. Overtime, equipment and shortfalls are not free choices here but follow from hours and units.
struct ExactAmounts {
  let formulation: Formulation
  private let slots: Int

  /// The x of `model.md`: one entry for each pair and period that has columns.
  let entryPair: [Int32]
  let entryPeriod: [Int32]
  /// The first column of each entry; it has more than one where change is priced.
  let entryColumn: [Int32]
  private(set) var hours: [Int64]
  /// z, by the formulation's list `use`, and q, by its list `operating`.
  private(set) var units: [Int64]
  private(set) var operating: [Int64]

  /// Row 1: hours used by person and period, the regular limit and the overtime limit.
  private(set) var used: [Int64]
  private(set) var regular: [Int64]
  private var overtimeMost: [Int64]
  /// Row 2.
  private var overtimeUsed: [Int64]
  private var overtimeLimit: [Int64]
  /// Rows 3, 4 and 11: what is still wanted, in 10^-18 hours or unit-days; `effortBase[d]` is a demand's first slot.
  private(set) var wanted: [Int128]
  let effortBase: [Int]
  /// Whether a demand is counted by period.
  private let isByPeriod: [Bool]
  /// Row 5, by demand and period.
  private(set) var demandHours: [Int64]
  private var paceLimit: [Int64]
  /// Row 6, by asset and period.
  private(set) var assetUsed: [Int64]
  private var assetLimit: [Int64]
  /// Row 8: operating hours there are.
  private(set) var crewHours: [Int64]
  private let crewPerUnitDay: [Int128]
  /// Row 9, in 10^-18 money.
  private var budgetLeft: [Int128]
  private let hourCost: [Int128]
  private let unitCost: [Int128]
  private let equipment: [[(asset: Int, units: Int128)]]
  private let fullDay: Int128
  /// The entry in which each of the formulation's promises can be kept; nil where there is none.
  private(set) var promiseEntry: [Int?] = []
  /// Operating columns by asset and period.
  private let crewColumns: [Int: [Int]]
  /// What ``PlanLimits`` says of each entry, use and operating column, in millionths; empty where there are none.
  private let hourLimits: [ClosedRange<Int64>?]
  private let unitLimits: [ClosedRange<Int64>?]
  private let operatingLimits: [ClosedRange<Int64>?]
  /// Whether amounts are taken back only down to their lower limits.
  var respectsLowerLimits = true

  private static let unlimited = Int64.max / 4

  /// Starts with nothing planned.
  init(_ formulation: Formulation) {
    self.formulation = formulation
    let scenario = formulation.scenario
    let count = formulation.periods.count
    slots = count
    var pairs: [Int32] = []
    var periods: [Int32] = []
    var columns: [Int32] = []
    pairs.reserveCapacity(formulation.workPair.count)
    periods.reserveCapacity(formulation.workPair.count)
    columns.reserveCapacity(formulation.workPair.count)
    for column in formulation.workPair.indices {
      let pair = formulation.workPair[column]
      let period = formulation.workPeriod[column]
      if pairs.last == pair, periods.last == period { continue }
      pairs.append(pair)
      periods.append(period)
      columns.append(Int32(column))
    }
    entryPair = pairs
    entryPeriod = periods
    entryColumn = columns
    hours = Array(repeating: 0, count: pairs.count)
    units = Array(repeating: 0, count: formulation.use.count)
    operating = Array(repeating: 0, count: formulation.operating.count)

    func clamped(_ value: Int128) -> Int64 { Int64(min(max(value, 0), Int128(Self.unlimited))) }
    let staffSlots = scenario.staff.count * count
    used = Array(repeating: 0, count: staffSlots)
    regular = Array(repeating: 0, count: staffSlots)
    overtimeMost = Array(repeating: 0, count: staffSlots)
    for index in formulation.time.indices {
      let person = formulation.time[index]
      for period in 0..<count {
        let available = person.available(formulation.days.first[period], formulation.days.last[period])
        regular[index * count + period] = clamped(person.regularLimit(available))
        overtimeMost[index * count + period] = clamped(person.overtimeLimit(available))
      }
    }
    overtimeUsed = Array(repeating: 0, count: scenario.staff.count)
    overtimeLimit = formulation.time.map { $0.overtimeTotal.map(clamped) ?? Self.unlimited }

    var base: [Int] = []
    var sides: [Int128] = []
    var pace = [Int64](repeating: Self.unlimited, count: formulation.demands.count * count)
    let week = Int128(scenario.calendar.standard.workdays.count)
    for index in formulation.demands.indices {
      base.append(sides.count)
      let window = scenario.window(of: formulation.places[index])
      switch formulation.demands[index].kind {
      case .staff(let staff):
        let effort = FixedPoint.floor(staff.hours) * 1_000_000
        if staff.pace == .even {
          let total = Int128(max(1, formulation.days.workdays(window)))
          for period in formulation.periods {
            sides.append(effort * Int128(formulation.days.workdays(window.intersection(period))) / total)
          }
        } else {
          sides.append(effort)
        }
        if let most = staff.maxHoursPerWeek {
          for (position, period) in formulation.periods.enumerated() {
            let days = Int128(formulation.days.workdays(window.intersection(period)))
            pace[index * count + position] = clamped(FixedPoint.floor(most) * days / (week * 1_000_000))
          }
        }
      case .asset(let asset):
        for period in formulation.periods {
          sides.append(FixedPoint.floor(asset.units) * 1_000_000 * Int128(window.intersection(period).count))
        }
      }
    }
    effortBase = base
    isByPeriod = formulation.demands.indices.map { demand in
      formulation.effortRow[demand].count > 1
        || formulation.demands[demand].isForStaff && !formulation.demands[demand].isFlexible
    }
    wanted = sides
    paceLimit = pace
    demandHours = Array(repeating: 0, count: formulation.demands.count * count)
    assetUsed = Array(repeating: 0, count: scenario.assets.count * count)
    assetLimit = scenario.assets.flatMap { asset in
      formulation.periods.map { clamped(formulation.days.assetUnitDays(asset, $0) / 1_000_000) }
    }
    crewHours = Array(repeating: 0, count: scenario.assets.count * count)
    crewPerUnitDay = scenario.assets.map { $0.operators.map { FixedPoint.ceil($0.hoursPerUnitDay) } ?? 0 }
    budgetLeft = scenario.projects.map { $0.budget.map { FixedPoint.floor($0) * 1_000_000 } ?? Int128.max / 4 }
    hourCost = scenario.staff.map { FixedPoint.ceil($0.costPerHour) }
    unitCost = scenario.assets.map { FixedPoint.ceil($0.costPerUnitDay) }
    let assetIndex = Dictionary(scenario.assets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    equipment = formulation.demands.indices.map { index in
      guard !assetIndex.isEmpty, case .staff(let demand) = formulation.demands[index].kind else { return [] }
      return demand.uses.compactMap { use in
        assetIndex[use.asset].map { ($0, FixedPoint.ceil(use.unitsPerPerson)) }
      }
    }
    fullDay = FixedPoint.floor(scenario.calendar.standard.hoursPerDay)
    var crews: [Int: [Int]] = [:]
    for (index, place) in formulation.operating.enumerated() {
      crews[Int(place.target) * count + Int(place.period), default: []].append(index)
    }
    crewColumns = crews
    func millionths(_ limit: ClosedRange<Millionths>?) -> ClosedRange<Int64>? {
      limit.map { clamped($0.lowerBound.count)...clamped($0.upperBound.count) }
    }
    if let limits = formulation.limits {
      hourLimits = pairs.indices.map { entry in
        let pair = formulation.pairs[Int(pairs[entry])]
        let ids = (scenario.staff[Int(pair.staff)].id, formulation.demands[Int(pair.demand)].id)
        return millionths(limits.hours(ids.0, ids.1)[Int(periods[entry])])
      }
      unitLimits = formulation.use.map { place in
        let ids = (scenario.assets[Int(place.owner)].id, formulation.demands[Int(place.target)].id)
        return millionths(limits.assetUse(ids.0, ids.1)[Int(place.period)])
      }
      operatingLimits = formulation.operating.map { place in
        let ids = (scenario.staff[Int(place.owner)].id, scenario.assets[Int(place.target)].id)
        return millionths(limits.operating(ids.0, ids.1)[Int(place.period)])
      }
    } else {
      (hourLimits, unitLimits, operatingLimits) = ([], [], [])
    }
    promiseEntry = formulation.promises.map(entry(of:))
  }
}

// MARK: - Limits

extension ExactAmounts {
  /// The entries of a demand; they stand together, because columns are built demand by demand.
  func entries(of demand: Int) -> Range<Int> {
    func firstEntry(notBelow target: Int) -> Int {
      var low = 0
      var high = entryPair.count
      while low < high {
        let middle = (low + high) / 2
        if Int(formulation.pairs[Int(entryPair[middle])].demand) < target { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return firstEntry(notBelow: demand)..<firstEntry(notBelow: demand + 1)
  }

  private func entry(of promise: Formulation.Promise) -> Int? {
    entries(of: Int(promise.demand)).first {
      entryPeriod[$0] == promise.period && formulation.pairs[Int(entryPair[$0])].staff == promise.staff
    }
  }

  /// The least hours of an entry, and unit-days and operating hours of a column, that are asked for.
  func lowerLimit(entry: Int) -> Int64 { hourLimits.isEmpty ? 0 : hourLimits[entry]?.lowerBound ?? 0 }
  func lowerLimit(use index: Int) -> Int64 { unitLimits.isEmpty ? 0 : unitLimits[index]?.lowerBound ?? 0 }
  func lowerLimit(operating index: Int) -> Int64 {
    operatingLimits.isEmpty ? 0 : operatingLimits[index]?.lowerBound ?? 0
  }

  /// What can be taken back of an entry or a column.
  func removable(entry: Int) -> Int64 { max(0, hours[entry] - (respectsLowerLimits ? lowerLimit(entry: entry) : 0)) }
  func removable(use index: Int) -> Int64 {
    max(0, units[index] - (respectsLowerLimits ? lowerLimit(use: index) : 0))
  }
  func removable(operating index: Int) -> Int64 {
    max(0, operating[index] - (respectsLowerLimits ? lowerLimit(operating: index) : 0))
  }
  /// The most unit-days of a column that are allowed beside the scenario's own limits.
  func upperLimit(use index: Int) -> Int64 {
    unitLimits.isEmpty ? Self.unlimited : unitLimits[index]?.upperBound ?? Self.unlimited
  }

  /// The most hours of an entry: (h + o) A(i,d,t), or less where less is allowed.
  func upperLimit(entry: Int) -> Int64 {
    let pair = formulation.pairs[Int(entryPair[entry])]
    let period = Int(entryPeriod[entry])
    let person = formulation.time[Int(pair.staff)]
    let available = person.available(
      max(Int(pair.firstDay), formulation.days.first[period]), min(Int(pair.lastDay), formulation.days.last[period]))
    let most = Int64(min(person.totalLimit(available), Int128(Self.unlimited)))
    return hourLimits.isEmpty ? most : min(most, hourLimits[entry]?.upperBound ?? most)
  }

  /// The place of an entry's effort in ``wanted``.
  @inline(__always)
  func effortSlot(entry: Int) -> Int {
    let demand = Int(formulation.pairs[Int(entryPair[entry])].demand)
    return effortBase[demand] + (isByPeriod[demand] ? Int(entryPeriod[entry]) : 0)
  }

  /// Hours that a person could still work in a period without and with overtime.
  func spare(staff: Int, period: Int) -> (regular: Int64, overtime: Int64) {
    let slot = staff * slots + period
    let extra = max(0, used[slot] - regular[slot])
    return (
      max(0, regular[slot] - used[slot]),
      max(0, min(overtimeMost[slot] - extra, overtimeLimit[staff] - overtimeUsed[staff]))
    )
  }

  /// y: overtime of a person in a period.
  func overtime(staff: Int, period: Int) -> Int64 {
    max(0, used[staff * slots + period] - regular[staff * slots + period])
  }

  /// v: unit-days of a use of a staff demand in a period, for so many hours of all people together.
  private func equipmentUnits(_ use: (asset: Int, units: Int128), hours: Int64) -> Int64 {
    Int64(FixedPoint.ceilDivision(use.units * Int128(hours), fullDay))
  }

  /// v of every use of a demand in a period.
  func equipment(demand: Int, period: Int) -> [(asset: Int, unitDays: Int64)] {
    equipment[demand].map { use in (use.asset, equipmentUnits(use, hours: demandHours[demand * slots + period])) }
  }

  /// The most hours by which an entry can grow within every limit, with overtime, as it stands; 0 where none.
  func room(entry: Int) -> Int64 {
    let pair = formulation.pairs[Int(entryPair[entry])]
    let staff = Int(pair.staff)
    let demand = Int(pair.demand)
    let period = Int(entryPeriod[entry])
    let left = wanted[effortSlot(entry: entry)]
    guard left > 0 else { return 0 }
    var room = Int64(min(left / pair.exactProductivity, Int128(Self.unlimited)))
    let spare = spare(staff: staff, period: period)
    room = min(room, spare.regular + spare.overtime)
    let slot = demand * slots + period
    room = min(room, paceLimit[slot] - demandHours[slot])
    guard room > 0 else { return 0 }
    room = min(room, upperLimit(entry: entry) - hours[entry])
    var costPerHour = hourCost[staff]
    var reserve: Int128 = 0
    for use in equipment[demand] where use.units > 0 {
      let now = equipmentUnits(use, hours: demandHours[slot])
      let free = unitRoom(asset: use.asset, period: period)
      let most = Int128(now + free) * fullDay / use.units
      room = min(room, Int64(min(most, Int128(Self.unlimited))) - demandHours[slot])
      costPerHour += FixedPoint.ceilDivision(unitCost[use.asset] * use.units, fullDay)
      reserve += unitCost[use.asset]
    }
    if costPerHour > 0 {
      let project = formulation.places[demand].project
      room = min(room, Int64(max(0, min((budgetLeft[project] - reserve) / costPerHour, Int128(Self.unlimited)))))
    }
    return max(0, room)
  }

  /// The unit-days of an asset that could still be used in a period with the operators there are.
  func unitRoom(asset: Int, period: Int) -> Int64 {
    let slot = asset * slots + period
    var free = assetLimit[slot] - assetUsed[slot]
    if crewPerUnitDay[asset] > 0 {
      let run = Int128(crewHours[slot]) * FixedPoint.one / crewPerUnitDay[asset]
      free = min(free, Int64(min(run, Int128(Self.unlimited))) - assetUsed[slot])
    }
    return max(0, free)
  }

  /// The unit-days by which z can grow within every limit.
  func unitRoom(use index: Int) -> Int64 {
    let place = formulation.use[index]
    let asset = Int(place.owner)
    let slot = effortBase[Int(place.target)] + Int(place.period)
    var room = min(
      unitRoom(asset: asset, period: Int(place.period)),
      Int64(min(wanted[slot] / FixedPoint.one, Int128(Self.unlimited))))
    if unitCost[asset] > 0 {
      let left = budgetLeft[formulation.places[Int(place.target)].project]
      room = min(room, Int64(max(0, min(left / unitCost[asset], Int128(Self.unlimited)))))
    }
    room = min(room, upperLimit(use: index) - units[index])
    return max(0, room)
  }

  /// Operating hours that an asset lacks in a period for what is used of it; negative where there are too many.
  func crewShortage(asset: Int, period: Int) -> Int64 {
    let slot = asset * slots + period
    let need = FixedPoint.ceilDivision(crewPerUnitDay[asset] * Int128(assetUsed[slot]), FixedPoint.one)
    return Int64(need) - crewHours[slot]
  }

  /// The operating columns of an asset in a period.
  func crew(asset: Int, period: Int) -> [Int] { crewColumns[asset * slots + period] ?? [] }

  /// The most operating hours of a column: (h + o) A on the days with the skills.
  func upperLimit(operating index: Int) -> Int64 {
    let person = formulation.time[Int(formulation.operating[index].owner)]
    let most = Int64(min(person.totalLimit(formulation.operatingAvailable[index]), Int128(Self.unlimited)))
    return operatingLimits.isEmpty ? most : min(most, operatingLimits[index]?.upperBound ?? most)
  }

  /// What exceeds a limit, by kind of row, as it stands.
  func excess(staff: Int, period: Int) -> Int64 {
    let slot = staff * slots + period
    return used[slot] - regular[slot] - overtimeMost[slot]
  }
  func overtimeExcess(staff: Int) -> Int64 { overtimeUsed[staff] - overtimeLimit[staff] }
  func paceExcess(demand: Int, period: Int) -> Int64 {
    demandHours[demand * slots + period] - paceLimit[demand * slots + period]
  }
  func assetExcess(asset: Int, period: Int) -> Int64 {
    assetUsed[asset * slots + period] - assetLimit[asset * slots + period]
  }
  /// The budget passed by, in 10^-18 money.
  func budgetExcess(project: Int) -> Int128 { -budgetLeft[project] }
  /// Effective hours or unit-days too many, in 10^-18.
  func effortExcess(slot: Int) -> Int128 { -wanted[slot] }
  /// Productivity of an entry in 10^-12.
  func productivity(entry: Int) -> Int128 { formulation.pairs[Int(entryPair[entry])].exactProductivity }
  /// Money against the budget for an hour of an entry, in 10^-12.
  func budgetRate(entry: Int) -> Int128 {
    let pair = formulation.pairs[Int(entryPair[entry])]
    return equipment[Int(pair.demand)].reduce(hourCost[Int(pair.staff)]) { sum, use in
      sum + FixedPoint.ceilDivision(unitCost[use.asset] * use.units, fullDay)
    }
  }
  func unitRate(use index: Int) -> Int128 { unitCost[Int(formulation.use[index].owner)] }
  /// Units of an asset for an hour on a demand, in 10^-12; 0 where it is not used.
  func unitsPerHour(demand: Int, asset: Int) -> Int128 {
    guard let use = equipment[demand].first(where: { $0.asset == asset }) else { return 0 }
    return use.units * FixedPoint.one / fullDay
  }
}

// MARK: - Changes

extension ExactAmounts {
  /// Adds hours to an entry, or takes them away.
  mutating func addHours(_ amount: Int64, entry: Int) {
    guard amount != 0 else { return }
    let pair = formulation.pairs[Int(entryPair[entry])]
    let demand = Int(pair.demand)
    let period = Int(entryPeriod[entry])
    hours[entry] += amount
    addLoad(amount, staff: Int(pair.staff), period: period)
    wanted[effortSlot(entry: entry)] -= pair.exactProductivity * Int128(amount)
    let slot = demand * slots + period
    let project = formulation.places[demand].project
    budgetLeft[project] -= hourCost[Int(pair.staff)] * Int128(amount)
    for use in equipment[demand] {
      let before = equipmentUnits(use, hours: demandHours[slot])
      let after = equipmentUnits(use, hours: demandHours[slot] + amount)
      assetUsed[use.asset * slots + period] += after - before
      budgetLeft[project] -= unitCost[use.asset] * Int128(after - before)
    }
    demandHours[slot] += amount
  }

  /// Adds unit-days to a use by an asset demand, or takes them away.
  mutating func addUnits(_ amount: Int64, use index: Int) {
    let place = formulation.use[index]
    units[index] += amount
    assetUsed[Int(place.owner) * slots + Int(place.period)] += amount
    wanted[effortBase[Int(place.target)] + Int(place.period)] -= FixedPoint.one * Int128(amount)
    budgetLeft[formulation.places[Int(place.target)].project] -= unitCost[Int(place.owner)] * Int128(amount)
  }

  /// Adds operating hours to a column, or takes them away.
  mutating func addOperating(_ amount: Int64, column index: Int) {
    let place = formulation.operating[index]
    operating[index] += amount
    crewHours[Int(place.target) * slots + Int(place.period)] += amount
    addLoad(amount, staff: Int(place.owner), period: Int(place.period))
  }

  private mutating func addLoad(_ amount: Int64, staff: Int, period: Int) {
    let before = overtime(staff: staff, period: period)
    used[staff * slots + period] += amount
    overtimeUsed[staff] += overtime(staff: staff, period: period) - before
  }
}
