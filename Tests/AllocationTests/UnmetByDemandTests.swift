// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Testing

@testable import Allocation

@Suite("What is unmet, by demand")
struct UnmetByDemandTests {
  private func entry(
    _ demand: String, _ period: Int?, hours: Int, _ reasons: [(String, Int)],
    remedy: String? = nil
  ) -> Plan.UnmetEntry {
    Plan.UnmetEntry(
      demand: demand, project: "p", period: period, amount: Millionths(hours), isUnitDays: false,
      cost: Millionths(hours * 10),
      reasons: reasons.map { .init(kind: .away, detail: $0.0, share: Millionths(count: Int128($0.1))) },
      remedies: remedy.map {
        [.init(kind: .slip, title: $0, patch: "[]", costBefore: .zero, costAfter: nil, saves: nil, confirmed: false)]
      } ?? [])
  }

  @Test("What many periods say is said once, with the periods and without their days")
  func same() throws {
    let merged = [
      entry("d", 0, hours: 30, [("Nobody is free from 2027-01-04 to 01-10: Ana works", 1_000_000)], remedy: "x"),
      entry("d", 2, hours: 10, [("Nobody is free on 2027-01-18: Ana works", 1_000_000)], remedy: "x"),
      entry("e", nil, hours: 5, [("Too few", 1_000_000)]),
    ].byDemand()
    #expect(merged.map(\.demand) == ["d", "e"])
    let whole = try #require(merged.first)
    #expect(whole.amount == Millionths(40) && whole.cost == Millionths(400) && whole.period == nil)
    #expect(whole.remedies.count == 1)
    #expect(whole.reasons.map(\.detail) == ["Nobody is free: Ana works"])
    #expect(whole.reasons.map(\.periods) == [[0, 2]] && whole.reasons.map(\.share) == [Millionths(1)])
    #expect(merged[1] == entry("e", nil, hours: 5, [("Too few", 1_000_000)]))
  }

  @Test("The same but for days, the same but for figures, and shares of the whole")
  func figures() throws {
    let merged = [
      entry(
        "d", 0, hours: 30,
        [("Ana works from 2027-01-04 to 01-10", 500_000), ("10 h of 20 h on 2027-01-04, Jo", 500_000)]),
      entry(
        "d", 1, hours: 10,
        [("Ana works from 2027-01-11 to 01-17", 900_000), ("4 h of 20 h on 2027-01-11, Jo", 100_000)]),
      entry("d", 2, hours: 10, [("Ana works from 2027-12-27 to 2028-01-02", 1_000_000)]),
    ].byDemand()
    let reasons = try #require(merged.first).reasons
    #expect(
      reasons.map(\.detail) == ["Ana works", "10 h of 20 h on 2027-01-04, Jo; much the same in the other periods"])
    #expect(reasons.map(\.periods) == [[0, 1, 2], [0, 1]])
    // 15 and 9 and 10 of 50 hours; 15 and 1.
    #expect(reasons.map(\.share.count) == [680_000, 320_000])
  }

  @Test("What rounding leaves in a week is no reason of the whole, and shares add up to 1")
  func trifles() throws {
    var trifle = entry("d", 1, hours: 0, [("Not worth it", 1_000_000)])
    trifle.amount = Millionths(count: 5)
    let reasons = try #require([entry("d", 0, hours: 3, [("A", 333_333), ("B", 666_667)]), trifle].byDemand().first)
      .reasons
    #expect(reasons.map(\.detail) == ["A", "B"])
    #expect(reasons.reduce(.zero) { $0 + $1.share } == Millionths(1))
  }
}
