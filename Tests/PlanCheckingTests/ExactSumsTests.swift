// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

@testable import PlanChecking

@Suite struct ExactSumsTests {
  @Test(arguments: 0..<60) func sumsAreThoseOfFractions(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var sums = ExactSums(count: 3)
    var slow = [Rational](repeating: .zero, count: 3)
    for _ in 0..<200 {
      let place = Int(random.next() % 3)
      let top = Int128(Int64(bitPattern: random.next()) >> Int64(random.next() % 62))
      // Millionths, what is none of them, and what leaves 64 bits behind.
      let bottom: Int128 = [1, 100, 1_000_000, 7, 3_000_000, 1 << 40][Int(random.next() % (seed % 2 == 0 ? 3 : 6))]
      let rate = Rate(Rational(top, over: bottom))
      let amount = Millionths(count: Int128(Int64(bitPattern: random.next())) << Int128(random.next() % 16))
      sums.add(rate, amount, at: place)
      slow[place] += rate.exact * Rational(amount)
      sums.add(amount, at: place)
      slow[place] += Rational(amount)
      #expect(sums[place] == slow[place])
      #expect(sums.nearestMillionths(place) == slow[place].nearestMillionths)
    }
  }

  @Test func halvesOfSmallSumsGoAwayFromZero() {
    for (count, expected) in [(1, 1), (-1, -1), (3, 2), (0, 0), (999_999, 500_000)] as [(Int128, Int128)] {
      var sums = ExactSums(count: 1)
      sums.add(Rate(Rational(1, over: 2)), Millionths(count: count), at: 0)
      #expect(sums.nearestMillionths(0).count == expected)
    }
  }
}

@Suite struct AvailabilityTests {
  /// Absences that overlap, reach beyond the horizon and have shares of many decimals, against a count day by day.
  @Test(arguments: 0..<60) func rangesOfLossesAreThoseOfTheDays(seed: UInt64) {
    var random = SplitMix(seed: seed)
    func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let first = Day(number: 20_000)
    let horizon = DayRange(first, first.advanced(by: 99))
    let calendar = WorkCalendar(
      workdays: [.monday, .tuesday, .thursday, .friday, .sunday], hoursPerDay: 8,
      holidays: (0..<5).map { _ in first.advanced(by: any(0...99)) })
    let shares = [decimal("1"), decimal("0.5"), decimal("0.333333333333333333"), decimal("0.000000000000000000000001")]
    let absences = (0..<any(0...(seed % 3 == 0 ? 40 : 4))).map { _ in
      let start = first.advanced(by: any(-20...110))
      return StaffMember.Absence(
        DayRange(start, start.advanced(by: any(0...30))), share: shares[any(0...3)])
    }
    let person = StaffMember(
      id: "a", employedFrom: any(0...1) == 0 ? nil : first.advanced(by: any(-5...30)),
      employedTo: any(0...1) == 0 ? nil : first.advanced(by: any(60...110)), absences: absences)
    let planning = PlanningCalendar(horizon: horizon, period: .month, standard: calendar)
    let days = HorizonDays(planning)
    let facts = StaffFacts(person, days, CalendarTable(planning))
    for _ in 0..<20 {
      let start = first.advanced(by: any(0...99))
      let range = DayRange(start, start.advanced(by: any(-1...40)))
      var expected = Rational.zero
      for number in stride(from: range.first.number, through: min(range.last.number, horizon.last.number), by: 1) {
        let day = Day(number: number)
        guard calendar.isWorked(day), person.employedFrom.map({ $0 <= day }) ?? true,
          person.employedTo.map({ day <= $0 }) ?? true
        else { continue }
        let lost = absences.filter { $0.days.contains(day) }.reduce(Rational.zero) { $0 + Rational($1.share) }
        if lost < .one { expected += .one - lost }
      }
      let numbers = days.numbers(of: range)
      #expect(facts.weeksPresent(in: numbers) * Rational(5) == expected)
      let hours = Rational(fine: facts.regular(in: numbers))
      #expect(hours <= Rational(8) * expected)
      #expect(Rational(8) * expected - hours < Rational(Int128(numbers.count + 1), over: .fineOne))
    }
  }
}
