// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Decisions about who works on what: teams, projects at a time, least hours, order, whole units.
extension DecisionProgram {
  /// A switch for each demand that asks for a team, and a column for each possible member.
  mutating func addTeams() {
    for demand in frame.demands.indices {
      guard let team = frame.demands[demand].staff?.team else { continue }
      let run = addSwitch(.team(demand: demand))
      if let copy = column(.copy(frame.project(demand))) { addRow(upper: 0, [(run, 1), (copy, -1)]) }
      let wanted = wanted(demand)
      var members: [(column: Int, value: Double)] = []
      var most = 0
      for pair in pairs(of: demand) {
        guard let (column, heads) = addMember(pair, wanted: wanted.reduce(0, +)) else { continue }
        members.append((column, 1))
        most += heads
      }
      if most < team.min { fix(run, at: 0) }
      addRow(lower: 0, members + [(run, -Double(team.min))])
      addRow(upper: 0, members + [(run, -Double(min(team.max ?? most, most)))])
      addEffortLimit(of: demand, wanted, run)
    }
  }

  /// No effort without a team.
  private mutating func addEffortLimit(of demand: Int, _ wanted: [Double], _ run: Int) {
    var parts = [[(column: Int, value: Double)]](repeating: [], count: wanted.count)
    for pair in pairs(of: demand) {
      let eta = formulation.work.pairs[pair].productivity
      for sum in pairPeriods[ofPair[pair]] {
        parts[wanted.count == 1 ? 0 : sum.period] += sum.columns.map { ($0, eta) }
      }
    }
    for (place, part) in parts.enumerated() where !part.isEmpty {
      teamRows.append((addRow(upper: 0, part + [(run, -wanted[place])]), demand, place))
    }
  }

  /// A column for how many of a pair's people are on the team; nil where nobody could work an hour.
  private mutating func addMember(_ pair: Int, wanted: Double) -> (column: Int, heads: Int)? {
    let (staff, eta) = (formulation.work.pairs[pair].staff, formulation.work.pairs[pair].productivity)
    let sums = pairPeriods[ofPair[pair]]
    let heads = frame.scenario.staff[staff].headcount
    let possible = min(sums.reduce(0) { $0 + $1.capacity }, wanted / max(1e-9, eta))
    let most = min(heads, Int(possible))
    guard heads > 0, most > 0 else {
      for sum in sums { for column in sum.columns { setUpper(column, 0) } }
      return nil
    }
    let column = addSwitch(.member(pair: pair), upper: Double(most))
    var all: [(column: Int, value: Double)] = []
    for sum in sums {
      // One head has its part of the time, and nobody works more than is wanted.
      let limit = min(sum.capacity / Double(heads), sum.most)
      addRow(upper: 0, sum.columns.map { ($0, 1) } + [(column, -limit)])
      all += sum.columns.map { ($0, 1) }
    }
    // An hour, and what rounding down to the grid may take of its parts; what is in force is rounded already.
    let rounding = limits == nil ? 1e-6 * Double(min(3, sums.count)) : 0
    addRow(lower: 0, all + [(column, -1 - rounding)])
    if heads == 1, sums.reduce(0, { $0 + $1.most }) * eta > wanted {
      addRow(upper: 0, all.map { ($0.column, eta) } + [(column, -wanted)])
    }
    if let engaged = self.column(.heads(staff: staff)) { addRow(upper: 0, [(column, 1), (engaged, -1)]) }
    return (column, most)
  }

  /// Switches for the projects that a person works on in a period, where more are possible than allowed.
  mutating func addProjectsAtATime() {
    for (staff, person) in frame.scenario.staff.enumerated() {
      guard let most = person.maxProjects else { continue }
      var sums: [Int: [Int: [Int]]] = [:]
      for (number, pair) in formulation.work.pairs.enumerated() where pair.staff == staff {
        let project = open.copies[frame.project(pair.demand)].project
        for place in ofPair[number] where pairPeriods[place].most > 0 {
          sums[pairPeriods[place].period, default: [:]][project, default: []].append(place)
        }
      }
      for (period, projects) in sums.sorted(by: { $0.key < $1.key }) where projects.count > most {
        let capacity = capacity(of: staff, in: period)
        var all: [(column: Int, value: Double)] = []
        for (project, places) in projects.sorted(by: { $0.key < $1.key }) {
          let column = addSwitch(.project(staff: staff, project: project, period: period))
          all.append((column, 1))
          for place in places where places.count > 1 || pairPeriods[place].most < capacity {
            let row = addRow(
              upper: 0, pairPeriods[place].columns.map { ($0, 1) } + [(column, -pairPeriods[place].most)])
            projectRows.append((row, [place]))
          }
          if places.count > 1 || pairPeriods[places[0]].most >= capacity {
            let row = addRow(
              upper: 0, places.flatMap { pairPeriods[$0].columns }.map { ($0, 1) } + [(column, -capacity)])
            projectRows.append((row, places))
          }
        }
        addRow(upper: Double(most), all)
      }
    }
  }

  /// The least hours of a pair in a period, where it works at all; nil where nothing is asked.
  ///
  /// - Parameter engaged: how many people of an external kind there are: the least is no more than their time.
  func leastHours(_ sum: PairPeriod, engaged: Int = 1) -> Double? {
    var days = DaySet()
    for entry in sum.entries { days = days.union(formulation.work.entries[entry].days) }
    let staff = formulation.work.pairs[sum.pair].staff
    let share = frame.scenario.staff[staff].external.map { Double(engaged) / Double(max(1, $0.heads)) } ?? 1
    return frame.leastHours(of: staff, on: days, in: sum.period, useful: sum.useful, share: share)
  }

  /// A switch for each pair and period: at least the least hours, or none.
  mutating func addLeastHours() {
    guard frame.scenario.policy.minimumHoursPerWeek != nil else { return }
    for sum in pairPeriods {
      guard let least = leastHours(sum), least > 0 else { continue }
      // Hours that are few whatever is done.
      if sum.most < least - 1e-6 {
        for column in sum.columns { setUpper(column, 0) }
        continue
      }
      let column = addSwitch(.least(pair: sum.pair, period: sum.period))
      if sum.most <= least + 1e-6 {
        // All of it or nothing.
        addRow(lower: 0, upper: 0, sum.columns.map { ($0, 1) } + [(column, -sum.most)])
        continue
      }
      addRow(upper: 0, sum.columns.map { ($0, 1) } + [(column, -max(sum.most, least))])
      addRow(lower: 0, sum.columns.map { ($0, 1) } + [(column, -min(sum.most, least))])
    }
  }

  /// Whole units of indivisible assets: as many on each day of a slot.
  mutating func addWholeUnits() {
    for (position, place) in formulation.use.places.enumerated()
    where place.equipment == nil && frame.scenario.assets[place.asset].indivisible {
      let slot = frame.assetSlots[place.slot]
      let days = Double(frame.wantedDays(place.demand, slot).count)
      let column = formulation.use.first + position
      guard days > 0 else { continue }
      var least = Int128.max
      slot.days.forEach { least = min(least, frame.units[place.asset, frame.day(slot.period, $0)]) }
      let units = min(Double(nearest: least) / 1e12, frame.demands[place.demand].asset?.units.doubleValue ?? 0)
      let whole = addSwitch(.units(use: position), upper: (units + 1e-9).rounded(.down))
      addRow(lower: 0, upper: 0, [(column, 1), (whole, -days)])
    }
    tightenAssets()
    tightenUnmet()
  }

  /// What is left of an asset beside whole units is of no use, where it is used for nothing else.
  private mutating func tightenAssets() {
    let equipment = Set(frame.equipment.joined().map(\.asset))
    for (asset, item) in frame.scenario.assets.enumerated() where item.indivisible && !equipment.contains(asset) {
      for number in 0..<frame.assetSlots.count {
        guard let row = formulation.rows.equipment.assets[asset, number].value else { continue }
        let slot = frame.assetSlots[number]
        var units: Int128 = 0
        slot.days.forEach { units += frame.units[asset, frame.day(slot.period, $0)] / 1_000_000_000_000 }
        setUpper(ofRow: row, min(model.rowUpper[row], Double(nearest: units)))
      }
    }
  }

  /// What a demand wants beside whole units is unmet, where it can only have whole ones.
  private mutating func tightenUnmet() {
    for (position, place) in formulation.unmet.places.enumerated() {
      guard let wanted = frame.demands[place.demand].asset,
        !open.isSwitched(open.copies[frame.project(place.demand)].project),
        frame.scenario.assets.allSatisfy({ $0.indivisible || !wanted.matches($0) }),
        let row = formulation.rows.effort[place.demand, place.position]
      else { continue }
      let units = wanted.units.doubleValue
      let column = formulation.unmet.first + position
      let share = (units - units.rounded(.down)) / max(1e-9, units)
      setRange(column, min(model.columnUpper[column], share * model.rowUpper[row])...model.columnUpper[column])
    }
  }
}
