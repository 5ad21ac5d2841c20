// SPDX-License-Identifier: GPL-3.0-or-later

package import JSON
internal import Numbers

/// An object that is written and never read, described once: from this follow its bytes, its schema, and its tables in the
/// documentation.
package struct WrittenObject<Owner: Sendable>: Sendable {
  private let fields: [Field<Owner>]
  /// What it looks like in a document.
  package let shape: ObjectShape

  /// - Parameters:
  ///   - name: the name under which schemas define it; nil where it is written out in its place.
  ///   - fields: its keys, in the order in which they are written.
  ///   - rules: what holds among them.
  package init(_ name: String? = nil, fields: [Field<Owner>], rules: [KeyRule] = []) {
    self.fields = fields
    shape = ObjectShape(name: name, fields: fields.map(\.shape), rules: rules, passedOver: { [] })
  }

  /// Writes the object as a value.
  package func write(_ owner: Owner, to writer: inout JSONWriter) {
    withUnsafePointer(to: owner) { write(at: $0, to: &writer) }
  }

  /// Writes the object where it lies.
  func write(at owner: UnsafePointer<Owner>, to writer: inout JSONWriter) {
    writer.beginObject()
    for field in fields {
      if let isLeftOut = field.isLeftOut, isLeftOut(owner) { continue }
      writer.key(field.text)
      field.write(owner, &writer)
    }
    writer.endObject()
  }

  /// A document that is the object.
  ///
  /// - Parameter pretty: whether each entry gets a line of its own; else there is no white space at all.
  package func document(_ owner: Owner, pretty: Bool) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    write(owner, to: &writer)
    return writer.finish()
  }
}

extension Field {
  /// A key whose value follows from the owner, where there is one.
  ///
  /// - Parameter otherwise: when it is left out.
  package static func optional<Value: Sendable>(
    _ key: StaticString, _ kind: Kind<Value>, otherwise: String = "none", _ meaning: String = "", example: String = "",
    _ value: @escaping @Sendable (Owner) -> Value?
  ) -> Self {
    Self(
      key, kind.shape, isRequired: false, otherwise: otherwise, meaning, example: example,
      isLeftOut: { value($0.pointee) == nil },
      read: { (decoder, _) throws(JSONFailure) in _ = try kind.read(&decoder) },
      write: { if let value = value($0.pointee) { kind.write(value, &$1) } })
  }
}

extension Kind {
  /// What is written and never read.
  package static func written(
    _ shape: Shape, _ write: @escaping @Sendable (Value, inout JSONWriter) -> Void
  ) -> Self {
    Self(
      shape,
      read: { (decoder) throws(JSONFailure) in
        try decoder.reader.skipValue()
        return nil
      }, write: write)
  }

  /// An object that is written and never read.
  package static func written(_ description: WrittenObject<Value>) -> Self {
    Self(
      .object(description.shape),
      read: { (decoder) throws(JSONFailure) in
        try decoder.reader.skipValue()
        return nil
      }, writeAt: { description.write(at: $0, to: &$1) })
  }
}

extension Kind where Value == Millionths {
  /// An amount of at least 0.
  static var amount: Self {
    Self(.number(NumberRange(low: 0))) { d throws(JSONFailure) in
      try d.amount()
    } write: {
      $1.value($0)
    }
  }
  /// A part of a whole.
  static var share: Self { written(.number(.share)) { $1.value($0) } }
}

extension Kind where Value == Bool {
  /// What an amount counts: unit-days, or hours.
  static var unit: Self { written(.choice(["hours", "unitDays"])) { $1.value($0 ? "unitDays" : "hours") } }
}
