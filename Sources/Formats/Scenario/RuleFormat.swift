// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// The `policy`, `commitments`, `limits` and `preferences` of a scenario.
package enum RuleFormat {
  package static let policy = ObjectDescription(
    "policy", initial: Scenario.Policy(),
    fields: [
      Field(
        "unmetCostPerHour", \.unmetCostPerHour, .number(.amount), otherwise: "derived",
        "money lost for each unmet effective hour **and point of priority**", example: "400"),
      Field(
        "unmetCostPerUnitDay", \.unmetCostPerUnitDay, .number(.amount), otherwise: "derived",
        "the same for each unmet unit-day", example: "500"),
      Field(
        "commitmentCostPerHour", \.commitmentCostPerHour, .number(.amount), otherwise: "derived",
        "money for each promised hour that is not kept", example: "30000"),
      Field(
        "changeCostPerHour", \.changeCostPerHour, .number(.amount), default: 0,
        "money for each hour moved away from, or added to, the baseline", example: "25"),
      Field(
        "priorities", \.priorities, .choice, default: .weighted,
        "`weighted`: a priority is a weight; `strict`: a higher one is served first, whatever it costs the lower ones",
        example: #""strict""#),
      Field(
        "prefer", \.prefer, .list(of: .choice), default: [],
        "which of the plans of the same value, in the order given: with work done early or late, or with the busiest"
          + " person's share as small as can be", example: #"["balanced", "early"]"#),
      Field(
        "minimumHoursPerWeek", \.minimumHoursPerWeek, .number(.amount), otherwise: "any",
        "who works on a demand in a period works on it for at least so many hours a week", example: "4"),
    ])

  package static let commitment = ObjectDescription(
    "commitment",
    initial: Scenario.Commitment(staff: "", demand: "", days: .placeholder, hoursPerWeek: 0),
    fields: [
      Field("staff", \.staff, .identifier, "who", example: #""hoffmann""#),
      Field("demand", \.demand, .identifier, "on which staff demand", example: #""tram-sap""#),
      Field("from", \.days.first, .day, "first day", example: #""2027-02-01""#),
      Field("to", \.days.last, .day, "last day", example: #""2027-03-26""#),
      Field(
        "hoursPerWeek", \.weekly, .number(.amount),
        "worked hours in a full week, of the whole entry of `staff`; less where the person is away, or the week has"
          + " fewer workdays", example: "8"),
      Field(
        "share", \.share, .number(.above(0, to: 1)), "instead: the part of the person's regular hours, of all heads",
        example: "0.4"),
    ], rules: [.exactlyOne(of: "a commitment", ["hoursPerWeek", "share"])])

  package static let limit = ObjectDescription(
    "limit", initial: Scenario.Limit(id: "", per: .week, .hours(0)),
    fields: [
      Field("id", \.id, .identifier, example: #""contract-a""#),
      Field("name", \.name, .text, sameAs: \.id, otherwise: "the id", "for people", example: #""Contract A""#),
      Field(
        "per", \.span, .choice, "spans of the calendar; one that the horizon cuts has the whole limit",
        example: #""month""#),
      Field(
        "maxHours", \.hours, .number(.amount), "the most worked and operating hours in each span", example: "120"),
      Field(
        "maxShare", \.share, .number(.share), "instead: the part of the regular hours that the people have in it",
        example: "0.8"),
    ] + selection.map { $0.within(\Scenario.Limit.selection) } + [
      Field(
        "each", \.each, .choice, otherwise: "all together", "for each person, project or demand by itself",
        example: #""staff""#),
      Field(
        "used", \.used, .number(.amount), default: 0,
        "hours that were worked before `start`, in the span that contains it", example: "35"),
    ], rules: [.exactlyOne(of: "a limit", ["maxHours", "maxShare"])])

  package static let preference = ObjectDescription(
    "preference", initial: Scenario.Preference(costPerHour: 0),
    fields: selection.map { $0.within(\Scenario.Preference.selection) } + [
      Field(
        "costPerHour", \.costPerHour, .number(.from(-1_000_000_000, to: 1_000_000_000)),
        "money that an effective hour counts as, without being spent; below 0 where it is liked", example: "-15")
    ])

  /// Which hours are meant.
  private static let selection: [Field<WorkSelection>] = [
    Field(
      "staff", \.staff, .list(of: .identifier), otherwise: "everybody",
      "ids of staff; who is here or in `departments` counts", example: #"["nowak"]"#),
    Field(
      "departments", \.departments, .list(of: .text), otherwise: "everybody",
      "who is in one of them or in `staff` counts", example: #"["Backend"]"#),
    Field(
      "projects", \.projects, .list(of: .identifier), otherwise: "all work",
      "ids; work on them or on `demands` counts", example: #"["billing"]"#),
    Field(
      "demands", \.demands, .list(of: .identifier), otherwise: "all work",
      "ids; work on them or on `projects` counts", example: #"["billing-tests"]"#),
  ]
}

extension Scenario.Commitment {
  fileprivate var weekly: ExactDecimal? {
    get { if case .hoursPerWeek(let hours) = amount { hours } else { nil } }
    set { if let newValue { amount = .hoursPerWeek(newValue) } }
  }
  fileprivate var share: ExactDecimal? {
    get { if case .share(let share) = amount { share } else { nil } }
    set { if let newValue { amount = .share(newValue) } }
  }
}

extension Scenario.Limit {
  fileprivate var hours: ExactDecimal? {
    get { if case .hours(let hours) = most { hours } else { nil } }
    set { if let newValue { most = .hours(newValue) } }
  }
  fileprivate var share: ExactDecimal? {
    get { if case .share(let share) = most { share } else { nil } }
    set { if let newValue { most = .share(newValue) } }
  }
}
