// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Numbers

/// Makes the JSON Schema of a described object. Objects with a name, ids and dates are defined once under `$defs`.
struct SchemaDocument {
  private var definitions: [JSONValue.Member] = []

  /// The schema of a document.
  static func text(of shape: Shape, id: String, title: String, _ description: String) -> String {
    var document = SchemaDocument()
    let body = document.members(of: shape)
    let schema = JSONValue.object(
      [
        .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")), .init("$id", .string(id)),
        .init("title", .string(title)), .init("description", .string(description)),
      ] + body + [.init("$defs", .object(document.definitions))])
    return String(decoding: schema.serialized(pretty: true), as: UTF8.self)
  }

  private mutating func reference(_ name: String, _ body: (inout Self) -> [JSONValue.Member]) -> [JSONValue.Member] {
    if !definitions.contains(where: { $0.key == name }) {
      let place = definitions.count
      definitions.append(.init(name, .null))
      definitions[place].value = .object(body(&self))
    }
    return [.init("$ref", .string("#/$defs/" + name))]
  }

  private mutating func members(of shape: Shape) -> [JSONValue.Member] {
    switch shape {
    case .text: return [.init("type", .string("string"))]
    case .any: return []
    case .boolean: return [.init("type", .string("boolean"))]
    case .null: return [.init("type", .string("null"))]
    case .step:
      return [
        .init("type", .string("string")),
        .init("pattern", .string(#"^(commitments|value|early|late|balanced|priority ([1-9](\.[0-9]*[1-9])?|10))$"#)),
      ]
    case .digest:
      return reference("sha256") { _ in
        [.init("type", .string("string")), .init("pattern", .string("^[0-9a-f]{64}$"))]
      }
    case .pointer:
      return [.init("type", .string("string")), .init("pattern", .string("^(/([^/~]|~[01])*)*$"))]
    case .constant(let text): return [.init("const", .string(text))]
    case .choice(let names): return [.init("enum", .texts(names))]
    case .identifier:
      return reference("id") { _ in
        [
          .init("type", .string("string")), .init("minLength", .whole(1)), .init("maxLength", .whole(200)),
          .init("pattern", .string(#"^[^\u0000-\u001f\u007f-\u009f]*$"#)),
        ]
      }
    case .date:
      return reference("date") { _ in
        [
          .init("type", .string("string")), .init("pattern", .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
          .init("format", .string("date")),
        ]
      }
    case .number(let range):
      let low = range.low.map { JSONValue.Member(range.isAboveLow ? "exclusiveMinimum" : "minimum", .number("\($0)")) }
      let high = range.high.map { JSONValue.Member("maximum", .number("\($0)")) }
      return [.init("type", .string("number"))] + [low, high].compactMap { $0 }
    case .whole(let range):
      return [
        .init("type", .string("integer")), .init("minimum", .whole(range.lowerBound)),
        .init("maximum", .whole(range.upperBound)),
      ]
    case .list(let element, let least, let isUnique):
      return [.init("type", .string("array"))] + (least > 0 ? [.init("minItems", .whole(least))] : [])
        + (isUnique ? [.init("uniqueItems", .boolean(true))] : []) + [.init("items", .object(members(of: element)))]
    case .map(let element):
      return [
        .init("type", .string("object")), .init("propertyNames", .object(members(of: .identifier))),
        .init("additionalProperties", .object(members(of: element))),
      ]
    case .object(let object):
      guard let name = object.name else { return schema(of: object) }
      return reference(name) { $0.schema(of: object) }
    case .named(let name, let shape): return reference(name) { $0.members(of: shape) }
    case .either(let one, let other):
      return [.init("anyOf", .array([.object(members(of: one)), .object(members(of: other))]))]
    }
  }

  private mutating func schema(of object: ObjectShape) -> [JSONValue.Member] {
    var properties: [JSONValue.Member] = []
    for field in object.fields {
      var members = members(of: field.shape)
      if !field.meaning.isEmpty { members.append(.init("description", .string(field.meaning))) }
      if let standard = field.standard?() { members.append(.init("default", standard)) }
      properties.append(.init(field.key, .object(members)))
    }
    for key in object.passedOver() { properties.append(.init(key, .boolean(true))) }
    let required = object.fields.filter(\.isRequired).map(\.key)
    return [.init("type", .string("object"))]
      + (required.isEmpty ? [] : [.init("required", .texts(required))])
      + Self.members(of: object.rules, required)
      + (object.isOpen
        ? []
        : [
          .init("additionalProperties", .boolean(false)),
          .init("patternProperties", .object([.init("^x-", .boolean(true))])),
        ]) + [.init("properties", .object(properties))]
  }

  private static func members(of rules: [KeyRule], _ required: [String]) -> [JSONValue.Member] {
    let all = rules.map { members(of: $0, required) }.filter { !$0.isEmpty }
    return all.count > 1 ? [.init("allOf", .array(all.map(JSONValue.object)))] : all.first ?? []
  }

  private static func members(of rule: KeyRule, _ required: [String]) -> [JSONValue.Member] {
    switch rule {
    case .notBeside(let key, let others) where others.count == 1: return [.init("not", .required([key] + others))]
    case .notBeside(let key, let others):
      return [
        .init(
          "not", .object([.init("required", .texts([key])), .init("anyOf", .array(others.map { .required([$0]) }))]))
      ]
    case .exactlyOne(_, let keys) where keys.isEmpty: return []
    case .exactlyOne(_, let keys) where keys.count == 1: return [.init("required", .texts(keys))]
    case .exactlyOne(_, let keys): return [.init("oneOf", .array(keys.map { .required([$0]) }))]
    case .anyOf(let keys) where keys.contains(where: required.contains): return []
    case .anyOf(let keys): return [.init("anyOf", .array(keys.map { .required([$0]) }))]
    case .variants(_, let variants, _):
      let choices = variants.map { variant in
        let foreign = variants.filter { $0.name != variant.name }.flatMap { $0.markers + $0.keys }
        let rules = [KeyRule.exactlyOne(of: "", variant.markers), .exactlyOne(of: "", variant.exactlyOne)]
        return JSONValue.object(
          [.init("not", .object([.init("anyOf", .array(foreign.map { .required([$0]) }))]))]
            + members(of: rules, required))
      }
      return [.init("oneOf", .array(choices))]
    }
  }
}

extension JSONValue {
  fileprivate static func whole(_ number: Int) -> JSONValue { .number(String(number)) }
  fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
  fileprivate static func required(_ keys: [String]) -> JSONValue { .object([.init("required", .texts(keys))]) }
}
