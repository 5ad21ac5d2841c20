// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import Numbers

extension ScenarioLint {
  /// Limits that allow more than all whom they count can work, or less than what is promised or wanted.
  mutating func checkLimits() {
    guard !facts.scenario.limits.isEmpty else { return }
    let index = LimitIndex(facts.scenario, ScenarioIndex(facts.scenario))
    let lowered = loweredDemands
    for (number, entry) in index.entries.enumerated() {
      let path: DocumentPath = [.key("limits"), .index(number)]
      if entry.count > 0, entry.count <= 100_000, !isKnown(path) {
        checkPeople(number, entry, path)
        checkPromises(number, entry, besides: lowered, path)
        checkDemands(number, entry, path)
      }
      // Empty lists are named by validation.
      guard entry.people.contains(true), entry.work.contains(true), entry.count > 0, entry.count <= 100_000,
        !isKnown(path), let (most, allowed) = tightest(entry, facts.scenario.limits[number]), most <= allowed
      else { continue }
      let limit = facts.scenario.limits[number]
      warn(
        "the limit \(Wording.limit(limit, facts.scenario)) binds nobody: those whom it counts can work at most "
          + "\(Wording.hours(most)) in the fullest span, overtime included", path,
        hint: "lower it, or take it away")
    }
  }

  /// The span in which the limit comes nearest to what can be worked: the hours that can, and those that are allowed.
  private func tightest(_ entry: LimitIndex.Entry, _ limit: Scenario.Limit) -> (most: Int128, allowed: Int128)? {
    var tightest: (most: Int128, allowed: Int128)?
    for sum in 0..<entry.count {
      let span = entry.spans[entry.span(ofSum: sum)]
      let people = entry.staff(ofSum: sum)
      let most = people.reduce(Int128(0)) { $0 + facts.hours(of: $1, on: [span]) }
      let allowed = allowed(sum, entry, limit)
      guard let known = tightest else {
        tightest = (most, allowed)
        continue
      }
      if allowed - most < known.allowed - known.most { tightest = (most, allowed) }
    }
    return tightest
  }

  private func allowed(_ sum: Int, _ entry: LimitIndex.Entry, _ limit: Scenario.Limit) -> Int128 {
    entry.allowed(inSum: sum, of: limit, facts.time)
  }

  /// Limits of 0 for all work of somebody, all of the time.
  private mutating func checkPeople(_ number: Int, _ entry: LimitIndex.Entry, _ path: DocumentPath) {
    let limit = facts.scenario.limits[number]
    let counted = entry.people.indices.filter { entry.people[$0] }
    guard entry.work.allSatisfy({ $0 }), entry.each == .staff || counted.count == 1,
      (0..<entry.count).allSatisfy({ allowed($0, entry, limit) == 0 })
    else { return }
    let idle = counted.filter { person in
      facts.time[person].regular(facts.scenario.calendar.horizon) > 0
    }
    guard !idle.isEmpty else { return }
    warn(
      "the limit \(Wording.limit(limit, facts.scenario)) leaves no hour of work, on any day, for "
        + Wording.list(idle.map { facts.scenario.staff[$0].name }), path,
      hint: "raise it, or say with absences when somebody is not there")
  }

  /// The demands of which what is promised is lowered.
  private var loweredDemands: Set<Int> {
    guard !facts.scenario.commitments.isEmpty else { return [] }
    let promised = Promised(
      facts.best, facts.scenario.calendar.periods, facts.time, facts.staffIndex, facts.demandIndex
    ) {
      facts.scenario.writtenWindow(of: facts.places[$0])
    }
    return Set(promised.excesses(in: facts.best, facts.calendars, facts.time).map(\.demand))
  }

  /// Promises beyond what a limit allows in one of its spans.
  private mutating func checkPromises(
    _ number: Int, _ entry: LimitIndex.Entry, besides lowered: Set<Int>, _ path: DocumentPath
  ) {
    let scenario = facts.scenario
    let origin = scenario.calendar.horizon.first.number
    var sums: [Int: Int128] = [:]
    for promise in scenario.commitments {
      guard let staff = facts.staffIndex[promise.staff], let demand = facts.demandIndex[promise.demand],
        scenario.staff[staff].external == nil, !lowered.contains(demand)
      else { continue }
      let (place, project) = (facts.places[demand], facts.places[demand].project)
      // Later starts may move what is promised out of the way.
      guard scenario.projects[project].shift == nil else { continue }
      let days = promise.days.intersection(scenario.writtenWindow(of: place))
      for span in entry.spans {
        let part = span.intersection(days)
        guard !part.isEmpty,
          let sum = entry.sum(staff: staff, demand: demand, project: project, day: part.first.number - origin)
        else { continue }
        sums[sum, default: 0] += facts.promised(promise, staff, part)
      }
    }
    let limit = scenario.limits[number]
    let beyond = sums.sorted { $0.key < $1.key }.map { sum in
      (sum: sum.key, promised: sum.value, allowed: allowed(sum.key, entry, limit))
    }.filter { $0.promised - $0.allowed >= Self.least }
    guard let worst = beyond.max(by: { $0.promised - $0.allowed < $1.promised - $1.allowed }) else { return }
    let many = beyond.count > 1 ? "; this holds \(beyond.count) times" : ""
    warn(
      "the limit \(Wording.limit(limit, scenario)) allows \(Wording.hours(worst.allowed)) "
        + "\(Wording.during(entry.spans[entry.span(ofSum: worst.sum)])), and \(Wording.hours(worst.promised)) that it counts "
        + "are promised then" + many, path, hint: "promises beyond it cannot be kept: raise it, or promise less")
  }

  /// Demands that want more than a limit allows for them in all spans of their windows.
  private mutating func checkDemands(_ number: Int, _ entry: LimitIndex.Entry, _ path: DocumentPath) {
    let limit = facts.scenario.limits[number]
    var short: [(demand: Int, most: Int128, wanted: Int128)] = []
    for demand in facts.places.indices where entry.work[demand] && !shortDemands.contains(demand) {
      guard let most = most(demand, entry, limit) else { continue }
      let wanted = facts.wanted(demand)
      if most + Self.least <= wanted { short.append((demand, most, wanted)) }
    }
    guard let worst = short.max(by: { $0.wanted - $0.most < $1.wanted - $1.most }) else { return }
    shortDemands.formUnion(short.map(\.demand))
    warn(
      "the limit \(Wording.limit(limit, facts.scenario)) leaves at most \(Wording.hours(worst.most)) for "
        + "\(facts.name(worst.demand)) \(Wording.during(facts.windows[worst.demand])), which wants \(Wording.hours(worst.wanted))"
        + (short.count > 1 ? "; this holds for \(short.count) demands" : ""), path,
      hint: "raise it, or give the work a longer window or people whom it does not count")
  }

  /// The most effective hours of a demand that a limit allows; nil where it does not restrict the demand.
  private func most(_ demand: Int, _ entry: LimitIndex.Entry, _ limit: Scenario.Limit) -> Int128? {
    guard let work = facts.scenario.demand(at: facts.places[demand]).staff else { return nil }
    let window = facts.windows[demand]
    var hours: [Int: Int128] = [:]
    var fastest = WholeAmounts.one
    for worker in work.seats.flatMap({ facts.workers(for: $0, window: window) }) {
      hours[worker.staff] = max(hours[worker.staff] ?? 0, worker.hours)
      fastest = max(fastest, worker.productivity)
    }
    let counted = hours.keys.filter { entry.people[$0] }.sorted()
    guard !counted.isEmpty else { return nil }
    let (project, origin) = (facts.places[demand].project, facts.scenario.calendar.horizon.first.number)
    func allowed(_ person: Int) -> Int128 {
      entry.spans.reduce(0) { sum, span in
        let days = span.intersection(window)
        guard !days.isEmpty,
          let place = entry.sum(staff: person, demand: demand, project: project, day: days.first.number - origin)
        else { return sum }
        return sum + self.allowed(place, entry, limit)
      }
    }
    let ofCounted =
      entry.each == .staff
      ? counted.reduce(Int128(0)) { $0 + min(allowed($1), hours[$1] ?? 0) } : allowed(counted[0])
    let all = hours.reduce(ofCounted) { entry.people[$1.key] ? $0 : $0 + $1.value }
    // A crew's hours are those of all its people.
    return WholeAmounts.product(all, fastest, over: WholeAmounts.one * Int128(max(1, work.heads)))
  }
}
