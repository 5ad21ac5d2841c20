// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// The construction of a ``Formulation``, whose parts these are.
struct FormulationBuilder {
  typealias Pair = Formulation.Pair
  typealias Place = Formulation.Place
  typealias Promise = Formulation.Promise

  let scenario: Scenario
  let limits: PlanLimits?
  let periods: [DayRange]
  let places: [Scenario.DemandPlace]
  let demands: [Demand]
  let time: [StaffTime]
  let penalties: Penalties
  let days: HorizonDays
  private(set) var model = LinearModel()
  private(set) var pairs: [Pair] = []
  private(set) var workPair: [Int32] = []
  private(set) var workPeriod: [Int32] = []
  private(set) var impliedBy: [Int32] = []
  private(set) var overtime: [Place] = []
  private(set) var use: [Place] = []
  private(set) var operating: [Place] = []
  private(set) var operatingAvailable: [Int64] = []
  private(set) var unmet: [Place] = []
  private(set) var shortfall: [Place] = []
  private(set) var promises: [Promise] = []
  private(set) var capacityRow: [Int32]
  private(set) var overtimeRow: [Int32]
  private(set) var effortRow: [[Int32]]
  private(set) var paceRow: [[Int32]]
  private(set) var assetRow: [Int32]
  private(set) var operatorRow: [Int32]
  private(set) var budgetRow: [Int32]

  init(_ scenario: Scenario, limits: PlanLimits?) {
    self.scenario = scenario
    self.limits = limits
    periods = scenario.calendar.periods
    places = scenario.demandPlaces
    demands = places.map(scenario.demand(at:))
    days = HorizonDays(scenario.calendar, periods: periods)
    let horizon = scenario.calendar.horizon
    let calendars = Dictionary(scenario.calendar.named.map { ($0.id, $0.calendar) }, uniquingKeysWith: { a, _ in a })
    let standard = scenario.calendar.standard
    let standardDays = standard.worked(in: horizon)
    let namedDays = calendars.mapValues { $0.worked(in: horizon) }
    time = scenario.staff.map { person in
      guard let id = person.calendar, let calendar = calendars[id], let worked = namedDays[id] else {
        return StaffTime(person, calendar: standard, worked: standardDays, horizon: horizon)
      }
      return StaffTime(person, calendar: calendar, worked: worked, horizon: horizon)
    }
    penalties = Penalties(scenario)
    let slots = periods.count
    capacityRow = Array(repeating: -1, count: scenario.staff.count * slots)
    overtimeRow = Array(repeating: -1, count: scenario.staff.count)
    effortRow = []
    paceRow = []
    assetRow = Array(repeating: -1, count: scenario.assets.count * slots)
    operatorRow = Array(repeating: -1, count: scenario.assets.count * slots)
    budgetRow = Array(repeating: -1, count: scenario.projects.count)

    promises = collectPromises(calendars: calendars)
    let eligibility = Eligibility(scenario)
    let assetIndex = Dictionary(scenario.assets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    let baseline = baselineHours()
    addAssetRows()
    for (index, project) in scenario.projects.enumerated() {
      if let budget = project.budget {
        budgetRow[index] = Int32(model.addRow(lower: -.infinity, upper: budget.doubleValue))
      }
    }
    addDemandRows()
    for index in demands.indices {
      guard let demand = demands[index].staff else { continue }
      addWork(demand, index: index, eligibility: eligibility, assetIndex: assetIndex, baseline: baseline)
    }
    addChangeWithoutColumn(baseline)
    let operators = scenario.assets.map { asset in
      asset.operators.map { eligibility.operators(of: $0.skills) } ?? []
    }
    prepareCapacity(for: operators)
    addOvertime()
    addUse()
    addOperating(operators)
    addUnmet()
    addShortfalls()
  }
}

// MARK: - Rows

extension FormulationBuilder {
  private mutating func addAssetRows() {
    for (index, asset) in scenario.assets.enumerated() {
      for period in periods.indices {
        let limit = days.unitDays(of: asset, in: periods[period])
        assetRow[index * periods.count + period] = Int32(model.addRow(lower: -.infinity, upper: limit))
        if let operators = asset.operators, operators.hoursPerUnitDay > .zero {
          operatorRow[index * periods.count + period] = Int32(model.addRow(lower: 0, upper: .infinity))
        }
      }
    }
  }

  private mutating func addDemandRows() {
    for index in demands.indices {
      let window = scenario.window(of: places[index])
      switch demands[index].kind {
      case .staff(let staff):
        let hours = staff.hours.doubleValue
        if staff.pace == .even {
          let total = days.workdays(window)
          effortRow.append(
            periods.map { period in
              let part = days.workdays(window.intersection(period))
              guard !window.intersection(period).isEmpty else { return -1 }
              let side = hours * Double(part) / Double(max(1, total))
              return Int32(model.addRow(lower: side, upper: side))
            })
        } else {
          effortRow.append([Int32(model.addRow(lower: hours, upper: hours))])
        }
        guard let most = staff.maxHoursPerWeek else {
          paceRow.append([])
          continue
        }
        let week = Double(scenario.calendar.standard.workdays.count)
        paceRow.append(
          periods.map { period in
            let part = window.intersection(period)
            guard !part.isEmpty else { return -1 }
            return Int32(
              model.addRow(lower: -.infinity, upper: most.doubleValue / week * Double(days.workdays(part))))
          })
      case .asset(let asset):
        paceRow.append([])
        effortRow.append(
          periods.map { period in
            let part = window.intersection(period)
            guard !part.isEmpty else { return -1 }
            let side = asset.units.doubleValue * Double(part.count)
            return Int32(model.addRow(lower: side, upper: side))
          })
      }
    }
  }

  private mutating func capacity(_ staff: Int, _ period: Int) -> Int {
    let slot = staff * periods.count + period
    if capacityRow[slot] < 0 {
      let available = time[staff].available(days.first[period], days.last[period])
      let hours = time[staff].hours * Double(available) / Double(StaffTime.dayScale)
      capacityRow[slot] = Int32(model.addRow(lower: -.infinity, upper: hours))
    }
    return Int(capacityRow[slot])
  }

  private mutating func prepareCapacity(for operators: [[Eligibility.Candidate]]) {
    for (asset, candidates) in operators.enumerated() {
      for candidate in candidates {
        for period in days.period(Int(candidate.firstDay))...days.period(Int(candidate.lastDay))
        where operatorRow[asset * periods.count + period] >= 0 {
          _ = capacity(Int(candidate.staff), period)
        }
      }
    }
  }

  private func collectPromises(calendars: [String: WorkCalendar]) -> [Promise] {
    guard !scenario.commitments.isEmpty else { return [] }
    let staffIndex = Dictionary(
      scenario.staff.indices.map { (scenario.staff[$0].id, $0) }, uniquingKeysWith: { a, _ in a })
    let demandIndex = Dictionary(demands.indices.map { (demands[$0].id, $0) }, uniquingKeysWith: { a, _ in a })
    var hours: [WorkKey: Double] = [:]
    for commitment in scenario.commitments {
      guard let staff = staffIndex[commitment.staff], let demand = demandIndex[commitment.demand] else { continue }
      let calendar = scenario.staff[staff].calendar.flatMap { calendars[$0] } ?? scenario.calendar.standard
      for (index, period) in periods.enumerated() {
        let part = commitment.days.intersection(period)
        guard !part.isEmpty else { continue }
        let worked = (part.first.number...part.last.number).count { calendar.isWorked(Day(number: $0)) }
        guard worked > 0, commitment.hoursPerWeek > .zero else { continue }
        hours[WorkKey(staff: Int32(staff), demand: Int32(demand), period: Int32(index)), default: 0] +=
          commitment.hoursPerWeek.doubleValue / Double(calendar.workdays.count) * Double(worked)
      }
    }
    return hours.map { key, hours in
      Promise(staff: key.staff, demand: key.demand, period: key.period, hours: hours, row: -1)
    }
    .sorted { ($0.staff, $0.demand, $0.period) < ($1.staff, $1.demand, $1.period) }
  }
}

// MARK: - Columns

extension FormulationBuilder {
  /// The person, demand and period of an entry of the baseline or of a promise.
  private struct WorkKey: Hashable {
    let staff: Int32
    let demand: Int32
    let period: Int32
  }

  private func baselineHours() -> [WorkKey: Double] {
    guard penalties.changeHour > 0, let baseline = scenario.baseline else { return [:] }
    let staffIndex = Dictionary(
      scenario.staff.indices.map { (scenario.staff[$0].id, $0) }, uniquingKeysWith: { a, _ in a })
    let demandIndex = Dictionary(demands.indices.map { (demands[$0].id, $0) }, uniquingKeysWith: { a, _ in a })
    var result: [WorkKey: Double] = [:]
    for entry in baseline.assignments {
      let key = WorkKey(
        staff: Int32(staffIndex[entry.staff] ?? -1), demand: Int32(demandIndex[entry.demand] ?? -1),
        period: Int32(entry.period))
      result[key, default: 0] += entry.hours.doubleValue
    }
    return result
  }

  /// Where the baseline has hours that cannot be worked, their change is a constant.
  private mutating func addChangeWithoutColumn(_ baseline: [WorkKey: Double]) {
    guard !baseline.isEmpty else { return }
    var withColumn = Set<WorkKey>()
    for column in workPair.indices {
      let pair = pairs[Int(workPair[column])]
      withColumn.insert(WorkKey(staff: pair.staff, demand: pair.demand, period: workPeriod[column]))
    }
    // The order of addition must not vary from process to process.
    let lost = baseline.filter { !withColumn.contains($0.key) }.map(\.value).sorted()
    model.offset += penalties.changeHour * lost.reduce(0, +)
  }

  private mutating func addWork(
    _ demand: StaffDemand, index: Int, eligibility: Eligibility, assetIndex: [String: Int],
    baseline: [WorkKey: Double]
  ) {
    let window = scenario.window(of: places[index])
    let project = places[index].project
    let equipment = scenario.equipment(of: demand, assetIndex: assetIndex)
    let equipmentCost = equipment.reduce(0) {
      $0 + $1.unitsPerHour * scenario.assets[$1.asset].costPerUnitDay.doubleValue
    }
    let promised = promiseRanges(demand: index)
    let isEven = demand.pace == .even
    let hasPace = !paceRow[index].isEmpty
    let hasChange = penalties.changeHour > 0 && scenario.baseline != nil
    for candidate in eligibility.candidates(for: demand, window: window) {
      let staff = Int(candidate.staff)
      let person = time[staff]
      let pair = Int32(pairs.count)
      pairs.append(
        Pair(
          staff: candidate.staff, demand: Int32(index), firstDay: candidate.firstDay, lastDay: candidate.lastDay,
          productivity: candidate.productivity, exactProductivity: candidate.exactProductivity))
      let costPerHour = scenario.staff[staff].costPerHour.doubleValue
      let cost = costPerHour + equipmentCost
      let pairLimits = limits?.hours(scenario.staff[staff].id, demands[index].id)
      let pairPromises = promised.isEmpty ? nil : promised[candidate.staff]
      for period in days.period(Int(candidate.firstDay))...days.period(Int(candidate.lastDay)) {
        let available = person.available(
          max(Int(candidate.firstDay), days.first[period]), min(Int(candidate.lastDay), days.last[period]))
        guard available > 0 else { continue }
        var most = (person.hours + person.overtimePerDay) * Double(available) / Double(StaffTime.dayScale)
        let limit = pairLimits?[period]
        if limit?.upperBound == .zero { continue }
        most = min(most, limit?.upperBound.doubleValue ?? most)
        let least = min(most, limit?.lowerBound.doubleValue ?? 0)
        let isImplied =
          limit == nil && available == person.available(days.first[period], days.last[period])
        let row = capacity(staff, period)
        var promiseRow: Int32 = -1
        if let promise = pairPromises?.first(where: { promises[$0].period == period }) {
          promises[promise].row = Int32(model.addRow(lower: promises[promise].hours, upper: .infinity))
          promiseRow = promises[promise].row
        }
        let kept =
          baseline.isEmpty
          ? 0 : baseline[WorkKey(staff: candidate.staff, demand: Int32(index), period: Int32(period))] ?? 0
        model.offset += penalties.changeHour * kept
        // Where change is priced there is a column up to the baseline's hours, and one for what is above them. What row 1
        // alone holds back is not held back by either: one hour more of the person must find both.
        let hasLower = hasChange && kept > 0
        let hasUpper = !hasChange || most > kept || isImplied
        for part in 0..<2 where part == 0 ? hasLower : hasUpper {
          let isUpper = part == 1
          if !hasChange {
            model.addColumn(cost: cost, lower: least, upper: most)
          } else if isUpper {
            model.addColumn(cost: cost + penalties.changeHour, lower: max(0, least - kept), upper: max(0, most - kept))
          } else {
            model.addColumn(
              cost: cost - penalties.changeHour, lower: min(kept, least), upper: isImplied ? kept : min(kept, most))
          }
          workPair.append(pair)
          workPeriod.append(Int32(period))
          impliedBy.append(isImplied && isUpper ? Int32(row) : -1)
          let effort = effortRow[index][isEven ? period : 0]
          if effort >= 0 { model.addEntry(row: Int(effort), value: candidate.productivity) }
          model.addEntry(row: row, value: 1)
          if hasPace { model.addEntry(row: Int(paceRow[index][period]), value: 1) }
          for use in equipment where use.unitsPerHour > 0 {
            model.addEntry(row: Int(assetRow[use.asset * periods.count + period]), value: use.unitsPerHour)
            let operators = operatorRow[use.asset * periods.count + period]
            if operators >= 0, let crew = scenario.assets[use.asset].operators {
              model.addEntry(row: Int(operators), value: -crew.hoursPerUnitDay.doubleValue * use.unitsPerHour)
            }
          }
          if budgetRow[project] >= 0, cost > 0 { model.addEntry(row: Int(budgetRow[project]), value: cost) }
          if promiseRow >= 0 { model.addEntry(row: Int(promiseRow), value: 1) }
        }
      }
    }
  }

  /// The promises to a demand, as positions in ``promises`` by person.
  private func promiseRanges(demand: Int) -> [Int32: [Int]] {
    guard !promises.isEmpty else { return [:] }
    var result: [Int32: [Int]] = [:]
    for (position, promise) in promises.enumerated() where promise.demand == demand {
      result[promise.staff, default: []].append(position)
    }
    return result
  }

  private mutating func addOvertime() {
    for (index, person) in time.enumerated() where person.hasOvertime {
      guard let terms = scenario.staff[index].overtime else { continue }
      if person.overtimeTotal != nil {
        overtimeRow[index] = Int32(model.addRow(lower: -.infinity, upper: person.overtimeTotalHours))
      }
      let premium = scenario.staff[index].costPerHour.doubleValue * (terms.costFactor.doubleValue - 1)
      for period in periods.indices {
        let row = capacityRow[index * periods.count + period]
        let available = person.available(days.first[period], days.last[period])
        guard row >= 0, available > 0 else { continue }
        model.addColumn(
          cost: premium, upper: person.overtimePerDay * Double(available) / Double(StaffTime.dayScale))
        model.addEntry(row: Int(row), value: -1)
        if overtimeRow[index] >= 0 { model.addEntry(row: Int(overtimeRow[index]), value: 1) }
        overtime.append(Place(owner: Int32(index), target: -1, period: Int32(period)))
      }
    }
  }

  private mutating func addUse() {
    for (index, demand) in demands.enumerated() {
      guard let wanted = demand.asset else { continue }
      let window = scenario.window(of: places[index])
      for (asset, candidate) in scenario.assets.enumerated() where wanted.matches(candidate) {
        let pairLimits = limits?.assetUse(candidate.id, demand.id)
        for (period, stretch) in periods.enumerated() {
          let part = window.intersection(stretch)
          let limit = pairLimits?[period]
          let most = min(
            wanted.units.doubleValue * Double(part.count), days.unitDays(of: candidate, in: stretch),
            limit?.upperBound.doubleValue ?? .infinity)
          guard !part.isEmpty, most > 0 else { continue }
          let cost = candidate.costPerUnitDay.doubleValue
          model.addColumn(cost: cost, lower: min(most, limit?.lowerBound.doubleValue ?? 0), upper: most)
          model.addEntry(row: Int(effortRow[index][period]), value: 1)
          model.addEntry(row: Int(assetRow[asset * periods.count + period]), value: 1)
          let operators = operatorRow[asset * periods.count + period]
          if operators >= 0, let crew = candidate.operators {
            model.addEntry(row: Int(operators), value: -crew.hoursPerUnitDay.doubleValue)
          }
          let budget = budgetRow[places[index].project]
          if budget >= 0, cost > 0 { model.addEntry(row: Int(budget), value: cost) }
          use.append(Place(owner: Int32(asset), target: Int32(index), period: Int32(period)))
        }
      }
    }
  }

  private mutating func addOperating(_ operators: [[Eligibility.Candidate]]) {
    for (asset, candidates) in operators.enumerated() {
      for candidate in candidates {
        let staff = Int(candidate.staff)
        let pairLimits = limits?.operating(scenario.staff[staff].id, scenario.assets[asset].id)
        for period in days.period(Int(candidate.firstDay))...days.period(Int(candidate.lastDay)) {
          let limit = pairLimits?[period]
          if limit?.upperBound == .zero { continue }
          let row = operatorRow[asset * periods.count + period]
          let available = time[staff].available(
            max(Int(candidate.firstDay), days.first[period]), min(Int(candidate.lastDay), days.last[period]))
          guard row >= 0, available > 0 else { continue }
          let most = min(
            (time[staff].hours + time[staff].overtimePerDay) * Double(available) / Double(StaffTime.dayScale),
            limit?.upperBound.doubleValue ?? .infinity)
          model.addColumn(
            cost: scenario.staff[staff].costPerHour.doubleValue,
            lower: min(most, limit?.lowerBound.doubleValue ?? 0), upper: most)
          model.addEntry(row: capacity(staff, period), value: 1)
          model.addEntry(row: Int(row), value: 1)
          operatingAvailable.append(available)
          operating.append(Place(owner: candidate.staff, target: Int32(asset), period: Int32(period)))
        }
      }
    }
  }

  private mutating func addUnmet() {
    for index in demands.indices {
      let priority = scenario.priority(of: places[index]).doubleValue
      let isFlexible = demands[index].isFlexible
      let cost = priority * (demands[index].isForStaff ? penalties.unmetHour : penalties.unmetUnitDay)
      for (position, row) in effortRow[index].enumerated() where row >= 0 {
        model.addColumn(cost: cost, upper: model.rowUpper[Int(row)])
        model.addEntry(row: Int(row), value: 1)
        unmet.append(Place(owner: -1, target: Int32(index), period: isFlexible ? -1 : Int32(position)))
      }
    }
  }

  private mutating func addShortfalls() {
    for promise in promises {
      guard promise.row >= 0 else {
        model.offset += penalties.commitmentHour * promise.hours
        continue
      }
      model.addColumn(cost: penalties.commitmentHour, upper: promise.hours)
      model.addEntry(row: Int(promise.row), value: 1)
      shortfall.append(Place(owner: promise.staff, target: promise.demand, period: promise.period))
    }
  }
}
