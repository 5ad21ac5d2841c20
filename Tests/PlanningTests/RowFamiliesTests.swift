// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import LinearModels
import Numbers
@testable import Planning
import Testing

/// Rows and columns of a program are known by what they are about, each by one family.
@Suite("Families of rows and columns") struct RowFamiliesTests {
  @Test("Each row has a price of its own, by what it is about", arguments: Sample.all)
  func everyRowBelongsToOneFamily(sample: Sample) {
    let formulation = Formulation(sample.scenario)
    // A dual value that names its row.
    let prices = formulation.prices(from: (0..<formulation.model.rowCount).map { Double($0 + 1) })
    var found = prices.capacity.values + prices.asset.values + prices.operators.values
    found += prices.overtimeTotal + prices.budget + prices.effort.flatMap { $0 } + prices.pace.flatMap { $0 }
    for (price, promise) in zip(prices.commitments, formulation.rows.commitments.promises) where promise.row != nil {
      found.append(price.price)
    }
    #expect(found.filter { $0 != 0 }.sorted() == (0..<formulation.model.rowCount).map { Double($0 + 1) })
  }

  @Test("The columns are those of the families, one after another", arguments: Sample.all)
  func everyColumnBelongsToOneFamily(sample: Sample) {
    let formulation = Formulation(sample.scenario)
    let ranges = [
      formulation.work.columns, formulation.overtime.columns, formulation.use.columns, formulation.operating.columns,
      formulation.unmet.columns, formulation.shortfall.columns,
    ]
    #expect(ranges.flatMap { Array($0) } == Array(0..<formulation.model.columnCount))
    let entries = formulation.work.entries.indices.flatMap { Array(formulation.work.columns(of: $0)) }
    #expect(entries == Array(formulation.work.columns))
  }

  @Test("A program matches itself, and another order of people, whole", arguments: Sample.all)
  func matchesAreWhole(sample: Sample) {
    let formulation = Formulation(sample.scenario)
    var moved = sample.scenario
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

  @Test func whereChangeIsPricedAnEntryHasTwoColumnsThatMeetAtTheBaseline() throws {
    var scenario = Sample(family: .office, seed: 1).scenario
    let before = Formulation(scenario)
    let pair = before.work.pair(of: 0)
    scenario.policy.changeCostPerHour = 7
    scenario.baseline = .init(assignments: [
      .init(
        staff: scenario.staff[pair.staff].id, demand: before.frame.demands[pair.demand].id,
        period: before.work.entries[0].period, hours: 2)
    ])
    let after = Formulation(scenario)
    let columns = after.work.columns(of: 0)
    #expect(columns.count == 2)
    #expect(after.model.columnUpper[columns.lowerBound] == 2)
    #expect(after.model.cost[columns.lowerBound + 1] - after.model.cost[columns.lowerBound] == 14)
    #expect(after.model.offset - before.model.offset == 14)
    #expect(after.work.impliedBy[columns.lowerBound] == nil)
    let single = try #require(after.work.entries.indices.dropFirst().first)
    #expect(after.work.columns(of: single).count == 1)
  }
}
