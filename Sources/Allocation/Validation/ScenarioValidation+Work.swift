// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Numbers

extension ScenarioValidation {
  /// Checks a staff demand.
  mutating func check(_ work: StaffDemand, of demand: Demand, _ path: @autoclosure () -> DocumentPath) {
    switch work.amount {
    case .hours(let hours): range(hours, "hours", path())
    case .fte(let people): range(people, "fte", path())
    }
    range(work.maxHoursPerWeek, "maxHoursPerWeek", path())
    check(work.requirements, path())
    if !work.crew.isEmpty, work.requirements != Requirements() || work.team != nil {
      report(
        .contradiction, "\"\(demand.id)\" has a crew, and beside it asks something of each person or of a team",
        path().key("crew"), hint: "say it of the places of the crew")
    }
    for (index, place) in work.crew.enumerated() {
      let seat = path().key("crew").index(index)
      count(place.count, "count", seat, from: 1)
      check(place.requirements, seat)
    }
    if let team = work.team {
      count(team.min, "min", path().key("team"), from: 1)
      count(team.max, "max", path().key("team"), from: 1)
      if let most = team.max, most < team.min {
        report(
          .contradiction, "a team of at least \(team.min) has at most \(most)", path().key("team").key("max"))
      }
    }
    for (index, predecessor) in work.after.enumerated() {
      count(predecessor.lag, "lag", path().key("after").index(index), from: 0)
      range(predecessor.share, "share", path().key("after").index(index), to: 1)
    }
    check(work.uses, path().key("uses"))
  }

  /// Checks that the hours of full-time people can be counted.
  mutating func checkAmount(
    _ work: StaffDemand, at place: Scenario.DemandPlace, _ path: @autoclosure () -> DocumentPath
  ) {
    guard case .fte(let people) = work.amount, people >= 0, !scenario.window(of: place).isEmpty else { return }
    guard let hours = scenario.countedHours(of: place) else {
      report(.limit, "fte has more digits than can be multiplied exactly", path().key("fte"), hint: "round it")
      return
    }
    if hours > Scenario.largestFigure {
      report(
        .limit, "fte is \(people), which are \(hours) hours; at most \(Scenario.largestFigure) are planned",
        path().key("fte"))
    } else if hours == 0, people > 0 {
      lint("the top calendar has no hours in the window, so that fte asks for none", path().key("fte"))
    }
  }

  /// Checks what is asked of people.
  private mutating func check(_ wanted: Requirements, _ path: @autoclosure () -> DocumentPath) {
    requirements(wanted.skills, path().key("skills"))
    for index in wanted.anyOf.indices { requirements(wanted.anyOf[index], path().key("anyOf").index(index)) }
    count(wanted.clearance, "clearance", path(), from: 0)
    for (index, name) in wanted.certifications.enumerated() where !certificates.contains(name) {
      lint("nobody has the certificate \"\(name)\"", path().key("certifications").index(index))
    }
    for (index, name) in (wanted.locations ?? []).enumerated() where !locations.contains(name) {
      lint("nobody is in the location \"\(name)\"", path().key("locations").index(index))
    }
    for (index, name) in (wanted.departments ?? []).enumerated() where !departments.contains(name) {
      lint("nobody is in the department \"\(name)\"", path().key("departments").index(index))
    }
    if let only = wanted.only { people(only, path().key("only")) }
    people(wanted.exclude, path().key("exclude"))
    if let only = wanted.only, only.isEmpty {
      lint("the list of those who alone may work on it is empty, so nobody may", path().key("only"))
    }
  }

  /// Notes names that nobody has.
  mutating func people(_ ids: [String], _ path: @autoclosure () -> DocumentPath) {
    for (index, id) in ids.enumerated() where !staffIDs.contains(id) {
      unknown(id, "staff", among: scenario.staff.lazy.map(\.id), path().index(index))
    }
  }

  private mutating func check(_ uses: [EquipmentUse], _ path: @autoclosure () -> DocumentPath) {
    guard !uses.isEmpty else { return }
    var used: Set<String> = []
    for (index, use) in uses.enumerated() {
      let place = path().index(index)
      if !assetIDs.contains(use.asset) {
        unknown(use.asset, "asset", among: scenario.assets.lazy.map(\.id), place.key("asset"))
      }
      if !used.insert(use.asset).inserted {
        report(.duplicateID, "the asset \"\(use.asset)\" is used twice", place.key("asset"))
      }
      range(use.unitsPerPerson, "unitsPerPerson", place)
    }
  }

  // MARK: Predecessors

  /// Checks what demands wait for: staff demands, and none for itself, directly or through others.
  mutating func checkPredecessors() {
    let places = scenario.demandPlaces
    var numbers: [String: Int] = [:]
    var waits = places.map { _ in [Int]() }
    let works = places.map { scenario.demand(at: $0).staff }
    guard works.contains(where: { $0?.after.isEmpty == false }) else { return }
    for (index, place) in places.enumerated() where works[index] != nil {
      numbers[scenario.demand(at: place).id] = index
    }
    for (index, work) in works.enumerated() {
      for (position, predecessor) in (work?.after ?? []).enumerated() {
        let path = path(of: places[index]).key("after").index(position).key("demand")
        if let other = numbers[predecessor.demand] {
          waits[index].append(other)
        } else if demandIDs.contains(predecessor.demand) {
          report(
            .unknownReference, "\"\(predecessor.demand)\" is an asset demand; work waits for staff demands", path)
        } else {
          unknown(predecessor.demand, "staff demand", among: numbers.keys.sorted(), path)
        }
      }
    }
    reportCycles(waits, places)
  }

  /// Notes each demand that waits for itself: what is left when those are taken away, again and again, that wait for
  /// nobody who is left, and those for whom nobody waits.
  private mutating func reportCycles(_ waits: [[Int]], _ places: [Scenario.DemandPlace]) {
    var left = Set(waits.indices.filter { !waits[$0].isEmpty })
    while true {
      let awaited = Set(left.flatMap { waits[$0] })
      let idle = left.filter { !awaited.contains($0) || !waits[$0].contains(where: left.contains) }
      if idle.isEmpty { break }
      left.subtract(idle)
    }
    for index in left.sorted() {
      report(
        .contradiction, "\"\(scenario.demand(at: places[index]).id)\" waits for itself",
        path(of: places[index]).key("after"), hint: "no demand may come after one that comes after it")
    }
  }

  private func path(of place: Scenario.DemandPlace) -> DocumentPath {
    [.key("projects"), .index(place.project), .key("demands"), .index(place.position)]
  }
}
