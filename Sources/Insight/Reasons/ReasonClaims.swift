// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import Numbers

extension Reasons {
  /// What is false of the reasons that a plan gives for what is unmet: shares that do not leave nothing out, and reasons
  /// that do not follow from the plan.
  ///
  /// Whether more money would be worth something follows from prices. An optimal plan has those that are above 0, as its
  /// bottlenecks, and its reasons may differ in that alone; of other plans, and where something is decided in whole numbers,
  /// only the shares are looked at. Remedies are not: each would have to be solved.
  package func falseClaims(of plan: Plan) -> [Plan.Violation] {
    // A plan may say nothing of reasons, but then of none.
    guard plan.unmet.contains(where: { !$0.reasons.isEmpty }) else { return [] }
    let hasPrices = plan.status == .optimal && !facts.scenario.hasDecisions
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
      guard hasPrices else { continue }
      let right = reasons(for: entry)
      if Self.withoutMoney(entry.reasons) != Self.withoutMoney(right), !right.isEmpty {
        wrong("\(entry.demand) is unmet because of \(Self.words(right)), not of \(Self.words(entry.reasons))")
      }
    }
    return claims
  }

  /// The reasons between which no price decides.
  private static func withoutMoney(_ reasons: [Plan.UnmetReason]) -> [Plan.UnmetReason] {
    reasons.filter { ![.budget, .notWorthIt, .taken].contains($0.kind) }
  }

  private static func words(_ reasons: [Plan.UnmetReason]) -> String {
    "\"" + reasons.map { "\($0.detail) (\($0.kind.rawValue), \($0.share))" }.joined(separator: "; ") + "\""
  }
}
