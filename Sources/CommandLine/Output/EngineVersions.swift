// SPDX-License-Identifier: GPL-3.0-or-later

import Planning
import JSON

/// The engines with their versions, for `--version`.
enum EngineVersions {
  /// Lines, each with its end.
  static func text(glpkLibrary: String?) -> String {
    let glpk =
      switch Planner.glpkVersion(library: glpkLibrary) {
      case .success(let version): "GLPK " + version
      case .failure(let failure):
        "GLPK: not available (" + failure.detail + ")" + (failure.hint.map { "\n  hint: " + $0 } ?? "")
      }
    // The texts may quote a path that was given; a line break of our own is no part of them.
    return glpk.split(separator: "\n").map { escapedForTerminal(String($0)) }.joined(separator: "\n")
      + "\nnative engine \(Muster.version)\n"
  }
}
