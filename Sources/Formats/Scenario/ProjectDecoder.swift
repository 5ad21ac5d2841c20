// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Allocation
internal import Numbers

extension DocumentDecoder {
  /// Reads an entry of `projects`.
  mutating func project() throws(JSONFailure) -> Project? {
    guard try beginObject() else { return nil }
    var result = Project(id: "")
    var hasID = false
    var name: String?
    while let key = try nextKey() {
      switch key {
      case "id":
        hasID = true
        result.id = try identifier() ?? ""
      case "name": name = try text()
      case "department": result.department = try text()
      case "priority": result.priority = try decimal() ?? 5
      case "start": result.start = try day()
      case "deadline": result.deadline = try day()
      case "budget": result.budget = try decimal()
      case "demands":
        guard try beginArray() else { continue }
        while try nextElement() { if let demand = try demand() { result.demands.append(demand) } }
      case "allOrNothing": try unsupportedKey(key)
      default: try unknownKey(key, among: ScenarioKeys.project)
      }
    }
    if !hasID { missing("id") }
    result.name = name ?? result.id
    return result
  }

  private mutating func demand() throws(JSONFailure) -> Demand? {
    guard try beginObject() else { return nil }
    var id: String?
    var from: Day?
    var to: Day?
    var priority: ExactDecimal?
    var work = StaffDemand(hours: 0)
    var units: ExactDecimal?
    var asset: String?
    var tags: [String]?
    while let key = try nextKey() {
      switch key {
      case "id": id = try identifier()
      case "from": from = try day()
      case "to": to = try day()
      case "priority": priority = try decimal()
      case "hours": work.hours = try decimal() ?? 0
      case "pace": work.pace = try choice(StaffDemand.Pace.self) ?? .flexible
      case "skills": work.skills = try requirements()
      case "certifications": work.certifications = try identifiers() ?? []
      case "clearance": work.clearance = try whole(0...1_000_000_000) ?? 0
      case "locations": work.locations = try texts()
      case "departments": work.departments = try texts()
      case "only": work.only = try identifiers()
      case "exclude": work.exclude = try identifiers() ?? []
      case "maxHoursPerWeek": work.maxHoursPerWeek = try decimal()
      case "uses":
        guard try beginArray() else { continue }
        while try nextElement() { if let use = try equipmentUse() { work.uses.append(use) } }
      case "units": units = try decimal()
      case "asset": asset = try identifier()
      case "tags": tags = try identifiers()
      case "team": try unsupportedKey(key)
      default: try unknownKey(key, among: ScenarioKeys.demand)
      }
    }
    if !reader.closedObjectHas("id") { missing("id") }
    let isStaff = reader.closedObjectHas("hours")
    guard isStaff != reader.closedObjectHas("units") else {
      report(
        isStaff ? .contradiction : .missingKey,
        isStaff ? "the demand has both \"hours\" and \"units\"" : "the demand has neither \"hours\" nor \"units\"",
        hint: "hours are wanted from people, units of assets; split what needs both into two demands")
      return nil
    }
    let others = isStaff ? ScenarioKeys.assetDemandOnly : ScenarioKeys.staffDemandOnly
    for key in others where reader.closedObjectHas(key) {
      report(
        .contradiction,
        "\(quoted(key.description)) belongs to \(isStaff ? "an asset" : "a staff") demand, and this has"
          + " \(isStaff ? "hours" : "units")", hint: "remove it")
    }
    if isStaff {
      return Demand(id: id ?? "", from: from, to: to, priority: priority, kind: .staff(work))
    }
    guard reader.closedObjectHas("asset") != reader.closedObjectHas("tags") else {
      report(
        reader.closedObjectHas("asset") ? .contradiction : .missingKey,
        "an asset demand has exactly one of \"asset\" and \"tags\"")
      return nil
    }
    let choice: AssetDemand.Choice = asset.map { .asset($0) } ?? .tags(tags ?? [])
    return Demand(
      id: id ?? "", from: from, to: to, priority: priority,
      kind: .asset(AssetDemand(units: units ?? 0, choice: choice)))
  }

  private mutating func texts() throws(JSONFailure) -> [String]? {
    guard try beginArray() else { return nil }
    var result: [String] = []
    while try nextElement() { if let text = try text() { result.append(text) } }
    return result
  }

  private mutating func equipmentUse() throws(JSONFailure) -> EquipmentUse? {
    guard try beginObject() else { return nil }
    var asset: String?
    var units: ExactDecimal?
    while let key = try nextKey() {
      switch key {
      case "asset": asset = try identifier()
      case "unitsPerPerson": units = try decimal()
      default: try unknownKey(key, among: ScenarioKeys.use)
      }
    }
    require(ScenarioKeys.use)
    guard let asset, let units else { return nil }
    return EquipmentUse(asset: asset, unitsPerPerson: units)
  }
}
