// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Issues
internal import Numbers

extension ScenarioLint {
  /// Demands that nobody can work on, or not in their windows, or not for so many hours.
  mutating func checkDemands() {
    for index in facts.places.indices where !facts.windows[index].isEmpty {
      switch facts.scenario.demand(at: facts.places[index]).kind {
      case .staff(let staff): check(staff, index)
      case .asset(let wanted): check(wanted, index)
      }
    }
  }

  private mutating func check(_ work: StaffDemand, _ index: Int) {
    let wanted = facts.wanted(index)
    guard wanted > 0 else {
      return warn(
        "\(facts.name(index)) wants 0 h, so that nothing is planned for it", facts.path(index),
        hint: "say how many hours it wants, or take it away")
    }
    let window = facts.windows[index]
    var most = WholeAmounts.most
    var names: [String] = []
    for seat in work.seats {
      let path = facts.path(index, seat)
      let fitting = facts.workers(for: seat, window: window)
      let able = fitting.filter { $0.hours > 0 }
      guard !able.isEmpty else {
        shortDemands.insert(index)
        if isKnown(path.key("skills")) || isKnown(path) { return }
        return fitting.isEmpty ? nobody(index, seat, path) : nobodyThen(index, fitting, path)
      }
      let heads = able.reduce(0) { $0 + facts.best.staff[$1.staff].headcount }
      if seat.place != nil, heads < seat.count {
        shortDemands.insert(index)
        return warn(
          "\(facts.name(index)) needs \(seat.count) at the same time\(Wording.requirements(seat.requirements)), and there "
            + (heads == 1 ? "is 1" : "are \(heads)"), path, hint: "ask for fewer, or add people")
      }
      let hours = able.reduce(Int128(0)) {
        $0 + WholeAmounts.product($1.hours, $1.productivity, over: WholeAmounts.one)
      }
      if hours / Int128(max(1, seat.count)) < most {
        most = hours / Int128(max(1, seat.count))
        names = able.map { facts.scenario.staff[$0.staff].name }
      }
    }
    if most + Self.least <= wanted {
      shortDemands.insert(index)
      warn(
        "\(facts.name(index)) wants \(Wording.hours(wanted)) \(Wording.during(window)), and \(Wording.list(names)) "
          + "\(names.count == 1 ? "has" : "have") at most \(Wording.hours(most)) for it then", facts.path(index),
        hint: "more people, a longer window or fewer hours; 'muster explain' says what would help")
    } else {
      checkTeam(work, index)
      checkPace(work, index, wanted)
      if work.pace == .even, !shortDemands.contains(index) { checkEven(work, index, wanted) }
    }
  }

  /// A team of more people than can work on it.
  private mutating func checkTeam(_ work: StaffDemand, _ index: Int) {
    guard let least = work.team?.min, work.crew.isEmpty else { return }
    let able = work.seats.flatMap { facts.workers(for: $0, window: facts.windows[index]) }.filter { $0.hours > 0 }
    let heads = able.reduce(0) { $0 + facts.best.staff[$1.staff].headcount }
    guard heads < least else { return }
    shortDemands.insert(index)
    warn(
      "\(facts.name(index)) asks for a team of at least \(least), and \(heads) can work on it",
      facts.path(index).key("team"),
      hint: "ask for a smaller team, or add people: with fewer, nobody works on it")
  }

  /// Even work of which some period has its share, and too few hours of those who can do it.
  private mutating func checkEven(_ work: StaffDemand, _ index: Int, _ wanted: Int128) {
    let window = facts.windows[index]
    let total = Int128(facts.calendars.count(facts.calendars.standard.hours, in: window))
    // A project that may start later may avoid an absence.
    guard total > 0, facts.scenario.projects[facts.places[index].project].shift == nil else { return }
    let seats = work.seats.map { (count: Int128($0.count), workers: facts.workers(for: $0, window: window)) }
    var worst: (days: DayRange, share: Int128, most: Int128)?
    var count = 0
    for period in facts.scenario.calendar.periods {
      let part = window.intersection(period)
      guard !part.isEmpty else { continue }
      let share = WholeAmounts.product(
        wanted, Int128(facts.calendars.count(facts.calendars.standard.hours, in: part)), over: total)
      let most =
        seats.map { seat in
          seat.workers.reduce(Int128(0)) { sum, worker in
            let days = worker.days.map { $0.intersection(part) }.filter { !$0.isEmpty }
            return sum
              + WholeAmounts.product(
                facts.hours(of: worker.staff, on: days), worker.productivity, over: WholeAmounts.one)
          } / seat.count
        }.min() ?? 0
      guard most + Self.least <= share else { continue }
      count += 1
      if share - most > (worst.map { $0.share - $0.most } ?? 0) { worst = (part, share, most) }
    }
    guard let worst else { return }
    shortDemands.insert(index)
    warn(
      "\(facts.name(index)) is even and wants \(Wording.hours(worst.share)) \(Wording.during(worst.days)); those who can work "
        + "on it have \(Wording.hours(worst.most)) then" + (count > 1 ? "; this holds for \(count) periods" : ""),
      facts.path(index).key("pace"), hint: "\"pace\": \"flexible\" lets other weeks make up for it")
  }

  /// Work of which a week takes too little.
  private mutating func checkPace(_ work: StaffDemand, _ index: Int, _ wanted: Int128) {
    guard let limit = work.maxHoursPerWeek else { return }
    let weeks = facts.calendars.weeks(of: facts.windows[index]).count
    let perWeek = WholeAmounts.fixed(limit) / 1_000_000
    let fastest = work.seats.flatMap { facts.workers(for: $0, window: facts.windows[index]) }.map(\.productivity).max()
    // A crew's hours are those of all its people.
    let most = WholeAmounts.product(
      perWeek * Int128(weeks), fastest ?? WholeAmounts.one, over: WholeAmounts.one * Int128(max(1, work.heads)))
    guard most + Self.least <= wanted else { return }
    shortDemands.insert(index)
    warn(
      "\(facts.name(index)) wants \(Wording.hours(wanted)), and \(limit) h a week in \(weeks) \(weeks == 1 ? "week" : "weeks") "
        + "make \(Wording.hours(most))", facts.path(index).key("maxHoursPerWeek"),
      hint: "allow more hours a week, or a longer window")
  }

  /// What is not worth a word, in millionths of an hour.
  static let least: Int128 = 1_000_000

  // MARK: Nobody

  private mutating func nobody(_ index: Int, _ seat: Seat, _ path: DocumentPath) {
    let wanted = seat.requirements
    // The people who lack fewest things, by what they lack.
    var nearest: [(lacks: [String], names: [String])] = []
    for person in facts.best.staff {
      guard wanted.only?.contains(person.id) ?? true, !wanted.exclude.contains(person.id) else { continue }
      let lacks = Self.lacks(person, wanted)
      if let fewest = nearest.first?.lacks.count, lacks.count > fewest { continue }
      if let fewest = nearest.first?.lacks.count, lacks.count < fewest { nearest = [] }
      if let place = nearest.firstIndex(where: { $0.lacks == lacks }) {
        nearest[place].names.append(person.name)
      } else {
        nearest.append((lacks, [person.name]))
      }
    }
    var text = "nobody can work on \(facts.name(index))"
    if nearest.isEmpty {
      text += ": nobody is left among those it names and excludes"
    } else {
      let sentences = nearest.prefix(2).map { group in
        "\(Wording.list(group.names)) \(group.names.count == 1 ? "lacks" : "lack") \(Wording.list(group.lacks))"
      }
      text += ": nobody has all that it asks for; " + sentences.joined(separator: "; ")
    }
    warn(text, path, hint: "give somebody what is missing, or ask for less")
  }

  /// What a person lacks on every day.
  private static func lacks(_ person: StaffMember, _ wanted: Requirements) -> [String] {
    func has(_ skill: SkillRequirement) -> Bool {
      (person.skill(skill.name)?.level ?? 0) >= skill.level
        || (person.trained(in: skill.name)?.level ?? 0) >= skill.level
    }
    var lacks = wanted.skills.filter { !has($0) }.map { "\($0.name) \($0.level)" }
    if !wanted.anyOf.isEmpty, !wanted.anyOf.contains(where: { $0.allSatisfy(has) }) {
      lacks.append(Wording.alternatives(wanted.anyOf))
    }
    for name in wanted.certifications where !person.certifications.contains(where: { $0.name == name }) {
      lacks.append("the certificate \(name)")
    }
    if person.clearance < wanted.clearance { lacks.append("clearance \(wanted.clearance)") }
    if let locations = wanted.locations, !locations.contains(person.location ?? "") {
      lacks.append("the location \(Wording.list(locations, and: "or"))")
    }
    if let departments = wanted.departments, !departments.contains(person.department ?? "") {
      lacks.append("the department \(Wording.list(departments, and: "or"))")
    }
    return lacks
  }

  private mutating func nobodyThen(_ index: Int, _ fitting: [LintFacts.Worker], _ path: DocumentPath) {
    let window = facts.windows[index]
    let reasons = fitting.map { facts.reasonAway($0, window) }
    warn(
      "nobody can work on \(facts.name(index)) \(Wording.during(window)): \(Wording.list(reasons))", path,
      hint: "move its window, or give somebody time then")
  }

  // MARK: Assets

  private mutating func check(_ wanted: AssetDemand, _ index: Int) {
    let fitting = facts.scenario.assets.filter(wanted.matches)
    guard !fitting.isEmpty, wanted.units > 0 else { return }
    let window = facts.windows[index]
    let horizon = facts.scenario.calendar.horizon
    let units = fitting.map { AssetUnits($0, in: horizon) }
    let onlyWorkdays = wanted.countsWorkdaysOnly(in: facts.scenario)
    let most = WholeAmounts.fixed(wanted.units) / 1_000_000
    var days = 0
    var short: [Day] = []
    for number in window.first.number...window.last.number {
      let day = Day(number: number)
      guard !onlyWorkdays || facts.scenario.calendar.standard.isWorked(day) else { continue }
      days += 1
      let offset = number - horizon.first.number
      if units.reduce(Int128(0), { $0 + $1[offset] }) < most { short.append(day) }
    }
    // A project that may start later may avoid an outage.
    let isMovable = facts.scenario.projects[facts.places[index].project].shift != nil
    guard let first = short.first, let last = short.last, !isMovable || short.count == days else { return }
    shortDemands.insert(index)
    let owned = units.reduce(Int128(0)) { $0 + $1.nominal }
    let names = Wording.list(fitting.map(\.name))
    if owned < most {
      warn(
        "\(facts.name(index)) wants \(wanted.units) at a time, and of \(names) there are \(Wording.amount(owned))",
        facts.path(index).key("units"), hint: "ask for fewer units, or add some")
    } else {
      warn(
        "\(facts.name(index)) wants \(wanted.units) on each of \(days) days, and on \(short.count) of them "
          + "(\(Wording.days(DayRange(first, last)))) an outage of \(names) leaves fewer", facts.path(index),
        hint: "move its window, or the outage")
    }
  }
}

extension LintFacts {
  /// Why somebody who has what is asked for has no time in a window, with the name.
  func reasonAway(_ worker: Worker, _ window: DayRange) -> String {
    let person = best.staff[worker.staff]
    let time = time[worker.staff]
    if worker.days.isEmpty { return "what \(person.name) has for it is not valid then" }
    if time.regular(window, .contracted) == 0 {
      return person.headcount == 0 ? "nobody of \(person.name) is there" : "\(person.name) has no workday then"
    }
    if time.notEmployed(window) >= time.regular(window, .contracted) { return "\(person.name) is not employed then" }
    let isAbsent = worker.days.contains { time.regular($0, .contracted) > 0 }
    return isAbsent ? "\(person.name) is absent then" : "\(person.name) has no workday while it is valid"
  }
}
