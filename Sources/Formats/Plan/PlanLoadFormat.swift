// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import JSON
internal import Numbers

/// The `load` of a plan.
package enum PlanLoadFormat {
  package static let load = ObjectDescription(
    "load", initial: PlanLoad(),
    fields: [
      Field("people", \.people, .loads, "by id and period"),
      Field("departments", \.departments, .loads, "by name and period"),
      Field("skills", \.skills, .loads, "by name and period"),
      Field("assets", \.assets, .loads, "by id and period"),
    ])

  package static let entry = ObjectDescription(
    "loadEntry", initial: PlanLoad.Entry(id: "", period: 0, days: DayRange(Day(number: 0), Day(number: 0))),
    fields: [
      Field("id", \.id, .text, "the person or asset, or the name of the department or skill", example: #""mehta""#),
      Field("period", \.period, .period, "from 0", example: "0"),
      Field("start", \.days.first, .day, "first day of the period", example: #""2027-03-01""#),
      Field("end", \.days.last, .day, "last day of the period", example: #""2027-03-07""#),
      Field("available", \.available, .figure, "regular hours, or unit-days", example: "40"),
      Field("used", \.used, .figure, "with overtime and operating hours", example: "40"),
      Field("overtime", \.overtime, .figure, "the part of it that is overtime", example: "0"),
    ])
}

extension Kind where Value == [PlanLoad.Entry] {
  fileprivate static var loads: Self { .list(of: .object(PlanLoadFormat.entry)) }
}
