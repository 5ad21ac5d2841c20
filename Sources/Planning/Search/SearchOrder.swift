// SPDX-License-Identifier: GPL-3.0-or-later

internal import EngineCage
internal import GLPKSolver
internal import HiGHSSolver
internal import LinearModels
internal import NativeSolver

/// What is tried for a plan, one after the other, until one is proven to be good enough.
///
/// This table is all that Planning knows of particular engines: a new one is a line in ``all``.
struct SearchOrder: Sendable {
  /// As it is asked for, ``PlanningOptions/Engine``.
  let name: String
  let steps: [SearchStep]
  /// The engine that is to agree with an optimum of the native one, where ``PlanningOptions/confirms`` asks for that.
  var confirming: EngineSource?
  /// The title of the engine that was asked for by its name: that it cannot be used is said also where it is not needed.
  var asked: String?

  static let all = [
    SearchOrder(
      name: "auto", steps: [.resume(.native), .prices(of: .large), .sharpen, .solve(.native), .solve(.glpk), .ascend],
      confirming: .glpk),
    SearchOrder(name: "native", steps: [.resume(.native), .prices(of: .large), .sharpen, .solve(.native), .ascend]),
    SearchOrder(name: "glpk", asking: .glpk),
    SearchOrder(name: "highs", asking: .highs),
  ]

  /// What is left once decisions are made: from where others like it were solved.
  static let forChoices = SearchOrder(
    name: "choice", steps: [.resume(.native), .approach(.native), .prices(of: .large), .sharpen, .solve(.native)])

  init(name: String, steps: [SearchStep], confirming: EngineSource? = nil) {
    self.name = name
    self.steps = steps
    self.confirming = confirming
  }

  /// One engine first, with prices whatever the size; then the native ones, where that fails.
  init(name: String, asking engine: EngineSource) {
    self.init(name: name, steps: [.prices(of: .all), .solve(engine), .solve(.native), .ascend])
    asked = engine.title
  }

  /// The caller's own engines in their order; then the native ones, where those fail.
  init(asking engines: [any Engine]) {
    self.init(
      name: engines.map(\.name).joined(separator: ", "),
      steps: [.prices(of: .large)]
        + engines.map { engine in .solve(EngineSource(title: engine.title) { _, _ in engine }) }
        + [.solve(.native), .ascend])
  }

  /// Whether the interior point method is tried.
  var sharpens: Bool { steps.contains { if case .sharpen = $0 { true } else { false } } }

  /// The order of a name; that of `auto` for one that is not known.
  static func named(_ name: String) -> SearchOrder { all.first { $0.name == name } ?? all[0] }
}

/// One thing that is tried for a plan.
enum SearchStep: Sendable {
  /// An engine goes on from where a scenario like this one was solved, where that is known.
  case resume(EngineSource)
  /// An engine begins near a point of a program like this one, where one is known.
  case approach(EngineSource)
  /// The ascent gives prices, a point and first plans, until another method is better.
  case prices(of: Sizes)
  /// The interior point method makes the prices better and brings the point near the optimum, where the program is large.
  case sharpen
  /// An engine solves the program, from the prices and the point where there are any.
  case solve(EngineSource)
  /// The ascent comes as near as it can.
  case ascend

  /// For which programs a step is worth its time.
  enum Sizes: Sendable {
    case all
    /// Those above ``Tuning/smallProgram``.
    case large
  }
}

/// Where an engine comes from, which may have to be loaded first.
struct EngineSource: Sendable {
  /// The engine's name for people.
  let title: String
  /// Whether it needs nothing that may be missing.
  let isNative: Bool
  let make: @Sendable (PlanningOptions, LoadedLibrary?) throws(SolverFailure) -> any Engine

  init(
    title: String, isNative: Bool = false,
    _ make: @escaping @Sendable (PlanningOptions, LoadedLibrary?) throws(SolverFailure) -> any Engine
  ) {
    self.title = title
    self.isNative = isNative
    self.make = make
  }

  static let native = EngineSource(title: "the native engine", isNative: true) { (_, _) throws(SolverFailure) in
    SimplexEngine(version: MusterVersion.current)
  }

  static let glpk = EngineSource(title: "GLPK") { (options, loaded) throws(SolverFailure) in
    let kept = loaded.flatMap { $0.path == options.glpkLibrary ? $0 : nil } ?? LoadedLibrary(path: options.glpkLibrary)
    return CagedGLPK.engine(
      library: try kept.library.get(), path: options.glpkLibrary, worker: options.engineWorker,
      workerColumns: options.engineWorkerColumns)
  }

  static let highs = EngineSource(title: "HiGHS") { (options, _) throws(SolverFailure) in
    CagedHiGHS.engine(
      library: try HiGHSLibrary.load(path: options.highsLibrary), path: options.highsLibrary,
      worker: options.engineWorker, workerColumns: options.engineWorkerColumns)
  }
}

/// GLPK, or why there is none.
struct LoadedLibrary: Sendable {
  let path: String?
  let library: Result<GLPKLibrary, SolverFailure>

  init(path: String?) {
    self.path = path
    library = Result { () throws(SolverFailure) in try GLPKLibrary.load(path: path) }
  }
}
