// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels

/// How dear the relaxation finds it to turn a switch of work on, beside the others of its group: those that let somebody work
/// on the same demand in the same period, of which few are on.
struct SwitchPrices {
  /// By place among the switches, the number of its group; nil where it is not about who works on what.
  let groups: [Int?]
  /// By place, how many of its group are cheaper; 0 where it has no group.
  private(set) var ranks: [Int]

  private struct Group: Hashable {
    let rank: Int
    let owner: Int
    let period: Int
  }

  /// - Parameter root: the optimum of the relaxation; nil where it has none, and all are as dear.
  init(_ program: DecisionProgram, root: LinearResult?) {
    var numbers: [Group: Int] = [:]
    groups = program.switches.map { what in
      Self.group(what, program).map { group in
        let number = numbers[group] ?? numbers.count
        numbers[group] = number
        return number
      }
    }
    let prices = Self.prices(program, root)
    var members = [[Int]](repeating: [], count: numbers.count)
    for (place, group) in groups.enumerated() { if let group { members[group].append(place) } }
    ranks = Array(repeating: 0, count: groups.count)
    for list in members {
      let order = list.sorted { prices[$0] == prices[$1] ? $0 < $1 : prices[$0] < prices[$1] }
      for (rank, place) in order.enumerated() { ranks[place] = rank }
    }
  }

  private static func group(_ what: DecisionProgram.Switch, _ program: DecisionProgram) -> Group? {
    switch what {
    case .member(let pair): Group(rank: what.rank, owner: program.formulation.work.pairs[pair].demand, period: 0)
    case .least(let pair, let period):
      Group(rank: what.rank, owner: program.formulation.work.pairs[pair].demand, period: period)
    case .project(_, let project, let period): Group(rank: what.rank, owner: project, period: period)
    case .changed(_, let demand, let period): Group(rank: what.rank, owner: demand, period: period)
    default: nil
    }
  }

  /// What a switch costs at least with the work that it allows, at the prices of the relaxation.
  private static func prices(_ program: DecisionProgram, _ root: LinearResult?) -> [Double] {
    let model = program.model
    guard let dual = root?.dual, let point = root?.primal else {
      return [Double](repeating: 0, count: program.switches.count)
    }
    let reduced = model.reducedCosts(dual)
    // By row that links work with a switch: the cheapest of its work.
    var cheapest = [Double](repeating: .infinity, count: model.rowCount)
    for column in 0..<program.first {
      for entry in model.columnStart[column]..<model.columnStart[column + 1] where model.entryValue[entry] > 0 {
        let row = Int(model.entryRow[entry])
        cheapest[row] = min(cheapest[row], max(0, reduced[column]) / model.entryValue[entry])
      }
    }
    return program.switches.indices.map { place in
      let column = program.first + place
      guard point[column] < 1e-9 else { return 0 }
      var price = max(0, reduced[column])
      for entry in model.columnStart[column]..<model.columnStart[column + 1] where model.entryValue[entry] < 0 {
        let row = Int(model.entryRow[entry])
        guard model.rowUpper[row] == 0, cheapest[row].isFinite else { continue }
        price = max(price, reduced[column] - model.entryValue[entry] * cheapest[row])
      }
      return price
    }
  }
}
