// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import ArgumentParser
import Planning
import Processes
import Serving

struct Muster: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract: "Decides who and what works on which project when.",
    discussion: """
      Examples:
        muster generate --size S -o trial.json  make a scenario to try it with
        muster solve trial.json                 plan it; a table for people
        muster solve trial.json -o plan.json    the same as JSON, for programs
        muster batch scenarios -o plans         many files; can be resumed
        muster stream < lines > answers         many scenarios, one a line
        muster check trial.json                 is the scenario sound?
        muster check trial.json plan.json       is the plan valid, how good is it?
        muster compare plan.json other.json     who moves, what does it cost?
        muster whatif trial.json --change ...   what changes where something changes?
        muster explain trial.json               why not covered, what would help?
        muster report plan.json -o plan.html    a page for those who decide
        muster init -o staffing.xlsx            a workbook to fill in
        muster solve staffing.xlsx -o plan.xlsx plan it

      A scenario may be JSON, a workbook or a folder of CSV files. A file may be - for
      standard input or output. Exit codes: \(ExitStatusTable.text).
      """,
    subcommands: [
      SolveCommand.self, StreamCommand.self, BatchCommand.self, CheckCommand.self, CompareCommand.self,
      WhatIfCommand.self,
      ExplainCommand.self, ReportCommand.self, InitCommand.self, ImportCommand.self, ExportCommand.self,
      SchemaCommand.self,
      GenerateCommand.self,
    ])

  /// The version of this program.
  static let version = MusterVersion.current

  @Flag(name: .long, help: "Show the version, and that of GLPK (--glpk names its file).")
  var version = false

  func run() async throws {
    guard version else { throw CleanExit.helpRequest(self) }
    try Self.showVersion(VersionOptions())
  }

  private static func showVersion(_ options: VersionOptions) throws {
    let text = "muster \(version)\n" + EngineVersions.text(glpkLibrary: options.glpk, highsLibrary: options.highs)
    try StandardStream.output.write(Array(text.utf8))
  }

  /// What `--version` takes. It has a parser of its own: an option of the root command would take the value of the
  /// same option of `solve` away from it.
  private struct VersionOptions: ParsableArguments {
    @Flag var version = false
    @Option var glpk: String?
    @Option var highs: String?
  }

  /// Runs the command that the arguments name.
  static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      if arguments.contains("--version"), let options = try? VersionOptions.parse(arguments) {
        try showVersion(options)
        return .done
      }
      if arguments == ["--experimental-dump-exit-codes"] {
        try StandardStream.output.write(ExitStatusTable.json)
        return .done
      }
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      // A plan says itself that its search was interrupted; no other answer does.
      return ProcessSignals.isInterrupted && !(command is SolveCommand) ? .interrupted : .done
    } catch {
      return report(error, arguments: arguments)
    }
  }

  /// Says what went wrong, on standard error, or shows the help that was asked for, on standard output.
  private static func report(_ error: any Error, arguments: [String]) -> ExitStatus {
    let asJSON = ErrorFormat.isJSON(in: arguments)
    if var failure = CommandFailure(error) {
      if failure.status == .noVerifiedPlan, ProcessSignals.isInterrupted {
        failure = CommandFailure(.noVerifiedPlan, "interrupted", "Interrupted before a verified plan was found.")
      }
      StandardStream.error.tell(asJSON ? failure.json : failure.text)
      return failure.status
    }
    let message = fullMessage(for: error)
    switch exitCode(for: error) {
    case .success:
      do throws(FileFailure) {
        if !message.isEmpty { try StandardStream.output.write(Array((message + "\n").utf8)) }
        return .done
      } catch {
        return report(error, arguments: arguments)
      }
    case .validationFailure:
      if let failure = unknownCommand(arguments) {
        StandardStream.error.tell(asJSON ? failure.json : failure.text)
        return failure.status
      }
      let failure = CommandFailure(.usage, "usage", self.message(for: error), hint: "See 'muster --help'.")
      // What the parser says, in the manner of all other messages.
      let text = message.hasPrefix("Error: ") ? "muster: error: " + message.dropFirst(7) : message
      StandardStream.error.tell(asJSON ? failure.json : text + "\n")
      return .usage
    default:
      let failure = CommandFailure(
        .internalError, "internal", "An error that should not happen: \(error)",
        hint: "Please report it with the command and the scenario.")
      StandardStream.error.tell(asJSON ? failure.json : failure.text)
      return .internalError
    }
  }

  /// What is wrong where the first argument is no command.
  private static func unknownCommand(_ arguments: [String]) -> CommandFailure? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let first = arguments.first, !first.hasPrefix("-"), first != "help", !names.contains(first) else {
      return nil
    }
    let near = nearestName(to: first, among: names)
    return CommandFailure(
      .usage, "usage", "There is no command '\(first)'; there are " + names.joined(separator: ", ") + ".",
      hint: near.map { "did you mean '\($0)'?" } ?? "See 'muster --help'.")
  }
}
