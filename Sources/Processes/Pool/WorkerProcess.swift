// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// A worker process, seen from its parent.
struct WorkerProcess: Sendable {
  let id: pid_t
  let socket: Int32
  private let pageSize: Int
  private let ticksPerSecond: Double

  /// Starts a process whose standard input and output are a socket.
  init(command: [String]) throws(WorkerFault) {
    guard let program = command.first else { throw WorkerFault(.start, "could not be started (no program)") }
    do throws(SystemError) {
      // Large buffers let many small answers pass without a switch between the processes.
      (id, socket) = try ChildProcess.start(program, command + [String(getpid())], bufferBytes: 1 << 20)
    } catch {
      throw WorkerFault(.start, "could not be started (\(error.words))")
    }
    pageSize = max(1, sysconf(Int32(_SC_PAGESIZE)))
    ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  /// Asks it to end what it does with what it has found.
  func interrupt() { kill(id, SIGUSR1) }

  /// Ends it, if it has not ended, and waits for it.
  ///
  /// - Parameter patience: seconds that it has to end by itself.
  /// - Returns: its status as of `wait`, nil where it had to be killed, and the most memory it had, in bytes.
  func end(patience: Double) -> (status: WaitStatus?, memory: Int) {
    close(socket)
    var status: Int32 = 0
    var usage = rusage()
    var left = patience
    while true {
      let ended = wait4(id, &status, WNOHANG, &usage)
      if ended == id { return (WaitStatus(status), usage.ru_maxrss << 10) }
      if ended == -1, errno != EINTR { return (nil, 0) }
      if left <= 0 { break }
      usleep(2_000)
      left -= 0.002
    }
    kill(id, SIGKILL)
    retrying { wait4(id, &status, 0, &usage) }
    return (nil, usage.ru_maxrss << 10)
  }

  /// Memory in use, in bytes; nil where the system does not say.
  var memory: Int? {
    guard let fields = Self.fields(of: "/proc/\(id)/statm"), fields.count > 1, let pages = Int(fields[1]) else {
      return nil
    }
    return pages * pageSize
  }

  /// Seconds of computing so far; nil where the system does not say.
  var computing: Double? {
    // The name of the program stands in brackets and may hold anything.
    guard let text = Self.text(of: "/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[end...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
    return (user + system) / ticksPerSecond
  }

  private static func fields(of path: String) -> [Substring]? { text(of: path)?.split(separator: " ") }

  private static func text(of path: String) -> String? {
    let file = retrying { open(path, O_RDONLY | O_CLOEXEC) }
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let bytes = try? readBlock(file, most: 1_024), !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
