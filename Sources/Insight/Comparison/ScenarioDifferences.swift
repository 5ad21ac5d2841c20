// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers
internal import Allocation
internal import Formats
internal import JSON

/// How two scenarios differ: by their documents where both are known, else as far as their plans tell.
enum ScenarioDifferences {
  typealias Difference = Comparison.ScenarioDifference

  static func between(_ reference: PlanComparison.Candidate, _ other: PlanComparison.Candidate) -> [Difference] {
    if let before = reference.scenario, let after = other.scenario {
      // What a scenario would derive does not count where it was solved at the penalties of the reference.
      let derived = derived(before, other.solved ?? after)
      let known = Set(derived.map(\.what))
      return before == after ? [] : between(before, after).filter { !known.contains($0.what) } + derived
    }
    if reference.plan.scenario.sha256 == other.plan.scenario.sha256 { return [] }
    return fromPlans(reference.plan, other.plan)
  }

  /// Penalties that are derived to be others, of which the documents say nothing.
  private static func derived(_ before: Scenario, _ after: Scenario) -> [Difference] {
    Measure(of: before).differences(from: after).filter { $0.here.isDerived || $0.there.isDerived }.map { pair in
      func text(_ figure: PenaltyFigure) -> String { figure.value.description + (figure.isDerived ? " (derived)" : "") }
      return Difference(
        .changed, "policy " + pair.here.name.rawValue, before: text(pair.here), after: text(pair.there))
    }
  }

  // MARK: Documents

  /// The differences of two scenarios, with entries of lists found by their ids.
  static func between(_ before: Scenario, _ after: Scenario) -> [Difference] {
    func document(_ scenario: Scenario) -> JSONValue {
      var scenario = scenario
      // Thousands of assignments would hide the rest; that they differ is said below.
      scenario.baseline = nil
      return (try? JSONValue(parsing: ScenarioWriter.write(scenario, pretty: false))) ?? .null
    }
    var found: [Difference] = []
    compare(document(before), document(after), [], &found)
    if before.baseline != after.baseline {
      switch (before.baseline, after.baseline) {
      case (nil, let after?): found.append(Difference(.added, "baseline", after: count(after)))
      case (let before?, nil): found.append(Difference(.removed, "baseline", before: count(before)))
      case (let before?, let after?):
        found.append(Difference(.changed, "baseline", before: count(before), after: count(after)))
      case (nil, nil): break
      }
    }
    return found
  }

  private static func count(_ baseline: Scenario.Baseline) -> String { "\(baseline.assignments.count) assignments" }

  private static func compare(
    _ before: JSONValue, _ after: JSONValue, _ path: [String], _ found: inout [Difference]
  ) {
    if before == after { return }
    let what = path.joined(separator: " ")
    switch (before, after) {
    case _ where isDated(before) || isDated(after):
      found.append(Difference(.changed, what, before: text(before), after: text(after)))
    case (.object(let old), .object(let new)):
      for member in old {
        compare(member.value, after[member.key], path + [member.key], &found)
      }
      for member in new where before[member.key] == nil {
        compare(nil, member.value, path + [member.key], &found)
      }
    case (.array(let old), .array(let new)):
      guard let oldByID = byID(old), let newByID = byID(new) else {
        guard (old + new).contains(where: isObject) else {
          found.append(Difference(.changed, what, before: text(before), after: text(after)))
          return
        }
        // Entries without ids have nothing to be found by: those that are not in both are told.
        found += missing(old, in: new).map { Difference(.removed, what, before: plain($0)) }
        found += missing(new, in: old).map { Difference(.added, what, after: plain($0)) }
        return
      }
      for (id, value) in oldByID {
        compare(value, newByID.first { $0.id == id }?.value, path + [id], &found)
      }
      let known = Set(oldByID.map(\.id))
      for (id, value) in newByID where !known.contains(id) { compare(nil, value, path + [id], &found) }
    default: found.append(Difference(.changed, what, before: text(before), after: text(after)))
    }
  }

  private static func compare(
    _ before: JSONValue?, _ after: JSONValue?, _ path: [String], _ found: inout [Difference]
  ) {
    switch (before, after) {
    case (let before?, let after?): compare(before, after, path, &found)
    case (let before?, nil): found += whole(before, path).map { Difference(.removed, $0.0, before: $0.1) }
    case (nil, let after?): found += whole(after, path).map { Difference(.added, $0.0, after: $0.1) }
    case (nil, nil): break
    }
  }

  /// A list with ids is listed entry by entry, anything else as a whole.
  private static func whole(_ value: JSONValue, _ path: [String]) -> [(String, String)] {
    if case .array(let elements) = value, let entries = byID(elements) {
      return entries.flatMap { whole($0.value, path + [$0.id]) }
    }
    return [(path.joined(separator: " "), text(value))]
  }

  /// The entries by id; nil where they have none, or the same one twice.
  private static func byID(_ elements: [JSONValue]) -> [(id: String, value: JSONValue)]? {
    guard !elements.isEmpty else { return nil }
    var seen: Set<String> = []
    var result: [(id: String, value: JSONValue)] = []
    for element in elements {
      guard case .string(let id)? = element["id"], seen.insert(id).inserted else { return nil }
      result.append((id, element))
    }
    return result
  }

  private static func isObject(_ value: JSONValue) -> Bool { if case .object = value { true } else { false } }

  /// Whether it is a value that changes on some days.
  private static func isDated(_ value: JSONValue) -> Bool {
    guard case .array(let changes) = value, !changes.isEmpty else { return false }
    return changes.allSatisfy { $0["value"] != nil }
  }

  /// The elements of one list that the other does not have as often.
  private static func missing(_ elements: [JSONValue], in others: [JSONValue]) -> [JSONValue] {
    var left: [JSONValue: Int] = [:]
    for other in others { left[other, default: 0] += 1 }
    return elements.filter { element in
      guard let count = left[element], count > 0 else { return true }
      left[element] = count - 1
      return false
    }
  }

  /// All members of a short object, such as `from 2027-01-04, to 2027-01-08`.
  private static func plain(_ value: JSONValue) -> String {
    guard case .object(let members) = value else { return text(value) }
    return members.map { $0.key + " " + text($0.value) }.joined(separator: ", ")
  }

  /// Simple values as they are, people and the like by their names, lists by their length.
  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): return text
    case .object(let members):
      if case .string(let name)? = value["name"] ?? value["id"] { return name }
      if members.count <= 4 { return plain(value) }
      return members.count == 1 ? "1 entry" : "\(members.count) entries"
    case .array(let changes) where isDated(value):
      return changes.map { change in
        text(change["value"] ?? .null) + (change["from"].map { " from " + text($0) } ?? "")
      }.joined(separator: ", ")
    case .array(let elements) where elements.contains(where: isObject):
      return elements.count == 1 ? "1 entry" : "\(elements.count) entries"
    default: return String(decoding: value.serialized(), as: UTF8.self)
    }
  }

  // MARK: Plans

  /// What the summaries of two plans tell of their scenarios.
  private static func fromPlans(_ before: Plan, _ after: Plan) -> [Difference] {
    var found: [Difference] = []
    if before.scenario.name != after.scenario.name {
      found.append(Difference(.changed, "name", before: before.scenario.name, after: after.scenario.name))
    }
    func compare(_ what: String, _ old: [(id: String, text: String)], _ new: [(id: String, text: String)]) {
      let oldTexts = Dictionary(old.map { ($0.id, $0.text) }, uniquingKeysWith: { first, _ in first })
      let newTexts = Dictionary(new.map { ($0.id, $0.text) }, uniquingKeysWith: { first, _ in first })
      for (id, text) in old {
        if let other = newTexts[id] {
          if other != text { found.append(Difference(.changed, what + " " + id, before: text, after: other)) }
        } else {
          found.append(Difference(.removed, what + " " + id, before: text))
        }
      }
      for (id, text) in new where oldTexts[id] == nil { found.append(Difference(.added, what + " " + id, after: text)) }
    }
    func available(_ list: [PlanSummary.Utilisation], _ unit: String) -> [(id: String, text: String)] {
      list.map { ($0.id, "\($0.available) \(unit) available") }
    }
    func wanted(_ list: [PlanSummary.ProjectFigures]) -> [(id: String, text: String)] {
      list.map { figures in
        var parts = ["\(figures.hours.wanted) h wanted"]
        if figures.unitDays.wanted != .zero { parts.append("\(figures.unitDays.wanted) unit-days wanted") }
        return (figures.id, parts.joined(separator: ", "))
      }
    }
    compare("staff", available(before.summary.people, "h"), available(after.summary.people, "h"))
    compare("assets", available(before.summary.assets, "unit-days"), available(after.summary.assets, "unit-days"))
    compare("projects", wanted(before.summary.projects), wanted(after.summary.projects))
    func priorities(_ plan: Plan) -> [(id: String, text: String)] {
      plan.summary.coverageByPriority.map { ("\($0.priority)", "\($0.hours.wanted) h wanted") }
    }
    compare("priority", priorities(before), priorities(after))
    if found.isEmpty { found.append(Difference(.changed, "scenario", before: "another version", after: nil)) }
    return found
  }
}
