// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// What a worker is asked.
package struct WorkerRequest: Sendable {
  package var payload: [UInt8]
  package var attempt: WorkerAttempt
  /// The wall time that is left, in seconds; nil where nothing was lost.
  package var seconds: Double?
  /// What happened to the workers that had it before.
  package var fault: WorkerFault?

  package init(payload: [UInt8], attempt: WorkerAttempt = .normal, seconds: Double? = nil, fault: WorkerFault? = nil) {
    self.payload = payload
    self.attempt = attempt
    self.seconds = seconds
    self.fault = fault
  }
}

/// What a worker does.
package protocol WorkerHandler {
  /// Keeps something under a name, or forgets it.
  mutating func remember(_ name: String, _ bytes: [UInt8]?)

  /// Answers a request, on the thread that serves.
  ///
  /// - Parameter limit: to be called, where they are not those of the pool, with the wall time in seconds that the request
  ///   is to take, and with what it needs beyond that for work that cannot be cut short, such as reading.
  mutating func answer(_ request: WorkerRequest, limit: (Double, Double) -> Void) -> WorkerAnswer
}

/// The worker's side of a pool: standard input and output lead to the pool.
package enum WorkerServer {
  /// Serves until the pool has gone, on the calling thread.
  ///
  /// - Parameters:
  ///   - parent: the process id of the parent; where it is not, the worker ends at once.
  ///   - whenInterrupted: is called on a thread of its own when the pool wants what is being done to end soon, and all that
  ///     comes after it.
  ///   - makeHandler: makes the handler from the pool's greeting; nil where it makes no sense.
  /// - Returns: the exit code.
  package static func serve(
    parent: Int32, whenInterrupted: @escaping @Sendable () -> Void, makeHandler: ([UInt8]) -> (any WorkerHandler)?
  ) -> Int32 {
    dieWithParent()
    // The parent may have died before that.
    guard getppid() == parent else { return 0 }
    // Ctrl-C reaches all processes of a terminal; what becomes of the workers is the parent's to say.
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    whenSignalled(SIGUSR1, whenInterrupted)
    let channel = channel
    guard channel >= 0 else { return 70 }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    var input = FrameBuffer()
    var handler: (any WorkerHandler)?
    while true {
      do throws(WorkerFault) {
        while let frame = try input.next() {
          switch frame.kind {
          case .configure:
            limitMemory(to: Int(frame.number))
            handler = makeHandler(frame.body)
            guard handler != nil else { return 70 }
          case .state:
            handler?.remember(String(decoding: frame.body, as: UTF8.self), frame.flags == 0 ? nil : frame.attachment)
          case .task:
            guard let head = TaskHead(frame.body) else { return 70 }
            let request = WorkerRequest(
              payload: frame.attachment, attempt: head.attempt, seconds: head.seconds, fault: head.fault)
            let number = frame.number
            let answer = handler?.answer(request) { seconds, allowance in
              _ = write(WorkerFrame(kind: .limit, number: number, body: bytes(of: seconds) + bytes(of: allowance)))
            }
            guard let answer else { return 70 }
            let isWritten = write(
              WorkerFrame(
                kind: .answer, flags: (answer.isError ? 1 : 0) | (answer.isLast ? 2 : 0), number: number,
                body: answer.bytes, attachment: answer.attachment))
            // Where nobody reads, nobody is there.
            guard isWritten else { return 0 }
          case .answer, .limit: return 70
          }
        }
      } catch {
        return 70
      }
      guard let block = try? readBlock(channel, most: 1 << 16), !block.isEmpty else { return 0 }
      input.append(block)
    }
  }

  /// The socket that leads to the pool, moved out of the way of whatever prints.
  private static let channel: Int32 = {
    let channel = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    if nothing >= 0 {
      dup2(nothing, STDIN_FILENO)
      dup2(nothing, STDOUT_FILENO)
    }
    return channel
  }()

  private static func bytes(of seconds: Double) -> [UInt8] {
    var bytes: [UInt8] = []
    WorkerFrame.put(seconds.bitPattern, into: &bytes)
    return bytes
  }

  private static func write(_ frame: WorkerFrame) -> Bool {
    var bytes: [UInt8] = []
    frame.append(to: &bytes)
    return writeRaw(bytes)
  }

  /// Writes bytes to the pool as they are.
  @discardableResult
  package static func writeRaw(_ bytes: [UInt8]) -> Bool {
    (try? writeAll(bytes, to: channel)) != nil
  }

  /// A wall behind the pool's watch, for what takes memory faster than the pool looks.
  ///
  /// It counts addresses, most of which are never used (stacks, arenas), so it is wider than the limit itself.
  private static func limitMemory(to bytes: Int) {
    guard bytes > 0 else { return }
    let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    let wall = rlim_t(bytes) * 2 + (1 << 30)
    guard wall < limit.rlim_max, wall < limit.rlim_cur else { return }
    limit.rlim_cur = wall
    setrlimit(resource, &limit)
  }
}
