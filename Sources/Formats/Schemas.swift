// SPDX-License-Identifier: GPL-3.0-or-later

/// JSON Schemas (draft 2020-12) of the documents, as `muster schema` prints them.
///
/// They say what can be said about each value alone. What depends on other values (references, windows, ids that are used
/// twice) is checked by `Scenario.issues()`, and of a plan by the checker.
package enum Schemas {
  /// Of `muster/scenario@1`.
  package static let scenario = SchemaDocument.text(
    of: .object(ScenarioFormat.document.shape), id: "muster:schema:scenario@1", title: "Muster scenario",
    "Staff, assets and project demands: everything that a plan is made from. Dates are inclusive at both ends; hours are"
      + " person-hours; money is in `currency`.")

  /// Of `muster/plan@1`.
  package static let plan = SchemaDocument.text(
    of: .object(PlanFormat.document.shape), id: "muster:schema:plan@1", title: "Muster plan",
    "Who works on what when, what it is worth, what is left, and what was verified. Hours, unit-days and money are"
      + " decimals of at most six places.")

  /// Of `muster/comparison@1`.
  package static let comparison = SchemaDocument.text(
    of: .object(ComparisonFormat.document.shape), id: "muster:schema:comparison@1", title: "Muster comparison",
    "Plans side by side. The costs in the lists of a difference add up exactly to the differences of the terms. Hours,"
      + " unit-days and money are decimals of at most six places.")

  /// Of `muster/explanation@1`.
  package static let explanation = SchemaDocument.text(
    of: .object(ExplanationFormat.document.shape), id: "muster:schema:explanation@1", title: "Muster explanation",
    "Why demands are unmet, what would help, and what scarce things are worth. Hours, unit-days and money are decimals of"
      + " at most six places.")

  /// Of `muster/whatif@1`.
  package static let whatif = SchemaDocument.text(
    of: .object(WhatIfFormat.document.shape), id: "muster:schema:whatif@1", title: "Muster what-if",
    "A scenario as it is and with named changes, side by side, at the same penalties.")

  /// Of `muster/check@1`.
  package static let check = SchemaDocument.text(
    of: CheckFormat.shape, id: "muster:schema:check@1", title: "Muster check",
    "What is in a sound scenario, or what breaks the rules in a plan and how good it is.")

  /// Of `muster/summary@1`.
  package static let summary = SchemaDocument.text(
    of: .object(BatchSummaryFormat.document.shape), id: "muster:schema:summary@1", title: "Muster batch summary",
    "What became of all scenarios of a batch. Nothing in it depends on when, where and in which order they were solved."
  )

  /// Of the lines of `muster stream`.
  package static func stream(_ format: StreamFormat) -> String {
    SchemaDocument.text(
      of: format.shape, id: "muster:schema:stream@1", title: "Muster stream",
      "A line of input (`#/$defs/request`) or of output (`#/$defs/answer`).")
  }
}
