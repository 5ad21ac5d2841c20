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
}
