// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// Limits on the amounts of a plan beside those of its scenario: what is to stay as it is, or may not grow.
///
/// They are about x, z and q of `model.md`; what follows from these (overtime, equipment, unmet amounts) is free.
package struct PlanLimits: Sendable, Hashable {
  /// Whose amount it is.
  package struct Place: Sendable, Hashable, Comparable {
    /// The id of the person, or of the asset for `assetUse`.
    package var owner: String
    /// The id of the demand, or of the asset for `operating`.
    package var target: String
    /// The id of the demand that the asset serves, for `operating`; nil for the others.
    package var served: String?

    package init(_ owner: String, _ target: String, for served: String? = nil) {
      self.owner = owner
      self.target = target
      self.served = served
    }

    package static func < (left: Self, right: Self) -> Bool {
      (left.owner, left.target, left.served ?? "") < (right.owner, right.target, right.served ?? "")
    }
  }

  /// Ranges by place and period, in hours or unit-days.
  package typealias Ranges = [Place: [Int: ClosedRange<Millionths>]]

  /// Hours of a person on a demand.
  package var hours: Ranges
  /// Unit-days of an asset for an asset demand.
  package var assetUse: Ranges
  /// Hours of a person who operates an asset for a demand.
  package var operating: Ranges
  /// Periods in which amounts that are not named are 0.
  package var closedPeriods: Range<Int>
  /// Whether hours on demands that are not named are 0 in every period.
  package var onlyNamedHours: Bool
  /// The demands for which nothing is done, and those of which nothing may be unmet, by id.
  package var closed: Set<String> = []
  package var met: Set<String> = []
  /// The most that may be unmet of a demand, by id: in all where it is flexible, by period where it is even.
  package var unmet: [String: [Double]] = [:]
  /// The periods in which there may be hours on a demand, by id.
  package var windows: [String: Range<Int>] = [:]
  /// Those who alone may have hours on a demand, by id.
  package var people: [String: Set<String>] = [:]
  /// Whole units of an asset for an asset demand, by day of the horizon: exactly so many.
  package var units: [Place: [Int: Int]] = [:]
  /// What is left open of the decisions about the scenario; nil where all is that the scenario leaves open.
  package var domain: DecisionDomain?
  /// How many sums of hours may be others than in a plan in force; nil where any number may.
  package var changes: ChangeLimit?

  package init(
    hours: Ranges = [:], assetUse: Ranges = [:], operating: Ranges = [:], closedPeriods: Range<Int> = 0..<0,
    onlyNamedHours: Bool = false
  ) {
    self.hours = hours
    self.assetUse = assetUse
    self.operating = operating
    self.closedPeriods = closedPeriods
    self.onlyNamedHours = onlyNamedHours
  }

  /// No hours, units or operation at all.
  package static let nothing: ClosedRange<Millionths> = .zero ... .zero

  /// The limits of the hours of a pair of person and demand, looked up once for all periods.
  package func hours(_ staff: String, _ demand: String) -> PairLimits {
    PairLimits(
      named: hours[Place(staff, demand)] ?? [:], closed: closedPeriods,
      isClosed: onlyNamedHours || closed.contains(demand) || people[demand].map { !$0.contains(staff) } ?? false,
      window: windows[demand])
  }

  package func assetUse(_ asset: String, _ demand: String) -> PairLimits {
    PairLimits(
      named: assetUse[Place(asset, demand)] ?? [:], closed: closedPeriods, isClosed: closed.contains(demand))
  }

  package func operating(_ staff: String, _ asset: String, for demand: String) -> PairLimits {
    PairLimits(
      named: operating[Place(staff, asset, for: demand)] ?? [:], closed: closedPeriods,
      isClosed: closed.contains(demand))
  }

  /// The limits of one pair by period.
  package struct PairLimits: Sendable {
    let named: [Int: ClosedRange<Millionths>]
    let closed: Range<Int>
    let isClosed: Bool
    var window: Range<Int>?

    /// The limits in a period; nil where there are none but the scenario's.
    package subscript(period: Int) -> ClosedRange<Millionths>? {
      if let window, !window.contains(period) { return PlanLimits.nothing }
      return named[period] ?? (isClosed || closed.contains(period) ? PlanLimits.nothing : nil)
    }
  }

  /// An amount of a plan that is outside its limits.
  package struct Breach: Sendable, Hashable {
    /// `hours`, `assetUse` or `operating`.
    package var list: String
    package var place: Place
    package var period: Int
    package var planned: Millionths
    package var limits: ClosedRange<Millionths>

    /// What the amounts are counted in.
    package var unit: String { list == "assetUse" ? "unit-days" : "h" }

    /// A sentence without its end.
    ///
    /// - Parameter periods: those of the scenario.
    package func sentence(_ periods: [DayRange]) -> String {
      let days = periods.indices.contains(period) ? periods[period] : nil
      let when = days.map { "from \($0.first) to \($0.last)" } ?? "in period \(period)"
      return "\(place.owner) has \(planned) \(unit) on \(place.target) \(when), "
        + (limits.upperBound == limits.lowerBound
          ? "expected \(limits.lowerBound)" : "expected \(limits.lowerBound) to \(limits.upperBound)")
    }
  }

  /// The amounts of a plan that are outside of the limits, in the order of its lists, then those that are missing.
  package func breaches(in plan: Plan) -> [Breach] { breaches(in: PlanEntries(plan)) }

  /// The same of the entries of a plan that is not made yet.
  package func breaches(in plan: PlanEntries) -> [Breach] {
    var found: [Breach] = []
    func check(
      _ list: String, _ entries: [(place: Place, period: Int, amount: Millionths)], _ ranges: Ranges,
      _ limits: (Place) -> PairLimits
    ) {
      var seen: [Place: Set<Int>] = [:]
      for entry in entries {
        seen[entry.place, default: []].insert(entry.period)
        if let range = limits(entry.place)[entry.period], !range.contains(entry.amount) {
          found.append(
            Breach(list: list, place: entry.place, period: entry.period, planned: entry.amount, limits: range))
        }
      }
      for (place, periods) in ranges.sorted(by: { $0.key < $1.key }) {
        for (period, range) in periods.sorted(by: { $0.key < $1.key })
        where range.lowerBound > .zero && !(seen[place]?.contains(period) ?? false) {
          found.append(Breach(list: list, place: place, period: period, planned: .zero, limits: range))
        }
      }
    }
    // The places of a crew, which stand together, are one amount.
    var worked: [(place: Place, period: Int, amount: Millionths)] = []
    for entry in plan.assignments {
      let place = Place(entry.staff, entry.demand)
      if entry.place != nil, let last = worked.last, last.place == place, last.period == entry.period {
        worked[worked.count - 1].amount += entry.hours
      } else {
        worked.append((place, entry.period, entry.hours))
      }
    }
    check("hours", worked, hours) {
      hours($0.owner, $0.target)
    }
    check(
      "operating", plan.operating.map { (Place($0.staff, $0.asset, for: $0.demand), $0.period, $0.hours) }, operating
    ) {
      operating($0.owner, $0.target, for: $0.served ?? "")
    }
    // What people occupy of equipment follows from their hours and is not limited.
    let limited = plan.assetUse.filter { assetUse[Place($0.asset, $0.demand)] != nil }
    check("assetUse", limited.map { (Place($0.asset, $0.demand), $0.period, $0.unitDays) }, assetUse) {
      assetUse($0.owner, $0.target)
    }
    return found
  }
}
