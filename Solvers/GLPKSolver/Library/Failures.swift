// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGLPK
internal import LinearModels

extension SolverFailure {
  /// What a status of the C layer means to people.
  init(_ status: cglpk_status, _ error: cglpk_error) {
    let message = Self.message(of: error)
    switch status {
    case CGLPK_LIBRARY_MISSING:
      self.init(
        .libraryMissing, "the GLPK library cannot be loaded: \(message)",
        hint: "Maybe it is not installed: Debian and Ubuntu have it in the package libglpk40.")
    case CGLPK_LIBRARY_UNSUPPORTED:
      self.init(
        .libraryUnsupported, message, hint: "Maybe another file is meant: the package libglpk40 of Debian is GLPK 5.0.")
    case CGLPK_INVALID:
      self.init(.invalidModel, Self.problem(of: error))
    case CGLPK_MEMORY:
      self.init(
        .memory, message.isEmpty ? "out of memory" : "GLPK ran out of memory: \(message)",
        hint: "Maybe the memory limit is too low for a model of this size.")
    case CGLPK_DEAD:
      self.init(.fault, message, hint: "Make a new one.")
    case CGLPK_WRONG_THREAD:
      self.init(.unsupported, message)
    default:
      self.init(.fault, "GLPK gave up with a fatal error: \(message)")
    }
  }

  private static func message(of error: cglpk_error) -> String {
    var error = error
    return withUnsafeBytes(of: &error.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func problem(of error: cglpk_error) -> String {
    let major = error.major
    let minor = error.minor
    return switch error.problem {
    case CGLPK_PROBLEM_OFFSET: "the objective's constant is not finite"
    case CGLPK_PROBLEM_COST: "the cost of column \(major) is not finite"
    case CGLPK_PROBLEM_COLUMN_BOUNDS: "the bounds of column \(major) contradict each other or are not numbers"
    case CGLPK_PROBLEM_ROW_BOUNDS: "the bounds of row \(major) contradict each other or are not numbers"
    case CGLPK_PROBLEM_ENTRY_INDEX: "entry list \(major) names index \(minor), which is out of range or out of order"
    case CGLPK_PROBLEM_DUPLICATE: "entry list \(major) names index \(minor) twice"
    case CGLPK_PROBLEM_COEFFICIENT: "the coefficient of entry list \(major) at index \(minor) is not finite"
    case CGLPK_PROBLEM_INTEGER where minor == 0: "integer column \(major) has no whole number between its bounds"
    case CGLPK_PROBLEM_INTEGER: "integer column \(major) is out of range or out of order"
    case CGLPK_PROBLEM_BASIS where minor >= 0: "the basis has \(minor) basic members, not one for each row"
    case CGLPK_PROBLEM_BASIS: "the basis has an unknown status at index \(major)"
    default: "the arrays of the model do not fit together"
    }
  }
}
