// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Planning
internal import Processes

/// A program as a worker of a stream or a batch: `PROGRAM __worker PARENT`.
package enum ServingWorker {
  /// The argument that makes a program a worker; the process id of its parent follows.
  package static let argument = "__worker"

  /// Serves until the parent has gone.
  ///
  /// - Parameter parent: the process id of the parent.
  /// - Returns: the exit code.
  package static func serve(parent: Int32) -> Int32 {
    let interruption = Interruption()
    return WorkerServer.serve(parent: parent, whenInterrupted: { interruption.interrupt() }) { greeting in
      guard let greeting = WorkerGreeting(greeting) else { return nil }
      switch greeting.kind {
      case .stream: return StreamHandler(options: greeting.options, interruption: interruption)
      case .batch: return BatchHandler(options: greeting.options, interruption: interruption)
      }
    }
  }

  /// Starts a pool of workers.
  ///
  /// - Parameters:
  ///   - depth: how many tasks a worker may be sent before it has answered the first.
  ///   - deliver: is given what becomes of each task, as ``WorkerPool`` says.
  static func pool(
    _ kind: WorkerGreeting.Kind, options: PlanningOptions, resources: WorkerResources, depth: Int,
    deliver: @escaping @Sendable (Int, WorkerOutcome) -> Void
  ) throws(ServingFailure) -> WorkerPool {
    // Where processes work at the same time, more threads would only be in each other's way.
    var shared = options
    if resources.jobs > 1 { shared.threads = 1 }
    let configuration = WorkerPool.Configuration(
      command: resources.command, workers: resources.jobs, greeting: WorkerGreeting(kind: kind, options: shared).bytes,
      memory: resources.memory, seconds: options.timeLimit, depth: depth)
    do throws(WorkerFault) {
      return try WorkerPool(configuration, deliver: deliver)
    } catch {
      throw .workers(error)
    }
  }
}
