// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
package import Allocation
internal import Numbers

/// Writes `muster/scenario@1`, leaving out what is the default.
package enum ScenarioWriter {
  /// The scenario as a JSON document; reading it gives an equal scenario.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own.
  package static func write(_ scenario: Scenario, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    ScenarioFormat.document.write(ScenarioFormat.Parts(scenario: scenario), to: &writer)
    return writer.finish()
  }
}
