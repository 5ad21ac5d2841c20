// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
import Numbers
public import Allocation

/// Writes `muster/comparison@1`: the same comparison gives the same bytes.
public enum ComparisonWriter {
  /// The comparison as a JSON document.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  public static func write(_ comparison: Comparison, pretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.beginObject()
    writer.member("format", comparisonFormat)
    writer.list("plans", comparison.plans, writePlan)
    writer.list("differences", comparison.differences, writeDifference)
    writer.list("dominated", comparison.dominated) { entry, writer in
      writer.member("plan", entry.plan)
      writer.member("by", entry.by)
    }
    if let frontier = comparison.frontier {
      writer.list("frontier", frontier.points) { point, writer in
        writer.member("changes", point.changes)
        writer.key("used")
        if let used = point.used { writer.value(used) } else { writer.null() }
        writer.optional("value", point.value)
        writer.optional("bound", point.bound)
        writer.optional("saves", point.saves)
      }
    }
    writer.endObject()
    return writer.finish()
  }

  private static func writePlan(_ plan: Comparison.PlanFigures, _ writer: inout JSONWriter) {
    writer.member("name", plan.name)
    writer.key("scenario")
    writer.beginObject()
    if let name = plan.scenario.name { writer.member("name", name) }
    writer.member("sha256", plan.scenario.sha256)
    writer.endObject()
    writer.member("status", plan.status.rawValue)
    writer.member("value", plan.objective.value)
    writer.optional("bound", plan.objective.bound)
    writer.key("gap")
    if let gap = plan.objective.gap { writer.value(gap, decimals: 12) } else { writer.null() }
    write(plan.objective.terms, to: &writer)
    writer.member("assignments", plan.assignments)
    writer.key("summary")
    PlanWriter.writeSummary(plan.summary, to: &writer)
  }

  private static func write(_ terms: Plan.Terms, to writer: inout JSONWriter) {
    writer.key("terms")
    writer.beginObject()
    for (name, amount) in terms.named {
      writer.key(named: name)
      writer.value(amount)
    }
    writer.endObject()
  }

  private static func writeDifference(_ entry: Comparison.Difference, _ writer: inout JSONWriter) {
    writer.member("plan", entry.plan)
    writer.list("scenario", entry.scenario) { difference, writer in
      writer.member("kind", difference.kind.rawValue)
      writer.member("what", difference.what)
      if let before = difference.before { writer.member("before", before) }
      if let after = difference.after { writer.member("after", after) }
    }
    writer.key("delta")
    writer.beginObject()
    writer.member("value", entry.delta.value)
    write(entry.delta.terms, to: &writer)
    writer.member("cost", entry.delta.cost)
    writer.member("hours", entry.delta.hours)
    writer.member("unmetHours", entry.delta.unmetHours)
    writer.member("unmetUnitDays", entry.delta.unmetUnitDays)
    writer.member("people", entry.delta.people)
    writer.member("changes", entry.delta.changes)
    writer.member("hoursMoved", entry.delta.hoursMoved)
    writer.endObject()
    writer.list("assignments", entry.assignments, writeEntry)
    writer.list("overtime", entry.overtime, writeEntry)
    writer.list("assetUse", entry.assetUse, writeEntry)
    writer.list("operating", entry.operating, writeEntry)
    writer.list("unmet", entry.unmet, writeEntry)
    writer.list("brokenCommitments", entry.brokenCommitments, writeEntry)
    writer.list("people", entry.people) { person, writer in
      writer.member("staff", person.staff)
      write(person.hours, to: &writer)
      writer.member("changes", person.changes)
      writer.member("hoursMoved", person.hoursMoved)
    }
    writer.list("projects", entry.projects) { project, writer in
      writer.member("project", project.project)
      writer.optional("coverageBefore", project.before?.hours.share)
      writer.optional("coverageAfter", project.after?.hours.share)
      writer.optional("unitDayCoverageBefore", project.before?.unitDays.share)
      writer.optional("unitDayCoverageAfter", project.after?.unitDays.share)
      writer.optional("costBefore", project.before?.cost)
      writer.optional("costAfter", project.after?.cost)
      writer.member("hoursBefore", project.hoursBefore)
      writer.member("hoursAfter", project.hoursAfter)
    }
  }

  private static func writeEntry(_ entry: Comparison.Entry, _ writer: inout JSONWriter) {
    let subject = entry.subject
    if let staff = subject.staff { writer.member("staff", staff) }
    if let asset = subject.asset { writer.member("asset", asset) }
    if let demand = subject.demand { writer.member("demand", demand) }
    if let project = subject.project { writer.member("project", project) }
    if let period = subject.period { writer.member("period", period) }
    if let days = subject.days {
      writer.member("start", days.first.description)
      writer.member("end", days.last.description)
    }
    // What an amount counts follows from its list, but for what is unmet.
    if subject.staff == nil, subject.asset == nil { writer.member("unit", subject.isUnitDays ? "unitDays" : "hours") }
    write(entry.change, to: &writer)
  }

  private static func write(_ change: Comparison.Change, to writer: inout JSONWriter) {
    writer.member("before", change.before)
    writer.member("after", change.after)
    writer.member("delta", change.delta)
    writer.member("cost", change.cost)
  }
}

/// The format of a comparison.
let comparisonFormat = "muster/comparison@1"
