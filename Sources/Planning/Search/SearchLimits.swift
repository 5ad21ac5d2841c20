// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Processes

/// When a search has to end, whatever it has found by then.
struct SearchLimits: Sendable {
  /// Runs since the solve began.
  let clock: Stopwatch
  /// Seconds on the clock; nil is without limit.
  let seconds: Double?
  /// Sweeps and pivots together; nil is without limit.
  let work: Int?
  /// What ends the search from outside.
  let interruption: Interruption

  init(
    clock: Stopwatch = Stopwatch(), seconds: Double? = nil, work: Int? = nil,
    interruption: Interruption = Interruption()
  ) {
    self.clock = clock
    self.seconds = seconds
    self.work = work
    self.interruption = interruption
  }

  /// The limit that has passed, other than that of work.
  var passed: Limit? {
    if interruption.isInterrupted { return .interrupted }
    if let seconds, clock.seconds >= seconds { return .time }
    return nil
  }

  /// The same limits with some of the seconds kept back for what comes after the search of a large program.
  func keepingBack(columns: Int) -> SearchLimits {
    guard let seconds else { return self }
    let after = Tuning.secondsAfterSearch * Double(columns) - Tuning.secondsAfterLimit
    let kept = min(max(0, after), Tuning.mostKeptBack * seconds)
    return SearchLimits(clock: clock, seconds: seconds - kept, work: work, interruption: interruption)
  }

  /// What is left of the limits for an engine, after so much work.
  func remaining(after iterations: Int) -> SolveLimits {
    SolveLimits(
      seconds: seconds.map { max(0.01, $0 - clock.seconds) }, iterations: work.map { max(0, $0 - iterations) },
      interruption: interruption)
  }
}
