// SPDX-License-Identifier: GPL-3.0-or-later

internal import Dispatch
internal import Glibc
internal import Synchronization

/// Some sweeps that are shared among threads.
///
/// Each thread takes the next chunk, waits until all chunks of the classes before are done, and solves its rows. Who
/// solves what has no effect, because rows of a class share no column; and where the system gives the process one
/// processor only, the first thread does nearly all of it.
final class SweepWork: @unchecked Sendable {
  // Not checked by the compiler: the pointers. Rows of a class share no column, so that no two threads touch the same
  // element at the same time, and what is done is released before the next class acquires it.
  private let part: AscentPart
  private let classes: RowClasses
  private let schedule: [(chunk: Int, after: Int)]
  private let columns: UnsafeMutableBufferPointer<AscentPart.Column>
  private let dual: UnsafeMutableBufferPointer<Double>
  private let next = Atomic<Int>(0)
  private let done = Atomic<Int>(0)
  private let waited = Atomic<UInt64>(0)

  /// How long threads were without anything to do because another one was late, in nanoseconds, all together.
  var waitedNanoseconds: UInt64 { waited.load(ordering: .relaxed) }

  init(
    part: AscentPart, classes: RowClasses, schedule: [(chunk: Int, after: Int)],
    columns: UnsafeMutableBufferPointer<AscentPart.Column>, dual: UnsafeMutableBufferPointer<Double>
  ) {
    self.part = part
    self.classes = classes
    self.schedule = schedule
    self.columns = columns
    self.dual = dual
  }

  /// Takes chunks until none is left.
  func run() {
    guard let dual = dual.baseAddress else { return }
    part.withKernel(on: columns) { kernel in
      while true {
        let position = next.add(1, ordering: .relaxed).oldValue
        guard position < schedule.count else { return }
        let (chunk, after) = schedule[position]
        var looks = 0
        var since: UInt64 = 0
        while done.load(ordering: .acquiring) < after {
          looks += 1
          // The one that is waited for may not have a processor.
          if looks > Tuning.Ascent.patience {
            if since == 0 { since = DispatchTime.now().uptimeNanoseconds }
            sched_yield()
          }
        }
        if since > 0 { waited.add(DispatchTime.now().uptimeNanoseconds - since, ordering: .relaxed) }
        part.solve(chunk, of: classes, with: kernel, dual: dual)
        done.add(1, ordering: .acquiringAndReleasing)
      }
    }
  }
}
