// SPDX-License-Identifier: GPL-3.0-or-later

internal import GLPKSolver
public import LinearModels

/// The versions of what computes.
public enum MusterVersion {
  /// The version of Muster and of its native engine.
  public static let current = "0.1.0"

  /// The version of GLPK, as the library itself tells it.
  ///
  /// - Parameter library: the file of the library; nil looks in the usual places.
  /// - Throws: ``SolverFailure`` of kind `libraryMissing` or `libraryUnsupported`.
  public static func glpk(library: String? = nil) throws(SolverFailure) -> String {
    try GLPKLibrary.load(path: library).version
  }
}
