// SPDX-License-Identifier: GPL-3.0-or-later

import Planning
import JSON

/// The engines with their versions, for `--version`.
enum EngineVersions {
  /// Lines, each with its end. HiGHS, which nothing needs, is named where it is there or its file was.
  static func text(glpkLibrary: String?, highsLibrary: String?) -> String {
    var lines = ["GLPK" + said(Planner.glpkVersion(library: glpkLibrary))]
    let highs = Planner.highsVersion(library: highsLibrary)
    if highsLibrary != nil || (try? highs.get()) != nil { lines.append("HiGHS" + said(highs)) }
    // The texts may quote a path that was given; a line break of our own is no part of them.
    return lines.flatMap { $0.split(separator: "\n") }.map { escapedForTerminal(String($0)) + "\n" }.joined()
      + "native engine \(Muster.version)\n"
  }

  private static func said(_ version: Result<String, PlanningFailure>) -> String {
    switch version {
    case .success(let version): " " + version
    case .failure(let failure):
      ": not available (" + failure.detail + ")" + (failure.hint.map { "\n  hint: " + $0 } ?? "")
    }
  }
}
