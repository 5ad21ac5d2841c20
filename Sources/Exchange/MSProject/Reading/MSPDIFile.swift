// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// What one of several documents says.
struct MSPDIFile {
  let root: MSPDINode
  let index: Int
  /// What ids begin with.
  let prefix: String
  /// What a project of its own is called.
  let title: String
  var calendars: MSPDICalendars
  let resources: MSPDIResources
  let tasks: MSPDITasks
  let fields: MSPDIFields
  let work: MSPDIWorkList
  let projects: MSPDIReadingOptions.Projects

  /// - Parameters:
  ///   - index: which of the files it is, from 0.
  ///   - count: how many files there are.
  init(
    _ tree: MSPDITree, _ index: Int, of count: Int, _ options: MSPDIReadingOptions, _ findings: inout MSPDIFindings
  ) throws(XMLFailure) {
    guard let root = tree.root, root.name == "Project" else {
      throw XMLFailure(
        "the XML document is not an MS Project file: it begins with <\(tree.root?.name ?? "")>",
        hint: "save the project as XML in MS Project, or export it as Excel workbook (.xlsx) or CSV")
    }
    self.root = root
    self.index = index
    prefix = count > 1 ? "f\(index + 1)-" : ""
    projects = options.projects ?? (count > 1 ? .file : .outline)
    let name = root["Title"]?.text ?? ""
    title =
      name.isEmpty ? root["Name"]?.text.withoutEnding ?? findings.files[index].lastPart.withoutEnding : name
    root.mark("Title", .carried)
    root.mark("Name", name.isEmpty ? .carried : .dropped)
    root.mark("CalendarUID", .used)
    calendars = MSPDICalendars(root, file: index, &findings)
    resources = MSPDIResources(root, file: index, prefix: prefix, &findings)
    tasks = MSPDITasks(root, file: index, &findings)
    let field: String? = if case .field(let name) = options.staffing { name } else { nil }
    fields = MSPDIFields(root, file: index, field: field, &findings)
    work = MSPDIWorkList(root, file: index, tasks, resources, options, &findings)
    fields.noteOthers(root, &findings)
    noteCalendars(&findings)
    noteLinks(options, &findings)
    noteBaselines(&findings)
  }

  /// The project of a task: its id, and the task that it comes from.
  func project(of task: Int) -> (id: String, task: MSPDITask?) {
    guard projects == .outline, let top = tasks.project(of: task) else { return ("\(prefix)p0", nil) }
    return ("\(prefix)p\(tasks.tasks[top].uid)", tasks.tasks[top])
  }

  func id(of work: MSPDIWork) -> String {
    let task = tasks.tasks[work.task].uid
    return project(of: work.task).id + "-t\(task)" + (work.uid.map { "-a\($0)" } ?? "")
  }

  /// Says where a calendar that is named, or has to be, is not there.
  private func noteCalendars(_ findings: inout MSPDIFindings) {
    let own = root["CalendarUID"]
    if calendars.chain(own.flatMap { Int($0.text) }).isEmpty {
      own?.mark(.dropped)
      findings.note(
        .approximated, "missing calendar of the project, taken as Monday to Friday",
        "missing calendars of projects, taken as Monday to Friday", at: own ?? root, index)
    }
    noteFreeCalendars(&findings)
    for person in resources.people {
      guard let uid = person.calendar, uid >= 0, calendars.chain(uid).isEmpty else { continue }
      person.node["CalendarUID"]?.mark(.dropped)
      findings.note(
        .approximated, "missing calendar of a resource, taken as that of the project",
        "missing calendars of resources, taken as those of the projects", at: person.node, index,
        name: person.name)
    }
  }

  /// Says where nobody works on any day of a week, as a scenario has no such calendars.
  private func noteFreeCalendars(_ findings: inout MSPDIFindings) {
    func isFree(_ uid: Int?) -> Bool {
      let chain = calendars.chain(uid)
      return !chain.isEmpty && calendars.week(chain).allSatisfy { $0 == .zero }
    }
    let own = root["CalendarUID"]
    if isFree(own.flatMap { Int($0.text) }) {
      findings.note(
        .approximated, "calendar of the project without working days, taken as Monday to Friday",
        "calendars of projects without working days, taken as Monday to Friday", at: own ?? root, index)
    }
    for person in resources.people where person.calendar != own.flatMap({ Int($0.text) }) && isFree(person.calendar) {
      findings.note(
        .approximated, "calendar of a resource without working days, taken as Monday to Friday",
        "calendars of resources without working days, taken as Monday to Friday", at: person.node, index,
        name: person.name)
    }
  }

  private func noteLinks(_ options: MSPDIReadingOptions, _ findings: inout MSPDIFindings) {
    for task in tasks.tasks {
      for link in task.node.children("PredecessorLink") {
        let isStart = link["Type"].map { $0.text == "1" } ?? true
        guard !options.hasLinks || !isStart else { continue }
        link.mark(.dropped)
        // Tenths of a minute, unless it is a share of the duration.
        let lag = link["LinkLag"].flatMap { Int128($0.text) } ?? 0
        let isShare = ["19", "20", "51", "52"].contains(link["LagFormat"]?.text ?? "")
        findings.note(
          .dropped, "link", "links", at: link, index, name: task.name,
          hours: isShare ? .zero : Millionths(count: lag * 1_000_000 / 600), amount: "with lags of")
      }
    }
  }

  private func noteBaselines(_ findings: inout MSPDIFindings) {
    for (list, record) in [("Tasks", "Task"), ("Resources", "Resource"), ("Assignments", "Assignment")] {
      for node in root.list(list, record) {
        for baseline in node.children("Baseline") {
          findings.note(
            .dropped, "baseline value of MS Project", "baseline values of MS Project", at: baseline, index,
            name: node["Name"]?.text)
        }
      }
    }
  }
}

extension String {
  /// The name without what follows its last point.
  var withoutEnding: String {
    guard let point = lastIndex(of: "."), point != startIndex else { return self }
    return String(self[..<point])
  }

  /// The name behind the last slash.
  fileprivate var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
