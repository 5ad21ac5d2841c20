// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
internal import JSON
internal import Numbers

/// The entries of `staff` and `assets`.
package enum ResourceFormat {
  package static let staffMember = ObjectDescription(
    "staffMember", initial: StaffMember(id: ""),
    fields: [
      Field("id", \.id, .identifier, example: #""nowak""#),
      Field(
        "name", \.name, .text, sameAs: \.id, otherwise: "the id", "for people", example: #""Katarzyna Nowak""#),
      Field("department", \.department, .text, "for demands that ask for it", example: #""Backend""#),
      Field("location", \.location, .text, "for demands that ask for it", example: #""Kraków""#),
      Field(
        "headcount", \.headcount, .whole(1...1_000_000_000), default: 1,
        "so many identical people; capacity, overtime and support scale with it", example: "4"),
      Field(
        "calendar", \.calendar, .dated(.identifier), otherwise: "the top one",
        "id in `calendar.calendars`, or a list of `{value, from}`",
        example: #""AT""#),
      Field(
        "skills", \.skills, .map(\.name, of: heldSkill).hinting(.array, insteadOf: .object, "write {\"skill\": level}"),
        default: [],
        "skill to level, 1 to 5, or to an object", example: #"{"java": 4}"#),
      Field(
        "certifications", \.certifications, .map(\.name, of: .object(certification)), default: [],
        "name to `{from, until}`, each optional: the days on which it is valid",
        example: #"{"CISA": {"until": "2027-06-30"}}"#),
      Field(
        "clearance", \.clearance, .whole(0...1_000_000_000), default: 0, "higher is more", example: "2"),
      Field(
        "costPerHour", \.costPerHour,
        .dated(
          .number(.amount).hinting(
            .object, insteadOf: .number, "what a person costs on one project stands in that project's \"rates\"")),
        default: 0, "money for a worked hour, or a list of `{value, from}`", example: "84.5"
      ).leftOut { $0.pointee.hasSalary },
      .source(
        "annualSalary", at: \.annualSalary, .dated(.salary), of: \.costPerHour,
        "instead of `costPerHour`: divided by 2080 and rounded to the cent", example: "104000",
        isStated: { $0.pointee.hasSalary }, derive: { $0.hourlyCost }),
      Field(
        "hoursPerDay", \.hoursPerDay, .dated(.number(.above(0, to: 24))), otherwise: "the calendar's",
        "that many on each day on which the calendar has hours, or a list of `{value, from}`", example: "6"),
      Field(
        "support", \.support, .dated(.number(.share)), default: 0,
        "share of working time kept for day-to-day duties, not plannable, or a list of `{value, from}`",
        example: "0.3"),
      .group(
        "employed",
        [
          Field("from", \.employedFrom, .day, otherwise: "open", "first day", example: #""2027-02-01""#),
          Field("to", \.employedTo, .day, otherwise: "open", "last day", example: #""2027-05-07""#),
        ], initial: StaffMember(id: ""), otherwise: "the whole horizon",
        "`{from, to}`, either may be missing: the days of employment",
        example: #"{"to": "2027-05-07"}"#),
      Field(
        "absences", \.absences, .list(of: .object(absence)), default: [],
        "days on which working time is lost; overlapping ones add up to at most 1",
        example: #"[{"from": "2027-03-01", "to": "2027-03-05"}]"#),
      Field(
        "overtime", \.overtime, .object(overtime), "overtime that may be asked for",
        example: #"{"hoursPerWeek": 6}"#),
      Field(
        "external", \.external, .object(external),
        "instead of `headcount`: people of this kind are engaged from outside, as many as pay",
        example: #"{"heads": 3, "engagementCost": 4000}"#),
      Field(
        "maxProjects", \.maxProjects, .whole(1...1_000_000_000), otherwise: "no limit",
        "works on at most so many projects in a period", example: "2"),
      Field(
        "training", \.training, .list(of: .object(training)), default: [], "what the person can be trained in",
        example: #"[{"skill": "java", "level": 2, "cost": 1800, "hours": 24}]"#),
    ],
    rules: [.notBeside("costPerHour", ["annualSalary"]), .notBeside("headcount", ["external"])],
    hints: [
      "fte": "write \"hoursPerDay\" for fewer hours a day, or \"support\" for a share that is not plannable",
      "rates": "rates belong to the project: a staff id to a cost per hour",
    ])

  package static let external = ObjectDescription(
    "external", initial: StaffMember.External(heads: 1),
    fields: [
      Field("heads", \.heads, .whole(1...1_000_000_000), "at most so many people", example: "3"),
      Field(
        "engagementCost", \.engagementCost, .number(.amount), default: 0, "money for each one who is engaged",
        example: "4000"),
    ])

  package static let training = ObjectDescription(
    "training", initial: StaffMember.Training("", level: 1),
    fields: [
      Field("skill", \.skill, .identifier, "each skill once", example: #""java""#),
      Field("level", \.level, .whole(1...5), "the level afterwards", example: "2"),
      Field("cost", \.cost, .number(.amount), default: 0, "money", example: "1800"),
      Field(
        "hours", \.hours, .number(.amount), default: 0,
        "regular hours that it takes, the first of the horizon before `from`", example: "24"),
      Field(
        "from", \.from, .day, otherwise: "the first one", "the day from which on the skill is held",
        example: #""2027-04-12""#),
    ])

  package static let skill = ObjectDescription(
    "skill", initial: StaffMember.Skill("", level: 1),
    fields: [
      Field("level", \.level, .whole(1...5), example: "3"),
      Field(
        "productivity", \.productivity,
        .number(.from(Scenario.productivities.lowerBound, to: Scenario.productivities.upperBound)), default: 1,
        "effective hours in one worked hour", example: "0.8"),
      Field("from", \.from, .day, otherwise: "open", "first day on which it is held", example: #""2027-04-12""#),
      Field("until", \.until, .day, otherwise: "open", "last day on which it is held", example: #""2027-12-31""#),
    ])

  /// A level, or an object where there is more to say.
  package static let heldSkill = Kind<StaffMember.Skill>.object(skill, short: "level", .whole(1...5), \.level)

  package static let certification = ObjectDescription(
    "certification", initial: StaffMember.Certification(""),
    fields: [
      Field("from", \.from, .day, otherwise: "open", "first valid day", example: #""2026-07-01""#),
      Field("until", \.until, .day, otherwise: "open", "last valid day", example: #""2027-06-30""#),
    ])

  package static let absence = ObjectDescription(
    "absence", initial: StaffMember.Absence(.placeholder),
    fields: [
      Field("from", \.days.first, .day, "first day", example: #""2027-03-01""#),
      Field("to", \.days.last, .day, "last day", example: #""2027-03-05""#),
      Field("share", \.share, .number(.share), default: 1, "share of each day that is lost", example: "0.5"),
    ])

  package static let overtime = ObjectDescription(
    "overtime", initial: StaffMember.Overtime(hoursPerWeek: 0),
    fields: [
      Field(
        "hoursPerWeek", \.hoursPerWeek, .number(.from(0, to: 168)), "on top of the regular hours, in a calendar week",
        example: "6"),
      Field(
        "hoursPerDay", \.hoursPerDay, .number(.from(0, to: 24)), otherwise: "the smaller of `hoursPerWeek` and 4",
        "the most on one day; with the day's own hours at most 24", example: "2"),
      Field(
        "days", \.days, .choice, default: .work,
        "`work`: on days on which the calendar has hours; `all`: on the others, too", example: #""all""#),
      Field(
        "hoursTotal", \.hoursTotal, .number(.amount), otherwise: "no limit", "the most over the whole horizon",
        example: "40"),
      Field(
        "used", \.used, .number(.amount), default: 0, "hours of `hoursTotal` that were worked before", example: "12"),
      Field(
        "costFactor", \.costFactor, .number(.from(1, to: 1_000_000_000)),
        default: StaffMember.Overtime.defaultCostFactor, "an hour of overtime costs `costPerHour` times this",
        example: "1.25"),
    ])

  package static let asset = ObjectDescription(
    "asset", initial: Asset(id: ""),
    fields: [
      Field("id", \.id, .identifier, example: #""test-rack""#),
      Field("name", \.name, .text, sameAs: \.id, otherwise: "the id", "for people", example: #""Test racks""#),
      Field("tags", \.tags, .tagSet, default: [], "what it can be asked for by", example: #"["rack", "test"]"#),
      Field(
        "quantity", \.quantity, .number(.amount), default: 1, "units owned or rentable; may be fractional",
        example: "4"),
      Field(
        "costPerUnitDay", \.costPerUnitDay, .number(.amount), default: 0,
        "money for one unit used for one calendar day", example: "26"),
      Field(
        "outages", \.outages, .list(of: .object(outage)), default: [],
        "days on which units are out of service; overlapping ones add up",
        example: #"[{"from": "2027-09-06", "to": "2027-09-11", "quantity": 1}]"#),
      Field(
        "operators", \.operators, .object(operators), "people needed to run it",
        example: #"{"skills": {"driving": 2}, "hoursPerUnitDay": 8}"#),

      Field(
        "indivisible", \.indivisible, .boolean, default: false,
        "whether each demand gets whole units on each day", example: "true"),
    ])

  package static let outage = ObjectDescription(
    "outage", initial: Asset.Outage(.placeholder),
    fields: [
      Field("from", \.days.first, .day, "first day", example: #""2027-09-06""#),
      Field("to", \.days.last, .day, "last day", example: #""2027-09-11""#),
      Field(
        "quantity", \.quantity, .number(.amount), otherwise: "all", "units that are out of service", example: "1"),
    ])

  package static let operators = ObjectDescription(
    "operators", initial: Asset.Operators(skills: [], hoursPerUnitDay: 0),
    fields: [
      Field(
        "skills", \.skills, .requirements, default: [], "skill to minimum level; a person needs all",
        example: #"{"driving": 2}"#),
      Field(
        "hoursPerUnitDay", \.hoursPerUnitDay, .number(.amount), "operating hours for one unit-day", example: "8"),
    ])
}

extension Kind {
  /// A value, or a list of values with the days from which they hold, the first without.
  static func dated<Part: Sendable & Hashable>(_ part: Kind<Part>) -> Self where Value == Dated<Part> {
    let entry = DatedEntry.description(part)
    let list = Kind<[DatedEntry<Part>]>.list(of: .object(entry), isFilled: true)
    return Self(.either(part.shape, list.shape)) { (decoder) throws(JSONFailure) in
      guard try decoder.reader.peek() == .array else { return try part.read(&decoder).map { Dated($0) } }
      guard let entries = try list.read(&decoder) else { return nil }
      return DatedEntry.combined(entries, &decoder)
    } write: { dated, writer in
      if dated.isConstant {
        part.write(dated.first, &writer)
      } else {
        list.write(
          [DatedEntry(value: dated.first)] + dated.changes.map { DatedEntry(value: $0.value, from: $0.from) },
          &writer)
      }
    }
  }
}

/// An entry of a list of values that change.
private struct DatedEntry<Part: Sendable & Hashable>: Sendable {
  var value: Part?
  var from: Day?

  static func description(_ part: Kind<Part>) -> ObjectDescription<Self> {
    ObjectDescription(
      initial: Self(),
      fields: [
        .required("value", \.value, part, "what holds", example: ""),
        Field(
          "from", \.from, .day, otherwise: "from the beginning", "the first day on which it holds",
          example: #""2027-03-01""#),
      ])
  }

  /// The entries as one value; nil where their days do not rise, which is then noted.
  static func combined(_ entries: [Self], _ decoder: inout DocumentDecoder) -> Dated<Part>? {
    let values = entries.compactMap(\.value)
    guard values.count == entries.count, let first = values.first else { return nil }
    let days = entries.map(\.from)
    let later = days.dropFirst().compactMap { $0 }
    guard days.first == .some(nil), later.count == days.count - 1,
      zip(later, later.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      decoder.report(
        .contradiction, "expected values whose first has no `from` and whose days then rise",
        hint: "write [{\"value\": ...}, {\"value\": ..., \"from\": \"2027-03-01\"}]")
      return nil
    }
    return Dated(first, changes: zip(values.dropFirst(), later).map { .init($0, from: $1) })
  }
}

extension Kind where Value == ExactDecimal {
  /// A year's salary from which the cost of an hour can be worked out.
  fileprivate static var salary: Self {
    number(.amount).mapped(
      { salary, decoder in
        if salary.hourlyCost != nil { return salary }
        decoder.report(.limit, "annualSalary has too many decimals", hint: "round it")
        return nil
      }, { $0 })
  }
}

extension ExactDecimal {
  /// The cost of an hour of somebody with such a salary; nil with too many decimals.
  fileprivate var hourlyCost: ExactDecimal? { divided(by: 2080, decimals: 2) }
}

extension Dated<ExactDecimal> {
  /// The cost of an hour by the salaries.
  fileprivate var hourlyCost: Self { map { $0.hourlyCost ?? 0 } }
}

extension StaffMember {
  /// Whether the salary says what an hour costs: it does not any more where that was changed.
  fileprivate var hasSalary: Bool { annualSalary.map { $0.hourlyCost == costPerHour } ?? false }
}

extension Kind where Value == [String] {
  /// Tags, sorted and each once.
  fileprivate static var tagSet: Self {
    list(of: .identifier).mapped({ tags, _ in tags.count > 1 ? Set(tags).sorted() : tags }, { $0 })
  }
}

extension DayRange {
  /// What stands where the days are still to be read.
  static let placeholder = DayRange(Day(number: 0), Day(number: 0))
}
