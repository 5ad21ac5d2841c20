// SPDX-License-Identifier: GPL-3.0-or-later

internal import Exchange

/// A scenario of a batch.
package struct BatchItem: Sendable, Hashable {
  /// Where it is.
  package var path: String
  /// Its path below the folder that was named, which is what reports call it.
  package var name: String

  /// The name without its ending.
  package var shortName: String {
    if name.hasSuffix(".json") { return String(name.dropLast(5)) }
    return String(name.dropLast(ForeignScenario.ending(of: name)?.count ?? 0))
  }

  /// Where its plan goes, below the folder of the batch.
  package var output: String { shortName + BatchPaths.planSuffix }

  /// Where its plan goes.
  func outputPath(in folder: String) -> String { folder + "/" + output }
}
