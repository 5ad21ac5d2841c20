// SPDX-License-Identifier: GPL-3.0-or-later

internal import GLPKSolver
internal import HiGHSSolver
internal import LinearModels

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
    version { () throws(SolverFailure) in try GLPKLibrary.load(path: library).version }
  }

  /// The same of HiGHS, such as `1.15.1`.
  package static func highsVersion(library: String?) -> Result<String, PlanningFailure> {
    version { () throws(SolverFailure) in try HiGHSLibrary.load(path: library).version }
  }

  private static func version(
    _ load: () throws(SolverFailure) -> String
  ) -> Result<String, PlanningFailure> {
    do throws(SolverFailure) {
      return .success(try load())
    } catch {
      return .failure(PlanningFailure(.unsupported, error.detail, hint: error.hint))
    }
  }
}
