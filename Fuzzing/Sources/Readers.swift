// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Formats
import Issues
import JSON
import LinearModels
import PlanChecking
import SolverConformance
import TestSupport

extension FuzzTarget {
  @Sendable static func scenario(_ bytes: [UInt8]) {
    _ = read { try JSONValue(parsing: bytes) }
    if let document = read({ try ScenarioReader.read(bytes) }) { comesBack(document) }
  }

  /// Plans, drafts of plans, and the other documents that Muster writes and reads again.
  @Sendable static func plan(_ bytes: [UInt8]) {
    if let plan = read({ try PlanReader.document(bytes) })?.plan {
      let written = PlanWriter.write(plan, pretty: false)
      guard let again = try? PlanReader.read(written) else { found("a written plan is not read") }
      require(PlanWriter.write(again, pretty: false) == written, "the plan comes back as another one")
      _ = PlanChecker(officeScenario).verify(plan, prices: nil, sha256: "", falseClaims: [])
    }
    if let draft = read({ try PlanReader.readDraft(bytes) }) {
      _ = DraftCompletion(officeScenario).complete(draft, sha256: "")
    }
    _ = read { try ExplanationReader.read(bytes) }
    _ = read { try WhatIfReader.read(bytes) }
  }

  /// A sheet of assignments.
  @Sendable static func csv(_ bytes: [UInt8]) {
    _ = PlanCSVReader.accepts(bytes)
    guard let document = read({ try PlanCSVReader(officeScenario).read(bytes) }) else { return }
    _ = DraftCompletion(officeScenario).complete(document.draft, sha256: "")
  }

  /// Files of a folder, parted by lines that begin with `###` and a name.
  @Sendable static func tables(_ bytes: [UInt8]) {
    var files: [CSVFolder.File] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: Array("###".utf8)) {
        files.append(
          CSVFolder.File(name: String(decoding: line.dropFirst(3).prefix(40), as: UTF8.self) + ".csv", bytes: []))
      } else if !files.isEmpty {
        files[files.count - 1].bytes += line + [0x0A]
      }
    }
    var options = TableReadingOptions()
    options.hasBaseline = bytes.first == UInt8(ascii: "!")
    guard
      let document = read({
        try ScenarioTableReader(CSVFolder.tables(files, in: "folder"), options: options).read().scenario()
      })
    else { return }
    comesBack(document)
    _ = read { CSVFolder.files(try ScenarioTableWriter().tables(of: document.scenario)) }
  }

  @Sendable static func patch(_ bytes: [UInt8]) {
    guard let edit = read({ try ScenarioEdit(patch: bytes, name: "patch") }) else { return }
    if let document = read({ try ScenarioReader.read(office, edits: [edit]) }) { comesBack(document) }
  }

  /// A text of `--set` in each line.
  @Sendable static func set(_ bytes: [UInt8]) {
    var edits: [ScenarioEdit] = []
    for line in bytes.split(separator: 0x0A).prefix(20) {
      do throws(ScenarioAssignment.ParsingFailure) {
        edits.append(ScenarioEdit(try ScenarioAssignment(parsing: String(decoding: line, as: UTF8.self))))
      } catch {
        require(!error.detail.isEmpty && !error.hint.isEmpty, "a failure that says nothing")
      }
    }
    if let document = read({ try ScenarioReader.read(office, edits: edits) }) { comesBack(document) }
  }

  /// A line of `muster stream`.
  @Sendable static func request(_ bytes: [UInt8]) {
    let line = StreamLine(parsing: bytes, StreamFormat(engines: ["auto", "native"]))
    guard let request = read({ try line.request.get() }) else { return }
    switch request.source {
    case .document(let range):
      if let document = read({ try ScenarioReader.read(Array(bytes[range])) }) { comesBack(document) }
    case .base(_, let changes):
      guard let changes, let base = try? JSONValue(parsing: office) else { return }
      guard let changed = try? changes.applied(to: base) else { return }
      if let document = read({ try ScenarioReader.read(changed.document.serialized()) }) { comesBack(document) }
    }
  }

  /// A document of MS Project.
  @Sendable static func project(_ bytes: [UInt8]) {
    var options = MSPDIReadingOptions()
    for variant in 0..<2 {
      options.isStrict = variant == 1
      guard
        let document = read({ () throws -> ScenarioDocument in
          let project = try MSPDIReader([("a.xml", bytes)], options: options).read()
          _ = project.account
          return try project.scenario()
        })
      else { continue }
      comesBack(document)
      _ = MSPDIWriter(document.scenario, plan: nil).bytes()
    }
  }

  /// A workbook: an archive as it is.
  @Sendable static func workbook(_ bytes: [UInt8]) {
    guard let kind = WorkbookReader.kind(bytes), case .workbook = kind else { return }
    readWorkbook(bytes)
  }

  /// The parts of a workbook that have the cells, in an archive that is right.
  ///
  /// Bytes at random hardly ever pass the checksums of an archive. The parts are parted by lines of `###`: cells of
  /// the demands, texts, formats; what is not there is as in other workbooks.
  @Sendable static func sheet(_ bytes: [UInt8]) {
    let texts = String(decoding: bytes, as: UTF8.self).split(separator: "###\n", omittingEmptySubsequences: false)
    var workbook = RawWorkbook()
    workbook.sheets = [
      ("Settings", RawWorkbook.rows([["key", "value"], ["start", "2027-01-04"], ["end", "2027-03-28"]]), ""),
      ("Projects", RawWorkbook.rows([["id", "name"], ["p1", "Portal"]]), ""),
      ("Demands", texts.first.map(String.init) ?? "", ""),
    ]
    if texts.count > 1 { workbook.sharedStrings = String(texts[1]) }
    if texts.count > 2 { workbook.styles = String(texts[2]) }
    if texts.count > 3 { workbook.sheets.append(("Staff", String(texts[3]), "")) }
    readWorkbook(workbook.bytes)
  }

  private static func readWorkbook(_ bytes: [UInt8]) {
    guard let tables = read({ try WorkbookReader.tables(bytes, file: "a.xlsx") { ScenarioTables.isSheet($0) } }) else {
      return
    }
    if PlanSheet.isPlan(tables), let text = PlanSheet.csv(tables) {
      _ = read { try PlanCSVReader(officeScenario).read(text.bytes) }
    }
    if let document = read({ try ScenarioTableReader(tables).read().scenario() }) { comesBack(document) }
  }

  /// A model in MPS.
  @Sendable static func mps(_ bytes: [UInt8]) {
    for format in [MPSReader.Format.fixed, .free, .automatic] {
      do throws(ModelFileError) {
        let model = try MPSReader(format: format).read(bytes)
        _ = LPWriter().write(model)
        // Names with blanks cannot be written freely; what can has to come back.
        _ = MPSWriter().write(model)
      } catch {
        require(error.line >= 0 && !error.detail.isEmpty, "an error without a place")
      }
    }
  }
}
