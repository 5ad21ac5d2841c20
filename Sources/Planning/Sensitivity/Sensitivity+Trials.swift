// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import NativeSolver

/// Solving again with more of something scarce.
extension Sensitivity {
  /// Solves with one unit more, or with as many as the price holds for where these are fewer.
  ///
  /// - Parameter range: from ``range(of:)``.
  /// - Returns: nil where it was not solved within the limit.
  package func trial(of unit: Unit, range: Double?) -> Trial? {
    guard let price = price(of: unit), let direction = direction(unit), price > 0 else { return nil }
    func agrees(_ saves: Double, _ units: Double) -> Bool {
      abs(saves - price * units) <= max(1e-6, 1e-6 * price * units) + 1e-10 * abs(value)
    }
    guard let one = solve(direction, 1) else { return nil }
    if agrees(one.saves, 1) {
      let more = abs(one.price - price) <= 1e-6 * max(1, price) ? session.range(alongRows: direction.rows).up : 0
      return Trial(validFor: max(range ?? 0, 1 + more), units: 1, saves: one.saves, confirmed: true)
    }
    if let range, range < 1 {
      let units = Self.rounded(range)
      guard let part = solve(direction, units) else { return nil }
      return Trial(validFor: range, units: units, saves: part.saves, confirmed: agrees(part.saves, units))
    }
    var result = Trial(validFor: nil, units: 1, saves: one.saves, confirmed: false)
    // Back from the first unit, from one basis to the next, until the price is met.
    var (units, point) = (1.0, one)
    for _ in 0..<10 {
      let down = session.range(alongRows: direction.rows).down
      let next = max(0, units - down)
      if next < Self.leastUnits {
        result.isOneSided = point.price < price
        result.validFor = 0
        return result
      }
      if agrees(point.saves - point.price * down, next) {
        let part = Self.rounded(next)
        guard let solved = solve(direction, part) else { return nil }
        return Trial(validFor: part, units: part, saves: solved.saves, confirmed: agrees(solved.saves, part))
      }
      units = (down > Self.leastUnits ? next : units) / 2
      guard let half = solve(direction, units) else { return nil }
      point = half
      if agrees(point.saves, units) {
        return Trial(validFor: units, units: units, saves: point.saves, confirmed: true)
      }
    }
    return result
  }

  /// A number of units that can be written in millionths.
  private static func rounded(_ units: Double) -> Double { (units * 1_000_000).rounded(.down) / 1_000_000 }

  /// Fewer units than this are none.
  static var leastUnits: Double { 1e-4 }

  /// What units more save, and the price of a further one.
  private func solve(
    _ direction: Direction, _ units: Double
  ) -> (saves: Double, price: Double)? {
    isAtBase = false
    for row in moved { session.setRowBounds(row, lower: base.rowLower[row], upper: base.rowUpper[row]) }
    moved = direction.rows.map(\.row)
    for (row, amount) in direction.rows {
      session.setRowBounds(
        row, lower: base.rowLower[row] + amount * units, upper: base.rowUpper[row] + amount * units)
    }
    let result = session.solve(limits: SolveLimits(seconds: seconds))
    guard result.termination == .optimal, let found = result.objective, let dual = result.dual else { return nil }
    return (value - found - direction.cost * units, price(of: direction, dual))
  }
}
