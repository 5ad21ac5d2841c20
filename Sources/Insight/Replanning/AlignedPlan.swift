// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A plan with the period numbers of a scenario.
struct AlignedPlan {
  private(set) var plan: Plan
  /// Assignments of periods that the scenario does not have.
  private(set) var outside = 0

  init(_ plan: Plan, periods: [DayRange]) {
    var numbers: [Int: Int] = [:]
    var byStart: [Int: Int] = [:]
    for (number, days) in periods.enumerated() { byStart[days.first.number] = number }
    for entry in plan.assignments where numbers[entry.period] == nil {
      numbers[entry.period] = byStart[entry.days.first.number]
    }
    // Periods without an assignment are as far away as the known ones.
    let shift = plan.assignments.lazy.compactMap { entry in numbers[entry.period].map { $0 - entry.period } }.first ?? 0
    func number(_ period: Int) -> Int? {
      let found = numbers[period] ?? period + shift
      return periods.indices.contains(found) ? found : nil
    }
    self.plan = plan
    self.plan.assignments = plan.assignments.compactMap { entry in
      var entry = entry
      guard let found = numbers[entry.period] else { return nil }
      entry.period = found
      entry.days = periods[found]
      return entry
    }
    outside = plan.assignments.count - self.plan.assignments.count
    func moved<Entry>(_ list: [Entry], _ period: WritableKeyPath<Entry, Int>) -> [Entry] {
      list.compactMap { entry in
        var entry = entry
        guard let found = number(entry[keyPath: period]) else { return nil }
        entry[keyPath: period] = found
        return entry
      }
    }
    self.plan.assetUse = moved(plan.assetUse, \.period)
    self.plan.operating = moved(plan.operating, \.period)
  }

  /// What was done in some periods.
  func draft(of periods: Range<Int>) -> PlanDraft {
    var draft = PlanDraft()
    draft.assignments = plan.assignments.filter { periods.contains($0.period) }.map {
      PlanDraft.Assignment(staff: $0.staff, demand: $0.demand, period: $0.period, hours: $0.hours)
    }
    draft.assetUse = plan.assetUse.filter { periods.contains($0.period) }.map {
      PlanDraft.AssetUse(asset: $0.asset, demand: $0.demand, period: $0.period, unitDays: $0.unitDays)
    }
    draft.operating = plan.operating.filter { periods.contains($0.period) }.map {
      PlanDraft.Operating(staff: $0.staff, asset: $0.asset, period: $0.period, hours: $0.hours)
    }
    return draft
  }
}
