// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// A resource that works.
struct MSPDIPerson {
  /// How many of it there are, from a day to a day.
  struct Availability {
    var days: DayRange
    var units: ExactDecimal
    var node: MSPDINode
  }

  var node: MSPDINode
  var file: Int
  /// The id in the scenario.
  var id: String
  var uid: Int
  var name: String
  var group: String?
  var email: String?
  var guid: String?
  var calendar: Int?
  var units: ExactDecimal
  var availability: [Availability]
  /// What an hour costs from a day on, and the elements that say so; the first without a day.
  var rates: [(value: String, from: Day?, node: MSPDINode)]
}

/// The resources of a document.
struct MSPDIResources {
  private(set) var people: [MSPDIPerson] = []
  /// What the uid of a resource stands for: a person, or nil for material and the like.
  private(set) var byUID: [Int: Int?] = [:]
  private let file: Int

  /// - Parameter prefix: what ids begin with, so that they are other ones than those of other files.
  init(_ root: MSPDINode, file: Int, prefix: String, _ findings: inout MSPDIFindings) {
    self.file = file
    for node in root.list("Resources", "Resource") {
      guard let uid = node["UID"].flatMap({ Int($0.text) }), byUID[uid] == nil else {
        node.mark(.dropped)
        findings.note(
          .dropped, "resource without a UID of its own", "resources without UIDs of their own", at: node, file)
        continue
      }
      byUID[uid] = .some(nil)
      guard isPerson(node, uid, &findings) else {
        node.mark(.dropped)
        continue
      }
      byUID[uid] = people.count
      people.append(person(node, uid, prefix, &findings))
    }
  }

  /// Whether a resource works; what does not is noted.
  private func isPerson(_ node: MSPDINode, _ uid: Int, _ findings: inout MSPDIFindings) -> Bool {
    let name = node["Name"]?.text ?? ""
    if MSPDIValue.flag(node["IsNull"]?.text) || (uid == 0 && name.isEmpty) { return false }
    if MSPDIValue.flag(node["IsCostResource"]?.text) || node["Type"]?.text == "2" {
      findings.note(.dropped, "cost resource", "cost resources", at: node, file, name: name)
      return false
    }
    // Only material has a label of its amounts.
    if node["Type"]?.text == "0" || node["Type"] == nil && node["MaterialLabel"]?.text.isEmpty == false {
      findings.note(.dropped, "material", "materials", at: node, file, name: name)
      return false
    }
    if MSPDIValue.flag(node["IsBudget"]?.text) {
      findings.note(.dropped, "budget resource", "budget resources", at: node, file, name: name)
      return false
    }
    return true
  }

  private func person(
    _ node: MSPDINode, _ uid: Int, _ prefix: String, _ findings: inout MSPDIFindings
  ) -> MSPDIPerson {
    for name in ["UID", "Type", "IsNull", "IsCostResource", "IsBudget", "IsGeneric", "IsInactive"] {
      node.mark(name, .used)
    }
    let name = node.carried("Name") ?? "Resource \(uid)"
    if MSPDIValue.flag(node["IsGeneric"]?.text) {
      findings.note(.told, "generic resource", "generic resources", at: node, file, name: name)
    }
    if MSPDIValue.flag(node["IsInactive"]?.text) {
      findings.note(.told, "inactive resource", "inactive resources", at: node, file, name: name)
    }
    var person = MSPDIPerson(
      node: node, file: file, id: "\(prefix)r\(uid)", uid: uid, name: name, group: node.carried("Group"),
      email: node.used("EmailAddress")?.lowercased(), guid: node.used("GUID")?.uppercased(),
      calendar: node.used("CalendarUID").flatMap { Int($0) }, units: 1, availability: [], rates: [])
    person.availability = availability(node, &findings)
    if let text = node["MaxUnits"]?.text, !text.isEmpty {
      if let units = MSPDIValue.number(text), !units.isNegative {
        person.units = units
        if units >= 50 {
          findings.note(
            .told, "resource of \(units) units, planned as so many people",
            "resources of \(units) and more units, planned as so many people", at: node, file, name: name)
        }
        node.mark("MaxUnits", person.availability.isEmpty ? .carried : .recomputed)
      } else {
        findings.report(.wrongType, "\(quoted(text)) is not a number of units", at: node["MaxUnits"] ?? node, file)
      }
    }
    person.rates = rates(node, name, &findings)
    noteOthers(node, name, &findings)
    return person
  }

  private func availability(_ node: MSPDINode, _ findings: inout MSPDIFindings) -> [MSPDIPerson.Availability] {
    var result: [MSPDIPerson.Availability] = []
    for row in node.list("AvailabilityPeriods", "AvailabilityPeriod") {
      guard let units = row.carried("AvailableUnits").flatMap(MSPDIValue.number), !units.isNegative else { continue }
      let from = row.carried("AvailableFrom").flatMap(MSPDIValue.day) ?? Day(number: -100_000)
      let to = row.carried("AvailableTo").flatMap(MSPDIValue.day) ?? Day(number: 1_000_000)
      result.append(.init(days: DayRange(from, to), units: units, node: row))
    }
    // The two are the row in force when the file was saved.
    for name in ["AvailableFrom", "AvailableTo"] where !result.isEmpty { node.mark(name, .recomputed) }
    return result
  }

  /// Money for an hour, whatever the format says, which is for display.
  private func rates(
    _ node: MSPDINode, _ name: String, _ findings: inout MSPDIFindings
  ) -> [(value: String, from: Day?, node: MSPDINode)] {
    var result: [(value: String, from: Day?, node: MSPDINode)] = []
    for row in node.list("Rates", "Rate") {
      guard row["RateTable"].map({ $0.text == "0" }) ?? true else {
        row.mark(.dropped)
        findings.note(.dropped, "rate of the tables B to E", "rates of the tables B to E", at: row, file, name: name)
        continue
      }
      row.mark("RateTable", .used)
      row.mark("StandardRateFormat", .used)
      guard let cell = row["StandardRate"], let value = rate(cell, &findings) else { continue }
      cell.mark(.carried)
      let from = row.carried("RatesFrom").flatMap(MSPDIValue.day)
      row.mark("RatesTo", .used)
      result.append((value, from, cell))
    }
    if result.isEmpty {
      if let cell = node["StandardRate"], let value = rate(cell, &findings) {
        cell.mark(.carried)
        result.append((value, nil, cell))
      }
    } else {
      node.mark("StandardRate", .recomputed)
    }
    node.mark("StandardRateFormat", .used)
    return result.sorted { ($0.from?.number ?? .min) < ($1.from?.number ?? .min) }
  }

  private func rate(_ cell: MSPDINode, _ findings: inout MSPDIFindings) -> String? {
    let text = cell.text
    guard !text.isEmpty else { return nil }
    guard let value = MSPDIValue.number(text), !value.isNegative else {
      findings.report(
        .wrongType, "\(quoted(text)) is not a rate", at: cell, file, hint: "write money for an hour, such as 50")
      return nil
    }
    return value.description
  }

  /// What people expect to count, and does not.
  private func noteOthers(_ node: MSPDINode, _ name: String, _ findings: inout MSPDIFindings) {
    if let cost = node["CostPerUse"].flatMap({ MSPDIValue.number($0.text) }), cost > 0 {
      findings.note(.dropped, "cost per use", "costs per use", at: node, file, name: name)
    }
    if let rate = node["OvertimeRate"].flatMap({ MSPDIValue.number($0.text) }), rate > 0 {
      findings.note(.dropped, "rate for overtime", "rates for overtime", at: node, file, name: name)
    }
    if node["Notes"] != nil { findings.note(.dropped, "note", "notes", at: node, file, name: name) }
  }
}
