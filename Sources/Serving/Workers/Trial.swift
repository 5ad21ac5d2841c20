// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Planning
internal import Processes

/// Under which circumstances a scenario is planned.
struct Trial: Sendable {
  /// Whether the native engine is to answer alone, because the process before this was lost.
  var isCautious = false
  /// The wall time that is left; nil where all of it is.
  var seconds: Double?
  /// What happened to the process before this.
  var fault: WorkerFault?

  init() {}

  init(_ request: WorkerRequest) {
    isCautious = request.attempt == .cautious
    seconds = request.seconds
    fault = request.fault
  }

  /// Seconds beyond a time limit that a scenario of so many bytes may take, for reading, formulating and checking, which
  /// no limit cuts short: none for most, one for each 100 kB after the first.
  static func allowance(bytes: Int) -> Double { max(0, Double(bytes - 100_000) / 100_000) }

  /// Changes the options to what is to be tried.
  func adapt(_ options: inout PlanningOptions) {
    if isCautious { options.engine = .native }
    if let seconds { options.timeLimit = min(options.timeLimit ?? seconds, seconds) }
  }

  /// Notes in a result how it came about.
  func mark(_ result: inout PlanningResult) {
    guard isCautious, let fault else { return }
    result.plan.stop = fault.kind == .late || fault.kind == .silent ? .time : .crash
    result.plan.engine.fallback = "the process that solved it " + fault.detail
    result.notices.append("The process that solved it \(fault.detail). The native engine's plan is used.")
  }

  /// Whether GLPK may still be running in this process, on a thread that nobody can stop.
  func isOverrun(_ result: PlanningResult) -> Bool {
    result.plan.stop == .time && result.plan.engine.fallback != nil && !isCautious
  }
}
