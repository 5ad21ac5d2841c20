// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// The hours of the people of one crew on a day, or in a period, by place and by person, in millionths.
struct CrewSums {
  /// What stands in a place, with how many entries add up to it.
  private var places: [(hours: Int128, count: Int)]
  private var people: [Int: (hours: Int128, count: Int)] = [:]

  init(_ demand: DemandFacts) { places = demand.places.map { _ in (0, 0) } }

  mutating func add(_ hours: Int128, _ staff: Int, place: Int) {
    places[place].hours += hours
    places[place].count += 1
    people[staff, default: (0, 0)].hours += hours
    people[staff]?.count += 1
  }

  /// The least that stands in a place for each of its people, as place and hours: m of `model.md`.
  func complete(_ demand: DemandFacts) -> (place: Int, hours: Int128) {
    var least = 0
    for place in places.indices.dropFirst()
    where places[place].hours * Int128(demand.places[least].count)
      < places[least].hours * Int128(demand.places[place].count)
    {
      least = place
    }
    return (least, places[least].hours)
  }

  /// What keeps row 12 from being kept: a place that has more than the others, or a person who is there more often than
  /// the whole crew; nil where nothing does. A place may miss by a millionth for each of its entries, and so may those who
  /// take it.
  func fault(_ demand: DemandFacts, _ facts: ScenarioFacts) -> Fault? {
    var most: (place: Int?, hours: Rational) = (nil, .zero)
    var least: (place: Int, hours: Rational)?
    for (number, place) in places.enumerated() {
      let count = Rational(demand.places[number].count)
      let from = Rational(place.hours - Int128(place.count), over: 1_000_000) / count
      let to = Rational(place.hours + Int128(place.count), over: 1_000_000) / count
      if most.hours < from { most = (number, from) }
      if least.map({ to < $0.hours }) ?? true { least = (number, to) }
    }
    guard let least else { return nil }
    if let place = most.place, least.hours < most.hours { return .place(place, lacking: least.place) }
    for (person, own) in people.sorted(by: { $0.key < $1.key }) {
      let hours = own.hours - Int128(own.count)
      let heads = Rational(facts.staff[person].person.headcount)
      if least.hours * heads < Rational(hours, over: 1_000_000) { return .person(person) }
    }
    return nil
  }

  enum Fault {
    case place(Int, lacking: Int)
    case person(Int)
  }

  func hours(in place: Int) -> Int128 { places[place].hours }
  func hours(of person: Int) -> Int128 { people[person]?.hours ?? 0 }
}

extension Verifier {
  /// Row 12 of a demand, on a day or in a period.
  mutating func checkCrew(_ index: Int, _ sums: CrewSums, _ place: (Verifier) -> String) {
    let demand = facts.demands[index]
    guard let fault = sums.fault(demand, facts) else { return }
    let when = place(self)
    let why =
      switch fault {
      case .place(let place, let lacking):
        "place \(place) of \(demand.places[place].count) has \(text(sums.hours(in: place))) h \(when), but place "
          + "\(lacking) of \(demand.places[lacking].count) has \(text(sums.hours(in: lacking))) h"
      case .person(let person):
        "\(name(ofStaff: person)) has \(text(sums.hours(of: person))) h \(when), more than the whole crew is there"
      }
    report(.crew, "the people of \(name(ofDemand: index)) are not there together: \(why)", [.key("assignments")])
  }

  /// Adds hours of a crew in a period.
  mutating func addCrew(_ demand: Int, _ period: Int, _ hours: Millionths, _ staff: Int, place: Int) {
    let cell = Cell(staff: 0, demand: demand, period: period)
    crews[cell, default: CrewSums(facts.demands[demand])].add(hours.count, staff, place: place)
  }

  /// Counts the hours for which all of a crew are there, and checks that they can be.
  mutating func checkCrews() {
    for (cell, sums) in crews.sorted(by: { $0.key < $1.key }) {
      let demand = facts.demands[cell.demand]
      let complete = sums.complete(demand)
      effort.add(
        Rate(Rational(1) / Rational(demand.places[complete.place].count)), Millionths(count: complete.hours),
        at: cell.demand * periodCount + demand.slot(cell.period))
      checkCrew(cell.demand, sums) { $0.time(ofPeriod: cell.period) }
    }
  }
}
