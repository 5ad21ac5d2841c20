// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import Planning

/// The entry point.
///
/// It is not asynchronous, because the main thread of an asynchronous one waits with all signals unblocked.
@main
enum Program {
  static func main() {
    if CommandLine.arguments.count == 2, CommandLine.arguments[1] == GLPKWorker.argument { exit(GLPKWorker.serve()) }
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == WorkerProgram.argument,
      let parent = Int32(CommandLine.arguments[2])
    {
      _exit(WorkerProgram.serve(parent: parent))
    }
    keepStandardDescriptors()
    ProcessSignals.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    Task.detached { exit(await Muster.run(arguments).rawValue) }
    while true { pause() }
  }

  /// Takes the places of standard streams that are closed, so that no file of ours gets them: reading from the one and
  /// writing to the others is an error.
  private static func keepStandardDescriptors() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", mode)
    }
  }
}
