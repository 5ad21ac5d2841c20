// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import Testing

@testable import Insight

@Suite("Gates")
struct GateTests {
  static func metrics(
    value: Int128 = 1_000_000_000, bound: Int128? = 990_000_000, unmet: Int128 = 0, wanted: Int128 = 100_000_000,
    cost: Int128 = 0
  ) -> Gate.PlanMetrics {
    Gate.PlanMetrics(
      objective: Plan.Objective(
        value: Millionths(count: value), bound: bound.map { Millionths(count: $0) },
        terms: .init(labour: Millionths(count: cost))),
      summary: PlanSummary(
        hours: .init(wanted: Millionths(count: wanted), unmet: Millionths(count: unmet)),
        cost: Millionths(count: cost),
        people: [
          .init(id: "ana", available: Millionths(40), used: Millionths(36)),
          .init(id: "jo", available: Millionths(30), used: Millionths(10)), .init(id: "none"),
        ]), brokenHours: .zero, violations: 0)
  }

  static func fires(_ text: String, _ metrics: Gate.PlanMetrics = metrics(), delta: Comparison.Delta? = nil) throws
    -> Bool
  {
    try Gate(parsing: text).finding(metrics, delta: delta) != nil
  }

  @Test(
    "Comparisons are exact, to the last millionth",
    arguments: [
      ("unmet>0", false), ("unmet >= 0", true), ("unmet==0", true), ("unmet!=0", false), ("gap>0.01", false),
      ("gap>=0.01", true), ("gap>=1%", true), ("gap>0.00999999999999999", true), ("utilisation>0.9", false),
      ("utilisation>=90%", true), ("utilisation>0.89999999999999999", true),
      ("average-utilisation==65.7142857%", false),
      ("average-utilisation>0.65714285714285", true), ("average-utilisation<0.65714285714286", true),
      ("coverage<1", false), ("cost<=0", true), ("value>999.999999", true), ("value>1e3", false), ("value<-5", false),
      ("violations>0", false),
    ])
  func exact(_ text: String, _ fires: Bool) throws {
    #expect(try Self.fires(text) == fires)
  }

  @Test("A single millionth counts")
  func millionth() throws {
    #expect(try Self.fires("unmet>0", Self.metrics(unmet: 1)))
    #expect(try Self.fires("coverage<1", Self.metrics(unmet: 1)))
    #expect(try !Self.fires("coverage<1", Self.metrics(unmet: 5, wanted: 0)))
    let large = Self.metrics(cost: 999_999_999_999_999_999_999_999)
    #expect(try Self.fires("cost>999999999999999999", large))
  }

  @Test(
    "What is no condition says what to write instead",
    arguments: [
      ("unmet>10 h", "write unmet>10: unmet is in hours"),
      ("cost>=600000EUR", "write cost>=600000: cost is in the money of the scenario"),
      ("cost>6€", "write cost>6: cost is in the money of the scenario"),
      ("gap>1", "did you mean 1%?"), ("gap>5", "did you mean 5%?"), ("utilisation>90", "did you mean 90%?"),
      (">5", "known are unmet,"), ("utilsation>90%", "did you mean 'utilisation'? All that is known are unmet,"),
      ("unmet>", "write METRIC OPERATOR NUMBER"), ("unmet>h", "write METRIC OPERATOR NUMBER"),
      ("unmet>5%", "unmet-increase>5%"),
    ])
  func hints(_ text: String, _ hint: String) throws {
    let failure = #expect(throws: Gate.ParsingFailure.self) { try Gate(parsing: text) }
    #expect(failure?.hint.contains(hint) == true, "\(String(describing: failure))")
  }

  @Test("Without a bound the gap is above everything")
  func noBound() throws {
    #expect(try Self.fires("gap>500%", Self.metrics(bound: nil)))
    #expect(try !Self.fires("gap<500%", Self.metrics(bound: nil)))
  }

  @Test("What needs a reference")
  func reference() throws {
    let delta = Comparison.Delta(value: Millionths(count: -1), people: 4, changes: 9)
    #expect(try Self.fires("people-changed>3", delta: delta))
    #expect(try !Self.fires("people-changed>4", delta: delta))
    #expect(try Self.fires("changes==9", delta: delta))
    #expect(try Self.fires("value-increase<0", delta: delta))
    #expect(try !Self.fires("people-changed>3"))
    #expect(Gate.Metric.peopleChanged.reference == .hours && Gate.Metric.unmet.reference == .none)
  }

  @Test(
    "A percentage of a difference is of the reference",
    arguments: [
      ("cost-increase>5%", false), ("cost-increase>=5%", true), ("cost-increase>4.999999%", true),
      ("cost-increase>5", false), ("value-increase>0%", true), ("unmet-increase>1000%", true),
      ("hours-moved>=25%", true), ("hours-moved>25%", false), ("changes==50%", true), ("people-changed<100%", true),
    ])
  func percentage(_ text: String, _ fires: Bool) throws {
    let delta = Comparison.Delta(
      value: Millionths(count: 1), cost: Millionths(5), unmetHours: Millionths(count: 1), people: 1, changes: 2,
      hoursMoved: Millionths(10))
    var basis = Gate.Basis(hours: Millionths(40), assignments: 4, people: 2)
    // Nothing is unmet in the reference: whatever is now is more than any share of it.
    (basis.cost, basis.value) = (Millionths(100), Millionths(-7))
    var gate = try Gate(parsing: text)
    #expect((gate.finding(Self.metrics(), delta: delta, basis: basis) != nil) == fires)
    // Without a reference it is not known.
    gate.isOfReference = true
    #expect(gate.finding(Self.metrics(), delta: nil) == nil)
  }

  @Test("The finding says of what the percentage is")
  func percentageSentence() throws {
    var basis = Gate.Basis(hours: .zero, assignments: 3, people: 2)
    basis.cost = Millionths(300)
    let gate = try Gate(parsing: "cost-increase>5%")
    #expect(
      gate.finding(Self.metrics(), delta: .init(cost: Millionths(25)), basis: basis)
        == "cost-increase>5%: cost-increase is about 8.333333% of the reference's")
  }

  @Test(
    "A number in the wrong unit is refused, with what was meant",
    arguments: [
      ("utilisation>90", "did you mean 90%?"), ("average-utilisation >= 80", "did you mean 80%?"),
      ("coverage<95", "did you mean 95%?"), ("gap>5", "did you mean 5%?"), ("unmet>5%", "coverage<95%"),
      ("cost>110%", "cost-increase>5%"), ("value>5%", "value-increase>5%"), ("overtime>10%", "hours"),
      ("violations>1%", "number"),
    ])
  func unit(_ text: String, _ hint: String) {
    let failure = #expect(throws: Gate.ParsingFailure.self) { try Gate(parsing: text) }
    #expect(failure?.hint.contains(hint) == true, "\(String(describing: failure))")
  }

  @Test("The finding names the condition, the figure and whose it is")
  func sentence() throws {
    #expect(
      try Gate(parsing: " utilisation > 0.5").finding(Self.metrics(), delta: nil)
        == "utilisation > 0.5: utilisation is 0.9 (ana)")
    #expect(
      try Gate(parsing: "average-utilisation>0.5").finding(Self.metrics(), delta: nil)
        == "average-utilisation>0.5: average-utilisation is about 0.657142")
  }

  @Test(
    "What is no condition",
    arguments: [
      ("unmet", "operator"), ("unmet=0", "operator"), ("unmet>", "number"), ("unmet>x", "number"),
      ("umet>0", "there is no metric 'umet'"), (">0", "metric"), ("gap>1,5", "number"), ("gap>>1", "number"),
      ("", "operator"),
    ])
  func failure(_ text: String, _ word: String) {
    let failure = #expect(throws: Gate.ParsingFailure.self) { try Gate(parsing: text) }
    #expect(failure?.detail.contains(word) == true, "\(String(describing: failure))")
    if text.hasPrefix("umet") {
      #expect(failure?.hint.hasPrefix("did you mean 'unmet'? All that is known are unmet, ") == true)
    }
  }
}
