// SPDX-License-Identifier: GPL-3.0-or-later

import Dispatch
import Glibc
import Processes
import Synchronization
import Testing

@Suite struct ThreadTests {
  @Test func workThatIsNotWantedAnyMoreIsLeftBehind() {
    let isCancelled = Atomic(false)
    let isReleased = DispatchSemaphore(value: 0)
    let answer = withDeadline(seconds: nil, isCancelled: { isCancelled.exchange(true, ordering: .relaxed) }) {
      isReleased.wait()
      return 1
    }
    #expect(answer == nil)
    isReleased.signal()
    #expect(withDeadline(seconds: nil, isCancelled: { false }) { 2 } == 2)
    #expect(withDeadline(seconds: 0.01, isCancelled: { false }) { usleep(200_000) } == nil)
  }

  @Test func anExecutorRunsItsJobsOnOneThreadInOrder() async throws {
    actor Recorder {
      let executor: ThreadExecutor
      private(set) var threads: [UInt] = []
      private(set) var numbers: [Int] = []
      nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
      init(_ executor: ThreadExecutor) { self.executor = executor }
      func note(_ number: Int) {
        threads.append(UInt(pthread_self()))
        numbers.append(number)
      }
    }
    let recorder = Recorder(try #require(ThreadExecutor()))
    for number in 0..<50 { await recorder.note(number) }
    #expect(await recorder.numbers == Array(0..<50))
    #expect(Set(await recorder.threads).count == 1)
  }
}
