// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// A task of a document.
struct MSPDITask {
  var node: MSPDINode
  var uid: Int
  var name: String
  var level: Int
  /// The summary task that it is in, by its position.
  var parent: Int?
  /// The task of outline level 1 that it is in, by its position; itself where there is none.
  var top = 0
  /// Whether there are tasks in it.
  var isSummary = false
  /// Why its work does not count; nil where it does.
  var exclusion: Exclusion?

  enum Exclusion {
    case inactive, external, subproject

    var words: (one: String, many: String) {
      switch self {
      case .inactive: ("inactive task", "inactive tasks")
      case .external: ("task of another project", "tasks of other projects")
      case .subproject: ("inserted project", "inserted projects")
      }
    }
  }
}

/// The tasks of a document, in their outline.
struct MSPDITasks {
  private(set) var tasks: [MSPDITask] = []
  private(set) var byUID: [Int: Int] = [:]
  private let file: Int

  init(_ root: MSPDINode, file: Int, _ findings: inout MSPDIFindings) {
    self.file = file
    var open: [Int] = []
    for node in root.list("Tasks", "Task") {
      guard let uid = node["UID"].flatMap({ Int($0.text) }), byUID[uid] == nil else {
        node.mark(.dropped)
        findings.note(.dropped, "task without a UID of its own", "tasks without UIDs of their own", at: node, file)
        continue
      }
      // Blank rows have no place in the outline.
      if MSPDIValue.flag(node["IsNull"]?.text) {
        node.mark(.dropped)
        continue
      }
      var task = MSPDITask(
        node: node, uid: uid, name: node["Name"]?.text ?? "", level: node["OutlineLevel"].flatMap { Int($0.text) } ?? 1)
      if task.name.isEmpty { task.name = uid == 0 ? "" : "Task \(uid)" }
      for name in ["UID", "OutlineLevel", "IsNull", "Active", "ExternalTask", "IsSubproject"] { node.mark(name, .used) }
      while let last = open.last, tasks[last].level >= task.level { open.removeLast() }
      task.parent = open.last
      task.top = task.parent.flatMap { tasks[$0].level >= 1 ? tasks[$0].top : nil } ?? tasks.count
      task.exclusion = exclusion(node, task.parent.flatMap { tasks[$0].exclusion })
      if let parent = task.parent { tasks[parent].isSummary = true }
      byUID[uid] = tasks.count
      open.append(tasks.count)
      tasks.append(task)
    }
  }

  private func exclusion(_ node: MSPDINode, _ parent: MSPDITask.Exclusion?) -> MSPDITask.Exclusion? {
    if let parent { return parent }
    if node["Active"]?.text == "0" || node["Active"]?.text == "false" { return .inactive }
    if MSPDIValue.flag(node["ExternalTask"]?.text) { return .external }
    if MSPDIValue.flag(node["IsSubproject"]?.text) { return .subproject }
    return nil
  }

  /// The summary task of outline level 1 around a task, or the task itself; nil where no summary task is there.
  func project(of task: Int) -> Int? {
    let top = tasks[task].top
    return tasks[top].isSummary && tasks[top].level >= 1 ? top : nil
  }

  /// The tasks without others inside that are inside a task, or the task itself.
  func leaves(of task: Int) -> [Int] {
    guard tasks[task].isSummary else { return [task] }
    var result: [Int] = []
    var next = task + 1
    while next < tasks.count, tasks[next].level > tasks[task].level {
      if !tasks[next].isSummary { result.append(next) }
      next += 1
    }
    return result
  }
}
