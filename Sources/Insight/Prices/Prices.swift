// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers
internal import Planning

extension Explainer {
  /// What one more unit of something scarce is worth at the optimum of the scenario as it is, with the range in which that
  /// holds; some of them solved again with one unit more.
  ///
  /// The description of the format says what a unit is, under "Prices". Where the optimum is not known, the bottlenecks are
  /// those of the base plan, without ranges, and none is solved again. Where something is decided in whole numbers, they hold
  /// for the decisions as made.
  ///
  /// - Parameter most: so many are to be confirmed: the dearest of each kind in turn, of different people, skills, assets,
  ///   demands and projects first.
  package func confirmedBottlenecks(most: Int) async -> [Explanation.ConfirmedBottleneck] {
    if scenario.hasDecisions {
      return base.bottlenecks.map { Explanation.ConfirmedBottleneck($0, isAsDecided: true) }
    }
    guard let sensitivity = await sensitivity() else {
      return base.bottlenecks.map { Explanation.ConfirmedBottleneck($0) }
    }
    let skills = SkillHours(scenario, sensitivity).found
    var found = sensitivity.scarce.map { Scarce(unit: $0.unit, result: .init($0.bottleneck), hour: nil) }
    found += skills.map { Scarce(unit: $0.unit, result: .init($0.bottleneck), hour: $0) }
    found.sort { $0.result.bottleneck.isBefore($1.result.bottleneck) }
    // Ranges are those of the optimal basis, which a trial leaves.
    var ranges: [Double?] = []
    for index in found.indices {
      let range = sensitivity.range(of: found[index].unit)
      ranges.append(range)
      // An hour without end is an hour for ever: nothing else is ever scarce.
      found[index].result.bottleneck.validFor = range.flatMap(Self.units)
    }
    let isSmall = sensitivity.columnCount < Self.smallProgram
    var confirmed = 0
    let turns = most > 0 ? Self.inTurn(found) : []
    for index in turns.prefix(3 * most + 20) where confirmed < most && !Task.isCancelled {
      guard let trial = sensitivity.trial(of: found[index].unit, range: ranges[index]),
        let units = Millionths(nearest: trial.units), let saves = Millionths(nearest: trial.saves)
      else { continue }
      // A person with one hour may save more than that hour on one demand alone: only what is the price is certain.
      if found[index].hour != nil, !trial.confirmed { continue }
      // Somebody new may do several things on the day, or stand where the program has no column; and of strict priorities the
      // program knows what was reached, not what one more would be used for first.
      if scenario.policy.priorities == .strict || found[index].hour != nil && isSmall {
        guard await isConfirmed(found[index], trial, units: units) else { continue }
      }
      found[index].result.bottleneck.validFor = trial.validFor.flatMap(Self.units)
      found[index].result.isOneSided = trial.isOneSided
      found[index].result.tried = .init(units: units, saves: saves)
      found[index].result.confirmed = trial.confirmed
      found[index].result.patch = patched(found[index], units: units)?.text
      if trial.confirmed { confirmed += 1 }
    }
    return found.map(\.result)
  }

  /// Whether the scenario with more units, solved in its order, costs as much less as a trial says.
  private func isConfirmed(_ scarce: Scarce, _ trial: Sensitivity.Trial, units: Millionths) async -> Bool {
    guard trial.confirmed, let patched = patched(scarce, units: units), let plan = await solve(patched.scenario) else {
      return false
    }
    let saves = (base.objective.value - plan.objective.value).doubleValue
    return abs(saves - trial.saves) <= max(1e-6 * max(1, trial.saves), 1e-7 * abs(base.objective.value.doubleValue))
  }

  private struct Scarce {
    let unit: Sensitivity.Unit
    var result: Explanation.ConfirmedBottleneck
    /// For a skill.
    let hour: SkillHours.Hour?
  }

  private static func units(_ value: Double) -> Millionths? {
    value > 1e12 ? nil : Millionths(nearest: (value * 1_000_000).rounded(.down) / 1_000_000)
  }

  /// The order of trials, by index.
  private static func inTurn(_ entries: [Scarce]) -> [Int] {
    var seen: [String: Int] = [:]
    let sorted = entries.indices.sorted {
      let (left, right) = (entries[$0].result.bottleneck, entries[$1].result.bottleneck)
      return left.pricePerUnit != right.pricePerUnit ? left.pricePerUnit > right.pricePerUnit : $0 < $1
    }
    // The dearest of each id first, and of these the dearest of each kind.
    var rounds: [Plan.Bottleneck.Kind: Int] = [:]
    let ofIDs = sorted.map { index -> (index: Int, round: Int) in
      let bottleneck = entries[index].result.bottleneck
      let key = "\(bottleneck.kind.rawValue) \(bottleneck.id)"
      seen[key, default: 0] += 1
      return (index, seen[key] ?? 0)
    }
    let ordered = ofIDs.enumerated().sorted {
      $0.element.round != $1.element.round ? $0.element.round < $1.element.round : $0.offset < $1.offset
    }.map(\.element.index)
    let ofKinds = ordered.map { index -> (index: Int, round: Int) in
      let kind = entries[index].result.bottleneck.kind
      rounds[kind, default: 0] += 1
      return (index, rounds[kind] ?? 0)
    }
    return ofKinds.enumerated().sorted {
      $0.element.round != $1.element.round ? $0.element.round < $1.element.round : $0.offset < $1.offset
    }.map(\.element.index)
  }

  /// The patch that adds units; nil where the format has no word for them.
  private func patched(_ scarce: Scarce, units: Millionths) -> ScenarioPatch? {
    guard let count = Int64(exactly: units.count), let more = ExactDecimal(significand: count, scale: 6) else {
      return nil
    }
    switch scarce.unit {
    case .budget(let project):
      guard let raised = scenario.projects[project].budget?.adding(more) else { return nil }
      return ScenarioPatch(.budget(project: project, raised), of: scenario)
    case .overtime(let person):
      guard scenario.staff[person].headcount == 1, var terms = scenario.staff[person].overtime,
        let raised = terms.hoursTotal?.adding(more)
      else { return nil }
      terms.hoursTotal = raised
      return ScenarioPatch(.overtime(staff: person, terms), of: scenario)
    case .newHour, .newOperating:
      guard let hour = scarce.hour else { return nil }
      return ScenarioPatch(.newcomer(hour.person(units: more)), of: scenario)
    case .limit(let limit, _):
      guard scenario.limits.count > limit, case .hours(let most) = scenario.limits[limit].most,
        LimitIndex(scenario, ScenarioIndex(scenario)).entries[limit].count == 1, let raised = most.adding(more)
      else { return nil }
      return ScenarioPatch(.limit(limit, raised), of: scenario)
    case .staff, .asset, .pace: return nil
    }
  }
}

extension Plan.Bottleneck {
  fileprivate func isBefore(_ other: Plan.Bottleneck) -> Bool {
    if kind != other.kind { return kind.rawValue < other.kind.rawValue }
    if id != other.id { return id.utf8.lexicographicallyPrecedes(other.id.utf8) }
    return (period ?? -1) < (other.period ?? -1)
  }
}

/// What an hour of somebody new with one skill alone is worth, by skill and period.
struct SkillHours {
  /// An hour on one day, on the work where it is worth most.
  struct Hour {
    let unit: Sensitivity.Unit
    let bottleneck: Plan.Bottleneck
    private let cost: ExactDecimal
    private let day: Day
    private let id: String

    init(_ unit: Sensitivity.Unit, _ bottleneck: Plan.Bottleneck, cost: ExactDecimal, day: Day, id: String) {
      self.unit = unit
      self.bottleneck = bottleneck
      self.cost = cost
      self.day = day
      self.id = id
    }

    /// The one who has so many hours on that day.
    func person(units: ExactDecimal) -> StaffMember {
      StaffMember(
        id: id, name: id, skills: [.init(bottleneck.id, level: 5)], costPerHour: Dated(cost), hoursPerDay: Dated(units),
        employedFrom: day, employedTo: day)
    }
  }

  private(set) var found: [Hour] = []

  init(_ scenario: Scenario, _ sensitivity: Sensitivity) {
    let periods = scenario.calendar.periods
    let calendar = scenario.calendar.standard
    let id = Self.freeID(in: scenario)
    var best: [String: [Int: (unit: Sensitivity.Unit, price: Millionths, day: Day)]] = [:]
    var costs: [String: ExactDecimal] = [:]
    func offer(_ skill: String, _ period: Int, _ window: DayRange, _ unit: (_ costPerHour: Double) -> Sensitivity.Unit)
    {
      let days = periods[period].intersection(window)
      guard !days.isEmpty,
        let day = (days.first.number...days.last.number).lazy.map(Day.init(number:)).first(where: calendar.isWorked)
      else { return }
      let cost = costs[skill] ?? Self.medianCost(of: skill, in: scenario)
      costs[skill] = cost
      let unit = unit(cost.doubleValue)
      guard let price = sensitivity.price(of: unit).flatMap(Millionths.init(nearest:)), price.count > 10 else { return }
      if let known = best[skill]?[period], (known.price, -known.day.number) >= (price, -day.number) { return }
      best[skill, default: [:]][period] = (unit, price, day)
    }
    for (index, place) in scenario.demandPlaces.enumerated() {
      guard let work = scenario.demand(at: place).staff, work.crew.isEmpty,
        let skill = Self.onlySkill(work.requirements)
      else { continue }
      for period in periods.indices {
        offer(skill, period, scenario.window(of: place)) {
          .newHour(demand: index, period: period, costPerHour: $0, productivity: 1)
        }
      }
    }
    for (index, asset) in scenario.assets.enumerated() {
      guard let crew = asset.operators, crew.skills.count == 1, let skill = crew.skills.first?.name else { continue }
      for period in periods.indices {
        offer(skill, period, scenario.calendar.horizon) {
          .newOperating(asset: index, period: period, costPerHour: $0)
        }
      }
    }
    let unskilled = Self.unskilledWork(in: scenario)
    for (skill, hours) in best.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let cost = costs[skill]?.doubleValue ?? 0
      for (period, hour) in hours.sorted(by: { $0.key < $1.key })
      where !Self.isForCrew(skill, periods[period], in: scenario) {
        // Where work that asks for nothing is worth more, it is not the skill that is scarce.
        let isScarce = unskilled[period].allSatisfy { unit in
          (sensitivity.price(of: unit(period, cost)).flatMap(Millionths.init(nearest:)) ?? .zero) <= hour.price
        }
        guard isScarce else { continue }
        found.append(
          Hour(
            hour.unit,
            Plan.Bottleneck(
              kind: .skill, id: skill, period: period, days: periods[period], pricePerUnit: hour.price, validFor: nil),
            cost: costs[skill] ?? 0, day: hour.day, id: id))
      }
    }
  }

  /// Whether somebody with a skill and nothing else could take a place of a crew on some days: what that is worth depends on
  /// who else is there, so that the prices of hours do not say what another one saves.
  private static func isForCrew(_ skill: String, _ days: DayRange, in scenario: Scenario) -> Bool {
    scenario.demandPlaces.contains { place in
      guard let demand = scenario.demand(at: place).staff, !demand.crew.isEmpty,
        !days.intersection(scenario.window(of: place)).isEmpty
      else { return false }
      return demand.crew.contains { seat in
        asksForSkillsAlone(seat.requirements) && seat.requirements.skills.allSatisfy { $0.name == skill }
      }
    }
  }

  /// The skill that is all that a demand asks for.
  private static func onlySkill(_ demand: Requirements) -> String? {
    asksForSkillsAlone(demand) && demand.skills.count == 1 ? demand.skills.first?.name : nil
  }

  private static func asksForSkillsAlone(_ demand: Requirements) -> Bool {
    demand.anyOf.isEmpty && demand.certifications.isEmpty && demand.clearance == 0 && demand.locations == nil
      && demand.departments == nil
      && demand.only == nil
  }

  /// What anybody at all may do, by period.
  private static func unskilledWork(
    in scenario: Scenario
  ) -> [[(_ period: Int, _ costPerHour: Double) -> Sensitivity.Unit]] {
    let periods = scenario.calendar.periods
    var work = periods.map { _ in [(Int, Double) -> Sensitivity.Unit]() }
    for (index, place) in scenario.demandPlaces.enumerated() {
      guard let demand = scenario.demand(at: place).staff, demand.crew.isEmpty, demand.requirements.skills.isEmpty,
        asksForSkillsAlone(demand.requirements)
      else { continue }
      for (period, days) in periods.enumerated() where !days.intersection(scenario.window(of: place)).isEmpty {
        work[period].append { .newHour(demand: index, period: $0, costPerHour: $1, productivity: 1) }
      }
    }
    for (index, asset) in scenario.assets.enumerated() where asset.operators?.skills.isEmpty ?? false {
      for period in periods.indices {
        work[period].append { .newOperating(asset: index, period: $0, costPerHour: $1) }
      }
    }
    return work
  }

  /// The lower median of what those cost who hold a skill, or of all where nobody does; 0 where there is nobody at all.
  private static func medianCost(of skill: String, in scenario: Scenario) -> ExactDecimal {
    let holders = scenario.staff.filter { $0.skill(skill) != nil }
    let costs = (holders.isEmpty ? scenario.staff : holders).map(\.costPerHour.first).sorted()
    return costs.isEmpty ? 0 : costs[(costs.count - 1) / 2]
  }

  private static func freeID(in scenario: Scenario) -> String {
    let taken = Set(scenario.staff.map(\.id))
    var id = "one-more-hour"
    var number = 1
    while taken.contains(id) {
      number += 1
      id = "one-more-hour-\(number)"
    }
    return id
  }
}
