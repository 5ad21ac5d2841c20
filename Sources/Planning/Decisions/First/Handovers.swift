// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// When demands that wait for others begin.
struct Handovers {
  /// The period in which a demand that waits begins, by demand.
  private(set) var periods: [Int: Int] = [:]
  private let frame: ProgramFrame
  private var before: [[(demand: Int, lag: Int)]]
  private var after: [[Int]]

  /// - Parameter wished: periods in which they should begin. One that waits for another begins after that and its lag.
  init(_ frame: ProgramFrame, at wished: [Int: Int]) {
    self.frame = frame
    before = frame.demands.map { _ in [] }
    after = frame.demands.map { _ in [] }
    for (demand, item) in frame.demands.enumerated() {
      for predecessor in item.staff?.after ?? [] {
        guard let other = frame.index.demands[predecessor.demand] else { continue }
        before[demand].append((other, predecessor.lag))
        after[other].append(demand)
      }
    }
    for demand in frame.demands.indices { place(demand, wished) }
  }

  private mutating func place(_ demand: Int, _ wished: [Int: Int]) {
    guard periods[demand] == nil, !before[demand].isEmpty else { return }
    var period = wished[demand] ?? frame.periods.count
    for (other, lag) in before[demand] {
      place(other, wished)
      if let own = periods[other] { period = max(period, own + 1 + lag) }
    }
    periods[demand] = period
  }

  /// The periods in which each demand may have hours, as limits of a plan.
  func limits() -> PlanLimits {
    var limits = PlanLimits()
    for demand in frame.demands.indices where !(before[demand].isEmpty && after[demand].isEmpty) {
      let first = periods[demand] ?? 0
      var end = frame.periods.count
      for other in after[demand] {
        let lag = before[other].first { $0.demand == demand }?.lag ?? 0
        end = min(end, (periods[other] ?? end) - lag)
      }
      limits.windows[frame.index.demands.ids[demand]] = first..<max(first, end)
    }
    return limits
  }
}
