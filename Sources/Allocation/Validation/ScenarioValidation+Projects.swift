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
    for (position, rate) in project.rates.enumerated() {
      let place = path.key("rates").key(rate.staff)
      if !staffIDs.contains(rate.staff) {
        unknown(rate.staff, "staff", among: scenario.staff.lazy.map(\.id), place)
      }
      if position > 0, project.rates[position - 1].staff == rate.staff {
        report(.duplicateID, "the rate of \"\(rate.staff)\" is listed twice", place)
      }
      range(rate.costPerHour, rate.staff, path.key("rates"))
    }
    if let shift = project.shift {
      count(shift.latest, "latest", path.key("shift"), from: 0)
      range(shift.costPerWeek, "costPerWeek", path.key("shift"))
    }
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
    range(demand.unmetCost, "unmetCost", path)
    order(demand.from, demand.to, "the demand lasts", path.key("to"))
    if checksWindows { checkWindow(of: demand, at: place, path) }
    switch demand.kind {
    case .staff(let work):
      check(work, of: demand, path)
      if checksWindows { checkAmount(work, at: place, path) }
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
