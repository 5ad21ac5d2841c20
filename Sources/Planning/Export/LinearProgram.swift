// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import LinearModels
internal import Numbers

extension NamedLinearModel {
  /// The program that a plan of a scenario is rounded from, to be written to a file: a linear one, with whole columns where
  /// there are decisions in whole numbers.
  ///
  /// Its optimum is the best value of a plan, in money, unless priorities are strict. Names such as `capacity.ana.12` say
  /// what rows and columns are about; the comments list the kinds of them, the periods, and the ids that names could not
  /// hold.
  ///
  /// - Parameter scenario: a scenario that passed validation.
  /// - Complexity: O(columns), after O(staff x days) for availability.
  package init(_ scenario: Scenario) {
    guard scenario.hasDecisions else {
      let program = Formulation(scenario, refinement: .complete(scenario))
      let names = ProgramNames(program)
      self.init(
        program.model, objectiveName: "money", rowNames: names.rows, columnNames: names.columns,
        comments: Self.comments(program.frame, names))
      return
    }
    let open = OpenScenario(scenario)
    let program = DecisionProgram(open, refinement: .complete(open.scenario))
    let names = ProgramNames(program)
    self.init(
      program.model, objectiveName: "money", rowNames: names.rows, columnNames: names.columns,
      comments: Self.comments(program.frame, names))
  }

  private static func comments(_ frame: ProgramFrame, _ names: ProgramNames) -> [String] {
    let name = frame.scenario.name.map { " \"\($0)\"" } ?? ""
    let kind = frame.scenario.hasDecisions ? "mixed-integer" : "linear"
    var lines = [
      "Scenario\(name) as a \(kind) program, written by Muster \(MusterVersion.current).",
      "The objective is money. Amounts are hours, of assets unit-days.",
    ]
    if frame.scenario.policy.priorities == .strict {
      lines.append(
        "Priorities are strict: a plan serves them in their order first, and its value may be above the optimum.")
    }
    lines += ["", "Rows:"]
    func list(_ entries: [(name: String, meaning: String)]) {
      for entry in entries {
        lines.append("  " + entry.name + String(repeating: " ", count: max(2, 40 - entry.name.count)) + entry.meaning)
      }
    }
    list(ProgramNames.rowKinds)
    if frame.scenario.hasDecisions { list(ProgramNames.decisionRowKinds) }
    lines += ["", "Columns:"]
    list(ProgramNames.columnKinds)
    if frame.scenario.hasDecisions { list(ProgramNames.switchKinds) }
    lines += ["", "Periods:"]
    list(frame.periods.enumerated().map { ("\($0)", "\($1.first) to \($1.last)") })
    if !names.replaced.isEmpty {
      lines += ["", "Names that stand for other ids:"]
      list(names.replaced.map { ($0.name, "\($0.kind) \"\($0.id)\"") })
    }
    return lines
  }
}
