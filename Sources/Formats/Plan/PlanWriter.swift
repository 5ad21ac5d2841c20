// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import JSON

/// Writes `muster/plan@1`: the same plan gives the same bytes.
package enum PlanWriter {
  /// The plan as a JSON document.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  package static func write(_ plan: Plan, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    write(plan, to: &writer)
    return writer.finish()
  }

  /// Writes the plan as a value into a document.
  package static func write(_ plan: Plan, to writer: inout JSONWriter) {
    PlanFormat.document.write(PlanParts(plan), to: &writer)
  }
}
