// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Decisions that make another scenario: starts, projects left undone, people engaged and trained.
extension DecisionProgram {
  /// A switch for each copy of a project, of which one is meant, or none where it may be left undone. What a copy wants is
  /// scaled by it (a disjunction in its tightest form: E. Balas, "Disjunctive programming", 1979).
  mutating func addProjects() {
    var ofProject: [Int: [Int]] = [:]
    for (number, copy) in open.copies.enumerated() where open.isSwitched(copy.project) {
      ofProject[copy.project, default: []].append(number)
    }
    for (project, copies) in ofProject.sorted(by: { $0.key < $1.key }) {
      let written = open.written.projects[project]
      var one: [(column: Int, value: Double)] = []
      for copy in copies {
        let delay = written.shift?.costPerWeek.doubleValue ?? 0
        let column = addSwitch(.copy(copy), cost: delay * Double(open.copies[copy].weeks))
        one.append((column, 1))
        scale(copy: copy, by: column, isWhole: written.allOrNothing)
      }
      if written.allOrNothing {
        one.append((addSwitch(.undone(project: project), cost: costOfLeaving(copies[0])), 1))
      }
      addRow(lower: 1, upper: 1, one)
    }
  }

  /// Scales all that is wanted of a copy.
  ///
  /// - Parameter isWhole: whether all of it has to be met.
  private mutating func scale(copy: Int, by column: Int, isWhole: Bool) {
    let rows = formulation.rows
    if let row = rows.budgets[copy] { scale(row, by: column) }
    for demand in frame.demands.indices where frame.project(demand) == copy {
      for position in 0..<rows.effort.slots[demand].count {
        if let row = rows.effort[demand, position] { scale(row, by: column) }
      }
      if frame.missingDays[demand] > 0, let asset = frame.demands[demand].asset {
        let cost = frame.unmetCost(demand) * Double(frame.missingDays[demand]) * asset.units.doubleValue
        moveConstant(cost, to: column)
        if isWhole { fix(column, at: 0) }
      }
    }
    for promise in rows.commitments.promises where frame.project(promise.demand) == copy {
      if let row = promise.row.value {
        scale(row, by: column)
      } else {
        moveConstant(frame.penalties.commitmentHour * promise.hours, to: column)
      }
    }
    rows.totals.forEachRow { key, row in
      if key.isChange, frame.project(key.demand) == copy { scale(row, by: column) }
    }
    moveConstant(frame.penalties.changeHour * hoursInForce(of: copy, isPossible: false), to: column)
    guard isWhole else { return }
    for (position, place) in formulation.unmet.places.enumerated() where frame.project(place.demand) == copy {
      setUpper(formulation.unmet.first + position, 0)
    }
    for demand in frame.demands.indices where frame.project(demand) == copy && frame.demands[demand].isForStaff {
      let isTooMuch = mostEffort(of: demand).all < wanted(demand).reduce(0, +) * (1 - 1e-9) - 1e-6
      if isTooMuch { fix(column, at: 0) }
    }
  }

  /// What it costs that nothing of a project is done.
  private func costOfLeaving(_ copy: Int) -> Double {
    var cost = 0.0
    for demand in frame.demands.indices where frame.project(demand) == copy {
      cost += frame.unmetCost(demand) * wanted(demand).reduce(0, +)
    }
    for promise in formulation.rows.commitments.promises where frame.project(promise.demand) == copy {
      cost += frame.penalties.commitmentHour * promise.hours
    }
    return cost + frame.penalties.changeHour * hoursInForce(of: copy, isPossible: nil)
  }

  /// The hours in force of a copy that changes are counted from.
  ///
  /// - Parameter isPossible: only those that somebody can work still, or that nobody can; nil is for all.
  private func hoursInForce(of copy: Int, isPossible: Bool?) -> Double {
    guard frame.penalties.changeHour > 0, let baseline = frame.scenario.baseline else { return 0 }
    var counted: Set<TotalRows.Key> = []
    formulation.rows.totals.forEachRow { key, _ in if key.isChange { counted.insert(key) } }
    return baseline.assignments.reduce(0) { sum, entry in
      guard let demand = frame.index.demands[entry.demand], frame.project(demand) == copy else { return sum }
      let key = frame.index.staff[entry.staff].map {
        TotalRows.Key(staff: $0, demand: demand, period: entry.period, isChange: true)
      }
      guard isPossible.map({ $0 == (key.map(counted.contains) ?? false) }) ?? true else { return sum }
      return sum + entry.hours.doubleValue
    }
  }

  /// A column for the number of external people of each kind, which their time is in proportion to.
  mutating func addExternals() {
    for (staff, person) in frame.scenario.staff.enumerated() {
      guard let external = person.external else { continue }
      let heads = Double(external.heads)
      let column = addSwitch(.heads(staff: staff), cost: external.engagementCost.doubleValue, upper: heads)
      for slot in frame.slots.slots(of: staff) {
        if let row = formulation.rows.capacity[slot] { scale(row, by: column, share: 1 / heads) }
      }
      formulation.rows.overtime.forEachRow { owner, _, row in
        if owner == staff { scale(row, by: column, share: 1 / heads) }
      }
      scalePromises(of: staff, heads: heads, by: column)
      scaleShares(of: staff, heads: heads, by: column)
      scaleBounds(of: staff, heads: heads, by: column)
    }
  }

  /// Limits that are a share of people's time rise with who is engaged. (Where more of one is used up than there is without
  /// them, a line between nobody and all of them.)
  private mutating func scaleShares(of staff: Int, heads: Double, by column: Int) {
    for (number, limit) in frame.scenario.limits.enumerated() {
      guard case .share(let share) = limit.most else { continue }
      let entry = frame.limitIndex.entries[number]
      var hours = [Int64](repeating: 0, count: entry.spans.count)
      for (day, time) in frame.time[staff].contracted.enumerated() { hours[Int(entry.spanOfDay[day])] += time }
      for sum in 0..<entry.count {
        guard let row = formulation.rows.limits[number, sum], entry.staff(ofSum: sum).contains(staff) else { continue }
        let all = model.rowUpper[row]
        let rest = max(0, all - share.doubleValue * Double(hours[entry.span(ofSum: sum)]) / 1e6)
        add(column, row, (rest - all) / heads)
        setUpper(ofRow: row, rest)
      }
    }
  }

  /// What no row limits, but a bound: overtime of a slot, and work on a part of the days of one.
  private mutating func scaleBounds(of staff: Int, heads: Double, by column: Int) {
    var bounded: [Int] = []
    for (position, slot) in formulation.overtime.places.enumerated()
    where frame.slots[slot].staff == staff && formulation.rows.overtime[slot: slot] == nil {
      bounded.append(formulation.overtime.first + position)
    }
    for entry in formulation.work.entries.indices where formulation.work.pair(of: entry).staff == staff {
      let item = formulation.work.entries[entry]
      if item.days != frame.slots[item.slot].days { bounded += formulation.work.columns(of: entry) }
    }
    for (position, place) in formulation.operating.places.enumerated()
    where frame.slots[place.slot].staff == staff && place.days != frame.slots[place.slot].days {
      bounded.append(formulation.operating.first + position)
    }
    for part in bounded { addRow(upper: 0, [(part, 1), (column, -model.columnUpper[part] / heads)]) }
  }

  /// Promised shares of people's time are of those who are engaged. (Where hours are promised besides, or the start of the
  /// project is open too, they are taken as if all were.)
  private mutating func scalePromises(of staff: Int, heads: Double, by column: Int) {
    let id = open.index.staff.ids[staff]
    for promise in formulation.rows.commitments.promises where promise.staff == staff {
      let demand = frame.index.demands.ids[promise.demand]
      let isShare = frame.scenario.commitments.allSatisfy { commitment in
        guard commitment.staff == id, commitment.demand == demand else { return true }
        if case .share = commitment.amount { return true }
        return false
      }
      guard isShare, !open.isSwitched(open.copies[frame.project(promise.demand)].project) else { continue }
      if let row = promise.row.value {
        scale(row, by: column, share: 1 / heads)
      } else {
        moveConstant(frame.penalties.commitmentHour * promise.hours, to: column, share: 1 / heads)
      }
    }
  }

  /// A switch for each training: it takes regular time before, and without it work that asks for the skill cannot be done.
  mutating func addTrainings() {
    guard frame.scenario.staff.contains(where: { !$0.training.isEmpty }) else { return }
    var switches: [Int: [Int]] = [:]
    for (staff, person) in open.written.staff.enumerated() where !person.training.isEmpty {
      for place in person.training.indices {
        let column = addSwitch(.training(staff: staff, place: place), cost: person.training[place].cost.doubleValue)
        takeTime(of: staff, for: person.training[place], column)
        switches[staff, default: []].append(column)
      }
    }
    let without = Dictionary(
      uniqueKeysWithValues: Set(switches.values.flatMap { TrainingSet.all(of: $0.count) }).map {
        ($0, eligibility(without: $0))
      })
    for (staff, columns) in switches.sorted(by: { $0.key < $1.key }) { link(staff, columns, without) }
  }

  /// Who can do what without some trainings.
  private struct Untrained {
    var candidates: [Int: [Eligibility.Candidate]] = [:]
    var operators: [[Eligibility.Candidate]]
  }

  /// - Parameter set: the trainings that nobody has.
  private func eligibility(without set: TrainingSet) -> Untrained {
    var scenario = frame.scenario
    for person in scenario.staff.indices {
      scenario.staff[person].trained.removeAll { set.contains($0) }
    }
    let eligibility = Eligibility(scenario, frame.time)
    var found = Untrained(
      operators: frame.scenario.assets.map { asset in asset.operators.map { eligibility.operators(of: $0.skills) } ?? []
      })
    for (demand, item) in frame.demands.enumerated() {
      if let work = item.staff {
        found.candidates[demand] = eligibility.candidates(for: work, window: frame.windows[demand])
      }
    }
    return found
  }

  /// The regular time that a training takes, if it is the only one.
  private mutating func takeTime(of staff: Int, for training: StaffMember.Training, _ column: Int) {
    let lost = StaffTime.lost(to: [training], of: frame.time[staff].regular, frame.scenario.calendar.horizon)
    guard !lost.isEmpty else { return }
    let ofDay = Dictionary(lost.map { ($0.day, $0.hours) }, uniquingKeysWith: +)
    for slot in frame.slots.slots(of: staff) {
      guard let row = formulation.rows.capacity[slot] else { continue }
      var hours: Int64 = 0
      frame.slots[slot].days.forEach { hours += ofDay[frame.day(frame.slots[slot].period, $0)] ?? 0 }
      add(column, row, Double(hours) / 1e6)
    }
  }

  /// Work that cannot be done without all of a set of trainings is there with one of them alone, by period. (Of sets in
  /// which one is enough the smallest say most.)
  private mutating func link(_ staff: Int, _ switches: [Int], _ without: [TrainingSet: Untrained]) {
    var sets: [Int: [TrainingSet]] = [:]
    for set in TrainingSet.all(of: switches.count) {
      guard let untrained = without[set] else { continue }
      for (period, columns) in needing(staff, untrained).sorted(by: { $0.key < $1.key }) {
        let held = columns.filter { column in !(sets[column] ?? []).contains { $0.isSubset(of: set) } }
        guard !held.isEmpty else { continue }
        for column in held { sets[column, default: []].append(set) }
        // A little more than there is, so that time that is scarce has its price in row 1, where the checker looks for it.
        let most = -1.001 * capacity(of: staff, in: period)
        addRow(upper: 0, held.map { ($0, 1) } + set.places.map { (switches[$0], most) })
      }
    }
  }

  /// The columns of a person's work, by period, that nobody can do without some trainings.
  private func needing(_ staff: Int, _ untrained: Untrained) -> [Int: [Int]] {
    var byPeriod: [Int: [Int]] = [:]
    for (number, pair) in formulation.work.pairs.enumerated() where pair.staff == staff {
      let known = (untrained.candidates[pair.demand] ?? []).filter { Int($0.staff) == staff }
      for sum in pairPeriods[ofPair[number]] {
        let needing = sum.entries.filter { entry in
          let seat = known.first { Int($0.place ?? 0) == formulation.work.entries[entry].place }
          let days = formulation.work.entries[entry].days
          return seat.map { $0.days(in: sum.period, frame.days).intersection(days).isEmpty } ?? true
        }
        guard !needing.isEmpty else { continue }
        byPeriod[sum.period, default: []] += needing.flatMap { Array(formulation.work.columns(of: $0)) }
      }
    }
    for (position, operating) in formulation.operating.places.enumerated() {
      let slot = frame.slots[operating.slot]
      guard slot.staff == staff else { continue }
      let asset = frame.operated.list[operating.pair].asset
      let known = untrained.operators[asset].first { Int($0.staff) == staff }
      let isNew = known.map { $0.days(in: slot.period, frame.days).intersection(operating.days).isEmpty } ?? true
      if isNew { byPeriod[slot.period, default: []].append(formulation.operating.first + position) }
    }
    return byPeriod
  }
}
