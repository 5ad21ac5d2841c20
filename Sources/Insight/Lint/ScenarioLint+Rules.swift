// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import Numbers

extension ScenarioLint {
  // MARK: Priorities

  /// Words that stand for what cannot wait, in lower case.
  private static let urgentWords: Set<String> = [
    "urgent", "emergency", "critical", "asap", "p1", "prio1", "sev1", "blocker", "dringend", "notfall", "kritisch",
    "eilig",
  ]

  /// The lowest priority on what is called urgent.
  mutating func checkPriorities() {
    for (index, project) in facts.scenario.projects.enumerated() {
      let path: DocumentPath = [.key("projects"), .index(index)]
      checkPriority(project.priority, project.id, project.name, path)
      for (position, demand) in project.demands.enumerated() {
        let place = path.key("demands").index(position)
        guard let priority = demand.priority else {
          // Said of the project, it need not be said of its demands.
          if !isUrgent(project.id, project.name) {
            checkPriority(project.priority, demand.id, demand.name, place, statedAt: path)
          }
          continue
        }
        checkPriority(priority, demand.id, demand.name, place)
      }
    }
  }

  /// - Parameter project: where the priority is written, if not at the demand itself.
  private mutating func checkPriority(
    _ priority: ExactDecimal, _ id: String, _ name: String, _ path: DocumentPath, statedAt project: DocumentPath? = nil
  ) {
    guard priority < 2, isUrgent(id, name) else { return }
    warn(
      "\"\(name)\" has priority \(priority)\(project == nil ? "" : ", that of its project"), which is the lowest",
      (project ?? path).key("priority"), hint: "10 is the highest priority")
  }

  private func isUrgent(_ id: String, _ name: String) -> Bool {
    let words = (id + " " + name).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    // "Prio 1" is written as two words.
    let pairs = zip(words, words.dropFirst()).map { $0 + $1 }
    return (words + pairs).contains(where: Self.urgentWords.contains)
  }

  // MARK: Promises

  /// Promises that cannot be kept: to work that the person cannot do, or on days on which it cannot be done, or for more
  /// hours than there are.
  mutating func checkPromises() {
    var sums: [Int: [Int128]] = [:]
    var firstPromise: [Int: Int] = [:]
    let periods = facts.scenario.calendar.periods
    for (number, promise) in facts.scenario.commitments.enumerated() {
      guard let staff = facts.staffIndex[promise.staff], let demand = facts.demandIndex[promise.demand],
        let work = facts.scenario.demand(at: facts.places[demand]).staff
      else { continue }
      let days = promise.days.intersection(facts.scenario.writtenWindow(of: facts.places[demand]))
      guard !days.isEmpty else { continue }
      let path: DocumentPath = [.key("commitments"), .index(number)]
      checkAbility(staff, demand, work, promise, days, path)
      guard facts.scenario.projects[facts.places[demand].project].shift == nil else { continue }
      for (index, period) in periods.enumerated() {
        let part = period.intersection(days)
        guard !part.isEmpty else { continue }
        sums[staff, default: Array(repeating: 0, count: periods.count)][index] += facts.promised(promise, staff, part)
      }
      if firstPromise[staff] == nil { firstPromise[staff] = number }
    }
    for (staff, number) in firstPromise.sorted(by: { $0.value < $1.value }) {
      guard let hours = sums[staff] else { continue }
      checkSum(of: hours, staff, [.key("commitments"), .index(number)])
    }
    checkExcesses()
  }

  /// Promises to one demand that add up to more than it wants, and so are lowered.
  private mutating func checkExcesses() {
    let scenario = facts.scenario
    let periods = scenario.calendar.periods
    let promised = Promised(facts.best, periods, facts.time, facts.staffIndex, facts.demandIndex) {
      scenario.writtenWindow(of: facts.places[$0])
    }
    var found: [Int: [Promised.Excess]] = [:]
    for excess in promised.excesses(in: facts.best, facts.calendars, facts.time) {
      found[excess.demand, default: []].append(excess)
    }
    for (number, promise) in scenario.commitments.enumerated() {
      // Said of the first promise to a demand.
      guard let demand = facts.demandIndex[promise.demand], let excesses = found.removeValue(forKey: demand),
        let worst = excesses.max(by: { $0.promised - $0.wanted < $1.promised - $1.wanted })
      else { continue }
      let days = scenario.writtenWindow(of: facts.places[demand])
      let when = worst.period.map { " " + Wording.during(periods[$0].intersection(days)) } ?? ""
      warn(
        "\(Wording.hours(worst.promised)) are promised to \(facts.name(demand))\(when), which takes "
          + "\(Wording.hours(worst.wanted)) of work\(when.isEmpty ? "" : " then"): the promises are lowered in proportion"
          + (excesses.count > 1 ? "; this holds for \(excesses.count) periods" : ""),
        [.key("commitments"), .index(number)], hint: "promise less, or let it want more hours")
    }
  }

  private mutating func checkAbility(
    _ staff: Int, _ demand: Int, _ work: StaffDemand, _ promise: Scenario.Commitment, _ days: DayRange,
    _ path: DocumentPath
  ) {
    let name = facts.scenario.staff[staff].name
    let able = work.seats.flatMap { facts.workers(for: $0, window: facts.windows[demand]) }.filter { $0.staff == staff }
    let all = facts.promised(promise, staff, days)
    let promised = "\(name) is promised to \(facts.name(demand)) for \(Wording.hours(all)) \(Wording.during(days))"
    guard all > 0 else {
      return warn(
        "\(name) is promised to \(facts.name(demand)) \(Wording.during(days)), and is not there then, so that nothing is promised",
        path, hint: "promise it for days on which the person is employed and not away")
    }
    guard !able.isEmpty else {
      return warn(
        "\(name) is promised to \(facts.name(demand)), and cannot work on it" + Self.wants(work), path,
        hint: "a promise gives nobody a skill; 'muster explain --why \(promise.staff) \(promise.demand)' says more")
    }
    let kept =
      able.map { worker in
        worker.days.reduce(Int128(0)) { $0 + facts.promised(promise, staff, $1.intersection(days)) }
      }.max() ?? 0
    if all - kept >= Self.least {
      warn(
        promised
          + ", and \(Wording.hours(all - kept)) of them are on days on which a skill or certificate that it wants is "
          + "not valid", path, hint: "promise it for other days, or renew what ends")
    }
  }

  private static func wants(_ work: StaffDemand) -> String {
    let texts = work.seats.map { Wording.requirements($0.requirements) }.filter { !$0.isEmpty }
    guard let first = texts.first, texts.count == 1 else { return "" }
    return ", which wants somebody" + first
  }

  private mutating func checkSum(of promised: [Int128], _ staff: Int, _ path: DocumentPath) {
    let periods = facts.scenario.calendar.periods
    var worst: (period: Int, missing: Int128)?
    var count = 0
    for (index, hours) in promised.enumerated() {
      let missing = hours - facts.hours(of: staff, on: [periods[index]])
      guard missing >= Self.least else { continue }
      count += 1
      if missing > worst?.missing ?? 0 { worst = (index, missing) }
    }
    guard let worst else { return }
    let there = promised[worst.period] - worst.missing
    warn(
      "\(facts.scenario.staff[staff].name) is promised for \(Wording.hours(promised[worst.period])) "
        + "\(Wording.during(periods[worst.period])), and has \(Wording.hours(there)) then"
        + (count > 1 ? "; this holds for \(count) periods" : ""), path,
      hint: "promises beyond what there is cannot be kept, and cost more than anything else")
  }
}
