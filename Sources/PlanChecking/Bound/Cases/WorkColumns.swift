// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers

/// Where the columns of a person on a demand in a period go.
protocol WorkSink {
  /// Adds columns that are one amount with the same reduced cost: so many hours there are, and of so many there is a use.
  mutating func add(_ cost: ReducedCost, hours: Double, most: Double, of key: WorkKey)
  /// Adds columns with limits on the amount that they add up to.
  mutating func add(_ slots: inout Slots, _ total: Slots.Total, of key: WorkKey)
}

/// Whose columns they are.
struct WorkKey {
  let person: Int
  let period: Int
  /// Effective hours in a worked one.
  let eta: Double
}

extension LowerSum: WorkSink {
  @inline(__always)
  mutating func add(_ cost: ReducedCost, hours: Double, most: Double, of key: WorkKey) {
    addColumn(cost, upper: min(hours, most))
  }

  @inline(__always)
  mutating func add(_ slots: inout Slots, _ total: Slots.Total, of key: WorkKey) { slots.addLeast(total, to: &self) }
}

/// The columns x of one demand, kept so that what they contribute can be worked out for many prices of effort.
struct WorkColumns: WorkSink {
  /// Hours of the same cost without their effort, up to a capacity; the cost is not above the exact one.
  struct Segment {
    var slope: Double
    var capacity: Double
  }

  /// The hours of a person in a period, the cheapest first.
  struct Entry {
    let period: Int
    var segments: Range<Int>
    /// The most hours, whatever the segments have room for.
    var most: Double
    /// What the segments have room for.
    var time: Double

    /// What can be worked in all.
    var capacity: Double { min(most, time) }
  }

  /// Of a person.
  struct Person {
    let person: Int
    let eta: Double
    var entries: [Entry]
  }

  private(set) var segments: [Segment] = []
  /// In the order of the people.
  private(set) var people: [Person] = []
  /// What it costs to work none of the baseline's hours.
  private(set) var unchanged = LowerSum()

  mutating func add(_ cost: ReducedCost, hours: Double, most: Double, of key: WorkKey) {
    let first = segments.count
    append(cost.lower, hours * LowerSum.roundedUp)
    close(first, key, most: most * LowerSum.roundedUp)
  }

  /// Where less must be worked than is best, less may be worked here: what follows is a bound all the same.
  mutating func add(_ slots: inout Slots, _ total: Slots.Total, of key: WorkKey) {
    var most = total.most * LowerSum.roundedUp
    if let limits = total.limits { most = min(most, limits.upperBound.doubleValue * LowerSum.roundedUp) }
    let (baseline, change) = total.change ?? (0, 0)
    let first = segments.count
    var amount = 0.0
    for slot in slots.list.sorted(by: { $0.slope < $1.slope }) {
      let capacity = slot.capacity
      // Up to the baseline's hours each one saves a change, above them it costs one.
      let below = change > 0 ? max(0, min(capacity, baseline * LowerSum.roundedUp - amount)) : 0
      if below > 0 { append(lowered(slot.slope, -change), below) }
      if capacity > below { append(lowered(slot.slope, change), capacity - below) }
      amount += capacity
    }
    if change > 0 { unchanged.add(change * baseline, magnitude: change * baseline) }
    close(first, key, most: most)
  }

  private func lowered(_ slope: Double, _ change: Double) -> Double {
    change == 0 ? slope : slope + change - LowerSum.relativeError * (abs(slope) + abs(change))
  }

  private mutating func append(_ slope: Double, _ capacity: Double) {
    if capacity > 0 { segments.append(Segment(slope: slope, capacity: capacity)) }
  }

  private mutating func close(_ first: Int, _ key: WorkKey, most: Double) {
    guard segments.count > first, most > 0 else { return }
    let entry = Entry(
      period: key.period, segments: first..<segments.count, most: most,
      time: segments[first...].reduce(0) { $0 + $1.capacity } * LowerSum.roundedUp)
    if let last = people.last, last.person == key.person {
      people[people.count - 1].entries.append(entry)
    } else {
      people.append(Person(person: key.person, eta: key.eta, entries: [entry]))
    }
  }

  /// Takes out hours of a person in a period that are too few to be worked at all.
  mutating func remove(where isTooFew: (_ person: Int, _ period: Int, _ capacity: Double) -> Bool) {
    for index in people.indices {
      let person = people[index].person
      people[index].entries.removeAll { isTooFew(person, $0.period, $0.capacity) }
    }
    people.removeAll { $0.entries.isEmpty }
  }

  /// The first and last period with hours.
  var firstPeriod: Int? { people.lazy.flatMap(\.entries).map(\.period).min() }
  var lastPeriod: Int? { people.lazy.flatMap(\.entries).map(\.period).max() }

  // MARK: What they contribute

  /// The most effective hours of a person in some periods.
  func effort(of person: Person, in periods: Range<Int>) -> Double {
    person.entries.reduce(0) { periods.contains($1.period) ? $0 + $1.capacity : $0 } * person.eta
      * LowerSum.roundedUp
  }

  /// The most hours of a person in a period.
  func capacity(of staff: Int, in period: Int) -> Double {
    guard let person = people.first(where: { $0.person == staff }) else { return 0 }
    return person.entries.reduce(0) { $1.period == period ? $0 + $1.capacity : $0 }
  }

  /// The least that a person's hours in some periods contribute, at most 0, where an effective hour is worth a price.
  ///
  /// - Parameters:
  ///   - most: the most effective hours in all of them together.
  ///   - share: the part of the hours of a period that counts.
  func gain(
    of person: Person, in periods: Range<Int>, price: Double, most: Double, share: Double = 1
  ) -> (value: Double, magnitude: Double) {
    var (value, magnitude, amount) = (0.0, 0.0, 0.0)
    forEachPaying(person, periods, price, share) { slope, capacity in
      value += slope * capacity
      magnitude += abs(slope) * capacity
      amount += capacity
    }
    let limit = most / person.eta * LowerSum.roundedUp
    guard amount > limit else { return (value, 4 * magnitude) }
    var found: [(slope: Double, capacity: Double)] = []
    forEachPaying(person, periods, price, share) { found.append(($0, $1)) }
    found.sort { $0.slope < $1.slope }
    (value, magnitude, amount) = (0, 0, 0)
    for segment in found {
      let capacity = min(segment.capacity, limit - amount)
      guard capacity > 0 else { break }
      value += segment.slope * capacity
      magnitude += abs(segment.slope) * capacity
      amount += capacity
    }
    return (value, 4 * magnitude)
  }

  /// Visits the hours of a person that cost less than their effort is worth, with what they cost more, and how many.
  @inline(__always)
  private func forEachPaying(
    _ person: Person, _ periods: Range<Int>, _ price: Double, _ share: Double, _ body: (Double, Double) -> Void
  ) {
    let effort = person.eta * price
    for entry in person.entries where periods.contains(entry.period) {
      // A part of the hours may all be on the days, and in the time, that pay most.
      var left = min(entry.most, entry.time * share * LowerSum.roundedUp)
      for segment in segments[entry.segments] {
        let slope = segment.slope - effort - LowerSum.relativeError * (abs(segment.slope) + abs(effort))
        let capacity = min(left, segment.capacity)
        guard slope < 0, capacity > 0 else { break }
        left -= capacity
        body(slope, capacity)
      }
    }
  }
}

// MARK: By price

/// Hours of somebody in a period, and the price of effort at which they begin to pay.
struct WorkPiece {
  let period: Int
  let price: Double
  let slope: Double
  let eta: Double
  let capacity: Double

  /// Effective hours.
  var effort: Double { eta * capacity }
}

extension WorkColumns {
  /// All hours by row of effort, those that pay first at the front.
  ///
  /// - Parameter row: of a period.
  func pieces(rows: Int, row: (Int) -> Int) -> [[WorkPiece]] {
    var pieces = [[WorkPiece]](repeating: [], count: rows)
    for person in people {
      for entry in person.entries {
        var left = entry.most
        for segment in segments[entry.segments] {
          let capacity = min(left, segment.capacity)
          guard capacity > 0 else { break }
          left -= capacity
          pieces[row(entry.period)].append(
            WorkPiece(
              period: entry.period, price: segment.slope / person.eta, slope: segment.slope, eta: person.eta,
              capacity: capacity))
        }
      }
    }
    for row in pieces.indices { pieces[row].sort { $0.price < $1.price } }
    return pieces
  }
}
