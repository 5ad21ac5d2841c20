// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// Columns of crews: x by place, and m, the hours for which all are there.
extension DualBound {
  /// The columns x of the people on a crew.
  ///
  /// What a person has in all places of a period is one amount: it is what promises, limits and the baseline are about.
  func addCrew(
    _ index: Int, _ shared: [Shared], _ changes: ChangeTable, changeCost: Double, to sum: inout LowerSum
  ) {
    let demand = facts.demands[index]
    let isPromised = facts.promises.areMade(to: index)
    let budget = prices.budget[demand.project]
    let isMet = roomOfMeetings(demand).map { $0 > 0 }
    var slots = Slots()
    for (person, staff) in facts.staff.enumerated() {
      // Where somebody is missing nobody is there.
      var seats = [[(place: Int, day: Int)]](repeating: [], count: facts.periodCount)
      for (place, needs) in demand.places.enumerated() {
        for day in staff.eligible(for: needs, in: demand.days)
        where staff.hasTime[day] && isMet[day - demand.days.lowerBound] {
          seats[self.days.period(of: day)].append((place, day))
        }
      }
      let baseline = changes[ChangeTable.Pair(staff: person, demand: index)]
      let ownLimits = limits?.hours(staff.person.id, demand.id)
      let liking = facts.rates.preference(of: person, on: index).doubleValue
      for period in seats.indices where changes.hasColumn(person, demand, period) {
        slots.removeAll()
        var cost = ReducedCost()
        let rate = facts.rate(of: person, on: index, in: period).exact.doubleValue
        cost.add(rate * objective.value)
        cost.subtract(rate * budget)
        cost.add(liking * objective.value)
        cost.add(objective.hour(in: period, of: facts.periodCount))
        cost.subtract(prices.shares[person])
        if isPromised, let promise = facts.promises[Cell(staff: person, demand: index, period: period)] {
          cost.subtract(prices.commitment[promise])
        }
        cost.subtract(prices.projects[Cell(staff: person, demand: index, period: period)] ?? 0)
        let before = baseline?[period]
        // What is not in the baseline costs a change for each hour.
        if before == nil { cost.add(changeCost) }
        let premium = staff.premium(in: period).exact.doubleValue
        for (place, day) in seats[period] {
          addHour(of: person, index, place: place, day, cost, premium: premium, budget: budget, to: &slots)
        }
        // Nobody is there for longer than all are, but for as many heads as a pool has.
        let most = min(shared[period].wanted * Double(staff.person.headcount), shared[period].most)
        slots.addLeast(
          .init(most: most, limits: ownLimits?[period], change: before.map { ($0, changeCost) }), to: &sum)
      }
    }
  }

  /// The columns of a person in a place on a day.
  private func addHour(
    of person: Int, _ demand: Int, place: Int, _ day: Int, _ base: ReducedCost, premium: Double, budget: Double,
    to slots: inout Slots
  ) {
    var cost = base
    cost.subtract(prices.crew(demand, place: place, day))
    cost.subtract(prices.crew(demand, person: person, day))
    if !prices.pace[demand].isEmpty { cost.subtract(prices.pace[demand][day]) }
    subtractLimits(person, demand, day: day, from: &cost)
    let extra = equip(demand, person: person, day, &cost)
    addTime(of: person, on: day, cost, extra, premium: premium, budget: budget, to: &slots)
  }

  /// The columns m.
  func addMeetings(_ sum: inout LowerSum) {
    var slots = Slots()
    for (index, demand) in facts.demands.enumerated() where demand.isCrew { addMeetings(of: index, &slots, to: &sum) }
  }

  /// The columns m of a demand.
  func addMeetings(of index: Int, _ slots: inout Slots, to sum: inout LowerSum) {
    let demand = facts.demands[index]
    let most = roomOfMeetings(demand)
    // The prices of many people round more often than the general estimate allows for.
    let rounding = 1 + Double(prices.peopleOfCrew(index).count) / 16
    slots.removeAll()
    for period in days.ofPeriod.indices {
      for day in days.ofPeriod[period].common(demand.days) where most[day - demand.days.lowerBound] > 0 {
        var cost = ReducedCost()
        cost.subtract(prices.effort(index, demand.slot(period)))
        for (place, needs) in demand.places.enumerated() {
          cost.add(Double(needs.count) * prices.crew(index, place: place, day))
        }
        var people = 0.0
        for person in prices.peopleOfCrew(index) {
          people += Double(facts.staff[person].person.headcount) * prices.crew(index, person: person, day)
        }
        cost.value += people
        cost.magnitude += rounding * abs(people)
        slots.add(cost, most[day - demand.days.lowerBound])
      }
      if !demand.isFlexible {
        slots.addLeast(.init(most: demand.wanted[period].doubleValue), to: &sum)
        slots.removeAll()
      }
    }
    if demand.isFlexible { slots.addLeast(.init(most: demand.wanted[0].doubleValue), to: &sum) }
  }

  /// By day of the window the most hours for which all can be there: none where somebody is missing altogether.
  private func roomOfMeetings(_ demand: DemandFacts) -> [Double] {
    var room = [Double](repeating: .infinity, count: demand.days.count)
    for place in demand.places {
      var hours = [Double](repeating: 0, count: demand.days.count)
      for person in facts.staff {
        for day in person.eligible(for: place, in: demand.days) {
          hours[day - demand.days.lowerBound] += Double(fine: person.most(in: day..<day + 1))
        }
      }
      for day in room.indices { room[day] = min(room[day], hours[day] / Double(place.count) * LowerSum.roundedUp) }
    }
    return room
  }
}
