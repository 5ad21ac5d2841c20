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
    requireText()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let task = Task.detached { exit(await Muster.run(arguments).rawValue) }
    ProcessSignals.whenInterrupted { task.cancel() }
    while true { pause() }
  }

  /// Refuses arguments that are not UTF-8: as texts they would lead to files of other names.
  private static func requireText() {
    for number in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[number], String(validatingCString: argument) == nil else { continue }
      // What is not UTF-8 is shown as it is written in a shell.
      let shown = UnsafeBufferPointer(start: argument, count: strlen(argument)).map { byte -> String in
        let byte = UInt8(bitPattern: byte)
        return (0x20..<0x7F).contains(byte)
          ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      StandardStream.error.tell(
        "muster: error: The argument '\(shown.joined())' is not UTF-8.\n"
          + "  hint: Rename the file, or name it by a link whose name is UTF-8.\n")
      exit(ExitStatus.usage.rawValue)
    }
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
