// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// Entries one by one: order, ids, periods, amounts, and the existence and bounds of their variables.
extension Verifier {
  mutating func checkEntries() {
    checkOrder()
    checkDecisions()
    checkShortfalls()
  }

  /// The order of every list.
  mutating func checkOrder() {
    checkOrder(entries.assignments, "assignments")
    checkOrder(entries.overtime, "overtime")
    checkOrder(entries.assetUse, "assetUse")
    checkOrder(entries.operating, "operating")
    checkOrder(entries.unmet, "unmet")
    checkOrder(entries.brokenCommitments, "brokenCommitments")
  }

  /// What is done: x, y, z, v and q. It is added up on the way.
  mutating func checkDecisions() {
    checkAssignments()
    checkOvertime()
    checkAssetUse()
    checkOperating()
  }

  /// What is left: u and s.
  mutating func checkShortfalls() {
    checkUnmet()
    checkBrokenCommitments()
  }

  private mutating func checkOrder<Entry: KeyedEntry>(_ list: [Entry], _ name: String) {
    for index in list.indices.dropFirst() where !Entry.isBeforeNext(index - 1, in: list) {
      let key = list[index].key
      let previous = list[index - 1].key
      let names = [key.first, key.second].filter { !$0.isEmpty }.joined(separator: ", ")
      if key == previous {
        report(.duplicateEntry, "\(name) has two entries for \(names)", [.key(name), .index(index)])
      } else {
        report(.unsorted, "\(name) is not sorted: the entry for \(names) comes too late", [.key(name), .index(index)])
      }
    }
  }

  // MARK: References, periods, amounts

  private mutating func isKnown(staff index: Int, _ id: String, _ place: Place) -> Bool {
    if index < 0 { report(.unknownStaff, "there is no person \(id)", place.key("staff")) }
    return index >= 0
  }

  private mutating func isKnown(demand index: Int, _ id: String, _ place: Place) -> Bool {
    if index < 0 { report(.unknownDemand, "there is no demand \(id)", place.key("demand")) }
    return index >= 0
  }

  private mutating func isKnown(asset index: Int, _ id: String, _ place: Place) -> Bool {
    if index < 0 { report(.unknownAsset, "there is no asset \(id)", place.key("asset")) }
    return index >= 0
  }

  private mutating func checkProject(_ id: String, _ demand: Int, _ place: Place) {
    let expected = facts.scenario.projects[facts.demands[demand].project].id
    if id != expected {
      report(
        .wrongProject, "\(name(ofDemand: demand)) is a demand of project \(expected), not of \(id)",
        place.key("project"))
    }
  }

  private mutating func isPeriod(_ period: Int, _ place: Place) -> Bool {
    if facts.periods.indices.contains(period) { return true }
    report(
      .period, "there is no period \(period); they go from 0 to \(facts.periodCount - 1)", place.key("period"))
    return false
  }

  private mutating func isAmount(_ amount: Millionths, _ key: String, _ place: Place) -> Bool {
    if amount.count < 0 {
      report(.negative, "\(key) is \(amount), below 0", place.key(key))
      return false
    }
    if !amount.isUsable {
      report(.tooLarge, "\(key) is \(amount), beyond what is counted with", place.key(key))
      return false
    }
    return true
  }

  // MARK: Lists

  private mutating func checkAssignments() {
    // Assignments are sorted, so that the pair of person and demand seldom changes.
    var pair: (staff: Int, demand: Int, days: DayRange?, eta: Rate, isWhole: Bool) =
      (-1, -1, nil, .zero, true)
    let list = entries.assignments
    for (index, (person, demand)) in references.assignments.enumerated() {
      let place = Place(list: "assignments", index: index)
      let period = list[index].period
      let amount = list[index].hours
      guard isKnown(staff: person, list[index].staff, place), isKnown(demand: demand, list[index].demand, place),
        isPeriod(period, place), isAmount(amount, "hours", place)
      else { continue }
      let demandFacts = facts.demands[demand]
      checkProject(list[index].project, demand, place)
      let days = list[index].days
      if days != facts.periods[period] {
        report(
          .wrongDays, "\(name(ofPeriod: period)) does not go from \(days.first) to \(days.last)",
          place.key("start"))
      }
      guard let needs = demandFacts.staff else {
        report(.wrongKind, "\(list[index].demand) asks for assets, not for people", place.key("demand"))
        continue
      }
      if pair.staff != person || pair.demand != demand {
        let staffFacts = facts.staff[person]
        let eta = Rate(Rational(staffFacts.productivity(on: needs)))
        pair = (person, demand, staffFacts.eligibleDays(for: demandFacts), eta, eta.exact.isWhole)
      }
      if amount.count > 0 { checkLimit(person, demand, period, amount, eligible: pair.days, place) }
      worked[person * periodCount + period] += amount.count
      hours[demand * periodCount + period] += amount.count
      hoursCount[demand * periodCount + period] += 1
      let row = demand * periodCount + demandFacts.slot(period)
      effort.add(pair.eta, amount, at: row)
      effortCount[row] += 1
      if !pair.isWhole { effortIsWhole[row] = false }
      if let promise = facts.promises[Cell(staff: person, demand: demand, period: period)] {
        kept[promise] += amount.count
      }
    }
  }

  /// The existence and the upper bound of x(i,d,t).
  private mutating func checkLimit(
    _ person: Int, _ demand: Int, _ period: Int, _ hours: Millionths, eligible: DayRange?, _ place: Place
  ) {
    func excess(_ hours: Millionths) -> Plan.Violation.Excess {
      .init(
        hours, staff: facts.staff[person].person.id, demand: facts.demands[demand].id, period: period)
    }
    let staffFacts = facts.staff[person]
    let stretch = facts.periods[period]
    let window = facts.demands[demand].window
    func what() -> String {
      "\(name(ofStaff: person)) has \(hours) h on \(name(ofDemand: demand)) in \(name(ofPeriod: period))"
    }
    guard !window.intersection(stretch).isEmpty else {
      report(
        .window, "\(what()), but its window goes from \(window.first) to \(window.last)", place.path,
        excess: excess(hours))
      return
    }
    guard let days = eligible?.intersection(stretch), !days.isEmpty else {
      report(.eligibility, "\(what()), but does not meet what it asks for", place.path, excess: excess(hours))
      return
    }
    let limit = staffFacts.mostPerDay * facts.availableDays(person, in: days, of: period)
    if limit < Rational(hours) {
      report(
        .availability, "\(what()), but can work at most \(limit) h on it there", place.key("hours"),
        excess: excess((Rational(hours) - limit).ceilingMillionths))
    }
  }

  private mutating func checkOvertime() {
    for (index, person) in references.overtime.enumerated() {
      let place = Place(list: "overtime", index: index)
      let entry = entries.overtime[index]
      guard isKnown(staff: person, entry.staff, place), isPeriod(entry.period, place),
        isAmount(entry.hours, "hours", place)
      else { continue }
      let staffFacts = facts.staff[person]
      overtime[person * periodCount + entry.period] += entry.hours.count
      guard entry.hours.count > 0 else { continue }
      let limit = staffFacts.overtimePerDay * facts.availableDays[person * periodCount + entry.period]
      if staffFacts.person.overtime == nil {
        report(
          .overtime, "\(name(ofStaff: person)) has \(entry.hours) h of overtime, but may not have any", place.path)
      } else if limit < Rational(entry.hours) {
        report(
          .overtime,
          "\(name(ofStaff: person)) has \(entry.hours) h of overtime in \(name(ofPeriod: entry.period)), but may have "
            + "at most \(limit) h", place.key("hours"))
      }
    }
  }

  private mutating func checkAssetUse() {
    for (index, (asset, demand)) in references.assetUse.enumerated() {
      let place = Place(list: "assetUse", index: index)
      let entry = entries.assetUse[index]
      guard isKnown(asset: asset, entry.asset, place), isKnown(demand: demand, entry.demand, place),
        isPeriod(entry.period, place), isAmount(entry.unitDays, "unitDays", place)
      else { continue }
      checkProject(entry.project, demand, place)
      let demandFacts = facts.demands[demand]
      let row = demand * periodCount + entry.period
      if let wanted = demandFacts.asset {
        if entry.unitDays.count > 0 {
          if !wanted.matches(facts.scenario.assets[asset]) {
            report(.eligibility, "\(entry.demand) cannot use \(name(ofAsset: asset))", place.key("asset"))
          }
          if demandFacts.window.intersection(facts.periods[entry.period]).isEmpty {
            report(
              .window,
              "\(entry.demand) uses \(name(ofAsset: asset)) in \(name(ofPeriod: entry.period)), but its window goes "
                + "from \(demandFacts.window.first) to \(demandFacts.window.last)", place.path)
          }
        }
        effort.add(entry.unitDays, at: row)
        effortCount[row] += 1
      } else {
        guard let use = demandFacts.staff?.uses.firstIndex(where: { $0.asset == entry.asset }) else {
          report(.eligibility, "\(entry.demand) does not use \(name(ofAsset: asset))", place.key("asset"))
          continue
        }
        equipment[Cell(staff: use, demand: demand, period: entry.period), default: 0] += entry.unitDays.count
      }
      used[asset * periodCount + entry.period] += entry.unitDays.count
      usedCount[asset * periodCount + entry.period] += 1
    }
  }

  private mutating func checkOperating() {
    for (index, (person, asset)) in references.operating.enumerated() {
      let place = Place(list: "operating", index: index)
      let entry = entries.operating[index]
      guard isKnown(staff: person, entry.staff, place), isKnown(asset: asset, entry.asset, place),
        isPeriod(entry.period, place), isAmount(entry.hours, "hours", place)
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
          .eligibility, "\(name(ofStaff: person)) operates \(name(ofAsset: asset)), but cannot or need not", place.path
        )
        continue
      }
      let days = staffFacts.available(in: holding.intersection(facts.periods[entry.period]))
      let limit = staffFacts.mostPerDay * days
      if limit < Rational(entry.hours) {
        report(
          .availability,
          "\(name(ofStaff: person)) operates \(name(ofAsset: asset)) for \(entry.hours) h in "
            + "\(name(ofPeriod: entry.period)), but can do so for at most \(limit) h", place.key("hours"))
      }
    }
  }

  private mutating func checkUnmet() {
    for (index, demand) in references.unmet.enumerated() {
      let place = Place(list: "unmet", index: index)
      let entry = entries.unmet[index]
      let key = entry.isUnitDays ? "unitDays" : "hours"
      guard isKnown(demand: demand, entry.demand, place), isAmount(entry.amount, key, place) else { continue }
      checkProject(entry.project, demand, place)
      let demandFacts = facts.demands[demand]
      if entry.isUnitDays != (demandFacts.asset != nil) {
        report(
          .wrongKind, "\(entry.demand) is not counted in \(entry.isUnitDays ? "unit-days" : "hours")", place.path)
      }
      if demandFacts.isFlexible != (entry.period == nil) {
        report(
          .period,
          "\(entry.demand) is \(demandFacts.isFlexible ? "flexible: what is unmet has no period" : "counted in every period: what is unmet needs one")",
          place.key("period"))
        continue
      }
      if let period = entry.period, !isPeriod(period, place) { continue }
      let slot = entry.period ?? 0
      let row = demand * periodCount + slot
      unmet[row] += entry.amount.count
      let wanted = demandFacts.wanted[slot]
      // A right-hand side off the grid may be rounded up.
      if entry.amount > wanted.ceilingMillionths {
        report(
          .excessUnmet, "\(entry.amount) \(key) of \(entry.demand) are unmet, but only \(wanted) are wanted",
          place.key(key))
      }
    }
  }

  private mutating func checkBrokenCommitments() {
    for (index, (person, demand)) in references.brokenCommitments.enumerated() {
      let place = Place(list: "brokenCommitments", index: index)
      let entry = entries.brokenCommitments[index]
      guard isKnown(staff: person, entry.staff, place), isKnown(demand: demand, entry.demand, place),
        isPeriod(entry.period, place), isAmount(entry.hours, "hours", place)
      else { continue }
      guard let promise = facts.promises[Cell(staff: person, demand: demand, period: entry.period)] else {
        report(
          .unknownCommitment,
          "\(name(ofStaff: person)) promised nothing to \(entry.demand) in \(name(ofPeriod: entry.period))", place.path)
        continue
      }
      broken[promise] += entry.hours.count
      let promised = facts.promises.list[promise].hours
      if entry.hours > promised.ceilingMillionths {
        report(
          .excessBroken,
          "\(entry.hours) h of \(name(ofStaff: person)) for \(entry.demand) are not kept, but only \(promised) h were "
            + "promised in \(name(ofPeriod: entry.period))", place.key("hours"))
      }
    }
  }
}
