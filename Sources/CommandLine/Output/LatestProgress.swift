// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Planning
import Reporting
import Synchronization

/// How far a solve has come, as the solver told last, for the sign of life.
final class LatestProgress: Sendable {
  private let latest = Mutex<PlanningProgress?>(nil)

  func note(_ progress: PlanningProgress) { latest.withLock { $0 = progress } }

  /// A line for the user.
  func text(seconds: Double) -> String {
    let label = "solving, \(Int(seconds)) s"
    guard let progress = latest.withLock({ $0 }) else { return label }
    var parts: [String] = []
    if let value = progress.incumbent { parts.append("plan " + Self.figure(value)) }
    if let bound = progress.bound { parts.append("bound " + Self.figure(bound)) }
    if let gap = progress.gap { parts.append("gap " + Figures.gap(Int128(min(gap, 1e6) * 1e12))) }
    parts.append(
      "\(Figures.whole(progress.activeColumns)) of \(Figures.whole(progress.columns)) columns and "
        + "\(Figures.whole(progress.rows)) rows")
    let unit = progress.stage == .prices ? "sweep" : "step"
    parts.append(Figures.count(progress.iterations, unit))
    return label + ": " + parts.joined(separator: ", ")
  }

  /// A value has penalties in it, which need not be money.
  private static func figure(_ amount: Double) -> String {
    guard abs(amount) < 1e15 else { return "unknown" }
    return Figures.money(Millionths(count: Int128(amount.rounded() * 1e6)))
  }
}
