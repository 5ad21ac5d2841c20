// SPDX-License-Identifier: GPL-3.0-or-later

internal import Exchange
internal import Glibc
internal import Processes

/// Turns files, folders and globs into the scenarios of a batch.
struct BatchPaths {
  static let planSuffix = ".plan.json"

  /// The real path of the folder that results go to: what is in it is no scenario.
  private let outputFolder: String?
  private var items: [BatchItem] = []
  /// Files in folders that Muster wrote as results: they are no scenarios.
  private var results: [String] = []

  /// All scenarios, by the names of their plans, and the results that are passed over.
  ///
  /// - Throws: ``ServingFailure`` where a path leads nowhere, or two plans would have one name.
  static func items(
    _ paths: [String], outputFolder: String
  ) throws(ServingFailure) -> (items: [BatchItem], results: [String]) {
    var finder = BatchPaths(outputFolder: realPath(outputFolder))
    for path in paths { try finder.add(path) }
    return (try finder.distinct(), finder.results.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  private init(outputFolder: String?) { self.outputFolder = outputFolder }

  private mutating func add(_ path: String) throws(ServingFailure) {
    guard path != "-" else {
      throw .request(
        "batch reads files, not standard input.", hint: "muster stream reads standard input.")
    }
    if let kind = fileKind(of: path) {
      if kind == S_IFDIR {
        let before = items.count
        try addFolder(path, below: "")
        guard items.count > before else {
          throw .file(
            FileFailure(
              .noInput, "\(path) has no scenarios.",
              hint: "Files in a folder are scenarios where their names end in .json, but not in \(Self.planSuffix)."))
        }
      } else if kind == S_IFREG {
        items.append(BatchItem(path: path, name: Self.lastPart(of: path)))
      } else {
        throw .file(
          FileFailure(
            .noFile, "\(path) is not a file.",
            hint: "batch reads files again when it is resumed; muster solve and muster stream read pipes."))
      }
      return
    }
    guard let wildcard = path.firstIndex(where: { "*?[".contains($0) }) else {
      throw .file(
        FileFailure(
          .noInput, "\(path): \(SystemError.last.reason).",
          hint: "Check the path; it is taken from the current directory."))
    }
    // What stands before the first wildcard, up to its folder, is the folder that names are counted from.
    let folder = path[..<wildcard].lastIndex(of: "/").map { path[...$0] } ?? ""
    let before = items.count
    for match in Folder.matches(of: path) {
      let name = String(match.dropFirst(folder.count))
      if fileKind(of: match) == S_IFDIR {
        try addFolder(match, below: name + "/")
      } else if Self.isScenario(name) || (ForeignScenario.isNamed(path) && ForeignScenario.isNamed(name)) {
        add(match, name)
      }
    }
    guard items.count > before else {
      throw .file(
        FileFailure(
          .noInput, "Nothing matches \(path).",
          hint:
            "A pattern finds files whose names end in .json, but not in \(Self.planSuffix), and folders; others where it ends in .xlsx or .xml."
        ))
    }
  }

  /// Adds what is in a folder and below; links to folders are not followed.
  private mutating func addFolder(_ folder: String, below prefix: String) throws(ServingFailure) {
    let names = try withFiles { () throws(FileFailure) in try Folder.names(in: folder) }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    for name in names {
      if name.hasPrefix(".") { continue }
      let path = base + name
      // A name that is not UTF-8 leads nowhere: it is reported as a failure.
      guard let kind = fileKind(of: path, followsLinks: false) ?? (name.contains("\u{FFFD}") ? S_IFREG : nil) else {
        continue
      }
      if kind == S_IFDIR {
        if outputFolder == nil || realPath(path) != outputFolder {
          try addFolder(path, below: prefix + name + "/")
        }
      } else if Self.isScenario(name), fileKind(of: path) ?? S_IFREG == S_IFREG {
        // Also a link that leads nowhere: it is reported as a failure.
        add(path, prefix + name)
      }
    }
  }

  /// Adds a file that nobody named itself, unless it is a result.
  private mutating func add(_ path: String, _ name: String) {
    if Self.isResult(path) { results.append(path) } else { items.append(BatchItem(path: path, name: name)) }
  }

  /// Whether a file begins with a format of Muster's that is not that of a scenario.
  private static func isResult(_ path: String) -> Bool {
    guard let bytes = InputFile(path).start(ifLargerThan: 0, count: 200) else { return false }
    let start = bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let mark = Array(#"{"format":"muster/"#.utf8)
    return start.starts(with: mark) && !start.dropFirst(mark.count).starts(with: "scenario@".utf8)
  }

  /// The items without repetitions, sorted.
  private func distinct() throws(ServingFailure) -> [BatchItem] {
    let sorted = items.map { (item: $0, output: $0.output) }
      .sorted { $0.output.utf8.lexicographicallyPrecedes($1.output.utf8) }
    var result: [BatchItem] = []
    var outputs: Set<String> = []
    for (item, output) in sorted {
      if let last = result.last, last.output == output {
        if last.path == item.path || realPath(last.path) == realPath(item.path) { continue }
        throw .collision(
          "\(last.path) and \(item.path) would both be planned into \(output).",
          hint: "Name a folder above both: plans keep the path below the folder that is named.")
      }
      result.append(item)
      outputs.insert(output)
    }
    for item in result {
      let parts = item.output.split(separator: "/")
      for count in 1..<max(1, parts.count) where outputs.contains(parts[..<count].joined(separator: "/")) {
        throw .collision(
          "\(parts[..<count].joined(separator: "/")) would have to be a plan and a folder.",
          hint: "Rename the folder of \(item.path).")
      }
    }
    return result
  }

  private static func isScenario(_ name: String) -> Bool {
    name.hasSuffix(".json") && !name.hasSuffix(planSuffix) && !lastPart(of: name).hasPrefix(".")
  }

  private static func lastPart(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
