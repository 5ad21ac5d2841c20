// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import JSON

/// What the check of a scenario found that is sound.
package struct ScenarioReport: Sendable {
  package let scenario: Scenario
  package let warnings: [LocatedIssue]
  package let counts: Counts
  /// What counts against leaving work undone.
  package var penalties: [PenaltyFigure]
  /// Hours wanted and hours there, by skill and month.
  package var skills: [SkillBalance]
  /// Where only some days of a period count.
  package var cuts: [PeriodCut]

  /// How many there are.
  package struct Counts: Sendable, Hashable {
    package var people = 0
    package var staffDemands = 0
    package var assetDemands = 0
  }

  package init(
    scenario: Scenario, warnings: [LocatedIssue], penalties: [PenaltyFigure], skills: [SkillBalance] = [],
    cuts: [PeriodCut] = []
  ) {
    self.penalties = penalties
    self.skills = skills
    self.cuts = cuts
    self.scenario = scenario
    self.warnings = warnings
    var counts = Counts()
    counts.people = scenario.staff.reduce(0) { $0 + $1.headcount }
    for place in scenario.demandPlaces {
      if scenario.demand(at: place).isForStaff { counts.staffDemands += 1 } else { counts.assetDemands += 1 }
    }
    self.counts = counts
  }
}
