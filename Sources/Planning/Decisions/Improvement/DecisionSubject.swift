// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// What a switch is about.
struct DecisionSubject {
  var staff: Int?
  /// As written.
  var project: Int?
  var period: Int?
  var isOfScenario = false

  init(staff: Int? = nil, project: Int? = nil, period: Int? = nil, isOfScenario: Bool = false) {
    (self.staff, self.project, self.period, self.isOfScenario) = (staff, project, period, isOfScenario)
  }

  init(_ what: DecisionProgram.Switch, _ program: DecisionProgram) {
    let (open, work) = (program.open, program.formulation.work)
    func project(of demand: Int) -> Int { open.copies[program.frame.project(demand)].project }
    switch what {
    case .copy(let copy): self.init(project: open.copies[copy].project, isOfScenario: true)
    case .undone(let project): self.init(project: project, isOfScenario: true)
    case .heads(let staff): self.init(staff: staff, isOfScenario: true)
    case .training(let staff, _): self.init(staff: staff, isOfScenario: true)
    case .team(let demand): self.init(project: project(of: demand), isOfScenario: true)
    case .member(let pair): self.init(staff: work.pairs[pair].staff, project: project(of: work.pairs[pair].demand))
    case .project(let staff, let project, let period): self.init(staff: staff, project: project, period: period)
    case .least(let pair, let period):
      self.init(staff: work.pairs[pair].staff, project: project(of: work.pairs[pair].demand), period: period)
    case .begun(let demand, let period): self.init(project: open.index.demandPlaces[demand].project, period: period)
    case .met(let demand, _): self.init(project: open.index.demandPlaces[demand].project)
    case .units(let use):
      let place = program.formulation.use.places[use]
      self.init(project: project(of: place.demand), period: program.frame.assetSlots[place.slot].period)
    case .changed(let staff, let demand, let period):
      self.init(staff: staff, project: open.index.demandPlaces[demand].project, period: period)
    }
  }
}
