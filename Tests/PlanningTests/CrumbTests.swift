// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import LinearModels
import Numbers
import Testing

@testable import Planning

@Suite("Amounts that are too small to mean anything")
struct CrumbTests {
  /// Two people, two weeks, and two demands on which both may work in either week.
  private static func scenario(
    priceOfJo: ExactDecimal = 60, hours: ExactDecimal = 200, pace: StaffDemand.Pace = .flexible
  ) -> Scenario {
    func member(_ id: String, _ cost: ExactDecimal) -> StaffMember { StaffMember(id: id, costPerHour: Dated(cost)) }
    return Scenario(
      calendar: weeks(2), policy: .init(unmetCostPerHour: 100), staff: [member("ana", 60), member("jo", priceOfJo)],
      projects: [
        Project(
          id: "p",
          demands: [
            Demand(id: "d", kind: .staff(StaffDemand(.hours(hours), pace: pace))),
            Demand(id: "e", kind: .staff(StaffDemand(.hours(60)))),
          ])
      ])
  }

  /// Amounts by person, demand and period, as `ana d 0`.
  private typealias Amounts = [String: Int64]

  private static func name(_ entry: Int, _ formulation: Formulation) -> String {
    let (frame, work) = (formulation.frame, formulation.work)
    let pair = work.pair(of: entry)
    let period = frame.slots[work.entries[entry].slot].period
    return "\(frame.index.staff.ids[pair.staff]) \(frame.index.demands.ids[pair.demand]) \(period)"
  }

  /// The amounts, and whether something was moved.
  private static func gathered(_ given: Amounts, _ scenario: Scenario) -> (
    amounts: Amounts, before: Double, after: Double
  ) {
    let formulation = Formulation(scenario)
    var assembler = PlanAssembler(formulation)
    for entry in formulation.work.entries.indices {
      assembler.amounts.addHours(given[name(entry, formulation)] ?? 0, entry: entry, isOvertime: false)
    }
    let before = assembler.value()
    _ = assembler.gatherCrumbs()
    var result: Amounts = [:]
    for entry in formulation.work.entries.indices where assembler.amounts.hours(entry) > 0 {
      result[name(entry, formulation)] = assembler.amounts.hours(entry)
    }
    return (result, before, assembler.value())
  }

  @Test("go to somebody who works on the same demand and has time left")
  func moved() {
    let (amounts, before, after) = Self.gathered(
      ["ana d 0": 30_000_000, "ana d 1": 1, "jo e 0": 20_000_000], Self.scenario())
    #expect(amounts == ["ana d 0": 30_000_001, "jo e 0": 20_000_000])
    #expect(isClose(before, after, within: 1e-12))
  }

  @Test("are exchanged for other work where nobody has time left")
  func exchanged() {
    let given: Amounts = [
      "ana d 0": 40_000_000, "ana e 1": 39_999_997, "ana d 1": 3, "jo d 0": 20_000_000, "jo e 0": 20_000_000,
      "jo d 1": 40_000_000,
    ]
    // All weeks are full: jo takes 3 millionths of d, and ana as much of e.
    let (amounts, before, after) = Self.gathered(given, Self.scenario())
    #expect(amounts.values.allSatisfy { $0 >= 10_000 }, "\(amounts)")
    #expect(amounts.values.reduce(0, +) == given.values.reduce(0, +))
    #expect(isClose(before, after, within: 1e-12))
    // Those who are full get no more than they have time for.
    for person in ["ana", "jo"] {
      for week in 0...1 {
        let sum = ["d", "e"].reduce(0) { $0 + (amounts["\(person) \($1) \(week)"] ?? 0) }
        #expect(sum <= 40_000_000)
      }
    }
  }

  @Test("stay where moving them would cost something, and what was wanted is all done")
  func stay() {
    let given: Amounts = ["ana d 1": 1, "jo d 0": 30_000_000]
    #expect(Self.gathered(given, Self.scenario(priceOfJo: 6000, hours: 30.000001)).amounts == given)
    // Another period wants its own, and has more that is left undone.
    #expect(Self.gathered(given, Self.scenario(hours: 60, pace: .even)).amounts == ["jo d 0": 30_000_000])
    // More than a crumb is work.
    let work: Amounts = ["ana d 1": 10_000, "jo d 0": 30_000_000]
    #expect(Self.gathered(work, Self.scenario()).amounts == work)
  }

  @Test("are left out where more of the same work is left undone, for other work where there is some")
  func left() {
    // 40 hours of d are left undone: its crumb is no loss that anybody sees. What e still wants is more than nothing.
    let alone: Amounts = ["ana d 0": 39_000_000, "ana d 1": 40_000_000, "jo d 0": 1]
    let left = Self.gathered(alone, Self.scenario(priceOfJo: 90, hours: 300))
    #expect(left.amounts.values.allSatisfy { $0 >= 10_000 }, "\(left.amounts)")
    let beside: Amounts = ["ana d 0": 1, "ana e 0": 39_999_999, "ana e 1": 10_000_000]
    let given = Self.gathered(beside, Self.scenario())
    #expect(given.amounts == ["ana e 0": 40_000_000, "ana e 1": 10_000_000])
  }

  @Test("are taken by those who do work of which more is left undone")
  func displaced() {
    // Ana's and Jo's weeks are full; d is covered to the last millionth, of e 20 hours are left undone.
    let given: Amounts = [
      "ana d 0": 30_000_000, "ana e 0": 10_000_000, "ana d 1": 39_999_999, "jo d 0": 30_000_000, "jo e 0": 10_000_000,
      "jo d 1": 1, "jo e 1": 20_000_000,
    ]
    let (amounts, before, after) = Self.gathered(given, Self.scenario(hours: 100))
    #expect(amounts.values.allSatisfy { $0 >= 10_000 }, "\(amounts)")
    #expect(["ana d 0", "ana d 1", "jo d 0"].reduce(0) { $0 + (amounts[$1] ?? 0) } == 100_000_000)
    #expect(isClose(before, after, within: 1e-7))
  }

  @Test("of what is left undone are covered where there is time, or for work of which more is left undone")
  func covered() {
    let free: Amounts = ["ana d 0": 39_999_999, "ana d 1": 40_000_000, "jo d 0": 20_000_000]
    #expect(Self.gathered(free, Self.scenario(hours: 100)).amounts.values.reduce(0, +) == 100_000_000)
    let full: Amounts = [
      "ana d 0": 39_999_998, "ana e 0": 2, "ana d 1": 40_000_000, "jo d 0": 20_000_000, "jo e 0": 20_000_000,
    ]
    let amounts = Self.gathered(full, Self.scenario(hours: 100)).amounts
    #expect(amounts.values.allSatisfy { $0 >= 10_000 }, "\(amounts)")
    #expect(["ana d 0", "ana d 1", "jo d 0"].reduce(0) { $0 + (amounts[$1] ?? 0) } == 100_000_000)
  }
}
