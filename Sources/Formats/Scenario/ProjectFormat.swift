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
        "money for its staff and assets. Overtime premium and operating hours do not count", example: "92000"),
      Field("demands", \.demands, .list(of: .demand), default: [], "what is to be done"),
    ], unsupported: ["allOrNothing"])

  /// A demand before it is known of which kind it is.
  package struct DemandParts: Sendable {
    var id = ""
    var from: Day?
    var to: Day?
    var priority: ExactDecimal?
    var work = StaffDemand(hours: 0)
    var units: ExactDecimal?
    var asset: String?
    var tags: [String]?
    /// Whether it is one of staff; then nothing is written of the rest, and the other way round.
    var isStaff = true

    init() {}

    init(_ demand: Demand) {
      id = demand.id
      from = demand.from
      to = demand.to
      priority = demand.priority
      switch demand.kind {
      case .staff(let work): self.work = work
      case .asset(let wanted):
        isStaff = false
        units = wanted.units
        switch wanted.choice {
        case .asset(let id): asset = id
        case .tags(let list): tags = list
        }
      }
    }

    var demand: Demand {
      guard let units else { return Demand(id: id, from: from, to: to, priority: priority, kind: .staff(work)) }
      let choice: AssetDemand.Choice = asset.map { .asset($0) } ?? .tags(tags ?? [])
      return Demand(
        id: id, from: from, to: to, priority: priority, kind: .asset(AssetDemand(units: units, choice: choice)))
    }
  }

  private static let staffKeys = [
    "hours", "pace", "skills", "certifications", "clearance", "locations", "departments", "only", "exclude",
    "maxHoursPerWeek", "uses",
  ]

  package static let demand = ObjectDescription(
    "demand", initial: DemandParts(),
    fields: [
      Field("id", \.id, .identifier, "unique in the whole scenario", example: #""billing-tests""#),
      Field(
        "from", \.from, .day, otherwise: "the project's", "first day on which it can be done; clipped to the horizon",
        example: #""2027-04-12""#),
      Field(
        "to", \.to, .day, otherwise: "the project's", "last day. A window without a day is an error",
        example: #""2027-05-28""#),
      Field(
        "priority", \.priority, .number(.from(1, to: 10)), otherwise: "the project's", "10 is highest", example: "6"),
      .hours,
      Field(
        "pace", \.work.pace, .choice, default: .flexible,
        "`flexible`: at any time inside the window; `even`: spread over its workdays (a window without a workday is"
          + " an error)", example: #""even""#),
      Field(
        "skills", \.work.skills, .requirements, default: [], "skill to minimum level; a person needs all",
        example: #"{"java": 4, "sql": 2}"#),
      Field(
        "certifications", \.work.certifications, .list(of: .identifier), default: [],
        "a person needs all, valid on the day", example: #"["CISA"]"#),
      Field(
        "clearance", \.work.clearance, .whole(0...1_000_000_000), default: 0, "at least this", example: "2"),
      Field(
        "locations", \.work.locations, .list(of: .text), otherwise: "anywhere", "the person's must be in the list",
        example: #"["Wien", "Linz"]"#),
      Field(
        "departments", \.work.departments, .list(of: .text), otherwise: "any", "the person's must be in the list",
        example: #"["Backend"]"#),
      Field(
        "only", \.work.only, .list(of: .identifier), otherwise: "anybody", "ids of staff: nobody else",
        example: #"["nowak"]"#),
      Field(
        "exclude", \.work.exclude, .list(of: .identifier), default: [], "ids of staff: not these",
        example: #"["silva"]"#),
      Field(
        "maxHoursPerWeek", \.work.maxHoursPerWeek, .number(.amount), otherwise: "no limit",
        "worked hours a week, all people together", example: "100"),
      Field(
        "uses", \.work.uses, .list(of: .object(use)), default: [],
        "equipment that a person occupies during a full day on it; each asset once",
        example: #"[{"asset": "lift", "unitsPerPerson": 0.5}]"#),
      Field(
        "units", \.units, .number(.amount), "wanted on every calendar day of the window", example: "2"),
      Field("asset", \.asset, .identifier, "this asset", example: #""dark-fibre""#),
      Field(
        "tags", \.tags, .list(of: .identifier, atLeast: 1), "any asset that has all these tags; at least one tag",
        example: #"["rack", "test"]"#),
    ],
    rules: [
      .variants(
        of: "demand",
        [
          KeyRule.Variant(name: "a staff", keys: staffKeys),
          KeyRule.Variant(name: "an asset", keys: ["units", "asset", "tags"], exactlyOne: ["asset", "tags"]),
        ], hint: "hours are wanted from people, units of assets; split what needs both into two demands")
    ], unsupported: ["team"])

  package static let use = ObjectDescription(
    "use", initial: EquipmentUse(asset: "", unitsPerPerson: 0),
    fields: [
      Field("asset", \.asset, .identifier, "the equipment", example: #""lift""#),
      Field("unitsPerPerson", \.unitsPerPerson, .number(.amount), "units for one person", example: "0.5"),
    ])
}

extension Field where Owner == ProjectFormat.DemandParts {
  /// The hours of a staff demand, which are there even if they are none.
  fileprivate static var hours: Self {
    let kind = Kind.number(.amount)
    return Self(
      "hours", kind.shape, isRequired: false, otherwise: "none", "effective hours wanted over the whole window",
      example: "240", isLeftOut: { !$0.pointee.isStaff },
      read: { (decoder, owner) throws(JSONFailure) in
        if let hours = try kind.read(&decoder) { owner.work.hours = hours }
      }, write: { kind.write($0.pointee.work.hours, &$1) })
  }
}

extension Kind where Value == Demand {
  fileprivate static var demand: Self {
    Kind<ProjectFormat.DemandParts>.object(ProjectFormat.demand)
      .mapped({ parts, _ in parts.demand }, { ProjectFormat.DemandParts($0) })
  }
}
