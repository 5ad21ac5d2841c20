// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// Where a value stood: a table of those that were read, a row and a column of it, all from 0.
struct CellIndex: Sendable, Hashable {
  // Each value of a document has one.
  private let indices: (Int32, Int32, Int32)

  init(table: Int, row: Int, column: Int) {
    indices = (Int32(clamping: table), Int32(clamping: row), Int32(clamping: column))
  }

  var table: Int { Int(indices.0) }
  var row: Int { Int(indices.1) }
  var column: Int { Int(indices.2) }

  static func == (left: Self, right: Self) -> Bool { left.indices == right.indices }
  func hash(into hasher: inout Hasher) {
    hasher.combine(indices.0)
    hasher.combine(indices.1)
    hasher.combine(indices.2)
  }
}

/// A value of a document that is made from tables, with the cell where it stood.
struct TableNode: Sendable {
  var place: CellIndex?
  var content: Content

  enum Content: Sendable {
    case scalar(JSONValue)
    case array([TableNode])
    case object([Member])
  }

  struct Member: Sendable {
    var key: String
    var node: TableNode
  }

  static func object(_ place: CellIndex? = nil) -> TableNode { TableNode(place: place, content: .object([])) }

  /// The same value without places.
  var json: JSONValue {
    switch content {
    case .scalar(let value): value
    case .array(let nodes): .array(nodes.map(\.json))
    case .object(let members): .object(members.map { .init($0.key, $0.node.json) })
    }
  }

  /// Writes the value.
  func write(to writer: inout JSONWriter) {
    switch content {
    case .scalar(let value): value.write(to: &writer)
    case .array(let nodes):
      writer.beginArray()
      for node in nodes { node.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(named: member.key)
        member.node.write(to: &writer)
      }
      writer.endObject()
    }
  }

  subscript(key: String) -> TableNode? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.node
  }

  /// The value that some keys lead to.
  func node(at path: ArraySlice<String>) -> TableNode? {
    guard let key = path.first else { return self }
    return self[key]?.node(at: path.dropFirst())
  }

  /// Puts a value where some keys lead to, with the objects on the way.
  mutating func set(_ node: TableNode, at path: ArraySlice<String>) {
    guard let key = path.first else {
      self = node
      return
    }
    guard case .object(var members) = content else { return }
    // The list is not to be copied for each of its members.
    content = .object([])
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].node.set(node, at: path.dropFirst())
    } else {
      var inner = TableNode.object(node.place)
      inner.set(node, at: path.dropFirst())
      members.append(Member(key: key, node: inner))
    }
    content = .object(members)
  }

  /// Adds an element to the list that some keys lead to.
  mutating func append(_ nodes: [TableNode], at path: [String]) {
    var list = node(at: path[...])?.elements ?? []
    list += nodes
    set(TableNode(place: list.first?.place, content: .array(list)), at: path[...])
  }

  var elements: [TableNode]? { if case .array(let nodes) = content { nodes } else { nil } }
  var members: [Member]? { if case .object(let members) = content { members } else { nil } }

  /// The place of the value to which a path leads, or of what is nearest to it.
  func place(of path: DocumentPath) -> CellIndex? {
    var node = self
    var place = self.place
    for step in path.steps {
      switch (step, node.content) {
      case (.key(let key), .object):
        guard let next = node[key] else { return place }
        node = next
      case (.index(let index), .array(let nodes)):
        guard nodes.indices.contains(index) else { return place }
        node = nodes[index]
      default: return place
      }
      place = node.place ?? place
    }
    return place
  }
}
