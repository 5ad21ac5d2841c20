// SPDX-License-Identifier: GPL-3.0-or-later

public import Allocation
public import JSON
public import Formats
public import Planning

extension Scenario {
  /// Reads a scenario, `muster/scenario@1`, and validates it.
  ///
  /// - Parameter json: the document, in UTF-8.
  /// - Throws: `DocumentError` with the place of everything that is wrong and a hint; it prints as sentences.
  public init(json: some Sequence<UInt8>) throws(DocumentError) {
    self = try ScenarioReader.read(Array(json)).scenario
  }

  /// The scenario as `muster/scenario@1`, in UTF-8.
  ///
  /// - Parameter pretty: whether it is indented; else it is on one line.
  public func json(pretty: Bool = true) -> [UInt8] { ScenarioWriter.write(self, pretty: pretty) }

  /// What is wrong with the scenario; empty where it can be planned. Warnings are not among it.
  public var errors: [ScenarioIssue] { issues().filter { $0.severity == .error } }
}

extension ScenarioDocument {
  /// Reads a scenario, `muster/scenario@1`, and validates it; keeps the hash of its bytes and the warnings.
  ///
  /// - Parameter json: the document, in UTF-8.
  /// - Throws: `DocumentError`
  public init(json: some Sequence<UInt8>) throws(DocumentError) { self = try ScenarioReader.read(Array(json)) }

  /// Finds the best plan, which names this document by its hash; see `Scenario.plan`.
  public func plan(
    _ options: PlanningOptions = PlanningOptions(), onProgress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) async throws -> Answer {
    try Answer(scenario, await scenario.solved(options, sha256: sha256, onProgress: onProgress))
  }
}

extension Plan {
  /// Reads a plan, `muster/plan@1`.
  ///
  /// - Parameter json: the document, in UTF-8.
  /// - Throws: `DocumentError`
  public init(json: some Sequence<UInt8>) throws(DocumentError) { self = try PlanReader.read(Array(json)) }

  /// The plan as `muster/plan@1`, in UTF-8.
  ///
  /// - Parameter pretty: whether it is indented; else it is on one line.
  public func json(pretty: Bool = true) -> [UInt8] { PlanWriter.write(self, pretty: pretty) }
}

extension Explanation {
  /// The explanation as `muster/explanation@1`, in UTF-8.
  ///
  /// - Parameter pretty: whether it is indented; else it is on one line.
  public func json(pretty: Bool = true) -> [UInt8] { ExplanationWriter.write(self, pretty: pretty) }
}

extension Comparison {
  /// The comparison as `muster/comparison@1`, in UTF-8.
  ///
  /// - Parameter pretty: whether it is indented; else it is on one line.
  public func json(pretty: Bool = true) -> [UInt8] { ComparisonWriter.write(self, pretty: pretty) }
}
