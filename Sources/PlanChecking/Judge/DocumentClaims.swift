// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
import Issues
import Numbers

/// What a document says of its plan beside the amounts, and can be held against what was found.
///
/// Not looked at, because nothing in a plan shows it: what engine made it; and where no certificate is there, the prices of
/// bottlenecks and how far they hold, and the bound, which ``BoundClaim`` holds against another plan.
extension PlanChecker {
  /// What is false of what a plan says about its scenario's name, its status and its own verification.
  ///
  /// - Parameter found: what checking the plan found.
  func falseClaims(of plan: Plan, found: Plan.Verification) -> [Plan.Violation] {
    var claims: [Plan.Violation] = []
    if plan.scenario.name != facts.scenario.name {
      claims.append(
        Plan.Violation(
          kind: .wrongScenario,
          detail: "the scenario's name is \(Self.name(facts.scenario.name)), not \(Self.name(plan.scenario.name))",
          path: [.key("scenario"), .key("name")]))
    }
    return claims + falseStatus(of: plan) + falseVerification(of: plan, found)
  }

  private static func name(_ name: String?) -> String { name.map { "\"\($0)\"" } ?? "none" }

  /// What is proved is said so, and nothing else; what is as near to its bound as rounding allows is optimal.
  private func falseStatus(of plan: Plan) -> [Plan.Violation] {
    func wrong(_ detail: String, _ key: String) -> [Plan.Violation] {
      [Plan.Violation(kind: .wrongStatus, detail: detail, path: [.key(key)])]
    }
    var isNear = plan.objective.isWithinRounding
    var isProved = isNear
    if let bound = plan.objective.bound {
      let gap = Gap(value: plan.objective.value, bound: bound).doubleValue
      isProved = isNear || gap <= Certificate.provenGap
      isNear = isNear || gap <= 0
    }
    if let order = plan.order {
      let worst = facts.worstGap(order, plan.objective)
      (isProved, isNear) = (isProved && worst <= Certificate.provenGap, isNear && worst <= 0)
    }
    switch plan.status {
    case .optimal:
      let right: Plan.Stop = isProved ? .proved : .gap
      // That it is not proved is found with the bound.
      return plan.stop == right || plan.stop == .proved
        ? [] : wrong("the search for an optimal plan ends with \(right.rawValue), not \(plan.stop.rawValue)", "stop")
    case .feasible:
      if isNear { return wrong("the plan is optimal: nothing is better than its value", "status") }
      return plan.stop == .proved ? wrong("the plan is not optimal, so that nothing was proved", "stop") : []
    }
  }

  private func falseVerification(of plan: Plan, _ found: Plan.Verification) -> [Plan.Violation] {
    let (said, path): (Plan.Verification, DocumentPath) = (plan.verification, [.key("verification")])
    var claims: [Plan.Violation] = []
    func wrong(_ detail: String, _ key: String) {
      claims.append(Plan.Violation(kind: .wrongVerification, detail: detail, path: path.key(key)))
    }
    if said.feasible != said.violations.isEmpty {
      wrong("the plan is feasible where there are no violations, and only there", "feasible")
    } else if !said.feasible, found.feasible {
      wrong("nothing is wrong with the plan", "violations")
    }
    if said.value != found.value { wrong("the value is \(found.value), not \(said.value)", "value") }
    if said.bound != plan.objective.bound { wrong("the bound is not the one of the objective", "bound") }
    if let index = plan.order?.firstIndex(where: { $0.what == .value }), let step = plan.order?[index],
      let claimed = step.bound, let bound = plan.objective.bound, claimed != bound
    {
      claims.append(
        Plan.Violation(
          kind: .wrongOrder, detail: "the bound of the value is not the one of the objective",
          path: [.key("order"), .index(index), .key("bound")]))
    }
    let kinds: [Plan.Verification.BoundKind] =
      said.bound == nil ? [.none] : facts.scenario.hasDecisions ? [.lp, .leaves] : [.lagrangian]
    if !kinds.contains(said.boundKind) {
      wrong(
        "such a bound is \(kinds.map(\.rawValue).joined(separator: " or ")), not \(said.boundKind.rawValue)",
        "boundKind")
    }
    return claims
  }
}

/// What is known of the bound that a plan claims.
package enum BoundClaim: Sendable {
  /// There is none, a certificate shows it (which is checked with the plan), or the bound of another plan does.
  case shown
  /// Nothing shows it.
  case unknown
  /// There is a plan whose value is below it.
  case wrong(Plan.Violation)

  /// Holds the bound of a plan against another plan of the same scenario.
  ///
  /// - Parameter best: a plan that was checked, with a bound that was; nil where none is known.
  package init(of plan: Plan, besides best: Plan?) {
    guard let claimed = plan.objective.bound, plan.certificate == nil else {
      self = .shown
      return
    }
    guard let best else {
      self = .unknown
      return
    }
    let rounding = best.objective.rounding
    // The bound of a plan in an order is one of plans that do as well in the steps before.
    let isComparable = zip(plan.order ?? [], best.order ?? []).allSatisfy { $1.what == .value || $1.value <= $0.value }
    if isComparable, claimed > best.objective.value + rounding {
      self = .wrong(
        Plan.Violation(
          kind: .wrongBound, detail: "the bound is \(claimed), but there is a plan of \(best.objective.value)",
          path: [.key("objective"), .key("bound")]))
    } else {
      self = best.objective.bound.map { claimed <= $0 + rounding } ?? false ? .shown : .unknown
    }
  }

  /// Holds the bounds of the steps of a plan's order, but for the value, against another plan of the same scenario.
  ///
  /// The bound of a step is one of all plans that do as well in the steps before: another plan shows that it is wrong where it
  /// does as well there and better in the step, and its own bound shows that it is right where it does neither better nor
  /// worse before.
  package static func ofSteps(of plan: Plan, besides best: Plan?) -> [BoundClaim] {
    guard plan.certificate == nil, let order = plan.order else { return [] }
    let others = best?.order ?? []
    return order.indices.compactMap { index in
      let step = order[index]
      guard let claimed = step.bound, step.what != .value else { return nil }
      // A step cannot come to less than nothing; a bound of 0 needs nothing that shows it.
      if claimed <= .zero { return .shown }
      guard others.count == order.count, let rounding = best?.objective.rounding else { return .unknown }
      let before = zip(order[..<index], others[..<index])
      guard before.allSatisfy({ $1.value <= $0.value }) else { return .unknown }
      if claimed > others[index].value + rounding {
        return .wrong(
          Plan.Violation(
            kind: .wrongOrder,
            detail:
              "the bound of \(step.what.name) is \(claimed), but there is a plan that comes to \(others[index].value)",
            path: [.key("order"), .index(index), .key("bound")]))
      }
      guard before.allSatisfy({ $0.value <= $1.value + rounding }), let bound = others[index].bound else {
        return .unknown
      }
      return claimed <= bound + rounding ? .shown : .unknown
    }
  }
}
