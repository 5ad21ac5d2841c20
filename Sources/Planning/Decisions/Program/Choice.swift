// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// All decisions of a plan: with them what is left is a linear program.
struct Choice: Sendable, Hashable {
  /// Those that make another scenario.
  var decisions: Decisions
  /// What the amounts are limited to, so that the other decisions are kept.
  var limits: PlanLimits

  /// The scenario with its decisions made.
  func scenario(_ written: Scenario) -> Scenario { written.decided(decisions) }

  /// The same with a little more wherever there is a least: rounding units of equipment up takes some millionths of hours.
  var raised: Choice {
    var choice = self
    choice.limits.hours = limits.hours.mapValues { ranges in
      ranges.mapValues { range in
        guard range.lowerBound > .zero else { return range }
        let least = min(range.upperBound, range.lowerBound + Self.rounding)
        return least...range.upperBound
      }
    }
    return choice
  }

  /// More than rounding takes.
  private static let rounding = Millionths(count: 20)
}

extension DecisionProgram {
  /// The decisions that a point of the program comes to: whole columns are rounded, hours are not looked at but to tell on
  /// which periods those who do least are held.
  func choice(_ point: [Double]) -> Choice {
    func value(_ what: Switch) -> Double { column(what).map { point[$0] } ?? 0 }
    func isOn(_ what: Switch) -> Bool { value(what) > 0.5 }
    var decisions = Decisions(for: open.written)
    var limits = PlanLimits()
    var meant = [Bool](repeating: true, count: open.copies.count)
    for (number, copy) in open.copies.enumerated() where open.isSwitched(copy.project) {
      meant[number] = isOn(.copy(number))
      if meant[number] { decisions.weeks[copy.project] = copy.weeks }
    }
    for (project, item) in open.written.projects.enumerated() where item.allOrNothing {
      let demands = open.index.demandPlaces.indices.filter { open.index.demandPlaces[$0].project == project }
      if isOn(.undone(project: project)) {
        decisions.weeks[project] = 0
        for demand in demands { limits.closed.insert(open.index.demands.ids[demand]) }
      } else {
        for demand in demands { limits.met.insert(open.index.demands.ids[demand]) }
      }
    }
    for (staff, person) in open.written.staff.enumerated() {
      if person.external != nil { decisions.heads[staff] = Int(value(.heads(staff: staff)).rounded()) }
      decisions.trainings[staff] = person.training.indices.filter { isOn(.training(staff: staff, place: $0)) }
    }
    for pair in formulation.work.pairs.indices where meant[frame.project(formulation.work.pairs[pair].demand)] {
      limit(pair, point, decisions, &limits)
    }
    limitUnits(point, meant, &limits)
    limitUnmet(point, meant, &limits)
    return Choice(decisions: decisions, limits: limits)
  }

  /// The hours of a pair by period, as its switches have them.
  private func limit(_ pair: Int, _ point: [Double], _ decisions: Decisions, _ limits: inout PlanLimits) {
    let item = formulation.work.pairs[pair]
    let demand = open.origin[item.demand]
    let place = PlanLimits.Place(open.index.staff.ids[item.staff], open.index.demands.ids[demand])
    let heads = Double(frame.scenario.staff[item.staff].headcount)
    var ranges: [Int: ClosedRange<Millionths>] = [:]
    let members = frame.demands[item.demand].staff?.team.map { _ in
      column(.member(pair: pair)).map { point[$0].rounded() } ?? 0
    }
    let run = column(.team(demand: item.demand)).map { point[$0] > 0.5 } ?? true
    var least: [(period: Int, hours: Double)] = []
    for sum in pairPeriods[ofPair[pair]] {
      let hours = sum.columns.reduce(0) { $0 + point[$1] }
      var most = Double.infinity
      var lower = 0.0
      if let members {
        most = run ? min(most, members * sum.capacity / max(1, heads)) : 0
        least.append((sum.period, hours))
      }
      let project = open.copies[frame.project(item.demand)].project
      if let column = column(.project(staff: item.staff, project: project, period: sum.period)), point[column] < 0.5 {
        most = 0
      }
      if let column = column(.least(pair: pair, period: sum.period)) {
        if point[column] > 0.5 { lower = leastHours(sum, engaged: decisions.heads[item.staff]) ?? 0 } else { most = 0 }
      } else if let hours = leastHours(sum), hours > sum.most + 1e-6 {
        most = 0
      }
      if !isAllowed(demand, in: sum.period, point) { most = 0 }
      if let hours = unchanged(item.staff, demand, sum.period, point) {
        ranges[sum.period] = hours...hours
        continue
      }
      guard most < sum.capacity || lower > 0 else { continue }
      let upper = max(lower, min(most, 1e9))
      ranges[sum.period] = Self.range(lower, upper)
    }
    if let members, run, members > 0.5 { hold(least, &ranges, atLeast: members) }
    if !ranges.isEmpty { limits.hours[place] = ranges }
  }

  /// The hours in force of a person on a demand as written, where they stay; nil where they may change.
  private func unchanged(_ staff: Int, _ demand: Int, _ period: Int, _ point: [Double]) -> Millionths? {
    guard let changes = self.limits?.changes else { return nil }
    if let column = column(.changed(staff: staff, demand: demand, period: period)), point[column] > 0.5 { return nil }
    return changes[open.index.staff.ids[staff], open.index.demands.ids[demand], period]
  }

  private static func range(_ lower: Double, _ upper: Double) -> ClosedRange<Millionths> {
    let least = Int128((lower * 1e6 - 1e-3).rounded(.up))
    let most = Int128((upper * 1e6 + 1e-3).rounded(.down))
    return Millionths(count: max(0, least))...Millionths(count: max(0, least, most))
  }

  /// Each member of a team works an hour in all: where it works now.
  private func hold(
    _ hours: [(period: Int, hours: Double)], _ ranges: inout [Int: ClosedRange<Millionths>], atLeast least: Double
  ) {
    // In millionths: what is held of a part is not above what is there, so that all of it can be kept.
    var missing = Int128((least * 1e6).rounded())
    for part in hours.sorted(by: { $0.hours == $1.hours ? $0.period < $1.period : $0.hours > $1.hours })
    where missing > 0 {
      let known = ranges[part.period]
      let there = Int128((part.hours * 1e6 + 1e-3).rounded(.down))
      let here = min(missing, there, known?.upperBound.count ?? there)
      guard here > 0 else { continue }
      missing -= here
      let lower = max(known?.lowerBound.count ?? 0, here)
      let upper = max(lower, known?.upperBound.count ?? Self.unlimited)
      ranges[part.period] = Millionths(count: lower)...Millionths(count: upper)
    }
  }

  /// More than anybody works.
  private static let unlimited: Int128 = 1_000_000_000_000_000

  /// Whether the order of work lets a demand as written have hours in a period.
  private func isAllowed(_ demand: Int, in period: Int, _ point: [Double]) -> Bool {
    if let begun = column(.begun(demand: demand, period: period)) { if point[begun] < 0.5 { return false } }
    for waiting in waiting[demand] {
      // The last period of who waits stands for all after it.
      let look = min(waiting.last, period + waiting.lag)
      if let begun = column(.begun(demand: waiting.demand, period: look)), point[begun] > 0.5 { return false }
    }
    return true
  }

  /// What others wait for stays met as far as they do: of what is wanted in all, or of each period as now.
  private func limitUnmet(_ point: [Double], _ meant: [Bool], _ limits: inout PlanLimits) {
    var share: [Int: Double] = [:]
    for (place, what) in switches.enumerated() {
      guard case .met(let demand, let wanted) = what, point[first + place] > 0.5 else { continue }
      share[demand] = max(share[demand] ?? 0, min(1, wanted.doubleValue))
    }
    for (demand, share) in share {
      guard let copy = open.copiesOfDemand[demand].first(where: { meant[frame.project($0)] }) else { continue }
      let all = wanted(copy)
      var unmet = [Double](repeating: 0, count: all.count)
      for (position, place) in formulation.unmet.places.enumerated() where place.demand == copy {
        unmet[place.position] = max(0, point[formulation.unmet.first + position])
      }
      let left = max(0, (1 - share) * all.reduce(0, +) - unmet.reduce(0, +)) / Double(max(1, all.count))
      limits.unmet[open.index.demands.ids[demand]] = unmet.map { $0 + left }
    }
  }

  /// The whole units of each use of an indivisible asset.
  private func limitUnits(_ point: [Double], _ meant: [Bool], _ limits: inout PlanLimits) {
    for (position, place) in formulation.use.places.enumerated() where meant[frame.project(place.demand)] {
      guard let column = column(.units(use: position)) else { continue }
      let slot = frame.assetSlots[place.slot]
      let days = frame.wantedDays(place.demand, slot)
      let key = PlanLimits.Place(
        open.index.assets.ids[place.asset], open.index.demands.ids[open.origin[place.demand]])
      let units = Int(point[column].rounded())
      days.forEach { limits.units[key, default: [:]][frame.day(slot.period, $0)] = units }
      let before = limits.assetUse[key]?[slot.period]?.upperBound ?? .zero
      let sum = before + Millionths(count: Int128(units * days.count) * 1_000_000)
      limits.assetUse[key, default: [:]][slot.period] = sum...sum
    }
  }
}
