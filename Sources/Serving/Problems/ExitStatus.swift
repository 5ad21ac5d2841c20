// SPDX-License-Identifier: GPL-3.0-or-later

package import Processes

/// The codes with which a command ends, and which answers of `stream` and records of `batch` carry as `exitCode`; those
/// from 64 are the ones of `sysexits.h`, those above 128 are 128 and the number of a signal.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  /// The answer is no: the plan is invalid, plans differ where that was asked, or a condition of `--fail-on` holds.
  case differs = 1
  /// No verified plan within the limits.
  case noVerifiedPlan = 4
  /// A batch is finished, and some of its scenarios have no plan.
  case someFailed = 5
  case usage = 64
  case invalidData = 65
  case noInput = 66
  /// A library that a format needs, or memory, is not there.
  case unavailable = 69
  case internalError = 70
  case cannotCreateOutput = 73
  case inputOutput = 74
  /// Somebody else is at it; try again later.
  case locked = 75
  case interrupted = 130
  case brokenPipe = 141
  case terminated = 143
}

extension FileFailure {
  /// The code with which a command ends because of it.
  package var exitStatus: ExitStatus {
    switch kind {
    case .noInput, .inputIsDirectory, .noFile: .noInput
    case .tooLarge: .invalidData
    case .readFailed, .writeFailed, .lockFailed: .inputOutput
    case .cannotCreate, .outputIsDirectory: .cannotCreateOutput
    case .locked: .locked
    case .brokenPipe: .brokenPipe
    }
  }
}
