// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PlanSummary {
  /// Works out the summary of a plan from its amounts and the costs in its ledger.
  ///
  /// A project costs what its entries cost, so that the projects add up to the whole.
  /// What a demand wants is rounded to the grid demand by demand, so that coverage adds up. A skill is available on the
  /// days on which people hold it, at any level; it is used by their hours on demands that ask for it, be it as one of
  /// several alternatives; the overtime of these hours is its overtime. Operating is no work on a demand.
  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences, _ ledger: PlanLedger) {
    let frame = facts.frame
    self = frame.summary
    cost = ledger.terms.labour + ledger.terms.overtime + ledger.terms.assets
    addUnmet(facts, entries, references)
    addUse(facts, entries, references)
    func add(_ demand: Int, _ cost: Millionths) {
      if demand >= 0 { projects[frame.project[facts.demands[demand].project]].cost += cost }
    }
    for (index, of) in references.assignments.enumerated() { add(of.demand, ledger.assignments[index]) }
    for (index, of) in references.operating.enumerated() { add(of.demand, ledger.operating[index]) }
    for (index, of) in references.overtime.enumerated() { add(of.demand, ledger.overtime[index]) }
    for (index, of) in references.assetUse.enumerated() { add(of.demand, ledger.assetUse[index]) }
  }

  private mutating func addUnmet(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    let frame = facts.frame
    for (index, demand) in references.unmet.enumerated() where demand >= 0 && entries.unmet[index].amount.isUsable {
      let amount = Millionths(count: entries.unmet[index].amount.count * Int128(facts.demands[demand].heads))
      let project = frame.project[facts.demands[demand].project]
      let priority = frame.priority[demand]
      if facts.demands[demand].staff != nil {
        hours.unmet += amount
        projects[project].hours.unmet += amount
        coverageByPriority[priority].hours.unmet += amount
      } else {
        unitDays.unmet += amount
        projects[project].unitDays.unmet += amount
        coverageByPriority[priority].unitDays.unmet += amount
      }
    }
  }

  /// Hours by person, department and skill, unit-days by asset.
  private mutating func addUse(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    let frame = facts.frame
    for (index, reference) in references.assignments.enumerated() where entries.assignments[index].hours.isUsable {
      let hours = entries.assignments[index].hours
      if reference.staff >= 0 { addHours(hours, of: reference.staff, frame) }
      for number in facts.skills.used(by: reference.staff, on: reference.demand) {
        skills[frame.skill[number]].used += hours
      }
    }
    for (index, reference) in references.operating.enumerated() where entries.operating[index].hours.isUsable {
      let hours = entries.operating[index].hours
      if reference.staff >= 0 { addHours(hours, of: reference.staff, frame) }
    }
    for (index, of) in references.overtime.enumerated() where of.staff >= 0 && entries.overtime[index].hours.isUsable {
      let (staff, hours) = (of.staff, entries.overtime[index].hours)
      people[frame.person[staff]].overtime += hours
      if frame.department[staff] >= 0 { departments[frame.department[staff]].overtime += hours }
      guard of.asset == nil else { continue }
      for number in facts.skills.used(by: staff, on: of.demand) { skills[frame.skill[number]].overtime += hours }
    }
    for (index, reference) in references.assetUse.enumerated()
    where reference.asset >= 0 && entries.assetUse[index].unitDays.isUsable {
      assets[frame.asset[reference.asset]].used += entries.assetUse[index].unitDays
    }
  }

  private mutating func addHours(_ hours: Millionths, of person: Int, _ frame: SummaryFrame) {
    people[frame.person[person]].used += hours
    if frame.department[person] >= 0 { departments[frame.department[person]].used += hours }
  }
}
