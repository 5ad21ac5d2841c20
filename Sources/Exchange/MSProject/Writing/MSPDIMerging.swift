// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Formats
internal import Issues
internal import JSON
internal import Numbers

/// Writes a plan into the MS Project document that its scenario was imported from: in the assignments whose work was
/// planned the work that is left is replaced, and all else stays byte for byte as it was.
package struct MSPDIMerging {
  private let scenario: Scenario
  private let plan: Plan
  private let file: String
  private var assignments: [Int: MSPDINode] = [:]
  private var tasks: Set<Int> = []
  private var resources: Set<Int> = []

  /// What becomes of the assignments of a document.
  private struct Edits {
    /// What stands for an assignment, by its uid; nil where it goes.
    var changed: [Int: MSPDIBookingText?] = [:]
    /// New ones, each as an element.
    var added: [[UInt8]] = []
  }

  package init(_ scenario: Scenario, plan: Plan, file: String) {
    self.scenario = scenario
    self.plan = plan
    self.file = file
  }

  /// The document with the plan's assignments.
  ///
  /// - Throws: `DocumentError` where the document is none, or is not the one of the scenario; ``MissingLibrary``.
  package consuming func bytes(of original: [UInt8]) throws -> [UInt8] {
    let tree: MSPDITree
    do {
      tree = try MSPDITree.read(original, keepsBytes: true)
    } catch let failure as XMLFailure {
      throw failed(failure.detail, hint: failure.hint, line: failure.line ?? 1)
    }
    guard let root = tree.root, root.name == "Project" else {
      throw failed("the XML document is not an MS Project file", hint: "name the document that was imported")
    }
    tasks = Set(root.list("Tasks", "Task").compactMap(Self.uid))
    resources = Set(root.list("Resources", "Resource").compactMap(Self.uid))
    for node in root.list("Assignments", "Assignment") {
      if let uid = Self.uid(node) { assignments[uid] = assignments[uid] ?? node }
    }
    let edits = try edits()
    guard let place = tree.assignments else {
      guard edits.added.isEmpty else {
        throw failed("the document has no list of assignments", hint: "assign the work in MS Project, and save it anew")
      }
      return original
    }
    return MSPDISplicing(original, tree).bytes(place, changed: changes(edits, tree), added: edits.added)
  }

  /// The changes by the position of the assignment in the document.
  private func changes(_ edits: Edits, _ tree: MSPDITree) -> [(node: MSPDINode, text: MSPDIBookingText?)] {
    edits.changed.compactMap { uid, text in assignments[uid].map { ($0, text) } }
      .sorted { $0.node.index < $1.node.index }
  }

  // MARK: What is replaced

  private func edits() throws -> Edits {
    let bookings = MSPDIBookings(scenario)
    let work = bookings.bookings(of: plan)
    let windows = bookings.windows()
    let horizon = scenario.calendar.horizon
    let ids = try staffIDs()
    var next = (assignments.keys.max() ?? 0) + 1
    var result = Edits()
    for project in scenario.projects {
      for demand in project.demands where demand.staff != nil {
        let (task, uid) = try place(of: demand.id)
        var list = work[demand.id] ?? []
        let window = windows[demand.id] ?? horizon
        if let uid, let old = assignments[uid] {
          let resource = old["ResourceUID"].flatMap { Int($0.text) } ?? -1
          let done = old["ActualWork"].flatMap { MSPDIValue.hours($0.text) } ?? .zero
          // Where nobody was assigned and nobody is, the work stays as it is.
          if list.isEmpty, resource < 0 { continue }
          var own = list.firstIndex { $0.person.map { ids[$0] } == resource }
          // What was done stays with who did it.
          if own == nil, done == .zero, !list.isEmpty { own = 0 }
          let booking = own.map { list.remove(at: $0) }
          let seconds = Int((done.doubleValue * 3600).rounded())
          result.changed[uid] =
            booking == nil && seconds == 0
            ? .some(nil)
            : MSPDIBookingText(
              booking ?? MSPDIBooking(person: nil, demand: demand.id, days: [], seconds: 0), uid: uid, task: task,
              resource: booking?.person.map { ids[$0] } ?? resource, horizon, window: window,
              available: booking?.person.map { bookings.available[$0] }, done: seconds)
        }
        for booking in list {
          guard let person = booking.person else { continue }
          let text = MSPDIBookingText(
            booking, uid: next, task: task, resource: ids[person], horizon, window: window,
            available: bookings.available[person], done: 0)
          result.added.append(text.element)
          next += 1
        }
      }
    }
    return result
  }

  private static let hint = "it works with the document from which the scenario was imported by itself"

  /// The resources of the people, by their positions.
  private func staffIDs() throws -> [Int] {
    try scenario.staff.map { person in
      guard person.id.hasPrefix("r"), let uid = Int(person.id.dropFirst()), resources.contains(uid) else {
        throw failed("there is no resource for the staff \(quoted(person.id))", hint: Self.hint)
      }
      return uid
    }
  }

  /// The task and the assignment of a demand, by its id `p1-t2-a3`.
  private func place(of id: String) throws -> (task: Int, assignment: Int?) {
    let parts = id.split(separator: "-")
    func number(_ index: Int, _ letter: Character) -> Int? {
      guard parts.indices.contains(index), parts[index].first == letter else { return nil }
      return Int(parts[index].dropFirst())
    }
    guard (2...3).contains(parts.count), number(0, "p") != nil, let task = number(1, "t"), tasks.contains(task) else {
      throw failed("there is no task for the demand \(quoted(id))", hint: Self.hint)
    }
    guard parts.count == 3 else { return (task, nil) }
    guard let uid = number(2, "a"), assignments[uid]?["TaskUID"]?.text == "\(task)" else {
      throw failed("there is no assignment for the demand \(quoted(id))", hint: Self.hint)
    }
    return (task, uid)
  }

  private static func uid(_ node: MSPDINode) -> Int? { node["UID"].flatMap { Int($0.text) } }

  private func failed(_ detail: String, hint: String?, line: Int = 1) -> DocumentError {
    DocumentError(issues: [
      LocatedIssue(
        issue: ScenarioIssue(.unknownReference, detail, at: [], hint: hint), file: file, line: line, column: 1)
    ])
  }
}
