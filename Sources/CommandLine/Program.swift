// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import Planning
import Processes
import Serving

/// The entry point.
///
/// It is not asynchronous, because the main thread of an asynchronous one waits with all signals unblocked.
@main
enum Program {
  static func main() {
    Heap.shareOne()
    if CommandLine.arguments.count == 2, CommandLine.arguments[1] == EngineWorkers.argument {
      exit(EngineWorkers.serve())
    }
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == ServingWorker.argument,
      let parent = Int32(CommandLine.arguments[2])
    {
      _exit(ServingWorker.serve(parent: parent))
    }
    keepStandardDescriptors()
    limitMemory()
    ProcessSignals.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let task = Task.detached { exit(await Muster.run(arguments).rawValue) }
    ProcessSignals.whenInterrupted { task.cancel() }
    while true { pause() }
  }

  /// Where memory is limited, says so instead of waiting for it or being killed for its lack.
  private static func limitMemory() {
    guard let bytes = MemoryLimit.bytes else { return }
    let status = ExitStatus.unavailable.rawValue
    let least = MemoryLimit.least
    if bytes < least {
      StandardStream.error.tell(
        "muster: error: \(bytes >> 20) MiB of memory may be used, and \(least >> 20) are needed at least.\n"
          + "  hint: Raise the limit (ulimit -v).\n")
      exit(status)
    }
    MemoryLimit.endFaults(
      message: "\nmuster: error: Memory ran out: \(bytes >> 20) MiB may be used.\n"
        + "  hint: Raise the limit (ulimit -v). If there was memory left, please report it as a fault.\n",
      status: status)
  }
}
