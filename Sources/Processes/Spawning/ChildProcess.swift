// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// One question to a process of its own: it reads the question to the end, answers, and ends.
///
/// Whatever the process does (dies, hangs, answers nonsense or nothing), this side goes on and knows what happened.
package enum ChildProcess {
  /// What came back.
  package enum Answer: Sendable {
    case bytes([UInt8])
    /// The deadline passed; the process was killed.
    case late
    /// The caller gave up; the process was killed.
    case cancelled
    /// The process could not be started or ended otherwise than it should; a sentence.
    case died(String)
  }

  /// Starts a command, sends it bytes, and reads what it answers. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - command: the program's path and its arguments.
  ///   - seconds: how long the whole may take; nil is without limit.
  ///   - mostBytes: an answer longer than this is nonsense.
  ///   - isCancelled: asked now and then whether the answer is still wanted.
  package static func ask(
    _ command: [String], _ question: [UInt8], seconds: Double?, mostBytes: Int, isCancelled: () -> Bool
  ) -> Answer {
    guard let program = command.first else { return .died("no program was named") }
    let child: (id: pid_t, socket: Int32)
    do throws(SystemError) {
      child = try start(program, command)
    } catch {
      return .died("\(program) could not be started (\(error.words))")
    }
    defer { close(child.socket) }
    let transfer = exchange(
      child.socket, question, seconds: seconds, mostBytes: mostBytes, isCancelled: isCancelled)
    if case .bytes = transfer {} else { kill(child.id, SIGKILL) }
    var raw: Int32 = 0
    retrying { waitpid(child.id, &raw, 0) }
    guard case .bytes = transfer else { return transfer }
    let status = WaitStatus(raw)
    return status.signal == nil && status.code == 0 ? transfer : .died("its process " + status.words)
  }

  /// Starts a process whose standard input and output are a socket.
  ///
  /// - Parameter bufferBytes: the size of the socket's buffers; nil is the system's.
  /// - Returns: the process and this side of the socket.
  static func start(
    _ program: String, _ command: [String], bufferBytes: Int32? = nil
  ) throws(SystemError) -> (id: pid_t, socket: Int32) {
    let sockets = try SocketPair()
    if let bufferBytes { sockets.setBuffers(bufferBytes) }
    defer { close(sockets.theirs) }
    do throws(SystemError) {
      return (try spawn(program, command, socket: sockets.theirs), sockets.ours)
    } catch {
      close(sockets.ours)
      throw error
    }
  }

  /// Starts a process with a socket as its standard input and output and next to no environment.
  private static func spawn(_ program: String, _ command: [String], socket: Int32) throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, socket, 0)
    posix_spawn_file_actions_adddup2(&actions, socket, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // Signals that are blocked here would be blocked there. SIGUSR1 waits until a worker is ready for it.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGUSR1)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [
      // A crash there is an answer here, not a matter for a long report.
      strdup("SWIFT_BACKTRACE=enable=no"),
      // The C library keeps more freed memory at hand, which small scenarios ask for again and again. What does not know
      // this variable passes over it.
      strdup("GLIBC_TUNABLES=glibc.malloc.tcache_count=512"), nil,
    ]
    defer { for pointer in arguments + environment { free(pointer) } }
    var child: pid_t = 0
    let status = posix_spawn(&child, program, &actions, &attributes, &arguments, &environment)
    guard status == 0 else { throw SystemError(code: status) }
    return child
  }

  /// How often is looked whether the answer is still wanted.
  private static let millisecondsPerLook = 50.0

  private static func exchange(
    _ socket: Int32, _ question: [UInt8], seconds: Double?, mostBytes: Int, isCancelled: () -> Bool
  ) -> Answer {
    let clock = Stopwatch()
    var sent = 0
    var isSending = true
    var answer: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      if isCancelled() { return .cancelled }
      var left = Self.millisecondsPerLook
      if let seconds {
        guard clock.seconds < seconds else { return .late }
        left = min(left, (seconds - clock.seconds) * 1000 + 1)
      }
      var state = pollfd(fd: socket, events: Int16(POLLIN) | (isSending ? Int16(POLLOUT) : 0), revents: 0)
      let ready = poll(&state, 1, Int32(left))
      if ready == -1, errno != EINTR { return .died("waiting for it failed (\(SystemError.last.words))") }
      guard ready > 0 else { continue }
      if isSending, state.revents & Int16(POLLOUT) != 0 {
        let count = question.withUnsafeBytes { bytes in
          send(
            socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
            Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        if count > 0 { sent += count }
        if count == -1, errno != EAGAIN, errno != EINTR { isSending = false }
        if sent == question.count {
          isSending = false
          shutdown(socket, Int32(SHUT_WR))
        }
      }
      if state.revents & (Int16(POLLIN) | Int16(POLLHUP) | Int16(POLLERR)) != 0 {
        let count = recv(socket, &block, block.count, Int32(MSG_DONTWAIT))
        if count == 0 { return .bytes(answer) }
        if count > 0 {
          answer.append(contentsOf: block[0..<count])
          if answer.count > mostBytes { return .died("its process answered without end") }
        } else if errno != EAGAIN, errno != EINTR {
          return .bytes(answer)
        }
      }
    }
  }
}
