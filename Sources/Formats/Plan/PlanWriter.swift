// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
public import JSON
public import Allocation
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
    writer.beginObject()
    writer.member("format", planFormat)
    writer.key("scenario")
    writer.beginObject()
    if let name = plan.scenario.name { writer.member("name", name) }
    writer.member("sha256", plan.scenario.sha256)
    writer.endObject()
    writer.member("status", plan.status.rawValue)
    writer.member("stop", plan.stop.rawValue)
    writer.key("engine")
    writer.beginObject()
    writer.member("name", plan.engine.name)
    writer.member("version", plan.engine.version)
    if let fallback = plan.engine.fallback { writer.member("fallback", fallback) }
    writer.endObject()
    writer.key("objective")
    writer.beginObject()
    writer.member("value", plan.objective.value)
    writer.optional("bound", plan.objective.bound)
    writer.key("gap")
    if let gap = plan.objective.gap { writer.value(gap, decimals: 12) } else { writer.null() }
    writer.key("terms")
    writer.beginObject()
    for (name, amount) in plan.objective.terms.named {
      writer.key(named: name)
      writer.value(amount)
    }
    writer.endObject()
    writer.endObject()
    write(plan.summary, to: &writer)
    writeEntries(of: plan, to: &writer)
    writeVerification(plan.verification, to: &writer)
    if let replanning = plan.replanning { write(replanning, value: plan.objective.value, to: &writer) }
    writer.endObject()
  }

  private static func write(_ replanning: Plan.Replanning, value: Millionths, to writer: inout JSONWriter) {
    writer.key("replanning")
    writer.beginObject()
    writer.member("keptPlan", replanning.keptPlan)
    if let from = replanning.from { writer.member("from", from.description) }
    writer.member("frozenPeriods", replanning.frozenPeriods)
    writer.member("changeCostPerHour", replanning.changeCostPerHour)
    if let most = replanning.maxChanges { writer.member("maxChanges", most) }
    writer.member("changes", replanning.changes)
    writer.member("people", replanning.people)
    writer.member("hoursMoved", replanning.hoursMoved)
    writer.optional("unchangedValue", replanning.unchangedValue)
    writer.optional("saves", replanning.unchangedValue.map { $0 - value })
    writer.endObject()
  }

  private static func writeEntries(of plan: Plan, to writer: inout JSONWriter) {
    writer.list("assignments", plan.assignments) { entry, writer in
      writer.member("staff", entry.staff)
      writer.member("demand", entry.demand)
      writer.member("project", entry.project)
      writer.member("period", entry.period)
      writer.member("start", entry.days.first)
      writer.member("end", entry.days.last)
      writer.member("hours", entry.hours)
      writer.member("cost", entry.cost)
    }
    writer.list("overtime", plan.overtime) { entry, writer in
      writer.member("staff", entry.staff)
      writer.member("period", entry.period)
      writer.member("hours", entry.hours)
      writer.member("cost", entry.cost)
    }
    writer.list("assetUse", plan.assetUse) { entry, writer in
      writer.member("asset", entry.asset)
      writer.member("demand", entry.demand)
      writer.member("project", entry.project)
      writer.member("period", entry.period)
      writer.member("unitDays", entry.unitDays)
      writer.member("cost", entry.cost)
    }
    writer.list("operating", plan.operating) { entry, writer in
      writer.member("staff", entry.staff)
      writer.member("asset", entry.asset)
      writer.member("period", entry.period)
      writer.member("hours", entry.hours)
      writer.member("cost", entry.cost)
    }
    writer.list("unmet", plan.unmet) { entry, writer in writeUnmetMembers(entry, to: &writer) }
    writer.list("brokenCommitments", plan.brokenCommitments) { entry, writer in
      writer.member("staff", entry.staff)
      writer.member("demand", entry.demand)
      writer.member("period", entry.period)
      writer.member("hours", entry.hours)
      writer.member("cost", entry.cost)
    }
    writer.list("bottlenecks", plan.bottlenecks) { entry, writer in
      writer.member("kind", entry.kind.rawValue)
      writer.member("id", entry.id)
      if let period = entry.period { writer.member("period", period) }
      writer.member("pricePerUnit", entry.pricePerUnit)
      writer.optional("validFor", entry.validFor)
    }
  }

  /// Writes the members of an unmet entry into the object at hand.
  public static func writeUnmetMembers(_ entry: Plan.UnmetEntry, to writer: inout JSONWriter) {
    writer.member("demand", entry.demand)
    writer.member("project", entry.project)
    if let period = entry.period { writer.member("period", period) }
    writer.member(entry.isUnitDays ? "unitDays" : "hours", entry.amount)
    writer.member("cost", entry.cost)
    writer.list("reasons", entry.reasons) { reason, writer in
      writer.member("kind", reason.kind.rawValue)
      writer.member("detail", reason.detail)
      writer.member("share", reason.share)
    }
    writer.list("remedies", entry.remedies) { remedy, writer in writeMembers(of: remedy, to: &writer) }
  }

  /// Writes the members of a remedy into the object at hand.
  static func writeMembers(of remedy: Plan.Remedy, to writer: inout JSONWriter) {
    writer.member("kind", remedy.kind)
    writer.member("title", remedy.title)
    writePatch(remedy.patch, to: &writer)
    writer.member("costBefore", remedy.costBefore)
    writer.optional("costAfter", remedy.costAfter)
    writer.optional("saves", remedy.saves)
    writer.member("confirmed", remedy.confirmed)
  }

  static func writePatch(_ patch: String, to writer: inout JSONWriter) {
    writer.key("patch")
    // A patch that is no JSON text would break the document; it is then kept as a text.
    if JSONValue.isWellFormed(Array(patch.utf8)) { writer.lexeme(patch) } else { writer.value(patch) }
  }

  private static func writeVerification(_ verification: Plan.Verification, to writer: inout JSONWriter) {
    writer.key("verification")
    writer.beginObject()
    writer.member("feasible", verification.feasible)
    writer.list("violations", verification.violations) { violation, writer in
      writer.member("kind", violation.kind)
      writer.member("detail", violation.detail)
      writer.member("pointer", violation.path.pointer)
    }
    writer.member("value", verification.value)
    writer.optional("bound", verification.bound)
    writer.member("boundKind", verification.boundKind.rawValue)
    writer.endObject()
  }

  // MARK: Summary

  private static func write(_ summary: PlanSummary, to writer: inout JSONWriter) {
    writer.key("summary")
    writeSummary(summary, to: &writer)
  }

  /// Writes a summary as a value.
  public static func writeSummary(_ summary: PlanSummary, to writer: inout JSONWriter) {
    writer.beginObject()
    write("hours", summary.hours, to: &writer)
    write("unitDays", summary.unitDays, to: &writer)
    writer.member("cost", summary.cost)
    writer.list("coverageByPriority", summary.coverageByPriority) { entry, writer in
      writer.member("priority", entry.priority)
      write("hours", entry.hours, to: &writer)
      write("unitDays", entry.unitDays, to: &writer)
    }
    writer.list("projects", summary.projects) { entry, writer in
      writer.member("id", entry.id)
      write("hours", entry.hours, to: &writer)
      write("unitDays", entry.unitDays, to: &writer)
      writer.member("cost", entry.cost)
    }
    writer.key("utilisation")
    writer.beginObject()
    func utilisation(_ key: StaticString, _ list: [PlanSummary.Utilisation]) {
      writer.list(key, list) { entry, writer in
        writer.member("id", entry.id)
        writer.member("available", entry.available)
        writer.member("used", entry.used)
        writer.member("overtime", entry.overtime)
        writer.optional("share", entry.share)
      }
    }
    utilisation("people", summary.people)
    utilisation("departments", summary.departments)
    utilisation("skills", summary.skills)
    utilisation("assets", summary.assets)
    writer.endObject()
    writer.endObject()
  }

  private static func write(_ key: StaticString, _ coverage: PlanSummary.Coverage, to writer: inout JSONWriter) {
    writer.key(key)
    writer.beginObject()
    writer.member("wanted", coverage.wanted)
    writer.member("met", coverage.met)
    writer.member("unmet", coverage.unmet)
    writer.member("share", coverage.share)
    writer.endObject()
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
