// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
package import Formats
package import Insight
internal import JSON
package import Planning
internal import Processes

/// Many scenario files, and the folder that their plans go to.
package struct Batch: Sendable {
  package let folder: String
  /// The scenarios, by the names of their plans.
  package let items: [BatchItem]
  /// The files in folders that are passed over: results of Muster's.
  package let results: [String]
  let options: PlanningOptions
  /// What is changed in each scenario before it is read.
  let edits: [ScenarioEdit]
  /// What plans depend on beside their scenarios, as a hash.
  let settings: String

  /// Finds the scenarios.
  ///
  /// - Parameters:
  ///   - paths: files, folders and patterns.
  ///   - folder: where results go.
  ///   - options: how each scenario is planned.
  ///   - edits: what is changed in each scenario before it is read.
  /// - Throws: ``ServingFailure`` where a path leads nowhere, or two plans would have one name.
  package init(
    _ paths: [String], folder: String, options: PlanningOptions, edits: [ScenarioEdit] = []
  ) throws(ServingFailure) {
    var name = Substring(folder)
    while name.count > 1, name.hasSuffix("/") { name.removeLast() }
    self.folder = String(name)
    self.options = options
    self.edits = edits
    (items, results) = try BatchPaths.items(paths, outputFolder: self.folder)
    settings = Self.settings(options, edits)
  }

  private static func settings(_ options: PlanningOptions, _ edits: [ScenarioEdit]) -> String {
    let library: String =
      switch options.engine {
      case .native: ""
      case .highs: (try? Planner.highsVersion(library: options.highsLibrary).get()) ?? "none"
      default: (try? Planner.glpkVersion(library: options.glpkLibrary).get()) ?? "none"
      }
    var parts = [
      MusterVersion.current, library, options.engine.rawValue, String(options.gapTolerance),
      options.timeLimit.map { String($0) } ?? "-", options.workLimit.map { String($0) } ?? "-",
    ]
    parts += edits.map { String(decoding: $0.json.serialized(), as: UTF8.self) }
    return sha256Hex(Array(parts.joined(separator: "\n").utf8))
  }

  /// What an earlier run has done.
  package struct Earlier: Sendable {
    /// What still holds, by the names of the scenarios.
    package var kept: [String: BatchRecord] = [:]
    /// How many results no longer hold, because scenario, plan, options or version changed.
    package var changed = 0
    /// How many lines of the journal cannot be read.
    package var senseless = 0

    package init() {}
  }

  /// Looks at what an earlier run has done.
  ///
  /// - Parameter retriesFailed: whether what failed, or crashed on the way to its plan, is to be done again.
  package func earlier(retriesFailed: Bool) -> Earlier {
    let (records, senseless) = BatchJournal.records(in: folder)
    var earlier = Earlier()
    earlier.senseless = senseless
    for item in items {
      guard let record = records[item.name], !record.isInterrupted else { continue }
      guard record.holds(for: item, settings: settings, folder: folder) else {
        earlier.changed += 1
        continue
      }
      if !retriesFailed || !record.isFailure && !record.isStopgap { earlier.kept[item.name] = record }
    }
    return earlier
  }

  /// The conditions that hold, by scenario: of every plan of the batch, also those from an earlier run.
  package func findings(
    _ gates: [Gate], in entries: [BatchSummary.Entry]
  ) throws(ServingFailure) -> [String: [String]] {
    let hourGates = gates.filter { $0.metric.reference == .hours }
    var findings: [String: [String]] = [:]
    let places = Dictionary(items.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries where entry.outcome == .plan {
      guard let item = places[entry.scenario] else { continue }
      let plan = try plan(InputFile(item.outputPath(in: folder)))
      let inForce = hourGates.isEmpty ? nil : try self.inForce(in: item)
      let delta = inForce?.delta(to: plan)
      var found = gates.compactMap { $0.finding(on: plan, delta: delta, basis: inForce?.basis) }
      if inForce == nil {
        // What cannot be measured must not pass for kept.
        found += hourGates.map { "\($0.text): the scenario has no baseline to compare with" }
      }
      if !found.isEmpty { findings[item.name] = found }
    }
    return findings
  }

  /// The baseline of a scenario that was solved; nil where it has none.
  private func inForce(in item: BatchItem) throws(ServingFailure) -> PlanInForce? {
    let file = InputFile(item.path)
    let bytes = try withFiles { () throws(FileFailure) in try file.read() }
    do {
      return PlanInForce(
        try BatchHandler.document(bytes, item, edits) { name throws(BaselineLoadFailure) in try file.baseline(name) }
          .scenario)
    } catch let error as DocumentError {
      throw .document(error, fileName: file.path)
    } catch {
      let missing = Problem(missing: error)
      throw .request("\(item.name) cannot be read any more. \(missing.detail)", hint: missing.hint ?? "Try again.")
    }
  }

  private func plan(_ file: InputFile) throws(ServingFailure) -> Plan {
    let bytes = try withFiles { () throws(FileFailure) in try file.read() }
    do throws(DocumentError) {
      return try PlanReader.read(bytes)
    } catch {
      throw .document(error, fileName: file.path)
    }
  }
}
