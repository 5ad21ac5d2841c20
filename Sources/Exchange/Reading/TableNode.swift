// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// Where a value stood: a table of those that were read, a row and a column of it, all from 0.
struct CellIndex: Sendable, Hashable {
  // Each value of a document has one.
  private let indices: (Int32, Int32, Int32)

  init(table: Int, row: Int, column: Int) {
    indices = (Int32(clamping: table), Int32(clamping: row), Int32(clamping: column))
  }

  /// No cell.
  static let none = CellIndex(table: -1, row: 0, column: 0)

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
///
/// Large workbooks have millions of them, so plain values stand in the node itself.
struct TableNode: Sendable {
  var content: Content
  /// Below 0 where the value was in no cell.
  private var cell: CellIndex

  enum Content: Sendable {
    case null
    case flag(Bool)
    /// A number as it is written.
    case number(String)
    case text(String)
    case array([TableNode])
    case object([Member])
    /// What was written already and does not change any more.
    case part(PlacedDocument.Part)

    /// A plain value.
    static func scalar(_ value: JSONValue) -> Content {
      switch value {
      case .boolean(let flag): .flag(flag)
      case .number(let text): .number(text)
      case .string(let text): .text(text)
      default: .null
      }
    }
  }

  struct Member: Sendable {
    var key: String
    var node: TableNode
  }

  init(place: CellIndex?, content: Content) {
    self.content = content
    cell = place ?? .none
  }

  /// An object without members.
  ///
  /// - Parameter room: how many members it is likely to get.
  static func object(_ place: CellIndex? = nil, room: Int = 0) -> TableNode {
    var members: [Member] = []
    if room > 0 { members.reserveCapacity(room) }
    return TableNode(place: place, content: .object(members))
  }

  var place: CellIndex? {
    get { cell == .none ? nil : cell }
    set { cell = newValue ?? .none }
  }

  /// The same value without places.
  var json: JSONValue {
    switch content {
    case .null: .null
    case .flag(let flag): .boolean(flag)
    case .number(let text): .number(text)
    case .text(let text): .string(text)
    case .array(let nodes): .array(nodes.map(\.json))
    case .object(let members): .object(members.map { .init($0.key, $0.node.json) })
    case .part: .null
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
}

extension TableNode {
  /// What is planned, of a whole scenario; nil where it is not said.
  var horizon: DayRange? {
    let ends = ["start", "end"].compactMap { self["calendar"]?[$0]?.text }.compactMap { Day(iso: $0) }
    return ends.count == 2 && ends[0] <= ends[1] ? DayRange(ends[0], ends[1]) : nil
  }
}
