// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
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
  }

  struct Neighbourhood {
    let kind: Kind
    /// Places among the switches.
    let free: Set<Int>
  }

  private let subjects: [DecisionSubject]
  private let first: Int
  private let root: [Double]?
  private var turns = Turns<Kind>(first: Tuning.Decisions.firstFree, limits: 10...Tuning.Decisions.mostFree)
  private var random = RandomSource(seed: 1)

  init(_ program: DecisionProgram, root: [Double]?) {
    subjects = program.switches.map { DecisionSubject($0, program) }
    first = program.first
    self.root = root
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
    case .projects: return gathered(most) { $0.project }
    case .periods: return stretch(most)
    case .people: return gathered(most) { $0.staff }
    }
  }

  /// All switches of as many owners, drawn one by one, as are not too many.
  private mutating func gathered(_ most: Int, by owner: (DecisionSubject) -> Int?) -> Set<Int> {
    var lists: [Int: [Int]] = [:]
    for (place, subject) in subjects.enumerated() {
      if let owner = owner(subject) { lists[owner, default: []].append(place) }
    }
    var free: Set<Int> = []
    for owner in random.elements(lists.count, of: lists.keys.sorted()) {
      let list = lists[owner] ?? []
      if !free.isEmpty, free.count + list.count > most { break }
      free.formUnion(list)
    }
    return free.count > Tuning.Decisions.mostFree ? Set(sample(free.sorted(), Tuning.Decisions.mostFree)) : free
  }

  /// All switches of some periods that follow one another.
  private mutating func stretch(_ most: Int) -> Set<Int> {
    var lists: [Int: [Int]] = [:]
    for (place, subject) in subjects.enumerated() {
      if let period = subject.period { lists[period, default: []].append(place) }
    }
    guard let last = lists.keys.max() else { return [] }
    var free: Set<Int> = []
    var period = random.number(in: 0...last)
    while period <= last {
      let list = lists[period] ?? []
      if !free.isEmpty, free.count + list.count > most { break }
      free.formUnion(list)
      period += 1
    }
    return free.count > Tuning.Decisions.mostFree ? Set(sample(free.sorted(), Tuning.Decisions.mostFree)) : free
  }

  private mutating func sample(_ places: [Int], _ most: Int) -> [Int] {
    places.count <= most ? places : random.elements(most, of: places)
  }

  /// Learns from what a neighbourhood brought.
  mutating func note(_ neighbourhood: Neighbourhood, hasGained: Bool, isComplete: Bool) {
    turns.note(neighbourhood.kind, hasGained: hasGained, isComplete: isComplete)
  }
}
