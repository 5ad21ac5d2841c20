// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// The processes that solve for a stream or a batch.
package struct WorkerResources: Sendable {
  /// How many are at work at once.
  package var jobs: Int
  /// The most memory of each, in bytes.
  package var memory: Int
  /// The program of a worker and its arguments: one that calls ``ServingWorker/serve(parent:)`` with the last of them.
  package var command: [String]

  /// - Parameters:
  ///   - jobs: how many are at work at once.
  ///   - memory: the most memory of each in bytes; nil is a fair share: three quarters of the machine's memory, divided
  ///     among them, but half a gigabyte at least.
  ///   - command: the program of a worker and its arguments.
  package init(
    jobs: Int, memory: Int? = nil, command: [String] = ["/proc/self/exe", ServingWorker.argument]
  ) {
    self.jobs = jobs
    self.command = command
    let physical = max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
    self.memory = memory ?? max(512 << 20, physical / 4 * 3 / max(1, jobs))
  }

  /// The processors of this machine.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// What a process needs before it has done anything, in bytes.
  package static let leastMemory = 64 << 20
}
