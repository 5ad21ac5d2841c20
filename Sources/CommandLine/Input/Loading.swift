// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import Processes

/// A scenario that was read, with the notices that go with it.
struct LoadedScenario {
  var document: ScenarioDocument
  var file: InputFile

  /// The scenario as read, or with another plan in force.
  var scenario: Scenario

  /// Reads a scenario and tells its warnings.
  init(_ path: String, messages: MessageOptions) throws {
    file = InputFile(path)
    if file.isStandardInput, StandardInput.isTerminal {
      messages.notice("reading the scenario from standard input; end it with Ctrl-D")
    }
    let bytes = try file.read()
    do throws(DocumentError) {
      document = try ScenarioReader.read(bytes) { [file] path throws(BaselineLoadFailure) in
        do throws(FileFailure) {
          return try file.sibling(path).read()
        } catch {
          throw BaselineLoadFailure(error.detail)
        }
      }
      scenario = document.scenario
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
    guard !messages.quiet else { return }
    for warning in document.warnings {
      let text = warning.rendered(fileName: file.displayName)
      StandardStream.error.tell(text.hasSuffix("\n") ? text : text + "\n")
    }
  }
}
