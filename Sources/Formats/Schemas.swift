// SPDX-License-Identifier: GPL-3.0-or-later

/// JSON Schemas (draft 2020-12) of the documents, as `muster schema` prints them.
///
/// They say what can be said about each value alone. What depends on other values (references, windows, ids that are used
/// twice) is checked by `Scenario.issues()`, and of a plan by the checker.
public enum Schemas {
  /// Of `muster/scenario@1`.
  public static let scenario = SchemaDocument.text(
    of: ScenarioFormat.document.shape, id: "muster:schema:scenario@1", title: "Muster scenario",
    "Staff, assets and project demands: everything that a plan is made from. Dates are inclusive at both ends; hours are"
      + " person-hours; money is in `currency`.")

  /// Of `muster/plan@1`.
  public static let plan = SchemaDocument.text(
    of: PlanFormat.document.shape, id: "muster:schema:plan@1", title: "Muster plan",
    "Who works on what when, what it is worth, what is left, and what was verified. Hours, unit-days and money are"
      + " decimals of at most six places.")
}
