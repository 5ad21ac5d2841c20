// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What is derived about one of the scenario's limits: which hours count, in which sums, and how many there may be.
///
/// Sums stand in the order of ``RowPrices/limits``: by member, then by span.
final class LimitFacts: Sendable {
  let limit: Scenario.Limit
  /// Whether hours of a person, and on a demand, count.
  let people: [Bool]
  let work: [Bool]
  /// The most hours of each sum.
  let sides: [Rational]
  /// The spans, as numbers of days.
  let spans: [Range<Int>]
  /// Whether every period lies in one span.
  let periodsAreInSpans: Bool
  private let spanOfDay: [Int]
  /// The place of a person, project or demand among those that the limit is for, one by one; nil without one.
  private let places: [Int?]
  private let projectOf: [Int]

  init(
    _ limit: Scenario.Limit, _ scenario: Scenario, _ index: ScenarioIndex, _ days: HorizonDays, _ staff: [StaffFacts]
  ) {
    self.limit = limit
    let counted = Self.people(limit.selection, scenario)
    let wanted = Self.work(limit.selection, scenario, index)
    people = counted
    work = wanted
    projectOf = index.demandPlaces.map(\.project)
    let places = Self.places(
      limit, counted, wanted, index.demandPlaces.map(\.project), projects: scenario.projects.count)
    self.places = places
    let spans = scenario.calendar.spans(limit.span).map(days.numbers(of:))
    self.spans = spans
    let ofDay = spans.enumerated().flatMap { number, span in span.map { _ in number } }
    spanOfDay = ofDay
    periodsAreInSpans = days.ofPeriod.allSatisfy { ofDay[$0.lowerBound] == ofDay[$0.upperBound - 1] }
    let members: [Int?] =
      limit.each == nil ? [nil] : places.indices.filter { places[$0] != nil }.map { $0 }
    sides = members.flatMap { member in
      spans.enumerated().map { number, span in
        let used = number == 0 ? Rational(limit.used) : .zero
        switch limit.most {
        case .hours(let most): return max(.zero, Rational(most) - used)
        case .share(let share):
          let owners = limit.each == .staff ? member.map { [$0] } ?? [] : counted.indices.filter { counted[$0] }
          let hours = owners.reduce(Rational.zero) { $0 + Rational(fine: staff[$1].regular(in: span)) }
          return max(.zero, Rational(share) * hours - used)
        }
      }
    }
  }

  private static func people(_ selection: WorkSelection, _ scenario: Scenario) -> [Bool] {
    if selection.staff == nil, selection.departments == nil { return scenario.staff.map { _ in true } }
    let (ids, departments) = (Set(selection.staff ?? []), Set(selection.departments ?? []))
    return scenario.staff.map { person in
      if ids.contains(person.id) { return true }
      guard let department = person.department else { return false }
      return departments.contains(department)
    }
  }

  private static func work(_ selection: WorkSelection, _ scenario: Scenario, _ index: ScenarioIndex) -> [Bool] {
    if selection.projects == nil, selection.demands == nil { return index.demandPlaces.map { _ in true } }
    let (projects, demands) = (Set(selection.projects ?? []), Set(selection.demands ?? []))
    return index.demandPlaces.enumerated().map { number, place in
      projects.contains(scenario.projects[place.project].id) || demands.contains(index.demands.ids[number])
    }
  }

  private static func places(
    _ limit: Scenario.Limit, _ people: [Bool], _ work: [Bool], _ projectOf: [Int], projects: Int
  ) -> [Int?] {
    let isMember: [Bool]
    switch limit.each {
    case nil: return []
    case .staff: isMember = people
    case .demand: isMember = work
    case .project:
      var hasWork = [Bool](repeating: false, count: projects)
      for (demand, project) in projectOf.enumerated() where work[demand] { hasWork[project] = true }
      isMember = hasWork
    }
    var next = 0
    return isMember.map { isMember in
      guard isMember else { return nil }
      next += 1
      return next - 1
    }
  }

  /// Whether hours of a person on, or for, a demand count.
  func counts(_ staff: Int, _ demand: Int) -> Bool { people[staff] && work[demand] }

  /// The sum that hours of a day count in; nil where they do not.
  func sum(_ staff: Int, _ demand: Int, day: Int) -> Int? {
    guard counts(staff, demand) else { return nil }
    let member: Int? =
      switch limit.each {
      case nil: 0
      case .staff: places[staff]
      case .project: places[projectOf[demand]]
      case .demand: places[demand]
      }
    return member.map { $0 * spans.count + spanOfDay[day] }
  }

  /// The days of a sum.
  func days(ofSum sum: Int) -> Range<Int> { spans[sum % spans.count] }

  /// Whose hours a sum counts: the person, project or demand by its place in the scenario; nil for everything together.
  func member(ofSum sum: Int) -> Int? {
    let number = sum / spans.count
    return places.firstIndex { $0 == number }
  }
}
