// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import Numbers

extension Reasons {
  /// What is false of the reasons that a plan gives for what is unmet.
  ///
  /// They follow from the plan, but for one thing: whether more money would be worth something follows from prices, of which
  /// a plan has those that are above 0. Reasons that leave nothing out and differ in that alone pass.
  ///
  /// Remedies are not looked at: each would have to be solved.
  package func falseClaims(of plan: Plan) -> [Plan.Violation] {
    var claims: [Plan.Violation] = []
    // A plan may say nothing of reasons, but then of none.
    guard plan.unmet.contains(where: { !$0.reasons.isEmpty }) else { return [] }
    for (index, entry) in plan.unmet.enumerated() {
      let right = reasons(for: entry)
      guard entry.reasons != right, !right.isEmpty else { continue }
      let sum = entry.reasons.reduce(Millionths.zero) { $0 + $1.share }
      let isAboutMoney = { (reason: Plan.UnmetReason) in Self.money.contains(reason.kind) }
      guard
        sum != Millionths(1) || entry.reasons.contains(where: { $0.share.count < 0 })
          || entry.reasons.filter({ !isAboutMoney($0) }) != right.filter({ !isAboutMoney($0) })
      else { continue }
      claims.append(
        Plan.Violation(
          kind: .wrongReason,
          detail: "\(Self.words(right)) is why \(entry.demand) is unmet, not \(Self.words(entry.reasons))",
          path: [.key("unmet"), .index(index), .key("reasons")]))
    }
    return claims
  }

  /// The reasons between which prices decide.
  private static let money: Set<Plan.UnmetReason.Kind> = [.budget, .notWorthIt, .taken]

  private static func words(_ reasons: [Plan.UnmetReason]) -> String {
    "\"" + reasons.map { "\($0.detail) (\($0.kind.rawValue), \($0.share))" }.joined(separator: "; ") + "\""
  }
}
