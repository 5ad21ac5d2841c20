// SPDX-License-Identifier: GPL-3.0-or-later

import GLPKSolver
import LinearModels

/// The version of Muster, and of its native engine.
package enum MusterVersion {
  package static let current = "0.1.0"
}

extension Planner {
  /// The version of the GLPK library that a plan would be made with.
  ///
  /// - Parameter library: its file; nil looks in the usual places.
  /// - Returns: the version, such as `5.0`, or why the library cannot be used.
  package static func glpkVersion(library: String?) -> Result<String, PlanningFailure> {
    do throws(SolverFailure) {
      return .success(try GLPKLibrary.load(path: library).version)
    } catch {
      return .failure(PlanningFailure(.unsupported, error.detail, hint: error.hint))
    }
  }
}
