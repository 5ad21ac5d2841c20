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
    /// The member of each person, project or demand; -1 where it has none.
    private let memberOf: [Int32]

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
      var memberOf = [Int32](repeating: -1, count: count)
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
      let member: Int
      switch each {
      case nil: member = 0
      case .staff:
        guard let staff else { return nil }
        member = Int(memberOf[staff])
      case .project: member = Int(memberOf[project])
      case .demand: member = Int(memberOf[demand])
      }
      return member < 0 ? nil : member * spans.count + Int(spanOfDay[day])
    }

    /// The people whose regular hours a share is of, for a sum.
    package func staff(ofSum sum: Int) -> [Int] {
      if each == .staff { return [members[sum / spans.count]] }
      return people.indices.filter { people[$0] }
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

extension WorkSelection {
  /// Whether each person is selected: who is in either list; everybody without lists.
  package func people(_ scenario: Scenario) -> [Bool] {
    guard staff != nil || departments != nil else { return scenario.staff.map { _ in true } }
    let (ids, names) = (Set(staff ?? []), Set(departments ?? []))
    return scenario.staff.map { ids.contains($0.id) || $0.department.map(names.contains) ?? false }
  }

  /// Whether each demand is selected: what is in either list; all work without lists.
  package func work(_ scenario: Scenario, _ index: ScenarioIndex) -> [Bool] {
    guard projects != nil || demands != nil else { return index.demandPlaces.map { _ in true } }
    let (ids, names) = (Set(projects ?? []), Set(demands ?? []))
    return index.demandPlaces.indices.map { demand in
      ids.contains(scenario.projects[index.demandPlaces[demand].project].id)
        || names.contains(index.demands.ids[demand])
    }
  }
}
