// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc

/// A scenario of a batch.
struct BatchItem: Sendable, Hashable {
  /// Where it is.
  var path: String
  /// Its path below the folder that was named, which is what reports call it.
  var name: String

  /// The name without its ending.
  var shortName: String { name.hasSuffix(".json") ? String(name.dropLast(5)) : name }

  /// Where its plan goes, below the folder of the batch.
  var output: String { shortName + BatchPaths.planSuffix }
}

/// Turns files, folders and globs into the scenarios of a batch.
struct BatchPaths {
  static let planSuffix = ".plan.json"

  /// The real path of the folder that results go to: what is in it is no scenario.
  private let outputFolder: String?
  private var items: [BatchItem] = []

  /// All scenarios, by the names of their plans.
  ///
  /// - Throws: ``CommandFailure`` where a path leads nowhere, or two plans would have one name.
  static func items(_ paths: [String], outputFolder: String) throws(CommandFailure) -> [BatchItem] {
    var finder = BatchPaths(outputFolder: realPath(outputFolder))
    for path in paths { try finder.add(path) }
    return try finder.distinct()
  }

  private init(outputFolder: String?) { self.outputFolder = outputFolder }

  private mutating func add(_ path: String) throws(CommandFailure) {
    guard path != "-" else {
      throw CommandFailure(
        .usage, "usage", "batch reads files, not standard input.", hint: "muster stream reads standard input.")
    }
    if let kind = Self.kind(of: path) {
      if kind == S_IFDIR {
        let before = items.count
        try addFolder(path, below: "")
        guard items.count > before else {
          throw CommandFailure(
            .noInput, "no-input", "\(path) has no scenarios.",
            hint: "Files in a folder are scenarios where their names end in .json, but not in \(Self.planSuffix).")
        }
      } else if kind == S_IFREG {
        items.append(BatchItem(path: path, name: Self.lastPart(of: path)))
      } else {
        throw CommandFailure(
          .noInput, "no-file", "\(path) is no file.",
          hint: "batch reads files again when it is resumed; muster solve and muster stream read pipes.")
      }
      return
    }
    guard let wildcard = path.firstIndex(where: { "*?[".contains($0) }) else {
      throw CommandFailure(
        .noInput, "no-input", "\(path): \(describe(errno)).",
        hint: "Check the path; it is taken from the current directory.")
    }
    // What stands before the first wildcard, up to its folder, is the folder that names are counted from.
    let folder = path[..<wildcard].lastIndex(of: "/").map { path[...$0] } ?? ""
    let before = items.count
    for match in Self.matches(of: path) {
      let name = String(match.dropFirst(folder.count))
      if Self.kind(of: match) == S_IFDIR {
        try addFolder(match, below: name + "/")
      } else if Self.isScenario(name) {
        items.append(BatchItem(path: match, name: name))
      }
    }
    guard items.count > before else {
      throw CommandFailure(
        .noInput, "no-input", "Nothing matches \(path).",
        hint: "A pattern finds files whose names end in .json, but not in \(Self.planSuffix), and folders.")
    }
  }

  /// Adds what is in a folder and below; links to folders are not followed.
  private mutating func addFolder(_ folder: String, below prefix: String) throws(CommandFailure) {
    guard let directory = opendir(folder) else {
      throw CommandFailure(.noInput, "no-input", "\(folder) could not be read: \(describe(errno)).")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else {
        throw CommandFailure(
          .noInput, "no-input", "\(folder) has a file whose name is not UTF-8.", hint: "Rename the file.")
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    for name in names {
      let path = base + name
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        if outputFolder == nil || Self.realPath(path) != outputFolder {
          try addFolder(path, below: prefix + name + "/")
        }
      } else if Self.isScenario(name), Self.kind(of: path) ?? S_IFREG == S_IFREG {
        // Also a link that leads nowhere: it is told as a failure.
        items.append(BatchItem(path: path, name: prefix + name))
      }
    }
  }

  /// The items without repetitions, sorted.
  private func distinct() throws(CommandFailure) -> [BatchItem] {
    let sorted = items.map { (item: $0, output: $0.output) }
      .sorted { $0.output.utf8.lexicographicallyPrecedes($1.output.utf8) }
    var result: [BatchItem] = []
    var outputs: Set<String> = []
    for (item, output) in sorted {
      if let last = result.last, last.output == output {
        if last.path == item.path || Self.realPath(last.path) == Self.realPath(item.path) { continue }
        throw CommandFailure(
          .usage, "collision", "\(last.path) and \(item.path) would both be planned into \(output).",
          hint: "Name a folder above both: plans keep the path below the folder that is named.")
      }
      result.append(item)
      outputs.insert(output)
    }
    for item in result {
      let parts = item.output.split(separator: "/")
      for count in 1..<max(1, parts.count) where outputs.contains(parts[..<count].joined(separator: "/")) {
        throw CommandFailure(
          .usage, "collision",
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

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func matches(of pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].flatMap { String(validatingCString: $0) }
    }
  }

  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
