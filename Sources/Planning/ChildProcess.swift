// SPDX-License-Identifier: GPL-3.0-or-later

package import Glibc
internal import LinearModels

/// One question to a process of its own: it reads the question to the end, answers, and ends.
///
/// Whatever the process does (dies, hangs, answers nonsense or nothing), this side goes on and knows what happened.
package enum ChildProcess {
  /// What came back.
  enum Answer: Sendable {
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
  static func ask(
    _ command: [String], _ question: [UInt8], seconds: Double?, mostBytes: Int, isCancelled: () -> Bool
  ) -> Answer {
    guard let program = command.first else { return .died("no program was named") }
    // A socket instead of pipes, because writing to one can be told not to raise SIGPIPE.
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      return .died("no socket could be had (\(String(cString: strerror(errno))))")
    }
    let ours = ends[0]
    defer { close(ours) }
    guard let child = spawn(program, command, socket: ends[1]) else {
      let reason = String(cString: strerror(errno))
      close(ends[1])
      return .died("\(program) could not be started (\(reason))")
    }
    close(ends[1])
    let clock = Stopwatch()
    let transfer = exchange(
      ours, question, clock: clock, seconds: seconds, mostBytes: mostBytes, isCancelled: isCancelled)
    if case .bytes = transfer {} else { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    guard case .bytes = transfer else { return transfer }
    let signal = status & 0x7f
    if signal != 0 { return .died("its process was ended by signal \(signal) (\(String(cString: strsignal(signal))))") }
    let code = (status >> 8) & 0xff
    if code != 0 { return .died("its process ended with code \(code)") }
    return transfer
  }

  /// Starts a process with a socket as its standard input and output and next to no environment.
  ///
  /// - Returns: the process, or nil with `errno` set.
  package static func spawn(_ program: String, _ command: [String], socket: Int32) -> pid_t? {
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
    // Signals that are blocked here would be blocked there.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
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
    errno = status
    return status == 0 ? child : nil
  }

  /// How often is looked whether the answer is still wanted.
  private static let millisecondsPerLook = 50.0

  private static func exchange(
    _ socket: Int32, _ question: [UInt8], clock: Stopwatch, seconds: Double?, mostBytes: Int, isCancelled: () -> Bool
  ) -> Answer {
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
      if ready == -1, errno != EINTR { return .died("waiting for it failed (\(String(cString: strerror(errno))))") }
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
