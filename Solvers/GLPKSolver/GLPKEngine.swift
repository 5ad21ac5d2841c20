// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// GLPK's simplex method and branch and cut, on the calling thread.
///
/// Sessions on several threads at once do not disturb each other and give the same bits as one after the other. GLPK may
/// not keep its time limit, and a fatal error of it costs all sessions of the thread; see ``CagedGLPK``.
package struct GLPKEngine: Engine {
  /// The library, loaded.
  package var library: GLPKLibrary
  /// How GLPK solves.
  package var options: GLPKOptions

  /// An engine that solves in the calling thread.
  package init(library: GLPKLibrary, options: GLPKOptions = GLPKOptions()) {
    self.library = library
    self.options = options
  }

  package var name: String { "glpk" }
  package var title: String { "GLPK" }
  package var version: String { library.version }
  package var capabilities: EngineCapabilities { [.integers, .exactDuals, .basis, .certificates, .changes] }

  package func session(_ model: LinearModel, from start: SessionStart) throws(SolverFailure) -> any Session {
    try requireSupport(of: model, start)
    let workspace = try GLPKWorkspace(library: library, model: model, options: options)
    if let basis = start.basis { try workspace.setBasis(basis) }
    return workspace
  }
}

extension SolverFailure {
  /// GLPK stops at the optimum alone.
  static var noTarget: SolverFailure { SolverFailure(.unsupported, "GLPK does not support a target value") }
}
