// SPDX-License-Identifier: GPL-3.0-or-later

/// The exit codes of the table in `docs/commands.md`; those from 64 are the ones of `sysexits.h`.
enum ExitStatus: Int32 {
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
  case internalError = 70
  case cannotCreateOutput = 73
  case inputOutput = 74
  /// Somebody else is at it; try again later.
  case locked = 75
  case interrupted = 130
  case brokenPipe = 141
  case terminated = 143
}
