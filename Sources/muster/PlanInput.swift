// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import PlanChecking
import Presentation
import ScenarioJSON

/// A plan as somebody gives it: as Muster writes it, a draft in JSON, or assignments as CSV.
struct PlanInput {
  var content: Content
  var file: InputFile
  /// The plan's own bytes.
  var sha256: String

  enum Content {
    case whole(Plan)
    case draft(PlanDraft)
  }

  /// Reads a plan.
  ///
  /// - Parameter scenario: its scenario, which CSV is read against; nil where none is known.
  init(_ path: String, for scenario: Scenario?) throws(CommandFailure) {
    file = InputFile(path)
    let bytes = try file.read()
    sha256 = sha256Hex(bytes)
    // A plan that leaves something out is a draft.
    if let plan = try? PlanReader.read(bytes) {
      content = .whole(plan)
      return
    }
    do throws(DocumentError) {
      content = .draft(try PlanReader.readDraft(bytes))
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
  }

  /// The plan, with what a draft leaves out worked out from the scenario.
  func completed(for scenario: Scenario?, sha256: String?, messages: MessageOptions) throws(CommandFailure) -> Plan {
    switch content {
    case .whole(let plan): return plan
    case .draft(let draft):
      guard let scenario, let sha256 else {
        throw CommandFailure(
          .usage, "usage", "\(file.displayName) has assignments alone.",
          hint: "Give its scenario with --scenario, so that the rest can be worked out.")
      }
      return DraftCompletion(scenario).complete(draft, sha256: sha256).plan
    }
  }
}
