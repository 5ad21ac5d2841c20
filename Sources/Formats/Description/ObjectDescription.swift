// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import JSON

/// An object of a format, described once: from this follow how it is read and written, its schema, and its tables in the
/// documentation.
package struct ObjectDescription<Owner: Sendable>: Sendable {
  /// What the object is where nothing is given.
  let initial: Owner
  let fields: [Field<Owner>]
  /// Keys that the format has and this version does not carry out.
  private let unsupported: [String]
  /// Keys that may be there and are not looked at.
  private let passedOver: [String]
  private let passesOverAll: Bool
  private let keys: [PackedKey]
  private let writers: [Writer]
  private let names: [String]
  private let required: KeySet
  /// The keys that have to be there where only a part of a document is given.
  private let requiredOfDrafts: KeySet
  private let completed: [Int]
  private let rules: [CompiledRule]
  package let shape: ObjectShape

  /// - Parameters:
  ///   - name: the name under which schemas define it; nil where it is written out in its place.
  ///   - fields: at most 64.
  ///   - draft: the keys that have to be there where only a part of a document is given; nil where these are no fewer.
  init(
    _ name: String? = nil, initial: Owner, fields: [Field<Owner>], draft: [String]? = nil, rules: [KeyRule] = [],
    unsupported: [String] = [], passedOver: [String] = [], passesOverAll: Bool = false
  ) {
    self.initial = initial
    self.fields = fields
    self.unsupported = unsupported
    self.passedOver = passedOver
    self.passesOverAll = passesOverAll
    keys = fields.map(\.key)
    writers = fields.map { Writer(key: $0.text, isLeftOut: $0.isLeftOut, write: $0.write) }
    names = fields.map(\.name)
    required = KeySet(fields.indices.filter { fields[$0].shape.isRequired })
    requiredOfDrafts =
      draft.map { draft in KeySet(fields.indices.filter { draft.contains(fields[$0].name) }) } ?? required
    completed = fields.indices.filter { fields[$0].complete != nil }
    self.rules = rules.map { CompiledRule($0, fields.map(\.name)) }
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
  /// - Returns: false where there is another value.
  func read(_ decoder: inout DocumentDecoder, into owner: inout Owner) throws(JSONFailure) -> Bool {
    guard try decoder.beginObject() else { return false }
    var seen = KeySet()
    var next = 0
    while let key = try decoder.nextKey() {
      guard let index = index(of: key, from: next) else {
        try readOther(key, &decoder)
        continue
      }
      next = index + 1
      seen.insert(index)
      try fields[index].read(&decoder, &owner)
      for rule in rules { rule.check(after: index, seen, &decoder) }
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
    for rule in rules { rule.checkAtEnd(seen, required, &decoder) }
    for index in completed where !seen.contains(index) { fields[index].complete?(&owner) }
    return true
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
    if passesOverAll || passedOver.contains(text) {
      try decoder.reader.skipValue()
    } else if unsupported.contains(text) {
      try decoder.unsupportedKey(key)
    } else {
      try decoder.unknownKey(key, among: names)
    }
  }

  /// Writes the object without what holds anyway.
  ///
  /// - Parameter keepsDefaults: whether values are written that hold without their keys, too.
  package func write(_ owner: Owner, to writer: inout JSONWriter, keepsDefaults: Bool = false) {
    withUnsafePointer(to: owner) { write(at: $0, to: &writer, keepsDefaults: keepsDefaults) }
  }

  /// Writes the object where it lies.
  func write(at owner: UnsafePointer<Owner>, to writer: inout JSONWriter, keepsDefaults: Bool = false) {
    writer.beginObject()
    writeMembers(at: owner, to: &writer, keepsDefaults: keepsDefaults)
    writer.endObject()
  }

  /// Writes the keys and values into the object at hand.
  func writeMembers(_ owner: Owner, to writer: inout JSONWriter) {
    withUnsafePointer(to: owner) { writeMembers(at: $0, to: &writer, keepsDefaults: false) }
  }

  private func writeMembers(at owner: UnsafePointer<Owner>, to writer: inout JSONWriter, keepsDefaults: Bool) {
    for index in writers.indices {
      if let isLeftOut = writers[index].isLeftOut, isLeftOut(owner),
        !keepsDefaults || fields[index].shape.standard == nil
      {
        continue
      }
      writer.key(writers[index].key)
      writers[index].write(owner, &writer)
    }
  }

  /// Whether no key but one would be written.
  func hasOnly(_ key: String, _ owner: UnsafePointer<Owner>) -> Bool {
    fields.allSatisfy { $0.name == key || $0.isLeftOut?(owner) ?? false }
  }

  /// What writing takes of a field, close together.
  private struct Writer {
    let key: StaticString
    let isLeftOut: Field<Owner>.IsLeftOut?
    let write: Field<Owner>.Write
  }
}

/// Keys of an object by their places.
struct KeySet: Sendable {
  private var bits: UInt64 = 0

  init(_ places: [Int] = []) { for place in places { insert(place) } }
  mutating func insert(_ place: Int) { bits |= 1 << UInt64(place) }
  func contains(_ place: Int) -> Bool { bits & 1 << UInt64(place) != 0 }
  func isSubset(of other: KeySet) -> Bool { bits & ~other.bits == 0 }
  /// How many keys are in both.
  func common(_ other: KeySet) -> Int { (bits & other.bits).nonzeroBitCount }
}

/// A rule with the places of its keys.
private struct CompiledRule: Sendable {
  private let rule: KeyRule
  private let keys: KeySet
  private let variants: [CompiledVariant]

  private struct CompiledVariant: Sendable {
    var variant: KeyRule.Variant
    var first: KeySet
    var others: [(key: String, place: KeySet)]
    var exactlyOne: KeySet
  }

  init(_ rule: KeyRule, _ names: [String]) {
    func places(_ keys: [String]) -> KeySet { KeySet(keys.compactMap { names.firstIndex(of: $0) }) }
    self.rule = rule
    switch rule {
    case .notBoth(let one, let other):
      keys = places([one, other])
      variants = []
    case .anyOf(let choices), .exactlyOne(_, let choices):
      keys = places(choices)
      variants = []
    case .variants(_, let all, _):
      keys = KeySet()
      variants = all.map { variant in
        CompiledVariant(
          variant: variant, first: places(Array(variant.keys.prefix(1))),
          others: variant.keys.dropFirst().map { ($0, places([$0])) }, exactlyOne: places(variant.exactlyOne))
      }
    }
  }

  /// Checks what shows as soon as a key has been read.
  func check(after place: Int, _ seen: KeySet, _ decoder: inout DocumentDecoder) {
    guard case .notBoth(let one, let other) = rule, keys.contains(place), keys.isSubset(of: seen) else { return }
    decoder.report(
      .contradiction, "\(one) and \(other) are both given", hint: "leave one of them out", isAboutKey: true)
  }

  /// Checks what shows when the object has been read.
  func checkAtEnd(_ seen: KeySet, _ required: KeySet, _ decoder: inout DocumentDecoder) {
    switch rule {
    case .notBoth: return
    case .anyOf(let choices):
      if keys.common(seen) == 0, keys.common(required) == 0, let first = choices.first { decoder.missing(first) }
    case .exactlyOne(let what, let choices):
      if keys.common(seen) != 1 {
        decoder.report(.contradiction, "\(what) has exactly one of \(choices.map(quoted).joined(separator: " and "))")
      }
    case .variants(let what, _, let hint):
      let fitting = variants.filter { $0.first.isSubset(of: seen) }
      guard fitting.count == 1, let chosen = fitting.first else {
        let keys = variants.compactMap { $0.variant.keys.first.map(quoted) }
        decoder.report(
          fitting.isEmpty ? .missingKey : .contradiction,
          fitting.isEmpty
            ? "the \(what) has neither \(keys.joined(separator: " nor "))"
            : "the \(what) has both \(keys.joined(separator: " and "))", hint: hint)
        return
      }
      for other in variants where other.variant.name != chosen.variant.name {
        for key in other.others where key.place.isSubset(of: seen) {
          decoder.report(
            .contradiction,
            "\(quoted(key.key)) belongs to \(other.variant.name) \(what), and this has"
              + " \(chosen.variant.keys.first ?? "")", hint: "remove it")
        }
      }
      let count = chosen.exactlyOne.common(seen)
      if !chosen.variant.exactlyOne.isEmpty, count != 1 {
        decoder.report(
          count == 0 ? .missingKey : .contradiction,
          "\(chosen.variant.name) \(what) has exactly one of"
            + " \(chosen.variant.exactlyOne.map(quoted).joined(separator: " and "))")
      }
    }
  }
}
