// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import LinearModels
import Planning
import Processes

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the linear program of a scenario, for other solvers.",
    usage: "muster export [<scenario>] [<options>]",
    discussion: """
      Examples:
        muster export scenario.json -o program.mps
        muster export scenario.json --format lp -o program.lp && glpsol --lp program.lp
        muster generate --size S | muster export --format lp

      The optimum is the best value of a plan. Names such as capacity.ana.12
      (a person, a period) say what rows and columns are about; the comments
      at the top list their kinds and the periods.
      """)

  /// A format of linear programs.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mps, lp
  }

  @Argument(help: "The scenario; - is standard input.", completion: .file(extensions: ["json"]))
  var scenario = "-"

  @Option(help: "mps is free MPS; lp is the LP format of CPLEX.")
  var format: Format = .mps

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func run() throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let program = NamedLinearModel(try LoadedScenario(scenario, messages: messages).scenario)
    let text =
      switch format {
      case .mps: MPSWriter().write(program)
      case .lp: LPWriter().write(program)
      }
    try target.write(Array(text.utf8))
  }
}
