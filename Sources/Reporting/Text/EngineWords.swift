// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

extension Plan.EngineRecord {
  /// What made the plan, and what agreed with it: `native, confirmed by glpk 5.0`.
  var words: String {
    let own = name + " " + version
    return start.map { $0 + ", confirmed by " + own } ?? own
  }
}
