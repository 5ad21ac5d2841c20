// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// Ends a search early, from any thread.
///
/// Whoever started the search keeps the object and calls ``interrupt()``; the engine looks at ``isInterrupted`` wherever it
/// looks at its limits, and then answers with what it has found.
public final class Interruption: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Makes one that was not interrupted.
  public init() {}

  /// Asks whoever looks at it to end. It cannot be taken back.
  public func interrupt() { flag.store(true, ordering: .relaxed) }

  /// Whether somebody asked for the end. It costs as much as reading a variable.
  public var isInterrupted: Bool { flag.load(ordering: .relaxed) }
}
