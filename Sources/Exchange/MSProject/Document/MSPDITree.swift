// SPDX-License-Identifier: GPL-3.0-or-later

/// An MS Project XML document in memory: its elements in the order of the text, in flat lists.
final class MSPDITree: XMLHandler {
  /// The most elements of a document.
  static let elementLimit = 20_000_000
  /// The most elements directly inside another one; MS Project has at most 400,000 tasks.
  static let childLimit = 1_000_000
  /// The most kinds of elements, each a path from the root; MS Project has some 600.
  static let pathLimit = 10_000
  /// The most bytes of a text.
  static let textLimit = 1 << 20

  struct Element {
    var path: Int32
    var line: Int32
    var column: Int32
    /// The position behind the last element inside this one.
    var end: Int32 = 0
    /// How long the text is; below 0 while there are elements inside.
    var textCount: Int32 = 0
    private var start: UInt32
    var fate: MSPDIFate?
    /// Where the text begins; files have at most 1 GiB.
    var textStart: Int { Int(start) }

    init(path: Int32, line: Int, column: Int, textStart: Int) {
      self.path = path
      self.line = Int32(clamping: line)
      self.column = Int32(clamping: column)
      start = UInt32(clamping: textStart)
    }
  }

  /// A kind of element: a name inside another kind.
  struct Path {
    var parent: Int32?
    var name: Int32
  }

  private struct PathKey: Hashable {
    var parent: Int32?
    var name: Int32
  }

  private(set) var names: [String] = []
  private(set) var paths: [Path] = []
  var elements: [Element] = []
  private var nameIDs: [String: Int32] = [:]
  private var pathIDs: [PathKey: Int32] = [:]
  private var texts: [UInt8] = []
  private var open: [Int32] = []
  /// How many elements are directly inside each open one.
  private var children: [Int] = []
  private weak var reader: XMLReader?

  /// Where an element stands in the bytes that were read.
  struct Bytes {
    /// From the first byte of its first tag to behind its last one.
    var whole: Range<Int>
    /// What stands between the tags; at the end of ``whole`` where there is one tag alone.
    var inside: Range<Int>
  }

  /// Where the list of assignments stands in the bytes; nil where there is none.
  private(set) var assignments: Bytes?
  /// Where each assignment and each element inside one stands in the bytes, by its position in ``elements``.
  private(set) var assignmentBytes: [Int: Bytes] = [:]
  /// Whether ``assignmentBytes`` is wanted.
  private let keepsBytes: Bool
  /// Where the first tags of the open elements begin and end.
  private var starts: [Range<Int>] = []
  /// The namespace of the root, which documents have or lack as they like.
  private var namespace: [UInt8] = []

  private init(keepsBytes: Bool) { self.keepsBytes = keepsBytes }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - keepsBytes: whether it is noted where assignments stand in the bytes.
  /// - Throws: ``XMLFailure`` where it is not well formed or passes a limit, ``MissingLibrary``.
  static func read(_ bytes: [UInt8], keepsBytes: Bool = false) throws -> MSPDITree {
    guard tagCount(bytes) <= elementLimit else {
      throw XMLFailure("the document has more than \(elementLimit) elements")
    }
    let tree = MSPDITree(keepsBytes: keepsBytes)
    let isWindows = isWindows1252(bytes)
    let reader = try XMLReader(tree, encoding: isWindows ? "UTF-8" : nil)
    tree.reader = reader
    if isWindows {
      try feed(Array((TextEncoding.text(of: bytes, .windows1252) ?? "").utf8), to: reader)
    } else {
      try feed(bytes, to: reader)
    }
    return tree
  }

  /// How many tags begin elements, and comments: what has too many is refused before it is read.
  private static func tagCount(_ bytes: [UInt8]) -> Int {
    // A tag has at least three bytes, its end included.
    guard bytes.count / 4 > elementLimit else { return 0 }
    return bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for index in 0..<(bytes.count - 1) where bytes[index] == 0x3C && bytes[index + 1] != 0x2F { count += 1 }
      return count
    }
  }

  private static func feed(_ bytes: [UInt8], to reader: XMLReader) throws(XMLFailure) {
    let piece = 1 << 16
    var start = 0
    repeat {
      let end = min(bytes.count, start + piece)
      try bytes.withUnsafeBufferPointer { (buffer) throws(XMLFailure) in
        let buffer = UnsafeRawBufferPointer(buffer)
        try reader.feed(UnsafeRawBufferPointer(rebasing: buffer[start..<end]), isLast: end == bytes.count)
      }
      start = end
    } while start < bytes.count
  }

  /// Whether the declaration at the top names Windows-1252, which expat does not know.
  static func isWindows1252(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>") else { return false }
    return head[..<end.lowerBound].lowercased().contains("windows-1252")
  }

  // MARK: What the reader finds

  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure) {
    guard elements.count < Self.elementLimit else {
      throw XMLFailure("the document has more than \(Self.elementLimit) elements")
    }
    let place = reader?.place ?? (line: 1, column: 1)
    let parent = open.last.map { elements[Int($0)].path }
    if let last = open.last, elements[Int(last)].textCount == 0 {
      // What stands between elements is white space.
      texts.removeLast(texts.count - elements[Int(last)].textStart)
      elements[Int(last)].textCount = -1
    }
    if let count = children.last {
      guard count < Self.childLimit else {
        throw XMLFailure("an element has more than \(Self.childLimit) elements inside")
      }
      children[children.count - 1] = count + 1
    }
    children.append(0)
    if open.isEmpty { self.namespace = namespace.copy }
    let path = try path(isForeign(namespace) ? foreignName(name, namespace) : name, in: parent)
    open.append(Int32(elements.count))
    elements.append(Element(path: path, line: place.line, column: place.column, textStart: texts.count))
    if keepsBytes, let reader { starts.append(reader.byteIndex..<reader.byteIndex + reader.byteCount) }
  }

  /// Whether an element is of another kind of document, and means nothing here whatever its name is.
  private func isForeign(_ namespace: XMLNamespace) -> Bool {
    !namespace.isEqual(to: self.namespace) && !namespace.isEqual(to: "")
      && !namespace.isEqual(to: "http://schemas.microsoft.com/project")
  }

  private func foreignName(_ name: String, _ namespace: XMLNamespace) -> String {
    "{\(String(decoding: namespace.copy, as: UTF8.self))}\(name)"
  }

  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure) {
    let index = Int(open.removeLast())
    children.removeLast()
    elements[index].end = Int32(elements.count)
    elements[index].textCount =
      elements[index].textCount < 0 ? 0 : Int32(clamping: texts.count - elements[index].textStart)
    guard keepsBytes else { return }
    guard let start = starts.popLast(), let reader, (1...3).contains(open.count) else { return }
    // At the end of an element of one tag, the reader stands behind that tag.
    let end = max(start.upperBound, reader.byteIndex)
    let bytes = Bytes(
      whole: start.lowerBound..<max(end, reader.byteIndex + reader.byteCount), inside: start.upperBound..<end)
    if open.count == 1, self.name(index) == "Assignments" { assignments = bytes }
    let isInside = open.count == 3 && self.name(Int(open[2])) == "Assignment"
    if isInside || (open.count == 2 && self.name(index) == "Assignment") { assignmentBytes[index] = bytes }
  }

  private func name(_ index: Int) -> String { names[Int(paths[Int(elements[index].path)].name)] }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure) {
    guard let last = open.last, elements[Int(last)].textCount == 0 else { return }
    guard texts.count - elements[Int(last)].textStart + bytes.count <= Self.textLimit else {
      throw XMLFailure("a text has more than \(Self.textLimit >> 20) MiB")
    }
    texts.append(contentsOf: bytes)
  }

  private func path(_ name: String, in parent: Int32?) throws(XMLFailure) -> Int32 {
    let id: Int32
    if let known = nameIDs[name] {
      id = known
    } else {
      id = Int32(names.count)
      names.append(name)
      nameIDs[name] = id
    }
    let key = PathKey(parent: parent, name: id)
    if let known = pathIDs[key] { return known }
    guard paths.count < Self.pathLimit else {
      throw XMLFailure("the document has more than \(Self.pathLimit) kinds of elements")
    }
    pathIDs[key] = Int32(paths.count)
    paths.append(Path(parent: parent, name: id))
    return Int32(paths.count - 1)
  }

  // MARK: What others read

  var root: MSPDINode? { elements.isEmpty ? nil : MSPDINode(tree: self, index: 0) }

  func nameID(_ name: String) -> Int32? { nameIDs[name] }

  func text(_ index: Int) -> String {
    let element = elements[index]
    guard element.textCount > 0 else { return "" }
    return String(decoding: texts[element.textStart..<element.textStart + Int(element.textCount)], as: UTF8.self)
      .trimmed
  }

  /// The names from the root on: `/Project/Tasks/Task/Name`.
  func text(ofPath path: Int32) -> String {
    var parts: [String] = []
    var next: Int32? = path
    while let path = next {
      parts.append(names[Int(paths[Int(path)].name)])
      next = paths[Int(path)].parent
    }
    return "/" + parts.reversed().joined(separator: "/")
  }
}

/// An element of a document.
struct MSPDINode {
  let tree: MSPDITree
  let index: Int

  var line: Int { Int(tree.elements[index].line) }
  var column: Int { Int(tree.elements[index].column) }
  var name: String { tree.names[Int(tree.paths[Int(tree.elements[index].path)].name)] }
  var text: String { tree.text(index) }

  /// The elements inside, optionally those of a name.
  func children(_ name: String? = nil) -> [MSPDINode] {
    var wanted: Int32?
    if let name {
      guard let id = tree.nameID(name) else { return [] }
      wanted = id
    }
    var result: [MSPDINode] = []
    var next = index + 1
    while next < Int(tree.elements[index].end) {
      let element = tree.elements[next]
      if wanted == nil || tree.paths[Int(element.path)].name == wanted {
        result.append(MSPDINode(tree: tree, index: next))
      }
      next = Int(element.end)
    }
    return result
  }

  /// The first element of a name inside.
  subscript(name: String) -> MSPDINode? {
    guard let wanted = tree.nameID(name) else { return nil }
    var next = index + 1
    while next < Int(tree.elements[index].end) {
      let element = tree.elements[next]
      if tree.paths[Int(element.path)].name == wanted { return MSPDINode(tree: tree, index: next) }
      next = Int(element.end)
    }
    return nil
  }

  /// The list inside a list: `Tasks`, `Task`.
  func list(_ container: String, _ name: String) -> [MSPDINode] { children(container).flatMap { $0.children(name) } }

  /// Notes what becomes of the element.
  func mark(_ fate: MSPDIFate) { tree.elements[index].fate = fate }

  /// Notes what becomes of the first element of a name, where nothing is noted yet.
  func mark(_ name: String, _ fate: MSPDIFate) {
    if let node = self[name], tree.elements[node.index].fate == nil { node.mark(fate) }
  }

  /// Notes that another one stands for this element, whose values are not in the scenario.
  func demote() {
    for index in index..<Int(tree.elements[index].end) where tree.elements[index].fate == .carried {
      tree.elements[index].fate = .dropped
    }
    self["Name"]?.mark(.used)
  }

  /// The text of the first element of a name, which is used; nil where it is blank or not there.
  func used(_ name: String) -> String? { value(name, .used) }

  /// The text of the first element of a name, which is in the scenario; nil where it is blank or not there.
  func carried(_ name: String) -> String? { value(name, .carried) }

  private func value(_ name: String, _ fate: MSPDIFate) -> String? {
    guard let node = self[name] else { return nil }
    let text = node.text
    guard !text.isEmpty else { return nil }
    node.mark(fate)
    return text
  }
}
