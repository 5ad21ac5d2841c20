// SPDX-License-Identifier: GPL-3.0-or-later

internal import CProcesses
internal import Glibc

/// The limit on the memory that this process may ask for (`ulimit -v`).
///
/// Swift cannot go on where memory runs out, and its threads wait for ever where there is no room for their stacks.
package enum MemoryLimit {
  /// How many bytes there may be; nil is without limit.
  package static var bytes: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max else {
      return nil
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// What a command needs before it has read anything: what the program takes by now, and the stacks of its threads.
  package static var least: Int {
    // A thread for each processor and some more, with 8 MiB each.
    let stacks = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) + 4
    let fields = (try? InputFile("/proc/self/statm").read()).map {
      String(decoding: $0, as: UTF8.self).split(separator: " ")
    }
    return (fields?.first.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) + (stacks << 23) + (16 << 20)
  }

  /// Lets faults from now on, of which memory that has run out is the likely one, end with a message and a status.
  package static func endFaults(message: String, status: Int32) { cprocesses_end_faults(message, status) }
}
