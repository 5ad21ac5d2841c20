// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers
internal import Planning

/// Changes of the whole scenario, each with what it saves at most, and with a guess.
///
/// The guess takes into account that what is scarce becomes less so: no more is gained on a demand than what is unmet of it.
/// The bounds are those of duality: the dual values of the optimum, with others for rows that change, give a bound on the
/// value of the changed scenario, and what that is below the optimum no change can pass. (Weak duality; D. Bertsimas and
/// J. N. Tsitsiklis, "Introduction to Linear Optimization", 1997, section 4.3.)
struct LeverCandidates {
  struct Lever {
    let candidate: CandidateChange
    let savesAtMost: Double
    let guess: Double

    init(_ candidate: CandidateChange, savesAtMost: Double, guess: Double) {
      self.candidate = candidate
      self.savesAtMost = savesAtMost
      self.guess = min(guess, savesAtMost)
    }

    /// Whether this is guessed to be better; of equal guesses that which may save more.
    func isBetter(than other: Lever) -> Bool {
      let (left, right) = ((guess * 100).rounded(), (other.guess * 100).rounded())
      return left != right ? left > right : savesAtMost > other.savesAtMost
    }
  }

  private let facts: PlanFacts
  private let sensitivity: Sensitivity
  private let slots: Int
  /// What an hour of work is worth before what a person costs: by demand and period, of effective hours and of the rest;
  /// nothing where the demand has no row for the period.
  private var rest: [[Double?]] = []
  /// What is unmet, by demand and period; of a flexible demand all stands at period 0.
  private var unmet: [Int: [Int: Double]] = [:]
  /// What somebody can gain at most on what is unmet, by person, before their hours are taken from anything else.
  private var openWork: [Double] = []

  init(_ facts: PlanFacts, _ sensitivity: Sensitivity) {
    self.facts = facts
    self.sensitivity = sensitivity
    slots = facts.periodCount
    for (index, place) in facts.places.enumerated() {
      let isStaff = facts.scenario.demand(at: place).staff != nil
      rest.append(
        (0..<slots).map { period in
          isStaff
            ? sensitivity.price(of: .newHour(demand: index, period: period, costPerHour: 0, productivity: 0)) : nil
        })
    }
    for entry in facts.plan.unmet where entry.amount.count >= 10_000 {
      guard let index = facts.demandIndex[entry.demand] else { continue }
      unmet[index, default: [:]][entry.period ?? 0, default: 0] += Double(entry.amount.count) / 1e6
    }
    openWork = scenario.staff.map { _ in 0 }
    for index in unmet.keys.sorted() {
      let place = facts.places[index]
      guard let demand = scenario.demand(at: place).staff else { continue }
      for seat in demand.seats {
        for person in facts.candidates(for: seat, window: scenario.window(of: place)) {
          let productivity = Double(person.productivity) / 1e12
          let gains = facts.periods.enumerated().map { period, stretch in
            stretch.intersection(person.days).isEmpty
              ? 0 : max(0, gain(index, seat, period, cost(person.staff, period), productivity) ?? 0)
          }
          openWork[person.staff] += Double(seat.count) * open(index, gains.map { $0 / productivity })
        }
      }
    }
  }

  /// What there is to gain on the unmet hours of a demand, with what an effective hour gains by period.
  private func open(_ demand: Int, _ gains: [Double]) -> Double {
    guard let amounts = unmet[demand] else { return 0 }
    if prices.effort[demand].count == 1 { return (amounts[0] ?? 0) * (gains.max() ?? 0) }
    return amounts.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * gains[$1.key] }
  }

  private var scenario: Scenario { facts.scenario }
  private var prices: RowPrices { sensitivity.prices }

  /// All changes that may save something.
  func levers() -> [Lever] {
    var found = overtimeAndMore()
    found += training()
    found += facts.places.indices.compactMap(slip)
    found += scenario.projects.indices.compactMap(budget)
    found += scenario.limits.indices.compactMap(limit)
    found += scenario.assets.indices.compactMap(quantity)
    found += scenario.commitments.indices.compactMap(release)
    return found.filter { $0.savesAtMost > Self.least }
  }

  /// Savings below this are what is left of nothing after floating point.
  private static let least = 1e-4

  // MARK: - People

  /// What an hour of somebody's time is worth on a day.
  private func cap(_ person: Int, _ day: Day) -> Double {
    -prices.capacity[person, day.number - facts.calendars.horizon.first.number]
  }

  private static func hours(_ amount: Int128) -> Double { Double(amount) / 1e6 }

  /// What somebody's hours on some days gain if each gains so much before it is taken from anything else, and the most that
  /// one of them gains.
  private func net(_ person: Int, _ days: DayRange, gain: Double) -> (all: Double, most: Double) {
    let time = facts.time[person]
    var (all, most) = (0.0, 0.0)
    for number in days.first.number...max(days.first.number, days.last.number) {
      let day = Day(number: number)
      let range = DayRange(day, day)
      let hours = Self.hours(time.regular(range) + time.overtimeByDay(range))
      let net = gain - cap(person, day)
      guard net > 0, hours > 0 else { continue }
      all += net * hours
      most = max(most, net)
    }
    return (all, most)
  }

  private func overtimeAndMore() -> [Lever] {
    let worth = sensitivity.worthOfTime
    return scenario.staff.indices.flatMap { index -> [Lever] in
      let person = scenario.staff[index]
      let heads = Double(person.headcount)
      var result = [
        Lever(.external(index, in: scenario), savesAtMost: worth[index].all / heads, guess: openWork[index])
      ]
      guard let overtime = CandidateChange.overtime(index, in: scenario),
        case .overtime(_, let terms) = overtime.change
      else { return result }
      let more = Double(CandidateChange.moreOvertime)
      let account = person.overtime?.hoursTotal == nil ? 0 : -prices.overtimeTotal[index]
      var bound = account * Double(CandidateChange.moreOvertimeInTotal) * heads
      var regular = 0.0
      for week in facts.calendars.weeks {
        // Each of the hours gains no more than one on the day on which it gains most.
        let premium = Double(facts.time[index].rate(week)) / 1e6 * (terms.costFactor.doubleValue - 1)
        let dearest = (week.first.number...week.last.number).map { cap(index, Day(number: $0)) }.max() ?? 0
        bound += max(0, dearest - premium - account) * more * heads
        regular = max(regular, Self.hours(facts.time[index].regular(week, .contracted)) / heads)
      }
      let before = regular + (person.overtime?.hoursPerWeek.doubleValue ?? 0)
      bound += before > 0 ? worth[index].bounds * more / before : 0
      result.append(Lever(overtime, savesAtMost: bound, guess: openWork[index]))
      return result
    }
  }

  /// What an hour of somebody costs in a period.
  private func cost(_ person: Int, _ period: Int) -> Double {
    Double(facts.time[person].rate(facts.periods[period])) / 1e6
  }

  /// What an hour of somebody on a demand in a period gains, before the hour is taken from anything else.
  private func gain(
    _ demand: Int, _ seat: Seat, _ period: Int, _ cost: Double, _ productivity: Double
  ) -> Double? {
    if let place = seat.place {
      return worth(of: place, seat.count, in: demand, period) - cost * (1 - prices.budget[facts.places[demand].project])
    }
    guard let rest = rest[demand][period] else { return nil }
    let effort = prices.effort[demand].count == 1 ? prices.effort[demand][0] : prices.effort[demand][period]
    return productivity * effort + rest - cost * (1 - prices.budget[facts.places[demand].project])
  }

  /// What an hour in a place of a crew is worth on some day of a period: the price of row 12. Where not all places can be
  /// taken yet, and so none has a price, that is at most all that an hour of the whole crew is worth.
  private func worth(of place: Int, _ count: Int, in demand: Int, _ period: Int) -> Double {
    let effort = prices.effort[demand].count == 1 ? prices.effort[demand][0] : prices.effort[demand][period]
    let crew = prices.crews[demand].places
    let origin = facts.calendars.horizon.first.number
    let days = facts.periods[period].intersection(facts.windows[demand])
    guard !days.isEmpty else { return 0 }
    return (days.first.number...days.last.number).reduce(0.0) { most, number in
      let day = number - origin
      let isPriced = (0..<crew.rows).contains { crew[$0, day] != 0 }
      return max(most, isPriced ? crew[place, day] : effort / Double(count))
    }
  }

  private struct Training: Hashable {
    let staff: Int
    let skill: String
  }

  /// A demand, or a place of its crew, that somebody could take.
  private struct Opening {
    let demand: Int
    let seat: Seat
  }

  /// Everybody who lacks one skill, or its level, and nothing else, for some demand.
  private func training() -> [Lever] {
    var lacking: [Training: [Int: [Opening]]] = [:]
    for (index, place) in facts.places.enumerated() {
      guard let demand = scenario.demand(at: place).staff, prices.effort[index].contains(where: { $0 > 0 }) else {
        continue
      }
      let window = scenario.window(of: place)
      for seat in demand.seats {
        for person in facts.trainable(for: seat.requirements, window: window) {
          let training = Training(staff: person.staff, skill: person.lacking.name)
          lacking[training, default: [:]][person.lacking.level, default: []].append(Opening(demand: index, seat: seat))
        }
      }
    }
    var found: [Lever] = []
    let order = lacking.sorted {
      $0.key.staff != $1.key.staff ? $0.key.staff < $1.key.staff : $0.key.skill < $1.key.skill
    }
    for (training, levels) in order {
      var demands: [Opening] = []
      var best: Lever?
      for (level, added) in levels.sorted(by: { $0.key < $1.key }) {
        demands += added
        let wanted = SkillRequirement(training.skill, level: level)
        let (bound, guess) = gain(training.staff, wanted, demands)
        let lever = Lever(.training(training.staff, wanted, in: scenario), savesAtMost: bound, guess: guess)
        // A higher level that cannot do more is not worth trying.
        if best.map(lever.isBetter) ?? true { best = lever }
      }
      if let best { found.append(best) }
    }
    return found
  }

  /// What somebody may save with a skill on demands that ask for it: no more than all their hours on what gains most, and no
  /// more than all hours of these demands; and the same with what is unmet of them.
  private func gain(
    _ staff: Int, _ wanted: SkillRequirement, _ openings: [Opening]
  ) -> (bound: Double, guess: Double) {
    var person = scenario.staff[staff]
    let skill = CandidateChange.trained(person, wanted)
    person.skills.removeAll { $0.name == wanted.name }
    person.skills.append(skill)
    let trained = [person]
    var best = [Double](repeating: 0, count: slots)
    var ofDemands = 0.0
    var ofUnmet = 0.0
    for opening in openings {
      let (index, seat) = (opening.demand, opening.seat)
      let place = facts.places[index]
      guard
        let eligible = EligibleDays.find(
          for: 0, of: trained, on: seat.requirements, window: scenario.window(of: place))
      else { continue }
      let days = eligible.hull
      let productivity = seat.place == nil ? eligible.productivity.doubleValue : 1
      var most = 0.0
      var ofPeriods = 0.0
      var gains = [Double](repeating: 0, count: slots)
      for (period, stretch) in facts.periods.enumerated() {
        let part = stretch.intersection(days)
        guard !part.isEmpty, let gain = gain(index, seat, period, cost(staff, period), productivity) else {
          continue
        }
        let net = net(staff, part, gain: gain)
        best[period] = max(best[period], net.all)
        ofPeriods += net.all
        most = max(most, net.most / productivity)
        gains[period] = net.most / productivity
      }
      ofDemands += min(ofPeriods, most * scenario.hours(of: place).doubleValue * Double(seat.count))
      ofUnmet += min(ofPeriods, Double(seat.count) * open(index, gains))
    }
    let bound = min(best.reduce(0, +), ofDemands)
    return (bound, min(bound, ofUnmet))
  }

  // MARK: - Dates

  /// Two weeks more for a demand that is short.
  private func slip(_ index: Int) -> Lever? {
    let place = facts.places[index]
    guard isShort.contains(index), let demand = scenario.demand(at: place).staff,
      let candidate = CandidateChange.slip(place, in: scenario), case .demandEnd(_, let end, _) = candidate.change
    else { return nil }
    let window = scenario.window(of: place)
    let longer = DayRange(window.first, end)
    let added = DayRange(window.last.advanced(by: 1), end)
    var ofHours = 0.0
    var most = 0.0
    // On days that it does not have yet, nothing of a crew has a price: each place could be worth all of it.
    for seat in demand.seats {
      for person in facts.candidates(for: seat, window: longer) {
        let productivity = Double(person.productivity) / 1e12
        for (period, stretch) in facts.periods.enumerated() {
          let part = stretch.intersection(person.days).intersection(added)
          guard !part.isEmpty else { continue }
          let gain = gainAfter(index, seat, period, cost(person.staff, period), productivity)
          let net = net(person.staff, part, gain: gain)
          ofHours += net.all
          most = max(most, Double(seat.count) * net.most / productivity)
        }
      }
    }
    let pace = prices.pace[index].reduce(0, -) * (demand.maxHoursPerWeek?.doubleValue ?? 0)
    var bound = min(ofHours, most * scenario.hours(of: place).doubleValue)
    if demand.pace == .even {
      // Less of it falls on each period: no more is gained than what that part costs now.
      let share = 1 - workingHours(window) / max(1e-9, workingHours(longer))
      for (period, stretch) in facts.periods.enumerated() {
        let part = stretch.intersection(window)
        guard !part.isEmpty else { continue }
        let wanted = scenario.hours(of: place).doubleValue * workingHours(part) / max(1e-9, workingHours(window))
        bound += max(0, prices.effort[index][period]) * wanted * share
      }
    }
    let counts = facts.plan.unmet.filter { facts.demandIndex[$0.demand] == index }.reduce(0) {
      $0 + Self.hours($1.cost.count)
    }
    return Lever(candidate, savesAtMost: bound + pace, guess: min(counts, bound))
  }

  /// What an hour gains in a period in which the demand may have no row yet.
  private func gainAfter(
    _ demand: Int, _ seat: Seat, _ period: Int, _ cost: Double, _ productivity: Double
  ) -> Double {
    if seat.place != nil {
      guard prices.effort[demand].count == 1 else { return -.infinity }
      return prices.effort[demand][0] / Double(seat.count)
        - cost * (1 - prices.budget[facts.places[demand].project])
    }
    if let known = gain(demand, seat, period, cost, productivity) { return known }
    // An even demand has a row of its own there, whose price is free: nothing is gained that is not counted elsewhere.
    return -.infinity
  }

  /// The hours of the top calendar on the days of a range.
  private func workingHours(_ range: DayRange) -> Double {
    Double(facts.calendars.count(facts.calendars.standard.hours, in: range)) / 1e9
  }

  private var isShort: Set<Int> {
    Set(facts.plan.unmet.filter { $0.amount.count > 0 }.compactMap { facts.demandIndex[$0.demand] })
  }

  // MARK: - Money, assets, promises

  /// A tenth more of a limit.
  private func limit(_ index: Int) -> Lever? {
    let price = prices.limits[index].reduce(0, -)
    guard price > 1e-5, case .hours(let most) = scenario.limits[index].most else { return nil }
    let more = max(1_000_000, WholeAmounts.fixed(most) / 10_000_000)
    guard let candidate = CandidateChange.limit(index, by: more, in: scenario) else { return nil }
    let saves = price * Double((more + 999_999) / 1_000_000)
    return Lever(candidate, savesAtMost: saves, guess: saves)
  }

  /// As much as the dearest people would take for all that is unmet in the project.
  private func budget(_ project: Int) -> Lever? {
    let price = -prices.budget[project]
    guard price > 1e-5 else { return nil }
    var amount: Int128 = 0
    var counts = 0.0
    for entry in facts.plan.unmet {
      guard let index = facts.demandIndex[entry.demand], facts.places[index].project == project else { continue }
      counts += Self.hours(entry.cost.count)
      let place = facts.places[index]
      let rates: [Int128]
      switch scenario.demand(at: place).kind {
      case .staff(let demand):
        // An hour of a crew takes the dearest of each place.
        let dearest = demand.seats.map { seat in
          let ofPlace = facts.candidates(for: seat, window: scenario.window(of: place)).map { person in
            WholeAmounts.product(
              facts.time[person.staff].rate(person.days), WholeAmounts.one, over: max(1, person.productivity))
          }
          return Int128(seat.count) * (ofPlace.max() ?? 0)
        }
        rates = [dearest.reduce(0, +)]
      case .asset(let demand):
        rates = scenario.assets.filter(demand.matches).map { WholeAmounts.fixed($0.costPerUnitDay) / 1_000_000 }
      }
      amount += WholeAmounts.product(entry.amount.count, rates.max() ?? 0, over: 1_000_000)
    }
    guard let candidate = CandidateChange.budget(project, by: amount, in: scenario) else { return nil }
    let more = ((Double(amount) / 1e8).rounded(.up)) * 100
    return Lever(candidate, savesAtMost: price * more, guess: counts)
  }

  private func quantity(_ asset: Int) -> Lever? {
    guard let candidate = CandidateChange.oneMore(of: asset, in: scenario) else { return nil }
    let bound = (0..<facts.calendars.horizon.count).reduce(0) { $0 - prices.asset[asset, $1] }
    return Lever(candidate, savesAtMost: bound, guess: bound)
  }

  private func release(_ position: Int) -> Lever? {
    var alone = scenario
    alone.commitments = [scenario.commitments[position]]
    let hours = Promised(alone, facts.periods, facts.time, facts.staffIndex, facts.demandIndex) { facts.windows[$0] }
      .hours
    let bound = prices.commitments.reduce(0) { sum, price in
      let key = PlanFacts.Key(resource: price.staff, demand: price.demand, period: price.period)
      return sum + price.price * Self.hours(hours[key] ?? 0)
    }
    return Lever(.release(position, in: scenario), savesAtMost: bound, guess: bound)
  }
}
