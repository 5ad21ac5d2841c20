// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import Numbers
internal import Planning

/// What can be said of a scenario without planning it. Whatever the plan may decide is taken to be decided for the best:
/// all external people are there, everybody is trained, and a project that may start later may be worked on at all these
/// times. What does not fit then never fits.
struct LintFacts {
  let scenario: Scenario
  /// The scenario as it is at best.
  let best: Scenario
  let calendars: CalendarSums
  let time: [PersonTime]
  let places: [Scenario.DemandPlace]
  /// The days on which a demand may be worked on.
  let windows: [DayRange]
  let staffIndex: [String: Int]
  let demandIndex: [String: Int]

  /// Somebody who may work on a demand.
  struct Worker {
    let staff: Int
    /// The days on which the person has all that is asked for.
    let days: [DayRange]
    /// Effective hours in one worked hour, in units of 10^-12.
    let productivity: Int128
    /// Hours in millionths, overtime included.
    let hours: Int128
  }

  init(_ scenario: Scenario) {
    self.scenario = scenario
    best = scenario.withEverybody
    calendars = CalendarSums(scenario.calendar)
    time = PersonTime.all(best, calendars)
    places = scenario.demandPlaces
    let horizon = scenario.calendar.horizon
    let later = scenario.projects.indices.map { scenario.possibleWeeks(ofProject: $0).max() ?? 0 }
    windows = places.map { place in
      let window = scenario.writtenWindow(of: place)
      return DayRange(window.first, window.last.advanced(by: 7 * later[place.project])).intersection(horizon)
    }
    staffIndex = Dictionary(
      scenario.staff.indices.map { (scenario.staff[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    demandIndex = Dictionary(
      places.enumerated().map { (scenario.demand(at: $1).id, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  func path(_ demand: Int) -> DocumentPath {
    [.key("projects"), .index(places[demand].project), .key("demands"), .index(places[demand].position)]
  }

  func path(_ demand: Int, _ seat: Seat) -> DocumentPath {
    seat.place.map { path(demand).key("crew").index($0) } ?? path(demand)
  }

  /// What a demand is called, in quotation marks.
  func name(_ demand: Int) -> String {
    let demand = scenario.demand(at: places[demand])
    return demand.name == demand.id ? "\"\(demand.id)\"" : "\"\(demand.name)\" (\(demand.id))"
  }

  /// The people who have what a seat asks for on some day, or would have it if the day were in the window; those who have
  /// no time then, too.
  func workers(for seat: Seat, window: DayRange) -> [Worker] {
    let only = seat.requirements.only.map(Set.init)
    let excluded = Set(seat.requirements.exclude)
    return best.staff.indices.compactMap { index in
      let id = best.staff[index].id
      guard only?.contains(id) ?? true, !excluded.contains(id),
        let found = EligibleDays.find(for: index, of: best.staff, on: seat.requirements, window: window)
      else { return nil }
      let hours = hours(of: index, on: found.stretches)
      // On a crew an hour is an hour, whoever works it.
      let productivity = seat.place == nil ? WholeAmounts.fixed(found.productivity) : WholeAmounts.one
      return Worker(staff: index, days: found.stretches, productivity: productivity, hours: hours)
    }
  }

  /// The most hours that a person can work on some days, in millionths.
  func hours(of person: Int, on days: [DayRange]) -> Int128 {
    let overtime = days.reduce(0) { $0 + time[person].overtime($1) }
    return days.reduce(min(overtime, time[person].overtimeTotal)) { $0 + time[person].regular($1) }
  }

  /// What a promise makes on some days, in millionths of an hour: less where the person is away or not employed.
  func promised(_ promise: Scenario.Commitment, _ staff: Int, _ days: DayRange) -> Int128 {
    time[staff].promised(promise.amount, days)
  }

  func wanted(_ demand: Int) -> Int128 { WholeAmounts.fixed(scenario.hours(of: places[demand])) / 1_000_000 }
}
