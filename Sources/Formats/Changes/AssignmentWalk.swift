// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON
internal import Issues

/// Finds the place of an assignment in a scenario: by the format, so that misspelt keys are found, and by ids.
struct AssignmentWalk {
  private let assignment: ScenarioAssignment
  private var rest: ArraySlice<ScenarioAssignment.Step>
  /// What is at the place reached; nil where nothing is there yet.
  private var value: JSONValue?
  private var shape: Shape
  private var tokens: [String] = []
  /// How many of the tokens lead to something that is there, from the root.
  private var present = 0
  /// Whether the place reached is an element of a list, and a new one of these.
  private var isElement = false
  private var isNew = false
  /// The key and the text by which the element is found in its list.
  private var identity: (key: String, name: String)?

  private init(_ assignment: ScenarioAssignment, _ document: JSONValue) {
    self.assignment = assignment
    rest = assignment.steps[...]
    value = document
    shape = .object(ScenarioFormat.document.shape)
  }

  /// The operation that carries an assignment out, and how many objects it makes around the value.
  static func operation(
    of assignment: ScenarioAssignment, on document: JSONValue
  ) throws(AssignmentFailure) -> (operation: JSONPatch.Operation, wrappers: Int) {
    var walk = AssignmentWalk(assignment, document)
    while !walk.rest.isEmpty { try walk.step() }
    return try walk.operation()
  }

  private func operation() throws(AssignmentFailure) -> (operation: JSONPatch.Operation, wrappers: Int) {
    let pointer = JSONPointer(tokens: tokens)
    guard var new = assignment.value else {
      guard value != nil, !isNew else {
        throw failure(.patch, "there is no \(written) to take away", assignment.steps.last)
      }
      return (.remove(pointer), 0)
    }
    if let identity, case .object(let members) = new, !members.contains(where: { $0.key == identity.key }) {
      new = .object([JSONValue.Member(identity.key, .string(identity.name))] + members)
    }
    if isElement, !isNew { return (.replace(pointer, new), 0) }
    // What is on the way and not there yet is made with it.
    let made = tokens.dropFirst(present + 1)
    for token in made.reversed() { new = token == "-" ? .array([new]) : .object([JSONValue.Member(token, new)]) }
    return (.add(JSONPointer(tokens: Array(tokens.prefix(present + 1))), new), made.count)
  }

  /// The place reached as the assignment says it.
  private var written: String {
    assignment.steps[..<rest.startIndex].map(\.name).joined(separator: ".")
  }

  private mutating func step() throws(AssignmentFailure) {
    let shapes = shape.alternatives
    identity = nil
    isElement = false
    // What is there says which of several shapes is meant; where nothing is, the first that can be entered.
    for shape in shapes {
      switch (shape, value) {
      case (.object(let object), .object?), (.object(let object), nil): return try enter(object)
      case (.map(let element), .object?), (.map(let element), nil): return try enterMap(of: element)
      case (.list(let element, _, _), .array?), (.list(let element, _, _), nil): return try enterList(of: element)
      case (.any, .object?): return try enterMap(of: .any)
      case (.any, .array?): return try enterList(of: .any)
      default: continue
      }
    }
    let canBeEntered = shapes.contains {
      switch $0 {
      case .object, .map, .list: true
      default: false
      }
    }
    throw failure(
      .wrongType, "\(written) is \(value?.kindName ?? "one value") and has no keys", rest.first,
      hint: canBeEntered ? "set it as a whole: '\(written)={...}'" : "end the path there: '\(written)=...'")
  }

  private mutating func enter(_ object: ObjectShape) throws(AssignmentFailure) {
    guard let step = rest.popFirst() else { return }
    let keys = object.fields.map(\.key)
    if let field = object.fields.first(where: { $0.key == step.name }) {
      return descend(step.name, field.shape)
    }
    guard step.name.hasPrefix("x-") || object.isOpen || object.passedOver().contains(step.name) else {
      rest = assignment.steps[(rest.startIndex - 1)...]
      throw failure(
        .unknownKey, "there is no key \(quoted(step.name)) in \(written.isEmpty ? "a scenario" : written)", step,
        hint: (nearestName(to: step.name, among: keys).map { "did you mean \(quoted($0))? " } ?? "")
          + "there are \(keys.joined(separator: ", "))")
    }
    descend(step.name, .any)
  }

  private mutating func enterMap(of element: Shape) throws(AssignmentFailure) {
    var names: [String] = []
    if case .object(let members)? = value { names = members.map(\.key) }
    // A name that is there may have dots in it.
    if let (name, count) = joined(among: names) {
      rest = rest.dropFirst(count)
      return descend(name, element)
    }
    guard let step = rest.popFirst() else { return }
    descend(step.name, element)
  }

  private mutating func enterList(of element: Shape) throws(AssignmentFailure) {
    var elements: [JSONValue] = []
    if case .array(let list)? = value { elements = list }
    guard let step = rest.first else { return }
    if step.name == "+", !step.isQuoted {
      rest = rest.dropFirst()
      guard rest.isEmpty else {
        throw failure(
          .patch, "a new element of \(written) has nothing in it yet", rest.first,
          hint: "add it as a whole: '\(written)={...}'")
      }
      (isElement, isNew, identity) = (true, true, nil)
      if value != nil { present = tokens.count }
      tokens.append("-")
      (value, shape) = (nil, element)
      return
    }
    let key = element.identityKey
    let ids = elements.map { element -> String in
      guard let key, case .string(let id)? = element[key] else { return "" }
      return id
    }
    if let key, let (id, count) = joined(among: ids), let position = ids.firstIndex(of: id) {
      rest = rest.dropFirst(count)
      descend(String(position), element, isElement: true)
      identity = (key, id)
      return
    }
    guard !step.isQuoted, let position = Int(step.name), elements.indices.contains(position) else {
      throw missing(step, ids: key == nil ? nil : ids, among: elements)
    }
    rest = rest.dropFirst()
    descend(String(position), element, isElement: true)
    if let key, !ids[position].isEmpty { identity = (key, ids[position]) }
  }

  /// There is no such element.
  private func missing(
    _ step: ScenarioAssignment.Step, ids: [String]?, among elements: [JSONValue]
  ) -> AssignmentFailure {
    let count = elements.count
    guard let ids else {
      return failure(
        .unknownReference, "\(quoted(step.name)) is not a place in \(written)", step,
        hint: (count == 0 ? "it is empty" : "elements are 0 to \(count - 1)") + "; '\(written).+=...' adds one")
    }
    let shown = ids.prefix(Self.mostListed).joined(separator: ", ")
    let more = ids.count > Self.mostListed ? " and \(ids.count - Self.mostListed) more" : ""
    let named = zip(ids, elements).filter { $0.1["name"] == .string(step.name) && !$0.0.isEmpty }.map { quoted($0.0) }
    return failure(
      .unknownReference,
      "there is no \(quoted(step.name)) in \(written)"
        + (ids.isEmpty ? ", which is empty" : ids.count == 1 ? "; there is \(shown)" : "; there are \(shown)\(more)"),
      step,
      hint: !named.isEmpty
        ? "that is the name; the id is \(named.joined(separator: " or "))"
        : nearestName(to: step.name, among: ids).map { "did you mean \(quoted($0))?" }
          ?? "'\(written).+={\"id\": ...}' adds one")
  }

  /// So many ids a message names.
  private static let mostListed = 12

  /// The longest of some names that the next steps make, joined with dots, and how many steps these are.
  private func joined(among names: [String]) -> (name: String, count: Int)? {
    guard let first = rest.first else { return nil }
    if first.isQuoted { return names.contains(first.name) ? (first.name, 1) : nil }
    let plain = rest.prefix { !$0.isQuoted }.map(\.name)
    for count in stride(from: plain.count, to: 0, by: -1) {
      let name = plain[..<count].joined(separator: ".")
      if names.contains(name) { return (name, count) }
    }
    return nil
  }

  private mutating func descend(_ token: String, _ shape: Shape, isElement: Bool = false) {
    if value != nil { present = tokens.count }
    tokens.append(token)
    value = value?[JSONPointer(tokens: [token])]
    self.shape = shape
    self.isElement = isElement
  }

  private func failure(
    _ kind: ScenarioIssue.Kind, _ detail: String, _ step: ScenarioAssignment.Step?, hint: String? = nil
  ) -> AssignmentFailure {
    AssignmentFailure(
      kind: kind, detail: detail, hint: hint, offset: step?.offset ?? 0,
      path: DocumentPath(pointer: JSONPointer(tokens: tokens).description) ?? [])
  }
}

extension Shape {
  /// The shapes that a value may have, those of which it is one of several by themselves.
  fileprivate var alternatives: [Shape] {
    switch self {
    case .either(let first, let second): first.alternatives + second.alternatives
    case .named(_, let shape): shape.alternatives
    default: [self]
    }
  }

  /// The key by which the elements of a list are told apart; nil where they have none.
  fileprivate var identityKey: String? {
    guard case .object(let object) = self else { return nil }
    let keys = object.fields.map(\.key)
    if keys.contains("id") { return "id" }
    // Lists in which each reference may be given once.
    return ["use": "asset", "predecessor": "demand", "training": "skill"][object.name ?? ""]
  }
}

extension JSONValue {
  /// What a value is, with its article.
  fileprivate var kindName: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
