// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Formats
import Issues
import JSON

/// Something that takes any bytes: it may refuse them with places, and must not do anything else wrong.
struct FuzzTarget: Sendable {
  let name: String
  let run: @Sendable ([UInt8]) -> Void

  static let all: [FuzzTarget] = [
    FuzzTarget(name: "scenario", run: scenario), FuzzTarget(name: "plan", run: plan),
    FuzzTarget(name: "csv", run: csv), FuzzTarget(name: "tables", run: tables),
    FuzzTarget(name: "patch", run: patch), FuzzTarget(name: "set", run: set),
    FuzzTarget(name: "request", run: request), FuzzTarget(name: "project", run: project),
    FuzzTarget(name: "workbook", run: workbook), FuzzTarget(name: "sheet", run: sheet),
    FuzzTarget(name: "mps", run: mps), FuzzTarget(name: "solve", run: solve),
  ]

  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

  /// What was read, or nil where it was refused as it should be.
  static func read<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let error as DocumentError {
      require(!error.issues.isEmpty, "an error without an issue")
      for issue in error.issues {
        require(issue.line >= 1 && issue.column >= 1, "an issue without a place")
        require(!issue.issue.detail.isEmpty, "an issue that says nothing")
        let text = issue.rendered(fileName: "input")
        require(
          text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)) },
          "a control character in a message")
      }
      return nil
    } catch let error as MissingLibrary {
      found("a library is missing: \(error)")
    } catch {
      found("an error without a place: \(error)")
    }
  }

  /// Reports a finding: that the process ends is how libFuzzer learns of one, and keeps the input.
  static func found(_ what: String) -> Never { fatalError(what) }

  static func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { found(what()) }
  }

  /// What every scenario that was read has to keep: it can be written, and read back as the same.
  static func comesBack(_ document: ScenarioDocument) {
    let written = ScenarioWriter.write(document.scenario, pretty: false)
    do throws(DocumentError) {
      let again = try ScenarioReader.read(written)
      require(again.scenario == document.scenario, "the scenario comes back as another one")
    } catch {
      found("what was written is not read: \(error.rendered(fileName: "written"))")
    }
  }

  /// A scenario with the most common of everything, which patches, sheets and plans are about.
  static let office = Array(
    """
    {"format":"muster/scenario@1","name":"Office","currency":"EUR",
    "calendar":{"start":"2027-01-04","end":"2027-01-31","holidays":["2027-01-06"],
    "calendars":{"four":{"hours":{"mon":8,"tue":8,"wed":8,"thu":8}}}},
    "staff":[{"id":"ana","name":"Ana B","department":"dev","skills":{"java":3,"sql":{"level":2,"productivity":0.8}},
    "costPerHour":[{"value":80},{"value":90,"from":"2027-01-18"}],"overtime":{"hoursPerWeek":5}},
    {"id":"bo","skills":{"java":2},"costPerHour":60,"calendar":"four","employed":{"to":"2027-01-29"}},
    {"id":"cy","headcount":3,"costPerHour":100,"skills":{"sql":1},"absences":[{"from":"2027-01-11","to":"2027-01-13"}]}],
    "assets":[{"id":"lab","quantity":2,"tags":["gpu"],"costPerUnitDay":50}],
    "projects":[{"id":"shop","name":"Shop","priority":8,"deadline":"2027-01-29","demands":[
    {"id":"build","hours":100,"skills":{"java":2}},{"id":"test","hours":40,"pace":"even","anyOf":[{"sql":1},{"java":1}]},
    {"id":"room","units":1,"tags":["gpu"]}]},
    {"id":"help","demands":[{"id":"desk","fte":0.5,"pace":"flexible"},
    {"id":"meet","hours":4,"crew":[{"only":["ana"]},{"only":["bo","cy"]}]}]}],
    "commitments":[{"staff":"bo","demand":"build","from":"2027-01-04","to":"2027-01-22","hoursPerWeek":8}],
    "limits":[{"id":"few","per":"week","maxHours":30,"each":"staff"}],
    "baseline":{"assignments":[{"staff":"ana","demand":"build","period":0,"hours":20}]},
    "policy":{"changeCostPerHour":5,"unmetCostPerHour":200}}
    """.utf8)

  static let officeScenario: Scenario = {
    do throws(DocumentError) {
      return try ScenarioReader.read(office).scenario
    } catch {
      found("the scenario of the targets is wrong: \(error.rendered(fileName: "office"))")
    }
  }()
}
