// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import Issues
internal import JSON

/// The custom fields of a document.
struct MSPDIFields {
  /// What a field is called, by its number.
  private var names: [String: String] = [:]
  /// The numbers of the fields that list skills.
  private var wanted: Set<String> = []
  /// The texts of outline codes by their field or list, and their number.
  private var codes: [String: String] = [:]
  private let file: Int

  /// - Parameter field: the alias or name of the fields that list skills; nil for none.
  init(_ root: MSPDINode, file: Int, field: String?, _ findings: inout MSPDIFindings) {
    self.file = file
    let definitions =
      root.list("ExtendedAttributes", "ExtendedAttribute") + root.list("OutlineCodes", "OutlineCode")
    var known: [String] = []
    for node in definitions {
      guard let id = node["FieldID"]?.text else { continue }
      let titles = ["Alias", "FieldName"].compactMap { node[$0]?.text }.filter { !$0.isEmpty }
      if let title = titles.first { names[id] = title }
      known += titles
      for value in node.list("Values", "Value") {
        if let number = value["ValueID"]?.text, let text = value["Value"]?.text { codes[number] = text }
      }
      guard let field, titles.contains(where: { $0.lowercased() == field.lowercased() }) else { continue }
      wanted.insert(id)
      for name in ["FieldID", "FieldName", "Alias"] { node.mark(name, .used) }
    }
    if let field, wanted.isEmpty {
      findings.report(
        .unknownReference, "there is no custom field \(quoted(field))", at: root, file,
        hint: nearestName(to: field, among: known).map { "did you mean \(quoted($0))?" })
    }
  }

  /// The skills that a task or resource lists, with their levels; nil where it has no such field.
  func skills(_ node: MSPDINode, _ findings: inout MSPDIFindings) -> [(name: String, level: String, node: MSPDINode)]? {
    var result: [(name: String, level: String, node: MSPDINode)]?
    for value in node.children() where value.name == "ExtendedAttribute" || value.name == "OutlineCode" {
      guard let id = value["FieldID"]?.text, wanted.contains(id) else { continue }
      guard let cell = value["Value"] ?? value["ValueID"] else { continue }
      let text = cell.name == "ValueID" ? codes[cell.text] ?? "" : cell.text
      guard let items = ListNotation.parse(text, hasParts: true)?.first ?? (text.isEmpty ? [] : nil) else {
        findings.report(
          .wrongType, "a quotation mark in \(quoted(text)) is not closed, or text follows one", at: cell, file,
          hint: "write skill:level; skill:level")
        continue
      }
      value.mark("FieldID", .used)
      cell.mark(.carried)
      for item in items where item[0].isBlank == false {
        let level = item.count > 1 ? item[1].text : "1"
        guard Int(level) != nil else {
          findings.report(
            .wrongType, "the level of \(quoted(item[0].text)) is \(quoted(level)), not a whole number", at: cell, file,
            hint: "write skill:level; skill:level with levels from 1 to 5")
          continue
        }
        result = result ?? []
        if result?.contains(where: { $0.name == item[0].text }) == true { continue }
        result?.append((item[0].text, level, cell))
      }
    }
    return result
  }

  /// Notes the fields whose values do not come along.
  func noteOthers(_ root: MSPDINode, _ findings: inout MSPDIFindings) {
    var count = 0
    var first: MSPDINode?
    var found: [String] = []
    for (list, record) in [("Tasks", "Task"), ("Resources", "Resource"), ("Assignments", "Assignment")] {
      for node in root.list(list, record) {
        for value in node.children() where value.name == "ExtendedAttribute" || value.name == "OutlineCode" {
          guard let id = value["FieldID"]?.text, !wanted.contains(id) else { continue }
          count += 1
          first = first ?? value
          let name = names[id] ?? "number \(id)"
          if found.count < 1000, !found.contains(name) { found.append(name) }
        }
      }
    }
    guard let first else { return }
    let shown = found.prefix(4).joined(separator: ", ") + (found.count > 4 ? " and \(found.count - 4) others" : "")
    findings.note(
      .dropped, "value of the custom field \(shown)", "values of custom fields (\(shown))", at: first, file,
      count: count)
  }
}
