// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

/// What the entries of a plan say that people do and assets are used for, by period, in millionths.
struct PlannedItems {
  /// Hours of a person on a demand, or of operating an asset for it, in a period.
  struct Work {
    var staff: Int
    /// The asset that is operated; nil for work on the demand.
    var asset: Int?
    var demand: Int
    var period: Int
    var regular: Int128
    var overtime: Int128
    /// The days of the period on which it may be done; the person need not be there on all of them.
    var days: [Int]
    /// Of a crew, its parts by place, overtime and all: which of them is overtime a plan does not say.
    var places: [Part] = []
  }

  /// Hours of a person in a place of a crew.
  struct Part {
    var place: Int
    var hours: Int128
    var days: [Int]
  }

  /// Units of an asset in a period.
  struct Use {
    var asset: Int
    var demand: Int
    var period: Int
    var unitDays: Int128
  }

  /// Sorted by person and period.
  var work: [Work] = []
  var uses: [Use] = []

  private struct Key: Hashable {
    var staff: Int
    var asset: Int?
    var demand: Int
    var period: Int
  }

  /// Takes the entries that make sense. Overtime of what is not done is returned by the numbers of its entries.
  init(_ verifier: Verifier, withoutWork: inout [Int]) {
    let (facts, entries, references) = (verifier.facts, verifier.entries, verifier.references)
    var places: [Key: Int] = [:]
    let needsPlaces = !verifier.counted.overtime.isEmpty
    var last: (staff: Int, demand: Int, place: Int, days: Range<Int>) = (-1, -1, 0, 0..<0)
    work.reserveCapacity(verifier.counted.assignments.count + verifier.counted.operating.count)
    for index in verifier.counted.assignments where entries.assignments[index].hours.count > 0 {
      let (of, period) = (references.assignments[index], entries.assignments[index].period)
      let seat = entries.assignments[index].place ?? 0
      let needs = facts.demands[of.demand].places[seat]
      if (of.staff, of.demand, seat) != (last.staff, last.demand, last.place) {
        last = (of.staff, of.demand, seat, facts.staff[of.staff].eligibleDays(for: needs) ?? 0..<0)
      }
      let days = facts.days.ofPeriod[period].common(last.days).filter {
        facts.staff[of.staff].meets(needs, on: $0)
      }
      let part = Part(place: seat, hours: entries.assignments[index].hours.count, days: days)
      // The places of a crew follow one another.
      if let before = work.last, !before.places.isEmpty, before.staff == of.staff, before.demand == of.demand,
        before.period == period
      {
        work[work.count - 1].places.append(part)
        work[work.count - 1].regular += part.hours
        work[work.count - 1].days = Set(before.days + days).sorted()
        continue
      }
      if needsPlaces { places[Key(staff: of.staff, asset: nil, demand: of.demand, period: period)] = work.count }
      work.append(
        Work(
          staff: of.staff, asset: nil, demand: of.demand, period: period,
          regular: part.hours, overtime: 0, days: days, places: facts.demands[of.demand].isCrew ? [part] : []))
    }
    for index in verifier.counted.operating where entries.operating[index].hours.count > 0 {
      let (of, period) = (references.operating[index], entries.operating[index].period)
      if needsPlaces { places[Key(staff: of.staff, asset: of.asset, demand: of.demand, period: period)] = work.count }
      work.append(
        Work(
          staff: of.staff, asset: of.asset, demand: of.demand, period: period,
          regular: entries.operating[index].hours.count, overtime: 0,
          days: facts.operatingDays(of: of.staff, of.asset, for: of.demand, in: period)))
    }
    for index in verifier.counted.overtime where entries.overtime[index].hours.count > 0 {
      let (of, entry) = (references.overtime[index], entries.overtime[index])
      let key = Key(staff: of.staff, asset: of.asset, demand: of.demand, period: entry.period)
      if let place = places[key], entry.hours.count <= work[place].regular {
        work[place].regular -= entry.hours.count
        work[place].overtime += entry.hours.count
      } else {
        withoutWork.append(index)
      }
    }
    work.sort { $0.staff != $1.staff ? $0.staff < $1.staff : $0.period < $1.period }
    uses = verifier.counted.assetUse.compactMap { index in
      let (of, entry) = (references.assetUse[index], entries.assetUse[index])
      guard entry.unitDays.count > 0 else { return nil }
      return Use(asset: of.asset, demand: of.demand, period: entry.period, unitDays: entry.unitDays.count)
    }
  }

  /// The places in ``work`` of each person and period, in order.
  var groups: [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for place in work.indices
    where place + 1 == work.count || work[place].staff != work[place + 1].staff
      || work[place].period != work[place + 1].period
    {
      groups.append(start..<place + 1)
      start = place + 1
    }
    return groups
  }
}
