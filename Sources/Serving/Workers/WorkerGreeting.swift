// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Planning

/// What a worker receives first.
struct WorkerGreeting {
  enum Kind: String {
    case stream, batch
  }

  /// The columns from which GLPK gets a process of its own beside the worker, so that a crash of GLPK does not cost the
  /// native engine's work. A smaller program takes milliseconds, of which a process would take most.
  private static let smallProgram = 5_000

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
    if let library = options.highsLibrary { writer.member("highs", library) }
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
      threads: text("threads").flatMap(Int.init) ?? 1)
    options.highsLibrary = text("highs")
    options.engineWorker = ["/proc/self/exe", EngineWorkers.argument]
    options.engineWorkerColumns = Self.smallProgram
  }
}
