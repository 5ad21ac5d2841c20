// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Planning
import Testing

@Suite("Limits of a search") struct SearchLimitsTests {
  @Test("Large programs keep back of the time what comes after the search, and no more than half of it")
  func timeIsKeptBack() {
    #expect(SearchLimits().keepingBack(columns: 3_000_000).seconds == nil)
    #expect(SearchLimits(seconds: 10).keepingBack(columns: 400_000).seconds == 10)
    #expect(SearchLimits(seconds: 1).keepingBack(columns: 3_000_000).seconds == 0.5)
    let seconds = SearchLimits(seconds: 10).keepingBack(columns: 3_000_000).seconds ?? 0
    #expect(seconds > 8 && seconds < 10)
  }
}
