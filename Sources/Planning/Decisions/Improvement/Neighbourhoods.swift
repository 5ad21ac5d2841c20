// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Which decisions are looked at again while all others stay: kinds of neighbourhoods take turns by how often they gained.
///
/// Everything follows from the program and its own numbers, so that a search is the same each time.
struct Neighbourhoods {
  /// What decisions have in common.
  enum Kind: Int, CaseIterable, Sendable {
    /// Those in which the relaxation and the best point differ.
    case relaxation
    /// Those that make another scenario, and teams.
    case scenario
    case projects, periods, people
    /// What people can exchange of what one of them works on.
    case exchange
  }

  struct Neighbourhood {
    let kind: Kind
    /// Places among the switches.
    let free: Set<Int>
  }

  private let subjects: [DecisionSubject]
  private let prices: SwitchPrices
  private let first: Int
  private let root: [Double]?
  private var turns = Turns<Kind>(first: Tuning.Decisions.firstFree, limits: 10...Tuning.Decisions.mostFree)
  private var random = RandomSource(seed: 1)

  init(_ program: DecisionProgram, root: LinearResult?) {
    subjects = program.switches.map { DecisionSubject($0, program) }
    prices = SwitchPrices(program, root: root)
    first = program.first
    self.root = root?.primal
  }

  /// The next neighbourhood of a point.
  mutating func next(around point: [Double]) -> Neighbourhood {
    let kind = turns.next(&random)
    return Neighbourhood(kind: kind, free: free(kind, point))
  }

  private mutating func free(_ kind: Kind, _ point: [Double]) -> Set<Int> {
    let most = turns.size(of: kind)
    switch kind {
    case .relaxation:
      guard let root else { return [] }
      let different = subjects.indices.filter { abs(root[first + $0] - point[first + $0]) > 1e-4 }
      return Set(sample(different, most))
    case .scenario: return Set(sample(subjects.indices.filter { subjects[$0].isOfScenario }, Tuning.Decisions.mostFree))
    case .projects: return gathered(most, point) { $0.project }
    case .periods: return stretch(most, point)
    case .people: return gathered(most, point) { $0.staff }
    case .exchange: return exchange(most, point)
    }
  }

  /// By owner the switches that are on, those that cost least beside them, and those that are about something else.
  private mutating func lists(_ point: [Double], by owner: (DecisionSubject) -> Int?) -> [Int: [Int]] {
    let most = Tuning.Decisions.ranks[random.number(in: 0...(Tuning.Decisions.ranks.count - 1))]
    var lists: [Int: [Int]] = [:]
    for (place, subject) in subjects.enumerated() where prices.ranks[place] < most || point[first + place] > 0.5 {
      if let owner = owner(subject) { lists[owner, default: []].append(place) }
    }
    return lists
  }

  /// The switches of as many owners, drawn one by one, as are not too many.
  private mutating func gathered(_ most: Int, _ point: [Double], by owner: (DecisionSubject) -> Int?) -> Set<Int> {
    let lists = lists(point, by: owner)
    var free: Set<Int> = []
    for owner in random.elements(lists.count, of: lists.keys.sorted()) {
      let list = lists[owner] ?? []
      if !free.isEmpty, free.count + list.count > most { break }
      free.formUnion(list)
    }
    return capped(free)
  }

  /// The switches of some people about what one of them works on: what they can exchange.
  private mutating func exchange(_ most: Int, _ point: [Double]) -> Set<Int> {
    var lists: [Int: [Int]] = [:]
    for (place, subject) in subjects.enumerated() {
      if let staff = subject.staff { lists[staff, default: []].append(place) }
    }
    var (free, people, groups): (Set<Int>, [Int], Set<Int>) = ([], [], [])
    for person in random.elements(lists.count, of: lists.keys.sorted()) {
      people.append(person)
      for place in lists[person] ?? [] where point[first + place] > 0.5 {
        if let group = prices.groups[place] { groups.insert(group) }
      }
      let next = people.flatMap { lists[$0] ?? [] }.filter { prices.groups[$0].map(groups.contains) ?? true }
      if people.count > 2, next.count > most { break }
      free = Set(next)
    }
    return capped(free)
  }

  /// The switches of some periods that follow one another.
  private mutating func stretch(_ most: Int, _ point: [Double]) -> Set<Int> {
    let lists = lists(point) { $0.period }
    guard let last = lists.keys.max() else { return [] }
    var free: Set<Int> = []
    var period = random.number(in: 0...last)
    while period <= last {
      let list = lists[period] ?? []
      if !free.isEmpty, free.count + list.count > most { break }
      free.formUnion(list)
      period += 1
    }
    return capped(free)
  }

  private mutating func capped(_ free: Set<Int>) -> Set<Int> {
    free.count > Tuning.Decisions.mostFree ? Set(sample(free.sorted(), Tuning.Decisions.mostFree)) : free
  }

  private mutating func sample(_ places: [Int], _ most: Int) -> [Int] {
    places.count <= most ? places : random.elements(most, of: places)
  }

  /// Learns from what a neighbourhood brought.
  mutating func note(_ neighbourhood: Neighbourhood, hasGained: Bool, isComplete: Bool) {
    turns.note(neighbourhood.kind, hasGained: hasGained, isComplete: isComplete)
  }
}
