// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// Reads a cell of any form; lists are those of ``ListNotation``.
struct ListReading {
  var reading: CellReading
  /// The rows that texts refer to; nil leaves texts as they are.
  var names: TableIdentities?

  func node(_ cell: CellValue, _ form: CellForm, at place: CellIndex) throws(CellReading.Failure) -> TableNode {
    if case .unreadable(let detail, let hint) = cell { throw CellReading.Failure(detail: detail, hint: hint) }
    switch form {
    case .dated(let form): return try node(cell, form, at: place)
    case .fileOrTable(let keys):
      guard reading.text(cell).trimmed == ListNotation.empty else { return try scalar(cell, .text, at: place) }
      return TableNode(
        place: place,
        content: .object(keys.map { .init(key: $0, node: TableNode(place: place, content: .array([]))) }))
    case _ where form.isScalar: return try scalar(cell, form, at: place)
    default: break
    }
    // One number in a cell is a list of one.
    if case .list(let element) = form, element.isScalar, cell.plainNumber != nil {
      return TableNode(place: place, content: .array([try scalar(cell, element, at: place)]))
    }
    if case .list(let element) = form, element.isScalar, case .date = cell {
      return TableNode(place: place, content: .array([try scalar(cell, element, at: place)]))
    }
    return try list(reading.text(cell), form, at: place)
  }

  private func scalar(_ cell: CellValue, _ form: CellForm, at place: CellIndex) throws(CellReading.Failure) -> TableNode
  {
    var value = try reading.scalar(cell, form)
    if let names, case .identifier = form, case .string(let text) = value {
      let id = names.resolve(text)
      if id == text, text.contains(","), !names.isKnown(text), let hint = names.hint(for: text) {
        throw CellReading.Failure(kind: .unknownReference, detail: "there is no \(quoted(text))", hint: hint)
      }
      value = .string(id)
    }
    return TableNode(place: place, content: .scalar(value))
  }

  private func list(_ text: String, _ form: CellForm, at place: CellIndex) throws(CellReading.Failure) -> TableNode {
    var isSets = false
    var hasParts = true
    switch form {
    case .sets: isSets = true
    case .list(let element): hasParts = !element.isScalar
    default: break
    }
    guard let alternatives = ListNotation.parse(text, hasParts: hasParts, hasAlternatives: isSets) else {
      throw CellReading.Failure(
        detail: "a quotation mark in \(quoted(text)) is not closed, or text follows one",
        hint: "names with ; : or | stand in quotation marks, and two of them mean one")
    }
    if case .sets(let element) = form {
      var nodes: [TableNode] = []
      for items in alternatives { nodes.append(try self.items(items, element, at: place)) }
      return TableNode(place: place, content: .array(text.trimmed == ListNotation.empty ? [] : nodes))
    }
    return try items(alternatives.first ?? [], form, at: place)
  }

  private func items(
    _ items: [[ListNotation.Part]], _ form: CellForm, at place: CellIndex
  ) throws(CellReading.Failure) -> TableNode {
    // Units and stretches of days are for whole cells.
    var inside = self
    inside.reading.column = ""
    inside.reading.unit = nil
    return try inside.parts(items, form, at: place)
  }

  private func parts(
    _ items: [[ListNotation.Part]], _ form: CellForm, at place: CellIndex
  ) throws(CellReading.Failure) -> TableNode {
    let isEmpty = items.count == 1 && items[0] == [ListNotation.Part(text: ListNotation.empty)]
    let items = isEmpty ? [] : items
    switch form {
    case .list(let element):
      var nodes: [TableNode] = []
      nodes.reserveCapacity(items.count)
      for item in items { nodes.append(try part(item, element, at: place)) }
      return TableNode(place: place, content: .array(nodes))
    case .map(let element):
      var members: [TableNode.Member] = []
      members.reserveCapacity(items.count)
      var names: Set<String> = []
      for item in items {
        guard let name = item.first, !name.isBlank else {
          throw CellReading.Failure(detail: "a name is missing before a colon", hint: "write name:value; name:value")
        }
        guard names.insert(name.text).inserted else {
          throw CellReading.Failure(kind: .duplicateID, detail: "\(quoted(name.text)) is listed twice")
        }
        let value = try part(Array(item.dropFirst()), element, at: place, name: name.text)
        members.append(.init(key: self.names?.resolve(name.text) ?? name.text, node: value))
      }
      return TableNode(place: place, content: .object(members))
    default: return try part(items.first ?? [], form, at: place)
    }
  }

  /// A value of a list.
  ///
  /// - Parameter name: what it belongs to, for messages.
  private func part(
    _ parts: [ListNotation.Part], _ form: CellForm, at place: CellIndex, name: String? = nil
  ) throws(CellReading.Failure) -> TableNode {
    switch form {
    case .record(let keys):
      var node = TableNode.object(place)
      guard parts.count <= keys.count else { throw tooMany(parts, form, name) }
      for (index, key) in keys.enumerated() {
        guard index < parts.count, !parts[index].isBlank else {
          if key.isRequired {
            throw CellReading.Failure(
              kind: .missingKey, detail: "\(name.map { quoted($0) + " has no " } ?? "there is no ")\(key.key)",
              hint: hint(parts, name, keys.map(\.key).joined(separator: ":")))
          }
          continue
        }
        let value = try scalar(.text(written(parts[index])), key.form, at: place)
        node.set(value, at: [key.key])
      }
      return node
    case .span(let from, let until):
      guard parts.count <= 1 else { throw tooMany(parts, form, name) }
      var node = TableNode.object(place)
      guard let text = parts.first?.text, !text.isEmpty else { return node }
      let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { String($0).trimmed }
      guard ends.count == 2 else {
        throw CellReading.Failure(
          detail: "\(quoted(text)) is not a range of days",
          hint: "write 2027-01-01..2027-06-30; either end may be missing")
      }
      for (key, end) in zip([from, until], ends) where !end.isEmpty {
        node.set(try scalar(.text(end), .date, at: place), at: [key])
      }
      return node
    default:
      guard parts.count == 1 else {
        if parts.isEmpty {
          throw CellReading.Failure(
            kind: .missingKey, detail: "\(name.map(quoted) ?? "an entry") has no value",
            hint: hint(parts, name, name == nil ? form.notation : "name:\(form.notation)"))
        }
        throw tooMany(parts, form, name)
      }
      return try scalar(.text(written(parts[0])), form, at: place)
    }
  }

  /// How an item that lacks a part is written; with commas it is rather several ones.
  private func hint(_ parts: [ListNotation.Part], _ name: String?, _ notation: String) -> String {
    let isList = name?.contains(",") == true
    let example = name.map { name in
      let all = name.split(separator: ",").map { Self.leveled(String($0).trimmed) }
      return quoted(isList ? all.joined(separator: "; ") : all.first ?? name)
    }
    let written = notation.hasPrefix("name:") || notation.hasPrefix("level") ? example ?? notation : notation
    return (isList ? "separate by semicolons, and write " : "write ") + written
  }

  /// A name with a level: that in brackets behind it, if there is one.
  private static func leveled(_ text: String) -> String {
    guard text.hasSuffix(")"), let start = text.lastIndex(of: "("),
      let level = Int(text[text.index(after: start)...].dropLast())
    else { return text + ":3" }
    return "\(String(text[..<start]).trimmed):\(level)"
  }

  /// A part as the text of a cell.
  private func written(_ part: ListNotation.Part) -> String { CellText.written(part.text) }

  private func tooMany(_ parts: [ListNotation.Part], _ form: CellForm, _ name: String?) -> CellReading.Failure {
    CellReading.Failure(
      detail: "\(quoted((name.map { [$0] } ?? [] + parts.map(\.text)).joined(separator: ":"))) has too many parts",
      hint: "items are separated by semicolons or line breaks; a name with a colon stands in quotation marks")
  }
}
