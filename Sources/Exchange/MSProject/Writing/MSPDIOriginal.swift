// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// A document into which a plan is written, as far as that needs to be known.
struct MSPDIOriginal {
  /// Its name, for messages.
  let file: String
  let bytes: [UInt8]
  let tree: MSPDITree
  /// The names of the tasks, by their uids.
  let tasks: [Int: String]
  /// What it is called inside; empty where it does not say so.
  let title: String
  let people: [MSPDIPerson]
  /// All resources; also material has a uid.
  let resources: Set<Int>
  private(set) var assignments: [Int: MSPDINode] = [:]

  /// - Throws: ``XMLFailure`` where it is no document of MS Project, ``MissingLibrary``.
  init(_ bytes: [UInt8], file: String) throws {
    self.file = file
    self.bytes = bytes
    tree = try MSPDITree.read(bytes, keepsBytes: true)
    guard let root = tree.root, root.name == "Project" else {
      throw XMLFailure("the XML document is not an MS Project file", hint: "name the document that was imported")
    }
    let title = root["Title"]?.text ?? ""
    self.title = title.isEmpty ? root["Name"]?.text.withoutEnding ?? "" : title
    tasks = Dictionary(
      root.list("Tasks", "Task").compactMap { node in Self.uid(node).map { ($0, node["Name"]?.text ?? "") } },
      uniquingKeysWith: { first, _ in first })
    resources = Set(root.list("Resources", "Resource").compactMap(Self.uid))
    var findings = MSPDIFindings(files: [file])
    people = MSPDIResources(root, file: 0, prefix: "", &findings).people
    for node in root.list("Assignments", "Assignment") {
      if let uid = Self.uid(node) { assignments[uid] = assignments[uid] ?? node }
    }
  }

  private static func uid(_ node: MSPDINode) -> Int? { node["UID"].flatMap { Int($0.text) } }

  /// The task and the assignment that a demand came from; nil where they are not there.
  func place(of demand: MSPDIDemandID) -> (task: Int, assignment: Int?)? {
    guard tasks[demand.task] != nil else { return nil }
    guard let uid = demand.assignment else { return (demand.task, nil) }
    return assignments[uid]?["TaskUID"]?.text == "\(demand.task)" ? (demand.task, uid) : nil
  }

  /// Whether a demand came from here, by its task, its assignment and its name.
  func has(_ demand: Demand, _ id: MSPDIDemandID) -> Bool {
    guard let place = place(of: id), let name = tasks[place.task] else { return false }
    return name.isEmpty || demand.name == name
  }

  /// The resource that is a person of another document, found as import finds it.
  func resource(like other: MSPDIPerson) -> Int? {
    let found =
      people.first { $0.guid != nil && $0.guid == other.guid }
      ?? people.first { $0.email != nil && $0.email == other.email } ?? people.first { $0.name == other.name }
    return found?.uid
  }

  func resource(named name: String) -> Int? { people.first { $0.name == name }?.uid }
}

/// The id of a demand that was imported, such as `p1-t2-a3`, or `f4-p1-t2-a3` of the fourth of several documents.
struct MSPDIDemandID {
  /// Which of several documents, from 1; nil where there was one.
  var file: Int?
  var task: Int
  /// nil where nothing was assigned.
  var assignment: Int?

  init?(_ id: String) {
    var parts = id.split(separator: "-", omittingEmptySubsequences: false)[...]
    func number(_ letter: Character) -> Int? {
      guard let part = parts.first, part.first == letter, let value = Int(part.dropFirst()), value >= 0 else {
        return nil
      }
      parts = parts.dropFirst()
      return value
    }
    file = number("f")
    guard number("p") != nil, let task = number("t") else { return nil }
    self.task = task
    assignment = number("a")
    guard parts.isEmpty else { return nil }
  }

  /// The number and the uid of a person, such as `r2` or `f4-r2`.
  static func person(_ id: String) -> (file: Int?, uid: Int)? {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard let last = parts.last, last.first == "r", let uid = Int(last.dropFirst()), parts.count <= 2 else {
      return nil
    }
    if parts.count == 1 { return (nil, uid) }
    guard parts[0].first == "f", let file = Int(parts[0].dropFirst()) else { return nil }
    return (file, uid)
  }
}
