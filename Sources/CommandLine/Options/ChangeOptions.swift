// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Formats
import JSON
import Processes
import Serving

/// Changes of a scenario that are made before it is read.
struct ChangeOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a value, found by keys and ids, such as staff.ana.employed.to=2027-02-28; null takes it away, '+' adds to a list. Repeatable: all patches first, then what is set, each in the order given.",
      valueName: "path=value"),
    transform: { text throws in
      do throws(ScenarioAssignment.ParsingFailure) {
        return try ScenarioAssignment(parsing: text)
      } catch {
        throw ValidationError("--set \(error.detail): \(error.hint).")
      }
    })
  var assignments: [ScenarioAssignment] = []

  @Option(
    name: .customLong("patch"),
    help: ArgumentHelp("Carry out a JSON patch (RFC 6902) on the scenario. Repeatable.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var patches: [String] = []

  func validate() throws {
    if patches.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one patch can come from standard input.")
    }
  }

  /// Whether there are any.
  var isEmpty: Bool { assignments.isEmpty && patches.isEmpty }

  /// The changes, in the order in which they are made.
  ///
  /// - Parameter others: the other files of the command, of which one may be standard input.
  func edits(beside others: [String]) throws -> [ScenarioEdit] {
    if patches.contains("-"), others.contains("-") {
      throw CommandFailure(.usage, "usage", "Only one file can come from standard input.")
    }
    var edits: [ScenarioEdit] = []
    for path in patches {
      let file = InputFile(path)
      let bytes = try file.read()
      do throws(DocumentError) {
        edits.append(try ScenarioEdit(patch: bytes, name: file.displayName))
      } catch {
        throw CommandFailure(error, fileName: file.displayName)
      }
    }
    return edits + assignments.map { ScenarioEdit($0) }
  }
}
