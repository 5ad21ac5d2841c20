// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Generation
import Formats
import JSON
import Processes

extension ScenarioFamily: ExpressibleByArgument {}

extension ScenarioGenerator.Windows: ExpressibleByArgument {}

/// A decision, or all of them.
struct DecisionChoice: ExpressibleByArgument {
  let decisions: [ScenarioDecision]

  init?(argument: String) {
    if argument == "all" {
      decisions = ScenarioDecision.allCases
    } else if let one = ScenarioDecision(rawValue: argument) {
      decisions = [one]
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { ScenarioDecision.allCases.map(\.rawValue) + ["all"] }
}

extension ScenarioSize: ExpressibleByArgument {
  init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes a scenario from a seed, for trials and benchmarks.",
    usage: "muster generate [<options>]",
    discussion: """
      Examples:
        muster generate --size S -o trial.json
        muster generate --family hardware --staff 80 --seed 7 | muster solve
        muster generate --size L --seed 3 --compact > large.json
        muster generate --decision shift --decision external | muster solve

      Sizes:
      \(sizes)

      Families:
      \(families)

      The same arguments give the same bytes, on every machine.
      """)

  private static var sizes: String {
    ScenarioSize.allCases.map { size in
      "  " + size.rawValue.padded(to: 5) + "\(size.staff) staff, \(size.projects) projects, \(size.weeks) weeks"
    }.joined(separator: "\n")
  }

  private static var families: String {
    ScenarioFamily.allCases.map { "  " + $0.rawValue.padded(to: 17) + $0.summary }.joined(separator: "\n")
  }

  @Option(help: "What it is about; see above.") var family: ScenarioFamily = .enterprise
  @Option(help: "A named size; --staff, --projects and --weeks change it.") var size: ScenarioSize = .small
  @Option(help: "People.") var staff: Int?
  @Option(help: "Projects, each with four to six demands.") var projects: Int?
  @Option(help: "The horizon in weeks.") var weeks: Int?
  @Option(help: "Another number gives another scenario.") var seed: UInt64 = 1
  @Option(help: "On which days demands begin and end: those of whole weeks, or any.")
  var windows: ScenarioGenerator.Windows = .weeks
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "What is left to be decided in whole numbers, by its key, or all; may be repeated.", valueName: "key"))
  var decision: [DecisionChoice] = []
  @Flag(help: "Without line breaks and indentation.") var compact = false

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Write to a file; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    try check("--staff", staff, ScenarioGenerator.staffRange)
    try check("--projects", projects, ScenarioGenerator.projectRange)
    try check("--weeks", weeks, ScenarioGenerator.weekRange)
  }

  private func check(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError("\(option) is from \(range.lowerBound) to \(range.upperBound), not \(value).")
  }

  func run() throws {
    let target = OutputFile(output)
    try target.verifyCreatable()
    let generator = ScenarioGenerator(
      family: family, staff: staff ?? size.staff, projects: projects ?? size.projects, weeks: weeks ?? size.weeks,
      seed: seed, windows: windows, decisions: Set(decision.flatMap(\.decisions)))
    // A line is one request of a stream.
    try target.write(ScenarioWriter.write(generator.scenario(), pretty: !compact) + (compact ? [0x0A] : []))
  }
}

extension String {
  /// With spaces behind it up to so many characters.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
