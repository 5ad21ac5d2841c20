// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A plan with the period numbers of a scenario: an entry belongs to the period that contains its first day.
struct AlignedPlan {
  private(set) var plan: Plan
  /// Assignments of periods that the scenario does not have.
  private(set) var outside = 0

  init(_ plan: Plan, periods: [DayRange]) {
    func moved<Entry>(
      _ list: [Entry], _ number: WritableKeyPath<Entry, Int>, _ days: WritableKeyPath<Entry, DayRange>
    ) -> [Entry] {
      list.compactMap { entry in
        guard let period = Self.period(of: entry[keyPath: days].first, in: periods) else { return nil }
        var entry = entry
        entry[keyPath: number] = period
        entry[keyPath: days] = periods[period]
        return entry
      }
    }
    self.plan = plan
    self.plan.assignments = moved(plan.assignments, \.period, \.days)
    self.plan.overtime = moved(plan.overtime, \.period, \.days)
    self.plan.assetUse = moved(plan.assetUse, \.period, \.days)
    self.plan.operating = moved(plan.operating, \.period, \.days)
    outside = plan.assignments.count - self.plan.assignments.count
  }

  /// The number of the period that contains a day; nil where none does.
  static func period(of day: Day, in periods: [DayRange]) -> Int? {
    var low = 0
    var high = periods.count
    while low < high {
      let middle = (low + high) / 2
      if periods[middle].last < day { low = middle + 1 } else { high = middle }
    }
    return low < periods.count && periods[low].contains(day) ? low : nil
  }

  /// What was done, and decided.
  var draft: PlanDraft {
    var draft = draft(of: 0..<Int.max)
    draft.starts = plan.starts?.map { .init(project: $0.project, weeks: $0.weeks) }
    draft.trainings = plan.trainings?.map { .init(staff: $0.staff, skill: $0.skill) }
    draft.engaged = plan.engaged?.map { .init(staff: $0.staff, heads: $0.heads) }
    return draft
  }

  /// What was done in some periods.
  func draft(of periods: Range<Int>) -> PlanDraft {
    var draft = PlanDraft()
    draft.assignments = plan.assignments.filter { periods.contains($0.period) }.map {
      PlanDraft.Assignment(
        staff: $0.staff, demand: $0.demand, place: $0.place, period: $0.period, hours: $0.hours)
    }
    // For what overtime is matters where equipment is used in it.
    draft.overtime = plan.overtime.filter { periods.contains($0.period) }.map {
      PlanDraft.Overtime(
        staff: $0.staff, demand: $0.demand, period: $0.period, asset: $0.asset, hours: $0.hours)
    }
    draft.assetUse = plan.assetUse.filter { periods.contains($0.period) }.map {
      PlanDraft.AssetUse(asset: $0.asset, demand: $0.demand, period: $0.period, unitDays: $0.unitDays)
    }
    draft.operating = plan.operating.filter { periods.contains($0.period) }.map {
      PlanDraft.Operating(
        staff: $0.staff, asset: $0.asset, demand: $0.demand, period: $0.period, hours: $0.hours)
    }
    return draft
  }
}
