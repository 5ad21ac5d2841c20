// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import LinearModels
import Numbers
@testable import Planning
import Testing

/// Rows and columns of a program are known by what they are about, each by one family.
@Suite("Families of rows and columns") struct RowFamiliesTests {
  /// Scenarios of every family, and with two crews each.
  static let scenarios = Sample.all.map(\.scenario) + Sample.all.map(\.withCrews)

  @Test("Each row has a price of its own, by what it is about", arguments: scenarios)
  func everyRowBelongsToOneFamily(scenario: Scenario) {
    let formulation = Formulation(scenario)
    // A dual value that names its row.
    let prices = formulation.prices(from: (0..<formulation.model.rowCount).map { Double($0 + 1) })
    var found = prices.capacity.values + prices.asset.values + prices.operators.values
    found += prices.overtimeDay.values + prices.overtimeWeek.values + prices.overtimeTotal + prices.budget
    found += prices.effort.flatMap { $0 } + prices.pace.flatMap { $0 }
    found += prices.equipment.flatMap(\.values) + prices.equipmentOvertime.flatMap(\.values)
    found += prices.crews.flatMap { $0.places.values + $0.people.values }
    for (price, promise) in zip(prices.commitments, formulation.rows.commitments.promises) where promise.row != nil {
      found.append(price.price)
    }
    // The price of a row is that of each of its days; what is below 0 follows from a bound.
    #expect(Set(found.filter { $0 > 0 }) == Set((0..<formulation.model.rowCount).map { Double($0 + 1) }))
  }

  @Test("The columns are those of the families, one after another", arguments: scenarios)
  func everyColumnBelongsToOneFamily(scenario: Scenario) {
    let formulation = Formulation(scenario)
    let ranges = [
      formulation.work.columns, formulation.use.columns, formulation.operating.columns, formulation.overtime.columns,
      formulation.unmet.columns, formulation.shortfall.columns, formulation.change.columns,
      formulation.meeting.columns,
    ]
    #expect(ranges.flatMap { Array($0) } == Array(0..<formulation.model.columnCount))
    let entries = formulation.work.entries.indices.flatMap { Array(formulation.work.columns(of: $0)) }
    #expect(entries == Array(formulation.work.columns))
  }

  @Test("A program matches itself, and another order of people, whole", arguments: scenarios)
  func matchesAreWhole(scenario: Scenario) {
    let formulation = Formulation(scenario)
    var moved = scenario
    moved.staff.reverse()
    moved.projects.reverse()
    let other = Formulation(moved)
    for (to, from) in [(formulation, formulation), (other, formulation)] {
      var columns = [OptionalIndex](repeating: nil, count: from.model.columnCount)
      var rows = [OptionalIndex](repeating: nil, count: from.model.rowCount)
      to.match(from) {
        columns[$1] = OptionalIndex($0)
      } rows: {
        rows[$1] = OptionalIndex($0)
      } inherited: { _, _ in
        Issue.record("nothing is told apart by days")
      }
      #expect(Set(columns).count == to.model.columnCount && !columns.contains(nil))
      #expect(Set(rows).count == to.model.rowCount && !rows.contains(nil))
      for (old, new) in columns.enumerated() {
        guard let new = new.value else { continue }
        #expect(to.model.cost[new] == from.model.cost[old])
        // The same entries in the same rows.
        func entries(_ model: LinearModel, _ column: Int, _ row: (Int) -> Int?) -> [Int: Double] {
          let range = model.columnStart[column]..<model.columnStart[column + 1]
          return Dictionary(
            range.map { (row(Int(model.entryRow[$0])) ?? .max, model.entryValue[$0]) }, uniquingKeysWith: +)
        }
        #expect(entries(to.model, new) { $0 } == entries(from.model, old) { rows[$0].value })
      }
    }
  }

  @Test("Where change is priced, what the baseline has is counted from it")
  func changesAreCounted() throws {
    var scenario = Sample(family: .office, seed: 1).scenario
    let before = Formulation(scenario)
    let pair = before.work.pair(of: 0)
    scenario.policy.changeCostPerHour = 7
    scenario.baseline = .init(assignments: [
      .init(
        staff: scenario.staff[pair.staff].id, demand: before.frame.demands[pair.demand].id,
        period: before.frame.slots[before.work.entries[0].slot].period, hours: 2)
    ])
    let after = Formulation(scenario)
    let column = after.work.columns(of: 0).lowerBound
    let other = after.work.columns(of: 1).lowerBound
    #expect(after.model.cost[column] == before.model.cost[column])
    #expect(after.model.cost[other] == before.model.cost[before.work.columns(of: 1).lowerBound] + 7)
    let change = try #require(after.work.changes.first)
    let row = try #require(change.changeRow)
    #expect(after.model.rowLower[row] == 2 && after.model.rowUpper[row] == 2)
    #expect(after.change.columns.count == 2)
    for column in after.change.columns { #expect(after.model.cost[column] == 7) }
  }

  @Test("What can be done on a part of a period is cut at once where that is rare", arguments: [(150, 2), (50, 1)])
  func rareParts(staff: Int, slots: Int) {
    let scenario = Scenario(
      calendar: weeks(1),
      staff: (0..<staff).map { index in
        StaffMember(
          id: "s\(index)",
          skills: [StaffMember.Skill("sql", level: 1, from: index == 0 ? weeks(1).horizon.first.advanced(by: 2) : nil)],
          costPerHour: 50)
      },
      projects: [
        Project(
          id: "p",
          demands: [Demand(id: "d", kind: .staff(StaffDemand(hours: 10, skills: [.init("sql", level: 1)])))])
      ])
    let frame = ProgramFrame(scenario, limits: nil)
    #expect(frame.slots.slots(of: 0).count == slots)
    #expect(frame.slots.slots(of: 1).count == 1)
  }

  @Test("Days that are told apart have rows of their own, which take over the prices")
  func partsInheritPrices() throws {
    let scenario = Sample(family: .office, seed: 1).scenario
    let whole = Formulation(scenario)
    let apart = Formulation(scenario, refinement: .complete(scenario))
    #expect(apart.frame.slots.count >= whole.frame.slots.count)
    var matched = Set<Int>()
    apart.match(whole) { _, _ in
    } rows: { new, _ in
      #expect(matched.insert(new).inserted)
    } inherited: { new, old in
      #expect(matched.insert(new).inserted)
      #expect(whole.model.rowUpper[old] >= apart.model.rowUpper[new])
    }
    for slot in apart.frame.slots.slots.indices {
      if let row = apart.rows.capacity[slot] { #expect(matched.contains(row)) }
    }
  }
}
