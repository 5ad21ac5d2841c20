// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
public import JSON
public import Numbers

/// Writes `muster/plan@1`: the same plan gives the same bytes.
public enum PlanWriter {
  /// The plan as a JSON document.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  public static func write(_ plan: Plan, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    write(plan, to: &writer)
    return writer.finish()
  }

  /// Writes the plan as a value into a document.
  public static func write(_ plan: Plan, to writer: inout JSONWriter) {
    PlanFormat.document.write(PlanParts(plan), to: &writer)
  }

  /// Writes the members of an unmet entry into the object at hand.
  static func writeUnmetMembers(_ entry: Plan.UnmetEntry, to writer: inout JSONWriter) {
    PlanEntryFormat.unmet.writeMembers(PlanDraft.Unmet(entry), to: &writer)
  }

  /// Writes the members of a remedy into the object at hand.
  static func writeMembers(of remedy: Plan.Remedy, to writer: inout JSONWriter) {
    PlanEntryFormat.remedy.writeMembers(remedy, to: &writer)
  }

  static func writePatch(_ patch: String, to writer: inout JSONWriter) {
    writer.key("patch")
    Kind<String>.patch.write(patch, &writer)
  }

  /// Writes a summary as a value.
  static func writeSummary(_ summary: PlanSummary, to writer: inout JSONWriter) {
    PlanSummaryFormat.summary.write(summary, to: &writer)
  }
}

extension JSONWriter {
  /// A member with a list of objects; `body` writes the members of each.
  public mutating func list<T>(_ key: StaticString, _ entries: [T], _ body: (T, inout JSONWriter) -> Void) {
    self.key(key)
    beginArray()
    for entry in entries {
      beginObject()
      body(entry, &self)
      endObject()
    }
    endArray()
  }

  /// A member with an amount or null.
  public mutating func optional(_ key: StaticString, _ amount: Millionths?) {
    self.key(key)
    if let amount { value(amount) } else { null() }
  }
}
