// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Planning

/// A worker process, seen from its parent.
struct WorkerProcess: Sendable {
  let id: pid_t
  let socket: Int32
  private let pageSize: Int
  private let ticksPerSecond: Double

  /// Starts a process whose standard input and output are a socket.
  init(command: [String]) throws(WorkerFault) {
    guard let program = command.first else { throw WorkerFault(.start, "could not be started (no program)") }
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw WorkerFault(.start, "could not be started (\(String(cString: strerror(errno))))")
    }
    // Large buffers let many small answers pass without a switch between the processes.
    var size: Int32 = 1 << 20
    for end in ends {
      for option in [SO_SNDBUF, SO_RCVBUF] {
        setsockopt(end, SOL_SOCKET, option, &size, socklen_t(MemoryLayout<Int32>.size))
      }
    }
    let child = ChildProcess.spawn(program, command + [String(getpid())], socket: ends[1])
    let reason = errno
    close(ends[1])
    guard let child else {
      close(ends[0])
      throw WorkerFault(.start, "could not be started (\(String(cString: strerror(reason))))")
    }
    id = child
    socket = ends[0]
    pageSize = max(1, sysconf(Int32(_SC_PAGESIZE)))
    ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  /// Ends it, if it has not ended, and waits for it.
  ///
  /// - Parameter patience: seconds that it has to end by itself.
  /// - Returns: its status as of `wait`, nil where it had to be killed, and the most memory it had, in bytes.
  func end(patience: Double) -> (status: Int32?, memory: Int) {
    close(socket)
    var status: Int32 = 0
    var usage = rusage()
    var left = patience
    while true {
      let ended = wait4(id, &status, WNOHANG, &usage)
      if ended == id { return (status, usage.ru_maxrss << 10) }
      if ended == -1, errno != EINTR { return (nil, 0) }
      if left <= 0 { break }
      usleep(2_000)
      left -= 0.002
    }
    kill(id, SIGKILL)
    while wait4(id, &status, 0, &usage) == -1, errno == EINTR {}
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
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1_024) { buffer, count in
      count = max(0, read(file, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
