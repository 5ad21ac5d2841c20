// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Row 5: the worked and operating hours that a limit counts in a span are at most so many.
struct LimitRows: RowFamily {
  let index: LimitIndex
  /// The most of each sum of each limit, in millionths of an hour, rounded down.
  let most: [[Int64]]
  private var rows: [[OptionalIndex]]
  private let projects: [Int]
  private let slots: [(staff: Int32, day: Int32)]
  private let isEmpty: Bool

  init(_ frame: ProgramFrame) {
    index = frame.limitIndex
    isEmpty = index.entries.isEmpty
    most = Self.most(frame)
    rows = index.entries.map { Array(repeating: nil, count: $0.count) }
    projects = frame.places.map(\.project)
    slots =
      isEmpty
      ? []
      : frame.slots.slots.map { (Int32($0.staff), Int32(frame.day($0.period, $0.days.first))) }
  }

  private static func most(_ frame: ProgramFrame) -> [[Int64]] {
    let scenario = frame.scenario
    let origin = scenario.calendar.horizon.first.number
    return zip(scenario.limits, frame.limitIndex.entries).map { limit, entry in
      (0..<entry.count).map { sum in
        let span = entry.spans[entry.span(ofSum: sum)]
        var hours: Int128
        switch limit.most {
        case .hours(let most): hours = FixedPoint.floor(most) / 1_000_000
        case .share(let share):
          var regular: Int128 = 0
          for staff in entry.staff(ofSum: sum) {
            for day in (span.first.number - origin)...(span.last.number - origin) {
              regular += Int128(frame.time[staff].contracted[day])
            }
          }
          hours = regular * FixedPoint.floor(share) / FixedPoint.one
        }
        if entry.span(ofSum: sum) == 0 {
          hours -= FixedPoint.ceilDivision(FixedPoint.ceil(limit.used), 1_000_000)
        }
        return FixedPoint.clamped(max(0, hours))
      }
    }
  }

  /// The sums that an hour counts for, as limit and sum.
  @inline(__always)
  func forEachSum(
    slot: Int?, day: Int, demand: Int, _ body: (_ limit: Int, _ sum: Int) -> Void
  ) {
    guard !isEmpty else { return }
    if let slot {
      let place = slots[slot]
      for limit in index.ofStaff[Int(place.staff)] {
        if let sum = index.entries[limit].sum(
          staff: Int(place.staff), demand: demand, project: projects[demand], day: Int(place.day))
        {
          body(limit, sum)
        }
      }
    } else {
      for (limit, entry) in index.entries.enumerated() {
        if let sum = entry.sum(staff: nil, demand: demand, project: projects[demand], day: day) { body(limit, sum) }
      }
    }
  }

  /// Adds the rows that an hour counts for where they are missing.
  mutating func addRows(slot: Int?, demand: Int, _ model: inout LinearModel) {
    guard !isEmpty, slot != nil else { return }
    var missing: [(limit: Int, sum: Int)] = []
    forEachSum(slot: slot, day: 0, demand: demand) { limit, sum in
      if rows[limit][sum] == nil { missing.append((limit, sum)) }
    }
    for (limit, sum) in missing {
      rows[limit][sum] = OptionalIndex(model.addRow(lower: -.infinity, upper: Double(most[limit][sum]) / 1e6))
    }
  }

  @inline(__always)
  func addEntries(of activity: Activity, to model: inout LinearModel) {
    guard !isEmpty else { return }
    switch activity {
    case .work(let hour): addHour(slot: hour.slot, day: hour.day, demand: hour.demand, to: &model)
    case .operating(let hour): addHour(slot: hour.slot, day: hour.day, demand: hour.demand, to: &model)
    case .overtime, .use, .unmet, .shortfall, .change, .meeting: break
    }
  }

  private func addHour(slot: Int?, day: Int, demand: Int, to model: inout LinearModel) {
    forEachSum(slot: slot, day: day, demand: demand) { limit, sum in
      if let row = rows[limit][sum].value { model.addEntry(row: row, value: 1) }
    }
  }

  /// By how much rows rise with a regular hour of somebody new on a day, who works on, or for, a demand: those of shares
  /// for which everybody counts. Nil where less than the hour could be worked: where that is a share of it, or a limit that
  /// nobody's hours counted in so far, and that has no row, is less.
  func rise(withHourOn day: Int, _ demand: Int, _ scenario: Scenario) -> [(row: Int, amount: Double)]? {
    var result: [(row: Int, amount: Double)] = []
    var hasRoom = true
    forEachSum(slot: nil, day: day, demand: demand) { limit, sum in
      if rows[limit][sum] == nil, most[limit][sum] < 1_000_000 { hasRoom = false }
    }
    guard hasRoom else { return nil }
    for (limit, entry) in index.entries.enumerated() {
      guard case .share(let share) = scenario.limits[limit].most, entry.people.allSatisfy({ $0 }) else { continue }
      if entry.each == .staff {
        if share < 1, entry.work.contains(true) { return nil }
        continue
      }
      for member in entry.members.indices {
        if let row = rows[limit][member * entry.spans.count + Int(entry.spanOfDay[day])].value {
          result.append((row, share.doubleValue))
        }
      }
    }
    return result
  }

  /// The row of a sum.
  subscript(limit: Int, sum: Int) -> Int? { rows[limit][sum].value }

  /// Limits are the same by their ids and what they count.
  func match(_ old: Self, _ match: ProgramMatch, _ visit: (_ new: Int, _ old: Int) -> Void) {
    let ids = Dictionary(
      match.old.scenario.limits.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, limit) in match.new.scenario.limits.enumerated() {
      guard let other = ids[limit.id], old.index.entries[other].each == index.entries[number].each,
        old.index.entries[other].spans == index.entries[number].spans
      else { continue }
      let (new, before) = (index.entries[number], old.index.entries[other])
      for (member, place) in new.members.enumerated() {
        let owner: Int? =
          switch new.each {
          case nil: 0
          case .staff: match.staff[place].value
          case .project: match.projects[place].value
          case .demand: match.demands[place].value
          }
        guard let owner, let found = before.members.firstIndex(of: owner) else { continue }
        for span in new.spans.indices {
          if let row = rows[number][member * new.spans.count + span].value,
            let old = old.rows[other][found * new.spans.count + span].value
          {
            visit(row, old)
          }
        }
      }
    }
  }

  func read(_ dual: [Double], _ frame: ProgramFrame, counting terms: TermWeights, into prices: inout RowPrices) {
    prices.limits = rows.map { $0.prices(dual) }
  }
}

extension LimitRows {
  /// The hours that limits leave, in millionths.
  struct Room: Sendable {
    private var left: [[Int64]]
    private let rows: LimitRows

    init(_ rows: LimitRows) {
      self.rows = rows
      left = rows.most
    }

    /// The sums that are exceeded, as limit and sum.
    var exceeded: [(limit: Int, sum: Int)] {
      left.indices.flatMap { limit in left[limit].indices.filter { left[limit][$0] < 0 }.map { (limit, $0) } }
    }

    /// What an hour of a slot on a demand may still grow.
    func left(slot: Int, demand: Int) -> Int64 {
      var result = FixedPoint.unlimited
      rows.forEachSum(slot: slot, day: 0, demand: demand) { result = min(result, left[$0][$1]) }
      return result
    }

    /// What a sum is exceeded by where an hour counts for it.
    func excess(slot: Int, demand: Int) -> Int64 {
      var result: Int64 = 0
      rows.forEachSum(slot: slot, day: 0, demand: demand) { result = max(result, -left[$0][$1]) }
      return result
    }

    mutating func add(_ hours: Int64, slot: Int, demand: Int) {
      var sums: [(limit: Int, sum: Int)] = []
      rows.forEachSum(slot: slot, day: 0, demand: demand) { sums.append(($0, $1)) }
      for (limit, sum) in sums { left[limit][sum] -= hours }
    }
  }
}
