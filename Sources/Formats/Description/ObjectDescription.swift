// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON

/// An object of a format, described once: from this follow how it is read and written, its schema, and its tables in the
/// documentation.
package struct ObjectDescription<Owner: Sendable>: Sendable {
  /// What the object is where nothing is given.
  let initial: Owner
  let fields: [Field<Owner>]
  /// What to do about keys that are often tried and are not known here.
  private let hints: [String: String]
  /// Keys that may be there and are not looked at.
  private let passedOver: @Sendable () -> [String]
  private let passesOverAll: Bool
  /// The key of documents of another format.
  private let foreignKey: String?
  private let keys: [PackedKey]
  /// Writes all keys with their values.
  private let writeMembers: Field<Owner>.Write
  private let names: [String]
  private let required: KeySet
  /// The keys that have to be there where only a part of a document is given.
  private let requiredOfDrafts: KeySet
  private let completed: [Int]
  /// Whether some keys say what follows from others.
  private let hasClaims: Bool
  /// The rules that show as soon as a key has been read, and those that show at the end.
  private let pairRules: [CompiledRule]
  private let rules: [CompiledRule]
  package let shape: ObjectShape

  /// - Parameters:
  ///   - name: the name under which schemas define it; nil where it is written out in its place.
  ///   - fields: at most 64.
  ///   - hints: what to do about keys that are often tried and are not known here.
  ///   - foreignKey: a key that documents of another format have: where it is, nothing more is read, and nothing noted.
  ///   - draft: the keys that have to be there where only a part of a document is given; nil where these are no fewer.
  ///   - passedOver: makes the list of keys that may be there and are not looked at, when somebody needs it.
  init(
    _ name: String? = nil, initial: Owner, fields: [Field<Owner>], draft: [String]? = nil, rules: [KeyRule] = [],
    hints: [String: String] = [:], passedOver: @escaping @Sendable () -> [String] = { [] }, passesOverAll: Bool = false,
    foreignKey: String? = nil
  ) {
    self.initial = initial
    self.fields = fields
    self.hints = hints
    self.passedOver = passedOver
    self.passesOverAll = passesOverAll
    self.foreignKey = foreignKey
    keys = fields.map(\.key)
    writeMembers = Self.joined(fields[...])
    names = fields.map(\.name)
    required = KeySet(fields.indices.filter { fields[$0].shape.isRequired })
    requiredOfDrafts =
      draft.map { draft in KeySet(fields.indices.filter { draft.contains(fields[$0].name) }) } ?? required
    completed = fields.indices.filter { fields[$0].complete != nil }
    hasClaims = fields.contains { $0.claim != nil }
    let compiled = rules.map { CompiledRule($0, fields.map(\.name)) }
    pairRules = compiled.filter(\.isOfPair)
    self.rules = compiled.filter { !$0.isOfPair }
    shape = ObjectShape(
      name: name, fields: fields.map(\.shape), rules: rules, passedOver: passedOver, isOpen: passesOverAll)
  }

  /// Reads the object at hand; nil where there is another value.
  func read(_ decoder: inout DocumentDecoder) throws(JSONFailure) -> Owner? {
    var owner = initial
    return try read(&decoder, into: &owner) ? owner : nil
  }

  /// Reads the object at hand into an owner, whether it is right or not.
  ///
  /// - Returns: false where there is another value, or a document of another format.
  func read(_ decoder: inout DocumentDecoder, into owner: inout Owner) throws(JSONFailure) -> Bool {
    guard try decoder.beginObject() else { return false }
    var seen = KeySet()
    var next = 0
    var said: [(index: Int, value: any Sendable)] = []
    while let key = try decoder.nextKey() {
      guard let index = index(of: key, from: next) else {
        if let foreignKey, decoder.reader.text(of: key) == foreignKey {
          decoder.forgetIssues()
          return false
        }
        try readOther(key, &decoder)
        continue
      }
      next = index + 1
      seen.insert(index)
      let count = decoder.issues.count
      try fields[index].read(&decoder, &owner)
      if decoder.issues.count > count { decoder.addHint(example(of: index), sinceIssue: count) }
      if hasClaims, let value = decoder.said {
        said.append((index, value))
        decoder.said = nil
      }
      for rule in pairRules { rule.check(after: index, seen, names, &decoder) }
    }
    let required = decoder.isDraft ? requiredOfDrafts : required
    if !required.isSubset(of: seen) {
      for index in fields.indices where required.contains(index) && !seen.contains(index) {
        if case .constant(let format) = fields[index].shape.shape {
          decoder.missingFormat(format)
        } else {
          decoder.missing(names[index])
        }
      }
    }
    for rule in rules { rule.checkAtEnd(seen, required, names, &decoder) }
    for index in completed where !seen.contains(index) { fields[index].complete?(&owner) }
    for (index, value) in said {
      if let detail = fields[index].claim?(value, owner) { decoder.reportFalseClaim(names[index], detail) }
    }
    return true
  }

  /// How a field is written; nil where there is no short example.
  private func example(of index: Int) -> String? {
    let example = fields[index].shape.example
    return example.isEmpty || example.count > 100 ? nil : "such as \(quoted(names[index])): \(example)"
  }

  /// The place of a key among the fields; documents mostly have their keys in the order of the format.
  @inline(__always)
  private func index(of key: JSONKey, from start: Int) -> Int? {
    keys.withUnsafeBufferPointer { keys in
      var index = start
      while index < keys.count {
        if key.matches(keys[index]) { return index }
        index += 1
      }
      index = 0
      while index < start {
        if key.matches(keys[index]) { return index }
        index += 1
      }
      return nil
    }
  }

  private func readOther(_ key: JSONKey, _ decoder: inout DocumentDecoder) throws(JSONFailure) {
    let text = decoder.reader.text(of: key)
    if passesOverAll || passedOver().contains(text) {
      try decoder.reader.skipValue()
    } else {
      try decoder.unknownKey(key, among: names) { text in
        hints[text] ?? UsualNames.key(for: text, among: names).map { "did you mean \(quoted($0))?" }
      }
    }
  }

  /// Writes the object without what holds anyway.
  ///
  /// - Parameter keepsFigures: whether figures are written that hold without their keys, too.
  package func write(_ owner: Owner, to writer: inout JSONWriter, keepsFigures: Bool = false) {
    withUnsafePointer(to: owner) { write(at: $0, to: &writer, keepsFigures: keepsFigures) }
  }

  /// Writes the object where it lies.
  func write(at owner: UnsafePointer<Owner>, to writer: inout JSONWriter, keepsFigures: Bool = false) {
    writer.beginObject()
    if keepsFigures {
      for field in fields {
        if let isLeftOut = field.isLeftOut, isLeftOut(owner), !field.shape.isFigureWithStandard { continue }
        writer.key(field.text)
        field.write(owner, &writer)
      }
    } else {
      writeMembers(owner, &writer)
    }
    writer.endObject()
  }

  /// One function that writes some fields one after another.
  ///
  /// What a closure has captured is borrowed while it runs. Closures that are taken out of a list are retained and released
  /// each time, which for every key of thousands of entries took more time than the writing.
  private static func joined(_ fields: ArraySlice<Field<Owner>>) -> Field<Owner>.Write {
    let (start, count) = (fields.startIndex, fields.count)
    if count == 0 { return { _, _ in } }
    if count == 1 { return fields[start].writeMember }
    guard count > 3 else {
      let first = fields[start].writeMember
      let rest = joined(fields.dropFirst())
      return { owner, writer in
        first(owner, &writer)
        rest(owner, &writer)
      }
    }
    // Four at a time, for a call costs as much as writing a short value.
    let quarter = count / 4
    let first = joined(fields[..<(start + quarter)])
    let second = joined(fields[(start + quarter)..<(start + 2 * quarter)])
    let third = joined(fields[(start + 2 * quarter)..<(start + 3 * quarter)])
    let fourth = joined(fields[(start + 3 * quarter)...])
    return { owner, writer in
      first(owner, &writer)
      second(owner, &writer)
      third(owner, &writer)
      fourth(owner, &writer)
    }
  }

  /// Whether no key but one would be written.
  func hasOnly(_ key: String, _ owner: UnsafePointer<Owner>) -> Bool {
    fields.allSatisfy { $0.name == key || $0.isLeftOut?(owner) ?? false }
  }
}

/// Keys of an object by their places.
struct KeySet: Sendable {
  private var bits: UInt64 = 0

  init(_ places: [Int] = []) { for place in places { insert(place) } }
  mutating func insert(_ place: Int) { bits |= 1 << UInt64(place) }
  func contains(_ place: Int) -> Bool { bits & 1 << UInt64(place) != 0 }
  func isSubset(of other: KeySet) -> Bool { bits & ~other.bits == 0 }
  var count: Int { bits.nonzeroBitCount }
  /// How many keys are in both.
  func common(_ other: KeySet) -> Int { (bits & other.bits).nonzeroBitCount }
}
