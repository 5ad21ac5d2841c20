// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// The scenario of a case with every project that may be moved at the same place of its possible weeks.
///
/// Of people whose number or trainings are open there are as many as can be; what each training adds is kept apart.
struct CaseView {
  /// Without trainings that are open.
  let base: DualBound
  /// With all of them.
  let high: DualBound
  /// With other sets of them, by number: a set of each person who has so many.
  let variants: [DualBound]
  let tables: DualBound.WorkTables
  let variantTables: [DualBound.WorkTables]
  /// Those of ``high``, where there are crews.
  let highTables: DualBound.WorkTables?
  /// Demands whose promises depend on what is open: no prices are looked at.
  let unsteady: Set<Int>
  /// The people whose trainings are open.
  let trainees: Set<Int>
  /// What is decided of who works on what.
  let work: [WorkDecision: Bool]
}

/// What a case leaves open of people, and the scenarios that follow from it.
struct CaseDomain {
  let decided: DecidedFacts
  let domain: DecisionDomain
  /// By person, the trainings that are open, and the sets of them that are looked at one by one.
  let open: [[Int]]
  let sets: [[TrainingSet]]

  /// Trainings that a person may get besides those that are decided on.
  struct TrainingSet {
    var places: [Int]
    /// What they cost at least.
    var cost: Double
    /// Whether the hours that they take are counted.
    var takesHours: Bool
  }

  /// So many trainings of a person are looked at in all combinations.
  private static let mostCombined = 4

  private var scenario: Scenario { decided.undecided.scenario }

  init(_ decided: DecidedFacts, _ domain: DecisionDomain) {
    self.decided = decided
    self.domain = domain
    let open = domain.trainings.map { choices in choices.indices.filter { choices[$0] == nil } }
    self.open = open
    let staff = decided.undecided.scenario.staff
    sets = open.indices.map { person in
      let places = open[person]
      func cost(_ place: Int) -> Double { staff[person].training[place].cost.doubleValue }
      guard places.count > Self.mostCombined else {
        return (1..<max(1, 1 << places.count)).map { number in
          let set = places.indices.filter { number >> $0 & 1 == 1 }.map { places[$0] }
          return TrainingSet(places: set, cost: set.reduce(0) { $0 + cost($1) }, takesHours: true)
        }
      }
      // More than can be combined are had for the price of the cheapest.
      return [TrainingSet(places: places, cost: places.map(cost).min() ?? 0, takesHours: false)]
    }
  }

  /// Whether the number of people or their trainings are open.
  var hasOpenPeople: Bool {
    open.contains { !$0.isEmpty } || domain.heads.contains { $0.lowerBound < $0.upperBound }
  }

  /// The places of possible weeks that are looked at.
  var places: Range<Int> { 0..<1 + (domain.weeks.map(\.upperBound).max() ?? 0) }

  /// The facts where projects are at a place.
  ///
  /// - Parameters:
  ///   - heads: how many are engaged of those who may be.
  ///   - more: the trainings of a person besides those decided on.
  func facts(at place: Int, heads: (ClosedRange<Int>) -> Int, _ more: (Int) -> [Int]) -> ScenarioFacts {
    var decisions = Decisions(for: scenario)
    for (project, weeks) in decided.possibleWeeks.enumerated() {
      decisions.weeks[project] = weeks[min(place, weeks.count - 1)]
    }
    for (person, range) in domain.heads.enumerated() { decisions.heads[person] = heads(range) }
    for (person, choices) in domain.trainings.enumerated() {
      decisions.trainings[person] = (choices.indices.filter { choices[$0] == true } + more(person)).sorted()
    }
    return decided.facts(decisions)
  }

  /// The view of a place; nil where prices have another shape.
  func view(
    at place: Int, _ prices: RowPrices, _ limits: PlanLimits?, _ objective: BoundObjective
  ) -> CaseView? {
    let base = facts(at: place, heads: \.upperBound) { _ in [] }
    let high = facts(at: place, heads: \.upperBound) { open[$0] }
    var unsteady: Set<Int> = []
    if hasOpenPeople, !scenario.commitments.isEmpty {
      let low = facts(at: place, heads: \.lowerBound) { _ in [] }
      unsteady = Set(scenario.commitments.compactMap { low.index.demands[$0.demand] }).filter { demand in
        func list(_ facts: ScenarioFacts) -> [[Cell: Rational]] {
          facts.promises.list.filter { $0.cell.demand == demand }.map { [$0.cell: $0.hours] }
        }
        return list(low) != list(high)
      }
    }
    var prices = prices
    for index in prices.commitments.indices where unsteady.contains(prices.commitments[index].demand) {
      prices.commitments[index].price = 0
    }
    let count = sets.map(\.count).max() ?? 0
    guard let first = DualBound(base, prices, limits, objective), let last = DualBound(high, prices, limits, objective)
    else { return nil }
    var variants: [DualBound] = []
    for number in 0..<count {
      let facts = facts(at: place, heads: \.upperBound) { person in
        sets[person].indices.contains(number) ? sets[person][number].places : []
      }
      guard let variant = DualBound(facts, prices, limits, objective) else { return nil }
      variants.append(variant)
    }
    return CaseView(
      base: first, high: last, variants: variants, tables: DualBound.WorkTables(first, withMostOvertime: true),
      variantTables: variants.map { DualBound.WorkTables($0, withMostOvertime: true) },
      highTables: base.demands.contains { $0.isCrew } ? DualBound.WorkTables(last) : nil, unsteady: unsteady,
      trainees: Set(open.indices.filter { !open[$0].isEmpty }), work: domain.work)
  }
}
