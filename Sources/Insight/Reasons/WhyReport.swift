// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension Explanation.Why {
  /// Says whether a person may work on a demand, and each thing that stands in the way.
  ///
  /// - Parameters:
  ///   - staff: the id of the person.
  ///   - demand: the id of a staff demand.
  ///   - plan: what the person works on.
  /// - Returns: nil where the scenario has no such person or no such staff demand.
  package init?(staff: String, demand id: String, in scenario: Scenario, plan: Plan) {
    let facts = PlanFacts(scenario, plan, nil)
    guard let person = facts.staffIndex[staff], let index = facts.demandIndex[id],
      let demand = scenario.demand(at: facts.places[index]).staff
    else { return nil }
    // Of the places of a crew the first one that the person may take, else the first one that least stands in the way of.
    let answers = demand.seats.map { WhyReport(facts, person: person, index: index, demand: $0.requirements).why }
    let fewest = answers.map(\.reasons.count).min()
    guard let answer = answers.first(where: \.eligible) ?? answers.first(where: { $0.reasons.count == fewest }) else {
      return nil
    }
    self = answer
  }
}

/// What stands between a person and a demand.
private struct WhyReport {
  let facts: PlanFacts
  let index: Int
  let number: Int
  let demand: Requirements
  let person: StaffMember
  let window: DayRange

  init(_ facts: PlanFacts, person number: Int, index: Int, demand: Requirements) {
    self.facts = facts
    self.index = index
    self.number = number
    self.demand = demand
    person = facts.scenario.staff[number]
    window = facts.scenario.window(of: facts.places[index])
  }

  var why: Explanation.Why {
    var obstacles = skillObstacles + alternativeObstacles + certificateObstacles + otherObstacles
    let days = facts.candidates(for: demand, window: window).first { $0.staff == number }?.days
    if obstacles.isEmpty, days?.isEmpty ?? true {
      obstacles.append(
        "\(person.name) never \(person.headcount > 1 ? "meet" : "meets") all that \(name) asks for on the same day \(Wording.during(window))"
      )
    }
    let time = facts.time[number]
    let available = days.map { $0.isEmpty ? 0 : time.regular($0) } ?? 0
    if obstacles.isEmpty, available == 0 {
      obstacles.append(
        "\(person.name) \(isOrAre) not there \(Wording.during(days ?? window)): "
          + (time.notEmployed(window) >= time.regular(window, .contracted)
            ? "not employed" : "absent or without working time"))
    }
    let assigned = facts.periods.indices.reduce(Int128(0)) { sum, period in
      sum + facts.hours(of: number, on: index, in: period)
    }
    return Explanation.Why(
      staff: person.id, demand: facts.demandID(index), eligible: obstacles.isEmpty,
      reasons: obstacles.isEmpty ? possibilities(days ?? window, available, assigned) : obstacles,
      available: Millionths(count: available), assigned: Millionths(count: assigned))
  }

  private var name: String { facts.demandName(index) }
  /// A pool of people has a name in the plural.
  private var has: String { person.headcount > 1 ? "have" : "has" }
  private var isOrAre: String { person.headcount > 1 ? "are" : "is" }

  private func validity(_ what: String, _ from: Day?, _ until: Day?) -> String? {
    let days = window.intersection(DayRange(from ?? window.first, until ?? window.last))
    guard days.isEmpty else { return nil }
    let when = [from.map { "from \($0)" }, until.map { "until \($0)" }].compactMap { $0 }.joined(separator: " ")
    return "\(person.name) \(has) \(what) only \(when), and \(name) is \(Wording.during(window))"
  }

  private var skillObstacles: [String] {
    demand.skills.compactMap { wanted in
      guard let skill = person.skill(wanted.name) else {
        return
          "\(person.name) \(person.headcount > 1 ? "do" : "does") not have \(wanted.name), and \(name) asks for level \(wanted.level)"
      }
      guard skill.level >= wanted.level else {
        return "\(person.name) \(has) \(wanted.name) \(skill.level), and \(name) asks for level \(wanted.level)"
      }
      return validity("\(wanted.name) \(skill.level)", skill.from, skill.until)
    }
  }

  /// Who has none of the alternatives.
  private var alternativeObstacles: [String] {
    func has(_ wanted: SkillRequirement) -> Bool { (person.skill(wanted.name)?.level ?? 0) >= wanted.level }
    guard !demand.anyOf.isEmpty, !demand.anyOf.contains(where: { $0.allSatisfy(has) }) else { return [] }
    return [
      "\(person.name) \(person.headcount > 1 ? "do" : "does") not have "
        + Wording.alternatives(demand.anyOf) + ", and \(name) asks for "
        + (demand.anyOf.count > 1 ? "one of these" : "it")
    ]
  }

  private var certificateObstacles: [String] {
    demand.certifications.compactMap { wanted in
      guard let held = person.certifications.first(where: { $0.name == wanted }) else {
        return "\(person.name) \(person.headcount > 1 ? "do" : "does") not have the certificate \(wanted)"
      }
      return validity("the certificate \(wanted)", held.from, held.until)
    }
  }

  private var otherObstacles: [String] {
    var result: [String] = []
    if person.clearance < demand.clearance {
      result.append("\(person.name) \(has) clearance \(person.clearance), and \(name) asks for \(demand.clearance)")
    }
    if let locations = demand.locations, !(person.location.map(locations.contains) ?? false) {
      result.append(
        "\(person.name) \(isOrAre) \(person.location.map { "in " + $0 } ?? "in no place"), and \(name) is for "
          + Wording.list(locations, most: .max, and: "or"))
    }
    if let departments = demand.departments, !(person.department.map(departments.contains) ?? false) {
      result.append(
        "\(person.name) \(isOrAre) of \(person.department ?? "no department"), and \(name) is for "
          + Wording.list(departments, most: .max, and: "or"))
    }
    if let only = demand.only, !only.contains(person.id) {
      result.append("\(name) is only for \(Wording.list(only, and: "or"))")
    }
    if demand.exclude.contains(person.id) { result.append("\(name) excludes \(person.name)") }
    return result
  }

  /// What an eligible person has and does instead.
  private func possibilities(_ days: DayRange, _ available: Int128, _ assigned: Int128) -> [String] {
    var result = [
      "\(person.name) may work on \(name) \(Wording.during(days)), and \(has) \(Wording.hours(available)) then; the plan "
        + (assigned == 0 ? "gives none of them to it" : "gives \(Wording.hours(assigned)) to it")
    ]
    var others: [Int: Int128] = [:]
    var operating: [Int: Int128] = [:]
    var free: Int128 = 0
    var overtime: Int128 = 0
    for (period, stretch) in facts.periods.enumerated() where !stretch.intersection(days).isEmpty {
      free += facts.free(number, period, on: days.intersection(window), overtimeLeft: &overtime).all
      for holding in facts.allHoldings[facts.holdings(of: number, in: period)] {
        switch holding.work {
        case .demand(index): break
        case .demand(let other): others[other, default: 0] += holding.hours
        case .asset(let asset, _): operating[asset, default: 0] += holding.hours
        }
      }
    }
    let busy = others.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map { other in
      let place = facts.places[other.key]
      return "\(facts.demandName(other.key)) (\(facts.scenario.projects[place.project].name), priority "
        + "\(facts.scenario.priority(of: place))) \(Wording.hours(other.value))"
    }
    if !busy.isEmpty {
      result.append(
        "In these periods \(person.name) \(person.headcount > 1 ? "work" : "works") on " + Wording.list(busy, most: 5))
    }
    for (asset, hours) in operating.sorted(by: { $0.key < $1.key }) {
      result.append(
        "\(person.name) \(person.headcount > 1 ? "run" : "runs") \(facts.scenario.assets[asset].name) for \(Wording.hours(hours))"
      )
    }
    if free > 0 { result.append("\(Wording.hours(free)) are free") }
    return result
  }
}
