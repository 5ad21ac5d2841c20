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
  private var weights = [Double](repeating: 1, count: Kind.allCases.count)
  private var sizes = [Int](repeating: Tuning.Decisions.firstFree, count: Kind.allCases.count)
  private var random = RandomSource(seed: 1)
  private var turn = 0

  init(_ program: DecisionProgram, root: [Double]?) {
    subjects = program.switches.map { DecisionSubject($0, program) }
    first = program.first
    self.root = root
  }

  /// The next neighbourhood of a point.
  mutating func next(around point: [Double]) -> Neighbourhood {
    let kinds = Kind.allCases
    // At first each kind once, then by weight.
    let kind = turn < kinds.count ? kinds[turn] : drawn(kinds)
    turn += 1
    return Neighbourhood(kind: kind, free: free(kind, point))
  }

  private mutating func drawn(_ kinds: [Kind]) -> Kind {
    var left = Double(random.number(in: 0...999_999)) / 1e6 * weights.reduce(0, +)
    for kind in kinds {
      left -= weights[kind.rawValue]
      if left < 0 { return kind }
    }
    return kinds[0]
  }

  private mutating func free(_ kind: Kind, _ point: [Double]) -> Set<Int> {
    let most = min(sizes[kind.rawValue], Tuning.Decisions.mostFree)
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

  /// Learns from what a neighbourhood brought: kinds that gain come more often; those that were solved without gain grow,
  /// those that were not solved shrink.
  mutating func note(_ neighbourhood: Neighbourhood, hasGained: Bool, isComplete: Bool) {
    let kind = neighbourhood.kind.rawValue
    weights[kind] = hasGained ? weights[kind] + 1 : max(0.2, weights[kind] * 0.9)
    if !isComplete {
      sizes[kind] = max(10, sizes[kind] * 7 / 10)
    } else if !hasGained {
      sizes[kind] = min(Tuning.Decisions.mostFree, sizes[kind] * 13 / 10 + 1)
    }
  }
}
