// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Synchronization

/// Tasks that several threads take in turns.
struct SharedTasks {
  /// How many threads may work at the same time.
  let threads: Int

  /// Does tasks, each by whoever comes first, and ends when all are done.
  ///
  /// - Parameters:
  ///   - count: how many tasks there are.
  ///   - task: does the task of a number; told the number of its thread, too, for memory of the thread's own. Tasks may
  ///     write to no memory that others touch.
  func run(_ count: Int, _ task: (_ number: Int, _ thread: Int) -> Void) {
    guard threads > 1, count > 1 else {
      for number in 0..<count { task(number, 0) }
      return
    }
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(task) { task in
      let shared = Shared(task: task)
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        while true {
          let number = next.add(1, ordering: .relaxed).oldValue
          guard number < count else { return }
          shared.task(number, thread)
        }
      }
    }
  }

  /// A closure that several threads call.
  private struct Shared: @unchecked Sendable {
    // Not checked by the compiler: what the closure captures. That tasks share no memory is for the caller to see to, and all
    // of them are done before its closure ends.
    let task: (Int, Int) -> Void
  }
}
