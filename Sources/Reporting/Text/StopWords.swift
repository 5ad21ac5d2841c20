// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

extension Plan.Stop {
  /// Why the search ended, after "feasible" and a comma.
  ///
  /// A plan does not say whose limit of work it was: one that was asked for, or the search's own.
  var words: String {
    switch self {
    case .proved: "the search ended with a proof"
    case .gap: "stopped at the gap asked for"
    case .time: "stopped by the time limit"
    case .work: "not proved to be the best: the search has used up its steps"
    case .memory: "stopped by the memory limit"
    case .interrupted: "stopped by an interruption"
    case .crash: "stopped by a crash of the engine"
    }
  }
}
