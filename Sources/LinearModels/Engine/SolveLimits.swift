// SPDX-License-Identifier: GPL-3.0-or-later

/// How long and how hard an engine may work.
public struct SolveLimits: Sendable {
  /// Wall time in seconds; nil is without limit.
  public var seconds: Double?
  /// Work in the method's own count; nil is without limit.
  public var iterations: Int?
  /// What may end the work from outside; nil is nothing.
  public var interruption: Interruption?

  /// Makes limits; without arguments there are none.
  public init(seconds: Double? = nil, iterations: Int? = nil, interruption: Interruption? = nil) {
    self.seconds = seconds
    self.iterations = iterations
    self.interruption = interruption
  }
}
