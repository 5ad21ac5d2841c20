// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The work of a person on a demand, day by day: what MS Project calls an assignment.
struct MSPDIBooking {
  /// The person, by the position in the scenario; nil where nobody is assigned.
  var person: Int?
  var demand: String
  /// Seconds by the day of the horizon, in order; empty where no days are known.
  var days: [(day: Int, seconds: Int)]
  var seconds: Int
}

/// What people do in a plan, as bookings.
struct MSPDIBookings {
  private let scenario: Scenario
  private let times: MSPDITimes
  /// The seconds of each person by day.
  private(set) var available: [[Int]]
  private let people: [String: Int]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    let times = MSPDITimes(scenario)
    self.times = times
    available = scenario.staff.map { times.seconds(of: $0) }
    people = Dictionary(
      scenario.staff.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The hours of a person on a demand and a day of the horizon.
  private struct Amount {
    var demand: String
    var day: Int
    var hours: Double
  }

  /// The bookings of a plan by demand, people in the order of the scenario.
  func bookings(of plan: Plan) -> [String: [MSPDIBooking]] {
    var amounts: [[Amount]] = Array(repeating: [], count: scenario.staff.count)
    let windows = windows()
    if let days = plan.days {
      for entry in days {
        guard let staff = entry.staff, entry.asset == nil, let person = people[staff] else { continue }
        amounts[person].append(
          Amount(
            demand: entry.demand, day: entry.date.number - times.horizon.first.number, hours: entry.amount.doubleValue))
      }
    } else {
      for entry in plan.assignments {
        guard let person = people[entry.staff] else { continue }
        amounts[person] += spread(entry, person, windows[entry.demand] ?? times.horizon)
      }
    }
    var result: [String: [MSPDIBooking]] = [:]
    for (person, list) in amounts.enumerated() {
      for booking in Self.bookings(person, list) { result[booking.demand, default: []].append(booking) }
    }
    return result
  }

  /// The work that a scenario asks for: of the only person who may do it, or of nobody.
  func bookings() -> [String: [MSPDIBooking]] {
    var result: [String: [MSPDIBooking]] = [:]
    let day = scenario.calendar.standard.hours(in: times.horizon)
    let windows = windows()
    for project in scenario.projects {
      for demand in project.demands {
        guard let staff = demand.staff else { continue }
        let hours: Double
        switch staff.amount {
        case .hours(let wanted): hours = wanted.doubleValue
        case .fte(let people):
          let window = windows[demand.id] ?? times.horizon
          hours =
            window.isEmpty
            ? 0
            : people.doubleValue
              * (window.first.number...window.last.number).reduce(0) {
                $0 + day[$1 - times.horizon.first.number].doubleValue
              }
        }
        let only = staff.requirements.only ?? []
        let person = only.count == 1 ? people[only[0]] : nil
        result[demand.id] = [
          MSPDIBooking(person: person, demand: demand.id, days: [], seconds: Int((hours * 3600).rounded()))
        ]
      }
    }
    return result
  }

  /// The days of each demand.
  func windows() -> [String: DayRange] {
    var result: [String: DayRange] = [:]
    for project in scenario.projects {
      for demand in project.demands {
        result[demand.id] = DayRange(
          demand.from ?? project.start ?? times.horizon.first, demand.to ?? project.deadline ?? times.horizon.last
        ).intersection(times.horizon)
      }
    }
    return result
  }

  /// The hours of a period on its days: by the time that the person has, else the same on each.
  private func spread(
    _ entry: Plan.Assignment, _ person: Int, _ window: DayRange
  ) -> [Amount] {
    let first = times.horizon.first.number
    func days(_ range: DayRange) -> [(day: Int, weight: Double)] {
      guard !range.isEmpty else { return [] }
      return (range.first.number...range.last.number).map { ($0 - first, Double(available[person][$0 - first])) }
    }
    let period = entry.days.intersection(times.horizon)
    var list = days(period.intersection(window)).filter { $0.weight > 0 }
    if list.isEmpty { list = days(period).filter { $0.weight > 0 } }
    if list.isEmpty { list = days(period).map { ($0.day, 1) } }
    let total = list.reduce(0) { $0 + $1.weight }
    return list.map { Amount(demand: entry.demand, day: $0.day, hours: entry.hours.doubleValue * $0.weight / total) }
  }

  /// Readers keep hundredths of minutes: three seconds are the least whole seconds that are some of them.
  private static let grid = 3

  /// Whole seconds by day along running totals, of each booking and of all of a person together, so that neither is off
  /// by more than the grid at any time.
  private static func bookings(_ person: Int, _ amounts: [Amount]) -> [MSPDIBooking] {
    var order: [String: Int] = [:]
    var bookings: [MSPDIBooking] = []
    var byDay: [Int: [Int: Double]] = [:]
    for amount in amounts {
      let index = order[amount.demand] ?? bookings.count
      if index == bookings.count {
        order[amount.demand] = index
        bookings.append(MSPDIBooking(person: person, demand: amount.demand, days: [], seconds: 0))
      }
      byDay[amount.day, default: [:]][index, default: 0] += amount.hours * 3600 / Double(grid)
    }
    var exact = Array(repeating: 0.0, count: bookings.count)
    var all = (exact: 0.0, written: 0)
    for day in byDay.keys.sorted() {
      let entries = (byDay[day] ?? [:]).sorted { $0.key < $1.key }
      for (index, amount) in entries { exact[index] += amount }
      all.exact += entries.reduce(0) { $0 + $1.value }
      // What each is still owed, in units of the grid; the rest goes to those that are owed most.
      let owed = entries.map { exact[$0.key] - Double(bookings[$0.key].seconds / grid) }
      var units = owed.map { max(0, Int($0.rounded(.down))) }
      var rest = Int(all.exact.rounded()) - all.written - units.reduce(0, +)
      let fractions = owed.map { $0 - $0.rounded(.down) }
      let mostFirst = owed.indices.sorted { (fractions[$1], $0) < (fractions[$0], $1) }
      for index in mostFirst where rest > 0 {
        units[index] += 1
        rest -= 1
      }
      for (position, entry) in entries.enumerated() where units[position] > 0 {
        bookings[entry.key].days.append((day, units[position] * grid))
        bookings[entry.key].seconds += units[position] * grid
        all.written += units[position]
      }
    }
    return bookings
  }
}

extension MSPDIBooking {
  /// When it begins and ends, and how many people at most work on it.
  ///
  /// - Parameters:
  ///   - window: when it begins and ends where no days are known.
  ///   - available: the seconds of the person by day; nil where there is none.
  func text(
    _ horizon: DayRange, window: DayRange, available: [Int]?
  ) -> (start: String, finish: String, units: String) {
    func seconds(_ day: Int) -> Int { Self.length(day, available) }
    let first = days.first?.day ?? max(0, window.first.number - horizon.first.number)
    let last = days.last?.day ?? max(first, window.last.number - horizon.first.number)
    let end = MSPDITimes.start(seconds(last)) + seconds(last)
    let peak = days.map { Double($0.seconds) / Double(seconds($0.day)) }.max() ?? 1
    return (
      MSPDITimes.moment(horizon.first.advanced(by: first), MSPDITimes.start(seconds(first))),
      MSPDITimes.moment(horizon.first.advanced(by: last), end),
      (Millionths(nearest: peak) ?? Millionths(1)).description
    )
  }

  /// How long a day of the person is; eight hours where nothing says it.
  private static func length(_ day: Int, _ available: [Int]?) -> Int {
    guard let available, available.indices.contains(day), available[day] > 0 else { return 8 * 3600 }
    return available[day]
  }

  /// The elements of the assignment, without the tags around them.
  func write(
    to writer: inout XMLWriter, uid: Int, task: Int, resource: Int, _ horizon: DayRange, window: DayRange,
    available: [Int]?
  ) {
    let text = text(horizon, window: window, available: available)
    writer.element("UID", uid)
    writer.element("TaskUID", task)
    writer.element("ResourceUID", resource)
    writer.element("ActualWork", MSPDITimes.duration(0))
    writer.element("Finish", text.finish)
    writer.element("RemainingWork", MSPDITimes.duration(seconds))
    writer.element("Start", text.start)
    writer.element("Units", text.units)
    writer.element("Work", MSPDITimes.duration(seconds))
    // 8: the work of each day is what it says.
    writer.element("WorkContour", days.isEmpty ? 0 : 8)
    writeDays(to: &writer, uid: uid, horizon, available: available)
  }

  /// A record of the work of each day.
  ///
  /// - Parameter isWhole: whether records go from midnight to midnight, where the times of day are not known.
  func writeDays(
    to writer: inout XMLWriter, uid: Int, _ horizon: DayRange, available: [Int]?, isWhole: Bool = false
  ) {
    for entry in days {
      let day = horizon.first.advanced(by: entry.day)
      let length = isWhole ? 86_400 : Self.length(entry.day, available)
      let begin = MSPDITimes.start(length)
      writer.element("TimephasedData") { writer in
        writer.element("Type", 1)
        writer.element("UID", uid)
        writer.element("Start", MSPDITimes.moment(day, begin))
        writer.element("Finish", MSPDITimes.moment(day, begin + length))
        writer.element("Unit", 2)
        writer.element("Value", MSPDITimes.duration(entry.seconds))
      }
    }
  }
}
