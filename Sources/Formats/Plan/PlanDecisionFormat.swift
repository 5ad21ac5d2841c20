// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// What a plan says of decisions about the scenario as a whole.
package enum PlanDecisionFormat {
  package static let start = ObjectDescription(
    initial: PlanDraft.Start(project: "", weeks: 0),
    fields: [
      Field("project", \.project, .identifier, "which starts later", example: #""move""#),
      Field("weeks", \.weeks, .whole(1...1_000_000), "by how many weeks", example: "2"),
      .required("cost", \.cost, .figure, "money", example: "800"),
    ], draft: ["project", "weeks"])

  package static let training = ObjectDescription(
    initial: PlanDraft.BoughtTraining(staff: "", skill: ""),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""mehta""#),
      Field("skill", \.skill, .text, "in what", example: #""kubernetes""#),
      .required("cost", \.cost, .figure, "money", example: "1200"),
    ], draft: ["staff", "skill"])

  package static let engagement = ObjectDescription(
    initial: PlanDraft.Engagement(staff: "", heads: 0),
    fields: [
      Field("staff", \.staff, .identifier, "the kind of people", example: #""contractors""#),
      Field("heads", \.heads, .whole(1...1_000_000), "how many of them", example: "2"),
      .required("cost", \.cost, .figure, "money besides their hours", example: "2500"),
    ], draft: ["staff", "heads"])
}
