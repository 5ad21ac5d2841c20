// SPDX-License-Identifier: GPL-3.0-or-later

package import JSON

/// Validates a document against a JSON Schema of the keywords that Muster's schemas use; one that it does not know is a
/// finding, too, so that nothing passes because it was not looked at.
package struct SchemaValidator: Sendable {
  private let root: JSONValue
  private static let annotations: Set<String> = [
    "$schema", "$id", "$defs", "title", "description", "format", "default",
  ]

  /// What the patterns of the schemas mean; compiling them for each value takes far longer.
  private static let patterns: [String: @Sendable (String) -> Bool] = [
    #"^[^\u0000-\u001f\u007f-\u009f]*$"#: { text in
      !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    },
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": { text in
      text.utf8.count == 10
        && text.utf8.enumerated().allSatisfy { place, byte in
          place == 4 || place == 7 ? byte == 0x2D : (0x30...0x39).contains(byte)
        }
    },
    "^(/([^/~]|~[01])*)*$": { text in
      (text.isEmpty || text.hasPrefix("/"))
        && text.split(separator: "~", omittingEmptySubsequences: false).dropFirst().allSatisfy {
          $0.hasPrefix("0") || $0.hasPrefix("1")
        }
    },
    #"^(commitments|value|early|late|balanced|priority ([1-9](\.[0-9]*[1-9])?|10))$"#: { text in
      if ["commitments", "value", "early", "late", "balanced", "priority 10"].contains(text) { return true }
      guard text.hasPrefix("priority ") else { return false }
      let parts = text.dropFirst(9).split(separator: ".", omittingEmptySubsequences: false)
      func digits(_ part: Substring) -> Bool { !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
      guard let whole = parts.first, whole.count == 1, whole != "0", digits(whole) else { return false }
      return parts.count == 1 || parts.count == 2 && digits(parts[1]) && parts[1].last != "0"
    },
    "^[0-9a-f]{64}$": { text in
      text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    },
  ]

  package init(_ schema: JSONValue) { root = schema }

  package func findings(_ document: JSONValue) -> [String] { check(document, root, "") }

  private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    guard case .object(let keywords) = schema else {
      return schema == .boolean(true) ? [] : ["\(path): nothing is allowed here"]
    }
    return keywords.flatMap { keyword -> [String] in
      switch (keyword.key, keyword.value) {
      case ("$ref", .string(let reference)):
        let name = String(reference.split(separator: "/").last ?? "")
        guard let target = root["$defs"]?[name] else { return ["\(path): no \(reference)"] }
        return check(value, target, path)
      case ("type", .string(let name)): return isOf(name, value) ? [] : ["\(path): no \(name)"]
      case ("type", .array(let names)):
        return names.contains { if case .string(let name) = $0 { isOf(name, value) } else { false } }
          ? [] : ["\(path): of none of the types"]
      case ("enum", .array(let allowed)): return allowed.contains(value) ? [] : ["\(path): \(value) is not allowed"]
      case ("const", let only): return value == only ? [] : ["\(path): \(value) is not \(only)"]
      case ("required", .array(let names)):
        return names.compactMap { name in
          if case .string(let key) = name, value[key] == nil { "\(path): lacks \(key)" } else { nil }
        }
      case ("properties", let properties):
        guard case .object(let members) = value else { return [] }
        return members.flatMap { member in
          properties[member.key].map { check(member.value, $0, path + "/" + member.key) } ?? []
        }
      case ("additionalProperties", .boolean(false)):
        guard case .object(let members) = value else { return [] }
        return members.filter { schema["properties"]?[$0.key] == nil && !$0.key.hasPrefix("x-") }
          .map { "\(path): does not know \($0.key)" }
      case ("additionalProperties", let elements):
        guard case .object(let members) = value else { return [] }
        return members.flatMap { check($0.value, elements, path + "/" + $0.key) }
      case ("propertyNames", let names):
        guard case .object(let members) = value else { return [] }
        return members.flatMap { check(.string($0.key), names, path + "/" + $0.key) }
      case ("not", let other): return check(value, other, path).isEmpty ? ["\(path): is what it must not be"] : []
      case ("anyOf", .array(let choices)):
        return choices.contains { check(value, $0, path).isEmpty } ? [] : ["\(path): none of the choices fits"]
      case ("allOf", .array(let parts)): return parts.flatMap { check(value, $0, path) }
      case ("uniqueItems", .boolean(true)):
        guard case .array(let elements) = value else { return [] }
        return Set(elements).count == elements.count ? [] : ["\(path): an element is there twice"]
      case ("pattern", .string(let pattern)):
        guard case .string(let text) = value else { return [] }
        guard let matches = Self.patterns[pattern] else { return ["\(path): what is \(pattern)?"] }
        return matches(text) ? [] : ["\(path): does not match \(pattern)"]
      case ("patternProperties", _): return []
      case ("items", let items):
        guard case .array(let elements) = value else { return [] }
        return elements.enumerated().flatMap { check($0.element, items, "\(path)/\($0.offset)") }
      case ("minItems", .number(let least)):
        guard case .array(let elements) = value else { return [] }
        return elements.count >= Int(least) ?? 0 ? [] : ["\(path): too few"]
      case ("oneOf", .array(let choices)):
        let fitting = choices.count { check(value, $0, path).isEmpty }
        return fitting == 1 ? [] : ["\(path): \(fitting) of the choices fit"]
      case ("minimum", .number(let limit)): return bound(value, path) { $0 >= Double(limit) ?? 0 }
      case ("maximum", .number(let limit)): return bound(value, path) { $0 <= Double(limit) ?? 0 }
      case ("exclusiveMinimum", .number(let limit)): return bound(value, path) { $0 > Double(limit) ?? 0 }
      case ("minLength", .number(let limit)):
        if case .string(let text) = value {
          return text.unicodeScalars.count >= Int(limit) ?? 0 ? [] : ["\(path): too short"]
        }
        return []
      case ("maxLength", .number(let limit)):
        if case .string(let text) = value {
          return text.unicodeScalars.count <= Int(limit) ?? 0 ? [] : ["\(path): too long"]
        }
        return []
      default: return Self.annotations.contains(keyword.key) ? [] : ["\(path): what is \(keyword.key)?"]
      }
    }
  }

  private func bound(_ value: JSONValue, _ path: String, _ holds: (Double) -> Bool) -> [String] {
    guard case .number(let text) = value, let number = Double(text) else { return [] }
    return holds(number) ? [] : ["\(path): \(text) is out of range"]
  }

  private func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array), ("object", .object),
      ("number", .number):
      true
    case ("integer", .number(let text)): Double(text).map { $0 == $0.rounded() } ?? false
    default: false
    }
  }
}
