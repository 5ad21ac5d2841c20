// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation

/// Writes `muster/explanation@1`: the same explanation gives the same bytes.
public enum ExplanationWriter {
  /// The explanation as a JSON document.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  public static func write(_ explanation: Explanation, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.beginObject()
    writer.member("format", "muster/explanation@1")
    writer.key("scenario")
    writer.beginObject()
    if let name = explanation.scenario.name { writer.member("name", name) }
    writer.member("sha256", explanation.scenario.sha256)
    writer.endObject()
    writer.member("value", explanation.value)
    writer.list("unmet", explanation.unmet) { entry, writer in PlanWriter.writeUnmetMembers(entry, to: &writer) }
    writer.list("bottlenecks", explanation.bottlenecks) { entry, writer in
      writer.member("kind", entry.bottleneck.kind.rawValue)
      writer.member("id", entry.bottleneck.id)
      if let period = entry.bottleneck.period { writer.member("period", period) }
      writer.member("pricePerUnit", entry.bottleneck.pricePerUnit)
      writer.optional("validFor", entry.bottleneck.validFor)
      writer.member("confirmed", entry.confirmed)
    }
    if let why = explanation.why {
      writer.key("why")
      writer.beginObject()
      writer.member("staff", why.staff)
      writer.member("demand", why.demand)
      writer.member("eligible", why.eligible)
      writer.key("reasons")
      writer.beginArray()
      for reason in why.reasons { writer.value(reason) }
      writer.endArray()
      writer.member("available", why.available)
      writer.member("assigned", why.assigned)
      writer.endObject()
    }
    if let absences = explanation.absences {
      writer.list("absence", absences) { absence, writer in
        writer.member("staff", absence.staff)
        writer.member("from", absence.days.first)
        writer.member("to", absence.days.last)
        writer.member("value", absence.value)
        writer.member("costs", absence.costs)
        writer.member("unmetHours", absence.unmetHours)
        writer.list("projects", absence.projects) { hit, writer in
          writer.member("project", hit.project)
          writer.member("unmetHours", hit.unmetHours)
        }
      }
    }
    writer.endObject()
    return writer.finish()
  }
}
