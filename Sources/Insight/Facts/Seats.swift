// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// What a demand asks of a person: all of it, or what one place of its crew asks for.
struct Seat {
  /// The place of a crew; nil where there is none.
  let place: Int?
  /// How many people take it at the same time.
  let count: Int
  let requirements: Requirements
}

extension StaffDemand {
  /// The places of the crew; the demand itself where it has none.
  var seats: [Seat] {
    guard !crew.isEmpty else { return [Seat(place: nil, count: 1, requirements: requirements)] }
    return crew.enumerated().map { Seat(place: $0, count: $1.count, requirements: $1.requirements) }
  }

  /// How many people are there at the same time; 1 without a crew.
  var heads: Int { seats.reduce(0) { $0 + $1.count } }
}

extension PlanFacts {
  /// The people who may take a place, by index. On a crew an hour is an hour, whoever works it.
  func candidates(for seat: Seat, window: DayRange) -> [Candidate] {
    let found = candidates(for: seat.requirements, window: window)
    guard seat.place != nil else { return found }
    return found.map { Candidate(staff: $0.staff, days: $0.days, productivity: WholeAmounts.one) }
  }
}
