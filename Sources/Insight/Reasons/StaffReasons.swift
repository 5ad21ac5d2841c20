// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The attribution of one unmet entry of a staff demand; the rule is described at ``Reasons``.
struct StaffReasons {
  /// What all entries of a demand have in common. A reference, so that the entries share it.
  final class Subject {
    let index: Int
    let demand: StaffDemand
    /// What is asked of a person: of a crew in its first place, or in that of which this is a part.
    let seat: Seat
    /// That of each place of a crew; empty where there is none.
    let seats: [Subject]
    let candidates: [PlanFacts.Candidate]
    let window: DayRange
    let who: String
    /// The places of the candidates, the most productive first.
    let order: [Int]

    convenience init(_ facts: PlanFacts, index: Int, demand: StaffDemand) {
      let seats = demand.crew.isEmpty ? [] : demand.seats
      self.init(
        facts, index: index, demand: demand, seats.first ?? demand.seats[0],
        seats: seats.map { Subject(facts, index: index, demand: demand, $0, seats: []) })
    }

    private init(_ facts: PlanFacts, index: Int, demand: StaffDemand, _ seat: Seat, seats: [Subject]) {
      self.index = index
      self.demand = demand
      self.seat = seat
      self.seats = seats
      window = facts.windows[index]
      let candidates = facts.candidates(for: seat, window: window)
      self.candidates = candidates
      who = Wording.requirements(seat.requirements)
      var order = Array(candidates.indices)
      let isSorted = order.dropLast().allSatisfy { candidates[$0].productivity >= candidates[$0 + 1].productivity }
      if !isSorted {
        order.sort { left, right in
          let (first, second) = (candidates[left].productivity, candidates[right].productivity)
          return first != second ? first > second : left < right
        }
      }
      self.order = order
    }
  }

  let facts: PlanFacts
  let subject: Subject
  /// What is unmet, in hours of all who take the place, and what that costs.
  let unmet: Int128
  let cost: Int128
  let project: Int
  /// The periods that the entry is about.
  let periods: Range<Int>
  var columns: [Column] = []
  /// That of a candidate in a period of the entry at `candidate * columns + period`.
  var cells: [Cell] = []
  /// What could be worked in hours that the people have free.
  private(set) var open: Int128 = 0

  /// A period of the entry.
  struct Column {
    /// Its days inside the window.
    let days: DayRange
    /// Hours in the plan.
    var worked: Int128 = 0
    /// The hours that the week's limit allows, and those that equipment and operators do.
    var pace: Int128 = WholeAmounts.most
    var equipment: Int128 = WholeAmounts.most
    /// What all of these leave beside what is worked; and what is left of the limit of the calendar week.
    var slack: Int128 = 0
    var weekLeft: Int128 = WholeAmounts.most
    /// The calendar week that the period is a part of; nil where it is no shorter than a week.
    var week: Int?

    var room: Int128 { min(pace, equipment) }
  }

  /// Hours of a candidate in a period of the entry.
  struct Cell {
    /// In the plan, on the demand.
    var own: Int128 = 0
    /// As if there were nothing else to do: with all that the calendar has, and when the person is there.
    var contracted: Int128 = 0
    var available: Int128 = 0
    /// The same without regard to the most overtime over the horizon.
    var most: Int128 = 0
    /// Left in the plan, and the part of it that is no overtime.
    var free: Int128 = 0
    var freeRegular: Int128 = 0
    /// What is neither worked nor free: overtime that other periods have used up. Below 0 where the overtime over the
    /// horizon was counted in an earlier period, and is worked in this one.
    var usedUp: Int128 = 0
  }

  init(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ subject: Subject) {
    self.facts = facts
    self.subject = subject
    unmet = entry.amount.count * Int128(subject.seat.count)
    cost = entry.cost.count
    project = facts.places[subject.index].project
    // The periods stand in the order of their days, so that those that the window meets stand together.
    let asked = entry.period.map { $0..<($0 + 1) } ?? facts.periods.indices
    let window = subject.window
    let first = asked.first { !facts.periods[$0].intersection(window).isEmpty } ?? asked.upperBound
    let end = asked.last { !facts.periods[$0].intersection(window).isEmpty }.map { $0 + 1 } ?? first
    periods = first..<end
  }

  var candidates: [PlanFacts.Candidate] { subject.candidates }
  var demand: StaffDemand { subject.demand }
  var who: String { subject.who }

  var days: DayRange {
    guard let first = columns.first, let last = columns.last else { return subject.window }
    return DayRange(first.days.first, last.days.last)
  }

  /// Effective hours, at most ``WholeAmounts/most``.
  static func effective(_ hours: Int128, _ candidate: PlanFacts.Candidate) -> Int128 {
    if candidate.productivity == WholeAmounts.one { return min(WholeAmounts.most, hours) }
    return WholeAmounts.product(hours, candidate.productivity, over: WholeAmounts.one)
  }

  /// The parts of what is unmet with their reasons, all of them above 0.
  static func parts(_ facts: PlanFacts, _ entry: Plan.UnmetEntry, _ subject: Subject) -> [Reasons.Part] {
    guard subject.seats.isEmpty else { return CrewReasons(facts, entry, subject).parts() }
    var reasons = StaffReasons(facts, entry, subject)
    return reasons.parts()
  }

  mutating func parts() -> [Reasons.Part] {
    guard !subject.candidates.isEmpty else {
      return [Reasons.Part(kind: .nobody, amount: unmet, detail: nobodySentence)]
    }
    let heads = subject.candidates.reduce(0) { $0 + facts.scenario.staff[$1.staff].headcount }
    guard heads >= subject.seat.count else {
      return [Reasons.Part(kind: .nobody, amount: unmet, detail: tooFewAtOnceSentence(heads))]
    }
    fill()
    let met = total { $0.own }
    var steps = Attribution(unmet: unmet, wanted: unmet + met)

    let contracted = total { $0.contracted }
    steps.limit(contracted, .nobody, tooFewSentence(contracted, wanted: unmet + met))
    let available = total { $0.available }
    steps.limit(available, .away, awaySentence(contracted, available))

    for position in columns.indices { columns[position].pace = weekLimit(at: position) }
    let limited = withinRoom(available)
    steps.limit(limited, .limit, limitSentence(limited))
    let isLimited = steps.parts.last?.kind == .limit
    var tightest: Int?
    if !subject.demand.uses.isEmpty {
      let equipment = equipmentRoom()
      tightest = equipment.asset
      for position in columns.indices {
        columns[position].equipment = equipment.units[position]
      }
      steps.limit(withinRoom(available), .asset, equipmentSentence(equipment.asset))
      for position in columns.indices {
        columns[position].equipment = min(columns[position].equipment, equipment.operated[position])
      }
      steps.limit(withinRoom(available), .operators, operatorSentence(equipment.asset))
    }

    for position in columns.indices {
      columns[position].weekLeft = weekLeft(at: position)
      columns[position].slack = min(
        columns[position].weekLeft, max(0, columns[position].room - columns[position].worked))
    }
    attributeCommonLimit(&steps)
    attributePace(isLimited ? limited : nil, &steps)
    attributeLimits(&steps)
    open = min(steps.left, free())
    if subject.seat.place == nil {
      attributeFree(open, &steps)
    } else {
      // Of a crew that is looked at again with the other places.
      steps.take(open, .together, togetherSentence)
    }
    if facts.bindingBudgets.contains(project) { steps.take(steps.left, .budget, budgetSentence) }
    attributeUsedUp(&steps)
    attributeHeld(&steps)
    attributeRest(tightest, &steps)
    return steps.parts
  }

  // MARK: - Limits

  /// Works out the hours by candidate and period.
  private mutating func fill() {
    let facts = facts
    let candidates = subject.candidates
    columns.reserveCapacity(periods.count)
    for period in periods {
      let isPartOfWeek = facts.scenario.calendar.period == .day
      columns.append(
        Column(
          days: facts.periods[period].intersection(subject.window),
          week: isPartOfWeek ? facts.calendars.week(of: facts.periods[period].first) : nil))
    }
    cells.reserveCapacity(candidates.count * periods.count)
    for candidate in candidates {
      let person = candidate.staff
      // What the candidate has left of the overtime over the horizon, by the same three measures.
      var contracted = OvertimeLeft(facts.time[person].overtimeTotal, perWeek: facts.time[person].overtimePerWeek)
      var available = contracted
      var freeOvertime = max(0, facts.time[person].overtimeTotal - facts.overtimeUsed[person])
      var overtimeOfWeek: (number: Int, left: Int128)?
      for (position, period) in periods.enumerated() {
        var cell = Cell()
        cell.own = facts.hours(of: person, on: subject.index, in: period, place: subject.seat.place)
        columns[position].worked += cell.own
        let stretch = columns[position].days
        let week = columns[position].week
        cell.contracted =
          facts.time[person].regular(stretch, .contracted)
          + contracted.take(facts.time[person].overtime(stretch, .contracted), week: week)
        let days = stretch.intersection(candidate.days)
        if !days.isEmpty {
          let regular = facts.time[person].regular(days)
          let overtime = facts.time[person].overtime(days)
          cell.available = regular + available.take(overtime, week: week)
          cell.most = regular + overtime
          var free = facts.free(person, period, on: days, overtimeLeft: &freeOvertime)
          if let week, free.all > free.regular {
            // What one day of a week takes, the others do not have.
            if overtimeOfWeek?.number != week { overtimeOfWeek = (week, facts.overtimeLeft(of: person, inWeek: week)) }
            let extra = min(free.all - free.regular, overtimeOfWeek?.left ?? 0)
            overtimeOfWeek?.left -= extra
            freeOvertime += free.all - free.regular - extra
            free.all = free.regular + extra
          }
          cell.free = min(free.all, max(0, cell.most - cell.own))
          cell.freeRegular = min(free.regular, cell.free)
          if overtime > 0 {
            // All that is done in the period, own hours included.
            let done = facts.used[person * facts.periodCount + period]
            cell.usedUp = min(overtime, cell.available - done - cell.free)
          }
        }
        cells.append(cell)
      }
    }
  }

  /// Overtime over the horizon, and in the calendar week that is looked at, as far as it is not taken yet.
  private struct OvertimeLeft {
    private var total: Int128
    private let perWeek: Int128
    private var week: (number: Int, left: Int128)?

    init(_ total: Int128, perWeek: Int128) {
      self.total = total
      self.perWeek = perWeek
    }

    /// Takes hours, or what is left.
    ///
    /// - Parameter number: the week that the hours are a part of; nil where they keep the limits of weeks already.
    mutating func take(_ hours: Int128, week number: Int?) -> Int128 {
      var part = min(hours, total)
      if let number {
        if week?.number != number { week = (number, perWeek) }
        part = min(part, week?.left ?? 0)
        week?.left -= part
      }
      total -= part
      return part
    }
  }

  /// Effective hours of all.
  @inline(__always)
  private func total(_ hours: (Cell) -> Int128) -> Int128 {
    let candidates = subject.candidates
    var total: Int128 = 0
    for row in candidates.indices {
      var sum: Int128 = 0
      for index in (row * columns.count)..<((row + 1) * columns.count) { sum += hours(cells[index]) }
      total += Self.effective(sum, candidates[row])
    }
    return total
  }

  /// The most effective hours out of given hours where in each period, and in each week of which periods are parts, only
  /// so many may be worked.
  @inline(__always)
  private func bounded(
    _ hours: (Cell) -> Int128, _ limit: (Column) -> Int128, ofWeek weekLimit: (Column) -> Int128
  ) -> Int128 {
    let candidates = subject.candidates
    let order = subject.order
    var sum: Int128 = 0
    var week: (number: Int, left: Int128)?
    for position in columns.indices {
      let most = limit(columns[position])
      var left = most
      if let number = columns[position].week, subject.demand.maxHoursPerWeek != nil {
        if week?.number != number { week = (number, weekLimit(columns[position])) }
        left = min(left, week?.left ?? most)
      }
      for row in order where left > 0 {
        let part = min(left, hours(cells[row * columns.count + position]))
        sum += Self.effective(part, candidates[row])
        left -= part
        week?.left -= part
      }
    }
    return sum
  }

  /// The most effective hours out of those for which people are there where there is room for them.
  ///
  /// - Parameter all: what they are without limits.
  private func withinRoom(_ all: Int128) -> Int128 {
    if columns.allSatisfy({ $0.room >= WholeAmounts.most }) { return all }
    return bounded({ $0.available }, { $0.room }, ofWeek: { _ in perWeek })
  }

  /// The effective hours out of those that people have left where there is room for them.
  private func free() -> Int128 {
    if columns.allSatisfy({ $0.slack >= WholeAmounts.most }) { return total { $0.free } }
    return bounded({ $0.free }, { $0.slack }, ofWeek: { $0.weekLeft })
  }

  /// The part that free hours could cover if the limit of a week left room for them.
  ///
  /// - Parameter limited: what the limit allows in all, where a part is due to that already.
  private func attributePace(_ limited: Int128?, _ steps: inout Attribution) {
    guard subject.demand.maxHoursPerWeek != nil else { return }
    let most = bounded(
      { $0.free }, { max(0, $0.equipment - $0.worked) }, ofWeek: { _ in WholeAmounts.most })
    steps.take(min(steps.left, most - min(most, free())), .limit, limitSentence(limited))
  }

  /// The part that a limit of the scenario leaves no room for, whoever works on it.
  private func attributeCommonLimit(_ steps: inout Attribution) {
    guard steps.left > 0, let first = columns.first, let last = columns.last,
      let found = facts.limits?.tightest(
        of: candidates.map(\.staff), on: subject.index, DayRange(first.days.first, last.days.last))
    else { return }
    let fastest = candidates.map(\.productivity).max() ?? WholeAmounts.one
    let most = WholeAmounts.product(ofPlace(found.hours), fastest, over: WholeAmounts.one)
    steps.take(steps.left - min(steps.left, most), .limit, limitsSentence([found.limit]))
  }

  /// The part that free hours could cover if the scenario's limits left room for them. From then on those are no longer
  /// free.
  private mutating func attributeLimits(_ steps: inout Attribution) {
    guard var room = facts.limits else { return }
    let before = free()
    var tightest: [Int] = []
    for position in columns.indices where columns[position].slack > 0 {
      for row in subject.order {
        let cell = row * columns.count + position
        guard cells[cell].free > 0 else { continue }
        let taken = room.take(
          cells[cell].free, of: candidates[row].staff, on: subject.index, columns[position].days)
        cells[cell].free = taken.hours
        cells[cell].freeRegular = min(cells[cell].freeRegular, taken.hours)
        if let limit = taken.limit, !tightest.contains(limit) { tightest.append(limit) }
      }
    }
    guard !tightest.isEmpty else { return }
    steps.take(min(steps.left, before - min(before, free())), .limit, limitsSentence(tightest.sorted()))
  }

  /// `maxHoursPerWeek` in millionths, of a crew the part of the place.
  private var perWeek: Int128 {
    subject.demand.maxHoursPerWeek.map { ofPlace(WholeAmounts.fixed($0) / 1_000_000) } ?? WholeAmounts.most
  }

  /// The part of all people's hours that is that of the place.
  private func ofPlace(_ hours: Int128) -> Int128 {
    guard subject.seat.place != nil, hours < WholeAmounts.most else { return hours }
    return hours * Int128(subject.seat.count) / Int128(subject.demand.heads)
  }

  /// The worked hours that the limit of a calendar week allows in a period; a week that periods share counts in each for
  /// the days of the window that it has there.
  private func weekLimit(at position: Int) -> Int128 {
    guard subject.demand.maxHoursPerWeek != nil else { return WholeAmounts.most }
    let days = columns[position].days
    if columns[position].week != nil { return perWeek }
    return facts.calendars.weeks(of: days).reduce(0) { sum, number in
      let week = facts.calendars.weeks[number]
      return sum
        + WholeAmounts.product(
          perWeek, Int128(week.intersection(days).count), over: Int128(week.intersection(subject.window).count))
    }
  }

  /// What is left of the limit of the calendar week that a period is a part of, beside all that is worked on the demand
  /// in that week.
  private func weekLeft(at position: Int) -> Int128 {
    guard subject.demand.maxHoursPerWeek != nil, let week = columns[position].week else { return WholeAmounts.most }
    var worked: Int128 = 0
    for period in facts.periods.indices.clamped(
      to: (periods.lowerBound + position - 6)..<(periods.lowerBound + position + 7))
    where facts.calendars.week(of: facts.periods[period].first) == week {
      for candidate in subject.candidates {
        worked += facts.hours(of: candidate.staff, on: subject.index, in: period, place: subject.seat.place)
      }
    }
    return max(0, perWeek - worked)
  }

  /// The hours for which each period has equipment, and people to run it, after what others use; and the asset that
  /// allows fewest.
  private func equipmentRoom() -> (units: [Int128], operated: [Int128], asset: Int?) {
    var units = [Int128](repeating: WholeAmounts.most, count: periods.count)
    var operated = units
    var tightest: (asset: Int, hours: Int128)?
    for use in subject.demand.uses {
      guard let asset = facts.assetIndex[use.asset], use.unitsPerPerson > 0 else { continue }
      let perPerson = WholeAmounts.fixed(use.unitsPerPerson)
      var sum: Int128 = 0
      for (position, period) in periods.enumerated() {
        let own = facts.use[PlanFacts.Key(resource: asset, demand: subject.index, period: period)] ?? 0
        let left = facts.unitDaysLeft(of: asset, for: subject.index, in: period)
        let day = hoursOfUnitDay(at: position)
        let hours = max(columns[position].worked, ofPlace(WholeAmounts.product(own + left, day, over: perPerson)))
        units[position] = min(units[position], hours)
        sum += hours
        guard let crew = facts.scenario.assets[asset].operators, crew.hoursPerUnitDay > 0 else { continue }
        let more = WholeAmounts.product(
          facts.freeOperating(asset, for: subject.index, period), WholeAmounts.one,
          over: WholeAmounts.fixed(crew.hoursPerUnitDay))
        operated[position] = min(
          operated[position],
          max(columns[position].worked, ofPlace(WholeAmounts.product(own + more, day, over: perPerson))))
      }
      if tightest.map({ sum < $0.hours }) ?? true { tightest = (asset, sum) }
    }
    return (units, operated, tightest?.asset)
  }

  /// The most hours for which one person occupies a unit on a day, in 10^-12: a full day of the top calendar or the
  /// longer one of somebody, and overtime, which is a second shift.
  private func hoursOfUnitDay(at position: Int) -> Int128 {
    var (regular, overtime) = (facts.fullDay, Int128(0))
    for candidate in subject.candidates {
      let heads = facts.scenario.staff[candidate.staff].headcount
      regular = max(regular, facts.time[candidate.staff].longestDay(columns[position].days, heads: heads))
      overtime = max(overtime, facts.time[candidate.staff].overtimeOfHead(heads: heads))
    }
    return regular + overtime
  }
}
