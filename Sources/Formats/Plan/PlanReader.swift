// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON
package import Allocation
internal import Numbers

/// Reads `muster/plan@1`, strictly.
package enum PlanReader {
  /// Reads a plan as ``PlanWriter`` writes it, with all its figures.
  ///
  /// - Throws: ``DocumentError``
  package static func read(_ bytes: [UInt8]) throws(DocumentError) -> Plan {
    try parts(bytes) { $0.read() }
  }

  /// Reads a plan of which only `format` and `assignments` have to be there, such as one that was made by hand.
  ///
  /// - Throws: ``DocumentError``
  package static func readDraft(_ bytes: [UInt8]) throws(DocumentError) -> PlanDraft {
    try parts(bytes, isDraft: true) { $0.draft }
  }

  private static func parts<Result>(
    _ bytes: [UInt8], isDraft: Bool = false, _ take: (PlanParts) -> Result?
  ) throws(DocumentError) -> Result {
    try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
      decoder.isDraft = isDraft
      let parts = try PlanFormat.document.read(&decoder)
      try decoder.reader.finish()
      return parts.flatMap(take)
    }
  }
}
