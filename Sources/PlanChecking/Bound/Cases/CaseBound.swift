// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The bound of one case: the Lagrangian bound by blocks. Rows that people and assets share have the same prices whatever
/// is decided; what is left is a problem of its own for each project, each kind of external people and each person who
/// may be trained, in which the best decision is looked for (Geoffrion, "Lagrangean relaxation for integer programming",
/// 1974).
///
/// What would join blocks is left out, which makes the bound lower and keeps it one: an order of demands of several projects
/// where one of them may be moved or left out.
struct CaseBound {
  private let facts: ScenarioFacts
  private let people: CaseDomain
  private let domain: DecisionDomain
  private let objective: BoundObjective
  private let views: [CaseView?]
  /// The people whose least hours of a week are those of the scenario as it is decided.
  private let keepsLeast: Set<Int>
  private let order: DemandOrder

  /// Nil where the prices have not the shape of the scenario's rows.
  init?(_ decided: DecidedFacts, _ one: BoundCase, _ limits: PlanLimits?, _ objective: BoundObjective) {
    guard let first = one.prices.first else { return nil }
    facts = decided.undecided
    domain = one.domain
    self.objective = objective
    let people = CaseDomain(decided, one.domain)
    self.people = people
    let needed = Set(one.domain.weeks.flatMap { Array($0) } + [0])
    var views: [CaseView?] = []
    for place in people.places {
      guard needed.contains(place) else {
        views.append(nil)
        continue
      }
      var prices = one.prices[min(place, one.prices.count - 1)]
      (prices.capacity, prices.overtimeDay, prices.overtimeWeek) = (
        first.capacity, first.overtimeDay, first.overtimeWeek
      )
      (prices.overtimeTotal, prices.limits, prices.asset) = (first.overtimeTotal, first.limits, first.asset)
      prices.shares = first.shares
      guard let view = people.view(at: place, prices, limits, objective) else { return nil }
      views.append(view)
    }
    self.views = views
    keepsLeast =
      facts.scenario.policy.minimumHoursPerWeek == nil
      ? []
      : Set(
        facts.staff.indices.filter { one.domain.heads[$0].count == 1 && people.sets[$0].isEmpty })
    order = DemandOrder(facts, one.domain)
  }

  /// - Parameter rows: further rows, as price and right-hand side.
  func lowerBound(besides rows: [(price: Double, side: Double)] = []) -> Double {
    guard let first = views[0] else { return -.infinity }
    var sum = LowerSum()
    for row in rows { sum.addRow(row.price, row.side) }
    first.base.addGreatestShare(&sum)
    first.base.addLimitsAndAssets(&sum)
    for hours in first.tables.changes.unknownHours { sum.addRow(first.tables.changeCost, hours) }
    addPeople(first, to: &sum)
    var gains = people.sets.map { $0.map { _ in 0.0 } }
    var time = ProjectTime(facts, domain.work)
    var joint: [Int: PlacedBlock] = [:]
    for project in facts.scenario.projects.indices {
      let least = least(of: project, &gains, &time, &joint)
      guard least < .infinity else { return .infinity }
      sum.add(least, magnitude: abs(least))
    }
    for group in order.groups where group.isAcross {
      let members = group.demands.compactMap { joint[$0] }
      guard members.count == group.demands.count else { continue }
      let least = least(of: group, members, isDone: false, &gains)
      guard least < .infinity else { return .infinity }
      sum.add(least, magnitude: abs(least))
    }
    time.add(to: &sum)
    addTrainings(first, gains, to: &sum)
    let result = sum.lowerBound
    return result.isNaN ? -.infinity : result
  }

  // MARK: People

  /// Rows 1 and 2. Those of external people grow with their number, as do their costs.
  private func addPeople(_ view: CaseView, to sum: inout LowerSum) {
    for (index, range) in domain.heads.enumerated() {
      guard let external = facts.scenario.staff[index].external else {
        view.base.addStaffRows(of: index, to: &sum)
        continue
      }
      guard range.upperBound > 0 else { continue }
      let cost = external.engagementCost.doubleValue * objective.value
      var rows = LowerSum()
      view.base.addStaffRows(of: index, to: &rows)
      let all = rows.lowerBound
      // Linear in their number, so that the least is at an end.
      let ends = [range.lowerBound, range.upperBound].map { heads in
        all * (Double(heads) / Double(range.upperBound)) + cost * Double(heads)
      }
      let size = abs(all) + cost * Double(range.upperBound)
      sum.add(ends.min() ?? 0, magnitude: 2 * size)
    }
  }

  /// What trainings cost, by what they take of row 1 and in money, and what they add, where that is less than nothing.
  private func addTrainings(_ view: CaseView, _ gains: [[Double]], to sum: inout LowerSum) {
    for (person, choices) in domain.trainings.enumerated() {
      for (place, choice) in choices.enumerated() where choice == true {
        sum.addRow(objective.value, facts.scenario.staff[person].training[place].cost.doubleValue)
      }
      var least = 0.0
      for (number, set) in people.sets[person].enumerated() {
        var part = LowerSum()
        part.addRow(objective.value, set.cost)
        part.add(gains[person][number], magnitude: abs(gains[person][number]))
        if set.takesHours {
          let (before, after) = (view.base.facts.staff[person], view.variants[number].facts.staff[person])
          for day in view.base.days.indices where view.base.prices.capacity[person, day] < 0 {
            let lost = before.capacity(in: day..<day + 1) - after.capacity(in: day..<day + 1)
            if lost > 0 { part.addRow(-view.base.prices.capacity[person, day], Double(fine: lost)) }
          }
        }
        least = min(least, part.lowerBound)
      }
      if least < 0 { sum.add(least, magnitude: -least) }
    }
  }

  /// A demand where its project is at a place of its possible weeks.
  private struct PlacedBlock {
    let block: DemandBlock
    let place: Int
  }

  /// Adds what sets of trainings add to a demand, for the highest of the prices of effort that were used.
  ///
  /// These are hours on days on which the person could not work on it without them. Whatever else limits what is done, they
  /// save no more than by themselves.
  private func addTrainings(
    of demand: Int, _ one: PlacedBlock, _ prices: [Double], to gains: inout [[Double]]
  ) {
    guard let view = views[one.place], var open = one.block.open, !view.variants.isEmpty else { return }
    for number in view.variants.indices {
      let able = Set(gains.indices.filter { gains[$0].indices.contains(number) })
      open.columns = view.further(number, on: demand, able)
      for person in able.sorted() { gains[person][number] += open.gain(of: person, prices: prices) }
    }
  }

  // MARK: Projects

  /// The least that a project contributes, over its possible weeks and whether it is done; infinity where it cannot be.
  private func least(
    of project: Int, _ gains: inout [[Double]], _ time: inout ProjectTime,
    _ joint: inout [Int: PlacedBlock]
  ) -> Double {
    let shift = facts.scenario.projects[project].shift
    let weeks = people.decided.possibleWeeks[project]
    let runs = [true, false].filter { choice in domain.runs[project].map { $0 == choice } ?? true }
    var least = Double.infinity
    var worst = people.sets.map { $0.map { _ in 0.0 } }
    for place in domain.weeks[project] {
      guard let view = views[place], weeks.indices.contains(place) else { return -.infinity }
      let delay = (shift?.costPerWeek.doubleValue ?? 0) * Double(weeks[place]) * objective.value
      var mine = people.sets.map { $0.map { _ in 0.0 } }
      for runs in runs {
        let value =
          runs
          ? done(project, view, place, &mine, &time, &joint)
          : undone(project, view)
        least = min(least, (value + delay) - LowerSum.relativeError * (abs(value) + delay))
      }
      for (person, numbers) in mine.enumerated() {
        for (number, gain) in numbers.enumerated() { worst[person][number] = min(worst[person][number], gain) }
      }
    }
    for (person, numbers) in worst.enumerated() {
      for (number, gain) in numbers.enumerated() { gains[person][number] += gain }
    }
    return least
  }

  /// What a project comes to where nothing of it is done.
  private func undone(_ project: Int, _ view: CaseView) -> Double {
    var sum = LowerSum()
    for demand in facts.demands.indices where facts.demands[demand].project == project {
      let nothing = view.nothing(of: demand)
      sum.add(nothing, magnitude: abs(nothing))
    }
    return sum.lowerBound
  }

  /// What a project comes to where it is done.
  private func done(
    _ project: Int, _ view: CaseView, _ place: Int, _ gains: inout [[Double]], _ time: inout ProjectTime,
    _ joint: inout [Int: PlacedBlock]
  ) -> Double {
    let isWhole = facts.scenario.projects[project].allOrNothing
    let demands = facts.demands.indices.filter { facts.demands[$0].project == project }
    var sum = LowerSum()
    if let budget = facts.scenario.projects[project].budget {
      sum.addRow(view.base.prices.budget[project], budget.doubleValue)
    }
    var blocks: [Int: PlacedBlock] = [:]
    for demand in demands {
      blocks[demand] = PlacedBlock(block: view.block(of: demand, keepsLeast: keepsLeast), place: place)
    }
    time.take(project, blocks.mapValues { $0.block.open?.columns }, view, isTrained: { !people.sets[$0].isEmpty })
    for demand in demands {
      guard let block = blocks[demand] else { continue }
      var value = 0.0
      if let group = order.group(of: demand) {
        if group.isAcross { joint[demand] = block }
        guard !group.isAcross, group.demands.first == demand else { continue }
        value = least(of: group, group.demands.compactMap { blocks[$0] }, isDone: isWhole, &gains)
      } else {
        var highest = (block.block.open?.rows ?? []).map { _ in -Double.infinity }
        value = block.block.least(
          .init(periods: 0..<facts.periodCount, share: isWhole ? 1 : 0, mayBeNothing: !isWhole), highest: &highest)
        addTrainings(of: demand, block, highest, to: &gains)
      }
      guard value < .infinity else { return .infinity }
      sum.add(value, magnitude: abs(value))
    }
    return sum.lowerBound
  }

  /// What demands come to of which some wait for others.
  private func least(
    of group: DemandOrder.Group, _ blocks: [PlacedBlock], isDone: Bool, _ gains: inout [[Double]]
  ) -> Double {
    var ordered = OrderedBlocks(group, blocks.map(\.block), periods: facts.periodCount, isDone: isDone)
    let least = ordered.least()
    for (block, one) in zip(blocks, ordered.highest) { addTrainings(of: one.demand, block, one.prices, to: &gains) }
    return least
  }
}
