// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
internal import Numbers

/// How a value of the format stands in one cell.
package indirect enum CellForm: Sendable {
  case text
  case identifier
  case date
  case boolean
  case number(NumberRange)
  case whole(ClosedRange<Int>)
  case choice([String])
  /// `a; b`
  case list(CellForm)
  /// `name:value; name:value`
  case map(CellForm)
  /// `a:b:c`, in the order of the keys; what is left out at the end is not written.
  case record([RecordPart])
  /// `from..until`, either of which may be missing.
  case span(from: String, until: String)
  /// `java:4 | kotlin:3; sql:2`: lists of which one is enough.
  case sets(CellForm)
  /// The value that holds first; later ones are rows of the sheet of changes.
  case dated(CellForm)

  /// The path of a file, where the object is not written as tables; its keys.
  case fileOrTable(keys: [String])

  /// A key of an object that is written in a cell.
  package struct RecordPart: Sendable {
    var key: String
    var form: CellForm
    var isRequired: Bool
  }

  /// Whether the cell holds one plain value.
  var isScalar: Bool {
    switch self {
    case .text, .identifier, .date, .boolean, .number, .whole, .choice: true
    case .list, .map, .record, .span, .sets, .dated, .fileOrTable: false
    }
  }

  /// Whether the cell holds a text of any kind.
  var isName: Bool {
    switch self {
    case .text, .identifier: true
    default: false
    }
  }

  /// The values that are allowed, where they are few.
  package var choices: [String]? {
    switch self {
    case .choice(let names): names
    case .boolean: ["yes", "no"]
    case .dated(let form): form.choices
    default: nil
    }
  }

  /// How a cell of this form is written, in words.
  package var notation: String {
    switch self {
    case .text: "text"
    case .identifier: "text"
    case .date: "date"
    case .boolean: "yes or no"
    case .number, .whole: "number"
    case .choice(let names): names.joined(separator: ", ")
    case .list(.record(let parts)), .map(.record(let parts)):
      "list: " + parts.map(\.key).joined(separator: ":") + "; ..."
    case .list(let form): "list of \(form.notation)s: a; b"
    case .map(.span): "list: name:from..until; ..."
    case .map: "list: name:value; ..."
    case .record(let parts): parts.map(\.key).joined(separator: ":")
    case .span: "from..until"
    case .sets: "lists separated by |: java:4 | kotlin:3; sql:2"
    case .fileOrTable: "path of a file"
    case .dated(let form): form.notation + "; later values in the sheet Changes"
    }
  }

  /// The form of a value; nil where it needs columns or a sheet of its own.
  init?(_ shape: Shape) {
    switch shape {
    case .text, .digest, .pointer, .step: self = .text
    case .identifier: self = .identifier
    case .date: self = .date
    case .boolean: self = .boolean
    case .number(let range): self = .number(range)
    case .whole(let range): self = .whole(range)
    case .choice(let names): self = .choice(names)
    case .named(_, let shape): self.init(shape)
    case .list(let element, _, _):
      guard let form = CellForm(element) else { return nil }
      switch form {
      case .map: self = .sets(form)
      case .record: self = .list(form)
      case _ where form.isScalar: self = .list(form)
      default: return nil
      }
    case .map(let element):
      guard let form = CellForm(element) else { return nil }
      switch form {
      case .record, .span: self = .map(form)
      case _ where form.isScalar: self = .map(form)
      default: return nil
      }
    case .object(let object): self.init(object)
    case .either(let one, let other): self.init(one, or: other)
    case .any, .null, .constant: return nil
    }
  }

  private init?(_ object: ObjectShape) {
    var parts: [RecordPart] = []
    for field in object.fields {
      guard let form = CellForm(field.shape), form.isScalar else { return nil }
      parts.append(RecordPart(key: field.key, form: form, isRequired: field.isRequired))
    }
    if parts.count == 2, case .date = parts[0].form, case .date = parts[1].form, !parts[0].isRequired {
      self = .span(from: parts[0].key, until: parts[1].key)
    } else {
      self = .record(parts)
    }
  }

  private init?(_ one: Shape, or other: Shape) {
    switch other {
    case .list(.object(let entry), _, _) where entry.fields.map(\.key) == ["value", "from"]:
      guard let form = CellForm(one) else { return nil }
      self = .dated(form)
    case .object(let object): self.init(object)
    default: return nil
    }
  }
}
