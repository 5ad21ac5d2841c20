// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Generation
import Numbers
import PlanChecking
import Testing

@testable import Planning

@Suite("Certificates", .timeLimit(.minutes(5)))
struct CertificateTests {
  private func plan(_ scenario: Scenario) async throws -> Plan {
    var options = PlanningOptions(engine: .native)
    options.withCertificate = true
    return try await Planner(options: options).plan(scenario, sha256: String(repeating: "0", count: 64)).plan
  }

  private static func scenario(_ family: ScenarioFamily, seed: UInt64) -> Scenario {
    ScenarioGenerator(family: family, staff: 8, projects: 4, weeks: 4, seed: seed).scenario()
  }

  @Test(
    "The bound follows from the rows that a plan lists, also when it is read again", arguments: ScenarioFamily.allCases)
  func bound(_ family: ScenarioFamily) async throws {
    let scenario = Self.scenario(family, seed: 3)
    let made = try await plan(scenario)
    #expect(made.certificate?.steps.map(\.what) == [.value])
    let read = try PlanReader.read(PlanWriter.write(made))
    #expect(read == made)
    let checker = PlanChecker(scenario)
    let verdict = checker.verify(read, prices: nil)
    #expect(verdict.violations == [])
    #expect(verdict.bound == made.objective.bound && verdict.boundKind == .lagrangian)
    var higher = read
    higher.objective.bound = made.objective.bound.map { min(made.objective.value, $0) + Millionths(1) }
    #expect(checker.verify(higher, prices: nil).violations.contains { $0.kind == .wrongBound })
    // Without its rows nothing is proved: the bound is 0 at best.
    var without = read
    without.certificate?.steps[0].rows = []
    if made.objective.bound.map({ $0 > Millionths(1) }) ?? false {
      #expect(checker.verify(without, prices: nil).violations.contains { $0.kind == .wrongBound })
    }
  }

  @Test("Rows of crews are listed too: of each place, and of people who could take several")
  func crews() async throws {
    let scenario = Sample(family: .enterprise, seed: 2).withCrews
    let made = try await plan(scenario)
    let kinds = Set(made.certificate?.steps.flatMap { $0.rows.map(\.kind) } ?? [])
    #expect(kinds.contains(.crew))
    let read = try PlanReader.read(PlanWriter.write(made))
    #expect(read == made)
    let verdict = PlanChecker(scenario).verify(read, prices: nil)
    #expect(verdict.violations == [])
    #expect(verdict.bound == made.objective.bound)
  }

  @Test("Each step of an order has its own rows, with prices of the steps before")
  func order() async throws {
    var scenario = Self.scenario(.enterprise, seed: 5)
    scenario.policy.priorities = .strict
    scenario.policy.prefer = [.early, .balanced]
    let made = try await plan(scenario)
    let order = try #require(made.order)
    let certificate = try #require(made.certificate)
    #expect(certificate.steps.map(\.what) == order.map(\.what) && order.count > 3)
    let read = try PlanReader.read(PlanWriter.write(made))
    #expect(read == made)
    let checker = PlanChecker(scenario)
    #expect(checker.verify(read, prices: nil).violations == [])
    var higher = read
    let last = try #require(higher.order?.indices.last { higher.order?[$0].bound != nil })
    higher.certificate?.steps[last].rows = []
    higher.order?[last].bound = order[last].value
    let found = checker.verify(higher, prices: nil).violations
    #expect(
      found.contains { $0.kind == .wrongBound && $0.detail.hasPrefix("the bound of \(order[last].what.name) is") },
      "\(found)")
  }

  @Test("Rows that the scenario does not have, or twice, are no certificate")
  func otherRows() async throws {
    let scenario = Self.scenario(.office, seed: 1)
    let made = try await plan(scenario)
    let first = try #require(made.certificate?.steps.first?.rows.first)
    for change in [
      { (rows: inout [PlanCertificate.Row]) in rows.append(first) },
      { $0.append(.init(.budget, project: "nobody knows", price: -1)) },
      { $0.append(.init(.step, step: .early, price: 1)) },
    ] as [(inout [PlanCertificate.Row]) -> Void] {
      var plan = made
      var rows = plan.certificate?.steps[0].rows ?? []
      change(&rows)
      plan.certificate?.steps[0].rows = rows
      let found = PlanChecker(scenario).verify(plan, prices: nil).violations
      #expect(found.map(\.kind) == [.wrongBound])
      #expect(found.first?.detail == "the certificate is not about the scenario's rows")
    }
  }

  @Test("None where it is not asked for, and none for plans that keep more than the scenario's rules")
  func none() async throws {
    let scenario = Self.scenario(.office, seed: 1)
    let plain = try await Planner(options: PlanningOptions(engine: .native)).plan(scenario, sha256: "").plan
    #expect(plain.certificate == nil)
    var options = PlanningOptions(engine: .native)
    options.withCertificate = true
    options.limits = PlanLimits(closedPeriods: 0..<1)
    #expect(try await Planner(options: options).plan(scenario, sha256: "").plan.certificate == nil)
  }
}
