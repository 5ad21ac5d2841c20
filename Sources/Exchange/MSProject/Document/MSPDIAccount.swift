// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON

/// What becomes of an element of an MS Project document.
package enum MSPDIFate: String, Sendable, CaseIterable {
  /// Its value is in the scenario.
  case carried
  /// It decides what is in the scenario.
  case used
  /// Its value is in the scenario as far as that can hold it.
  case approximated
  /// It follows from others, and a plan has it anew.
  case recomputed
  /// It is not in the scenario.
  case dropped

  fileprivate var rank: Int {
    switch self {
    case .carried: 0
    case .used: 1
    case .approximated: 2
    case .recomputed: 3
    case .dropped: 4
    }
  }
}

/// What became of all elements of an MS Project document.
package struct MSPDIAccount: Sendable {
  /// A place in the document.
  package struct Example: Sendable {
    package var line: Int
    /// The task, resource or calendar that it belongs to; nil outside of them.
    package var name: String?
  }

  /// The elements of a path that have the same fate.
  package struct Entry: Sendable {
    package var path: String
    package var fate: MSPDIFate
    package var count: Int
    package var examples: [Example]
  }

  /// The file as messages name it.
  package var file: String
  /// How many elements there are.
  package var elements: Int
  /// By path, then in the order of ``MSPDIFate``; the counts add up to ``elements``.
  package var entries: [Entry]

  /// How many elements have a fate.
  package func count(_ fate: MSPDIFate) -> Int { entries.reduce(0) { $0 + ($1.fate == fate ? $1.count : 0) } }

  /// - Parameter tree: the document; elements for which nothing was noted get the fate that fits them.
  init(_ tree: MSPDITree, file: String) {
    self.file = file
    elements = tree.elements.count
    Self.settle(tree)
    let order = MSPDIFate.allCases
    // A place for each path and fate.
    var counts = Array(repeating: (count: 0, examples: [Example]()), count: tree.paths.count * order.count)
    let records = MSPDIRecords(tree)
    for (index, element) in tree.elements.enumerated() {
      let fate = element.fate ?? .dropped
      let place = Int(element.path) * order.count + fate.rank
      counts[place].count += 1
      if fate == .dropped || fate == .approximated, counts[place].examples.count < 3 {
        counts[place].examples.append(Example(line: Int(element.line), name: records.name(of: index)))
      }
    }
    entries = []
    for path in tree.paths.indices.map({ (index: $0, text: tree.text(ofPath: Int32($0))) }).sorted(by: {
      $0.text < $1.text
    }) {
      for fate in order {
        let (count, examples) = counts[path.index * order.count + fate.rank]
        if count > 0 { entries.append(Entry(path: path.text, fate: fate, count: count, examples: examples)) }
      }
    }
  }

  /// Gives a fate to elements that have none: inside of one that is dropped they are, too; the others by their names,
  /// and those that hold others by what they hold.
  private static func settle(_ tree: MSPDITree) {
    var index = 0
    while index < tree.elements.count {
      guard tree.elements[index].fate == .dropped else {
        index += 1
        continue
      }
      let end = Int(tree.elements[index].end)
      while index < end {
        if tree.elements[index].fate == nil { tree.elements[index].fate = .dropped }
        index += 1
      }
    }
    let computed = Set(computedNames.compactMap { tree.nameID($0) })
    for index in tree.elements.indices.reversed() where tree.elements[index].fate == nil {
      let element = tree.elements[index]
      if Int(element.end) == index + 1 {
        let isComputed = computed.contains(tree.paths[Int(element.path)].name)
        tree.elements[index].fate = isComputed ? .recomputed : .dropped
        continue
      }
      let inside = MSPDINode(tree: tree, index: index).children().compactMap { tree.elements[$0.index].fate }
      tree.elements[index].fate =
        inside.contains { $0 != .dropped && $0 != .recomputed }
        ? .used : inside.contains(.recomputed) ? .recomputed : .dropped
    }
    if !tree.elements.isEmpty { tree.elements[0].fate = .used }
  }

  /// What MS Project works out from other values.
  private static let computedNames = [
    "ACWP", "ActualOvertimeCost", "BCWP", "BCWS", "CPI", "CV", "CVP", "Cost", "CostVariance", "Critical",
    "CurrentDate", "Duration", "EAC", "EarlyFinish", "EarlyStart", "Finish", "FinishDate", "FinishSlack",
    "FinishVariance", "FreeSlack", "ID", "LateFinish", "LateStart", "OutlineNumber", "OverAllocated", "Overallocated",
    "OvertimeCost", "PeakUnits", "PercentComplete", "PercentWorkComplete", "PreLeveledFinish", "PreLeveledStart",
    "RegularWork", "RemainingCost", "RemainingDuration", "RemainingOvertimeCost", "RemainingWork", "SPI", "SV", "SVP",
    "Start", "StartDate", "StartSlack", "StartVariance", "Summary", "TCPI", "TotalSlack", "VAC", "WBS", "Work",
    "WorkVariance",
  ]

  /// Writes the account of one document.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("file", file)
    writer.member("elements", elements)
    writer.key("paths")
    writer.beginArray()
    for entry in entries {
      writer.beginObject()
      writer.member("path", entry.path)
      writer.member("fate", entry.fate.rawValue)
      writer.member("count", entry.count)
      if !entry.examples.isEmpty {
        writer.key("examples")
        writer.beginArray()
        for example in entry.examples {
          writer.beginObject()
          writer.member("line", example.line)
          if let name = example.name { writer.member("name", name) }
          writer.endObject()
        }
        writer.endArray()
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// The accounts of several documents as `muster/account@1`.
  package static func json(_ accounts: [MSPDIAccount], notices: [String]) -> [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.beginObject()
    writer.member("format", "muster/account@1")
    writer.key("files")
    writer.beginArray()
    for account in accounts { account.write(to: &writer) }
    writer.endArray()
    writer.key("notices")
    writer.beginArray()
    for notice in notices { writer.value(notice) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }
}

/// Which task, resource or calendar an element belongs to.
private struct MSPDIRecords {
  private let tree: MSPDITree
  /// The records in the order of the text.
  private var records: [Int] = []

  init(_ tree: MSPDITree) {
    self.tree = tree
    guard let root = tree.root else { return }
    records = root.children().flatMap { $0.children() }.map(\.index)
  }

  func name(of index: Int) -> String? {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle] <= index { low = middle + 1 } else { high = middle }
    }
    guard low > 0, index < Int(tree.elements[records[low - 1]].end) else { return nil }
    let record = MSPDINode(tree: tree, index: records[low - 1])
    let name = record["Name"]?.text ?? ""
    return name.isEmpty ? nil : name
  }
}
