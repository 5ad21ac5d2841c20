// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import JSON
import Numbers
import Testing

@Suite("Reading explanations")
struct ExplanationReaderTests {
  static let explanation = Explanation(
    scenario: .init(name: "Shop", sha256: String(repeating: "a", count: 64)), value: Millionths(100),
    money: .init(spent: Millionths(60), penalties: Millionths(40)),
    unmet: [
      .init(
        demand: "web-1", project: "web", period: nil, amount: Millionths(8), isUnitDays: false, cost: Millionths(40),
        reasons: [.init(kind: .taken, detail: "taken", share: Millionths(1), periods: [0, 1])],
        remedies: [
          .init(
            kind: .external, title: "one more", patch: "[]", costBefore: Millionths(100), costAfter: Millionths(70),
            saves: Millionths(30), spent: Millionths(10), hours: Millionths(8), unitDays: .zero, confirmed: true)
        ])
    ],
    bottlenecks: [
      .init(
        .init(kind: .staff, id: "ana", period: 0, pricePerUnit: Millionths(5), validFor: Millionths(8)),
        isOneSided: true, tried: .init(units: Millionths(1), saves: Millionths(4)), confirmed: false),
      .init(
        .init(kind: .budget, id: "web", period: nil, pricePerUnit: Millionths(2), validFor: nil), confirmed: true,
        isAsDecided: true),
    ],
    levers: .init(found: [], untried: 3, untriedSaveAtMost: Millionths(2)),
    decisions: .init(
      project: "web",
      found: [
        .init(
          kind: .start, id: "web", chosen: "3 weeks later", other: "on time", value: Millionths(130),
          bound: Millionths(120), costs: Millionths(30), spent: Millionths(-10), hours: Millionths(-8), unitDays: .zero,
          confirmed: true,
          displaced: [.init(demand: "web-1", isUnitDays: true, before: .zero, after: Millionths(8))]),
        .init(kind: .training, id: "ana", skill: "go", chosen: "bought", other: "not bought"),
      ], untried: 2))

  @Test("gives what was written")
  func roundTrip() throws {
    let read = try ExplanationReader.read(ExplanationWriter.write(Self.explanation))
    #expect(read.unmet == Self.explanation.unmet)
    #expect(read.bottlenecks == Self.explanation.bottlenecks)
    #expect(read.levers == Self.explanation.levers)
    #expect(read == Self.explanation)
  }

  @Test("another format is refused with its name")
  func otherFormat() {
    let text = #"{"format": "muster/plan@1", "scenario": {"sha256": "a"}}"#
    let error = #expect(throws: DocumentError.self) { try ExplanationReader.read(Array(text.utf8)) }
    #expect(error?.description.contains("muster/explanation@1") == true)
  }
}
