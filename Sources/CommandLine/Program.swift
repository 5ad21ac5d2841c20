// SPDX-License-Identifier: GPL-3.0-or-later

import GLPKSolver
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
    if CommandLine.arguments.count == 2, CommandLine.arguments[1] == GLPKWorker.argument { exit(GLPKWorker.serve()) }
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == ServingWorker.argument,
      let parent = Int32(CommandLine.arguments[2])
    {
      _exit(ServingWorker.serve(parent: parent))
    }
    keepStandardDescriptors()
    ProcessSignals.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let task = Task.detached { exit(await Muster.run(arguments).rawValue) }
    ProcessSignals.whenInterrupted { task.cancel() }
    while true { pause() }
  }
}
