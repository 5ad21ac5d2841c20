// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Allocation
internal import Numbers

extension DocumentDecoder {
  /// Reads an entry of `staff`.
  mutating func staffMember() throws(JSONFailure) -> StaffMember? {
    guard try beginObject() else { return nil }
    var result = StaffMember(id: "")
    var hasID = false
    var name: String?
    var hasCost = false
    var hasSalary = false
    while let key = try nextKey() {
      switch key {
      case "id":
        hasID = true
        result.id = try identifier() ?? ""
      case "name": name = try text()
      case "department": result.department = try text()
      case "location": result.location = try text()
      case "headcount": result.headcount = try whole(1...1_000_000_000) ?? 1
      case "calendar": result.calendar = try identifier()
      case "skills": result.skills = try skills()
      case "certifications": result.certifications = try certifications()
      case "clearance": result.clearance = try whole(0...1_000_000_000) ?? 0
      case "costPerHour":
        hasCost = true
        result.costPerHour = try decimal() ?? 0
        if hasSalary { reportBothCosts() }
      case "annualSalary":
        hasSalary = true
        if let salary = try decimal() {
          if salary.isNegative || salary > 1_000_000_000 {
            report(.outOfRange, "annualSalary is \(salary); it is from 0 to 1000000000")
          } else if let cost = salary.divided(by: 2080, decimals: 2) {
            result.costPerHour = cost
          } else {
            report(.limit, "annualSalary has too many decimals", hint: "round it")
          }
        }
        if hasCost { reportBothCosts() }
      case "hoursPerDay": result.hoursPerDay = try decimal()
      case "support": result.support = try decimal() ?? 0
      case "employed":
        guard try beginObject() else { continue }
        while let key = try nextKey() {
          switch key {
          case "from": result.employedFrom = try day()
          case "to": result.employedTo = try day()
          default: try unknownKey(key, among: ScenarioKeys.employed)
          }
        }
      case "absences":
        guard try beginArray() else { continue }
        while try nextElement() { if let absence = try absence() { result.absences.append(absence) } }
      case "overtime": result.overtime = try overtime()
      case "maxProjects", "external": try unsupportedKey(key)
      default: try unknownKey(key, among: ScenarioKeys.staff)
      }
    }
    if !hasID { missing("id") }
    result.name = name ?? result.id
    return result
  }

  private mutating func reportBothCosts() {
    report(
      .contradiction, "costPerHour and annualSalary are both given", hint: "leave one of them out", isAboutKey: true)
  }

  private mutating func skills() throws(JSONFailure) -> [StaffMember.Skill] {
    var result: [StaffMember.Skill] = []
    guard try beginObject() else { return result }
    while let name = try nextName() {
      guard try reader.peek() == .object else {
        if let level = try whole(1...5) { result.append(StaffMember.Skill(name, level: level)) }
        continue
      }
      guard try beginObject() else { continue }
      var skill = StaffMember.Skill(name, level: 1)
      var hasLevel = false
      while let key = try nextKey() {
        switch key {
        case "level":
          hasLevel = true
          skill.level = try whole(1...5) ?? 1
        case "productivity": skill.productivity = try decimal() ?? 1
        case "from": skill.from = try day()
        case "until": skill.until = try day()
        default: try unknownKey(key, among: ScenarioKeys.skill)
        }
      }
      if !hasLevel { missing("level") }
      result.append(skill)
    }
    if result.count > 1 { result.sort { $0.name < $1.name } }
    return result
  }

  private mutating func certifications() throws(JSONFailure) -> [StaffMember.Certification] {
    var result: [StaffMember.Certification] = []
    guard try beginObject() else { return result }
    while let name = try nextName() {
      guard try beginObject() else { continue }
      var certification = StaffMember.Certification(name)
      while let key = try nextKey() {
        switch key {
        case "from": certification.from = try day()
        case "until": certification.until = try day()
        default: try unknownKey(key, among: ScenarioKeys.certification)
        }
      }
      result.append(certification)
    }
    if result.count > 1 { result.sort { $0.name < $1.name } }
    return result
  }

  private mutating func absence() throws(JSONFailure) -> StaffMember.Absence? {
    guard try beginObject() else { return nil }
    var from: Day?
    var to: Day?
    var share: ExactDecimal = 1
    while let key = try nextKey() {
      switch key {
      case "from": from = try day()
      case "to": to = try day()
      case "share": share = try decimal() ?? 1
      default: try unknownKey(key, among: ScenarioKeys.absence)
      }
    }
    require(["from", "to"])
    guard let from, let to else { return nil }
    return StaffMember.Absence(DayRange(from, to), share: share)
  }

  private mutating func overtime() throws(JSONFailure) -> StaffMember.Overtime? {
    guard try beginObject() else { return nil }
    var hoursPerWeek: ExactDecimal?
    var total: ExactDecimal?
    var factor: ExactDecimal?
    while let key = try nextKey() {
      switch key {
      case "hoursPerWeek": hoursPerWeek = try decimal()
      case "hoursTotal": total = try decimal()
      case "costFactor": factor = try decimal()
      default: try unknownKey(key, among: ScenarioKeys.overtime)
      }
    }
    require(["hoursPerWeek"])
    guard let hoursPerWeek else { return nil }
    return StaffMember.Overtime(hoursPerWeek: hoursPerWeek, hoursTotal: total, costFactor: factor)
  }

  /// Reads an entry of `assets`.
  mutating func asset() throws(JSONFailure) -> Asset? {
    guard try beginObject() else { return nil }
    var result = Asset(id: "")
    var hasID = false
    var name: String?
    while let key = try nextKey() {
      switch key {
      case "id":
        hasID = true
        result.id = try identifier() ?? ""
      case "name": name = try text()
      case "tags": result.tags = Set(try identifiers() ?? []).sorted()
      case "quantity": result.quantity = try decimal() ?? 1
      case "costPerUnitDay": result.costPerUnitDay = try decimal() ?? 0
      case "outages":
        guard try beginArray() else { continue }
        while try nextElement() { if let outage = try outage() { result.outages.append(outage) } }
      case "operators": result.operators = try operators()
      case "indivisible": try unsupportedKey(key)
      default: try unknownKey(key, among: ScenarioKeys.asset)
      }
    }
    if !hasID { missing("id") }
    result.name = name ?? result.id
    return result
  }

  private mutating func outage() throws(JSONFailure) -> Asset.Outage? {
    guard try beginObject() else { return nil }
    var from: Day?
    var to: Day?
    var quantity: ExactDecimal?
    while let key = try nextKey() {
      switch key {
      case "from": from = try day()
      case "to": to = try day()
      case "quantity": quantity = try decimal()
      default: try unknownKey(key, among: ScenarioKeys.outage)
      }
    }
    require(["from", "to"])
    guard let from, let to else { return nil }
    return Asset.Outage(DayRange(from, to), quantity: quantity)
  }

  private mutating func operators() throws(JSONFailure) -> Asset.Operators? {
    guard try beginObject() else { return nil }
    var skills: [SkillRequirement] = []
    var hours: ExactDecimal?
    while let key = try nextKey() {
      switch key {
      case "skills": skills = try requirements()
      case "hoursPerUnitDay": hours = try decimal()
      default: try unknownKey(key, among: ScenarioKeys.operators)
      }
    }
    require(["hoursPerUnitDay"])
    guard let hours else { return nil }
    return Asset.Operators(skills: skills, hoursPerUnitDay: hours)
  }

  /// Reads skills with their minimum levels.
  mutating func requirements() throws(JSONFailure) -> [SkillRequirement] {
    var result: [SkillRequirement] = []
    guard try beginObject() else { return result }
    while let name = try nextName() {
      if let level = try whole(1...5) { result.append(SkillRequirement(name, level: level)) }
    }
    if result.count > 1 { result.sort { $0.name < $1.name } }
    return result
  }
}
