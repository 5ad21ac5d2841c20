// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// The `summary` of a plan.
package enum PlanSummaryFormat {
  package static let summary = ObjectDescription(
    "summary", initial: PlanSummary(),
    fields: [
      Field("hours", \.hours, .object(coverage), "of the staff demands"),
      Field("unitDays", \.unitDays, .object(coverage), "of the asset demands"),
      Field("cost", \.cost, .figure, "money spent: labour, overtime and assets", example: "12640"),
      Field(
        "coverageByPriority", \.coverageByPriority, .list(of: .object(priority)),
        "`priority`, `hours` and `unitDays`; highest priority first"),
      Field(
        "projects", \.projects, .list(of: .object(project)),
        "`id`, `hours`, `unitDays`, and `cost` as it counts against the budget"),
      .group(
        "utilisation",
        [
          Field("people", \.people, .utilisations, "by id"),
          Field("departments", \.departments, .utilisations, "by name"),
          Field("skills", \.skills, .utilisations, "by name"),
          Field("assets", \.assets, .utilisations, "by id"),
        ], initial: PlanSummary(), otherwise: nil, "lists `people`, `departments`, `skills` and `assets`", example: ""),
    ])

  package static let coverage = ObjectDescription(
    "coverage", initial: PlanSummary.Coverage(),
    fields: [
      Field("wanted", \.wanted, .figure, "effective hours or unit-days", example: "200"),
      .claim("met", "what is covered of them", example: "160") { $0.met },
      Field("unmet", \.unmet, .figure, "what is not", example: "40"),
      .claim("share", "met / wanted; 1 where nothing is wanted", example: "0.8", isRounded: true) { $0.share },
    ])

  package static let priority = ObjectDescription(
    initial: PlanSummary.PriorityCoverage(priority: 0),
    fields: [
      Field("priority", \.priority, .number(.from(1, to: 10)), "that of the demands", example: "7"),
      Field("hours", \.hours, .object(coverage), "of the staff demands"),
      Field("unitDays", \.unitDays, .object(coverage), "of the asset demands"),
    ])

  package static let project = ObjectDescription(
    initial: PlanSummary.ProjectFigures(id: ""),
    fields: [
      Field("id", \.id, .identifier, "of the project", example: #""move""#),
      Field("hours", \.hours, .object(coverage), "of its staff demands"),
      Field("unitDays", \.unitDays, .object(coverage), "of its asset demands"),
      Field("cost", \.cost, .figure, "money as it counts against the budget", example: "12640"),
    ])

  package static let utilisation = ObjectDescription(
    "utilisation", initial: PlanSummary.Utilisation(id: ""),
    fields: [
      Field("id", \.id, .text, "the person or asset, or the name of the department or skill", example: #""mehta""#),
      Field("available", \.available, .figure, "regular hours, or unit-days", example: "160"),
      Field("used", \.used, .figure, "with overtime and operating hours", example: "160"),
      Field("overtime", \.overtime, .figure, "the part of it that is overtime", example: "0"),
      .claim(
        "share", "used / available, which can pass 1; null where nothing is available", example: "1", isRounded: true,
        orNull: { $0.share }),
    ])
}

extension Kind where Value == [PlanSummary.Utilisation] {
  fileprivate static var utilisations: Self { .list(of: .object(PlanSummaryFormat.utilisation)) }
}
