// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Foundation
import JSON

/// The root of the package.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The folder of public data, named by `MUSTER_DATA` or beside the package.
let dataRoot =
  ProcessInfo.processInfo.environment["MUSTER_DATA"].map { URL(filePath: $0) }
  ?? packageRoot.appending(path: "../shared/data")

/// Whether something of the public data is there.
func hasData(_ path: String) -> Bool { FileManager.default.fileExists(atPath: dataRoot.appending(path: path).path) }

func contents(_ url: URL) throws -> [UInt8] { Array(try Data(contentsOf: url)) }

/// The files of a folder by name.
func files(_ folder: URL, ending: String = ".json") throws -> [URL] {
  try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.lastPathComponent.hasSuffix(ending) }.sorted { $0.lastPathComponent < $1.lastPathComponent }
}

/// What is wrong with a document, or nil.
func failure<T>(_ body: () throws(DocumentError) -> T) -> DocumentError? {
  do throws(DocumentError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// A text in which `§` marks a place, without the mark, and the place's line and column.
struct MarkedText: Sendable {
  var bytes: [UInt8]
  var line = 1
  var column = 1

  init(_ marked: String) {
    let scalars = marked.unicodeScalars
    if let mark = scalars.firstIndex(of: "§") {
      let before = scalars[..<mark]
      line += before.count { $0 == "\n" }
      column += before.reversed().prefix { $0 != "\n" }.count
    }
    bytes = Array(String(String.UnicodeScalarView(scalars.filter { $0 != "§" })).utf8)
  }
}

/// A scenario of four weeks from Monday 2027-01-04 with parts of it in other words.
func scenarioText(
  calendar: String = #"{"start": "2027-01-04", "end": "2027-01-31"}"#, projects: String = "[]", rest: String = ""
) -> String {
  """
  {
    "format": "muster/scenario@1",
    "calendar": \(calendar),
    "projects": \(projects)\(rest.isEmpty ? "" : ",\n  " + rest)
  }
  """
}

func staffText(_ members: String) -> String { scenarioText(rest: #""staff": [{"id": "ana", \#(members)}]"#) }
func assetText(_ members: String) -> String { scenarioText(rest: #""assets": [{"id": "gpu", \#(members)}]"#) }
func projectText(_ members: String) -> String { scenarioText(projects: #"[{"id": "web", \#(members)}]"#) }
func demandText(_ members: String, rest: String = "") -> String {
  scenarioText(projects: #"[{"id": "web", "demands": [{"id": "w1", \#(members)}]}]"#, rest: rest)
}
func baselineText(_ baseline: String) -> String {
  scenarioText(
    projects: #"[{"id": "web", "demands": [{"id": "w1", "hours": 9}]}]"#,
    rest: #""staff": [{"id": "ana"}], "baseline": \#(baseline)"#)
}
