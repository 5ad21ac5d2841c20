// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import Numbers

extension Reasons {
  /// What is false of the reasons that a plan gives for what is unmet: shares that do not leave nothing out, and reasons
  /// that do not follow from the plan.
  ///
  /// Whether more money would be worth something follows from prices, which a plan does not have: reasons are right where they
  /// are those of a budget that is worth more, or of one that is not. Remedies are not looked at: each would have to be solved.
  package func falseClaims(of plan: Plan) -> [Plan.Violation] {
    // A plan may say nothing of reasons, but then of none.
    guard plan.unmet.contains(where: { !$0.reasons.isEmpty }) else { return [] }
    let readings = readings(of: plan)
    var claims: [Plan.Violation] = []
    for (index, entry) in plan.unmet.enumerated() {
      func wrong(_ detail: String) {
        claims.append(
          Plan.Violation(
            kind: .wrongReason, detail: detail, path: [.key("unmet"), .index(index), .key("reasons")]))
      }
      let sum = entry.reasons.reduce(Millionths.zero) { $0 + $1.share }
      guard sum == Millionths(1), entry.reasons.allSatisfy({ $0.share.count >= 0 }) else {
        wrong("the shares of the reasons for \(entry.demand) are from 0 to 1 and add up to 1, not \(sum)")
        continue
      }
      let right = readings.map { $0.reasons(for: entry) }.filter { !$0.isEmpty }
      if let first = right.first, !right.contains(entry.reasons) {
        wrong("\(entry.demand) is unmet because of \(Self.words(first)), not of \(Self.words(entry.reasons))")
      }
    }
    return claims
  }

  /// The reasons as the plan's own prices have them, and where no budget or every one is worth more than it costs.
  private func readings(of plan: Plan) -> [Reasons] {
    let budgets = written.projects.filter { $0.budget != nil }
    guard !budgets.isEmpty else { return [self] }
    let bound = budgets.map { project in
      Plan.Bottleneck(kind: .budget, id: project.id, period: nil, pricePerUnit: Millionths(1), validFor: nil)
    }
    return [self]
      + [[], bound].map { bottlenecks in
        var plan = plan
        plan.bottlenecks = bottlenecks
        return Reasons(written, plan: plan)
      }
  }

  private static func words(_ reasons: [Plan.UnmetReason]) -> String {
    "\"" + reasons.map { "\($0.detail) (\($0.kind.rawValue), \($0.share))" }.joined(separator: "; ") + "\""
  }
}
