// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// The entries of `projects` and their demands.
package enum ProjectFormat {
  package static let project = ObjectDescription(
    "project", initial: Project(id: ""),
    fields: [
      Field("id", \.id, .identifier, example: #""billing""#),
      Field("name", \.name, .text, sameAs: \.id, otherwise: "the id", "for people", example: #""Billing engine""#),
      Field("department", \.department, .text, "for people", example: #""Finance""#),
      Field(
        "priority", \.priority, .number(.from(1, to: 10)), default: 5, "10 is highest; may be fractional",
        example: "7.5"),
      Field(
        "start", \.start, .day, otherwise: "the horizon's", "first day of its demands where they have none",
        example: #""2027-01-11""#),
      Field(
        "deadline", \.deadline, .day, otherwise: "the horizon's", "last day of its demands where they have none",
        example: #""2027-06-18""#),
      Field(
        "budget", \.budget, .number(.amount), otherwise: "no limit",
        "all money for it: work, overtime, operating and assets", example: "92000"),
      Field(
        "rates", \.rates, .map(\.staff, of: rate), default: [],
        "staff id to `costPerHour` of that person on this project, instead of their own", example: #"{"nowak": 95}"#),
      Field(
        "shift", \.shift, .object(shift), otherwise: "not moved",
        "how far all its demands may be moved together, by whole weeks",
        example: #"{"latest": 4, "costPerWeek": 2000}"#),
      Field(
        "allOrNothing", \.allOrNothing, .boolean, default: false,
        "whether its demands are met in full, or none of them at all", example: "true"),
      Field("demands", \.demands, .list(of: .demand), default: [], "what is to be done"),
    ])

  /// What an hour costs; the person is the key.
  private static let rate = Kind<ExactDecimal>.number(.amount)
    .mapped({ cost, _ in Project.Rate(staff: "", costPerHour: cost) }, { $0.costPerHour })

  package static let shift = ObjectDescription(
    "shift", initial: Project.Shift(latest: 0),
    fields: [
      Field("latest", \.latest, .whole(0...1_000_000), "the most weeks", example: "4"),
      Field("costPerWeek", \.costPerWeek, .number(.amount), default: 0, "money for each week", example: "2000"),
    ])
}
