// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Numbers

/// Turns values of the format into cells.
enum CellWriting {
  /// - Parameter isEmptyBlank: whether an empty list is written as a blank cell.
  static func cell(_ value: JSONValue, _ form: CellForm, isEmptyBlank: Bool = false) -> CellValue {
    switch (form, value) {
    case (.dated(let form), .array(let entries)):
      return entries.first?["value"].map { cell($0, form) } ?? .blank
    case (.dated(let form), _): return cell(value, form)
    case (.date, .string(let text)): return Day(iso: text).map(CellValue.date) ?? .text(text)
    case (.boolean, .boolean(let flag)): return .text(flag ? "yes" : "no")
    case (.fileOrTable, .object(let members)):
      let isEmpty = members.allSatisfy { if case .array(let list) = $0.value { list.isEmpty } else { false } }
      return isEmpty ? .text(ListNotation.empty) : .blank
    case (_, .number(let lexeme)):
      return (try? ExactDecimal(parsing: lexeme.utf8)).map(CellValue.number) ?? .text(lexeme)
    case (_, .string(let text)): return .text(CellText.written(text))
    case (_, .array(let elements)) where elements.isEmpty: return isEmptyBlank ? .blank : .text(ListNotation.empty)
    case (_, .object(let members)) where members.isEmpty: return isEmptyBlank ? .blank : .text(ListNotation.empty)
    default:
      let text = notation(value, form)
      return text.isEmpty ? .blank : .text(text)
    }
  }

  /// A value as it stands in a list.
  private static func notation(_ value: JSONValue, _ form: CellForm) -> String {
    switch (form, value) {
    case (.list(let element), .array(let values)): values.map { notation($0, element) }.joined(separator: "; ")
    case (.sets(let element), .array(let values)):
      values.map { value in
        let text = notation(value, element)
        return text.isEmpty ? ListNotation.empty : text
      }.joined(separator: " | ")
    case (.map(let element), .object(let members)):
      members.map { member in
        let rest = notation(member.value, element)
        return ListNotation.quoted(member.key) + (rest.isEmpty ? "" : ":" + rest)
      }.joined(separator: "; ")
    case (.span(let from, let until), .object): span(value, from: from, until: until)
    case (.record(let parts), .object): record(value, parts)
    case (_, .string(let text)): ListNotation.quoted(text)
    case (_, .number(let lexeme)): lexeme
    case (_, .boolean(let flag)): flag ? "yes" : "no"
    default: ""
    }
  }

  private static func span(_ value: JSONValue, from: String, until: String) -> String {
    func text(_ key: String) -> String { value[key].map { notation($0, .date) } ?? "" }
    let (first, last) = (text(from), text(until))
    return first.isEmpty && last.isEmpty ? "" : first + ".." + last
  }

  private static func record(_ value: JSONValue, _ parts: [CellForm.RecordPart]) -> String {
    var texts = parts.map { part in value[part.key].map { notation($0, part.form) } ?? "" }
    while texts.last?.isEmpty == true { texts.removeLast() }
    return texts.joined(separator: ":")
  }
}
