// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The sums over the entries of a plan in the making; the fields are those of the facts.
struct PlanSums {
  let periods: Int
  var used: [Int128]
  var overtime: [Int128]
  /// In the order of the plan, with their persons and periods.
  var holdings: [(slot: Int32, holding: PlanFacts.Holding)] = []
  var overtimeUsed: [Int128]
  var assetUsed: [Int128]
  var operated: [Int128]
  var use: [PlanFacts.Key: Int128] = [:]
  var users: [[(demand: Int, unitDays: Int128)]]
  var spent: [Int128] = []

  /// Where ids are in a scenario, and how much there is of it.
  struct Places {
    let staff: [String: Int]
    let demands: [String: Int]
    let assets: [String: Int]
    let places: [Scenario.DemandPlace]
    let projects: Int
    let periods: Int
  }

  /// - Parameter promised: promised hours by person, demand and period.
  init(_ plan: Plan, promised: [PlanFacts.Key: Int128], _ at: Places) {
    periods = at.periods
    used = Array(repeating: 0, count: at.staff.count * periods)
    overtime = used
    overtimeUsed = Array(repeating: 0, count: at.staff.count)
    assetUsed = Array(repeating: 0, count: at.assets.count * periods)
    operated = assetUsed
    users = Array(repeating: [], count: at.assets.count * periods)
    spent = Array(repeating: 0, count: at.projects)
    holdings.reserveCapacity(plan.assignments.count + plan.operating.count)
    addWork(of: plan, promised, at)
    for entry in plan.operating where (0..<periods).contains(entry.period) {
      guard let person = at.staff[entry.staff], let asset = at.assets[entry.asset],
        let demand = at.demands[entry.demand]
      else { continue }
      add(entry, person, asset, demand)
      spent[at.places[demand].project] += entry.cost.count
    }
    for entry in plan.assetUse where (0..<periods).contains(entry.period) {
      guard let asset = at.assets[entry.asset], let demand = at.demands[entry.demand] else { continue }
      add(entry, asset, demand)
      spent[at.places[demand].project] += entry.cost.count
    }
  }

  /// Adds hours of work and overtime. Entries are sorted, so that both ids are mostly those of the entry before. Field by
  /// field, because an entry is much to be copied.
  private mutating func addWork(of plan: Plan, _ promised: [PlanFacts.Key: Int128], _ at: Places) {
    var isPromised = [Bool](repeating: false, count: at.places.count)
    for key in promised.keys { isPromised[key.demand] = true }
    var staff: Int?
    var work: Int?
    for index in plan.assignments.indices {
      if index == 0 || plan.assignments[index].staff != plan.assignments[index - 1].staff {
        staff = at.staff[plan.assignments[index].staff]
      }
      if index == 0 || plan.assignments[index].demand != plan.assignments[index - 1].demand {
        work = at.demands[plan.assignments[index].demand]
      }
      let period = plan.assignments[index].period
      guard let person = staff, let demand = work, (0..<periods).contains(period) else { continue }
      let promise = isPromised[demand] ? promised[.init(resource: person, demand: demand, period: period)] : nil
      add(
        plan.assignments[index].hours.count, person, demand, period, place: plan.assignments[index].place,
        promised: promise ?? 0)
      spent[at.places[demand].project] += plan.assignments[index].cost.count
    }
    for index in plan.overtime.indices {
      if index == 0 || plan.overtime[index].staff != plan.overtime[index - 1].staff {
        staff = at.staff[plan.overtime[index].staff]
      }
      guard let person = staff, (0..<periods).contains(plan.overtime[index].period) else { continue }
      let slot = person * periods + plan.overtime[index].period
      overtime[slot] += plan.overtime[index].hours.count
      overtimeUsed[person] += plan.overtime[index].hours.count
      if let demand = at.demands[plan.overtime[index].demand] {
        spent[at.places[demand].project] += plan.overtime[index].cost.count
      }
    }
  }

  private mutating func add(
    _ hours: Int128, _ person: Int, _ demand: Int, _ period: Int, place: Int?, promised: Int128
  ) {
    let slot = person * periods + period
    used[slot] += hours
    holdings.append(
      (
        Int32(slot),
        PlanFacts.Holding(work: .demand(demand), hours: hours, promised: min(hours, promised), place: place)
      ))
  }

  private mutating func add(_ entry: Plan.Operating, _ person: Int, _ asset: Int, _ demand: Int) {
    let slot = person * periods + entry.period
    used[slot] += entry.hours.count
    holdings.append(
      (Int32(slot), PlanFacts.Holding(work: .asset(asset, for: demand), hours: entry.hours.count, promised: 0)))
    operated[asset * periods + entry.period] += entry.hours.count
  }

  /// The holdings by person and period, otherwise in the order of the plan, and where those of each begin.
  func sortedHoldings() -> (all: [PlanFacts.Holding], first: [Int32]) {
    var first = [Int32](repeating: 0, count: used.count + 1)
    for entry in holdings { first[Int(entry.slot) + 1] += 1 }
    for slot in used.indices { first[slot + 1] += first[slot] }
    var next = first
    let all = [PlanFacts.Holding](unsafeUninitializedCapacity: holdings.count) { memory, count in
      for entry in holdings {
        memory.initializeElement(at: Int(next[Int(entry.slot)]), to: entry.holding)
        next[Int(entry.slot)] += 1
      }
      count = holdings.count
    }
    return (all, first)
  }

  private mutating func add(_ entry: Plan.AssetUse, _ asset: Int, _ demand: Int) {
    let slot = asset * periods + entry.period
    assetUsed[slot] += entry.unitDays.count
    use[PlanFacts.Key(resource: asset, demand: demand, period: entry.period), default: 0] += entry.unitDays.count
    users[slot].append((demand, entry.unitDays.count))
  }
}
