// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("Pages", .timeLimit(.minutes(10)))
struct ReportTests {
  private func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.url(name)), as: UTF8.self)
  }

  @Test("a page of a plan, with scenario, explanation and another plan; the same bytes every time")
  func report() throws {
    let folder = try CompareTests.folder()
    let explained = try MusterProcess.run([
      "explain", folder.url("B.json").path, folder.url("b.json").path, "--format", "json",
    ])
    try #require(explained.status == 0, "\(explained.error)")
    try folder.write("why.json", explained.output)
    let arguments = [
      "report", folder.url("b.json").path, "--scenario", folder.url("B.json").path, "--explanation",
      folder.url("why.json").path, "--compare", folder.url("a.json").path, "--today", "2027-03-03", "-o",
    ]
    for name in ["one.html", "two.html"] {
      let outcome = try MusterProcess.run(arguments + [folder.url(name).path])
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.isEmpty)
    }
    let page = try text(folder, "one.html")
    #expect(page == (try text(folder, "two.html")))
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    for part in 1...10 { #expect(page.contains("<section id=part-\(part) ")) }
    // The best way out, and who moves.
    #expect(page.contains("Best way out"))
    #expect(page.contains("Newly met and unmet"))
    #expect(page.contains("class=today"))
    #expect(page.contains("2027-03-01 to 03-14"))
  }

  @Test("a page of what whatif wrote, with its figures and without what is not in it")
  func whatIf() throws {
    let folder = try CompareTests.folder()
    let scenario = folder.url("A.json").path
    let solved = try MusterProcess.run([
      "whatif", scenario, "--change", "Ana leaves: \(WhatIfTests.leaves)", "--report", folder.url("whole.html").path,
    ])
    try #require(solved.status == 0, "\(solved.error)")
    let figures = try folder.write("whatif.json", solved.output).path
    for (name, more) in [("alone.html", []), ("named.html", ["--scenario", scenario])] {
      let outcome = try MusterProcess.run(["report", figures] + more + ["-o", folder.url(name).path])
      #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
    }
    let (whole, named) = (try text(folder, "whole.html"), try text(folder, "named.html"))
    func part(_ number: Int, _ page: String) throws -> Substring {
      let start = try #require(page.range(of: "<section id=part-\(number) "))
      let end = try #require(page.range(of: "</section>", range: start.upperBound..<page.endIndex))
      return page[start.lowerBound..<end.lowerBound]
    }
    // What is changed and all figures are the same as on the page that was made of the plans.
    for number in 2...3 { #expect(try part(number, whole) == part(number, named)) }
    #expect(try part(4, named).contains("This page was made of the figures alone"))
    #expect(try text(folder, "alone.html").contains("Ana leaves"))
    let refused = try MusterProcess.run(["report", figures, "--today", "2027-03-03", "-o", folder.url("x.html").path])
    #expect(refused.status == 64 && refused.error.contains("--today is for the page of a plan"), "\(refused.error)")
  }

  @Test("solve and compare write a page beside their answer, which stays as it is")
  func besides() throws {
    let folder = try CompareTests.folder()
    let plain = try MusterProcess.run(["solve", folder.url("A.json").path])
    let solved = try MusterProcess.run([
      "solve", folder.url("A.json").path, "--report", folder.url("solve.html").path,
    ])
    #expect(solved.status == 0, "\(solved.error)")
    #expect(solved.output == plain.output)
    let page = try text(folder, "solve.html")
    #expect(page.contains("hours that are there"))
    let (old, new) = (folder.url("a.json").path, folder.url("b.json").path)
    let compared = try MusterProcess.run([
      "compare", old, new, "--scenario", folder.url("A.json").path, "--scenario", folder.url("B.json").path, "--report",
      folder.url("compare.html").path,
    ])
    #expect(compared.status == 0, "\(compared.error)")
    #expect(compared.text.contains("muster/comparison@1"))
    #expect(try text(folder, "compare.html").contains("How the scenario differs"))
    let kept = try MusterProcess.run([
      "solve", folder.url("B.json").path, "--keep", old, "--report", folder.url("keep.html").path,
    ])
    #expect(kept.status == 0, "\(kept.error)")
    #expect(try text(folder, "keep.html").contains("Comparison of 1 plan with the plan in force"))
  }

  @Test("without the scenario it says so, and shows ids")
  func withoutScenario() throws {
    let folder = try CompareTests.folder()
    let outcome = try MusterProcess.run(["report", folder.url("a.json").path, "-o", "-"])
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("without --scenario"))
    #expect(outcome.text.contains("The scenario was not given to this page"))
  }

  @Test("what does not fit is refused with a reason")
  func refused() throws {
    let folder = try CompareTests.folder()
    try folder.write(
      "other.json", CompareTests.scenario().replacingOccurrences(of: "\"id\": \"ana\"", with: "\"id\": \"eva\""))
    let page = folder.url("page.html").path
    let plan = folder.url("a.json").path
    let unknown = try MusterProcess.run(["report", plan, "--scenario", folder.url("other.json").path, "-o", page])
    #expect(unknown.status == 65)
    #expect(unknown.error.contains("the scenario has no staff 'ana'"))
    let noExplanation = try MusterProcess.run(["report", plan, "--explanation", plan, "-o", page])
    #expect(noExplanation.status == 65)
    #expect(noExplanation.error.contains("muster/explanation@1"))
    #expect(try MusterProcess.run(["report", plan, "--today", "soon", "-o", page]).status == 64)
    #expect(try MusterProcess.run(["report", plan]).status == 64)
    #expect(try MusterProcess.run(["solve", folder.url("A.json").path, "-o", page, "--report", page]).status == 64)
    #expect(!folder.names.contains("page.html"))
  }
}
