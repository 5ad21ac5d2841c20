// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Processes
import Synchronization
import Testing

@Suite struct FrameTests {
  private static let frames = [
    WorkerFrame(kind: .task, flags: 3, number: .max, body: [1, 2, 3], attachment: Array(repeating: 7, count: 300)),
    WorkerFrame(kind: .answer, number: 0), WorkerFrame(kind: .limit, number: 5, body: [0x0A]),
    WorkerFrame(kind: .state, attachment: [9]),
  ]

  private static var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for frame in frames { frame.append(to: &bytes) }
    return bytes
  }

  @Test func framesSurviveTheWayInPartsOfAnySize() throws {
    for size in [1, 2, 31, 32, 33, 100, 1_000] {
      var buffer = FrameBuffer()
      var found: [WorkerFrame] = []
      var rest = Self.bytes[...]
      while !rest.isEmpty {
        buffer.append(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let frame = try buffer.next() { found.append(frame) }
      }
      #expect(!buffer.isInFrame)
      try #require(found.count == Self.frames.count)
      for (one, other) in zip(found, Self.frames) {
        #expect(one.kind == other.kind && one.flags == other.flags && one.number == other.number)
        #expect(one.body == other.body && one.attachment == other.attachment)
      }
    }
  }

  @Test func aFrameThatEndsTooSoonIsNone() throws {
    let whole = Self.bytes
    for count in 0..<whole.count {
      var buffer = FrameBuffer()
      buffer.append(whole.prefix(count))
      var sizes = 0
      while let frame = try buffer.next() { sizes += WorkerFrame.headSize + frame.body.count + frame.attachment.count }
      #expect(sizes <= count)
      #expect(buffer.isInFrame == (sizes < count))
    }
  }

  @Test func nonsenseIsToldFromItsFirstByte() {
    var wrong = Self.bytes
    wrong[4] = 99
    var endless = Self.bytes
    endless[23] = 0x7F
    for bytes in [Array("S".utf8), Array("WS!".utf8), wrong, endless] {
      var buffer = FrameBuffer()
      buffer.append(bytes)
      #expect(throws: WorkerFault(.nonsense, "answered nonsense")) { _ = try buffer.next() }
    }
  }

  @Test func tasksSurviveTheWay() throws {
    let fault = WorkerFault(.crash, "was ended by signal 11 (ä)")
    for (attempt, seconds, fault) in [
      (WorkerAttempt.normal, nil, nil), (.cautious, 0.25, fault), (.report, nil, fault),
    ] as [(WorkerAttempt, Double?, WorkerFault?)] {
      let head = try #require(TaskHead(TaskHead(attempt: attempt, seconds: seconds, fault: fault).bytes))
      #expect(head.attempt == attempt && head.seconds == seconds && head.fault == fault)
    }
    #expect(TaskHead([]) == nil)
    #expect(TaskHead([1, 99, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
  }
}

@Suite(.timeLimit(.minutes(6))) struct LostWorkerTests {
  /// What tasks come to whose workers are some other program.
  private func outcomes(
    _ command: [String], tasks: Int = 5, workers: Int = 2, seconds: Double = 0.5
  ) async throws -> [Int: WorkerFault] {
    let faults = Mutex<[Int: WorkerFault]>([:])
    let pool = try WorkerPool(
      .init(command: command, workers: workers, greeting: [], memory: 1 << 30, seconds: seconds, depth: 4)
    ) { number, outcome in
      faults.withLock { faults in
        if case .lost(let fault) = outcome { faults[number] = fault }
      }
    }
    for number in 0..<tasks { pool.submit(number: number, [1, 2, 3]) }
    await pool.close()
    return faults.withLock { $0 }
  }

  @Test(arguments: [
    (["/nonexistent/program"], WorkerFault.Kind.start, "could not be started"),
    (["/bin/sh", "-c", "exit 3"], .crash, "code 3"), (["/bin/sh", "-c", "kill -BUS $$"], .crash, "signal 7"),
    (["/bin/echo", "hello"], .nonsense, "nonsense"), (["/bin/cat", "/dev/zero"], .nonsense, "nonsense"),
    (["/bin/sh", "-c", "exec cat"], .nonsense, "nonsense"),
  ])
  func everyTaskHasAnOutcomeWhateverTheWorkersAre(
    _ command: [String], _ kind: WorkerFault.Kind, _ detail: String
  ) async throws {
    let faults = try await outcomes(command)
    #expect(faults.count == 5)
    for fault in faults.values {
      #expect(fault.kind == kind)
      #expect(fault.detail.contains(detail), "\(fault.detail)")
    }
  }

  @Test func aWorkerThatDoesNothingIsSilentAndOneThatLoopsIsLate() async throws {
    // Which of the two it is shows in how much was computed within the limit. On a busy machine a process may get its turn
    // late, so that half a second is too little to tell.
    let silent = try await outcomes(["/bin/sh", "-c", "exec sleep 600"], tasks: 1, seconds: 4)
    #expect(silent[0]?.kind == .silent)
    let late = try await outcomes(["/bin/sh", "-c", "while :; do :; done"], tasks: 1, seconds: 4)
    #expect(late[0]?.kind == .late)
  }

  @Test func aPoolWithoutTasksEnds() async throws {
    #expect(try await outcomes(["/bin/cat"], tasks: 0).isEmpty)
  }
}
