// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

extension DecisionProgram {
  /// A point with the decisions of a plan: whole columns have their values, all others are 0.
  ///
  /// What a plan does not say of days (how many units of an asset are used on which of several parts of a period) is taken to
  /// be the same on all.
  ///
  /// - Parameter plan: one of the scenario as written.
  func point(of plan: Plan) -> [Double] {
    var point = [Double](repeating: 0, count: model.columnCount)
    let decisions = Decisions(
      starts: plan.starts ?? [], trainings: plan.trainings ?? [], engaged: plan.engaged ?? [], for: open.written,
      open.index)
    let hours = PlannedHours(plan, open.index)
    for (place, what) in switches.enumerated() {
      let column = first + place
      let value = value(of: what, decisions, hours, plan)
      point[column] = max(model.columnLower[column], min(model.columnUpper[column], value))
    }
    return point
  }

  private func value(of what: Switch, _ decisions: Decisions, _ hours: PlannedHours, _ plan: Plan) -> Double {
    func isMeant(_ copy: Int) -> Bool { open.copies[copy].weeks == decisions.weeks[open.copies[copy].project] }
    func isOn(_ condition: Bool) -> Double { condition ? 1 : 0 }
    switch what {
    case .copy(let copy):
      return isOn(isMeant(copy) && !plan.leavesUndone(open.written.projects[open.copies[copy].project]))
    case .undone(let project): return isOn(plan.leavesUndone(open.written.projects[project]))
    case .heads(let staff): return Double(decisions.heads[staff])
    case .training(let staff, let place): return isOn(decisions.trainings[staff].contains(place))
    case .team(let demand):
      return isOn(isMeant(frame.project(demand)) && hours.firstPeriod[open.origin[demand]] != nil)
    case .member(let pair):
      guard isMeant(frame.project(formulation.work.pairs[pair].demand)) else { return 0 }
      return Double(members(pair, hours))
    case .project(let staff, let project, let period):
      return isOn(hours.projects(of: staff, in: period).contains(project))
    case .least(let pair, let period):
      let item = formulation.work.pairs[pair]
      return isOn(isMeant(frame.project(item.demand)) && hours[item.staff, open.origin[item.demand], period] > 0)
    case .begun(let demand, let period): return isOn(hours.firstPeriod[demand].map { $0 <= period } ?? false)
    case .met(let demand, let share): return isOn(isMet(demand, share, plan))
    case .units(let use): return isMeant(frame.project(formulation.use.places[use].demand)) ? units(use, plan) : 0
    case .changed(let staff, let demand, let period):
      let before = limits?.changes?[open.index.staff.ids[staff], open.index.demands.ids[demand], period].doubleValue
      return isOn(abs(hours[staff, demand, period] - (before ?? 0)) > 5e-7)
    }
  }

  /// The heads of a pair that its hours take, in the period that takes most.
  private func members(_ pair: Int, _ hours: PlannedHours) -> Int {
    let item = formulation.work.pairs[pair]
    let heads = Double(frame.scenario.staff[item.staff].headcount)
    return pairPeriods[ofPair[pair]].map { sum in
      let worked = hours[item.staff, open.origin[item.demand], sum.period]
      guard worked > 0 else { return 0 }
      return max(1, Int((worked / max(1e-9, sum.capacity) * heads - 1e-9).rounded(.up)))
    }.max() ?? 0
  }

  private func isMet(_ demand: Int, _ share: ExactDecimal, _ plan: Plan) -> Bool {
    let id = open.index.demands.ids[demand]
    let unmet = plan.unmet.lazy.filter { $0.demand == id }.reduce(0) { $0 + $1.amount.doubleValue }
    let wanted = open.copiesOfDemand[demand].map { self.wanted($0).reduce(0, +) }.max() ?? 0
    return unmet <= (1 - min(1, share.doubleValue)) * wanted + 1e-6 && !plan.leavesUndone(project(ofWritten: demand))
  }

  private func project(ofWritten demand: Int) -> Project {
    open.written.projects[open.index.demandPlaces[demand].project]
  }

  private func units(_ use: Int, _ plan: Plan) -> Double {
    let place = formulation.use.places[use]
    let period = frame.assetSlots[place.slot].period
    let days = frame.assetSlots[period: period].reduce(0) {
      $0 + frame.wantedDays(place.demand, frame.assetSlots[$1]).count
    }
    let (asset, demand) = (open.index.assets.ids[place.asset], open.index.demands.ids[open.origin[place.demand]])
    let used = plan.assetUse.lazy.filter { $0.asset == asset && $0.demand == demand && $0.period == period }
      .reduce(0) { $0 + $1.unitDays.doubleValue }
    return (used / Double(max(1, days)) + 1e-9).rounded(.down)
  }
}

/// The hours of a plan by person, demand as written, and period.
private struct PlannedHours {
  private struct Key: Hashable {
    let staff, demand, period: Int
  }
  private var hours: [Key: Double] = [:]
  private(set) var firstPeriod: [Int: Int] = [:]
  private var projectsOfPeriod: [Key: Set<Int>] = [:]

  init(_ plan: Plan, _ index: ScenarioIndex) {
    for entry in plan.assignments where entry.hours > .zero {
      guard let staff = index.staff[entry.staff], let demand = index.demands[entry.demand] else { continue }
      hours[Key(staff: staff, demand: demand, period: entry.period), default: 0] += entry.hours.doubleValue
      firstPeriod[demand] = min(firstPeriod[demand] ?? entry.period, entry.period)
      projectsOfPeriod[Key(staff: staff, demand: 0, period: entry.period), default: []].insert(
        index.demandPlaces[demand].project)
    }
  }

  /// Those that a person works on in a period.
  func projects(of staff: Int, in period: Int) -> Set<Int> {
    projectsOfPeriod[Key(staff: staff, demand: 0, period: period)] ?? []
  }

  subscript(_ staff: Int, _ demand: Int, _ period: Int) -> Double {
    hours[Key(staff: staff, demand: demand, period: period)] ?? 0
  }
}
