// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// What plans are to be best in, one after another, where priorities are strict.
extension DecisionProgram {
  /// The steps before the value; none where the value alone counts.
  var stepsBeforeValue: Range<Int> { 0..<(formulation.rows.steps.steps.firstIndex(of: .value) ?? 0) }

  /// Puts into the rows of steps what switches count in them.
  mutating func addSteps() {
    for step in stepsBeforeValue {
      for place in switches.indices {
        add(first + place, formulation.rows.steps.rows[step], amount(of: switches[place], in: step))
      }
    }
  }

  /// Makes a step the objective, with the steps before it no worse than they are at a point.
  ///
  /// - Parameter step: one before the value; nil is for the value.
  mutating func aim(at step: Int?, holding point: [Double]?) {
    let steps = formulation.rows.steps
    let count = step ?? stepsBeforeValue.upperBound
    for earlier in 0..<count {
      guard let point else { break }
      let reached = costs(ofStep: earlier).enumerated().reduce(0) { $0 + $1.element * point[$1.offset] }
      // What floating point rounds.
      setUpper(ofRow: steps.rows[earlier], reached + 1e-9 * max(1, abs(reached)) + 1e-7)
    }
    setObjective(step.map { costs(ofStep: $0) })
  }

  private func costs(ofStep step: Int) -> [Double] {
    formulation.rows.steps.costs[step] + switches.map { amount(of: $0, in: step) }
  }

  /// What a unit of a switch counts in a step.
  private func amount(of what: Switch, in step: Int) -> Double {
    switch (formulation.rows.steps.steps[step], what) {
    case (.priority(let priority), .undone(let project)):
      return demands(ofCopy: copy(of: project), priority).reduce(0) {
        $0 + frame.unmetCost($1) * wanted($1).reduce(0, +)
      }
    case (.priority(let priority), .copy(let copy)):
      return demands(ofCopy: copy, priority).reduce(0) { sum, demand in
        guard let asset = frame.demands[demand].asset else { return sum }
        return sum + frame.unmetCost(demand) * Double(frame.missingDays[demand]) * asset.units.doubleValue
      }
    case (.commitments, .undone(let project)): return promised(ofCopy: copy(of: project)) { _ in true }
    case (.commitments, .copy(let copy)): return promised(ofCopy: copy) { $0 == nil }
    default: return 0
    }
  }

  private func copy(of project: Int) -> Int { open.copies.firstIndex { $0.project == project } ?? 0 }

  private func demands(ofCopy copy: Int, _ priority: ExactDecimal) -> [Int] {
    frame.demands.indices.filter {
      frame.project($0) == copy && frame.scenario.priority(of: frame.places[$0]) == priority
    }
  }

  /// Promised hours to a copy.
  private func promised(ofCopy copy: Int, _ isCounted: (_ row: Int?) -> Bool) -> Double {
    formulation.rows.commitments.promises.reduce(0) { sum, promise in
      frame.project(promise.demand) == copy && isCounted(promise.row.value) ? sum + promise.hours : sum
    }
  }
}

extension DecisionProgram {
  /// The dual values of the relaxation of a step's problem as prices of rows and of the steps before.
  func stepPrices(from dual: [Double], of step: Int) -> StepPrices? {
    let (earlier, terms) = formulation.rows.steps.weights(of: step, dual)
    return prices(from: dual, counting: terms).first.map { StepPrices(rows: $0, earlier: earlier) }
  }
}
