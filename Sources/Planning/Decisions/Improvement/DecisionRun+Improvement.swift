// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers
internal import Processes

/// Better decisions near the best ones.
extension DecisionRun {
  /// Looks for better decisions near the best ones.
  ///
  /// - Parameter quietRounds: the neighbourhoods without gain, one after the other, after which no more are looked at.
  mutating func improve(quietRounds: Int = Tuning.Decisions.mostQuietRounds) {
    var neighbourhoods = self.neighbourhoods ?? Neighbourhoods(program, root: search.root)
    var quiet = 0
    let most = options.timeLimit == nil ? Tuning.Decisions.mostRounds : .max
    for _ in 0..<most {
      guard !isDone, !isComplete, quiet < quietRounds, let here = incumbent else { break }
      let neighbourhood = neighbourhoods.next(around: here.point)
      guard !neighbourhood.free.isEmpty else {
        quiet += 1
        continue
      }
      let (found, isComplete) = solve(neighbourhood, around: here)
      let hasGained = found.map { isBetter($0) && take($0) } ?? false
      quiet = hasGained ? 0 : quiet + 1
      neighbourhoods.note(neighbourhood, hasGained: hasGained, isComplete: isComplete)
    }
    self.neighbourhoods = neighbourhoods
  }

  mutating func solve(
    _ neighbourhood: Neighbourhoods.Neighbourhood, around here: DecisionSearch.Found
  ) -> (found: DecisionSearch.Found?, isComplete: Bool) {
    var isFree = [Bool](repeating: true, count: program.model.columnCount)
    for place in program.switches.indices where !neighbourhood.free.contains(place) {
      isFree[program.first + place] = false
    }
    return solve(isFree, around: here)
  }

  /// Looks for a better point in a part of the program.
  mutating func solve(
    _ isFree: [Bool], around here: DecisionSearch.Found, reserve: Double = 0
  ) -> (found: DecisionSearch.Found?, isComplete: Bool) {
    let cutoff = cutoff
    return timed("parts") {
      $0.search.searchDeep(
        isFree: isFree, at: here.point, cutoff: cutoff, pivots: Tuning.Decisions.partPivots, reserve: reserve)
    }
  }

  /// Looks for better decisions part by part, where the program is large. A plan is made of the best point now and then, and
  /// in the end.
  mutating func improveParts() {
    var parts = timed("build") { Parts($0.program) }
    var (quiet, gains) = (0, 0)
    var isPlanned = true
    let most = options.timeLimit == nil ? Tuning.Decisions.mostParts : .max
    for _ in 0..<most {
      guard !isDone, quiet < Tuning.Decisions.mostQuietParts, let here = incumbent, hasTimeToPlan else { break }
      let part = timed("choose") { [prices] in
        parts.next(around: here.point, dual: prices ?? Array(repeating: 0, count: $0.program.model.rowCount))
      }
      let (found, isComplete) = solve(part.isFree, around: here, reserve: planSeconds)
      let hasGained = found.map { isBetter($0) } ?? false
      if hasGained { (incumbent, isPlanned) = (found, false) }
      quiet = hasGained ? 0 : quiet + 1
      gains += hasGained ? 1 : 0
      parts.note(part, hasGained: hasGained, isComplete: isComplete)
      if gains >= Tuning.Decisions.gainsPerPlan, !isPlanned {
        (gains, isPlanned) = (0, true)
        if let incumbent { take(incumbent) }
      }
    }
    if !isPlanned, let incumbent { take(incumbent) }
  }

  /// Whether a plan can still be made within the limit of time.
  var hasTimeToPlan: Bool {
    limits.seconds.map { $0 - clock.seconds > planSeconds + Tuning.Decisions.fewestPartSeconds } ?? true
  }
}
