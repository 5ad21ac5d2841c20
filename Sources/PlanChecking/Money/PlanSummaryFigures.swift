// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PlanSummary {
  /// Works out the summary of a plan from its amounts and the terms of its ledger.
  ///
  /// What a demand wants is rounded to the grid demand by demand, so that coverage adds up. A skill is available on the
  /// days on which people hold it, at any level; it is used by the hours on demands that ask for it and by operating
  /// assets that do. Overtime is not attributed to skills.
  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences, terms: Plan.Terms) {
    let frame = facts.frame
    self = frame.summary
    cost = terms.labour + terms.overtime + terms.assets
    addUnmet(facts, entries, references)
    for (index, place) in frame.project.enumerated() {
      projects[place].cost = references.projectCosts.nearestMillionths(index)
    }
    addUse(facts, entries, references)
  }

  private mutating func addUnmet(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    let frame = facts.frame
    for (index, demand) in references.unmet.enumerated() where demand >= 0 && entries.unmet[index].amount.isUsable {
      let amount = entries.unmet[index].amount
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
      if reference.demand >= 0 {
        for number in facts.skills.wanted[reference.demand] { skills[frame.skill[number]].used += hours }
      }
    }
    for (index, reference) in references.operating.enumerated() where entries.operating[index].hours.isUsable {
      let hours = entries.operating[index].hours
      if reference.staff >= 0 { addHours(hours, of: reference.staff, frame) }
      if reference.asset >= 0 {
        for number in facts.skills.operating[reference.asset] { skills[frame.skill[number]].used += hours }
      }
    }
    for (index, staff) in references.overtime.enumerated() where staff >= 0 && entries.overtime[index].hours.isUsable {
      let hours = entries.overtime[index].hours
      people[frame.person[staff]].overtime += hours
      if frame.department[staff] >= 0 { departments[frame.department[staff]].overtime += hours }
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
