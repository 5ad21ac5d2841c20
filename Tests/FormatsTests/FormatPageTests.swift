// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

@testable import Formats

/// The tables of `docs/format.md` are made from the descriptions of the formats.
///
/// After a change of a description, `MUSTER_UPDATE_DOCS=1 swift test --filter FormatPageTests` writes them anew.
@Suite("The page of the formats")
struct FormatPageTests {
  /// The tables by the names in the page's markers `<!-- keys: NAME -->` and `<!-- end -->`.
  static let tables: [(name: String, fields: [FieldShape])] = {
    func fields(_ shape: ObjectShape) -> [FieldShape] { shape.fields }
    var tables = [
      ("scenario", fields(ScenarioFormat.document.shape)), ("calendar", fields(CalendarFormat.calendar.shape)),
      ("staff", fields(ResourceFormat.staffMember.shape)), ("skill", fields(ResourceFormat.skill.shape)),
      ("absence", fields(ResourceFormat.absence.shape)), ("overtime", fields(ResourceFormat.overtime.shape)),
      ("asset", fields(ResourceFormat.asset.shape)), ("outage", fields(ResourceFormat.outage.shape)),
      ("operators", fields(ResourceFormat.operators.shape)), ("project", fields(ProjectFormat.project.shape)),
      ("use", fields(DemandFormat.use.shape)), ("commitment", fields(RuleFormat.commitment.shape)),
      ("baseline", fields(BaselineFormat.assignment.shape)), ("policy", fields(RuleFormat.policy.shape)),
      ("limit", fields(RuleFormat.limit.shape)), ("preference", fields(RuleFormat.preference.shape)),
      ("external", fields(ResourceFormat.external.shape)), ("training", fields(ResourceFormat.training.shape)),
      ("shift", fields(ProjectFormat.shift.shape)), ("place", fields(DemandFormat.place.shape)),
      ("predecessor", fields(DemandFormat.predecessor.shape)), ("team", fields(DemandFormat.team.shape)),
      ("plan", fields(PlanFormat.document.shape)), ("engine", fields(PlanFormat.engine.shape)),
      ("engineClaim", fields(PlanFormat.engineClaim.shape)),
      ("objective", fields(PlanFormat.objective.shape)),
      ("terms", fields(PlanFormat.terms.shape)), ("money", fields(PlanFormat.money.shape)),
      ("start", fields(PlanDecisionFormat.start.shape)), ("bought", fields(PlanDecisionFormat.training.shape)),
      ("engagement", fields(PlanDecisionFormat.engagement.shape)),
      ("summary", fields(PlanSummaryFormat.summary.shape)),
      ("coverage", fields(PlanSummaryFormat.coverage.shape)),
      ("utilisation", fields(PlanSummaryFormat.utilisation.shape)), ("load", fields(PlanLoadFormat.load.shape)),
      ("loadEntry", fields(PlanLoadFormat.entry.shape)),
      ("assignment", fields(PlanEntryFormat.assignment.shape)),
      ("overtimeEntry", fields(PlanEntryFormat.overtime.shape)), ("assetUse", fields(PlanEntryFormat.assetUse.shape)),
      ("operating", fields(PlanEntryFormat.operating.shape)), ("unmet", fields(PlanEntryFormat.unmet.shape)),
      ("reason", fields(PlanEntryFormat.reason.shape)), ("remedy", fields(PlanEntryFormat.remedy.shape)),
      ("brokenCommitment", fields(PlanEntryFormat.brokenCommitment.shape)),
      ("day", fields(PlanEntryFormat.day.shape)), ("certificate", fields(PlanCertificateFormat.certificate.shape)),
      ("certificateStep", fields(PlanCertificateFormat.step.shape)),
      ("certificateCase", fields(PlanCertificateFormat.part.shape)),
      ("certificateChoice", fields(PlanCertificateFormat.choice.shape)),
      ("certificateRow", fields(PlanCertificateFormat.row.shape)),
      ("bottleneck", fields(PlanFormat.bottleneck.shape)), ("verification", fields(PlanFormat.verification.shape)),
      ("violation", fields(PlanFormat.violation.shape)), ("replanning", fields(PlanFormat.replanning.shape)),
    ]
    tables += answerTables
    let demand = DemandFormat.demand.shape
    for case .variants(_, let variants, _) in demand.rules {
      let special = Set(variants.flatMap { $0.markers + $0.keys })
      tables.append(("demand", demand.fields.filter { !special.contains($0.key) }))
      for variant in variants {
        let name = variant.name.split(separator: " ").last.map(String.init) ?? ""
        // The key that says of which kind a demand is has to be there for that kind.
        let own = demand.fields.filter { (variant.markers + variant.keys).contains($0.key) }.map { field in
          var field = field
          field.isRequired = variant.markers == [field.key]
          return field
        }
        tables.append((name + "Demand", own))
      }
    }
    return tables
  }()

  /// The tables of what other commands than `solve` write, and of the lines of a stream.
  private static let answerTables: [(String, [FieldShape])] = {
    let stream = StreamFormat(engines: ["auto", "native", "glpk", "highs"])
    return [
      ("explanation", ExplanationFormat.document.shape), ("price", ExplanationFormat.bottleneck.shape),
      ("trial", ExplanationFormat.trial.shape), ("untriedLevers", ExplanationFormat.untried.shape),
      ("decision", ExplanationFormat.decision.shape),
      ("why", ExplanationFormat.why.shape), ("reducedCost", ExplanationFormat.reducedCost.shape),
      ("forced", ExplanationFormat.forced.shape), ("displaced", ExplanationFormat.displaced.shape),
      ("moved", ExplanationFormat.moved.shape), ("absentPerson", ExplanationFormat.absence.shape),
      ("absenceProject", ExplanationFormat.hit.shape),
      ("comparison", ComparisonFormat.document.shape), ("comparedPlan", ComparisonFormat.plan.shape),
      ("difference", ComparisonFormat.difference.shape), ("delta", ComparisonFormat.delta.shape),
      ("scenarioDifference", ComparisonFormat.scenarioDifference.shape), ("person", ComparisonFormat.person.shape),
      ("projectDifference", ComparisonFormat.project.shape),
      ("decisionDifference", ComparisonFormat.decision.shape), ("dominance", ComparisonFormat.dominance.shape),
      ("point", ComparisonFormat.point.shape),
      ("whatIf", WhatIfFormat.document.shape), ("variant", WhatIfFormat.variant.shape),
      ("scenarioCheck", CheckFormat.scenario.shape), ("penalty", CheckFormat.penalty.shape),
      ("skillBalance", CheckFormat.skill.shape), ("balanceMonth", CheckFormat.month.shape),
      ("periodCut", CheckFormat.cut.shape), ("pinnedPenalty", CheckFormat.pinnedPenalty.shape),
      ("contents", CheckFormat.contents.shape),
      ("planCheck", CheckFormat.plan.shape), ("pricedViolation", CheckFormat.violation.shape),
      ("bestPlan", CheckFormat.optimum.shape), ("validPart", CheckFormat.validPart.shape),
      ("bestChanges", CheckFormat.improvement.shape), ("change", CheckFormat.move.shape),
      ("batchSummary", BatchSummaryFormat.document.shape), ("counts", BatchSummaryFormat.counts.shape),
      ("batchEntry", BatchSummaryFormat.entry.shape), ("batchPlan", PlanFigures.description.shape),
      ("request", stream.request.shape), ("options", stream.options.shape), ("answer", StreamFormat.answer.shape),
      ("problem", ProblemFormat.problem.shape), ("issue", ProblemFormat.issue.shape),
    ].map { ($0.0, $0.1.fields) }
  }()

  static func table(_ fields: [FieldShape]) -> String {
    let hasExamples = fields.contains { !$0.example.isEmpty }
    var lines = ["| key | type | default | meaning |", "| --- | --- | --- | --- |"]
    if hasExamples { lines = [lines[0] + " example |", lines[1] + " --- |"] }
    for field in fields {
      let standard = field.standard?().map { "`" + text($0) + "`" } ?? field.otherwise
      var cells = [
        "`\(field.key)`", type(field.shape), field.isRequired ? "required" : standard ?? "", field.meaning,
      ]
      if hasExamples { cells.append(field.example.isEmpty ? "see below" : "`\(field.example)`") }
      lines.append("|" + cells.map { $0.isEmpty ? " |" : " \($0) |" }.joined())
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ value: JSONValue) -> String { String(decoding: value.serialized(), as: UTF8.self) }

  private static func type(_ shape: Shape) -> String {
    switch shape {
    case .text, .identifier, .constant, .digest, .pointer, .step: "text"
    case .any: "any value"
    case .named(_, let shape): type(shape)
    case .boolean: "true or false"
    case .null: "null"
    case .date: "date"
    case .number(.amount), .number(.any): "number"
    case .number(let range): range.high == NumberRange.amount.high ? lower(range) : "number \(range.description)"
    case .whole(let range):
      range.upperBound >= 1_000_000
        ? "whole, at least \(range.lowerBound)" : "whole, \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): names.map { "`\"\($0)\"`" }.joined(separator: ", ")
    case .list(.object, _, _), .list(.named, _, _): "list of objects"
    case .list(.choice(let names), _, _) where names.count == 7: "list of `mon` to `sun`"
    case .list(.choice(let names), _, _): "list of " + names.map { "`\"\($0)\"`" }.joined(separator: ", ")
    case .list(.map, _, _): "list of objects"
    case .list(let element, _, _): "list of " + type(element) + "s"
    case .map, .object: "object"
    case .either(let one, let other): type(one) + " or " + type(other)
    }
  }

  private static func lower(_ range: NumberRange) -> String {
    guard let low = range.low else { return "number" }
    return range.isAboveLow ? "number above \(low)" : "number, at least \(low)"
  }

  @Test("is what the descriptions say")
  func page() throws {
    let file = packageRoot.appending(path: "docs/format.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    var fresh = page
    for (name, fields) in Self.tables {
      let begin = try #require(fresh.range(of: "<!-- keys: \(name) -->\n"), "no table \(name)")
      let end = try #require(fresh.range(of: "\n<!-- end -->", range: begin.upperBound..<fresh.endIndex))
      fresh.replaceSubrange(begin.upperBound..<end.lowerBound, with: Self.table(fields))
    }
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"] != nil {
      try fresh.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(page == fresh, "docs/format.md is stale: MUSTER_UPDATE_DOCS=1 swift test --filter FormatPageTests")
    }
  }

  @Test("has examples that are read", arguments: tables.map(\.name))
  func examples(_ name: String) throws {
    let fields = try #require(Self.tables.first { $0.name == name }?.fields)
    for field in fields where !field.example.isEmpty {
      let value = try JSONValue(parsing: Array(field.example.utf8))
      #expect(Self.fits(value, field.shape), "\(field.key): \(field.example)")
    }
  }

  /// Whether an example has the shape that it stands for.
  private static func fits(_ value: JSONValue, _ shape: Shape) -> Bool {
    switch (shape, value) {
    case (.text, .string), (.boolean, .boolean), (.null, .null), (.digest, .string), (.pointer, .string),
      (.identifier, .string), (.date, .string), (.step, .string):
      true
    case (.any, _): true
    case (.named(_, let shape), _): fits(value, shape)
    case (.constant(let text), .string(let found)): found == text
    case (.choice(let names), .string(let found)): names.contains(found)
    case (.number, .number): true
    case (.whole(let range), .number(let text)): Int(text).map(range.contains) ?? false
    case (.list(let element, _, _), .array(let elements)): elements.allSatisfy { fits($0, element) }
    case (.map(let element), .object(let members)): members.allSatisfy { fits($0.value, element) }
    case (.object(let object), .object(let members)):
      object.fields.allSatisfy { !$0.isRequired || value[$0.key] != nil }
        && members.allSatisfy { member in
          object.fields.first { $0.key == member.key }.map { fits(member.value, $0.shape) } ?? object.isOpen
        }
    case (.either(let one, let other), _): fits(value, one) || fits(value, other)
    default: false
    }
  }
}
