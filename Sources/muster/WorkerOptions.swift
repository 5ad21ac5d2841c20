// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Glibc

/// A number of bytes: `1000`, `64K`, `64M`, `1G`.
struct ByteCount: ExpressibleByArgument {
  var bytes: Int

  init(_ bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let shift: Int? =
      switch argument.last {
      case "K": 10
      case "M": 20
      case "G": 30
      default: nil
      }
    guard let number = Int(shift == nil ? argument[...] : argument.dropLast()), number > 0, number <= 1 << 30 else {
      return nil
    }
    bytes = number << (shift ?? 0)
  }

  var defaultValueDescription: String { bytes % (1 << 20) == 0 ? "\(bytes >> 20)M" : "\(bytes)" }
}

/// The processes that solve.
struct WorkerOptions: ParsableArguments {
  // No default of the option's own: help and manual page would differ from machine to machine.
  @Option(
    name: .customLong("jobs"),
    help: ArgumentHelp(
      "How many are solved at once; by default as many as there are processors. The answers are the same.",
      valueName: "count"))
  var givenJobs: Int?

  /// How many are solved at once.
  var jobs: Int { givenJobs ?? Self.processors }

  @Option(
    help: ArgumentHelp(
      "The most memory of each process that solves, such as 4G; by default a fair share.", valueName: "bytes"))
  var memory: ByteCount?

  func validate() throws {
    guard (1...1_024).contains(jobs) else { throw ValidationError("--jobs is from 1 to 1024, not \(jobs).") }
    if let memory, memory.bytes < Self.leastMemory {
      throw ValidationError("--memory is at least \(Self.leastMemory >> 20)M.")
    }
  }

  /// The processors of this machine.
  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// What a process needs before it has done anything.
  private static let leastMemory = 64 << 20

  /// Three quarters of the machine's memory, divided among the processes; half a gigabyte at least.
  var memoryBytes: Int {
    if let memory { return memory.bytes }
    let physical = max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
    return max(512 << 20, physical / 4 * 3 / max(1, jobs))
  }
}
