// SPDX-License-Identifier: GPL-3.0-or-later

internal import EngineCage
internal import GLPKSolver
internal import HiGHSSolver
internal import LinearModels

/// The processes in which other people's engines solve.
package enum EngineWorkers {
  /// The argument that makes a program a worker: it then calls ``serve()`` and ends.
  package static let argument = EngineWorker.argument

  /// Answers one question on standard input with the engine that it names.
  ///
  /// - Returns: the exit code of the process.
  package static func serve() -> Int32 {
    EngineWorker.serve { question throws(SolverFailure) in
      switch question.engine {
      case CagedGLPK.name: try CagedGLPK.answer(question)
      case CagedHiGHS.name: try CagedHiGHS.answer(question)
      default: throw SolverFailure(.unsupported, "the engine \"\(question.engine)\" is not known")
      }
    }
  }
}
