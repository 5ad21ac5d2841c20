// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
import Allocation
import Numbers

/// Rows 1 and 2 of a plan that states no daily amounts: whether the time of each person, taken by itself, is enough.
///
/// Regular time and overtime are two problems, because a plan says what its overtime is for. Each is a maximum flow, from
/// what is done to the days on which it may be done; where it does not fit, a smallest cut names the work and the days.
extension Verifier {
  mutating func checkTime(_ items: PlannedItems) {
    for group in items.groups { checkRegular(items.work[group]) }
    var start = 0
    for place in items.work.indices
    where place + 1 == items.work.count || items.work[place].staff != items.work[place + 1].staff {
      let mine = items.work[start...place].filter { $0.overtime > 0 }
      if !mine.isEmpty { checkOvertime(mine) }
      start = place + 1
    }
  }

  /// Row 1 of a person in a period.
  private mutating func checkRegular(_ group: ArraySlice<PlannedItems.Work>) {
    guard let first = group.first else { return }
    let person = facts.staff[first.staff]
    let period = facts.days.ofPeriod[first.period]
    let sum = group.reduce(Int128(0)) { $0 + $1.regular }
    let capacity = person.capacity(in: period)
    let isFree = group.allSatisfy { work in
      work.days.count == period.count || period.allSatisfy { person.capacity[$0] == 0 || work.days.contains($0) }
    }
    if sum * .fineMillionth > capacity {
      let extra = group.reduce(Int128(0)) { $0 + $1.overtime }
      let limit = Rational(fine: capacity)
      let overtime = extra > 0 ? " and \(text(extra)) h of overtime" : ""
      report(
        .capacity,
        "\(name(ofStaff: first.staff)) has \(text(sum + extra)) h \(time(ofPeriod: first.period)), but \(limit) h of "
          + "capacity\(overtime)", [.key("assignments")],
        excess: .init(
          (exact(sum) - limit).ceilingMillionths, staff: person.person.id, period: first.period))
    } else if !isFree {
      let fits = DayFit(
        group.map { ($0.regular * .fineMillionth, $0.days) }, period.map { person.capacity(in: $0..<$0 + 1) },
        from: period.lowerBound)
      reportTooFewDays(group, fits, "regular time", "assignments") { $0.regular }
    }
  }

  /// Rows 1 and 2 of a person's overtime.
  private mutating func checkOvertime(_ list: [PlannedItems.Work]) {
    let staff = list[0].staff
    let person = facts.staff[staff]
    var weeks: [Int: Int128] = [:]
    var start = 0
    for place in list.indices where place + 1 == list.count || list[place].period != list[place + 1].period {
      let group = list[start...place]
      start = place + 1
      let period = facts.days.ofPeriod[list[place].period]
      let sum = group.reduce(Int128(0)) { $0 + $1.overtime }
      if facts.days.periodsAreInWeeks { weeks[facts.days.week(of: period.lowerBound), default: 0] += sum }
      let capacity = person.overtime(in: period)
      if sum * .fineMillionth > capacity {
        report(
          .overtime,
          "\(name(ofStaff: staff)) has \(text(sum)) h of overtime \(time(ofPeriod: list[place].period)), but may have "
            + "at most \(Rational(fine: capacity)) h", [.key("overtime")],
          excess: .init(
            (exact(sum) - Rational(fine: capacity)).ceilingMillionths, staff: person.person.id,
            period: list[place].period))
        continue
      }
      let fits = DayFit(
        group.map { ($0.overtime * .fineMillionth, $0.days) }, period.map { person.overtime(in: $0..<$0 + 1) },
        from: period.lowerBound)
      reportTooFewDays(group, fits, "overtime", "overtime") { $0.overtime }
    }
    for (week, sum) in weeks.sorted(by: { $0.key < $1.key }) { checkOvertime(of: staff, week: week, sum) }
    checkOvertime(of: staff, list.reduce(Int128(0)) { $0 + $1.overtime })
    guard !facts.days.periodsAreInWeeks else { return }
    // Weeks have days of two periods, so that overtime of one may leave no room for that of the other.
    let fits = DayFit(
      list.map { ($0.overtime * .fineMillionth, $0.days) },
      facts.days.indices.map { person.overtime(in: $0..<$0 + 1) }, from: 0,
      groups: facts.days.ofWeek.map { ($0, person.overtimePerWeek.fine) })
    reportTooFewDays(list[...], fits, "overtime", "overtime") { $0.overtime }
  }

  /// Names the work for which some days are too few.
  private mutating func reportTooFewDays(
    _ work: ArraySlice<PlannedItems.Work>, _ fits: DayFit, _ what: String, _ list: String,
    _ amount: (PlannedItems.Work) -> Int128
  ) {
    guard let cut = fits.cut, let first = work.first else { return }
    let items = Array(work)
    let sum = cut.items.reduce(Int128(0)) { $0 + amount(items[$1]) }
    let room = Rational(fine: cut.room)
    var targets: [String] = []
    for item in cut.items {
      let target = items[item].asset.map(name(ofAsset:)) ?? name(ofDemand: items[item].demand)
      if !targets.contains(target) { targets.append(target) }
    }
    report(
      .days,
      "\(name(ofStaff: first.staff)) has \(text(sum)) h of \(what) on \(targets.joined(separator: ", ")) that can only be "
        + "worked on \(text(cut.days)), but only \(room) h then", [.key(list)],
      excess: .init(
        (exact(sum) - room).ceilingMillionths, staff: facts.staff[first.staff].person.id,
        period: items[cut.items[0]].period))
  }
}

/// Whether amounts fit into days.
struct DayFit {
  /// How much of each amount fits where as much as can be fits in all.
  let sent: [Int128]
  /// The amounts that do not fit, and the days on which alone they may be, with the room there; nil where all fit.
  let cut: (items: [Int], days: [Int], room: Int128)?

  /// - Parameters:
  ///   - items: amounts with the days on which they may be.
  ///   - capacity: of each day, from the first one.
  ///   - groups: days that have a limit together.
  init(
    _ items: [(amount: Int128, days: [Int])], _ capacity: [Int128], from first: Int,
    groups: [(days: Range<Int>, limit: Int128)] = []
  ) {
    // Source, items, days, groups, sink.
    let (day, group) = (1 + items.count, 1 + items.count + capacity.count)
    let sink = group + groups.count
    var network = FlowNetwork(nodes: sink + 1)
    var total: Int128 = 0
    for (index, item) in items.enumerated() {
      network.connect(0, 1 + index, item.amount)
      total += item.amount
      for number in item.days where capacity[number - first] > 0 {
        network.connect(1 + index, day + number - first, item.amount)
      }
    }
    if groups.isEmpty {
      for index in capacity.indices where capacity[index] > 0 { network.connect(day + index, sink, capacity[index]) }
    }
    for (index, limited) in groups.enumerated() {
      for number in limited.days where capacity[number - first] > 0 {
        network.connect(day + number - first, group + index, capacity[number - first])
      }
      network.connect(group + index, sink, limited.limit)
    }
    let (amount, sourceSide) = network.maximise(from: 0, to: sink)
    sent = network.flows(from: 0)
    guard amount < total else {
      cut = nil
      return
    }
    let tight = items.indices.filter { sourceSide[1 + $0] && items[$0].amount > 0 }
    let days = Set(tight.flatMap { items[$0].days }).filter { capacity[$0 - first] > 0 }.sorted()
    // What is sent from the items in the cut is all that there is room for.
    let sum = tight.reduce(Int128(0)) { $0 + items[$1].amount }
    cut = (tight, days, sum - (total - amount))
  }
}
