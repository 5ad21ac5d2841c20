// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Numbers

/// Puts the scenario of one or several documents together.
struct MSPDIScenario {
  /// Work with the file that it is from.
  private struct Item {
    var file: Int
    var work: MSPDIWork
    var id: String
  }

  private var files: [MSPDIFile]
  private let options: MSPDIReadingOptions
  private(set) var findings: MSPDIFindings
  private var horizon: DayRange
  /// The people that are in the scenario, each once.
  private var people: [MSPDIPerson] = []
  /// The person that stands for one of a file.
  private var standsFor: [[Int]] = []
  private var items: [Item] = []
  private var merges: [String] = []

  init(_ files: [MSPDIFile], _ options: MSPDIReadingOptions, _ findings: MSPDIFindings) {
    self.files = files
    self.options = options
    self.findings = findings
    horizon = Self.horizon(files, options)
    for file in files { merge(file) }
    for file in files { for work in file.work.works { add(work, file) } }
  }

  // MARK: The horizon

  /// From the Monday of the first work that is left to the last finish or deadline.
  private static func horizon(_ files: [MSPDIFile], _ options: MSPDIReadingOptions) -> DayRange {
    var first: Day?
    var last: Day?
    for file in files {
      for work in file.work.works {
        let deadline = file.tasks.tasks[work.task].node["Deadline"].flatMap { MSPDIValue.day($0.text) }
        for day in [work.from?.day, work.to?.day, deadline].compactMap({ $0 }) {
          first = min(first ?? day, work.from?.day ?? day)
          last = max(last ?? day, day)
        }
      }
    }
    if first == nil {
      // A file without work is planned for its own dates.
      first = files.compactMap { $0.root["StartDate"].flatMap { MSPDIValue.day($0.text) } }.min()
      last = files.compactMap { $0.root["FinishDate"].flatMap { MSPDIValue.day($0.text) } }.max()
      for file in files { for name in ["StartDate", "FinishDate"] { file.root.mark(name, .used) } }
    }
    let start = first ?? Day(number: 0)
    let monday = start.advanced(by: -start.weekday.index)
    let from = options.settings["start"].flatMap { Day(iso: $0) } ?? monday
    return DayRange(from, options.settings["end"].flatMap { Day(iso: $0) } ?? max(last ?? start, from))
  }

  // MARK: People of several files

  private mutating func merge(_ file: MSPDIFile) {
    var own: [Int] = []
    let before = people.count
    for person in file.resources.people {
      // Two of one file are two, whatever they are called.
      if let (index, why) = same(person, among: people[..<before]), !own.contains(index) {
        own.append(index)
        person.node.demote()
        let differences = differences(person, people[index])
        merges.append(
          "\(findings.files[person.file]): \"\(person.name)\" is \"\(people[index].name)\" of "
            + "\(findings.files[people[index].file]), by \(why)"
            + (differences.isEmpty
              ? ""
              : "; \(differences.joined(separator: ", ")) differ, and those of \(findings.files[people[index].file]) hold")
        )
      } else {
        if people[..<before].contains(where: { $0.name == person.name }) {
          merges.append(
            "\(findings.files[person.file]): there are several \"\(person.name)\", of whom only the first is merged")
        }
        own.append(people.count)
        people.append(person)
      }
    }
    standsFor.append(own)
  }

  /// What two documents say otherwise of one person.
  private func differences(_ person: MSPDIPerson, _ other: MSPDIPerson) -> [String] {
    var result: [String] = []
    func rates(_ person: MSPDIPerson) -> [String] { person.rates.map { "\($0.value) \($0.from?.number ?? 0)" } }
    func units(_ person: MSPDIPerson) -> [String] {
      person.availability.isEmpty
        ? [person.units.description]
        : person.availability.map { "\($0.units) \($0.days.first.number) \($0.days.last.number)" }
    }
    if rates(person) != rates(other) { result.append("rates") }
    if units(person) != units(other) { result.append("units") }
    let (file, first) = (files[person.file], files[other.file])
    let calendars = [(person, file), (other, first)].map { person, file in
      person.calendar.flatMap { $0 >= 0 ? $0 : nil } ?? file.root["CalendarUID"].flatMap { Int($0.text) }
    }
    if file.calendars.differ(calendars[0], from: first.calendars, calendars[1], in: horizon) {
      result.append("working times")
    }
    return result
  }

  /// The same person in an earlier file, by GUID, then e-mail, then name.
  private func same(_ person: MSPDIPerson, among others: ArraySlice<MSPDIPerson>) -> (Int, String)? {
    if let guid = person.guid, let index = others.firstIndex(where: { $0.guid == guid }) { return (index, "GUID") }
    if let email = person.email, let index = others.firstIndex(where: { $0.email == email }) {
      return (index, "e-mail address")
    }
    return others.firstIndex { $0.name == person.name }.map { ($0, "name") }
  }

  // MARK: Work

  private mutating func add(_ work: MSPDIWork, _ file: MSPDIFile) {
    let name = file.tasks.tasks[work.task].name
    let isBefore = work.to.map { $0.day < horizon.first } ?? false
    if isBefore || (work.from.map { $0.day > horizon.last } ?? false) {
      work.node.mark(.dropped)
      work.hoursNode.mark(.dropped)
      findings.note(
        .dropped, isBefore ? "assignment before the first day planned" : "assignment after the last day planned",
        isBefore ? "assignments before the first day planned" : "assignments after the last day planned",
        at: work.node, file.index, name: name, hours: work.hours)
      return
    }
    let base = file.id(of: work)
    items.append(Item(file: file.index, work: work, id: base))
  }

  private func person(_ item: Item) -> MSPDIPerson? {
    item.work.person.map { people[standsFor[item.file][$0]] }
  }

  // MARK: The document

  /// The whole scenario.
  mutating func root() -> TableNode {
    let place = CellIndex(files[0].root, 0)
    var root = TableNode.object(place)
    root.set(.text("muster/scenario@1", place), at: ["format"])
    root.set(.text(files.count == 1 ? files[0].title : files.map(\.title).joined(separator: ", "), place), at: ["name"])
    checkCurrencies()
    if let currency = files[0].root.carried("CurrencyCode") { root.set(.text(currency, place), at: ["currency"]) }
    var staff = MSPDIStaff(&files[0], horizon, &findings)
    let staffNodes = people.map { staff.node($0, &files[$0.file], options, &findings) }
    root.set(staff.calendar(options.settings["period"], files[0]), at: ["calendar"])
    if !staffNodes.isEmpty { root.set(TableNode(place: place, content: .array(staffNodes)), at: ["staff"]) }
    root.set(TableNode(place: place, content: .array(projects())), at: ["projects"])
    if options.hasBaseline {
      let baseline = MSPDIBaseline(horizon, options.settings["period"] ?? "week", week: staff.week)
      var entries: [TableNode] = []
      for item in items {
        guard let person = person(item) else { continue }
        entries += baseline.entries(item.work, staff: person.id, demand: item.id, &findings)
      }
      root.set(TableNode(place: place, content: .array(entries)), at: ["baseline", "assignments"])
    }
    return root
  }

  /// Notes files with other money than the first.
  private mutating func checkCurrencies() {
    func currency(_ file: MSPDIFile) -> String? {
      file.root["CurrencyCode"].flatMap { $0.text.isEmpty ? nil : $0.text }
    }
    guard let first = files.lazy.compactMap({ file in currency(file).map { (file: file, code: $0) } }).first else {
      return
    }
    for file in files {
      guard let code = currency(file), code != first.code, let cell = file.root["CurrencyCode"] else { continue }
      findings.report(
        .contradiction, "the currency is \(code), and that of \(findings.files[first.file.index]) \(first.code)",
        at: cell,
        file.index,
        hint: "there is one currency in a scenario; convert the rates of one of the files, and its CurrencyCode")
    }
  }

  private mutating func projects() -> [TableNode] {
    var order: [String] = []
    var nodes: [String: TableNode] = [:]
    var demands: [String: [TableNode]] = [:]
    let links = options.hasLinks ? linked() : [:]
    for item in items {
      let file = files[item.file]
      let (id, task) = file.project(of: item.work.task)
      if nodes[id] == nil {
        let place = CellIndex(task?.node ?? file.root, file.index)
        var node = TableNode.object(place)
        node.set(.text(id, place), at: ["id"])
        node.set(.text(task?.name ?? file.title, place), at: ["name"])
        task?.node.mark("Name", .carried)
        order.append(id)
        nodes[id] = node
      }
      demands[id, default: []].append(demand(item, file, links[item.id] ?? []))
    }
    return order.compactMap { id in
      guard var node = nodes[id], let list = demands[id] else { return nil }
      node.set(TableNode(place: list.first?.place, content: .array(list)), at: ["demands"])
      return node
    }
  }

  private mutating func demand(_ item: Item, _ file: MSPDIFile, _ after: [TableNode]) -> TableNode {
    let work = item.work
    let task = file.tasks.tasks[work.task]
    let place = CellIndex(work.node, item.file)
    var node = TableNode.object(place)
    node.set(.text(item.id, place), at: ["id"])
    node.set(.text(task.name, CellIndex(task.node, item.file)), at: ["name"])
    task.node.mark("Name", .carried)
    node.set(.number(work.hours.description, CellIndex(work.hoursNode, item.file)), at: ["hours"])
    for (key, bound) in [("from", work.from), ("to", work.to)] {
      if let bound { node.set(.text(bound.day.description, CellIndex(bound.node, item.file)), at: [key]) }
    }
    if let priority = priority(task, item.file) { node.set(priority, at: ["priority"]) }
    who(item, task, file, to: &node)
    if !after.isEmpty { node.set(TableNode(place: place, content: .array(after)), at: ["after"]) }
    return node
  }

  /// The priority, from 0 to 1000 in MS Project; nil for the usual one.
  private mutating func priority(_ task: MSPDITask, _ file: Int) -> TableNode? {
    guard let cell = task.node["Priority"], !cell.text.isEmpty else { return nil }
    guard let value = Int(cell.text), (0...1000).contains(value) else {
      cell.mark(.dropped)
      findings.note(
        .dropped, "priority that is no number from 0 to 1000", "priorities that are no numbers from 0 to 1000",
        at: cell, file, name: task.name)
      return nil
    }
    cell.mark(.carried)
    if value == 1000 {
      findings.note(
        .told, "task that must not be levelled, given priority 10",
        "tasks that must not be levelled, given priority 10", at: cell, file, name: task.name)
    }
    guard value != 500 else { return nil }
    if value < 100 { cell.mark(.approximated) }
    return .number((Millionths(nearest: Double(max(100, value)) / 100) ?? .zero).description, CellIndex(cell, file))
  }

  /// Who may do it.
  private mutating func who(_ item: Item, _ task: MSPDITask, _ file: MSPDIFile, to node: inout TableNode) {
    let place = CellIndex(item.work.node["ResourceUID"] ?? item.work.node, item.file)
    if case .field = options.staffing, let skills = file.fields.skills(task.node, &findings), !skills.isEmpty {
      for skill in skills {
        node.set(.number(skill.level, CellIndex(skill.node, item.file)), at: ["skills", skill.name])
      }
      return
    }
    let candidates = item.work.candidates.map { people[standsFor[item.file][$0]] }
    let groups = candidates.compactMap(\.group)
    if options.staffing == .group, !candidates.isEmpty, groups.count == candidates.count {
      node.set(
        TableNode(place: place, content: .array(unique(groups).map { .text($0, place) })), at: ["departments"])
      return
    }
    if !candidates.isEmpty {
      node.set(TableNode(place: place, content: .array(candidates.map { .text($0.id, place) })), at: ["only"])
      return
    }
    guard let person = person(item) else {
      if options.unassigned == .nobody { node.set(.number("1", place), at: ["skills", "unassigned"]) }
      return
    }
    if options.staffing == .group, let group = person.group {
      node.set(TableNode(place: place, content: .array([.text(group, place)])), at: ["departments"])
    } else {
      node.set(TableNode(place: place, content: .array([.text(person.id, place)])), at: ["only"])
    }
  }

  // MARK: Links

  /// What comes before each demand, by its id.
  private mutating func linked() -> [String: [TableNode]] {
    var demands: [[Int: [String]]] = Array(repeating: [:], count: files.count)
    for item in items { demands[item.file][item.work.task, default: []].append(item.id) }
    var result: [String: [TableNode]] = [:]
    for (index, file) in files.enumerated() {
      for task in file.tasks.tasks.indices {
        for link in file.tasks.tasks[task].node.children("PredecessorLink")
        where link["Type"].map({ $0.text == "1" }) ?? true {
          guard let uid = link["PredecessorUID"].flatMap({ Int($0.text) }), let before = file.tasks.byUID[uid] else {
            continue
          }
          let earlier = file.tasks.leaves(of: before).flatMap { demands[index][$0] ?? [] }
          let later = file.tasks.leaves(of: task).flatMap { demands[index][$0] ?? [] }
          guard !earlier.isEmpty, !later.isEmpty, earlier.count * later.count <= 100_000 else {
            link.mark(.dropped)
            findings.note(
              .dropped, "link between tasks without work", "links between tasks without work", at: link, index,
              name: file.tasks.tasks[task].name)
            continue
          }
          let place = CellIndex(link, index)
          for name in ["PredecessorUID", "Type", "CrossProject", "LagFormat"] { link.mark(name, .used) }
          let lag = lag(link, index, file.tasks.tasks[task].name, after: file.tasks.tasks[before].node)
          for demand in later {
            let known = Set((result[demand] ?? []).compactMap { $0["demand"]?.text })
            result[demand, default: []] += earlier.filter { !known.contains($0) && $0 != demand }.map { other in
              var node = TableNode.object(place)
              node.set(.text(other, place), at: ["demand"])
              if lag > 0 { node.set(.number("\(lag)", place), at: ["lag"]) }
              return node
            }
          }
        }
      }
    }
    return result
  }

  /// The whole periods of a lag; a link alone waits for the next period.
  private mutating func lag(_ link: MSPDINode, _ file: Int, _ name: String, after task: MSPDINode) -> Int {
    guard let cell = link["LinkLag"], let lag = Int(cell.text), lag != 0 else {
      link.mark("LinkLag", .used)
      return 0
    }
    cell.mark(.approximated)
    guard lag > 0 else {
      findings.note(
        .approximated, "link whose lead (a lag below 0) is left out", "links whose leads (lags below 0) are left out",
        at: link, file, name: name)
      return 0
    }
    let format = Int(link["LagFormat"]?.text ?? "") ?? 7
    // Elapsed time goes on in nights and on weekends.
    let isElapsed = Self.elapsedFormats.contains(format)
    let hours: Double =
      switch options.settings["period"] ?? "week" {
      case "day": isElapsed ? 24 : 8
      case "month": isElapsed ? 720 : 160
      default: isElapsed ? 168 : 40
      }
    var length = Double(lag) / 600
    if Self.shareFormats.contains(format) {
      length = (task["Duration"].flatMap { MSPDIValue.hours($0.text) }?.doubleValue ?? 0) * Double(lag) / 100
    }
    let periods = Int(min(length / hours, 10_000).rounded())
    findings.note(
      .approximated, "lag of a link, rounded to whole periods", "lags of links, rounded to whole periods", at: link,
      file, name: name)
    return min(periods, 10_000)
  }

  /// The formats of lags in time that does not stop, and in shares of what the task before takes.
  private static let elapsedFormats: Set<Int> = [4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52]
  private static let shareFormats: Set<Int> = [19, 20, 51, 52]

  // MARK: What people are told

  func notices(_ accounts: [MSPDIAccount]) -> [String] {
    let hours = items.reduce(Millionths.zero) { $0 + $1.work.hours }
    func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }
    var result = [
      "\(findings.files.joined(separator: ", ")): \(count(people.count, "person", "people")), "
        + "\(count(items.count, "demand", "demands")), \(hours) h carried"
    ]
    if horizonWasMoved { result.append("planned from \(horizon.first) to \(horizon.last), as asked for") }
    result += merges
    if let text = findings.sentence(.told) { result.append("please note: \(text)") }
    let unassigned = items.count { $0.work.person == nil && $0.work.candidates.isEmpty }
    if options.unassigned == .nobody, unassigned > 0 {
      result.append(
        count(unassigned, "demand without a resource asks", "demands without a resource ask")
          + " for the skill \"unassigned\", which nobody has; --unassigned anybody or --unassigned skip takes them otherwise"
      )
    }
    if let text = findings.sentence(.dropped) { result.append("not carried: \(text)") }
    if let text = findings.sentence(.approximated) { result.append("approximated: \(text)") }
    let dropped = accounts.reduce(0) { $0 + $1.count(.dropped) }
    let total = accounts.reduce(0) { $0 + $1.elements }
    let recomputed = accounts.reduce(0) { $0 + $1.count(.recomputed) }
    result.append(
      "of \(count(total, "element", "elements")), \(dropped) are not carried and \(recomputed) follow from others; "
        + "import --account lists them")
    return result
  }

  private var horizonWasMoved: Bool { options.settings["start"] != nil || options.settings["end"] != nil }
}
