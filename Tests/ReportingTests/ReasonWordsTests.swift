// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Reporting

@Suite("Reasons in a table")
struct ReasonWordsTests {
  private static let free = "Nobody with java 3 is free"

  @Test("Sentences that begin alike are one, with the days where they differ")
  func together() {
    let text = ReasonWords.joined(
      [
        "\(Self.free) from 2027-09-06 to 11-28: Urs works on App, priority 6 of 10",
        "Too few people: all hours of Urs make 4 h",
        "\(Self.free) from 2027-09-06 to 10-31: Luc works on Access, priority 10 of 10",
        "\(Self.free) on 2027-10-04: Luc runs Crane",
      ], in: "2027-09-06 to 11-28")
    #expect(
      text
        == "\(Self.free): Urs works on App, priority 6 of 10; Luc works on Access, priority 10 of 10 "
        + "(2027-09-06 to 10-31); Luc runs Crane (2027-10-04). Too few people: all hours of Urs make 4 h")
  }

  @Test("One sentence keeps its days, unless they are all of the demand's")
  func alone() {
    let sentence = "\(Self.free) from 2027-09-06 to 11-28: Urs works on App"
    #expect(ReasonWords.joined([sentence], in: "2027-09-06 to 12-26") == sentence)
    #expect(ReasonWords.joined([sentence], in: "2027-09-06 to 11-28") == "\(Self.free): Urs works on App")
    #expect(ReasonWords.joined(["The budget is used up"], in: "") == "The budget is used up")
  }
}
