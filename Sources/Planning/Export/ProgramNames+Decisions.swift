// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Names of what decisions in whole numbers add to a program.
extension ProgramNames {
  /// The kinds of rows that decisions add.
  static let decisionRowKinds = [
    ("rule.DECISION.NUMBER", "what a decision allows or asks for; named after the first whole column in it")
  ]

  /// The kinds of whole columns.
  static let switchKinds = [
    ("start.PROJECT", "1: the project is done, and starts at the dates of this copy of it"),
    ("undone.PROJECT", "1: the project is left out"),
    ("engaged.PERSON", "how many external people of a kind are engaged"),
    ("trained.PERSON.NUMBER", "1: the training is bought"),
    ("team.DEMAND", "1: a team works on the demand"),
    ("member.PERSON.DEMAND", "how many people of a kind are on the team"),
    ("on.PERSON.PROJECT.PERIOD", "1: the person works on the project in the period"),
    ("least.PERSON.DEMAND.PERIOD", "1: the person works on the demand in the period, for its least hours or more"),
    ("begun.DEMAND.PERIOD", "1: a demand that waits for others has begun"),
    ("met.DEMAND.SHARE", "1: a demand is met as far as others wait for"),
    ("units.ASSET.DEMAND.PERIOD", "whole units of an asset, on each day of the period"),
    ("changed.PERSON.DEMAND.PERIOD", "1: the hours of the person are others than in the plan in force"),
  ]

  init(_ program: DecisionProgram) {
    self.init(program.formulation)
    let switches = program.switches.map { name($0, program) }
    columns += switches
    var firstSwitch = [Int?](repeating: nil, count: program.model.rowCount)
    for column in program.first..<program.model.columnCount {
      for entry in program.model.columnStart[column]..<program.model.columnStart[column + 1] {
        let row = Int(program.model.entryRow[entry])
        if firstSwitch[row] == nil { firstSwitch[row] = column - program.first }
      }
    }
    var counts: [String: Int] = [:]
    for row in rows.count..<program.model.rowCount {
      let owner = firstSwitch[row].map { switches[$0] } ?? "all"
      rows.append("rule.\(owner).\(counts[owner, default: 0])")
      counts[owner, default: 0] += 1
    }
  }

  private func name(_ what: DecisionProgram.Switch, _ program: DecisionProgram) -> String {
    let (open, work, frame) = (program.open, program.formulation.work, program.frame)
    func project(_ written: Int) -> String { projects[open.copies.firstIndex { $0.project == written } ?? 0] }
    func demand(_ written: Int) -> String { demands[open.copiesOfDemand[written][0]] }
    switch what {
    case .copy(let copy): return "start.\(projects[copy])"
    case .undone(let written): return "undone.\(project(written))"
    case .heads(let person): return "engaged.\(staff[person])"
    case .training(let person, let place): return "trained.\(staff[person]).\(place)"
    case .team(let place): return "team.\(demands[place])"
    case .member(let pair): return "member.\(staff[work.pairs[pair].staff]).\(demands[work.pairs[pair].demand])"
    case .project(let person, let written, let period): return "on.\(staff[person]).\(project(written)).\(period)"
    case .least(let pair, let period):
      return "least.\(staff[work.pairs[pair].staff]).\(demands[work.pairs[pair].demand]).\(period)"
    case .begun(let written, let period): return "begun.\(demand(written)).\(period)"
    case .changed(let person, let written, let period):
      return "changed.\(staff[person]).\(demand(written)).\(period)"
    case .met(let written, let share): return "met.\(demand(written)).\(share)"
    case .units(let use):
      let place = program.formulation.use.places[use]
      let slot = frame.assetSlots[place.slot]
      let parts = frame.assetSlots[period: slot.period]
      let part = parts.count == 1 ? "" : ".\(place.slot - parts.lowerBound)"
      return "units.\(assets[place.asset]).\(demands[place.demand]).\(slot.period)\(part)"
    }
  }
}
