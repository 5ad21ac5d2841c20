// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

/// What violations cost: the money lost where just so much is taken back that the rule holds again, and nobody else does
/// it.
///
/// Of the amounts that add up to what is too much, those go first whose loss is the least: the penalty of what is then
/// unmet, less what the hours or units cost. Each violation is looked at by itself; one hour that breaks two rules counts
/// in both.
package struct ViolationCosts: Sendable {
  private let decided: DecidedFacts

  /// - Parameter scenario: a scenario that passed validation.
  package init(_ scenario: Scenario) { decided = DecidedFacts(scenario, ScenarioIndex(scenario)) }

  /// The cost of a violation that the checker found in a plan; nil where nothing has to be taken back.
  package func cost(of violation: Plan.Violation, in plan: Plan) -> Millionths? {
    guard let excess = violation.excess, excess.amount.count > 0 else { return nil }
    return WorkTakenBack(facts: decided.facts(of: PlanEntries(plan))).cost(of: excess, in: plan)
  }
}

/// What is lost where amounts of a plan are taken back.
private struct WorkTakenBack {
  let facts: ScenarioFacts

  func cost(of excess: Plan.Violation.Excess, in plan: Plan) -> Millionths {
    var parts = excess.asset == nil ? hours(in: plan, excess) : []
    if excess.asset != nil || excess.project != nil { parts += unitDays(in: plan, excess) }
    // Sorting is stable in the order of the plan.
    let order = parts.indices.sorted { left, right in
      let (a, b) = (parts[left].lossPerUnit, parts[right].lossPerUnit)
      return a == b ? left < right : a < b
    }
    var left = Rational(excess.amount)
    var loss = Rational.zero
    for index in order where left.sign > 0 {
      let taken = left < parts[index].amount ? left : parts[index].amount
      loss += taken * parts[index].lossPerUnit
      left = left - taken
    }
    return loss.nearestMillionths
  }

  /// Something that can be taken back, in the unit of what is too much.
  private struct Part {
    var amount: Rational
    var lossPerUnit: Rational
  }

  private func hours(in plan: Plan, _ excess: Plan.Violation.Excess) -> [Part] {
    var surplus = surplus(in: plan)
    var parts: [Part] = []
    for entry in plan.assignments {
      guard excess.staff.map({ $0 == entry.staff }) ?? true, excess.demand.map({ $0 == entry.demand }) ?? true,
        excess.period.map({ $0 == entry.period }) ?? true, entry.hours.isUsable, entry.hours.count > 0,
        let staff = facts.index.staff[entry.staff], let index = facts.index.demands[entry.demand],
        facts.demands[index].places.indices.contains(entry.place ?? 0)
      else { continue }
      let demand = facts.demands[index].places[entry.place ?? 0]
      if let project = excess.project, facts.scenario.projects[facts.demands[index].project].id != project { continue }
      if let sum = excess.sum, !counts(staff, index, in: entry.period, sum) { continue }
      let rate = facts.rate(of: staff, on: index, in: entry.period).exact
      // Without one of so many people a crew is there for so much less.
      let eta = Rational(facts.staff[staff].productivity(on: demand)) / Rational(demand.count)
      let hours = Rational(entry.hours)
      let row = Row(demand: index, slot: facts.demands[index].slot(entry.period))
      let available = (surplus[row] ?? .zero) / eta
      let idle = available < hours ? available : hours
      if idle.sign > 0 { surplus[row] = (surplus[row] ?? .zero) - idle * eta }
      // Nobody misses what is more than a demand wants.
      for (amount, loss) in [(idle, .zero - rate), (hours - idle, eta * facts.unmetCost(entry.demand) - rate)]
      where amount.sign > 0 {
        if excess.project == nil {
          parts.append(Part(amount: amount, lossPerUnit: loss))
        } else if rate.sign > 0 {
          parts.append(Part(amount: rate * amount, lossPerUnit: loss / rate))
        }
      }
    }
    return parts
  }

  /// Whether hours of a period may count in a sum of a limit.
  private func counts(
    _ staff: Int, _ demand: Int, in period: Int, _ sum: Plan.Violation.Excess.LimitSum
  ) -> Bool {
    guard facts.days.ofPeriod.indices.contains(period) else { return false }
    return facts.days.ofPeriod[period].contains {
      facts.limits[sum.limit].sum(staff, demand, day: $0) == sum.number
    }
  }

  private struct Row: Hashable {
    var demand: Int
    var slot: Int
  }

  /// Effective hours beyond what is wanted, by row 3 or 4.
  private func surplus(in plan: Plan) -> [Row: Rational] {
    var sums: [Row: Rational] = [:]
    for entry in plan.assignments where entry.hours.isUsable && entry.hours.count > 0 {
      guard let staff = facts.index.staff[entry.staff], let index = facts.index.demands[entry.demand],
        let demand = facts.demands[index].staff, !demand.isCrew
      else { continue }
      let row = Row(demand: index, slot: facts.demands[index].slot(entry.period))
      sums[row, default: .zero] += Rational(facts.staff[staff].productivity(on: demand)) * Rational(entry.hours)
    }
    for (row, sum) in sums {
      guard facts.demands[row.demand].wanted.indices.contains(row.slot) else { continue }
      sums[row] = sum - facts.demands[row.demand].wanted[row.slot]
    }
    return sums
  }

  /// Use by asset demands; what people occupy is taken back with their hours.
  private func unitDays(in plan: Plan, _ excess: Plan.Violation.Excess) -> [Part] {
    plan.assetUse.compactMap { entry in
      guard excess.asset.map({ $0 == entry.asset }) ?? true, excess.period.map({ $0 == entry.period }) ?? true,
        entry.unitDays.isUsable, entry.unitDays.count > 0, let index = facts.index.demands[entry.demand],
        facts.demands[index].asset != nil
      else { return nil }
      if let project = excess.project, facts.scenario.projects[facts.demands[index].project].id != project {
        return nil
      }
      let rate = facts.unitDayCost(entry.asset)
      let loss = facts.unmetCost(entry.demand) - rate
      guard excess.project != nil else { return Part(amount: Rational(entry.unitDays), lossPerUnit: loss) }
      return rate.sign > 0 ? Part(amount: rate * Rational(entry.unitDays), lossPerUnit: loss / rate) : nil
    }
  }
}

extension ScenarioFacts {
  /// Money lost for each unit of a demand that is unmet.
  fileprivate func unmetCost(_ demand: String) -> Rational {
    index.demands[demand].map { demands[$0].unmetRate.exact } ?? .zero
  }

  fileprivate func unitDayCost(_ asset: String) -> Rational {
    index.assets[asset].map { assets[$0].rate.exact } ?? .zero
  }
}
