// SPDX-License-Identifier: GPL-3.0-or-later

extension InteriorPoint {
  /// How far a direction may be followed, as shares of it, for the point and for the prices.
  typealias Lengths = (primal: Double, dual: Double)

  /// Does a step towards the optimum.
  ///
  /// First the direction that leads there if all was linear; then what the products of its parts and the centre ask for;
  /// then corrections, which make the step longer.
  ///
  /// - Parameter isOver: asked now and then whether it is to end; then it stands where it stood.
  /// - Returns: whether the step was done.
  mutating func step(isOver: () -> Bool = { false }) -> Bool {
    var average = 0.0
    for j in 0..<total where !isFixed(j) {
      var inverse = Self.leastInverse
      if hasLower(j) {
        inverse += atLower[j] / below[j]
        lowerTarget[j] = -below[j] * atLower[j]
        average -= lowerTarget[j]
      }
      if hasUpper(j) {
        inverse += atUpper[j] / above[j]
        upperTarget[j] = -above[j] * atUpper[j]
        average -= upperTarget[j]
      }
      weight[j] = 1 / inverse
    }
    average /= Double(max(1, pairs))
    guard equations.factorise(weight, isOver: isOver) else { return false }
    steps += 1
    findDirection(withResiduals: true)
    kept.x.base.update(repeating: 0, count: total)
    kept.atLower.base.update(repeating: 0, count: total)
    kept.atUpper.base.update(repeating: 0, count: total)
    let affine = lengths(with: 1)
    let share = averageProduct(after: affine) / average
    let centre = share * share * share * average
    for j in 0..<total where !isFixed(j) {
      lowerTarget[j] = centre - direction.x[j] * direction.atLower[j]
      upperTarget[j] = centre + direction.x[j] * direction.atUpper[j]
    }
    kept.copy(direction)
    findDirection(withResiduals: false)
    move(correct(towards: centre, from: combine(from: affine)))
    return true
  }

  /// What a column's weight is divided by at least, so that free columns have one.
  private static var leastInverse: Double { 1e-12 }
  /// How far a step goes of what the bounds allow.
  private static var shareOfStep: Double { 0.9975 }

  private func move(_ most: Lengths) {
    let primal = most.primal < 1 ? Self.shareOfStep * most.primal : 1
    let dual = most.dual < 1 ? Self.shareOfStep * most.dual : 1
    for j in 0..<total where !isFixed(j) {
      let step = primal * direction.x[j]
      x[j] += step
      if hasLower(j) {
        below[j] += step
        atLower[j] += dual * direction.atLower[j]
      }
      if hasUpper(j) {
        above[j] -= step
        atUpper[j] += dual * direction.atUpper[j]
      }
    }
    for i in 0..<rows { y[i] += dual * direction.y[i] }
  }

  private func averageProduct(after most: Lengths) -> Double {
    var sum = 0.0
    for j in 0..<total where !isFixed(j) {
      if hasLower(j) {
        sum += (below[j] + most.primal * direction.x[j]) * (atLower[j] + most.dual * direction.atLower[j])
      }
      if hasUpper(j) {
        sum += (above[j] - most.primal * direction.x[j]) * (atUpper[j] + most.dual * direction.atUpper[j])
      }
    }
    return sum / Double(max(1, pairs))
  }

  /// Solves for the direction that adds the targets to the products, and removes the residuals if asked to.
  private func findDirection(withResiduals: Bool) {
    // What of the direction does not come from its prices.
    for j in 0..<total {
      guard !isFixed(j) else {
        direction.x[j] = 0
        continue
      }
      var pull = withResiduals ? dualResidual[j] : 0
      if hasLower(j) { pull -= lowerTarget[j] / below[j] }
      if hasUpper(j) { pull += upperTarget[j] / above[j] }
      direction.x[j] = weight[j] * pull
    }
    if withResiduals {
      right.base.update(from: residual.base, count: rows)
    } else {
      right.base.update(repeating: 0, count: rows)
    }
    equations.add(direction.x, to: right)
    equations.solve(right, weight, into: direction.y)
    for j in 0..<total where !isFixed(j) {
      let step = weight[j] * equations.matrix.dot(j, direction.y) - direction.x[j]
      direction.x[j] = step
      if hasLower(j) { direction.atLower[j] = (lowerTarget[j] - atLower[j] * step) / below[j] }
      if hasUpper(j) { direction.atUpper[j] = (upperTarget[j] + atUpper[j] * step) / above[j] }
    }
  }

  /// Makes the step longer by solving for products that are not far from the centre's.
  ///
  /// (J. Gondzio, "Multiple centrality corrections in a primal-dual method for linear programming", 1996,
  /// https://doi.org/10.1007/BF00249643.)
  private func correct(towards centre: Double, from first: Lengths) -> Lengths {
    var most = first
    for _ in 0..<Tuning.Interior.mostCorrections where min(most.primal, most.dual) < Tuning.Interior.longStep {
      let primal = min(1, 1.5 * most.primal + 0.1)
      let dual = min(1, 1.5 * most.dual + 0.1)
      for j in 0..<total where !isFixed(j) {
        if hasLower(j) {
          let product = (below[j] + primal * direction.x[j]) * (atLower[j] + dual * direction.atLower[j])
          lowerTarget[j] = Self.correction(of: product, towards: centre)
        }
        if hasUpper(j) {
          let product = (above[j] - primal * direction.x[j]) * (atUpper[j] + dual * direction.atUpper[j])
          upperTarget[j] = Self.correction(of: product, towards: centre)
        }
      }
      kept.copy(direction)
      findDirection(withResiduals: false)
      let next = combine(from: most)
      let gain = next.primal + next.dual - most.primal - most.dual
      if gain < 0 {
        direction.copy(kept)
        break
      }
      most = next
      if gain < Tuning.Interior.leastGain { break }
    }
    return most
  }

  private static func correction(of product: Double, towards centre: Double) -> Double {
    if product < 0.1 * centre { return 0.1 * centre - product }
    if product > 10 * centre { return max(10 * centre - product, -10 * centre) }
    return 0
  }

  /// Adds to the kept direction the shares of the present one with which the steps are longest.
  ///
  /// (M. Colombo, J. Gondzio, "Further development of multiple centrality correctors for interior point methods", 2008,
  /// https://doi.org/10.1007/s10589-007-9106-0.)
  private func combine(from old: Lengths) -> Lengths {
    let least = old.primal * old.dual
    var best: Lengths = (-1, -1)
    var share: Lengths = (1, 1)
    for part in 0..<Tuning.Interior.sharesTried {
      let weight = 1 - Double(part) / Double(Tuning.Interior.sharesTried - 1) * (1 - least)
      let lengths = lengths(with: weight)
      if lengths.primal > best.primal { (best.primal, share.primal) = (lengths.primal, weight) }
      if lengths.dual > best.dual { (best.dual, share.dual) = (lengths.dual, weight) }
    }
    for j in 0..<total where !isFixed(j) {
      direction.x[j] = kept.x[j] + share.primal * direction.x[j]
      direction.atLower[j] = kept.atLower[j] + share.dual * direction.atLower[j]
      direction.atUpper[j] = kept.atUpper[j] + share.dual * direction.atUpper[j]
    }
    for i in 0..<rows { direction.y[i] = kept.y[i] + share.dual * direction.y[i] }
    return best
  }

  /// How far the kept direction with a share of the present one may be followed.
  private func lengths(with share: Double) -> Lengths {
    var primal = 1.0
    var dual = 1.0
    for j in 0..<total where !isFixed(j) {
      let step = kept.x[j] + share * direction.x[j]
      if hasLower(j) {
        if below[j] + primal * step < 0 { primal = -below[j] / step }
        let change = kept.atLower[j] + share * direction.atLower[j]
        if atLower[j] + dual * change < 0 { dual = -atLower[j] / change }
      }
      if hasUpper(j) {
        if above[j] - primal * step < 0 { primal = above[j] / step }
        let change = kept.atUpper[j] + share * direction.atUpper[j]
        if atUpper[j] + dual * change < 0 { dual = -atUpper[j] / change }
      }
    }
    return (primal, dual)
  }
}
