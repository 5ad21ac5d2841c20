// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// Entries one by one: order, ids, periods, amounts, and the existence and bounds of their variables.
extension Verifier {
  mutating func checkEntries() {
    checkOrder(plan.assignments, "assignments")
    checkOrder(plan.overtime, "overtime")
    checkOrder(plan.assetUse, "assetUse")
    checkOrder(plan.operating, "operating")
    checkOrder(plan.unmet, "unmet")
    checkOrder(plan.brokenCommitments, "brokenCommitments")
    checkAssignments()
    checkOvertime()
    checkAssetUse()
    checkOperating()
    checkUnmet()
    checkBrokenCommitments()
  }

  private mutating func checkOrder(_ list: [some KeyedEntry], _ name: String) {
    var previous: EntryKey?
    for (index, entry) in list.enumerated() {
      let key = entry.key
      if let previous {
        let names = [key.first, key.second].filter { !$0.isEmpty }.joined(separator: ", ")
        if key == previous {
          report("duplicate-entry", "\(name) has two entries for \(names)", [.key(name), .index(index)])
        } else if key < previous {
          report(
            "unsorted", "\(name) is not sorted: the entry for \(names) comes too late", [.key(name), .index(index)])
        }
      }
      previous = key
    }
  }

  // MARK: References, periods, amounts

  private mutating func staff(_ id: String, _ path: DocumentPath) -> Int? {
    let index = facts.staffIndex[id]
    if index == nil { report("unknown-staff", "there is no person \(id)", path.key("staff")) }
    return index
  }

  private mutating func demand(_ id: String, _ path: DocumentPath) -> Int? {
    let index = facts.demandIndex[id]
    if index == nil { report("unknown-demand", "there is no demand \(id)", path.key("demand")) }
    return index
  }

  private mutating func asset(_ id: String, _ path: DocumentPath) -> Int? {
    let index = facts.assetIndex[id]
    if index == nil { report("unknown-asset", "there is no asset \(id)", path.key("asset")) }
    return index
  }

  private mutating func checkProject(_ id: String, _ demand: Int, _ path: DocumentPath) {
    let expected = facts.scenario.projects[facts.demands[demand].project].id
    if id != expected {
      report(
        "wrong-project", "\(name(ofDemand: demand)) is a demand of project \(expected), not of \(id)",
        path.key("project"))
    }
  }

  private mutating func isPeriod(_ period: Int, _ path: DocumentPath) -> Bool {
    if facts.periods.indices.contains(period) { return true }
    report(
      "period", "there is no period \(period); they go from 0 to \(facts.periodCount - 1)", path.key("period"))
    return false
  }

  private mutating func isAmount(_ amount: Millionths, _ key: String, _ path: DocumentPath) -> Bool {
    if amount.count < 0 {
      report("negative", "\(key) is \(amount), below 0", path.key(key))
      return false
    }
    if !amount.isUsable {
      report("too-large", "\(key) is \(amount), beyond what is counted with", path.key(key))
      return false
    }
    return true
  }

  // MARK: Lists

  private mutating func checkAssignments() {
    // Assignments are sorted, so that the pair of person and demand seldom changes.
    var pair: (staff: Int, demand: Int, days: DayRange?, eta: Rational) = (-1, -1, nil, .one)
    for (index, entry) in plan.assignments.enumerated() {
      let path: DocumentPath = [.key("assignments"), .index(index)]
      guard let person = staff(entry.staff, path), let demand = demand(entry.demand, path),
        isPeriod(entry.period, path), isAmount(entry.hours, "hours", path)
      else { continue }
      let period = entry.period
      let demandFacts = facts.demands[demand]
      checkProject(entry.project, demand, path)
      if entry.days != facts.periods[period] {
        report(
          "wrong-days", "\(name(ofPeriod: period)) does not go from \(entry.days.first) to \(entry.days.last)",
          path.key("start"))
      }
      guard let staffDemand = demandFacts.staff else {
        report("wrong-kind", "\(entry.demand) asks for assets, not for people", path.key("demand"))
        continue
      }
      let staffFacts = facts.staff[person]
      if pair.staff != person || pair.demand != demand {
        pair = (
          person, demand, staffFacts.eligibleDays(for: demandFacts),
          Rational(staffFacts.productivity(on: staffDemand))
        )
      }
      if entry.hours.count > 0 {
        checkLimit(ofAssignment: index, person, demand, eligible: pair.days, path)
      }
      worked[person * periodCount + period] += entry.hours.count
      hours[demand * periodCount + period] += entry.hours.count
      hoursCount[demand * periodCount + period] += 1
      let row = demand * periodCount + demandFacts.slot(period)
      effort[row] += pair.eta * Rational(entry.hours)
      effortCount[row] += 1
      if !pair.eta.isWhole { effortIsWhole[row] = false }
      if let promise = facts.promises[Cell(staff: person, demand: demand, period: period)] {
        kept[promise] += entry.hours.count
      }
    }
  }

  /// The existence and the upper bound of x(i,d,t).
  private mutating func checkLimit(
    ofAssignment index: Int, _ person: Int, _ demand: Int, eligible: DayRange?, _ path: DocumentPath
  ) {
    let entry = plan.assignments[index]
    func excess(_ hours: Millionths) -> Plan.Violation.Excess {
      .init(hours, staff: entry.staff, demand: entry.demand, period: entry.period)
    }
    let staffFacts = facts.staff[person]
    let who = name(ofStaff: person)
    let period = facts.periods[entry.period]
    let inWindow = facts.demands[demand].window.intersection(period)
    guard !inWindow.isEmpty else {
      report(
        "window",
        "\(who) has \(entry.hours) h on \(entry.demand) in \(name(ofPeriod: entry.period)), but its window goes from "
          + "\(facts.demands[demand].window.first) to \(facts.demands[demand].window.last)", path,
        excess: excess(entry.hours))
      return
    }
    let days = eligible?.intersection(period)
    let available = days.map { staffFacts.available(in: $0) } ?? .zero
    guard let days, !days.isEmpty else {
      report(
        "eligibility",
        "\(who) has \(entry.hours) h on \(entry.demand) in \(name(ofPeriod: entry.period)), but does not meet what it "
          + "asks for", path, excess: excess(entry.hours))
      return
    }
    let limit = (staffFacts.hoursPerDay + staffFacts.overtimePerDay) * available
    if limit < Rational(entry.hours) {
      report(
        "availability",
        "\(who) has \(entry.hours) h on \(entry.demand) in \(name(ofPeriod: entry.period)), but can work at most "
          + "\(limit) h on it there", path.key("hours"),
        excess: excess((Rational(entry.hours) - limit).ceilingMillionths))
    }
  }

  private mutating func checkOvertime() {
    for (index, entry) in plan.overtime.enumerated() {
      let path: DocumentPath = [.key("overtime"), .index(index)]
      guard let person = staff(entry.staff, path), isPeriod(entry.period, path), isAmount(entry.hours, "hours", path)
      else { continue }
      let staffFacts = facts.staff[person]
      let cell = person * periodCount + entry.period
      overtime[cell] += entry.hours.count
      guard entry.hours.count > 0 else { continue }
      let limit = staffFacts.overtimePerDay * staffFacts.availableDays[entry.period]
      if staffFacts.person.overtime == nil {
        report("overtime", "\(name(ofStaff: person)) has \(entry.hours) h of overtime, but may not have any", path)
      } else if limit < Rational(entry.hours) {
        report(
          "overtime",
          "\(name(ofStaff: person)) has \(entry.hours) h of overtime in \(name(ofPeriod: entry.period)), but may have "
            + "at most \(limit) h", path.key("hours"))
      }
    }
  }

  private mutating func checkAssetUse() {
    for (index, entry) in plan.assetUse.enumerated() {
      let path: DocumentPath = [.key("assetUse"), .index(index)]
      guard let asset = asset(entry.asset, path), let demand = demand(entry.demand, path),
        isPeriod(entry.period, path), isAmount(entry.unitDays, "unitDays", path)
      else { continue }
      checkProject(entry.project, demand, path)
      let demandFacts = facts.demands[demand]
      let row = demand * periodCount + entry.period
      if let wanted = demandFacts.asset {
        if entry.unitDays.count > 0 {
          if !wanted.matches(facts.scenario.assets[asset]) {
            report("eligibility", "\(entry.demand) cannot use \(name(ofAsset: asset))", path.key("asset"))
          }
          if demandFacts.window.intersection(facts.periods[entry.period]).isEmpty {
            report(
              "window",
              "\(entry.demand) uses \(name(ofAsset: asset)) in \(name(ofPeriod: entry.period)), but its window goes "
                + "from \(demandFacts.window.first) to \(demandFacts.window.last)", path)
          }
        }
        effort[row] += Rational(entry.unitDays)
        effortCount[row] += 1
      } else {
        guard let use = demandFacts.staff?.uses.firstIndex(where: { $0.asset == entry.asset }) else {
          report("eligibility", "\(entry.demand) does not use \(name(ofAsset: asset))", path.key("asset"))
          continue
        }
        equipment[Cell(staff: use, demand: demand, period: entry.period), default: 0] += entry.unitDays.count
      }
      used[asset * periodCount + entry.period] += entry.unitDays.count
      usedCount[asset * periodCount + entry.period] += 1
    }
  }

  private mutating func checkOperating() {
    for (index, entry) in plan.operating.enumerated() {
      let path: DocumentPath = [.key("operating"), .index(index)]
      guard let person = staff(entry.staff, path), let asset = asset(entry.asset, path),
        isPeriod(entry.period, path), isAmount(entry.hours, "hours", path)
      else { continue }
      worked[person * periodCount + entry.period] += entry.hours.count
      operating[asset * periodCount + entry.period] += entry.hours.count
      operatingCount[asset * periodCount + entry.period] += 1
      guard entry.hours.count > 0 else { continue }
      let staffFacts = facts.staff[person]
      guard let operators = facts.scenario.assets[asset].operators,
        let holding = staffFacts.days(holding: operators.skills)
      else {
        report(
          "eligibility", "\(name(ofStaff: person)) operates \(name(ofAsset: asset)), but cannot or need not", path)
        continue
      }
      let days = staffFacts.available(in: holding.intersection(facts.periods[entry.period]))
      let limit = (staffFacts.hoursPerDay + staffFacts.overtimePerDay) * days
      if limit < Rational(entry.hours) {
        report(
          "availability",
          "\(name(ofStaff: person)) operates \(name(ofAsset: asset)) for \(entry.hours) h in "
            + "\(name(ofPeriod: entry.period)), but can do so for at most \(limit) h", path.key("hours"))
      }
    }
  }

  private mutating func checkUnmet() {
    for (index, entry) in plan.unmet.enumerated() {
      let path: DocumentPath = [.key("unmet"), .index(index)]
      let key = entry.isUnitDays ? "unitDays" : "hours"
      guard let demand = demand(entry.demand, path), isAmount(entry.amount, key, path) else { continue }
      checkProject(entry.project, demand, path)
      let demandFacts = facts.demands[demand]
      if entry.isUnitDays != (demandFacts.asset != nil) {
        report("wrong-kind", "\(entry.demand) is not counted in \(entry.isUnitDays ? "unit-days" : "hours")", path)
      }
      if demandFacts.isFlexible != (entry.period == nil) {
        report(
          "period",
          "\(entry.demand) is \(demandFacts.isFlexible ? "flexible: what is unmet has no period" : "counted in every period: what is unmet needs one")",
          path.key("period"))
        continue
      }
      if let period = entry.period, !isPeriod(period, path) { continue }
      let slot = entry.period ?? 0
      let row = demand * periodCount + slot
      unmet[row] += entry.amount.count
      let wanted = demandFacts.wanted[slot]
      // A right-hand side off the grid may be rounded up.
      if entry.amount > wanted.ceilingMillionths {
        report(
          "excess-unmet", "\(entry.amount) \(key) of \(entry.demand) are unmet, but only \(wanted) are wanted",
          path.key(key))
      }
    }
  }

  private mutating func checkBrokenCommitments() {
    for (index, entry) in plan.brokenCommitments.enumerated() {
      let path: DocumentPath = [.key("brokenCommitments"), .index(index)]
      guard let person = staff(entry.staff, path), let demand = demand(entry.demand, path),
        isPeriod(entry.period, path), isAmount(entry.hours, "hours", path)
      else { continue }
      guard let promise = facts.promises[Cell(staff: person, demand: demand, period: entry.period)] else {
        report(
          "unknown-commitment",
          "\(name(ofStaff: person)) promised nothing to \(entry.demand) in \(name(ofPeriod: entry.period))", path)
        continue
      }
      broken[promise] += entry.hours.count
      let promised = facts.promises.list[promise].hours
      if entry.hours > promised.ceilingMillionths {
        report(
          "excess-broken",
          "\(entry.hours) h of \(name(ofStaff: person)) for \(entry.demand) are not kept, but only \(promised) h were "
            + "promised in \(name(ofPeriod: entry.period))", path.key("hours"))
      }
    }
  }
}
