// SPDX-License-Identifier: GPL-3.0-or-later

package import Planning
import Synchronization
package import Processes

/// Takes lines in, has workers answer them, and puts the answers out in their order.
package final class StreamLane: Sendable {
  private struct State: Sendable {
    var errors = 0
    /// What the workers have not answered.
    var inFlight = 0
    var bytesInFlight = 0
    /// The size of each request in flight.
    var sizes: [Int: Int] = [:]
    /// What the line registers that is at work alone.
    var registered: (isError: Bool, bytes: [UInt8])?
    var requests = 0
    var pool: WorkerPool?
    var waiter: (most: Int, mostBytes: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())
  private let output: OrderedOutput
  /// Ends the reading of lines.
  private let bell: Doorbell
  private let answers: StreamAnswers
  private let options: PlanningOptions
  private let resources: WorkerResources
  private let input: Int32
  private let longestLine: Int
  private let firstLine: Int

  /// How many requests a worker may be sent before it has answered the first.
  private static let depth = 32

  /// - Parameters:
  ///   - options: for requests without options of their own.
  ///   - resources: the processes that solve.
  ///   - longestLine: the most bytes of a line that is read.
  ///   - firstLine: the number of the first line.
  ///   - input: the descriptor that lines are read from.
  ///   - write: writes answers; called from one thread. Where it fails, all ends: what is still being solved has no use.
  package init(
    options: PlanningOptions, resources: WorkerResources, longestLine: Int, firstLine: Int, input: Int32,
    write: @escaping @Sendable ([UInt8]) throws(FileFailure) -> Void
  ) throws(ServingFailure) {
    output = try OrderedOutput(write: write)
    self.input = input
    do throws(WorkerFault) {
      bell = try Doorbell()
    } catch {
      throw .workers(error)
    }
    // Only for lines that no worker sees.
    answers = StreamAnswers(options: options, plans: false)
    self.options = options
    self.resources = resources
    self.longestLine = longestLine
    self.firstLine = firstLine
  }

  /// The requests that were read, and how many of their answers are errors.
  package var counts: (requests: Int, errors: Int) { state.withLock { ($0.requests, $0.errors) } }

  /// Why answers are not written any more; nil as long as they are.
  package var outputFailure: FileFailure? { output.failure }

  /// Answers all lines.
  ///
  /// - Returns: why it ended early, if it did; what was read until then is answered.
  package func run() async -> ServingFailure? {
    let pool: WorkerPool
    do throws(ServingFailure) {
      pool = try ServingWorker.pool(
        .stream, options: options, resources: resources, depth: Self.depth
      ) { [self] number, outcome in take(outcome, number: number) }
    } catch {
      return error
    }
    state.withLock { $0.pool = pool }
    defer { state.withLock { $0.pool = nil } }
    output.start { [self] in
      bell.ring()
      resumeWaiter()
    }
    defer { output.close() }
    let failure = await answerLines(pool)
    await output.whenWritten(counts.requests)
    let broken = outputFailure
    await pool.close(abandonsTasks: broken != nil)
    return broken.map { .file($0) } ?? failure
  }

  /// Reads no more lines; those that were read are answered soon, with the best plans that were found.
  package func stop() {
    bell.ring()
    state.withLock { $0.pool }?.interrupt()
  }

  private func answerLines(_ pool: WorkerPool) async -> ServingFailure? {
    var reader = LineReader(input, limit: longestLine, bell: bell)
    var lineNumber = firstLine - 1
    var number = 0
    // A slow request must not let those behind it pile up without bound.
    let (most, mostBytes) = (64 * resources.jobs, max(longestLine, 1 << 24))
    while true {
      let read: LineReader.Line?
      do throws(FileFailure) {
        read = try await reader.next()
      } catch {
        return .file(error)
      }
      guard let read else { return nil }
      lineNumber += 1
      let text: [UInt8]
      switch read {
      case .tooLong(let bytes):
        let answer = answers.answer(tooLong: bytes, limit: longestLine, line: lineNumber)
        enter(number, bytes: 0)
        take(.answer(WorkerAnswer(answer.bytes, isError: true)), number: number)
        number += 1
        continue
      case .text(let bytes):
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
        text = bytes
      }
      let payload = LinePayload.payload(text, number: lineNumber)
      if let name = StreamAnswers.nameRegistered(by: text) {
        // The lines before it see the scenario that was, those behind it the one that is.
        await whenRoom(most: 0, bytes: 0)
        enter(number, bytes: text.count)
        pool.submit(number: number, payload)
        await whenRoom(most: 0, bytes: 0)
        let registered = state.withLock { state in
          defer { state.registered = nil }
          return state.registered
        }
        pool.remember(name, registered.flatMap { $0.isError ? nil : $0.bytes })
      } else {
        await whenRoom(most: most - 1, bytes: mostBytes - text.count)
        while output.failure == nil, number - output.written >= most || output.waitingBytes > mostBytes {
          await output.whenWritten(max(output.written + 1, number - most / 2))
        }
        enter(number, bytes: text.count)
        pool.submit(number: number, payload)
      }
      number += 1
    }
  }

  private func enter(_ number: Int, bytes: Int) {
    state.withLock { state in
      state.requests += 1
      state.inFlight += 1
      state.bytesInFlight += bytes
      state.sizes[number] = bytes
    }
  }

  /// Returns when no more than so much is in flight.
  private func whenRoom(most: Int, bytes: Int) async {
    await withCheckedContinuation { continuation in
      let hasRoom = state.withLock { state in
        if output.failure != nil || state.inFlight == 0 || state.inFlight <= most && state.bytesInFlight <= bytes {
          return true
        }
        // A little more room than is needed saves a switch for each answer.
        state.waiter = (most / 2, bytes / 2, continuation)
        return false
      }
      if hasRoom { continuation.resume() }
    }
  }

  private func take(_ outcome: WorkerOutcome, number: Int) {
    let bytes: [UInt8]
    let isError: Bool
    var registered: [UInt8] = []
    switch outcome {
    case .answer(let answer):
      (bytes, isError, registered) = (answer.bytes, answer.isError, answer.attachment)
    case .lost(let fault):
      // Nobody is left who could have read its id.
      (bytes, isError) = (answers.answer(fault, id: nil, line: nil).bytes, true)
    }
    output.put(bytes, number: number)
    state.withLock { state in
      if isError { state.errors += 1 }
      state.inFlight -= 1
      state.bytesInFlight -= state.sizes.removeValue(forKey: number) ?? 0
      state.registered = (isError || registered.isEmpty, registered)
    }
    resumeWaiter()
  }

  private func resumeWaiter() {
    let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter,
        output.failure != nil || state.inFlight == 0
          || state.inFlight <= waiter.most && state.bytesInFlight <= waiter.mostBytes
      else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    continuation?.resume()
  }
}
