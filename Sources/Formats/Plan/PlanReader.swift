// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON
package import Allocation
internal import Numbers

/// Reads `muster/plan@1`, strictly.
package enum PlanReader {
  /// A plan as it was written, and what its document says that does not follow from the rest of it.
  package struct Document: Sendable {
    package var plan: Plan
    /// Figures that follow from others and are wrong, such as a gap; they are not part of the plan itself.
    package var falseClaims: [Plan.Violation]
  }

  /// Reads a plan as ``PlanWriter`` writes it, with all its figures.
  ///
  /// - Throws: ``DocumentError``
  package static func read(_ bytes: [UInt8]) throws(DocumentError) -> Plan { try document(bytes).plan }

  /// The same, with what is claimed falsely.
  ///
  /// - Throws: ``DocumentError``
  package static func document(_ bytes: [UInt8]) throws(DocumentError) -> Document {
    try parts(bytes) { parts, falseClaims in
      parts.read().map { plan in
        Document(
          plan: plan,
          falseClaims: falseClaims.map { Plan.Violation(kind: .wrongFigure, detail: $0.detail, path: $0.path) })
      }
    }
  }

  /// A plan that was read, whole or in part.
  package enum Content: Sendable {
    case whole(Document)
    case draft(PlanDraft)
  }

  /// Reads a plan as ``PlanWriter`` writes it, or a draft of one.
  ///
  /// What has a `verification` says that it is whole, and is read as such: otherwise one figure that cannot be read would
  /// keep all the others from being checked.
  ///
  /// - Throws: ``DocumentError``
  package static func content(_ bytes: [UInt8]) throws(DocumentError) -> Content {
    do throws(DocumentError) {
      return .whole(try document(bytes))
    } catch {
      let (draft, isJudged) = try parts(bytes, isDraft: true) { parts, _ in (parts.draft, parts.verification != nil) }
      guard !isJudged else { throw error }
      return .draft(draft)
    }
  }

  /// Reads a plan of which only `format` and `assignments` have to be there, such as one that was made by hand.
  ///
  /// - Throws: ``DocumentError``
  package static func readDraft(_ bytes: [UInt8]) throws(DocumentError) -> PlanDraft {
    try parts(bytes, isDraft: true) { parts, _ in parts.draft }
  }

  private static func parts<Result>(
    _ bytes: [UInt8], isDraft: Bool = false,
    _ take: (PlanParts, [(path: DocumentPath, detail: String)]) -> Result?
  ) throws(DocumentError) -> Result {
    try decoded(bytes, PositionResolver(bytes: bytes)) { (decoder) throws(JSONFailure) in
      decoder.isDraft = isDraft
      let parts = try PlanFormat.document.read(&decoder)
      try decoder.reader.finish()
      return parts.flatMap { take($0, decoder.falseClaims) }
    }
  }
}
