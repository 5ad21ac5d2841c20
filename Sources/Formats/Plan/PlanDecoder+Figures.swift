// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers
internal import Allocation

extension DocumentDecoder {
  /// Reads the summary of a plan.
  mutating func planSummary() throws(JSONFailure) -> PlanSummary? {
    guard try beginObject() else { return nil }
    var result = PlanSummary()
    while let key = try nextKey() {
      switch key {
      case "hours": result.hours = try coverage()
      case "unitDays": result.unitDays = try coverage()
      case "cost": result.cost = try amount() ?? .zero
      case "coverageByPriority": result.coverageByPriority = try coverageByPriority()
      case "projects": result.projects = try projectFigures()
      case "utilisation":
        guard try beginObject() else { continue }
        while let key = try nextKey() {
          switch key {
          case "people": result.people = try utilisations()
          case "departments": result.departments = try utilisations()
          case "skills": result.skills = try utilisations()
          case "assets": result.assets = try utilisations()
          default: try unknownKey(key, among: PlanKeys.utilisation)
          }
        }
        require(PlanKeys.utilisation)
      default: try unknownKey(key, among: PlanKeys.summary)
      }
    }
    require(PlanKeys.summary)
    return result
  }

  private mutating func coverage() throws(JSONFailure) -> PlanSummary.Coverage {
    var result = PlanSummary.Coverage()
    guard try beginObject() else { return result }
    while let key = try nextKey() {
      switch key {
      case "wanted": result.wanted = try amount() ?? .zero
      case "unmet": result.unmet = try amount() ?? .zero
      // These two follow from the others.
      case "met", "share": _ = try amount()
      default: try unknownKey(key, among: PlanKeys.coverage)
      }
    }
    require(PlanKeys.coverage)
    return result
  }

  private mutating func coverageByPriority() throws(JSONFailure) -> [PlanSummary.PriorityCoverage] {
    var result: [PlanSummary.PriorityCoverage] = []
    guard try beginArray() else { return result }
    while try nextElement() {
      guard try beginObject() else { continue }
      var entry = PlanSummary.PriorityCoverage(priority: 0)
      while let key = try nextKey() {
        switch key {
        case "priority": entry.priority = try decimal() ?? 0
        case "hours": entry.hours = try coverage()
        case "unitDays": entry.unitDays = try coverage()
        default: try unknownKey(key, among: PlanKeys.priority)
        }
      }
      require(PlanKeys.priority)
      result.append(entry)
    }
    return result
  }

  private mutating func projectFigures() throws(JSONFailure) -> [PlanSummary.ProjectFigures] {
    var result: [PlanSummary.ProjectFigures] = []
    guard try beginArray() else { return result }
    while try nextElement() {
      guard try beginObject() else { continue }
      var entry = PlanSummary.ProjectFigures(id: "")
      while let key = try nextKey() {
        switch key {
        case "id": entry.id = try identifier() ?? ""
        case "hours": entry.hours = try coverage()
        case "unitDays": entry.unitDays = try coverage()
        case "cost": entry.cost = try amount() ?? .zero
        default: try unknownKey(key, among: PlanKeys.project)
        }
      }
      require(PlanKeys.project)
      result.append(entry)
    }
    return result
  }

  private mutating func utilisations() throws(JSONFailure) -> [PlanSummary.Utilisation] {
    var result: [PlanSummary.Utilisation] = []
    guard try beginArray() else { return result }
    while try nextElement() {
      guard try beginObject() else { continue }
      var entry = PlanSummary.Utilisation(id: "")
      while let key = try nextKey() {
        switch key {
        case "id": entry.id = try text() ?? ""
        case "available": entry.available = try amount() ?? .zero
        case "used": entry.used = try amount() ?? .zero
        case "overtime": entry.overtime = try amount() ?? .zero
        case "share": if try !isNull() { _ = try amount() }
        default: try unknownKey(key, among: PlanKeys.used)
        }
      }
      require(PlanKeys.used)
      result.append(entry)
    }
    return result
  }

  /// Reads the bottlenecks of a plan.
  mutating func bottlenecks() throws(JSONFailure) -> [Plan.Bottleneck] {
    var result: [Plan.Bottleneck] = []
    guard try beginArray() else { return result }
    while try nextElement() {
      guard try beginObject() else { continue }
      var kind: Plan.Bottleneck.Kind?
      var entry = Plan.Bottleneck(kind: .staff, id: "", period: nil, pricePerUnit: .zero, validFor: nil)
      while let key = try nextKey() {
        switch key {
        case "kind": kind = try choice(Plan.Bottleneck.Kind.self)
        case "id": entry.id = try text() ?? ""
        case "period": entry.period = try whole(0...1_000_000)
        case "pricePerUnit": entry.pricePerUnit = try amount() ?? .zero
        case "validFor": entry.validFor = try isNull() ? nil : amount()
        default: try unknownKey(key, among: PlanKeys.bottleneck)
        }
      }
      require(["kind", "id", "pricePerUnit", "validFor"])
      if let kind {
        entry.kind = kind
        result.append(entry)
      }
    }
    return result
  }

  /// Reads the verdict of the checker.
  mutating func verification() throws(JSONFailure) -> Plan.Verification? {
    guard try beginObject() else { return nil }
    var result = Plan.Verification(feasible: false, violations: [], value: .zero, bound: nil, boundKind: .none)
    while let key = try nextKey() {
      switch key {
      case "feasible": result.feasible = try boolean() ?? false
      case "violations":
        guard try beginArray() else { continue }
        while try nextElement() { if let violation = try violation() { result.violations.append(violation) } }
      case "value": result.value = try amount() ?? .zero
      case "bound": result.bound = try isNull() ? nil : amount()
      case "boundKind": result.boundKind = try choice(Plan.Verification.BoundKind.self) ?? .none
      default: try unknownKey(key, among: PlanKeys.verification)
      }
    }
    require(PlanKeys.verification)
    return result
  }

  private mutating func violation() throws(JSONFailure) -> Plan.Violation? {
    guard try beginObject() else { return nil }
    var result = Plan.Violation(kind: "", detail: "", path: [])
    while let key = try nextKey() {
      switch key {
      case "kind": result.kind = try text() ?? ""
      case "detail": result.detail = try text() ?? ""
      case "pointer":
        if let text = try text() {
          if let path = DocumentPath(pointer: text) {
            result.path = path
          } else {
            report(.outOfRange, "\(quoted(text)) is no RFC 6901 pointer")
          }
        }
      default: try unknownKey(key, among: PlanKeys.violation)
      }
    }
    require(PlanKeys.violation)
    return result
  }
}
