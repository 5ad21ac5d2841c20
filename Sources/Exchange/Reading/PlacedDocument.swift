// SPDX-License-Identifier: GPL-3.0-or-later

internal import CInterchange
internal import Issues
internal import JSON

/// A document as JSON, with the place of each value: what is left of the nodes that it was made of, in a fraction of their
/// memory.
struct PlacedDocument: Sendable {
  let json: [UInt8]
  /// The values, of which the first is the document; those inside another one are neighbours.
  private let entries: [Entry]
  private let root: Int
  private let keys: [String]

  fileprivate struct Entry {
    var place = CellIndex.none
    /// The number of its key; below 0 in a list.
    var key: Int32 = -1
    /// Where the values inside begin, and how many there are.
    var first: Int32 = 0
    var count: Int32 = 0
  }

  /// A value that stands in a ``Builder`` already.
  struct Part: Sendable {
    fileprivate var entry: Int32
    /// The bytes of its JSON.
    fileprivate var bytes: Range<Int32>
  }

  /// - Parameters:
  ///   - root: is taken apart while it is written, so that both are not there at once.
  ///   - builder: what has parts of it already.
  init(_ root: consuming TableNode, _ builder: Builder = Builder()) {
    var root = root
    let parts = builder.takeJSON()
    let index = builder.makeRoom(1)
    builder.add(&root, at: index, parts)
    self.root = index
    json = builder.takeJSON()
    entries = builder.entries
    keys = builder.keys
  }

  /// The place of the value to which a path leads, or of what is nearest to it.
  func place(of path: DocumentPath) -> CellIndex? {
    var entry = entries[root]
    var place = entry.place
    for step in path.steps {
      let inside = Int(entry.first)..<Int(entry.first) + Int(entry.count)
      let next: Int?
      switch step {
      case .key(let key): next = inside.first { entries[$0].key >= 0 && keys[Int(entries[$0].key)] == key }
      case .index(let index):
        let isList = inside.first.map { entries[$0].key < 0 } ?? false
        next = isList && index >= 0 && index < inside.count ? inside.lowerBound + index : nil
      }
      guard let next else { break }
      entry = entries[next]
      if entry.place != .none { place = entry.place }
    }
    return place == .none ? nil : place
  }
}

extension PlacedDocument {
  /// What a document is made in. It is one for all who add to it, as its lists are large and must not be copied.
  final class Builder {
    private var writer = JSONWriter(pretty: false)
    fileprivate private(set) var entries: [Entry] = []
    fileprivate private(set) var keys: [String] = []
    private var numbers: [String: Int32] = [:]

    /// After how many elements of a list the memory of their nodes goes back to the system.
    private static let stretch = 20_000

    /// Makes room for values, so that large lists are not copied while they grow.
    func reserve(_ count: Int) { entries.reserveCapacity(entries.count + count) }

    /// Writes a value that will be inside the document and does not change any more, and puts a part in its place.
    func settle(_ node: inout TableNode) {
      let start = writer.length
      let index = makeRoom(1)
      guard let entry = Int32(exactly: index), writer.length < Int(Int32.max) / 2 else { return }
      let place = node.place
      add(&node, at: index, [])
      node = TableNode(
        place: place, content: .part(Part(entry: entry, bytes: Int32(clamping: start)..<Int32(clamping: writer.length)))
      )
    }

    /// The JSON of what was written so far; what follows is written anew.
    fileprivate func takeJSON() -> [UInt8] {
      var written = JSONWriter(pretty: false)
      swap(&written, &writer)
      return (consume written).finish()
    }

    fileprivate func makeRoom(_ count: Int) -> Int {
      let first = entries.count
      entries.append(contentsOf: repeatElement(Entry(), count: count))
      return first
    }

    fileprivate func add(_ node: inout TableNode, at index: Int, _ parts: [UInt8]) {
      entries[index].place = node.place ?? .none
      let content = node.content
      node.content = .null
      switch consume content {
      case .null: writer.null()
      case .flag(let flag): writer.value(flag)
      case .number(let text): writer.lexeme(text)
      case .text(let text): writer.value(text)
      case .part(let part):
        let known = entries[Int(part.entry)]
        (entries[index].first, entries[index].count) = (known.first, known.count)
        writer.raw(parts[Int(part.bytes.lowerBound)..<Int(part.bytes.upperBound)])
      case .array(var nodes):
        writer.beginArray()
        let first = makeRoom(nodes.count, in: index)
        for position in nodes.indices {
          add(&nodes[position], at: first + position, parts)
          if position % Self.stretch == Self.stretch - 1 { cinterchange_return_memory() }
        }
        writer.endArray()
      case .object(var members):
        writer.beginObject()
        let first = makeRoom(members.count, in: index)
        for position in members.indices {
          let key = members[position].key
          writer.key(named: key)
          entries[first + position].key = number(of: key)
          add(&members[position].node, at: first + position, parts)
        }
        writer.endObject()
      }
    }

    private func makeRoom(_ count: Int, in index: Int) -> Int {
      let first = makeRoom(count)
      entries[index].first = Int32(clamping: first)
      entries[index].count = Int32(clamping: count)
      return first
    }

    private func number(of key: String) -> Int32 {
      if let known = numbers[key] { return known }
      let number = Int32(clamping: keys.count)
      keys.append(key)
      numbers[key] = number
      return number
    }
  }
}
