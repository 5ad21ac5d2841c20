// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// Work that is left to do: what becomes a demand.
struct MSPDIWork {
  /// Its assignment, or its task where nothing is assigned.
  var node: MSPDINode
  var file: Int
  /// The task, by its position.
  var task: Int
  /// The person, by the position among those of the file; nil where nobody is assigned.
  var person: Int?
  /// Those who are assigned without hours of their own, where more than one may do it.
  var candidates: [Int] = []
  /// The assignment; nil where there is none.
  var uid: Int?
  var hours: Millionths
  var hoursNode: MSPDINode
  var from: (day: Day, node: MSPDINode)?
  var to: (day: Day, node: MSPDINode)?
}

/// The work of a document.
struct MSPDIWorkList {
  private(set) var works: [MSPDIWork] = []
  private let file: Int
  private let tasks: MSPDITasks
  private let resources: MSPDIResources
  private let options: MSPDIReadingOptions
  /// The tasks that have work left, or had some.
  private var withWork: Set<Int> = []
  private var done: Set<Int> = []
  /// The people who are assigned without hours, by task, and the hours of the others.
  private var workless: [Int: [Int]] = [:]
  private var assigned: [Int: Millionths] = [:]

  init(
    _ root: MSPDINode, file: Int, _ tasks: MSPDITasks, _ resources: MSPDIResources, _ options: MSPDIReadingOptions,
    _ findings: inout MSPDIFindings
  ) {
    (self.file, self.tasks, self.resources, self.options) = (file, tasks, resources, options)
    for node in root.list("Assignments", "Assignment") { add(assignment: node, &findings) }
    for index in tasks.tasks.indices { note(index, &findings) }
  }

  // MARK: Assignments

  private mutating func add(assignment node: MSPDINode, _ findings: inout MSPDIFindings) {
    guard let uid = node["TaskUID"].flatMap({ Int($0.text) }), let task = tasks.byUID[uid] else {
      node.mark(.dropped)
      findings.note(.dropped, "assignment to no task", "assignments to no task", at: node, file)
      return
    }
    let name = tasks.tasks[task].name
    for name in ["UID", "TaskUID", "ResourceUID", "Work", "RemainingWork"] { node.mark(name, .used) }
    var person: Int?
    let resource = node["ResourceUID"].flatMap { Int($0.text) } ?? -65535
    if resource >= 0 {
      guard let known = resources.byUID[resource] else {
        findings.note(
          .told, "assignment of a missing resource", "assignments of missing resources", at: node,
          file, name: name)
        return addWork(node, task, nil, &findings)
      }
      guard let known else {
        node.mark(.dropped)
        findings.note(
          .dropped, "assignment of material or costs", "assignments of material or costs", at: node, file, name: name)
        return
      }
      person = known
    }
    addWork(node, task, person, &findings)
  }

  private mutating func addWork(_ node: MSPDINode, _ task: Int, _ person: Int?, _ findings: inout MSPDIFindings) {
    guard let (hours, cell) = hours(node, tasks.tasks[task], &findings), hours > .zero else {
      if let total = hoursOf(node["Work"]), total > .zero { done.insert(task) }
      if let person, hoursOf(node["RemainingWork"] ?? node["Work"]) == nil {
        workless[task, default: []].append(person)
      }
      return
    }
    withWork.insert(task)
    assigned[task] = (assigned[task] ?? .zero) + hours
    if let exclusion = tasks.tasks[task].exclusion {
      node.mark(.dropped)
      let (one, many) = exclusion.words
      findings.note(.dropped, one, many, at: node, file, name: tasks.tasks[task].name, hours: hours)
      return
    }
    let candidates = node.name == "Task" ? unique(workless[task] ?? []) : []
    let person = person ?? (candidates.count == 1 ? candidates[0] : nil)
    if person == nil, candidates.isEmpty, options.unassigned == .skip {
      node.mark(.dropped)
      findings.note(
        .dropped, "assignment of nobody", "assignments of nobody", at: node, file, name: tasks.tasks[task].name,
        hours: hours)
      return
    }
    var work = MSPDIWork(
      node: node, file: file, task: task, person: person,
      uid: node.name == "Assignment" ? node["UID"].flatMap { Int($0.text) } : nil, hours: hours, hoursNode: cell)
    if person == nil { work.candidates = candidates }
    setWindow(&work, &findings)
    cell.mark(.carried)
    works.append(work)
    noteCosts(node, tasks.tasks[task].name, &findings)
  }

  /// What makes the hours of an assignment cost more or less than the scenario says.
  private func noteCosts(_ node: MSPDINode, _ name: String, _ findings: inout MSPDIFindings) {
    if let table = node["CostRateTable"].flatMap({ Int($0.text) }), table > 0 {
      findings.note(
        .dropped, "assignment at rates of the tables B to E", "assignments at rates of the tables B to E", at: node,
        file, name: name)
    }
    if let overtime = hoursOf(node["RemainingOvertimeWork"] ?? node["OvertimeWork"]), overtime > .zero {
      findings.note(
        .approximated, "assignment whose overtime is planned as regular work",
        "assignments whose overtime is planned as regular work",
        at: node, file, name: name, hours: overtime)
    }
  }

  /// The hours that are left, and the element that says so.
  private func hours(
    _ node: MSPDINode, _ task: MSPDITask, _ findings: inout MSPDIFindings
  ) -> (Millionths, MSPDINode)? {
    let name = task.name
    guard let cell = [node["RemainingWork"], node["Work"]].compactMap({ $0 }).first(where: { !$0.text.isEmpty }) else {
      return nil
    }
    let read = findings.value(
      of: cell, "task \(quoted(name))", "a duration", hint: "write it as PT8H0M0S", file
    ) { MSPDIValue.hours($0) }
    guard let hours = read else { return nil }
    if hours < .zero {
      findings.note(
        .dropped, "stretch of work below 0 hours", "stretches of work below 0 hours", at: cell, file, name: name)
    }
    if cell.text.contains("D"), !cell.text.contains("P0D") {
      findings.note(
        .approximated, "duration of work in days, taken as 24 h each", "durations of work in days, taken as 24 h each",
        at: cell, file, name: name)
    }
    // Where nothing says what is left, it is what is not done.
    guard cell.name == "Work" else { return (hours, cell) }
    if let done = hoursOf(node["ActualWork"]), done > .zero {
      node.mark("ActualWork", .used)
      return (hours - done, cell)
    }
    return (left(of: hours, node, task, cell, &findings), cell)
  }

  /// The hours of work that a percentage says are not done.
  private func left(
    of hours: Millionths, _ node: MSPDINode, _ task: MSPDITask, _ cell: MSPDINode, _ findings: inout MSPDIFindings
  ) -> Millionths {
    let shares = [node["PercentWorkComplete"], task.node["PercentWorkComplete"], task.node["PercentComplete"]]
    guard node["ActualWork"] == nil, let share = shares.lazy.compactMap({ $0 }).first(where: { !$0.text.isEmpty }),
      let percent = Int(share.text), (1...100).contains(percent)
    else { return hours }
    node.mark("PercentWorkComplete", .used)
    cell.mark(.approximated)
    let left = Millionths(count: hours.count * Int128(100 - percent) / 100)
    findings.note(
      .approximated, "amount of work whose rest is that of its percentage",
      "amounts of work whose rest is that of their percentages", at: cell, file, name: task.name, hours: left,
      amount: "leaving")
    return left
  }

  private func hoursOf(_ node: MSPDINode?) -> Millionths? { node.flatMap { MSPDIValue.hours($0.text) } }

  // MARK: Windows

  private func setWindow(_ work: inout MSPDIWork, _ findings: inout MSPDIFindings) {
    let task = tasks.tasks[work.task].node
    let name = tasks.tasks[work.task].name
    var start = work.node["Start"] ?? task["Start"]
    // What is begun goes on where it was resumed.
    if let actual = hoursOf(work.node["ActualWork"]), actual > .zero {
      work.node.mark("ActualWork", .used)
      if let resume = work.node["Resume"], MSPDIValue.day(resume.text) != nil { start = resume }
    }
    work.from = date(start, name, &findings)
    work.to = date(work.node["Finish"] ?? task["Finish"], name, &findings)
    if options.window == .deadline, let cell = task["Deadline"], let deadline = date(cell, name, &findings) {
      work.to = deadline
    }
    if let from = work.from, let to = work.to, to.day < from.day {
      // A resumed task may have a finish that was not worked out again.
      if start?.name == "Resume", let start = date(work.node["Start"], name, &findings), start.day <= to.day {
        work.from = start
      } else if options.window == .deadline {
        findings.note(
          .approximated, "deadline before the start of its task, for which the finish stands",
          "deadlines before the starts of their tasks, for which the finishes stand", at: to.node, file, name: name)
        work.to = date(work.node["Finish"] ?? task["Finish"], name, &findings)
      }
    }
    work.from?.node.mark(.carried)
    work.to?.node.mark(.carried)
    if let from = work.from, let to = work.to, to.day < from.day {
      to.node.mark(.approximated)
      work.to = (from.day, to.node)
      findings.note(
        .approximated, "assignment that finishes before it starts", "assignments that finish before they start",
        at: work.node, file, name: name)
    }
  }

  private func date(
    _ node: MSPDINode?, _ name: String, _ findings: inout MSPDIFindings
  ) -> (day: Day, node: MSPDINode)? {
    guard let node else { return nil }
    return findings.value(
      of: node, "task \(quoted(name))", "a date", hint: "write it as 2027-01-04T08:00:00", file
    ) { MSPDIValue.day($0) }.map { ($0, node) }
  }

  // MARK: Tasks

  /// Adds the work of a task without assignments, and notes what of it does not count.
  private mutating func note(_ index: Int, _ findings: inout MSPDIFindings) {
    let task = tasks.tasks[index]
    let node = task.node
    noteOthers(task, &findings)
    guard !task.isSummary, task.uid != 0 else { return }
    guard !withWork.contains(index) else { return addRest(index, &findings) }
    if let exclusion = task.exclusion {
      let (one, many) = exclusion.words
      node.mark(.dropped)
      findings.note(.dropped, one, many, at: node, file, name: task.name)
    } else if done.contains(index) || node["PercentComplete"]?.text == "100" {
      node.mark(.dropped)
      findings.note(.dropped, "task that is done", "tasks that are done", at: node, file, name: task.name)
    } else if let (hours, _) = hours(node, task, &findings), hours > .zero {
      withWork.insert(index)
      addWork(node, index, nil, &findings)
    } else if let duration = hoursOf(node["Duration"]), duration > .zero,
      !MSPDIValue.flag(node["Milestone"]?.text)
    {
      node.mark(.dropped)
      findings.note(
        .dropped, "task with a duration but no work", "tasks with a duration but no work", at: node, file,
        name: task.name)
    } else {
      node.mark(.dropped)
      findings.note(.dropped, "milestone", "milestones", at: node, file, name: task.name)
    }
  }

  /// Adds what a task has more than its assignments, where some of these have no hours of their own, or says that it is
  /// lost.
  private mutating func addRest(_ index: Int, _ findings: inout MSPDIFindings) {
    let task = tasks.tasks[index]
    // Hundredths are what rounding leaves.
    guard task.exclusion == nil, let cell = task.node["RemainingWork"], let whole = hoursOf(cell),
      let known = assigned[index], whole - known > Millionths(count: 10_000)
    else { return }
    guard workless[index] != nil else {
      findings.note(
        .dropped, "task with more work than its assignments", "tasks with more work than their assignments",
        at: cell, file, name: task.name, hours: whole - known, amount: "losing")
      return
    }
    addWork(task.node, index, nil, &findings)
    guard let last = works.indices.last, works[last].task == index, works[last].node.name == "Task" else { return }
    works[last].hours = whole - known
  }

  private func unique(_ people: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return people.filter { seen.insert($0).inserted }
  }

  /// What people expect to count, and does not.
  private func noteOthers(_ task: MSPDITask, _ findings: inout MSPDIFindings) {
    let node = task.node
    if let uid = node["CalendarUID"].flatMap({ Int($0.text) }), uid > 0 {
      findings.note(.dropped, "calendar of a task", "calendars of tasks", at: node, file, name: task.name)
    }
    if let cost = node["FixedCost"].flatMap({ MSPDIValue.number($0.text) }), cost > 0 {
      findings.note(.dropped, "fixed cost", "fixed costs", at: node, file, name: task.name)
    }
    if node["Notes"] != nil { findings.note(.dropped, "note", "notes", at: node, file, name: task.name) }
    if node["ConstraintDate"] != nil {
      findings.note(.dropped, "date constraint", "date constraints", at: node, file, name: task.name)
    }
    if node["Deadline"] != nil, options.window == .schedule {
      findings.note(.dropped, "deadline", "deadlines", at: node, file, name: task.name)
    }
  }
}
