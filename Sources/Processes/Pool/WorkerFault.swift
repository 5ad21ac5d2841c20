// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a worker process was lost.
package struct WorkerFault: Error, Sendable, Hashable {
  /// What it did.
  package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// It could not be started.
    case start = 1
    /// It ended: by a signal, or of its own accord.
    case crash = 2
    /// It used more memory than it may.
    case memory = 3
    /// It went on computing beyond its time.
    case late = 4
    /// It neither computed nor answered.
    case silent = 5
    /// It wrote something that is no answer, or half of one.
    case nonsense = 6
  }

  package var kind: Kind
  /// A sentence's predicate without a full stop, such as `was ended by signal 11 (Segmentation fault)`.
  package var detail: String

  package init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }
}
