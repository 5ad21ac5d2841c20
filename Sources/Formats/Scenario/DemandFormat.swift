// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// The entries of `demands`.
package enum DemandFormat {
  /// A demand before it is known of which kind it is.
  package struct Parts: Sendable {
    var id = ""
    var name = ""
    var from: Day?
    var to: Day?
    var priority: ExactDecimal?
    var unmetCost: ExactDecimal?
    var hours: ExactDecimal?
    var fte: ExactDecimal?
    var work = StaffDemand(hours: 0)
    var units: ExactDecimal?
    var asset: String?
    var tags: [String]?
    var days: AssetDemand.CountedDays?

    init() {}

    init(_ demand: Demand) {
      id = demand.id
      name = demand.name
      from = demand.from
      to = demand.to
      priority = demand.priority
      unmetCost = demand.unmetCost
      switch demand.kind {
      case .staff(let work):
        self.work = work
        switch work.amount {
        case .hours(let wanted): hours = wanted
        case .fte(let wanted): fte = wanted
        }
      case .asset(let wanted):
        units = wanted.units
        days = wanted.days
        switch wanted.choice {
        case .asset(let id): asset = id
        case .tags(let list): tags = list
        }
      }
    }

    var demand: Demand {
      let kind: Demand.Kind
      if let units {
        let choice: AssetDemand.Choice = asset.map { .asset($0) } ?? .tags(tags ?? [])
        kind = .asset(AssetDemand(units: units, choice: choice, days: days))
      } else {
        var work = work
        work.amount = fte.map { .fte($0) } ?? .hours(hours ?? 0)
        kind = .staff(work)
      }
      return Demand(id: id, name: name, from: from, to: to, priority: priority, unmetCost: unmetCost, kind: kind)
    }
  }

  private static let staffKeys =
    ["pace"] + requirements.map(\.name) + ["crew", "maxHoursPerWeek", "uses", "after", "team"]

  package static let demand = ObjectDescription(
    "demand", initial: Parts(),
    fields: shared + requirements.map { $0.within(\Parts.work.requirements) } + staff + asset,
    rules: [
      .variants(
        of: "demand",
        [
          KeyRule.Variant(name: "a staff", markers: ["hours", "fte"], keys: staffKeys),
          KeyRule.Variant(
            name: "an asset", markers: ["units"], keys: ["asset", "tags", "days"], exactlyOne: ["asset", "tags"]),
        ], hint: "hours are wanted from people, units of assets; split what needs both into two demands"),
      .notBeside("crew", requirements.map(\.name) + ["team"]),
    ],
    hints: [
      "rates": "rates belong to the project: a staff id to a cost per hour",
      "people": "write \"fte\" for so many full-time people, or \"crew\" for people who are there together",
      "headcount": "write \"fte\" for so many full-time people, or \"crew\" for people who are there together",
    ])

  /// Keys of all demands, and how much work is wanted and when.
  private static let shared: [Field<Parts>] = [
    Field("id", \.id, .identifier, "unique in the whole scenario", example: #""billing-tests""#),
    Field("name", \.name, .text, sameAs: \.id, otherwise: "the id", "for people", example: #""Tests of billing""#),
    Field(
      "from", \.from, .day, otherwise: "the project's", "first day on which it can be done; clipped to the horizon",
      example: #""2027-04-12""#),
    Field(
      "to", \.to, .day, otherwise: "the project's", "last day. A window without a day is an error",
      example: #""2027-05-28""#),
    Field(
      "priority", \.priority, .number(.from(1, to: 10)), otherwise: "the project's", "10 is highest", example: "6"),
    Field(
      "unmetCost", \.unmetCost, .number(.amount), otherwise: "priority times the policy's",
      "money lost for each unmet effective hour or unit-day", example: "250"),
    Field(
      "hours", \.hours, .number(.amount), "effective hours wanted over the whole window", example: "240"),
    Field(
      "fte", \.fte, .number(.amount),
      "instead of `hours`: full-time people, each for the top calendar's hours inside the window", example: "1.5"),
    Field(
      "pace", \.work.pace, .choice, default: .flexible,
      "`flexible`: at any time inside the window; `even`: spread over its working hours by the top calendar (a window"
        + " without any is an error)", example: #""even""#),
  ]

  /// What is asked of people.
  package static let requirements: [Field<Requirements>] = [
    Field(
      "skills", \.skills, .requirements, default: [], "skill to minimum level; a person needs all",
      example: #"{"java": 4, "sql": 2}"#),
    Field(
      "anyOf", \.anyOf, .list(of: .requirements, isFilled: true), default: [],
      "list of such objects: beside `skills`, a person needs all of at least one of them",
      example: #"[{"java": 4}, {"kotlin": 3, "sql": 2}]"#),
    Field(
      "certifications", \.certifications, .list(of: .identifier), default: [], "a person needs all, valid on the day",
      example: #"["CISA"]"#),
    Field("clearance", \.clearance, .whole(0...1_000_000_000), default: 0, "at least this", example: "2"),
    Field(
      "locations", \.locations, .list(of: .text), otherwise: "anywhere", "the person's must be in the list",
      example: #"["Wien", "Linz"]"#),
    Field(
      "departments", \.departments, .list(of: .text), otherwise: "any", "the person's must be in the list",
      example: #"["Backend"]"#),
    Field(
      "only", \.only, .list(of: .identifier), otherwise: "anybody", "ids of staff: nobody else", example: #"["nowak"]"#),
    Field(
      "exclude", \.exclude, .list(of: .identifier), default: [], "ids of staff: not these", example: #"["silva"]"#),
  ]

  private static let staff: [Field<Parts>] = [
    Field(
      "crew", \.work.crew, .list(of: .object(place), isFilled: true), default: [],
      "people who are there together: `hours` are those during which all are. Instead of what is asked of each one above",
      example: #"[{"count": 2, "skills": {"fitting": 2}}, {"skills": {"crane": 4}}]"#),
    Field(
      "maxHoursPerWeek", \.work.maxHoursPerWeek, .number(.amount), otherwise: "no limit",
      "worked hours in a calendar week, all people together; a week that the window cuts has the whole limit",
      example: "100"),
    Field(
      "uses", \.work.uses, .list(of: .object(use)), default: [],
      "equipment that a person occupies during a full day on it, overtime being a shift of its own; each asset once",
      example: #"[{"asset": "lift", "unitsPerPerson": 0.5}]"#),
    Field(
      "after", \.work.after, .list(of: .object(predecessor)), default: [],
      "staff demands that have to be met before", example: #"[{"demand": "billing-design", "lag": 1}]"#),
    Field(
      "team", \.work.team, .object(team), otherwise: "any number",
      "how many people share the work over the window", example: #"{"min": 2, "max": 4}"#),
  ]

  private static let asset: [Field<Parts>] = [
    Field("units", \.units, .number(.amount), "wanted on every day of the window that counts", example: "2"),
    Field("asset", \.asset, .identifier, "this asset", example: #""dark-fibre""#),
    Field(
      "tags", \.tags, .list(of: .identifier, atLeast: 1), "any asset that has all these tags; at least one tag",
      example: #"["rack", "test"]"#),
    Field(
      "days", \.days, .choice, otherwise: "`all`; `work` where all assets that will do have operators",
      "which days count: `work`: those on which the top calendar has hours", example: #""work""#),
  ]

  package static let place = ObjectDescription(
    "crewPlace", initial: CrewPlace(),
    fields: [
      Field("count", \.count, .whole(1...1_000_000_000), default: 1, "so many people at the same time", example: "2")
    ] + requirements.map { $0.within(\CrewPlace.requirements) })

  package static let use = ObjectDescription(
    "use", initial: EquipmentUse(asset: "", unitsPerPerson: 0),
    fields: [
      Field("asset", \.asset, .identifier, "the equipment", example: #""lift""#),
      Field("unitsPerPerson", \.unitsPerPerson, .number(.amount), "units for one person", example: "0.5"),
    ])

  package static let predecessor = ObjectDescription(
    "predecessor", initial: StaffDemand.Predecessor(""),
    fields: [
      Field("demand", \.demand, .identifier, "the staff demand", example: #""billing-design""#),
      Field("lag", \.lag, .whole(0...1_000_000), default: 0, "so many periods lie between", example: "1"),
      Field(
        "share", \.share, .number(.share), default: StaffDemand.Predecessor.defaultShare,
        "the part of it that has to be met", example: "0.5"),
    ])

  package static let team = ObjectDescription(
    "team", initial: StaffDemand.Team(),
    fields: [
      Field("min", \.min, .whole(1...1_000_000_000), default: 1, "with fewer nobody works on it", example: "2"),
      Field("max", \.max, .whole(1...1_000_000_000), otherwise: "no limit", "at most so many", example: "4"),
    ])
}

extension Kind where Value == Demand {
  static var demand: Self {
    Kind<DemandFormat.Parts>.object(DemandFormat.demand)
      .mapped({ parts, _ in parts.demand }, { DemandFormat.Parts($0) })
  }
}

extension Kind where Value == [SkillRequirement] {
  /// Skills with their minimum levels.
  static var requirements: Self {
    map(
      \.name,
      of: Kind<Int>.whole(1...5).mapped({ level, _ in SkillRequirement("", level: level) }, { $0.level })
    ).hinting(
      .array, insteadOf: .object,
      "write {\"skill\": level} for skills that are all needed; \"anyOf\" lists such objects of which one is enough")
  }
}
