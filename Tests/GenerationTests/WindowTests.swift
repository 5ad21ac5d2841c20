// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Generation
import Issues
import Numbers
import Testing

@Suite("Windows of generated demands")
struct WindowTests {
  @Test(
    "They begin and end on any day where that is asked for, and the scenario is valid",
    arguments: 1...6 as ClosedRange<UInt64>)
  func anyDay(seed: UInt64) {
    for family in ScenarioFamily.allCases where family != .ties {
      let scenario = ScenarioGenerator(family: family, staff: 12, projects: 4, weeks: 8, seed: seed, windows: .any)
        .scenario()
      #expect(!scenario.issues().contains { $0.severity == .error })
      let windows = scenario.demandPlaces.map { scenario.window(of: $0) }
      #expect(windows.contains { $0.first.weekday != .monday } && windows.contains { $0.last.weekday != .sunday })
    }
  }
}
