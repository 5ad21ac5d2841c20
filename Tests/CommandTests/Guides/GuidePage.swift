// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A page of `docs`, in pieces: what it tells a reader to type, and what it shows.
struct GuidePage {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct Block {
    /// What stands behind the fence: `sh`, `json`, or nothing.
    var kind: String
    var text: String
  }

  var text: String

  init(_ name: String) throws {
    text = try String(contentsOf: Self.root.appending(path: "docs/" + name), encoding: .utf8)
  }

  /// What stands between fences, in order.
  var blocks: [Block] {
    text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map { piece in
      let lines = piece.element.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return Block(kind: String(lines.first ?? ""), text: lines.count > 1 ? String(lines[1]) : "")
    }
  }

  /// The tables that follow a line which begins with a name in backquotes and has a colon, as CSV by these names.
  var sheets: [(name: String, csv: String)] {
    var found: [(name: String, csv: String)] = []
    var name: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("`"), let end = line.dropFirst().firstIndex(of: "`"), line[end...].hasPrefix("`:") {
        name = String(line.dropFirst()[..<end])
      } else if line.hasPrefix("| "), let name, !line.hasPrefix("| ---") {
        let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
          .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: ",")
        if found.last?.name == name {
          found[found.count - 1].csv += cells + "\n"
        } else {
          found.append((name, cells + "\n"))
        }
      } else if !line.hasPrefix("|"), found.last?.name == name {
        // What follows the table is no part of it.
        name = nil
      }
    }
    return found
  }

  /// Runs what a reader types, in a folder, as in a terminal of 100 columns.
  ///
  static func run(
    _ commands: String, in folder: TemporaryFolder
  ) throws -> (status: Int32, output: String, error: String) {
    let script = try folder.write(
      "script.sh",
      "set -e\ncd '\(folder.path.path)'\nmuster() { '\(MusterProcess.binary.path)' \"$@\"; }\n" + commands)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [script.path]
    process.standardOutput = try FileHandle(forWritingTo: folder.write("out", []))
    process.standardError = try FileHandle(forWritingTo: folder.write("err", []))
    try process.run()
    process.waitUntilExit()
    return try (
      process.terminationStatus, String(contentsOf: folder.url("out"), encoding: .utf8),
      String(contentsOf: folder.url("err"), encoding: .utf8)
    )
  }
}
