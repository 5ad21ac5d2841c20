// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation

/// The skills of a scenario, held or asked for, numbered in the order in which they are met: who looks at pairs of
/// people and demands compares numbers and not names.
struct SkillNumbers: Sendable {
  private(set) var names: [String] = []
  /// The skills of each person, in the person's order, then those that only a training gives.
  private(set) var held = NumberLists()
  /// The skills that each demand asks for, in its order.
  private(set) var wanted = NumberLists()
  /// The skills with lower numbers are held by somebody.
  private(set) var heldCount = 0

  init(_ scenario: Scenario, _ demands: [DemandFacts]) {
    var numbers: [String: Int] = [:]
    numbers.reserveCapacity(min(64, 2 * scenario.staff.count))
    held.reserveCapacity(lists: scenario.staff.count)
    for index in scenario.staff.indices {
      for skill in scenario.staff[index].skills { held.append(number(of: skill.name, in: &numbers)) }
      for place in scenario.staff[index].trained {
        let name = scenario.staff[index].training[place].skill
        if scenario.staff[index].skill(name) == nil { held.append(number(of: name, in: &numbers)) }
      }
      held.endList()
    }
    heldCount = names.count
    wanted.reserveCapacity(lists: demands.count)
    for demand in demands {
      if let needs = demand.staff {
        for skill in needs.skills { wanted.append(number(of: skill.name, in: &numbers)) }
        // Alternatives and further places too, each skill once.
        let asked = Set(needs.skills.map(\.name))
        let others = demand.places.flatMap { $0.skills + $0.anyOf.joined() }.map(\.name)
        for name in Set(others).subtracting(asked).sorted() { wanted.append(number(of: name, in: &numbers)) }
      }
      wanted.endList()
    }
  }

  private mutating func number(of name: String, in numbers: inout [String: Int]) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}

extension SkillNumbers {
  /// The skills that a demand asks for and the person holds, as model.md counts their hours.
  func used(by person: Int, on demand: Int) -> [Int] {
    guard person >= 0, demand >= 0 else { return [] }
    return wanted[demand].filter { held[person].contains($0) }
  }
}

/// Lists of numbers, all of them in one array.
struct NumberLists: Sendable {
  private var numbers: [Int] = []
  /// Where the list with an index begins, and after the last one the end.
  private var starts = [0]

  mutating func reserveCapacity(lists: Int) {
    starts.reserveCapacity(lists + 1)
    numbers.reserveCapacity(2 * lists)
  }

  /// Adds a number to the list that is being made.
  mutating func append(_ number: Int) { numbers.append(number) }

  /// Ends the list that is being made; the next number begins another one.
  mutating func endList() { starts.append(numbers.count) }

  subscript(list: Int) -> ArraySlice<Int> { numbers[starts[list]..<starts[list + 1]] }
}
