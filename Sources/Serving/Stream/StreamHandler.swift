// SPDX-License-Identifier: GPL-3.0-or-later

import LinearModels
import Planning
import Formats
import JSON
import Processes

/// What a worker of `stream` does: answers lines, with the registered scenarios that it was told.
struct StreamHandler: WorkerHandler {
  private let answers: StreamAnswers
  private var bases: [String: RegisteredScenario] = [:]

  /// - Parameter interruption: ends what is being planned, and all that comes after it, with what was found.
  init(options: PlanningOptions, interruption: Interruption = Interruption()) {
    answers = StreamAnswers(options: options, interruption: interruption)
  }

  mutating func remember(_ name: String, _ bytes: [UInt8]?) {
    // What a worker has accepted once, every worker accepts.
    bases[name] = bytes.flatMap { try? RegisteredScenario(bytes: $0) }
  }

  mutating func answer(_ request: WorkerRequest, limit: (Double, Double) -> Void) -> WorkerAnswer {
    guard let (bytes, number) = LinePayload.line(of: request.payload) else { return WorkerAnswer([]) }
    let line = StreamLine(parsing: bytes, .standard)
    if request.attempt == .report, let fault = request.fault {
      return WorkerAnswer(answers.answer(fault, id: line.id, line: number).bytes, isError: true)
    }
    if case .success(let asked) = line.request {
      var size = bytes.count
      if case .base(let name, _) = asked.source { size += bases[name]?.bytes.count ?? 0 }
      let allowance = Trial.allowance(bytes: size)
      if let seconds = asked.options.timeLimit ?? answers.options.timeLimit,
        asked.options.timeLimit != nil || allowance > 0
      {
        limit(seconds, allowance)
      }
      #if DEBUG
        TestFault.strike(bytes, request.attempt)
      #endif
      if asked.register != nil {
        let answer = answers.register(asked, line: line, number: number, bases: bases)
        return WorkerAnswer(answer.bytes, attachment: answer.registered ?? [], isError: answer.isError)
      }
      if case .base(let name, _) = asked.source, let base = bases[name], !base.isPlanned,
        answers.needsStart(asked, of: base)
      {
        bases[name]?.start = answers.start(of: base)
        bases[name]?.isPlanned = true
      }
    }
    let answer = answers.answer(line, number: number, bases: bases, trial: Trial(request))
    return WorkerAnswer(answer.bytes, isError: answer.isError, isLast: answer.isOverrun)
  }
}

/// A line of a stream with its number.
enum LinePayload {
  static func payload(_ line: [UInt8], number: Int) -> [UInt8] {
    var payload: [UInt8] = []
    payload.reserveCapacity(line.count + 8)
    for shift in stride(from: 0, to: 64, by: 8) { payload.append(UInt8(truncatingIfNeeded: number >> shift)) }
    payload += line
    return payload
  }

  static func line(of payload: [UInt8]) -> (bytes: [UInt8], number: Int)? {
    guard payload.count >= 8 else { return nil }
    let number = payload[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    return (Array(payload[8...]), number)
  }
}
