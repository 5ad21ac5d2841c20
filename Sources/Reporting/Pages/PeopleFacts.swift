// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Who does what when, as the heat map of people has it.
struct PeopleFacts: Sendable {
  /// By department, those without one last.
  let departments: [Department]

  struct Department: Sendable {
    var name: String
    var people: [Person]

    /// What its people do, all together.
    var cells: [Cell] {
      guard let count = people.first?.cells.count else { return [] }
      return (0..<count).map { period in
        people.reduce(into: Cell()) { sum, person in sum.add(person.cells[period]) }
      }
    }
  }

  struct Person: Sendable {
    var id: String
    var name: String
    var cells: [Cell]
    var work: [Work]
    /// Whether it is decided whether they come at all.
    var isExternal: Bool
  }

  /// A demand that a person works on, or an asset that the person operates for one.
  struct Work: Sendable {
    var name: String
    var hours: [Millionths]
    var isPromised: [Bool]
  }

  /// A person in a period.
  struct Cell: Sendable {
    var used = Millionths.zero
    /// Nil where it is not known.
    var available: Millionths? = .zero
    var overtime = Millionths.zero
    var isPromised = false
    var isPartlyAway = false

    mutating func add(_ other: Cell) {
      used += other.used
      overtime += other.overtime
      if let mine = available, let its = other.available { available = mine + its } else { available = nil }
    }

    /// The part of the regular time that is used; nil where there is none, or where that is not known.
    var share: Millionths? {
      guard let available else { return nil }
      return PlanSummary.Utilisation(id: "", available: available, used: used).share
    }
  }

  init(_ facts: PageFacts) {
    let count = facts.periods.count
    var cells: [String: [Cell]] = [:]
    for entry in facts.plan.load?.people ?? [] where facts.periods.indices.contains(entry.period) {
      cells[entry.id, default: Array(repeating: Cell(), count: count)][entry.period] = Cell(
        used: entry.used, available: entry.available, overtime: entry.overtime)
    }
    if cells.isEmpty { cells = Self.cells(of: facts.plan, count) }
    let work = Self.work(facts)
    Self.mark(&cells, work, facts)
    var order: [String] = []
    var groups: [String: [Person]] = [:]
    for member in facts.scenario.staff {
      let name = member.department ?? ""
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(
        Person(
          id: member.id, name: facts.names.person(member.id),
          cells: cells[member.id] ?? Array(repeating: Cell(available: nil), count: count), work: work[member.id] ?? [],
          isExternal: member.external != nil))
    }
    departments = order.sorted { left, right in
      left.isEmpty != right.isEmpty ? right.isEmpty : isBefore(left, right)
    }.map { name in
      let people = (groups[name] ?? []).sorted { isBefore($0.name, $1.name) }
      let others = order.count == 1 ? "All people" : "No department"
      return Department(name: name.isEmpty ? others : name, people: people)
    }
  }

  /// The hours of a plan without its load: what is there is not known.
  private static func cells(of plan: Plan, _ count: Int) -> [String: [Cell]] {
    var cells: [String: [Cell]] = [:]
    let none = [Cell](repeating: Cell(available: nil), count: count)
    func add(_ staff: String, _ period: Int, _ hours: Millionths, _ path: WritableKeyPath<Cell, Millionths>) {
      guard (0..<count).contains(period) else { return }
      cells[staff, default: none][period][keyPath: path] += hours
    }
    for entry in plan.assignments { add(entry.staff, entry.period, entry.hours, \.used) }
    for entry in plan.operating { add(entry.staff, entry.period, entry.hours, \.used) }
    for entry in plan.overtime { add(entry.staff, entry.period, entry.hours, \.overtime) }
    return cells
  }

  private static func work(_ facts: PageFacts) -> [String: [Work]] {
    var work: [String: [Work]] = [:]
    var last: (staff: String, demand: String, asset: String?, place: Int?)?
    let none = facts.periods.map { _ in Millionths.zero }
    let promises = Dictionary(grouping: facts.scenario.commitments, by: \.staff)
    func add(_ staff: String, _ demand: String, _ asset: String?, _ place: Int?, _ period: Int, _ hours: Millionths) {
      // What rounding left to somebody is no work that anybody does.
      guard facts.periods.indices.contains(period), !PlanDocumentBuilder.isTrifle(hours) else { return }
      let isSame = last.map { $0 == (staff, demand, asset, place) } ?? false
      if !isSame {
        let days = (promises[staff] ?? []).filter { $0.demand == demand }.map(\.days)
        let name =
          asset.map { "operates \(facts.names.asset($0)) for " } ?? ""
        let project = facts.document.demands[demand].map { facts.scenario.projects[$0.project].name }
        work[staff, default: []].append(
          Work(
            name: name + facts.names.demand(demand) + (place.map { ", place \($0 + 1)" } ?? "")
              + (project.map { ", " + $0 } ?? ""), hours: none,
            isPromised: facts.periods.map { period in
              days.contains { !$0.intersection(period).isEmpty }
            }))
        last = (staff, demand, asset, place)
      }
      if let index = work[staff].map({ $0.count - 1 }) { work[staff]?[index].hours[period] += hours }
    }
    let assignments = facts.plan.assignments.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.staff != other.staff { return isBefore(one.staff, other.staff) }
      if one.demand != other.demand { return isBefore(one.demand, other.demand) }
      return one.place != other.place ? (one.place ?? -1) < (other.place ?? -1) : left.offset < right.offset
    }
    for (_, entry) in assignments { add(entry.staff, entry.demand, nil, entry.place, entry.period, entry.hours) }
    let operating = facts.plan.operating.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.staff != other.staff { return isBefore(one.staff, other.staff) }
      if one.asset != other.asset { return isBefore(one.asset, other.asset) }
      return one.demand != other.demand ? isBefore(one.demand, other.demand) : left.offset < right.offset
    }
    for (_, entry) in operating { add(entry.staff, entry.demand, entry.asset, nil, entry.period, entry.hours) }
    return work
  }

  /// Notes where promised work is done and where somebody is away for a part of a period.
  private static func mark(_ cells: inout [String: [Cell]], _ work: [String: [Work]], _ facts: PageFacts) {
    for member in facts.scenario.staff {
      guard cells[member.id] != nil else { continue }
      for line in work[member.id] ?? [] {
        for period in facts.periods.indices where line.isPromised[period] && line.hours[period] != .zero {
          cells[member.id]?[period].isPromised = true
        }
      }
      for absence in member.absences {
        for (period, days) in facts.periods.enumerated() where !days.intersection(absence.days).isEmpty {
          cells[member.id]?[period].isPartlyAway = true
        }
      }
    }
  }
}
