// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Glibc
import Planning
import JSON
import Processes

/// This program as a worker of `stream` and `batch`: `muster __worker PARENT`.
enum WorkerProgram {
  static let argument = "__worker"

  /// The columns from which GLPK gets a process of its own beside the worker, so that a crash of GLPK does not cost the
  /// native engine's work. A smaller program takes milliseconds, of which a process would take most.
  static let smallProgram = 5_000

  static func serve(parent: Int32) -> Int32 {
    WorkerServer.serve(parent: parent) { greeting in
      guard let greeting = WorkerGreeting(greeting) else { return nil }
      switch greeting.kind {
      case .stream: return StreamHandler(options: greeting.options)
      case .batch: return BatchHandler(options: greeting.options)
      }
    }
  }

  /// A pool of workers of this program.
  static func pool(
    _ kind: WorkerGreeting.Kind, options: PlanningOptions, resources: WorkerOptions, depth: Int,
    deliver: @escaping @Sendable (Int, WorkerOutcome) -> Void
  ) throws(CommandFailure) -> WorkerPool {
    // Where processes work at the same time, more threads would only be in each other's way.
    var shared = options
    if resources.jobs > 1 { shared.threads = 1 }
    let configuration = WorkerPool.Configuration(
      command: ["/proc/self/exe", argument], workers: resources.jobs,
      greeting: WorkerGreeting(kind: kind, options: shared).bytes, memory: resources.memoryBytes,
      seconds: options.timeLimit, depth: depth)
    do throws(WorkerFault) {
      return try WorkerPool(configuration, deliver: deliver)
    } catch {
      throw CommandFailure(.internalError, "worker-start", "A worker process \(error.detail).")
    }
  }
}

/// What a worker is told first.
struct WorkerGreeting {
  enum Kind: String {
    case stream, batch
  }

  var kind: Kind
  var options: PlanningOptions

  init(kind: Kind, options: PlanningOptions) {
    self.kind = kind
    self.options = options
  }

  var bytes: [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.beginObject()
    writer.member("kind", kind.rawValue)
    writer.member("engine", options.engine.rawValue)
    // As texts, so that nothing is lost on the way.
    writer.member("gap", String(options.gapTolerance))
    if let timeLimit = options.timeLimit { writer.member("timeLimit", String(timeLimit)) }
    if let workLimit = options.workLimit { writer.member("workLimit", String(workLimit)) }
    writer.member("threads", String(options.threads))
    if let library = options.glpkLibrary { writer.member("glpk", library) }
    writer.endObject()
    return writer.finish()
  }

  init?(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes) else { return nil }
    func text(_ key: String) -> String? {
      if case .string(let text) = value[key] { text } else { nil }
    }
    guard let kind = text("kind").flatMap(Kind.init), let gap = text("gap").flatMap(Double.init),
      let engine = text("engine").flatMap(PlanningOptions.Engine.init)
    else { return nil }
    self.kind = kind
    options = PlanningOptions(
      engine: engine, gapTolerance: gap, timeLimit: text("timeLimit").flatMap(Double.init),
      workLimit: text("workLimit").flatMap(Int.init), glpkLibrary: text("glpk"),
      glpkWorker: ["/proc/self/exe", GLPKWorker.argument], glpkWorkerColumns: WorkerProgram.smallProgram,
      threads: text("threads").flatMap(Int.init) ?? 1)
  }
}

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
