// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Formats
internal import Issues
internal import JSON
internal import Numbers

/// Writes a plan into the MS Project documents that its scenario was imported from: in the assignments whose work was
/// planned the work that is left is replaced, and all else stays byte for byte as it was.
package struct MSPDIMerging {
  private let scenario: Scenario
  private let plan: Plan
  private let originals: [MSPDIOriginal]
  /// What people are told.
  package private(set) var notices: [String] = []

  /// What becomes of the assignments of a document.
  private struct Edits {
    /// What stands for an assignment, by its uid; nil where it goes.
    var changed: [Int: MSPDIBookingText?] = [:]
    /// New ones, each as an element.
    var added: [[UInt8]] = []
  }

  /// - Parameter originals: the documents, with their names for messages; of several that were imported together some
  ///   are enough.
  /// - Throws: `DocumentError` where one is no document of MS Project; ``MissingLibrary``.
  package init(_ scenario: Scenario, plan: Plan, into originals: [(name: String, bytes: [UInt8])]) throws {
    self.scenario = scenario
    self.plan = plan
    self.originals = try originals.map { original in
      do {
        return try MSPDIOriginal(original.bytes, file: original.name)
      } catch let failure as XMLFailure {
        throw Self.failed(failure.detail, hint: failure.hint, original.name, line: failure.line ?? 1)
      }
    }
  }

  /// The documents with the plan's assignments, in the order in which they were given.
  ///
  /// - Throws: `DocumentError` where one is not a document of the scenario.
  package mutating func documents() throws -> [[UInt8]] {
    let numbers = try numbers()
    noteOthers(numbers)
    return try originals.indices.map { index in
      let original = originals[index]
      guard let number = numbers[index] else { return original.bytes }
      let edits = try edits(original, number, numbers)
      guard let place = original.tree.assignments else {
        guard edits.added.isEmpty else {
          throw Self.failed(
            "the document has no list of assignments", hint: "assign the work in MS Project, and save it again",
            original.file)
        }
        return original.bytes
      }
      do throws(XMLFailure) {
        return try MSPDISplicing(original.bytes, original.tree).bytes(
          place, changed: changes(edits, original), added: edits.added)
      } catch {
        throw Self.failed(error.detail, hint: error.hint, original.file, line: error.line ?? 1)
      }
    }
  }

  /// The changes by the position of the assignment in the document.
  private func changes(_ edits: Edits, _ original: MSPDIOriginal) -> [(node: MSPDINode, text: MSPDIBookingText?)] {
    edits.changed.compactMap { uid, text in original.assignments[uid].map { ($0, text) } }
      .sorted { $0.node.index < $1.node.index }
  }

  // MARK: Which document is which

  /// The demands for hours, by the number of the document that they came from; 0 where there was one.
  private var demands: [Int: [(demand: Demand, id: MSPDIDemandID)]] {
    var result: [Int: [(demand: Demand, id: MSPDIDemandID)]] = [:]
    for demand in scenario.projects.flatMap(\.demands) where demand.staff != nil {
      guard let id = MSPDIDemandID(demand.id) else { continue }
      result[id.file ?? 0, default: []].append((demand, id))
    }
    return result
  }

  /// The number that ids of a document have, for each; nil where nothing of the scenario is from it.
  private mutating func numbers() throws -> [Int?] {
    if let other = scenario.projects.flatMap(\.demands).first(where: { $0.staff != nil && MSPDIDemandID($0.id) == nil })
    {
      throw Self.failed("there is no task for the demand \(quoted(other.id))", hint: Self.hint, originals[0].file)
    }
    let demands = demands
    guard demands.keys.contains(where: { $0 > 0 }) else {
      guard originals.count == 1 else {
        throw Self.failed(
          "the scenario was imported from one document, not from several", hint: "give --into once",
          originals[1].file)
      }
      return [0]
    }
    let isEach = originals.count >= (demands.keys.max() ?? 0)
    var result: [Int?] = []
    for (position, original) in originals.enumerated() {
      let fitting = likely(
        demands.keys.sorted().filter { number in
          demands[number]?.allSatisfy { original.has($0.demand, $0.id) } == true && !result.contains(number)
        }, original)
      if fitting.count == 1 {
        result.append(fitting[0])
      } else if isEach, fitting.contains(position + 1) {
        // Documents that look alike are told apart by their order, which is that of import.
        result.append(position + 1)
      } else if !fitting.isEmpty {
        throw Self.failed(
          "it looks like more than one of the imported documents: \(fitting.map(String.init).joined(separator: ", "))",
          hint: "give --into for all of them, in the order in which they were imported", original.file)
      } else if demands[position + 1] == nil, originals.count > 1 {
        // A pool of resources has no work of its own.
        notices.append("\(original.file): the plan has no work for it, so it stays as it is")
        result.append(nil)
      } else {
        throw notOfScenario(original, demands[position + 1] ?? demands[demands.keys.min() ?? 1] ?? [])
      }
    }
    return result
  }

  /// Of the numbers that a document may have, those for which its title and its people fit, too, if there are some.
  private func likely(_ numbers: [Int], _ original: MSPDIOriginal) -> [Int] {
    guard numbers.count > 1 else { return numbers }
    let titled = numbers.filter { number in
      scenario.projects.contains { $0.id == "f\(number)-p0" && $0.name == original.title }
    }
    let left = titled.isEmpty ? numbers : titled
    let peopled = left.filter { number in
      scenario.staff.allSatisfy { person in
        guard let id = MSPDIDemandID.person(person.id), id.file == number else { return true }
        return original.people.contains { $0.uid == id.uid && $0.name == person.name }
      }
    }
    return peopled.isEmpty ? left : peopled
  }

  /// The first demand that a document lacks.
  private func notOfScenario(
    _ original: MSPDIOriginal, _ demands: [(demand: Demand, id: MSPDIDemandID)]
  ) -> DocumentError {
    let missing = demands.first { !original.has($0.demand, $0.id) }
    return Self.failed(
      "there is no assignment for the demand \(quoted(missing?.demand.id ?? ""))",
      hint: "give the documents that were imported, as they were then", original.file)
  }

  /// Says how much of the plan is not written, as its documents are not given.
  private mutating func noteOthers(_ numbers: [Int?]) {
    let others = demands.filter { !numbers.contains($0.key) }
    let count = others.values.reduce(0) { $0 + $1.count }
    guard count > 0 else { return }
    notices.append(
      "not written: \(count) \(count == 1 ? "demand" : "demands") of \(others.count) other "
        + "\(others.count == 1 ? "document" : "documents"), which --into does not name")
  }

  // MARK: What is replaced

  private func edits(_ original: MSPDIOriginal, _ number: Int, _ numbers: [Int?]) throws -> Edits {
    let bookings = MSPDIBookings(scenario)
    let work = bookings.bookings(of: plan)
    let windows = bookings.windows()
    let horizon = scenario.calendar.horizon
    let ids = try resources(original, number, numbers)
    var next = (original.assignments.keys.max() ?? 0) + 1
    var result = Edits()
    for (demand, id) in demands[number] ?? [] {
      guard let (task, uid) = original.place(of: id) else {
        let what = original.tasks[id.task] == nil ? "task" : "assignment"
        throw Self.failed(
          "there is no \(what) for the demand \(quoted(demand.id))", hint: Self.hint, original.file)
      }
      var list = work[demand.id] ?? []
      let window = windows[demand.id] ?? horizon
      if let uid, let old = original.assignments[uid] {
        let resource = old["ResourceUID"].flatMap { Int($0.text) } ?? -1
        let done = old["ActualWork"].flatMap { MSPDIValue.hours($0.text) } ?? .zero
        // Where nobody was assigned and nobody is, the work stays as it is.
        if list.isEmpty, resource < 0 { continue }
        var own = list.firstIndex { $0.person.flatMap { ids[$0] } == resource }
        // What was done stays with who did it.
        if own == nil, done == .zero, !list.isEmpty { own = 0 }
        let booking = own.map { list.remove(at: $0) }
        let seconds = Int((done.doubleValue * 3600).rounded())
        result.changed[uid] =
          booking == nil && seconds == 0
          ? .some(nil)
          : MSPDIBookingText(
            booking ?? MSPDIBooking(person: nil, demand: demand.id, days: [], seconds: 0), uid: uid, task: task,
            resource: try booking.flatMap { try resourceID(of: $0, ids, original) } ?? resource, horizon,
            window: window,
            available: booking?.person.map { bookings.available[$0] }, done: seconds)
      }
      for booking in list {
        guard let person = booking.person, let resource = try resourceID(of: booking, ids, original) else { continue }
        let text = MSPDIBookingText(
          booking, uid: next, task: task, resource: resource, horizon, window: window,
          available: bookings.available[person], done: 0)
        result.added.append(text.element)
        next += 1
      }
    }
    return result
  }

  private static let hint = "give the documents that the scenario was imported from"

  /// The resources of the people, by their positions; nil for those that a document does not have.
  private func resources(_ original: MSPDIOriginal, _ number: Int, _ numbers: [Int?]) throws -> [Int?] {
    try scenario.staff.map { person in
      let id = MSPDIDemandID.person(person.id)
      if let id, (id.file ?? 0) == number, original.resources.contains(id.uid) { return id.uid }
      guard number > 0 else {
        throw Self.failed(
          "there is no resource for the staff \(quoted(person.id))", hint: Self.hint, original.file)
      }
      // People whom several documents have are those of the first one.
      if let id, let position = numbers.firstIndex(of: id.file ?? 0),
        let other = originals[position].people.first(where: { $0.uid == id.uid })
      {
        return original.resource(like: other)
      }
      return original.resource(named: person.name)
    }
  }

  private func resourceID(of booking: MSPDIBooking, _ ids: [Int?], _ original: MSPDIOriginal) throws -> Int? {
    guard let person = booking.person else { return nil }
    if let id = ids[person] { return id }
    let staff = scenario.staff[person]
    throw Self.failed(
      "\(quoted(staff.name)) is planned for \(quoted(booking.demand)), but is not a resource of the document",
      hint: "add the resource in MS Project, save the document, and import it again", original.file)
  }

  private static func failed(_ detail: String, hint: String?, _ file: String, line: Int = 1) -> DocumentError {
    DocumentError(issues: [
      LocatedIssue(
        issue: ScenarioIssue(.unknownReference, detail, at: [], hint: hint), file: file, line: line, column: 1)
    ])
  }
}
