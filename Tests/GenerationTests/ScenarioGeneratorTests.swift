// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Allocation
import Generation
import Testing

@Suite("Scenario generator")
struct ScenarioGeneratorTests {
  @Test("The stream is xoshiro256** seeded by SplitMix64")
  func stream() {
    var first = RandomSource(seed: 1)
    var again = RandomSource(seed: 1)
    var other = RandomSource(seed: 2)
    let drawn = (0..<100).map { _ in first.next() }
    #expect(drawn == (0..<100).map { _ in again.next() })
    #expect(drawn != (0..<100).map { _ in other.next() })
    // Computed by an independent program (Python, from the papers' definitions).
    #expect(Array(drawn.prefix(3)) == [0xB3F2AF6D0FC710C5, 0x853B559647364CEA, 0x92F89756082A4514])
  }

  @Test("Numbers stay in their range and reach its ends")
  func range() {
    var random = RandomSource(seed: 7)
    let drawn = (0..<2_000).map { _ in random.number(in: -3...5) }
    #expect(drawn.min() == -3)
    #expect(drawn.max() == 5)
  }

  @Test("Equal arguments give equal scenarios, other seeds and families others", arguments: ScenarioFamily.allCases)
  func reproducible(_ family: ScenarioFamily) {
    let generator = ScenarioGenerator(family: family, staff: 40, projects: 8, weeks: 10, seed: 5)
    let scenario = generator.scenario()
    #expect(scenario == generator.scenario())
    let other = ScenarioGenerator(family: family, staff: 40, projects: 8, weeks: 10, seed: 6).scenario()
    #expect(scenario.staff.map(\.name) != other.staff.map(\.name))
  }

  @Test("Every reference resolves and every window has a workday", arguments: ScenarioFamily.allCases)
  func sound(_ family: ScenarioFamily) {
    for seed in 1...20 as ClosedRange<UInt64> {
      let staff = 10 + Int(seed) * 9
      let scenario = ScenarioGenerator(
        family: family, staff: staff, projects: 1 + Int(seed), weeks: 1 + Int(seed), seed: seed
      ).scenario()
      #expect(scenario.staff.count == staff)
      #expect(Set(scenario.staff.map(\.id)).count == staff)
      let demands = scenario.demandPlaces.map { scenario.demand(at: $0) }
      #expect(Set(demands.map(\.id)).count == demands.count)
      let ids = Set(scenario.staff.map(\.id))
      let assetIDs = Set(scenario.assets.map(\.id))
      for place in scenario.demandPlaces {
        let window = scenario.window(of: place)
        let days = (0..<window.count).map { window.first.advanced(by: $0) }
        #expect(days.contains(where: scenario.calendar.standard.isWorked), "\(scenario.demand(at: place).id)")
        switch scenario.demand(at: place).kind {
        case .staff(let demand):
          #expect(scenario.hours(of: place) > 0)
          #expect(demand.requirements.exclude.allSatisfy(ids.contains))
          #expect(demand.uses.allSatisfy { assetIDs.contains($0.asset) })
        case .asset(let demand):
          #expect(scenario.assets.contains(where: demand.matches))
        }
      }
      let demandIDs = Set(demands.map(\.id))
      #expect(scenario.commitments.allSatisfy { ids.contains($0.staff) && demandIDs.contains($0.demand) })
      for person in scenario.staff {
        #expect(person.skills.map(\.name) == person.skills.map(\.name).sorted())
        #expect(Set(person.skills.map(\.name)).count == person.skills.count)
        #expect(person.absences.allSatisfy { !$0.days.isEmpty })
      }
    }
  }

  @Test("Each decision is there where it is asked for, and alone", arguments: ScenarioDecision.allCases)
  func decisions(_ decision: ScenarioDecision) {
    let scenario = ScenarioGenerator(staff: 60, projects: 12, weeks: 12, seed: 3, decisions: [decision]).scenario()
    let demands = scenario.projects.flatMap(\.demands)
    let work = demands.compactMap { if case .staff(let work) = $0.kind { work } else { nil } }
    let found: [ScenarioDecision: Bool] = [
      .maxProjects: scenario.staff.contains { $0.maxProjects != nil },
      .minimumHoursPerWeek: scenario.policy.minimumHoursPerWeek != nil,
      .team: work.contains { $0.team != nil }, .indivisible: scenario.assets.contains(where: \.indivisible),
      .external: scenario.staff.contains { $0.external != nil },
      .allOrNothing: scenario.projects.contains(where: \.allOrNothing),
      .shift: scenario.projects.contains { $0.shift != nil }, .after: work.contains { !$0.after.isEmpty },
      .training: scenario.staff.contains { !$0.training.isEmpty },
    ]
    #expect(Set(found.filter(\.value).keys) == [decision])
  }

  @Test("People and the order of projects are as without decisions")
  func decisionsChangeNothingElse() {
    let plain = ScenarioGenerator(seed: 9).scenario()
    let decided = ScenarioGenerator(seed: 9, decisions: [.team, .shift, .training]).scenario()
    #expect(decided.staff.map(\.skills) == plain.staff.map(\.skills))
    #expect(decided.projects.map(\.start) == plain.projects.map(\.start))
  }

  @Test("Enterprise scenarios want more than there is, and have the size of a real program")
  func enterpriseSize() {
    let small = countAssignmentColumns(ScenarioGenerator(size: .small).scenario())
    #expect((1_400...2_800).contains(small), "\(small)")
    let medium = countAssignmentColumns(ScenarioGenerator(size: .medium).scenario())
    #expect((45_000...80_000).contains(medium), "\(medium)")
  }

  @Test("Each family is what it says")
  func families() {
    func make(_ family: ScenarioFamily) -> Scenario {
      ScenarioGenerator(family: family, staff: 60, projects: 12, weeks: 12, seed: 3).scenario()
    }
    let enterprise = make(.enterprise)
    #expect(enterprise.projects.contains { $0.budget != nil })
    #expect(enterprise.projects.allSatisfy { (4...6).contains($0.demands.count) })
    #expect(enterprise.staff.contains { $0.overtime?.hoursTotal != nil })
    #expect(!make(.hardware).assets.isEmpty)
    #expect(make(.hardware).projects.contains { $0.demands.contains { $0.asset != nil } })
    #expect(make(.daily).calendar.period == .day)
    #expect(make(.oneSkill).staff.allSatisfy { $0.skills.map(\.name) == ["Python"] })
    #expect(Set(make(.ties).staff.map(\.costPerHour)) == [60])
    #expect(!make(.office).commitments.isEmpty)
    func hours(_ scenario: Scenario) -> [Double] { scenario.demandPlaces.map { scenario.hours(of: $0).doubleValue } }
    let huge = hours(make(.oneHugeDemand))
    #expect((huge.max() ?? 0) > huge.reduce(0, +) / 2)

    #expect(hours(enterprise).reduce(0, +) > 1.5 * hours(make(.plenty)).reduce(0, +))
  }
}
