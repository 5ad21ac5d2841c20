// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
import Numbers
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
      if entry.isOneSided { writer.member("oneSided", true) }
      if let tried = entry.tried {
        writer.key("tried")
        writer.beginObject()
        writer.member("units", tried.units)
        writer.member("saves", tried.saves)
        writer.endObject()
      }
      if let patch = entry.patch { PlanWriter.writePatch(patch, to: &writer) }
      writer.member("confirmed", entry.confirmed)
    }
    if let levers = explanation.levers {
      writer.list("levers", levers.found) { remedy, writer in PlanWriter.writeMembers(of: remedy, to: &writer) }
      writer.key("untriedLevers")
      writer.beginObject()
      writer.member("count", levers.untried)
      writer.optional("saveAtMost", levers.untriedSaveAtMost)
      writer.endObject()
    }
    if let why = explanation.why { write(why, to: &writer) }
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

  private static func write(_ why: Explanation.Why, to writer: inout JSONWriter) {
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
    if let cost = why.reducedCost {
      writer.key("reducedCost")
      writer.beginObject()
      writer.member("period", cost.period)
      writer.member("perHour", cost.perHour)
      writer.endObject()
    }
    if let forced = why.forced {
      writer.key("forced")
      writer.beginObject()
      writer.member("period", forced.period)
      writer.member("hours", forced.hours)
      writer.member("value", forced.value)
      writer.member("costs", forced.costs)
      writer.list("displaced", forced.displaced) { entry, writer in
        writer.member("demand", entry.demand)
        writer.member("unit", entry.isUnitDays ? "unitDays" : "hours")
        writer.member("before", entry.before)
        writer.member("after", entry.after)
      }
      writer.list("moved", forced.moved) { entry, writer in
        writer.member("staff", entry.staff)
        writer.member("demand", entry.demand)
        writer.member("period", entry.period)
        writer.member("before", entry.before)
        writer.member("after", entry.after)
      }
      writer.endObject()
    }
    writer.endObject()
  }
}
