// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

extension DecisionProgram {
  /// What a whole column decides.
  enum Switch: Hashable, Sendable {
    /// Which copy of a project is meant, by its place in the open scenario.
    case copy(Int)
    /// An all-or-nothing project is left undone.
    case undone(project: Int)
    /// How many external people of a kind are engaged.
    case heads(staff: Int)
    /// A training is bought.
    case training(staff: Int, place: Int)
    /// Anybody works on a copy of a demand that asks for a team.
    case team(demand: Int)
    /// How many people of a pair of person and copy are on the team.
    case member(pair: Int)
    /// A person works on a project as written in a period.
    case project(staff: Int, project: Int, period: Int)
    /// A pair works at least its least hours in a period.
    case least(pair: Int, period: Int)
    /// A demand as written may have begun in a period.
    case begun(demand: Int, period: Int)
    /// A demand as written is met as far as somebody waits for.
    case met(demand: Int, share: ExactDecimal)
    /// Whole units of a use of an indivisible asset, by its place.
    case units(use: Int)
    /// The hours of a person on a demand as written in a period are others than in the plan in force.
    case changed(staff: Int, demand: Int, period: Int)
  }
}

extension DecisionProgram.Switch {
  /// How decisive a decision is: the lower, the more follows from it.
  var rank: Int {
    switch self {
    case .copy, .undone: 0
    case .heads, .training: 1
    case .met: 2
    case .team: 3
    case .begun: 4
    case .member: 5
    case .project: 6
    case .units: 7
    case .least: 8
    case .changed: 9
    }
  }

  /// From here on decisions are about small parts of many amounts.
  static let rankOfParts = 6

  /// Whether it lets somebody work on something, and there are very many of its kind.
  var isAboutWork: Bool {
    switch self {
    case .member, .project, .least, .changed: true
    default: false
    }
  }

  /// Whether it is about least hours.
  var isThreshold: Bool { if case .least = self { true } else { false } }

  /// Whether it makes another scenario.
  var isOfScenario: Bool { rank <= 1 }

  /// Whether the checker knows cases in which it is decided, whatever the scenario.
  var isKnownToChecker: Bool {
    switch self {
    case .copy, .undone, .heads, .training, .begun, .met: true
    case .team, .member, .project, .least, .units, .changed: false
    }
  }
}
