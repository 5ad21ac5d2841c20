// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON
internal import Numbers

/// How a value is read, written and described.
package struct Kind<Value: Sendable>: Sendable {
  /// Reads the value at hand; nil where it is wrong, which is then noted.
  let read: @Sendable (inout DocumentDecoder) throws(JSONFailure) -> Value?
  /// Writes a value.
  package let write: @Sendable (Value, inout JSONWriter) -> Void
  /// Writes a value where it lies, without a copy.
  let writeAt: @Sendable (UnsafePointer<Value>, inout JSONWriter) -> Void
  /// What it looks like in a document.
  package let shape: Shape

  init(
    _ shape: Shape, read: @escaping @Sendable (inout DocumentDecoder) throws(JSONFailure) -> Value?,
    write: @escaping @Sendable (Value, inout JSONWriter) -> Void
  ) {
    self.read = read
    self.write = write
    writeAt = { write($0.pointee, &$1) }
    self.shape = shape
  }

  /// The same for values that are large.
  init(
    _ shape: Shape, read: @escaping @Sendable (inout DocumentDecoder) throws(JSONFailure) -> Value?,
    writeAt: @escaping @Sendable (UnsafePointer<Value>, inout JSONWriter) -> Void
  ) {
    self.read = read
    write = { value, writer in withUnsafePointer(to: value) { writeAt($0, &writer) } }
    self.writeAt = writeAt
    self.shape = shape
  }

  /// The kind of another type with the same look.
  ///
  /// - Parameters:
  ///   - make: gives the value that was read its meaning; what it finds wrong it notes and returns nil.
  ///   - parts: gives back what is written.
  func mapped<Other: Sendable>(
    _ make: @escaping @Sendable (Value, inout DocumentDecoder) -> Other?,
    _ parts: @escaping @Sendable (Other) -> Value
  ) -> Kind<Other> {
    Kind<Other>(shape) { (decoder) throws(JSONFailure) in
      guard let value = try read(&decoder) else { return nil }
      return make(value, &decoder)
    } write: {
      write(parts($0), &$1)
    }
  }
}

extension Kind {
  /// The same with what to do where there is a value of a certain wrong type.
  func hinting(_ found: JSONKind, insteadOf expected: JSONKind, _ hint: String) -> Self {
    Self(shape) { (decoder) throws(JSONFailure) in
      guard try decoder.reader.peek() == found else { return try read(&decoder) }
      try decoder.wrongType(found, insteadOf: expected, hint: hint)
      return nil
    } writeAt: {
      writeAt($0, &$1)
    }
  }
}

extension Kind where Value == String {
  /// Any text.
  static var text: Self {
    Self(.text) { d throws(JSONFailure) in
      try d.text()
    } write: {
      $1.value($0)
    }
  }

  /// A SHA-256 in lower-case hexadecimal digits; a draft may have any text.
  static var digest: Self {
    Self(.digest) { (decoder) throws(JSONFailure) in
      guard let text = try decoder.text() else { return nil }
      let isDigest =
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      if !isDigest, !decoder.isDraft {
        decoder.report(
          .outOfRange, "\(quoted(text)) is not a SHA-256", hint: "it has 64 hexadecimal digits, a to f in lower case")
      }
      return text
    } write: {
      $1.value($0)
    }
  }

  /// An id or name that others refer to.
  static var identifier: Self {
    Self(.identifier) { d throws(JSONFailure) in
      try d.identifier()
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value == Bool {
  /// Yes or no.
  static var boolean: Self {
    Self(.boolean) { d throws(JSONFailure) in
      try d.boolean()
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value == Day {
  /// A date.
  static var day: Self {
    Self(.date) { d throws(JSONFailure) in
      try d.day()
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value == Int {
  /// A whole number in a range.
  static func whole(_ range: ClosedRange<Int>) -> Self {
    Self(.whole(range)) { d throws(JSONFailure) in
      try d.whole(range)
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value == ExactDecimal {
  /// A number in a range, exactly.
  static func number(_ range: NumberRange) -> Self {
    Self(.number(range)) { (decoder) throws(JSONFailure) in
      guard let value = try decoder.decimal() else { return nil }
      if !range.contains(value) { decoder.reportFigure(value, range.description) }
      return value
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// A text out of a few.
  static var choice: Self {
    Self(.choice(Value.allCases.map(\.rawValue))) { d throws(JSONFailure) in
      try d.choice(Value.self)
    } write: {
      $1.value($0.rawValue)
    }
  }
}

extension Kind where Value == String {
  /// A text out of names that are known only when the program runs.
  static func choice(of names: [String]) -> Self {
    Self(.choice(names)) { (decoder) throws(JSONFailure) in
      guard let text = try decoder.text() else { return nil }
      if names.contains(text) { return text }
      decoder.reportChoice(text, names)
      return nil
    } write: {
      $1.value($0)
    }
  }
}

extension Kind where Value == DocumentPath {
  /// A place in a document.
  static var pointer: Self {
    Self(.pointer) { (decoder) throws(JSONFailure) in
      guard let text = try decoder.text() else { return nil }
      if let path = DocumentPath(pointer: text) { return path }
      decoder.report(.outOfRange, "\(quoted(text)) is not an RFC 6901 pointer")
      return nil
    } write: {
      $1.value($0.pointer)
    }
  }
}

extension Kind {
  /// A value, or null for none.
  static func orNull<Wrapped: Sendable>(_ kind: Kind<Wrapped>) -> Self where Value == Wrapped? {
    Self(.either(kind.shape, .null)) { (decoder) throws(JSONFailure) in
      if try decoder.isNull() { return .some(nil) }
      return try kind.read(&decoder).map(Optional.some)
    } write: { value, writer in
      if let value { kind.write(value, &writer) } else { writer.null() }
    }
  }

  /// A list of values; those that are wrong are left out.
  ///
  /// - Parameters:
  ///   - atLeast: how many elements a valid scenario has, which is checked with the whole of it.
  ///   - isFilled: whether it has at least one element where it is there, which is checked here.
  static func list<Element: Sendable>(
    of element: Kind<Element>, atLeast: Int = 0, isFilled: Bool = false
  ) -> Self where Value == [Element] {
    Self(.list(element.shape, atLeast: isFilled ? 1 : atLeast)) { (decoder) throws(JSONFailure) in
      guard try decoder.beginArray() else { return nil }
      var result: [Element] = []
      var isEmpty = true
      while try decoder.nextElement() {
        isEmpty = false
        if let value = try element.read(&decoder) { result.append(value) }
      }
      if isFilled, isEmpty {
        decoder.report(.outOfRange, "the list is empty", hint: "leave the key out where there is nothing to list")
      }
      return result
    } writeAt: { values, writer in
      writer.beginArray()
      values.pointee.withUnsafeBufferPointer { values in
        guard let first = values.baseAddress else { return }
        for index in values.indices { element.writeAt(first + index, &writer) }
      }
      writer.endArray()
    }
  }

  /// An object whose keys are names given by the user, as a list.
  ///
  /// - Parameters:
  ///   - name: where an element keeps its name.
  ///   - isSorted: whether the list is sorted by the names.
  static func map<Element: Sendable>(
    _ name: any WritableKeyPath<Element, String> & Sendable, of element: Kind<Element>, isSorted: Bool = true
  ) -> Self where Value == [Element] {
    let place = Place(name)
    return Self(.map(element.shape)) { (decoder) throws(JSONFailure) in
      guard try decoder.beginObject() else { return nil }
      var result: [Element] = []
      while let name = try decoder.nextName() {
        guard var value = try element.read(&decoder) else { continue }
        place.set(name, in: &value)
        result.append(value)
      }
      if isSorted, result.count > 1 { result.sort { place.get(of: $0) < place.get(of: $1) } }
      return result
    } write: { values, writer in
      writer.beginObject()
      for value in values {
        writer.key(named: place.get(of: value))
        element.write(value, &writer)
      }
      writer.endObject()
    }
  }

  /// An object.
  static func object(_ description: ObjectDescription<Value>) -> Self {
    Self(.object(description.shape)) { d throws(JSONFailure) in
      try description.read(&d)
    } writeAt: {
      description.write(at: $0, to: &$1)
    }
  }

  /// An object that is written as the value of one of its keys alone where all others are left out.
  static func object<Part: Sendable>(
    _ description: ObjectDescription<Value>, short key: String, _ part: Kind<Part>,
    _ path: any WritableKeyPath<Value, Part> & Sendable
  ) -> Self {
    let place = Place(path)
    return Self(.either(part.shape, .object(description.shape))) { (decoder) throws(JSONFailure) in
      if try decoder.reader.peek() == .object { return try description.read(&decoder) }
      guard let value = try part.read(&decoder) else { return nil }
      var result = description.initial
      place.set(value, in: &result)
      return result
    } writeAt: { value, writer in
      if description.hasOnly(key, value) {
        place.write(value, part, &writer)
      } else {
        description.write(at: value, to: &writer)
      }
    }
  }
}

/// A stored property, found once: reading and writing it takes no walk along a key path.
struct Place<Owner: Sendable, Value: Sendable>: Sendable {
  private let path: any WritableKeyPath<Owner, Value> & Sendable
  /// nil where the property is computed.
  private let offset: Int?

  init(_ path: any WritableKeyPath<Owner, Value> & Sendable) {
    self.path = path
    offset = MemoryLayout<Owner>.offset(of: path)
  }

  /// The value of an owner.
  func get(of owner: Owner) -> Value { withUnsafePointer(to: owner) { get($0) } }

  /// The value of the owner at a place in memory.
  func get(_ owner: UnsafePointer<Owner>) -> Value {
    guard let offset else { return owner.pointee[keyPath: path] }
    return UnsafeRawPointer(owner).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee
  }

  /// Writes the value of the owner at a place in memory.
  func write(_ owner: UnsafePointer<Owner>, _ kind: Kind<Value>, _ writer: inout JSONWriter) {
    guard let offset else {
      kind.write(owner.pointee[keyPath: path], &writer)
      return
    }
    kind.writeAt(UnsafeRawPointer(owner).advanced(by: offset).assumingMemoryBound(to: Value.self), &writer)
  }

  /// Shows where the value of the owner at a place in memory lies.
  func with<Result>(_ owner: UnsafePointer<Owner>, _ body: (UnsafePointer<Value>) -> Result) -> Result {
    guard let offset else { return withUnsafePointer(to: owner.pointee[keyPath: path], body) }
    return body(UnsafeRawPointer(owner).advanced(by: offset).assumingMemoryBound(to: Value.self))
  }

  /// Changes the value of an owner in its place.
  func update<Failure: Error>(
    _ owner: inout Owner, _ body: (inout Value) throws(Failure) -> Void
  ) throws(Failure) {
    guard let offset else { return try body(&owner[keyPath: path]) }
    try withUnsafeMutablePointer(to: &owner) { (pointer) throws(Failure) in
      try body(&UnsafeMutableRawPointer(pointer).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee)
    }
  }

  func set(_ value: Value, in owner: inout Owner) {
    guard let offset else {
      owner[keyPath: path] = value
      return
    }
    withUnsafeMutablePointer(to: &owner) { pointer in
      UnsafeMutableRawPointer(pointer).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
    }
  }
}
