// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
public import JSON
import Numbers
public import Allocation

/// A scenario as it was read.
public struct ScenarioDocument: Sendable {
  /// The scenario; it passed validation.
  public package(set) var scenario: Scenario
  /// SHA-256 of the bytes.
  public package(set) var sha256: String
  /// What deserves a look and is no error.
  public var warnings: [LocatedIssue]

  /// The same with the digest of the bytes that ``ScenarioWriter`` writes of it, for a document that was no JSON.
  package var rehashed: ScenarioDocument {
    ScenarioDocument(scenario: scenario, sha256: sha256Hex(ScenarioWriter.write(scenario)), warnings: warnings)
  }
}

/// Why a baseline file could not be read.
package struct BaselineLoadFailure: Error, Sendable, Hashable {
  package var detail: String
  package var hint: String?

  package init(_ detail: String, hint: String? = nil) {
    self.detail = detail
    self.hint = hint
  }
}

/// Reads `muster/scenario@1`, strictly: what the format does not know is an error with its place.
package enum ScenarioReader {
  /// Says what else deserves a look in a scenario that is sound, given what validation says of it.
  package typealias Lint = (Scenario, [ScenarioIssue]) -> [ScenarioIssue]

  /// Reads a scenario and validates it.
  ///
  /// - Parameters:
  ///   - bytes: the document, in UTF-8.
  ///   - loadBaseline: reads the plan file that `baseline` names; without it, naming a file is an error.
  ///   - lint: what is looked for beside what validation says.
  /// - Throws: ``DocumentError``
  package static func read(
    _ bytes: [UInt8], loadBaseline: ((String) throws(BaselineLoadFailure) -> [UInt8])? = nil, lint: Lint? = nil
  ) throws(DocumentError) -> ScenarioDocument {
    try bytes.withUnsafeBufferPointer { (buffer) throws(DocumentError) in
      // Reading and hashing take about as long as each other and do not need each other.
      var digest = ConcurrentDigest(buffer)
      defer { digest.finish() }
      return try read(bytes, &digest, loadBaseline, lint)
    }
  }

  /// Reads a scenario with edits and validates it.
  ///
  /// - Parameters:
  ///   - edits: what is changed first, in this order; where there are some, the digest is that of the bytes that
  ///     ``ScenarioWriter`` writes of the scenario.
  ///   - bytes: the document as it is, in UTF-8.
  ///   - loadBaseline: as for ``read(_:loadBaseline:lint:)``.
  ///   - lint: as there; places in the document as it is, too.
  /// - Throws: ``DocumentError``; its issues name the edits that they come from, as options or files, and else places in
  ///   the document as it is.
  package static func read(
    _ bytes: [UInt8], edits: [ScenarioEdit],
    loadBaseline: ((String) throws(BaselineLoadFailure) -> [UInt8])? = nil, lint: Lint? = nil
  ) throws(DocumentError) -> ScenarioDocument {
    guard !edits.isEmpty else { return try read(bytes, loadBaseline: loadBaseline, lint: lint) }
    let edited = try EditedDocument(JSONValue(parsing: bytes), edits)
    do throws(DocumentError) {
      var document = try read(edited.value.serialized(), loadBaseline: loadBaseline, lint: lint).rehashed
      document.warnings = edited.located(document.warnings, in: bytes)
      return document
    } catch {
      throw DocumentError(issues: edited.located(error.issues, in: bytes), omitted: error.omitted)
    }
  }

  private static func read(
    _ bytes: [UInt8], _ digest: inout ConcurrentDigest,
    _ loadBaseline: ((String) throws(BaselineLoadFailure) -> [UInt8])?, _ lint: Lint?
  ) throws(DocumentError) -> ScenarioDocument {
    let resolver = PositionResolver(bytes: bytes)
    let (parts, figures) = try decoded(bytes, resolver, takesFigures: true) { (decoder) throws(JSONFailure) in
      let parts = try ScenarioFormat.document.read(&decoder)
      try decoder.reader.finish()
      return parts.map { ($0, decoder.figureIssues) }
    }
    var scenario = parts.scenario
    var issues = scenario.issues()
    // Without a sound calendar, nothing can be said about periods.
    if !issues.contains(where: { $0.severity == .error && $0.path.steps.first == .key("calendar") }) {
      scenario.baseline = baseline(parts.baseline, scenario, loadBaseline, &issues)
    }
    // The validation of a scenario finds most of them, too.
    issues += figures.filter { figure in !issues.contains { $0.path == figure.path } }
    let errors = issues.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw DocumentError(
        issues: resolver.located(Array(errors.prefix(JSONLimits.issues))),
        omitted: max(0, errors.count - JSONLimits.issues))
    }
    if let lint { issues += lint(scenario, issues) }
    return ScenarioDocument(
      scenario: scenario, sha256: digest.hexadecimal(), warnings: issues.isEmpty ? [] : resolver.located(issues))
  }

  /// The baseline with the number of each period; what is wrong with it is added to the issues.
  private static func baseline(
    _ source: BaselineSource, _ scenario: Scenario, _ load: ((String) throws(BaselineLoadFailure) -> [UInt8])?,
    _ issues: inout [ScenarioIssue]
  ) -> Scenario.Baseline? {
    let path: DocumentPath = [.key("baseline")]
    let entries: [BaselineEntry]
    var file: String?
    switch source {
    case .none: return nil
    case .entries(let written): entries = written
    case .file(let name):
      guard let load else {
        issues.append(
          ScenarioIssue(
            .unknownReference, "the baseline is the file \(quoted(name)), and no folder is known to look in", at: path,
            hint: "write the assignments into the scenario, or read the scenario from a file"))
        return nil
      }
      do throws(BaselineLoadFailure) {
        let bytes = try load(name)
        do throws(DocumentError) {
          entries = try decoded(bytes, PositionResolver(bytes: bytes), takesFigures: true) {
            (decoder) throws(JSONFailure) in
            let parts = try BaselineFormat.file.read(&decoder)
            try decoder.reader.finish()
            return parts?.assignments ?? []
          }
        } catch {
          // Nothing of what is in it is repeated: it may be a file that was not meant to be read.
          for issue in error.issues {
            issues.append(
              ScenarioIssue(
                issue.issue.kind, "\(name):\(issue.line):\(issue.column): these are not the assignments of a plan",
                at: path,
                hint: "'muster check' of the scenario without a baseline and this file says more"))
          }
          return nil
        }
      } catch {
        issues.append(
          ScenarioIssue(
            .unknownReference, "the baseline \(quoted(name)) cannot be read: \(error.detail)", at: path,
            hint: error.hint))
        return nil
      }
      file = name
    }
    return checked(entries, scenario, file: file, &issues)
  }

  private struct Slot: Hashable {
    var staff: String
    var demand: String
    var period: Int
  }

  private static func checked(
    _ entries: [BaselineEntry], _ scenario: Scenario, file: String?, _ issues: inout [ScenarioIssue]
  ) -> Scenario.Baseline {
    let periods = scenario.calendar.periods
    let staff = Set(scenario.staff.map(\.id))
    let demands = Set(scenario.projects.flatMap { $0.demands.filter { $0.staff != nil }.map(\.id) })
    var seen: Set<Slot> = []
    var result: [Scenario.BaselineAssignment] = []
    for (position, entry) in entries.enumerated() {
      // Entries of a file have no place in the scenario but its name.
      var path: DocumentPath = [.key("baseline")]
      if file == nil { path = path.key("assignments").index(position) }
      let place = file.map { "\($0): assignment \(position): " } ?? ""
      func report(
        _ kind: ScenarioIssue.Kind, _ detail: String, _ key: String, severity: ScenarioIssue.Severity = .error
      ) {
        issues.append(
          ScenarioIssue(kind, place + detail, at: file == nil ? path.key(key) : path, severity: severity))
      }
      // A plan may have been made for another horizon: its dates count, and what is outside this one does not.
      guard let period = entry.start.map({ start in periods.firstIndex { $0.contains(start) } }) ?? entry.period else {
        continue
      }
      guard periods.indices.contains(period) else {
        report(.outOfRange, "there is no period \(period); the last is \(periods.count - 1)", "period")
        continue
      }
      if entry.hours.isNegative || entry.hours > Scenario.largestFigure {
        report(.outOfRange, "hours is \(entry.hours); it is from 0 to \(Scenario.largestFigure)", "hours")
      }
      if !staff.contains(entry.staff) {
        report(
          .lint, "the baseline names \(quoted(entry.staff)), who is not among the staff", "staff", severity: .warning)
      }
      if !demands.contains(entry.demand) {
        report(
          .lint, "the baseline names \(quoted(entry.demand)), which is no staff demand", "demand", severity: .warning)
      }
      if !seen.insert(Slot(staff: entry.staff, demand: entry.demand, period: period)).inserted {
        report(.duplicateID, "staff, demand and period are used twice in the baseline", "staff")
      }
      result.append(
        Scenario.BaselineAssignment(staff: entry.staff, demand: entry.demand, period: period, hours: entry.hours))
    }
    return Scenario.Baseline(assignments: result)
  }
}
