// SPDX-License-Identifier: GPL-3.0-or-later

import Exchange
import Formats
import Glibc
import JSON
import Processes
import Serving

/// What a scenario may be read from; its content says of which kind it is.
enum ScenarioSource {
  case json([UInt8])
  case tables([Table])
  /// An XML document of MS Project.
  case project([UInt8])

  /// Reads a file or a folder.
  init(_ file: InputFile, encoding: TextEncoding? = nil) throws {
    if !file.isStandardInput, fileKind(of: file.path) == S_IFDIR {
      self = .tables(try Self.folder(file.path, encoding))
      return
    }
    if let start = file.start(ifLargerThan: WorkbookReader.limit, count: 200),
      case .workbook? = WorkbookReader.kind(start)
    {
      throw CommandFailure(WorkbookReader.tooLarge(file.displayName), fileName: file.displayName)
    }
    let bytes = try file.read()
    switch WorkbookReader.kind(bytes) {
    case .workbook: self = .tables(try Self.workbook(bytes, file.displayName))
    case .xml: self = .project(bytes)
    case .unsupported(let what, let hint):
      throw CommandFailure(.invalidData, "format", "\(file.displayName) is \(what).", hint: hint)
    case nil:
      if CSVFolder.accepts(file.path), PlanCSVReader.accepts(bytes) {
        throw CommandFailure(
          .invalidData, "format", "\(file.displayName) is one CSV file, and a scenario is a folder of them.",
          hint: "Name the folder, with Settings.csv, Projects.csv, Demands.csv and so on.")
      }
      if let ending = ForeignScenario.ending(of: file.path), !bytes.isEmpty, ending != ".xml" {
        throw CommandFailure(
          .invalidData, "format", "\(file.displayName) is no workbook, whatever its name says.",
          hint: "Save it as Excel workbook (.xlsx), or name it as what it is.")
      }
      self = .json(bytes)
    }
  }

  private static func workbook(_ bytes: [UInt8], _ name: String) throws -> [Table] {
    do {
      let tables = try WorkbookReader.tables(bytes, file: name) { ScenarioTables.isSheet($0) }
      if PlanSheet.isPlan(tables) {
        throw CommandFailure(
          .invalidData, "format", "\(name) is the workbook of a plan, not of a scenario.",
          hint: "Give its scenario first, then the plan.")
      }
      return tables
    } catch let error as DocumentError {
      throw CommandFailure(error, fileName: name)
    }
  }

  /// The tables of a folder with CSV files.
  private static func folder(_ path: String, _ encoding: TextEncoding?) throws -> [Table] {
    let names = try Folder.names(in: path).filter(CSVFolder.accepts).sorted()
    guard !names.isEmpty else {
      throw FileFailure(
        .inputIsDirectory, "\(path) is a directory without CSV files.",
        hint: "Name a file, or a folder with Projects.csv, Demands.csv and so on.")
    }
    let prefix = path.hasSuffix("/") ? path : path + "/"
    var files: [CSVFolder.File] = []
    for name in names { files.append(CSVFolder.File(name: name, bytes: try InputFile(prefix + name).read())) }
    do throws(DocumentError) {
      return try CSVFolder.tables(files, in: path, encoding: encoding)
    } catch {
      throw CommandFailure(error, fileName: path)
    }
  }
}
