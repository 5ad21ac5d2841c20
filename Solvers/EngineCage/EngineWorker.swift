// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels
internal import Processes

/// An engine in a process of its own, so that nothing it does costs more than its answer.
///
/// The process is the caller's own program, started with an argument that leads to ``serve(_:)``.
package enum EngineWorker {
  /// The argument that makes a program a worker.
  package static let argument = "__engine-worker"

  /// Reads one question from standard input, has it solved, writes the answer to standard output. The program then ends.
  ///
  /// - Parameter solve: solves the question with the engine that it names.
  /// - Returns: the exit code: 0, or 70 where the question could not be read or answered.
  package static func serve(_ solve: (Question) throws(SolverFailure) -> LinearResult) -> Int32 {
    dieWithParent()
    guard let bytes = try? readAll(0), let question = Question(reading: bytes) else { return 70 }
    var writer = FlatWriter()
    writer.put(magic)
    do throws(SolverFailure) {
      try solve(question).write(to: &writer)
    } catch {
      writer.put(false)
      writer.put(error.kind.rawValue)
      writer.put(error.detail)
    }
    return (try? writeAll(writer.bytes, to: 1)) == nil ? 70 : 0
  }

  /// What the worker is asked.
  package struct Question: Sendable {
    /// The name of the engine.
    package var engine: String
    package var model: LinearModel
    package var start: SessionStart
    package var limits: SolveLimits
    /// The file of the engine's library; nil looks in the usual places.
    package var library: String?
  }

  /// Asks a worker. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - command: the worker's program with its arguments.
  ///   - title: the engine's name for people.
  ///   - seconds: when to give up, beyond the limits of the question itself.
  /// - Returns: the answer; where the solve was interrupted, one that says so and has nothing else.
  /// - Throws: ``SolverFailure`` of kind `late` or `crash`, or what the worker itself could not do.
  static func ask(
    _ command: [String], _ question: Question, title: String, seconds: Double?
  ) throws(SolverFailure) -> LinearResult {
    let most = 64 + 18 * (question.model.columnCount + question.model.rowCount) + 65_536
    let interruption = question.limits.interruption
    let answer = ChildProcess.ask(command, question.bytes, seconds: seconds, mostBytes: most) {
      interruption?.isInterrupted ?? false
    }
    switch answer {
    case .late: throw .late(title)
    case .cancelled: return LinearResult(termination: .limit(.interrupted))
    case .died(let why): throw SolverFailure(.crash, why)
    case .bytes(let bytes):
      let nonsense = SolverFailure(.crash, "its process answered nonsense (\(bytes.count) bytes)")
      var reader = FlatReader(bytes)
      guard reader.number(UInt64.self) == magic, let isAnswer = reader.truth() else { throw nonsense }
      guard isAnswer else {
        guard let kind = reader.text(), let detail = reader.text() else { throw nonsense }
        throw SolverFailure(SolverFailure.Kind(rawValue: kind), detail)
      }
      guard let result = LinearResult(from: &reader), reader.isAtEnd,
        result.primal.map({ $0.count == question.model.columnCount && $0.allSatisfy(\.isFinite) }) ?? true,
        result.dual.map({ $0.count == question.model.rowCount && $0.allSatisfy(\.isFinite) }) ?? true,
        result.basis.map({ $0.fits(question.model) }) ?? true
      else { throw nonsense }
      return result
    }
  }

  /// The first bytes of questions and answers.
  fileprivate static let magic: UInt64 = 0x4d55_5354_4552_0001
}

extension EngineWorker.Question {
  var bytes: [UInt8] {
    var writer = FlatWriter()
    writer.put(EngineWorker.magic)
    writer.put(engine)
    writer.put(model.offset)
    writer.put(model.cost)
    writer.put(model.columnLower)
    writer.put(model.columnUpper)
    writer.put(model.rowLower)
    writer.put(model.rowUpper)
    writer.put(model.columnStart)
    writer.put(model.entryRow)
    writer.put(model.entryValue)
    writer.put(model.integerColumns)
    writer.put(optional: start.prices)
    writer.put(optional: start.point)
    writer.put(start.basis)
    writer.put(start.essential.lowerBound)
    writer.put(start.essential.upperBound)
    writer.put(limits.seconds ?? -1)
    writer.put(limits.iterations ?? -1)
    writer.put(library ?? "")
    return writer.bytes
  }

  init?(reading bytes: [UInt8]) {
    var reader = FlatReader(bytes)
    func doubles() -> [Double]? { reader.array(Double.self, filledWith: 0) }
    var model = LinearModel()
    guard reader.number(UInt64.self) == EngineWorker.magic, let engine = reader.text(),
      let offset = reader.number(Double.self),
      let cost = doubles(), let columnLower = doubles(), let columnUpper = doubles(), let rowLower = doubles(),
      let rowUpper = doubles(), let starts = reader.array(Int.self, filledWith: 0),
      let rows = reader.array(Int32.self, filledWith: 0), let values = doubles(),
      let integers = reader.array(Int.self, filledWith: 0),
      let prices = reader.optionalDoubles(), let point = reader.optionalDoubles(),
      let basis = reader.optionalBasis(),
      let first = reader.number(Int.self), let last = reader.number(Int.self), first <= last,
      let seconds = reader.number(Double.self), let iterations = reader.number(Int.self),
      let library = reader.text(), reader.isAtEnd
    else { return nil }
    model.offset = offset
    (model.cost, model.columnLower, model.columnUpper) = (cost, columnLower, columnUpper)
    (model.rowLower, model.rowUpper) = (rowLower, rowUpper)
    (model.columnStart, model.entryRow, model.entryValue) = (starts, rows, values)
    model.integerColumns = integers
    guard model.problems().isEmpty, prices.values.map({ $0.count == model.rowCount }) ?? true,
      point.values.map({ $0.count == model.columnCount }) ?? true, basis.value.map({ $0.fits(model) }) ?? true
    else { return nil }
    self.init(
      engine: engine, model: model,
      start: SessionStart(basis: basis.value, prices: prices.values, point: point.values, essential: first..<last),
      limits: SolveLimits(seconds: seconds < 0 ? nil : seconds, iterations: iterations < 0 ? nil : iterations),
      library: library.isEmpty ? nil : library)
  }
}

extension LinearResult {
  /// Stands where the name of a limit may stand.
  private static let infeasible = "infeasible"

  func write(to writer: inout FlatWriter) {
    writer.put(true)
    writer.put(optional: primal)
    writer.put(optional: dual)
    writer.put(basis)
    writer.put(termination == .optimal)
    writer.put(termination == .infeasible ? Self.infeasible : limit?.rawValue ?? "")
    writer.put(iterations)
    writer.put(objective ?? .nan)
    writer.put(bound ?? .nan)
  }

  /// Reads what ``write(to:)`` wrote, after its first byte.
  init?(from reader: inout FlatReader) {
    guard let primal = reader.optionalDoubles(), let dual = reader.optionalDoubles(),
      let basis = reader.optionalBasis(), let isOptimal = reader.truth(),
      let limit = reader.text(), let iterations = reader.number(Int.self),
      let objective = reader.number(Double.self), let bound = reader.number(Double.self)
    else { return nil }
    self.init(
      termination: isOptimal
        ? .optimal
        : limit == Self.infeasible ? .infeasible : Limit(rawValue: limit).map { .limit($0) } ?? .numericalTrouble,
      primal: primal.values, isFeasible: primal.values != nil, dual: dual.values,
      objective: objective.isNaN ? nil : objective, bound: bound.isNaN ? nil : bound,
      basis: basis.value,
      iterations: iterations)
  }
}

extension FlatReader {
  /// What was written as optional; nil where the bytes make no sense.
  fileprivate mutating func optionalDoubles() -> (values: [Double]?, Void)? {
    guard let isThere = truth() else { return nil }
    guard isThere else { return (nil, ()) }
    return array(Double.self, filledWith: 0).map { ($0, ()) }
  }

  /// The same, of a basis.
  fileprivate mutating func optionalBasis() -> (value: Basis?, Void)? {
    guard let isThere = truth() else { return nil }
    guard isThere else { return (nil, ()) }
    guard let columns = statuses(), let rows = statuses() else { return nil }
    return (Basis(columns: columns, rows: rows), ())
  }

  private mutating func statuses() -> [BasisStatus]? {
    guard let numbers = array(Int8.self, filledWith: 0) else { return nil }
    let statuses = numbers.compactMap(BasisStatus.init)
    return statuses.count == numbers.count ? statuses : nil
  }
}

extension FlatWriter {
  fileprivate mutating func put(_ basis: Basis?) {
    put(basis != nil)
    guard let basis else { return }
    put(basis.columns.map(\.rawValue))
    put(basis.rows.map(\.rawValue))
  }
}

extension Basis {
  /// Whether it has the size of a model.
  fileprivate func fits(_ model: LinearModel) -> Bool {
    columns.count == model.columnCount && rows.count == model.rowCount
  }
}
