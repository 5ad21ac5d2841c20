// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Numbers

extension ScenarioValidation {
  /// Checks an entry of `projects` with its demands.
  mutating func checkProject(_ index: Int, checksWindows: Bool) {
    let project = scenario.projects[index]
    var path: DocumentPath { [.key("projects"), .index(index)] }
    identifier(project.id, path)
    if !projectIDs.insert(project.id).inserted {
      report(.duplicateID, "the project id \"\(project.id)\" is used twice", path.key("id"))
    }
    range(project.priority, "priority", path, from: 1, to: 10)
    range(project.budget, "budget", path)
    order(project.start, project.deadline, "the project lasts", path.key("deadline"))
    for (position, demand) in project.demands.enumerated() {
      let place = Scenario.DemandPlace(project: index, position: position)
      check(demand, at: place, checksWindows: checksWindows)
    }
  }

  private mutating func check(_ demand: Demand, at place: Scenario.DemandPlace, checksWindows: Bool) {
    var path: DocumentPath {
      [.key("projects"), .index(place.project), .key("demands"), .index(place.position)]
    }
    identifier(demand.id, path)
    if !demandIDs.insert(demand.id).inserted {
      report(
        .duplicateID, "the demand id \"\(demand.id)\" is used twice", path.key("id"),
        hint: "demand ids are unique in the whole scenario")
    } else if !promised.isEmpty, promised[demand.id] != nil {
      promised.updateValue(place, forKey: demand.id)
    }
    range(demand.priority, "priority", path, from: 1, to: 10)
    order(demand.from, demand.to, "the demand lasts", path.key("to"))
    if checksWindows { checkWindow(of: demand, at: place, path) }
    switch demand.kind {
    case .staff(let work): check(work, path)
    case .asset(let wanted): check(wanted, path)
    }
  }

  private mutating func checkWindow(
    of demand: Demand, at place: Scenario.DemandPlace, _ path: @autoclosure () -> DocumentPath
  ) {
    let window = scenario.window(of: place)
    let project = scenario.projects[place.project]
    if window.isEmpty {
      // Dates that contradict each other in one object have been named already.
      if let from = demand.from, let to = demand.to, to < from { return }
      if demand.from == nil, demand.to == nil, let start = project.start, let end = project.deadline, end < start {
        return
      }
      let horizon = scenario.calendar.horizon
      report(
        .contradiction,
        "no day of the horizon (\(horizon.first) to \(horizon.last)) is in the window"
          + " of \"\(demand.id)\"",
        demand.from != nil ? path().key("from") : demand.to != nil ? path().key("to") : path(),
        hint: "the window is the demand's from and to, else the project's start and deadline")
      return
    }
    guard demand.staff?.pace == .even else { return }
    var day = window.first
    while day <= window.last {
      if scenario.calendar.standard.isWorked(day) { return }
      day = day.advanced(by: 1)
    }
    report(
      .contradiction,
      "the window of \"\(demand.id)\", \(window.first) to \(window.last), has no workday to spread the"
        + " work over", path().key("pace"))
  }

  private mutating func check(_ work: StaffDemand, _ path: @autoclosure () -> DocumentPath) {
    range(work.hours, "hours", path())
    range(work.maxHoursPerWeek, "maxHoursPerWeek", path())
    requirements(work.skills, path().key("skills"))
    if work.clearance < 0 || work.clearance > 1_000_000_000 {
      report(.outOfRange, "clearance is \(work.clearance); it is from 0 to 1000000000", path().key("clearance"))
    }
    for (index, name) in work.certifications.enumerated() where !certificates.contains(name) {
      lint("nobody has the certificate \"\(name)\"", path().key("certifications").index(index))
    }
    for (index, name) in (work.locations ?? []).enumerated() where !locations.contains(name) {
      lint("nobody is in the location \"\(name)\"", path().key("locations").index(index))
    }
    for (index, name) in (work.departments ?? []).enumerated() where !departments.contains(name) {
      lint("nobody is in the department \"\(name)\"", path().key("departments").index(index))
    }
    if let only = work.only { people(only, path().key("only")) }
    people(work.exclude, path().key("exclude"))
    if let only = work.only, only.isEmpty {
      lint("the list of those who alone may work on it is empty, so nobody may", path().key("only"))
    }
    guard !work.uses.isEmpty else { return }
    var used: Set<String> = []
    for (index, use) in work.uses.enumerated() {
      let place = path().key("uses").index(index)
      if !assetIDs.contains(use.asset) {
        unknown(use.asset, "asset", among: scenario.assets.lazy.map(\.id), place.key("asset"))
      }
      if !used.insert(use.asset).inserted {
        report(.duplicateID, "the asset \"\(use.asset)\" is used twice", place.key("asset"))
      }
      range(use.unitsPerPerson, "unitsPerPerson", place)
    }
  }

  /// Notes names that nobody has.
  private mutating func people(_ ids: [String], _ path: @autoclosure () -> DocumentPath) {
    for (index, id) in ids.enumerated() where !staffIDs.contains(id) {
      unknown(id, "staff", among: scenario.staff.lazy.map(\.id), path().index(index))
    }
  }

  private mutating func check(_ wanted: AssetDemand, _ path: @autoclosure () -> DocumentPath) {
    range(wanted.units, "units", path())
    switch wanted.choice {
    case .asset(let id):
      if !assetIDs.contains(id) {
        unknown(id, "asset", among: scenario.assets.lazy.map(\.id), path().key("asset"))
      }
    case .tags(let tags):
      if tags.isEmpty {
        report(.outOfRange, "an asset demand asks for at least one tag", path().key("tags"))
      } else if matchCache[tags] ?? scenario.assets.contains(where: wanted.matches) {
        matchCache[tags] = true
      } else {
        matchCache[tags] = false
        lint("no asset has the tags \(tags.joined(separator: ", "))", path().key("tags"))
      }
    }
  }
}
