// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import GLPKSolver
import Generation
import LinearModels
import Numbers
import Planning
import Testing

/// Whether GLPK is to be had; tests about it are skipped by name where it is not.
let hasGLPK = (try? GLPKLibrary.load()) != nil

/// Small scenarios of every family.
struct Sample: Sendable, CustomTestStringConvertible {
  var family: ScenarioFamily
  var seed: UInt64

  var scenario: Scenario {
    ScenarioGenerator(family: family, staff: 12, projects: 4, weeks: 6, seed: seed).scenario()
  }

  var testDescription: String { "\(family.rawValue), seed \(seed)" }

  /// The same with two crews: people of one demand, twice, beside anybody; and two of all.
  var withCrews: Scenario {
    var scenario = scenario
    let requirements = scenario.demandPlaces.lazy.compactMap { scenario.demand(at: $0).staff?.requirements }.first
    let crew = [CrewPlace(count: 2, requirements ?? Requirements()), CrewPlace()]
    scenario.projects.append(
      Project(
        id: "crews",
        demands: [
          Demand(id: "crew-0", kind: .staff(StaffDemand(.hours(30), crew: crew))),
          Demand(id: "crew-1", kind: .staff(StaffDemand(.hours(20), pace: .even, crew: [CrewPlace(count: 2)]))),
        ]))
    return scenario
  }

  static let all = ScenarioFamily.allCases.flatMap { family in (1...3).map { Sample(family: family, seed: $0) } }
}

func plan(_ scenario: Scenario, engine: PlanningOptions.Engine = .auto) async throws -> Plan {
  try await Planner(options: PlanningOptions(engine: engine)).plan(scenario, sha256: "").plan
}

/// A calendar of whole weeks from a Monday.
func weeks(_ count: Int) -> PlanningCalendar {
  let start = Day(number: 20_458)
  return PlanningCalendar(
    horizon: DayRange(start, start.advanced(by: 7 * count - 1)), period: .week,
    standard: WorkCalendar(
      workdays: [.monday, .tuesday, .wednesday, .thursday, .friday], hoursPerDay: 8, holidays: []))
}

func isClose(_ left: Double, _ right: Double, within tolerance: Double = 1e-6) -> Bool {
  abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}
