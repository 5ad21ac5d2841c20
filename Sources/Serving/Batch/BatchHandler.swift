// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Exchange
import Insight
import LinearModels
import Planning
import Formats
import JSON
import Numbers
import Processes

/// What a worker of `batch` does: reads a scenario, plans it, and answers with a record; the plan goes with it.
struct BatchHandler: WorkerHandler {
  private let options: PlanningOptions
  private let planner: Planner
  private let interruption: Interruption

  /// - Parameter interruption: ends what is being planned, and all that comes after it, with what was found.
  init(options: PlanningOptions, interruption: Interruption = Interruption()) {
    self.options = options
    self.interruption = interruption
    var planner = Planner(options: options)
    planner.options.confirms = true
    planner.loadLibrary()
    self.planner = planner
  }

  /// What a worker is given of an item.
  static func payload(_ item: BatchItem, edits: [ScenarioEdit] = []) -> [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.beginObject()
    writer.member("path", item.path)
    writer.member("name", item.name)
    if !edits.isEmpty {
      writer.key("edits")
      JSONValue.array(edits.map(\.json)).write(to: &writer)
    }
    writer.endObject()
    return writer.finish()
  }

  mutating func remember(_ name: String, _ bytes: [UInt8]?) {}

  mutating func answer(_ request: WorkerRequest, limit: (Double, Double) -> Void) -> WorkerAnswer {
    let clock = Stopwatch()
    guard let value = try? JSONValue(parsing: request.payload), case .string(let path) = value["path"],
      case .string(let name) = value["name"]
    else { return WorkerAnswer([]) }
    var edits: [ScenarioEdit] = []
    if case .array(let list)? = value["edits"] { edits = list.compactMap { ScenarioEdit(json: $0) } }
    var (record, plan, isOverrun) = record(BatchItem(path: path, name: name), edits, request, limit)
    record.seconds = Millionths(nearest: clock.seconds)
    return WorkerAnswer(record.line, attachment: plan, isError: record.isFailure, isLast: isOverrun)
  }

  /// The scenario of a file in any format.
  static func document(
    _ bytes: [UInt8], _ item: BatchItem, _ edits: [ScenarioEdit],
    _ load: (String) throws(BaselineLoadFailure) -> [UInt8]
  ) throws -> ScenarioDocument {
    try withoutActuallyEscaping(load) { load in
      try ForeignScenario.read(bytes, file: item.name, edits: edits, loadBaseline: load)
        ?? ScenarioReader.read(bytes, edits: edits, loadBaseline: load)
    }
  }

  private func record(
    _ item: BatchItem, _ edits: [ScenarioEdit], _ request: WorkerRequest, _ limit: (Double, Double) -> Void
  ) -> (record: BatchRecord, plan: [UInt8], isOverrun: Bool) {
    var record = BatchRecord(name: item.name)
    func failed(_ problem: Problem) -> (BatchRecord, [UInt8], Bool) {
      record.outcome = .failure(problem)
      return (record, [], false)
    }
    let file = InputFile(item.path)
    let document: ScenarioDocument
    do throws(FileFailure) {
      let bytes = try file.read()
      record.sha256 = sha256Hex(bytes)
      if request.attempt == .report, let fault = request.fault {
        return failed(Problem(fault))
      }
      if let seconds = options.timeLimit, case let allowance = Trial.allowance(bytes: bytes.count), allowance > 0 {
        limit(seconds, allowance)
      }
      #if DEBUG
        TestFault.strike(bytes, request.attempt)
      #endif
      do {
        document = try Self.document(bytes, item, edits) { path throws(BaselineLoadFailure) in
          let bytes = try file.baseline(path)
          record.inputs.append(BatchRecord.Input(path: path, sha256: sha256Hex(bytes)))
          return bytes
        }
      } catch let error as DocumentError {
        return failed(Problem(error))
      } catch {
        return failed(Problem(missing: error))
      }
    } catch {
      return failed(Problem(error, item: item))
    }
    var planner = planner
    let trial = Trial(request)
    trial.adapt(&planner.options)
    do throws(PlanningFailure) {
      var result = try planner.planHere(
        document.scenario, sha256: document.sha256, interruption: interruption)
      let isOverrun = trial.isOverrun(result)
      trial.mark(&result)
      let plan = result.withReasons(in: document.scenario).plan
      let bytes = PlanWriter.write(plan)
      let figures = PlanFigures(
        plan, currency: document.scenario.currency, notices: result.notices, warnings: document.warnings.count)
      record.outcome = .plan(figures, sha256: sha256Hex(bytes))
      return (record, bytes, isOverrun)
    } catch {
      return failed(Problem(error))
    }
  }
}

extension Problem {
  /// A library that a format needs and that is not there.
  init(missing error: any Error) {
    let missing = error as? MissingLibrary
    self.init(
      "missing-library", title: "a library is missing", detail: "A library is not there: \(missing?.detail ?? "").",
      hint: missing?.hint)
  }
}
