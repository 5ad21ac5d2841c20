// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// What the limits of a scenario count, by place: who and what, for each member and span.
package struct LimitIndex: Sendable {
  /// One limit.
  package struct Entry: Sendable {
    /// Whether each person counts, and each demand.
    package let people: [Bool]
    package let work: [Bool]
    /// For what the limit holds by itself: places of people, projects or demands; one member for everything together.
    package let members: [Int]
    package let each: Scenario.Limit.Each?
    package let spans: [DayRange]
    /// The number of the span of each day of the horizon.
    package let spanOfDay: [Int32]
    /// The member of each person, project or demand; nil where it has none.
    private let memberOf: [Int32?]

    fileprivate init(_ limit: Scenario.Limit, _ scenario: Scenario, _ index: ScenarioIndex) {
      people = limit.selection.people(scenario)
      work = limit.selection.work(scenario, index)
      let (counted, wanted) = (people, work)
      each = limit.each
      let count: Int
      switch limit.each {
      case nil:
        members = [0]
        count = 1
      case .staff:
        members = scenario.staff.indices.filter { counted[$0] }
        count = scenario.staff.count
      case .project:
        var seen = [Bool](repeating: false, count: scenario.projects.count)
        for (demand, place) in index.demandPlaces.enumerated() where wanted[demand] { seen[place.project] = true }
        members = scenario.projects.indices.filter { seen[$0] }
        count = scenario.projects.count
      case .demand:
        members = index.demandPlaces.indices.filter { wanted[$0] }
        count = index.demandPlaces.count
      }
      var memberOf = [Int32?](repeating: nil, count: count)
      for (number, place) in members.enumerated() { memberOf[place] = Int32(number) }
      self.memberOf = memberOf
      spans = scenario.calendar.spans(limit.span)
      spanOfDay = spans.enumerated().flatMap { number, span in
        [Int32](repeating: Int32(number), count: span.count)
      }
    }

    /// How many sums the limit is about: a span after another for each member.
    package var count: Int { members.count * spans.count }

    /// The sum that hours of a person on (or serving) a demand of a project count for on a day; nil where they do not.
    ///
    /// - Parameter staff: nil is somebody new, who counts where everybody does.
    @inline(__always)
    package func sum(staff: Int?, demand: Int, project: Int, day: Int) -> Int? {
      guard work[demand], staff.map({ people[$0] }) ?? people.allSatisfy({ $0 }) else { return nil }
      let member: Int32? =
        switch each {
        case nil: 0
        case .staff: staff.flatMap { memberOf[$0] }
        case .project: memberOf[project]
        case .demand: memberOf[demand]
        }
      return member.map { Int($0) * spans.count + Int(spanOfDay[day]) }
    }

    /// The people whose regular hours a share is of, for a sum.
    package func staff(ofSum sum: Int) -> [Int] {
      if each == .staff { return [members[sum / spans.count]] }
      return people.indices.filter { people[$0] }
    }

    /// The sums by the period in which their spans begin, in order; without a period where one span is all of the horizon.
    package func sumsByPeriod(_ periods: [DayRange]) -> [(period: Int?, sums: [Int])] {
      guard spans.count > 1 else { return [(nil, Array(0..<count))] }
      var result: [(period: Int?, sums: [Int])] = []
      var period = 0
      for (number, span) in spans.enumerated() {
        while period + 1 < periods.count, periods[period].last < span.first { period += 1 }
        let sums = members.indices.map { $0 * spans.count + number }
        if result.last?.period == period {
          result[result.count - 1].sums += sums
        } else {
          result.append((period, sums))
        }
      }
      return result
    }

    /// The days of the sums that begin in a period: those of the period, or of their one span where that goes on behind it.
    package func days(ofPeriod period: Int, _ sums: [Int], _ periods: [DayRange]) -> DayRange {
      guard let first = sums.first, sums.allSatisfy({ span(ofSum: $0) == span(ofSum: first) }) else {
        return periods[period]
      }
      let days = spans[span(ofSum: first)]
      return days.last > periods[period].last ? days : periods[period]
    }

    /// The span of a sum.
    package func span(ofSum sum: Int) -> Int { sum % spans.count }
  }

  package let entries: [Entry]
  /// The limits in which each person counts, by number.
  package let ofStaff: [[Int]]

  package init(_ scenario: Scenario, _ index: ScenarioIndex) {
    entries = scenario.limits.map { Entry($0, scenario, index) }
    var ofStaff = [[Int]](repeating: [], count: scenario.staff.count)
    for (number, entry) in entries.enumerated() {
      for person in ofStaff.indices where entry.people[person] { ofStaff[person].append(number) }
    }
    self.ofStaff = ofStaff
  }
}
