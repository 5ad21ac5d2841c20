// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
internal import Synchronization

/// How far a batch is; seen by the thread that shows progress, and by the one that takes signals.
package final class BatchTally: Sendable {
  package struct Counts: Sendable {
    /// All scenarios of the batch.
    package var all = 0
    /// What was done before.
    package var kept = 0
    /// What was done this time.
    package var done = 0
    package var failed = 0
  }

  private let counts: Mutex<Counts>

  /// - Parameters:
  ///   - all: the scenarios of the batch.
  ///   - kept: what was done before.
  package init(all: Int, kept: some Collection<BatchRecord>) {
    counts = Mutex(Counts(all: all, kept: kept.count, failed: kept.count { $0.isFailure }))
  }

  package var now: Counts { counts.withLock { $0 } }

  func count(isFailure: Bool) {
    counts.withLock { counts in
      counts.done += 1
      if isFailure { counts.failed += 1 }
    }
  }
}
