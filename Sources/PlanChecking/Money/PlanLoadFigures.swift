// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PlanLoad {
  /// Works out who is used how much in each period.
  ///
  /// What counts where is that of the summary; what is available is rounded down for each entry by itself.
  init(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    let frame = facts.frame
    let periods = facts.periods
    func list(_ ids: [PlanSummary.Utilisation], _ available: [[Fine]]) -> [Entry] {
      ids.indices.flatMap { place in
        periods.indices.map { period in
          Entry(
            id: ids[place].id, period: period, days: periods[period],
            available: Millionths(count: available[place][period] / .fineMillionth))
        }
      }
    }
    let none = [Fine](repeating: 0, count: periods.count)
    var ofPeople = [[Fine]](repeating: none, count: frame.summary.people.count)
    var ofDepartments = [[Fine]](repeating: none, count: frame.summary.departments.count)
    var ofSkills = [[Fine]](repeating: none, count: frame.summary.skills.count)
    for (staff, person) in facts.staff.enumerated() {
      for (period, days) in facts.days.ofPeriod.enumerated() {
        let hours = person.regular(in: days)
        ofPeople[frame.person[staff]][period] = hours
        if frame.department[staff] >= 0 { ofDepartments[frame.department[staff]][period] += hours }
        guard person.person.trained.isEmpty else {
          for number in facts.skills.held[staff] {
            ofSkills[frame.skill[number]][period] += person.regular(holding: facts.skills.names[number], in: days)
          }
          continue
        }
        for (skill, number) in zip(person.person.skills, facts.skills.held[staff]) {
          let held = facts.days.numbers(
            of: DayRange(skill.from ?? facts.days.horizon.first, skill.until ?? facts.days.horizon.last))
          ofSkills[frame.skill[number]][period] += person.regular(in: days.common(held))
        }
      }
    }
    var ofAssets = [[Fine]](repeating: none, count: frame.summary.assets.count)
    for (asset, item) in facts.assets.enumerated() {
      ofAssets[frame.asset[asset]] = facts.days.ofPeriod.map { item.units(in: $0) }
    }
    self.init(
      people: list(frame.summary.people, ofPeople), departments: list(frame.summary.departments, ofDepartments),
      skills: list(frame.summary.skills, ofSkills), assets: list(frame.summary.assets, ofAssets))
    addUse(facts, entries, references)
  }

  /// Adds hours by person, department and skill, and unit-days by asset.
  private mutating func addUse(_ facts: ScenarioFacts, _ entries: PlanEntries, _ references: PlanReferences) {
    let frame = facts.frame
    let count = facts.periodCount
    func isCounted(_ period: Int, _ amount: Millionths) -> Bool {
      facts.periods.indices.contains(period) && amount.isUsable
    }
    /// Adds hours of a person, for which some skills are asked.
    func add(
      _ hours: Millionths, _ staff: Int, _ skills: [Int], _ period: Int, _ path: WritableKeyPath<Entry, Millionths>
    ) {
      if staff >= 0 {
        people[frame.person[staff] * count + period][keyPath: path] += hours
        if frame.department[staff] >= 0 {
          departments[frame.department[staff] * count + period][keyPath: path] += hours
        }
      }
      for number in skills { self.skills[frame.skill[number] * count + period][keyPath: path] += hours }
    }
    for (index, of) in references.assignments.enumerated() {
      let (period, hours) = (entries.assignments[index].period, entries.assignments[index].hours)
      if isCounted(period, hours) {
        add(hours, of.staff, facts.skills.used(by: of.staff, on: of.demand), period, \.used)
      }
    }
    for (index, of) in references.operating.enumerated() {
      let entry = entries.operating[index]
      if isCounted(entry.period, entry.hours) { add(entry.hours, of.staff, [], entry.period, \.used) }
    }
    for (index, of) in references.overtime.enumerated() where of.staff >= 0 {
      let entry = entries.overtime[index]
      let asked = of.asset == nil ? facts.skills.used(by: of.staff, on: of.demand) : []
      if isCounted(entry.period, entry.hours) { add(entry.hours, of.staff, asked, entry.period, \.overtime) }
    }
    for (index, of) in references.assetUse.enumerated() where of.asset >= 0 {
      let entry = entries.assetUse[index]
      guard isCounted(entry.period, entry.unitDays) else { continue }
      assets[frame.asset[of.asset] * count + entry.period].used += entry.unitDays
    }
  }
}
