// SPDX-License-Identifier: GPL-3.0-or-later

public import ArgumentParser
import Glibc
public import Planning
import Processes
import Serving

/// When text has colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How errors are written.
enum ErrorFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json

  /// What the arguments ask for, also where they could not be parsed: `--errors`, else `--format json`.
  static func isJSON(in arguments: [String]) -> Bool {
    let arguments = Array(arguments.prefix { $0 != "--" })
    func value(of option: String) -> String? {
      for (position, argument) in arguments.enumerated().reversed() {
        if argument == option, position + 1 < arguments.count { return arguments[position + 1] }
        if argument.hasPrefix(option + "=") { return String(argument.dropFirst(option.count + 1)) }
      }
      return nil
    }
    if let errors = value(of: "--errors") { return errors == "json" }
    return value(of: "--format") == "json"
  }
}

/// What every command understands.
struct MessageOptions: ParsableArguments {
  @Option(help: "When there are colours; NO_COLOR turns auto off.")
  var color: ColorChoice = .auto

  @Flag(help: "No notices and no progress on standard error; errors are still shown.")
  var quiet = false

  @Flag(help: "Show how long each part takes, on standard error.")
  var verbose = false

  @Flag(name: .customLong("no-progress"), help: "No progress on standard error.")
  var hidesProgress = false

  @Option(help: "How errors are written to standard error; --format json implies json.")
  var errors: ErrorFormat?

  /// Whether text on a stream has colours.
  func colors(_ stream: StandardStream) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: stream.isTerminal && !Self.isSet("NO_COLOR") && Self.environment("TERM") != "dumb"
    }
  }

  /// Tells a notice unless it is to be quiet.
  func notice(_ text: String) {
    if !quiet { StandardStream.error.tell("muster: " + text + "\n") }
  }

  /// A sign of life unless there is to be none.
  ///
  /// - Parameter text: what is said after so many seconds.
  func progress(_ text: @escaping @Sendable (Double) -> String) -> Progress? {
    quiet || hidesProgress ? nil : Progress(text)
  }

  /// Does work that the first interruption cuts short, and says so unless it is to be quiet.
  ///
  /// - Parameters:
  ///   - isInterruptible: whether it can be cut short; else every interruption ends the process.
  ///   - stop: cuts the work short; by default the task of the program is cancelled.
  func interruptible<Value, Failure: Error>(
    _ isInterruptible: Bool = true, by stop: (@Sendable () -> Void)? = nil, _ work: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    guard isInterruptible else { return try await work() }
    // Where there is a line that shows progress, the notice comes below it.
    let begin = StandardStream.error.isTerminal ? "\n" : ""
    return try await ProcessSignals.interruptible(
      by: stop, saying: quiet ? nil : begin + "muster: stopping; interrupt again to end at once\n", work)
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
  private static func isSet(_ name: String) -> Bool { !(environment(name) ?? "").isEmpty }
}

extension PlanningOptions.Engine: ExpressibleByArgument {}

/// How a scenario is solved.
struct SolverOptions: ParsableArguments {
  @Option(
    help: """
      auto: the native engine, whose optimum GLPK confirms, and GLPK where there is none; glpk: GLPK; highs: HiGHS; \
      native: without others.
      """)
  var engine: PlanningOptions.Engine = .auto

  @Option(help: ArgumentHelp("Stop after this many seconds, with the best plan so far.", valueName: "seconds"))
  var timeLimit: Double?

  @Option(help: ArgumentHelp("Stop after this much work (pivots and sweeps); reproducible.", valueName: "steps"))
  var workLimit: Int?

  @Option(help: ArgumentHelp("The relative gap at which a plan counts as optimal.", valueName: "share"))
  var gap: Double = 1e-6

  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp(
      "How many threads work on one plan; by default 2, where there are 2 processors; 1 beside several jobs. The plan is the same.",
      valueName: "count"))
  var givenThreads: Int?

  /// How many threads work on one plan.
  var threads: Int { givenThreads ?? min(2, WorkerResources.processors) }

  @Option(help: ArgumentHelp("The file of the GLPK library.", valueName: "file"), completion: .file())
  var glpk: String?

  @Option(
    help: ArgumentHelp("The file of the HiGHS library, for --engine highs.", valueName: "file"), completion: .file())
  var highs: String?

  func validate() throws {
    if let timeLimit, !(timeLimit > 0 && timeLimit <= 1e9) {
      throw ValidationError("--time-limit is a number of seconds above 0 and at most 10^9, not \(timeLimit).")
    }
    if let workLimit, workLimit <= 0 {
      throw ValidationError("--work-limit is a whole number above 0, not \(workLimit).")
    }
    guard (1...64).contains(threads) else { throw ValidationError("--threads is from 1 to 64, not \(threads).") }
    if !(gap.isFinite && gap >= 0) { throw ValidationError("--gap is a share of at least 0, not \(gap).") }
  }

  var planningOptions: PlanningOptions {
    var options = PlanningOptions(
      engine: engine, gapTolerance: gap, timeLimit: timeLimit, workLimit: workLimit, glpkLibrary: glpk,
      threads: threads)
    options.highsLibrary = highs
    options.engineWorker = ["/proc/self/exe", EngineWorkers.argument]
    return options
  }
}
