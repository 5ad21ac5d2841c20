// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import JSON
import Testing

@Suite("The guides say what the program does", .timeLimit(.minutes(5)))
struct GuideTests {
  /// A folder with the sheets of the page, and the workbook `filled.xlsx` that is made of them.
  private func workbook(of page: GuidePage, replacing slip: (String, String)? = nil) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("sheets"), withIntermediateDirectories: true)
    for (name, csv) in page.sheets {
      var text = csv
      if let slip, name == "Absences" { text = csv.replacingOccurrences(of: slip.0, with: slip.1) }
      try folder.write("sheets/\(name).csv", text)
    }
    return folder
  }

  @Test("Each command of the first plan prints what the page shows")
  func firstPlan() throws {
    let page = try GuidePage("first-plan.md")
    #expect(page.sheets.map(\.name) == ["Settings", "Holidays", "Staff", "Absences", "Projects", "Demands"])
    let folder = try workbook(of: page)
    let made = try GuidePage.run("muster import sheets -o s.json\nmuster export s.json -o filled.xlsx\n", in: folder)
    #expect(made.status == 0, "\(made.error)")
    var printed = ""
    var compared = 0
    for block in page.blocks {
      if block.kind == "sh" {
        let commands = block.text.replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n").map { line in
          // On a terminal these print a table.
          let isShown =
            ["check", "solve", "explain"].contains { line.hasPrefix("muster \($0) ") } && !line.contains("-o ")
          return line + (isShown ? " --format table" : "")
            + (line.contains("muster init") ? "\ncp filled.xlsx staffing.xlsx" : "")
        }
        let outcome = try GuidePage.run(commands.joined(separator: "\n"), in: folder)
        #expect(outcome.status == 0, "\(commands): \(outcome.error)")
        printed = outcome.output + "\n" + outcome.error
      } else if !block.text.contains("error:") {
        for piece in block.text.components(separatedBy: "\n...\n") {
          compared += 1
          #expect(printed.contains(piece.trimmingCharacters(in: .newlines)), "\(piece)\n\(printed)")
        }
      }
    }
    #expect(compared >= 6)
  }

  @Test("The slip that the first plan shows is named as it says")
  func slip() throws {
    let page = try GuidePage("first-plan.md")
    let folder = try workbook(of: page, replacing: ("Ben Kaya", "Ben Kay"))
    let outcome = try GuidePage.run("muster check sheets", in: folder)
    let shown = try #require(page.blocks.first { $0.text.contains("error:") })
    #expect(outcome.status == 65)
    for line in shown.text.split(separator: "\n") {
      let words = line.components(separatedBy: "error: ").last ?? ""
      #expect((outcome.output + outcome.error).contains(words), "\(outcome.error)")
    }
  }

  @Test("Each piece of the page on modelling makes a sound scenario, which can be planned")
  func modelling() throws {
    let pieces = try GuidePage("modelling.md").blocks.filter { $0.kind == "json" }.map(\.text)
    #expect(pieces.count > 25)
    let frame = try JSONValue(parsing: Array(try #require(pieces.first).utf8))
    for piece in pieces {
      let scenario = Self.merged(frame, try JSONValue(parsing: Array(piece.utf8)))
      let bytes = scenario.serialized()
      let check = try MusterProcess.run(["check", "-", "--format", "table"], input: bytes)
      #expect(
        check.status == 0 && check.text.contains("OK: the scenario is sound."), "\(piece)\n\(check.text)\(check.error)")
      let plan = try MusterProcess.run(["solve", "-", "--work-limit", "20000"], input: bytes)
      #expect(plan.status == 0, "\(piece)\n\(plan.error)")
    }
  }

  /// As the page says: an entry with an id that is there takes the place of the keys that it names.
  private static func merged(_ old: JSONValue, _ new: JSONValue) -> JSONValue {
    switch (old, new) {
    case (.object(var members), .object(let others)):
      for other in others {
        if let at = members.firstIndex(where: { $0.key == other.key }) {
          members[at].value = merged(members[at].value, other.value)
        } else {
          members.append(other)
        }
      }
      return .object(members)
    case (.array(var elements), .array(let others)) where (elements + others).allSatisfy { $0["id"] != nil }:
      for other in others {
        if let at = elements.firstIndex(where: { $0["id"] == other["id"] }) {
          elements[at] = merged(elements[at], other)
        } else {
          elements.append(other)
        }
      }
      return .array(elements)
    default: return new
    }
  }
}
