// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON

/// A key of an object: where its value is kept, of what kind it is, what holds without it, and what it means.
package struct Field<Owner: Sendable>: Sendable {
  /// Both are given the owner where it lies: a copy for each key of thousands of entries would take most of the time.
  typealias Write = @Sendable (UnsafePointer<Owner>, inout JSONWriter) -> Void
  typealias IsLeftOut = @Sendable (UnsafePointer<Owner>) -> Bool

  let name: String
  let key: PackedKey
  /// Reads the value at hand into its owner.
  let read: @Sendable (inout DocumentDecoder, inout Owner) throws(JSONFailure) -> Void
  let text: StaticString
  /// Writes the value.
  let write: Write
  /// Writes the key and the value, or nothing where that is what holds without the key.
  let writeMember: Write
  /// Whether the value is what holds without the key, so that it is not written; nil where it is written always.
  let isLeftOut: IsLeftOut?
  /// Sets what holds without the key where that depends on other keys.
  let complete: (@Sendable (inout Owner) -> Void)?
  /// What is wrong with a value that follows from other keys, once these are known; nil where it is right.
  private(set) var claim: (@Sendable (any Sendable, Owner) -> String?)?
  let shape: FieldShape

  init(
    _ key: StaticString, _ shape: Shape, isRequired: Bool, standard: (@Sendable () -> JSONValue?)? = nil,
    otherwise: String? = nil,
    _ meaning: String, example: String, isLeftOut: IsLeftOut?,
    complete: (@Sendable (inout Owner) -> Void)? = nil,
    read: @escaping @Sendable (inout DocumentDecoder, inout Owner) throws(JSONFailure) -> Void,
    write: @escaping Write
  ) {
    self.init(
      key, shape, isRequired: isRequired, standard: standard, otherwise: otherwise, meaning, example: example,
      isLeftOut: isLeftOut, complete: complete, read: read, write: write,
      writeMember: Self.member(key, unless: isLeftOut, write))
  }

  /// - Parameter writeMember: writes key and value, or nothing where `isLeftOut` says so.
  init(
    _ key: StaticString, _ shape: Shape, isRequired: Bool, standard: (@Sendable () -> JSONValue?)? = nil,
    otherwise: String? = nil,
    _ meaning: String, example: String, isLeftOut: IsLeftOut?,
    complete: (@Sendable (inout Owner) -> Void)? = nil,
    read: @escaping @Sendable (inout DocumentDecoder, inout Owner) throws(JSONFailure) -> Void,
    write: @escaping Write, writeMember: @escaping Write
  ) {
    name = key.description
    self.key = PackedKey(name.utf8)
    self.read = read
    text = key
    self.write = write
    self.isLeftOut = isLeftOut
    self.writeMember = writeMember
    self.complete = complete
    self.shape = FieldShape(
      key: name, shape: shape, isRequired: isRequired, standard: standard, otherwise: otherwise, meaning: meaning,
      example: example)
  }

  /// A key that has to be there.
  init<Value: Sendable>(
    _ key: StaticString, _ path: any WritableKeyPath<Owner, Value> & Sendable, _ kind: Kind<Value>,
    _ meaning: String = "", example: String = ""
  ) {
    let place = Place(path)
    self.init(
      key, kind.shape, isRequired: true, meaning, example: example, isLeftOut: nil,
      read: { (decoder, owner) throws(JSONFailure) in
        if let value = try kind.read(&decoder) { place.set(value, in: &owner) }
      }, write: { place.write($0, kind, &$1) })
  }

  /// A key without which a value holds that the owner has from the beginning.
  init<Value: Equatable & Sendable>(
    _ key: StaticString, _ path: any WritableKeyPath<Owner, Value> & Sendable, _ kind: Kind<Value>,
    default standard: Value, _ meaning: String = "", example: String = ""
  ) {
    let place = Place(path)
    self.init(
      key, kind.shape, isRequired: false, standard: { JSONValue(standard, kind) }, meaning, example: example,
      isLeftOut: { place.get($0) == standard },
      read: { (decoder, owner) throws(JSONFailure) in
        if let value = try kind.read(&decoder) { place.set(value, in: &owner) }
      }, write: { place.write($0, kind, &$1) })
  }

  /// A key without which there is no value.
  ///
  /// - Parameter otherwise: what holds then, in words.
  init<Value: Sendable>(
    _ key: StaticString, _ path: any WritableKeyPath<Owner, Value?> & Sendable, _ kind: Kind<Value>,
    otherwise: String = "none", _ meaning: String = "", example: String = ""
  ) {
    let place = Place(path)
    self.init(
      key, kind.shape, isRequired: false, otherwise: otherwise, meaning, example: example,
      isLeftOut: { place.get($0) == nil },
      read: { (decoder, owner) throws(JSONFailure) in
        if let value = try kind.read(&decoder) { place.set(value, in: &owner) }
      }, write: { if let value = place.get($0) { kind.write(value, &$1) } },
      writeMember: Self.member(key, place, kind))
  }

  /// Writes a key with its value.
  private static func member(_ key: StaticString, unless isLeftOut: IsLeftOut?, _ write: @escaping Write) -> Write {
    guard let isLeftOut else {
      return { owner, writer in
        writer.key(key)
        write(owner, &writer)
      }
    }
    return { owner, writer in
      if isLeftOut(owner) { return }
      writer.key(key)
      write(owner, &writer)
    }
  }

  /// Writes a key where it has a value, which is looked up once.
  private static func member<Value: Sendable>(
    _ key: StaticString, _ place: Place<Owner, Value?>, _ kind: Kind<Value>
  ) -> Write {
    { owner, writer in
      guard let value = place.get(owner) else { return }
      writer.key(key)
      kind.write(value, &writer)
    }
  }

  /// A key that a whole document has and a draft may leave out.
  static func required<Value: Sendable>(
    _ key: StaticString, _ path: any WritableKeyPath<Owner, Value?> & Sendable, _ kind: Kind<Value>,
    _ meaning: String = "", example: String = ""
  ) -> Self {
    let place = Place(path)
    return Self(
      key, kind.shape, isRequired: true, meaning, example: example, isLeftOut: { place.get($0) == nil },
      read: { (decoder, owner) throws(JSONFailure) in
        if let value = try kind.read(&decoder) { place.set(value, in: &owner) }
      }, write: { if let value = place.get($0) { kind.write(value, &$1) } },
      writeMember: Self.member(key, place, kind))
  }

  /// A key whose value follows from others: it is checked and not kept.
  static func derived<Value: Sendable>(
    _ key: StaticString, _ kind: Kind<Value>, _ meaning: String = "", example: String = "",
    _ value: @escaping @Sendable (Owner) -> Value
  ) -> Self {
    Self(
      key, kind.shape, isRequired: true, meaning, example: example, isLeftOut: nil,
      read: { (decoder, _) throws(JSONFailure) in _ = try kind.read(&decoder) },
      write: { kind.write(value($0.pointee), &$1) })
  }

  /// A key whose value follows from others: it is not kept, but that it does is looked at.
  ///
  /// - Parameters:
  ///   - isRight: whether what was read (first) is near enough to what follows.
  ///   - text: a value in words.
  static func claim<Value: Sendable>(
    _ key: StaticString, _ kind: Kind<Value>, _ meaning: String = "", example: String = "",
    isRight: @escaping @Sendable (Value, Value) -> Bool, text: @escaping @Sendable (Value) -> String,
    _ value: @escaping @Sendable (Owner) -> Value
  ) -> Self {
    var field = Self(
      key, kind.shape, isRequired: true, meaning, example: example, isLeftOut: nil,
      read: { (decoder, _) throws(JSONFailure) in
        decoder.said = nil
        if let said = try kind.read(&decoder) { decoder.said = said }
      },
      write: { kind.write(value($0.pointee), &$1) })
    field.claim = { said, owner in
      guard let said = said as? Value else { return nil }
      let right = value(owner)
      return isRight(said, right) ? nil : "\(key) is \(text(right)), not \(text(said))"
    }
    return field
  }

  /// A text without which that of another key holds.
  init(
    _ key: StaticString, _ path: any WritableKeyPath<Owner, String> & Sendable, _ kind: Kind<String>,
    sameAs other: any WritableKeyPath<Owner, String> & Sendable, otherwise: String, _ meaning: String, example: String
  ) {
    let (place, source) = (Place(path), Place(other))
    self.init(
      key, kind.shape, isRequired: false, otherwise: otherwise, meaning, example: example,
      isLeftOut: { place.get($0) == source.get($0) }, complete: { place.set(source.get(of: $0), in: &$0) },
      read: { (decoder, owner) throws(JSONFailure) in
        if let value = try kind.read(&decoder) { place.set(value, in: &owner) }
      }, write: { place.write($0, kind, &$1) })
  }

  /// A key that is another way to write a value: the value follows from it, and it is kept as it was written.
  ///
  /// - Parameters:
  ///   - path: where it is kept.
  ///   - other: where the value is that follows.
  ///   - isStated: whether it is to be written.
  static func source<Value: Sendable>(
    _ key: StaticString, at path: any WritableKeyPath<Owner, Value?> & Sendable, _ kind: Kind<Value>,
    of other: any WritableKeyPath<Owner, Value> & Sendable, _ meaning: String, example: String,
    isStated: @escaping IsLeftOut, derive: @escaping @Sendable (Value) -> Value
  ) -> Self {
    let (place, result) = (Place(path), Place(other))
    return Self(
      key, kind.shape, isRequired: false, otherwise: "none", meaning, example: example,
      isLeftOut: { !isStated($0) },
      read: { (decoder, owner) throws(JSONFailure) in
        guard let value = try kind.read(&decoder) else { return }
        place.set(value, in: &owner)
        result.set(derive(value), in: &owner)
      }, write: { if let value = place.get($0) { kind.write(value, &$1) } })
  }

  /// The same key, which is not written in some more cases.
  func leftOut(where condition: @escaping IsLeftOut) -> Self {
    let before = isLeftOut
    return Self(
      text, shape.shape, isRequired: shape.isRequired, standard: shape.standard, otherwise: shape.otherwise,
      shape.meaning, example: shape.example, isLeftOut: { before?($0) ?? false || condition($0) }, complete: complete,
      read: read, write: write)
  }

  /// A key whose value is checked and not kept.
  static func unkept<Value: Sendable>(_ key: StaticString, _ kind: Kind<Value>, _ meaning: String, example: String)
    -> Self
  {
    Self(
      key, kind.shape, isRequired: false, otherwise: "none", meaning, example: example, isLeftOut: { _ in true },
      read: { (decoder, _) throws(JSONFailure) in _ = try kind.read(&decoder) }, write: { _, _ in })
  }

  /// A key with an object whose values are kept in the owner itself.
  ///
  /// - Parameter otherwise: what holds without it; nil where it has to be there.
  static func group(
    _ key: StaticString, _ fields: [Field<Owner>], initial: Owner, otherwise: String?, _ meaning: String,
    example: String
  ) -> Self {
    let inner = ObjectDescription(initial: initial, fields: fields)
    return Self(
      key, .object(inner.shape), isRequired: otherwise == nil, otherwise: otherwise, meaning, example: example,
      isLeftOut: { owner in otherwise != nil && inner.fields.allSatisfy { $0.isLeftOut?(owner) ?? false } },
      read: { (decoder, owner) throws(JSONFailure) in _ = try inner.read(&decoder, into: &owner) },
      write: { inner.write(at: $0, to: &$1) })
  }

  /// The same key of a larger owner, of which this one is a part.
  func within<Whole: Sendable>(_ path: any WritableKeyPath<Whole, Owner> & Sendable) -> Field<Whole> {
    let place = Place(path)
    let (read, write, isLeftOut, complete) = (read, write, isLeftOut, complete)
    var isWholeLeftOut: Field<Whole>.IsLeftOut?
    if let isLeftOut { isWholeLeftOut = { place.with($0, isLeftOut) } }
    var completeWhole: (@Sendable (inout Whole) -> Void)?
    if let complete { completeWhole = { place.update(&$0, complete) } }
    return Field<Whole>(
      text, shape.shape, isRequired: shape.isRequired, standard: shape.standard, otherwise: shape.otherwise,
      shape.meaning, example: shape.example, isLeftOut: isWholeLeftOut, complete: completeWhole,
      read: { (decoder, whole) throws(JSONFailure) in
        try place.update(&whole) { (part) throws(JSONFailure) in try read(&decoder, &part) }
      },
      write: { whole, writer in place.with(whole) { write($0, &writer) } })
  }

  /// The key that says of which format a document is.
  static func format(_ format: String) -> Self {
    Self(
      "format", .constant(format), isRequired: true, "which format this is", example: "\"\(format)\"",
      isLeftOut: nil,
      read: { (decoder, _) throws(JSONFailure) in
        if let found = try decoder.text(), found != format { decoder.reportFormat(found, format) }
      }, write: { $1.value(format) })
  }
}

extension JSONValue {
  /// A value as it is written.
  init?<Value: Sendable>(_ value: Value, _ kind: Kind<Value>) {
    var writer = JSONWriter(pretty: false)
    kind.write(value, &writer)
    guard let json = try? JSONValue(parsing: writer.finish()) else { return nil }
    self = json
  }
}
