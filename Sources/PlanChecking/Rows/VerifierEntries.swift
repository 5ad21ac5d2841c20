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
    if let days = entries.days { checkOrder(days, "days") }
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
    checkCrews()
    checkOvertime()
    checkAssetUse()
    checkOperating()
  }

  /// What is left: u and s.
  mutating func checkShortfalls() {
    checkUnmet()
    checkBrokenCommitments()
  }

  mutating func checkOrder<Entry: KeyedEntry>(_ list: [Entry], _ name: String) {
    for index in list.indices.dropFirst() where !Entry.isBeforeNext(index - 1, in: list) {
      let key = list[index].key
      let previous = list[index - 1].key
      if key == previous {
        report(.duplicateEntry, "\(name) has two entries for \(key.names)", [.key(name), .index(index)])
      } else {
        report(
          .unsorted, "\(name) is not sorted: the entry for \(key.names) comes too late", [.key(name), .index(index)])
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

  /// Whether there is a period, and what is claimed of its first and last day.
  mutating func isPeriod(_ period: Int, _ days: DayRange, _ place: Place) -> Bool {
    guard facts.periods.indices.contains(period) else {
      report(
        .period, "there is no period \(period); periods are counted from 0 to \(facts.periodCount - 1)",
        place.key("period"))
      return false
    }
    if days != facts.periods[period] {
      report(
        .wrongDays, "period \(period) is \(name(ofPeriod: period)), not \(Self.text(days))", place.key("start"))
    }
    return true
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
    var pair: (staff: Int, demand: Int, place: Int, days: Range<Int>?, eta: Rate, isWhole: Bool)
    pair = (-1, -1, 0, nil, .zero, true)
    let list = entries.assignments
    counted.assignments.reserveCapacity(list.count)
    for (index, (person, demand)) in references.assignments.enumerated() {
      let place = Place(list: "assignments", index: index)
      let period = list[index].period
      let amount = list[index].hours
      guard isKnown(staff: person, list[index].staff, place), isKnown(demand: demand, list[index].demand, place),
        isPeriod(period, list[index].days, place), isAmount(amount, "hours", place)
      else { continue }
      let demandFacts = facts.demands[demand]
      checkProject(list[index].project, demand, place)
      guard demandFacts.staff != nil else {
        report(.wrongKind, "\(list[index].demand) asks for assets, not for people", place.key("demand"))
        continue
      }
      let seat = list[index].place ?? 0
      guard isPlace(list[index].place, of: demandFacts, place) else { continue }
      let needs = demandFacts.places[seat]
      if pair.staff != person || pair.demand != demand || pair.place != seat {
        let staffFacts = facts.staff[person]
        let eta = Rate(Rational(staffFacts.productivity(on: needs)))
        pair = (person, demand, seat, staffFacts.eligibleDays(for: needs), eta, eta.exact.isWhole)
      }
      if hasDays || amount.count == 0 || isPossible(person, demand, period, amount, eligible: pair.days, place) {
        counted.assignments.append(index)
      }
      let row = demand * periodCount + demandFacts.slot(period)
      if needs.isCrew {
        addCrew(demand, period, amount, person, place: seat)
        effortIsWhole[row] = false
      } else {
        effort.add(pair.eta, amount, at: row)
        if !pair.isWhole { effortIsWhole[row] = false }
      }
      effortCount[row] += 1
      if let promise = facts.promises[Cell(staff: person, demand: demand, period: period)] {
        kept[promise] += amount.count
      }
    }
  }

  /// Whether a place is one of a demand's crew; a demand without one has no places.
  mutating func isPlace(_ number: Int?, of demand: DemandFacts, _ place: Place) -> Bool {
    if demand.isCrew {
      if let number, demand.places.indices.contains(number) { return true }
      report(
        .wrongKind,
        "\(demand.id) has a crew with the places 0 to \(demand.places.count - 1): the entry needs one of them",
        place.key("place"))
      return false
    }
    if number != nil { report(.wrongKind, "\(demand.id) has no crew, and so no places", place.key("place")) }
    return number == nil
  }

  /// Whether some x(i,d,k) of a period exist; that they leave room for the hours by themselves is checked besides.
  private mutating func isPossible(
    _ person: Int, _ demand: Int, _ period: Int, _ hours: Millionths, eligible: Range<Int>?, _ place: Place
  ) -> Bool {
    func excess(_ hours: Millionths) -> Plan.Violation.Excess {
      .init(
        hours, staff: facts.staff[person].person.id, demand: facts.demands[demand].id, period: period)
    }
    let stretch = facts.days.ofPeriod[period]
    let window = facts.demands[demand].window
    func what() -> String {
      "\(name(ofStaff: person)) has \(hours) h on \(name(ofDemand: demand)) \(time(ofPeriod: period))"
    }
    guard !stretch.common(facts.demands[demand].days).isEmpty else {
      report(
        .window, "\(what()), but its window goes from \(window.first) to \(window.last)", place.path,
        excess: excess(hours))
      return false
    }
    guard let days = eligible?.common(stretch), !days.isEmpty else {
      report(
        .eligibility, "\(what()), but \(lack(of: person, on: demand, during: facts.periods[period]))", place.path,
        excess: excess(hours))
      return false
    }
    let limit = Rational(fine: facts.staff[person].most(in: days))
    guard limit < Rational(hours) else { return true }
    report(
      .availability, "\(what()), but can work at most \(limit) h on it then", place.key("hours"),
      excess: excess((Rational(hours) - limit).ceilingMillionths))
    return true
  }

  private mutating func checkOvertime() {
    for (index, (person, demand, asset)) in references.overtime.enumerated() {
      let place = Place(list: "overtime", index: index)
      let entry = entries.overtime[index]
      guard isKnown(staff: person, entry.staff, place), isKnown(demand: demand, entry.demand, place),
        asset.map({ isKnown(asset: $0, entry.asset ?? "", place) }) ?? true, isPeriod(entry.period, entry.days, place),
        isAmount(entry.hours, "hours", place)
      else { continue }
      checkProject(entry.project, demand, place)
      if entry.hours.count > 0, facts.staff[person].person.overtime == nil {
        report(
          .overtime, "\(name(ofStaff: person)) has \(entry.hours) h of overtime, but may not have any", place.path)
        continue
      }
      counted.overtime.append(index)
    }
  }

  private mutating func checkAssetUse() {
    for (index, (asset, demand)) in references.assetUse.enumerated() {
      let place = Place(list: "assetUse", index: index)
      let entry = entries.assetUse[index]
      guard isKnown(asset: asset, entry.asset, place), isKnown(demand: demand, entry.demand, place),
        isPeriod(entry.period, entry.days, place), isAmount(entry.unitDays, "unitDays", place)
      else { continue }
      checkProject(entry.project, demand, place)
      let demandFacts = facts.demands[demand]
      let row = demand * periodCount + entry.period
      if let wanted = demandFacts.asset {
        if entry.unitDays.count > 0, !wanted.matches(facts.scenario.assets[asset]) {
          report(.eligibility, "\(entry.demand) cannot use \(name(ofAsset: asset))", place.key("asset"))
        }
        effort.add(entry.unitDays, at: row)
        effortCount[row] += 1
      } else if facts.use(of: asset, by: demand) == nil {
        report(.eligibility, "\(entry.demand) does not use \(name(ofAsset: asset))", place.key("asset"))
        continue
      }
      if entry.unitDays.count > 0,
        !facts.days.ofPeriod[entry.period].contains(where: { facts.isServed(demand, on: $0) })
      {
        report(
          .window,
          "\(entry.demand) uses \(name(ofAsset: asset)) \(time(ofPeriod: entry.period)), but "
            + (demandFacts.asset == nil
              ? "nobody can work on it then"
              : "its window goes from \(demandFacts.window.first) to \(demandFacts.window.last)"),
          place.path)
        continue
      }
      counted.assetUse.append(index)
    }
  }

  private mutating func checkOperating() {
    for (index, (person, asset, demand)) in references.operating.enumerated() {
      let place = Place(list: "operating", index: index)
      let entry = entries.operating[index]
      guard isKnown(staff: person, entry.staff, place), isKnown(asset: asset, entry.asset, place),
        isKnown(demand: demand, entry.demand, place), isPeriod(entry.period, entry.days, place),
        isAmount(entry.hours, "hours", place)
      else { continue }
      checkProject(entry.project, demand, place)
      guard entry.hours.count > 0 else { continue }
      let who = "\(name(ofStaff: person)) operates \(name(ofAsset: asset))"
      guard facts.assets[asset].days(of: person) != nil else {
        report(.eligibility, "\(who), but cannot or need not", place.path)
        continue
      }
      guard facts.pairs[asset, demand] != nil else {
        report(.eligibility, "\(who) for \(entry.demand), which it does not serve", place.key("demand"))
        continue
      }
      let days = facts.operatingDays(of: person, asset, for: demand, in: entry.period)
      let limit = Rational(
        fine: days.reduce(0) { $0 + facts.staff[person].most(in: $1..<$1 + 1) })
      if !hasDays, limit < Rational(entry.hours) {
        report(
          .availability,
          "\(who) for \(entry.hours) h \(time(ofPeriod: entry.period)), but can do so for at most \(limit) h",
          place.key("hours"))
      }
      counted.operating.append(index)
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
      if let period = entry.period {
        guard isPeriod(period, entry.days ?? facts.days.horizon, place) else { continue }
      } else if entry.days != nil {
        report(.wrongDays, "\(entry.demand) is flexible: what is unmet has no days", place.key("start"))
      }
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
        isPeriod(entry.period, entry.days, place), isAmount(entry.hours, "hours", place)
      else { continue }
      guard let promise = facts.promises[Cell(staff: person, demand: demand, period: entry.period)] else {
        report(
          .unknownCommitment,
          "\(name(ofStaff: person)) promised nothing to \(entry.demand) \(time(ofPeriod: entry.period))", place.path)
        continue
      }
      broken[promise] += entry.hours.count
      let promised = facts.promises.list[promise].hours
      if entry.hours > promised.ceilingMillionths {
        report(
          .excessBroken,
          "\(entry.hours) h of \(name(ofStaff: person)) for \(entry.demand) are not kept, but only \(promised) h were "
            + "promised \(time(ofPeriod: entry.period))", place.key("hours"))
      }
    }
  }
}
