// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The attribution of one unmet entry of a demand with a crew.
///
/// Each place is looked at as if it were a demand of its own. The reasons are those of the scarcest one: that whose people
/// have least hours left for each of those who take it. Where people in all places have hours left for all that is unmet,
/// they are never there at once.
struct CrewReasons {
  private let facts: PlanFacts
  private let entry: Plan.UnmetEntry
  private let subject: StaffReasons.Subject
  /// What is found of each place, with the hours of the crew that its people have left.
  private let places: [(reasons: StaffReasons, parts: [Reasons.Part], open: Int128)]

  init(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ subject: StaffReasons.Subject) {
    self.facts = facts
    self.entry = entry
    self.subject = subject
    places = subject.seats.map { seat in
      var reasons = StaffReasons(facts, entry, seat)
      let parts = reasons.parts()
      return (reasons, parts, reasons.open / Int128(seat.seat.count))
    }
  }

  /// The number of the scarcest place, the first of several.
  var scarcest: Int { places.indices.min { (places[$0].open, $0) < (places[$1].open, $1) } ?? 0 }

  /// The parts of what is unmet with their reasons, in hours for which all are there.
  func parts() -> [Reasons.Part] {
    let number = scarcest
    if places[number].open > 0, let tooFew { return [tooFew] }
    let count = Int128(subject.seats[number].seat.count)
    var steps = Attribution(unmet: entry.amount.count, wanted: entry.amount.count)
    for part in places[number].parts {
      let amount = part.amount / count
      if part.kind == .together {
        attributeFree(amount, part.detail, &steps)
      } else {
        steps.take(amount, part.kind, part.detail)
      }
    }
    // The budget may hold back two parts.
    var parts: [Reasons.Part] = []
    for part in steps.parts {
      if let known = parts.firstIndex(where: { $0.kind == part.kind && $0.detail == part.detail }) {
        parts[known].amount += part.amount
      } else {
        parts.append(part)
      }
    }
    // What is left is what was rounded down.
    if let largest = parts.indices.max(by: { parts[$0].amount < parts[$1].amount }) {
      parts[largest].amount += steps.left
    }
    return parts
  }

  /// Fewer people in all than are needed at the same time.
  private var tooFew: Reasons.Part? {
    let people = Set(subject.seats.flatMap { $0.candidates.map(\.staff) }).sorted()
    let heads = people.reduce(0) { $0 + facts.scenario.staff[$1].headcount }
    guard heads < subject.demand.heads else { return nil }
    let names = Wording.list(people.map { facts.scenario.staff[$0].name })
    return Reasons.Part(
      kind: .nobody, amount: entry.amount.count,
      detail:
        "Too few people: \(names) \(heads == 1 ? "is 1" : "are \(heads)"), and \(subject.demand.heads) are needed at "
        + "the same time")
  }

  /// The part that people in all places have hours left for: there is no money for it, it is not worth it, or they are never
  /// there at once.
  private func attributeFree(_ amount: Int128, _ detail: String, _ steps: inout Attribution) {
    let (project, currency) = (facts.places[subject.index].project, facts.scenario.currency)
    let budget = facts.budgetSentence(project)
    if facts.bindingBudgets.contains(project) {
      steps.take(amount, .budget, budget)
      return
    }
    var left = amount
    if let hour {
      if let money = facts.budgetLeft(project) {
        let affordable = WholeAmounts.product(money, 1_000_000, over: max(1, hour.charged))
        steps.take(left - min(left, affordable), .budget, budget)
        left = min(left, affordable)
      }
      let penalty = WholeAmounts.product(entry.cost.count, 1_000_000, over: entry.amount.count)
      if hour.cost >= penalty {
        steps.take(
          left, .notWorthIt,
          "An hour of its \(subject.demand.heads) people would cost \(Wording.money(hour.cost, currency)), "
            + facts.worth(of: subject.index, penalty, isUnitDays: false))
        return
      }
    }
    steps.take(left, .together, detail)
  }

  /// The least that an hour of the whole crew costs; nil where somebody has none left.
  private var hour: (cost: Int128, charged: Int128)? {
    var sum: (cost: Int128, charged: Int128) = (0, 0)
    for (place, seat) in zip(places, subject.seats) {
      guard let cheapest = place.reasons.cheapest else { return nil }
      sum.cost += Int128(seat.seat.count) * cheapest.cost
      sum.charged += Int128(seat.seat.count) * cheapest.charged
    }
    return sum
  }
}

extension StaffReasons {
  /// The scarcest place of a demand's crew; what the demand asks for where it has none.
  static func scarcest(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ index: Int, _ demand: StaffDemand) -> Seat {
    let seats = demand.seats
    guard seats.count > 1 else { return seats[0] }
    return seats[CrewReasons(facts, entry, Subject(facts, index: index, demand: demand)).scarcest]
  }
}
