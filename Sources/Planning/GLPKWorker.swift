// SPDX-License-Identifier: GPL-3.0-or-later

internal import GLPKSolver
internal import LinearModels
internal import Processes

/// GLPK in a process of its own, so that nothing it does costs more than its answer.
///
/// The process is the caller's own program, started with an argument that leads to ``serve()``.
public enum GLPKWorker {
  /// The argument that makes a program a worker.
  public static let argument = "__glpk-worker"

  /// Reads one question from standard input, solves it, writes the answer to standard output. The program then ends.
  ///
  /// - Returns: the exit code: 0, or 70 where the question could not be read or answered.
  public static func serve() -> Int32 {
    dieWithParent()
    guard let bytes = try? readAll(0), let question = Question(reading: bytes) else { return 70 }
    var writer = FlatWriter()
    writer.put(magic)
    do throws(SolverFailure) {
      let library = try GLPKLibrary.load(path: question.library)
      var active = ActiveSet(
        question.model, library: library, dual: question.dual, primal: question.primal, always: question.always,
        impliedBy: question.impliedBy)
      try active.solve(limits: question.limits, clock: Stopwatch(), primal: question.primal).write(to: &writer)
    } catch {
      writer.put(false)
      writer.put(error.kind.rawValue)
      writer.put(error.detail)
    }
    return (try? writeAll(writer.bytes, to: 1)) == nil ? 70 : 0
  }

  /// What the worker is asked.
  struct Question: Sendable {
    var model: LinearModel
    var dual: [Double]
    var primal: [Double]
    var always: Range<Int>
    var impliedBy: [OptionalIndex]
    var limits: SolveLimits
    var library: String?
  }

  /// Asks a worker. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - command: the worker's program with its arguments.
  ///   - seconds: when to give up, beyond the limits of the question itself.
  /// - Returns: the outcome; nil where the worker was killed, because it was late or the solve was interrupted.
  static func ask(
    _ command: [String], _ question: Question, seconds: Double?
  ) -> Result<ActiveSet.Outcome, SolverFailure>? {
    let most = 64 + 16 * (question.model.columnCount + question.model.rowCount) + 65_536
    let interruption = question.limits.interruption
    let answer = ChildProcess.ask(command, question.bytes, seconds: seconds, mostBytes: most) {
      interruption?.isInterrupted ?? false
    }
    switch answer {
    case .late, .cancelled:
      return nil
    case .died(let why):
      return .failure(SolverFailure(.crash, why))
    case .bytes(let bytes):
      var reader = FlatReader(bytes)
      guard reader.number(UInt64.self) == magic, let isAnswer = reader.truth() else {
        return .failure(SolverFailure(.crash, "its process answered nonsense (\(bytes.count) bytes)"))
      }
      if isAnswer {
        guard let outcome = ActiveSet.Outcome(from: &reader), reader.isAtEnd,
          outcome.primal.map({ $0.count == question.model.columnCount && $0.allSatisfy(\.isFinite) }) ?? true,
          outcome.dual.map({ $0.count == question.model.rowCount && $0.allSatisfy(\.isFinite) }) ?? true
        else { return .failure(SolverFailure(.crash, "its process answered nonsense (\(bytes.count) bytes)")) }
        return .success(outcome)
      }
      guard let kind = reader.text(), let detail = reader.text() else {
        return .failure(SolverFailure(.crash, "its process answered nonsense (\(bytes.count) bytes)"))
      }
      return .failure(SolverFailure(SolverFailure.Kind(rawValue: kind), detail))
    }
  }

  /// The first bytes of questions and answers.
  fileprivate static let magic: UInt64 = 0x4d55_5354_4552_0001
}

extension GLPKWorker.Question {
  var bytes: [UInt8] {
    var writer = FlatWriter()
    writer.put(GLPKWorker.magic)
    writer.put(model.offset)
    writer.put(model.cost)
    writer.put(model.columnLower)
    writer.put(model.columnUpper)
    writer.put(model.rowLower)
    writer.put(model.rowUpper)
    writer.put(model.columnStart)
    writer.put(model.entryRow)
    writer.put(model.entryValue)
    writer.put(dual)
    writer.put(primal)
    writer.put(always.lowerBound)
    writer.put(always.upperBound)
    writer.put(impliedBy)
    writer.put(limits.seconds ?? -1)
    writer.put(limits.iterations ?? -1)
    writer.put(library ?? "")
    return writer.bytes
  }

  init?(reading bytes: [UInt8]) {
    var reader = FlatReader(bytes)
    func doubles() -> [Double]? { reader.array(Double.self, filledWith: 0) }
    guard reader.number(UInt64.self) == GLPKWorker.magic, let offset = reader.number(Double.self),
      let cost = doubles(), let columnLower = doubles(), let columnUpper = doubles(), let rowLower = doubles(),
      let rowUpper = doubles(), let starts = reader.array(Int.self, filledWith: 0),
      let rows = reader.array(Int32.self, filledWith: 0), let values = doubles(), let dual = doubles(),
      let primal = doubles(), let first = reader.number(Int.self), let last = reader.number(Int.self), first <= last,
      let impliedBy = reader.array(OptionalIndex.self, filledWith: nil), let seconds = reader.number(Double.self),
      let iterations = reader.number(Int.self), let library = reader.text(), reader.isAtEnd
    else { return nil }
    var model = LinearModel()
    model.offset = offset
    model.cost = cost
    model.columnLower = columnLower
    model.columnUpper = columnUpper
    model.rowLower = rowLower
    model.rowUpper = rowUpper
    model.columnStart = starts
    model.entryRow = rows
    model.entryValue = values
    guard model.problems().isEmpty, dual.count == model.rowCount, primal.count == model.columnCount else { return nil }
    self.init(
      model: model, dual: dual, primal: primal, always: first..<last, impliedBy: impliedBy,
      limits: SolveLimits(seconds: seconds < 0 ? nil : seconds, iterations: iterations < 0 ? nil : iterations),
      library: library.isEmpty ? nil : library)
  }
}

extension ActiveSet.Outcome {
  func write(to writer: inout FlatWriter) {
    writer.put(true)
    writer.put(optional: primal)
    writer.put(optional: dual)
    writer.put(isProven)
    writer.put(limit?.rawValue ?? "")
    writer.put(pivots)
    writer.put(rounds)
    writer.put(activeColumns)
  }

  init?(from reader: inout FlatReader) {
    guard let hasPrimal = reader.truth() else { return nil }
    let primal = hasPrimal ? reader.array(Double.self, filledWith: 0) : nil
    guard let hasDual = reader.truth() else { return nil }
    let dual = hasDual ? reader.array(Double.self, filledWith: 0) : nil
    guard let isProven = reader.truth(), let limit = reader.text(), let pivots = reader.number(Int.self),
      let rounds = reader.number(Int.self), let activeColumns = reader.number(Int.self),
      hasPrimal == (primal != nil), hasDual == (dual != nil)
    else { return nil }
    self.init(
      primal: primal, dual: dual, isProven: isProven, limit: Limit(rawValue: limit), pivots: pivots, rounds: rounds,
      activeColumns: activeColumns)
  }
}
