// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Formats
import Numbers
import Planning
import Testing

@Suite("People who are hardly there")
struct HardlyAnyHoursTests {
  /// Found by mutated scenarios: half a millionth of an hour a day was none for the mean of rates, and so the mean one of
  /// all days; a budget was passed by overtime at the right one.
  @Test("cost the mean of their rates by hours below the grid, and keep a budget", arguments: [80, 999.99, 5_000])
  func budget(_ budget: Double) async throws {
    let text = """
      {"format": "muster/scenario@1", "calendar": {"start": "2026-06-28", "end": "2026-07-03",
      "pattern": {"from": "2026-06-28", "days": [1e-06]}},
      "staff": [{"id": "p0", "costPerHour": 80, "hoursPerDay": 7.5},
      {"id": "p1", "costPerHour": [{"value": 35.5}, {"value": 20, "from": "2026-06-30"}],
      "support": [{"value": 0}, {"value": 0.5, "from": "2026-06-27"}],
      "absences": [{"from": "2026-07-02", "to": "2026-07-06"}], "overtime": {"hoursPerWeek": 10}}],
      "projects": [{"id": "j0", "budget": \(budget), "demands": [{"id": "d0", "hours": 33.3}]}]}
      """
    let document = try ScenarioReader.read(Array(text.utf8))
    let plan = try await Planner().plan(document.scenario, sha256: document.sha256).plan
    #expect(plan.verification.feasible)
    #expect(plan.status == .optimal)
    #expect(!plan.assignments.isEmpty)
    #expect(plan.money.spent <= Millionths(count: Int128(budget * 1e6)))
  }
}
