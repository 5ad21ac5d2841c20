// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A change that may help, in words for people; whether it does is found by solving.
struct CandidateChange: Sendable {
  let kind: Plan.Remedy.Kind
  let title: String
  let change: ScenarioChange

  /// How long it is likely to take to solve, beside others: what moves most of the plan takes longest.
  var effort: Int {
    switch kind {
    case .budget: 3
    case .skill: 2
    case .external, .asset, .limit: 1
    case .overtime, .release, .slip, .rule: 0
    }
  }

  /// Some hours of overtime a week more; where overtime has a limit in total, as many more of these as are given.
  static func overtime(
    _ staff: Int, in scenario: Scenario, by moreOvertime: Int = moreOvertime,
    inTotal moreInTotal: Int = moreOvertimeInTotal
  ) -> CandidateChange? {
    let person = scenario.staff[staff]
    let who = (person.headcount > 1 ? "each of " : "") + name(staff, in: scenario)
    guard var terms = person.overtime else {
      return CandidateChange(
        kind: .overtime, title: "Allow \(moreOvertime) h of overtime a week for \(who)",
        change: .overtime(staff: staff, StaffMember.Overtime(hoursPerWeek: ExactDecimal(moreOvertime))))
    }
    guard let more = terms.hoursPerWeek.adding(ExactDecimal(moreOvertime)) else { return nil }
    terms.hoursPerWeek = more
    let hasTotal = terms.hoursTotal != nil
    if let total = terms.hoursTotal {
      guard let raised = total.adding(ExactDecimal(moreInTotal)) else { return nil }
      terms.hoursTotal = raised
    }
    return CandidateChange(
      kind: .overtime,
      title: "Raise the overtime of \(who) by \(moreOvertime) h a week"
        + (hasTotal ? " and \(moreInTotal) h in total" : ""),
      change: .overtime(staff: staff, terms))
  }

  static let moreOvertime = 5
  static let moreOvertimeInTotal = 20

  static func external(_ staff: Int, in scenario: Scenario, heads: Int = 1) -> CandidateChange {
    let person = scenario.staff[staff]
    let rate = rates(person, scenario.currency)
    let who = heads == 1 ? "One more person" : "\(heads) more people"
    return CandidateChange(
      kind: .external, title: "\(who) like \(name(staff, in: scenario)), at \(rate) an hour",
      change: .headcount(staff: staff, person.headcount + heads))
  }

  /// What an hour costs: `88 EUR`, or `88 to 92 EUR` where that changes.
  private static func rates(_ person: StaffMember, _ currency: String?) -> String {
    let rates = person.costPerHour.values.map { WholeAmounts.fixed($0) / 1_000_000 }
    guard let least = rates.min(), let most = rates.max(), least != most else {
      return Wording.money(rates.first ?? 0, currency)
    }
    return "\(Wording.amount(least)) to \(Wording.money(most, currency))"
  }

  /// A skill at a level; its productivity stays as it was where the person had it, on all days.
  static func training(_ staff: Int, _ wanted: SkillRequirement, in scenario: Scenario) -> CandidateChange {
    let person = scenario.staff[staff]
    let skill = trained(person, wanted)
    return CandidateChange(
      kind: .skill, title: "Train \(name(staff, in: scenario)) in \(skill.name) to level \(skill.level)",
      change: .skill(staff: staff, skill))
  }

  static func trained(_ person: StaffMember, _ wanted: SkillRequirement) -> StaffMember.Skill {
    var skill = StaffMember.Skill(wanted.name, level: wanted.level)
    if let old = person.skill(wanted.name) { skill.productivity = old.productivity }
    return skill
  }

  static func release(_ position: Int, in scenario: Scenario) -> CandidateChange {
    let commitment = scenario.commitments[position]
    let person =
      scenario.staff.firstIndex { $0.id == commitment.staff }.map { name($0, in: scenario) } ?? commitment.staff
    let promised =
      switch commitment.amount {
      case .hoursPerWeek(let hours): "\(hours) h a week"
      case .share(let share):
        Wording.percent(share).map { "\($0) % of the hours" } ?? "a share of \(share) of the hours"
      }
    return CandidateChange(
      kind: .release,
      title: "Release \(person) from \(promised) promised to \(commitment.demand) "
        + Wording.during(commitment.days),
      change: .release(commitment: position))
  }

  /// Two weeks more, within the horizon.
  static func slip(_ place: Scenario.DemandPlace, in scenario: Scenario) -> CandidateChange? {
    let window = scenario.window(of: place)
    let end = min(scenario.calendar.horizon.last, window.last.advanced(by: 14))
    guard end > window.last else { return nil }
    // Full-time people over a longer window would be more work.
    var hours: ExactDecimal?
    if case .fte? = scenario.demand(at: place).staff?.amount { hours = scenario.hours(of: place) }
    return CandidateChange(
      kind: .slip,
      title: "Let \(scenario.demand(at: place).name) end on \(end) instead of \(window.last)"
        + (hours.map { ", with \(Wording.number($0)) h as now" } ?? ""),
      change: .demandEnd(place, end, hours: hours))
  }

  /// More money, in whole hundreds.
  ///
  /// - Parameter amount: at least so much, in millionths.
  static func budget(_ index: Int, by amount: Int128, in scenario: Scenario) -> CandidateChange? {
    let hundreds = (amount + 99_999_999) / 100_000_000
    let project = scenario.projects[index]
    guard hundreds > 0, let more = Int(exactly: hundreds * 100),
      let raised = project.budget?.adding(ExactDecimal(more))
    else { return nil }
    let money = Wording.money(Int128(more) * 1_000_000, scenario.currency)
    return CandidateChange(
      kind: .budget, title: "Raise the budget of \(project.name) by \(money)",
      change: .budget(project: index, raised))
  }

  /// More hours of a limit, in whole hours; nil for a limit that is a share.
  ///
  /// - Parameter hours: at least so many, in millionths.
  static func limit(_ index: Int, by hours: Int128, in scenario: Scenario) -> CandidateChange? {
    let limit = scenario.limits[index]
    guard case .hours(let most) = limit.most, let more = wholeHours(hours), let raised = most.adding(ExactDecimal(more))
    else { return nil }
    return CandidateChange(
      kind: .limit, title: "Raise the limit \(limit.name) by \(more) h to \(raised) h", change: .limit(index, raised))
  }

  /// More hours a week on a demand, in whole hours.
  static func pace(_ place: Scenario.DemandPlace, by hours: Int128, in scenario: Scenario) -> CandidateChange? {
    let demand = scenario.demand(at: place)
    guard let most = demand.staff?.maxHoursPerWeek, let more = wholeHours(hours),
      let raised = most.adding(ExactDecimal(more))
    else { return nil }
    return CandidateChange(
      kind: .limit, title: "Allow \(raised) h a week on \(demand.name), \(more) h more",
      change: .pace(place, raised))
  }

  private static func wholeHours(_ hours: Int128) -> Int? {
    hours > 0 ? Int(exactly: (hours + 999_999) / 1_000_000) : nil
  }

  static func oneMore(of asset: Int, in scenario: Scenario) -> CandidateChange? {
    scenario.assets[asset].quantity.adding(1).map { more in
      CandidateChange(
        kind: .asset, title: "One more of \(scenario.assets[asset].name)", change: .quantity(asset: asset, more))
    }
  }

  /// The name of a person, with the id where somebody else has the same name.
  private static func name(_ staff: Int, in scenario: Scenario) -> String {
    let person = scenario.staff[staff]
    return scenario.staff.count { $0.name == person.name } > 1 ? "\(person.name) (\(person.id))" : person.name
  }
}
