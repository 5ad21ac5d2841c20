// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Serving

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

  @Option(
    help: ArgumentHelp(
      "The most memory of each process that solves, such as 4G; by default a fair share.", valueName: "bytes"))
  var memory: ByteCount?

  func validate() throws {
    if let givenJobs, !(1...1_024).contains(givenJobs) {
      throw ValidationError("--jobs is from 1 to 1024, not \(givenJobs).")
    }
    if let memory, memory.bytes < WorkerResources.leastMemory {
      throw ValidationError("--memory is at least \(WorkerResources.leastMemory >> 20)M.")
    }
  }

  var resources: WorkerResources {
    WorkerResources(jobs: givenJobs ?? WorkerResources.processors, memory: memory?.bytes)
  }
}
