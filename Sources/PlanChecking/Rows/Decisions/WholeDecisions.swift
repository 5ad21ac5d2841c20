// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
internal import Issues
import Numbers

/// The rows of `model.md`, section 3, that follow from the amounts: how many projects and people, how few hours, in which
/// order, and as a whole or not at all.
extension Verifier {
  mutating func checkWholeDecisions() {
    guard facts.scenario.hasDecisions else { return }
    let sums = workSums()
    checkMostProjects(sums)
    checkLeastHours(sums)
    checkTeams(sums)
    checkAllOrNothing()
    checkPredecessors(sums)
    if !hasDays { checkWholeUnits() }
  }

  /// The hours above 0 of each person on each demand in each period, of a crew in all places; sorted.
  private func workSums() -> [(cell: Cell, hours: Int128)] {
    var sums: [(cell: Cell, hours: Int128)] = []
    for (index, of) in references.assignments.enumerated() where of.staff >= 0 && of.demand >= 0 {
      let (period, hours) = (entries.assignments[index].period, entries.assignments[index].hours)
      guard facts.periods.indices.contains(period), hours.isUsable, hours.count > 0,
        facts.demands[of.demand].staff != nil
      else { continue }
      sums.append((Cell(staff: of.staff, demand: of.demand, period: period), hours.count))
    }
    sums.sort { $0.cell < $1.cell }
    return sums.reduce(into: []) { merged, sum in
      if let last = merged.last, last.cell == sum.cell {
        merged[merged.count - 1].hours += sum.hours
      } else {
        merged.append(sum)
      }
    }
  }

  private mutating func checkMostProjects(_ sums: [(cell: Cell, hours: Int128)]) {
    guard facts.scenario.staff.contains(where: { $0.maxProjects != nil }) else { return }
    var projects: [Cell: Set<Int>] = [:]
    for sum in sums where facts.scenario.staff[sum.cell.staff].maxProjects != nil {
      let place = Cell(staff: sum.cell.staff, demand: 0, period: sum.cell.period)
      projects[place, default: []].insert(facts.demands[sum.cell.demand].project)
    }
    for (place, set) in projects.sorted(by: { $0.key < $1.key }) {
      guard let most = facts.scenario.staff[place.staff].maxProjects, set.count > most else { continue }
      let names = set.sorted().map { facts.scenario.projects[$0].name }.joined(separator: ", ")
      report(
        .maxProjects,
        "\(name(ofStaff: place.staff)) works on \(set.count) projects \(time(ofPeriod: place.period)), but may work on at most "
          + "\(most): \(names)", [.key("assignments")])
    }
  }

  private mutating func checkLeastHours(_ sums: [(cell: Cell, hours: Int128)]) {
    guard facts.scenario.policy.minimumHoursPerWeek != nil else { return }
    for sum in sums {
      let least = facts.leastHours(in: sum.cell)
      guard sum.hours < least else { continue }
      report(
        .minimumHours,
        "\(name(ofStaff: sum.cell.staff)) has \(text(sum.hours)) h on \(name(ofDemand: sum.cell.demand)) "
          + "\(time(ofPeriod: sum.cell.period)), but no less than \(text(least)) h may be worked on it",
        [.key("assignments")])
    }
  }

  private mutating func checkTeams(_ sums: [(cell: Cell, hours: Int128)]) {
    for (index, place) in facts.index.demandPlaces.enumerated() {
      guard let team = facts.scenario.projects[place.project].demands[place.position].staff?.team else { continue }
      let mine = sums.filter { $0.cell.demand == index }
      guard !mine.isEmpty else { continue }
      // A pool may count as any number of heads from what its hours need to as many as have an hour each.
      var (fewest, most) = (0, 0)
      for person in Set(mine.map(\.cell.staff)).sorted() {
        let hours = mine.filter { $0.cell.staff == person }
        let needed = hours.map { facts.heads(for: $0.hours, in: $0.cell) }.max() ?? 0
        let sum = hours.reduce(0) { $0 + $1.hours }
        fewest += needed
        most += min(facts.staff[person].person.headcount, max(needed, Int(clamping: sum / 1_000_000)))
        guard sum < 1_000_000 * Int128(needed) else { continue }
        report(
          .team,
          "\(name(ofStaff: person)) has \(text(sum)) h on \(name(ofDemand: index)), but whoever is on its team has at "
            + "least one" + (needed > 1 ? ", and these are \(needed) people" : ""), [.key("assignments")])
      }
      if most < team.min || team.max.map({ fewest > $0 }) ?? false {
        let limit = team.max.map { " and at most \($0)" } ?? ""
        report(
          .team,
          "\(most < team.min ? most : fewest) people work on \(name(ofDemand: index)), but its team has at least "
            + "\(team.min)\(limit)", [.key("assignments")])
      }
    }
  }

  /// Whole sums of units that are indivisible; whether they are whole on every day is seen there.
  private mutating func checkWholeUnits() {
    for (index, of) in references.assetUse.enumerated() where of.asset >= 0 && of.demand >= 0 {
      checkWhole(of.asset, of.demand, entries.assetUse[index].unitDays.count) {
        $0.time(ofPeriod: $0.entries.assetUse[index].period)
      }
    }
  }

  /// Whether units of an asset for a demand are whole where they have to be.
  mutating func checkWhole(_ asset: Int, _ demand: Int, _ units: Int128, _ when: (Verifier) -> String) {
    guard facts.scenario.assets[asset].indivisible, facts.demands[demand].asset != nil, units % 1_000_000 != 0 else {
      return
    }
    report(
      .indivisible,
      "\(name(ofDemand: demand)) uses \(text(units)) units of \(name(ofAsset: asset)) \(when(self)), which is indivisible",
      [.key("assetUse")])
  }

  private mutating func checkAllOrNothing() {
    for (index, project) in facts.scenario.projects.enumerated() where project.allOrNothing {
      let demands = facts.demands.indices.filter { facts.demands[$0].project == index }
      guard demands.contains(where: isServed) else { continue }
      for demand in demands {
        guard let slot = facts.demands[demand].wanted.indices.first(where: { isShort(demand, $0) }) else { continue }
        let row = demand * periodCount + slot
        report(
          .allOrNothing,
          "\(project.name) is done as a whole or not at all, but \(text(unmet[row])) of \(name(ofDemand: demand)) are unmet",
          [.key("unmet")])
        break
      }
    }
  }

  /// Whether there is anything at all for a demand.
  private func isServed(_ demand: Int) -> Bool {
    references.assignments.indices.contains {
      references.assignments[$0].demand == demand && entries.assignments[$0].hours.count > 0
    }
      || references.assetUse.indices.contains {
        references.assetUse[$0].demand == demand && entries.assetUse[$0].unitDays.count > 0
      }
      || references.operating.indices.contains {
        references.operating[$0].demand == demand && entries.operating[$0].hours.count > 0
      }
  }

  /// Whether more of a row is unmet than rounding leaves.
  private func isShort(_ demand: Int, _ slot: Int) -> Bool {
    let row = demand * periodCount + slot
    let isExact = effortIsWhole[row] && facts.demands[demand].wanted[slot].isOnGrid
    return unmet[row] > (isExact ? 0 : Int128(effortCount[row] + 1))
  }

  private mutating func checkPredecessors(_ sums: [(cell: Cell, hours: Int128)]) {
    for (index, place) in facts.index.demandPlaces.enumerated() {
      let after = facts.scenario.projects[place.project].demands[place.position].staff?.after ?? []
      guard !after.isEmpty, let first = sums.lazy.filter({ $0.cell.demand == index }).map(\.cell.period).min() else {
        continue
      }
      for entry in after {
        guard let before = facts.index.demands[entry.demand] else { continue }
        if let last = sums.lazy.filter({ $0.cell.demand == before }).map(\.cell.period).max(), first <= last + entry.lag
        {
          report(
            .after,
            "\(name(ofDemand: index)) has hours \(time(ofPeriod: first)), but \(entry.demand), which comes before it, "
              + time(ofPeriod: last)
              + (entry.lag > 0
                ? ", and \(entry.lag) \(entry.lag == 1 ? "period has" : "periods have") to lie between" : ""),
            [.key("assignments")])
        }
        let share = metShare(of: before)
        let wanted = Rational(entry.share) * facts.demands[before].total
        if share.met + share.rounding < wanted {
          report(
            .after,
            "\(name(ofDemand: index)) has hours, but of \(entry.demand), which comes before it, \(share.met) of \(wanted) h "
              + "are met", [.key("assignments")])
        }
      }
    }
  }

  /// What is met of a demand, and what rounding may have taken of it.
  private func metShare(of demand: Int) -> (met: Rational, rounding: Rational) {
    var met = Rational.zero
    var count = 0
    for slot in facts.demands[demand].wanted.indices {
      let row = demand * periodCount + slot
      met += effort[row]
      count += effortCount[row]
    }
    return (met, exact(Int128(count)))
  }
}

extension ScenarioFacts {
  /// The days of a period on which a person may, and can, work on a demand, or in a place of its crew.
  private func workdays(in cell: Cell) -> [Int] {
    let (person, period) = (staff[cell.staff], days.ofPeriod[cell.period])
    let days = demands[cell.demand].places.map { place in
      person.eligible(for: place, in: period).filter { person.hasTime[$0] }
    }
    return days.count == 1 ? days[0] : Set(days.joined()).sorted()
  }

  /// The fewest hours of a person on a demand in a period, in millionths, where there are any: the policy's in proportion to
  /// the presence there, rounded up to the grid, but no more than the person has or the demand wants.
  func leastHours(in cell: Cell) -> Int128 {
    guard let perWeek = scenario.policy.minimumHoursPerWeek else { return 0 }
    let (person, demand) = (staff[cell.staff], demands[cell.demand])
    let days = workdays(in: cell)
    let least = (Rational(perWeek) * person.weeksPresent(on: days)).ceilingMillionths.count
    let available = days.reduce(Int128(0)) { $0 + Int128(person.regular[$1]) }
    let eta = Rational(demand.staff.map { person.productivity(on: $0) } ?? 1)
    let wanted = (demand.wanted[demand.slot(cell.period)] / eta).floorMillionths.count
    return min(least, available, wanted)
  }

  /// How many people of a pool it takes for some hours in a period, up to all of them.
  func heads(for hours: Int128, in cell: Cell) -> Int {
    let person = staff[cell.staff]
    guard person.person.headcount > 1 else { return 1 }
    let all = workdays(in: cell).reduce(Int128(0)) { $0 + person.most(in: $1..<$1 + 1) }
    guard all > 0 else { return person.person.headcount }
    // As many as the share of what all of them can do.
    let share = Rational(hours * .fineMillionth, over: all) * Rational(person.person.headcount)
    let whole = (share / Rational(1_000_000)).ceilingMillionths.count
    return max(1, min(person.person.headcount, Int(clamping: whole)))
  }
}
