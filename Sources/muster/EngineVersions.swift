// SPDX-License-Identifier: GPL-3.0-or-later

import Planning

/// The engines with their versions, for `--version`.
enum EngineVersions {
  /// Lines, each with its end.
  static func text(glpkLibrary: String?) -> String {
    "native engine \(Muster.version)\n"
  }
}
