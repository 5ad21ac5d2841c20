// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks for amounts of a program that are whole where they have to be, by branching on one that is not (Land and Doig,
/// "An automatic method of solving discrete programming problems", 1960).
///
/// Where limits are whole and each thing is shared by one kind of work, the first amounts are whole already.
struct WholeSearch {
  private let program: FeasibilityProgram
  private let tolerance: Double
  private var left = 2_000
  /// Whether some part was given up.
  private var isCutShort = false

  /// What an amount may differ from a whole one, which is far more than the room of all limits together.
  private static let room = 1e-4

  init(_ program: FeasibilityProgram, tolerance: Double) {
    self.program = program
    self.tolerance = tolerance
  }

  /// - Parameter amounts: of the program without whole amounts.
  mutating func run(from amounts: [Double]) -> FeasibilityProgram.Outcome {
    if branch(amounts, [:]) { return .feasible }
    return isCutShort ? .unknown : .onlyInParts
  }

  /// Whether there are whole amounts between bounds.
  ///
  /// - Parameter amounts: some between them, whole or not.
  private mutating func branch(_ amounts: [Double], _ bounds: [Int: ClosedRange<Double>]) -> Bool {
    var worst: (column: Int, distance: Double)?
    for column in program.whole {
      let distance = abs(amounts[column] - amounts[column].rounded())
      if distance > worst?.distance ?? Self.room { worst = (column, distance) }
    }
    guard let column = worst?.column else { return isRight(amounts) }
    let amount = amounts[column]
    let known = bounds[column] ?? 0...FeasibilityProgram.unlimited
    let below = known.lowerBound...max(known.lowerBound, amount.rounded(.down))
    let above = min(known.upperBound, amount.rounded(.up))...known.upperBound
    for part in amount - amount.rounded(.down) < 0.5 ? [below, above] : [above, below] {
      guard left > 0 else {
        isCutShort = true
        return false
      }
      left -= 1
      var bounds = bounds
      bounds[column] = part
      guard let next = self.amounts(bounds) else { continue }
      if branch(next, bounds) { return true }
    }
    return false
  }

  /// Amounts between bounds, whole or not; nil where there are none.
  private mutating func amounts(_ bounds: [Int: ClosedRange<Double>]) -> [Double]? {
    guard let part = program.restricted(to: bounds) else { return nil }
    let (outcome, amounts) = part.relaxation(tolerance: tolerance)
    if case .unknown = outcome { isCutShort = true }
    guard var amounts else { return nil }
    for (column, range) in bounds { amounts[column] += range.lowerBound }
    return amounts
  }

  /// Whether all other amounts can be as they have to be beside whole ones.
  private mutating func isRight(_ amounts: [Double]) -> Bool {
    var bounds: [Int: ClosedRange<Double>] = [:]
    for column in program.whole {
      let amount = amounts[column].rounded()
      bounds[column] = amount...amount
    }
    if self.amounts(bounds) != nil { return true }
    isCutShort = true
    return false
  }
}
