// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Formats
import JSON
import Processes
import Serving

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema (2020-12) of a format.",
    usage: "muster schema <format> [<options>]",
    discussion: """
      Examples:
        muster schema scenario > scenario.schema.json
        muster schema plan
        muster schema comparison
        muster schema explanation
        muster schema whatif
        muster schema check
        muster schema summary      what batch writes
        muster schema stream       requests and answers
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case scenario, plan, comparison, explanation, whatif, check, summary, stream
  }

  @Argument(help: "The format.")
  var format: Format

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func run() throws {
    let text =
      switch format {
      case .scenario: Schemas.scenario
      case .plan: Schemas.plan
      case .comparison: Schemas.comparison
      case .explanation: Schemas.explanation
      case .whatif: Schemas.whatif
      case .check: Schemas.check
      case .summary: Schemas.summary
      case .stream: Schemas.stream(.standard)
      }
    try StandardStream.output.write(Array(text.utf8) + (text.hasSuffix("\n") ? [] : [UInt8(ascii: "\n")]))
  }
}
