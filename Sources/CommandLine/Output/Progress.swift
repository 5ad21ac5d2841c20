// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import Processes
import Synchronization

/// A sign of life on standard error: a line that changes on a terminal, else a new line every ten seconds.
///
/// It has a thread of its own, because a solver may keep all threads of the cooperative pool busy.
final class Progress: Sendable {
  private struct State: Sendable {
    var isDone = false
    var isShown = false
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  /// What is said after so many seconds.
  private let text: @Sendable (Double) -> String
  private let clock = Stopwatch()

  /// Starts to report.
  ///
  /// - Parameter text: what is said after so many seconds; on a terminal it should fit on a line.
  init(_ text: @escaping @Sendable (Double) -> String) {
    self.text = text
    isTerminal = StandardStream.error.isTerminal
    startThread(stackBytes: smallStack) { [self] in run() }
  }

  private func run() {
    let interval = isTerminal ? 0.25 : 10
    var next = isTerminal ? 0.5 : 10
    while true {
      usleep(100_000)
      let isDone = state.withLock { state in
        guard !state.isDone else { return true }
        let seconds = clock.seconds
        if seconds >= next {
          next = seconds + interval
          state.isShown = true
          let text = text(seconds)
          StandardStream.error.tell(isTerminal ? "\r\u{1B}[K" + text : "muster: " + text + "\n")
        }
        return false
      }
      if isDone { return }
    }
  }

  /// Ends it; the line of a terminal is wiped.
  func finish() {
    state.withLock { state in
      guard !state.isDone else { return }
      state.isDone = true
      if state.isShown, isTerminal { StandardStream.error.tell("\r\u{1B}[K") }
    }
  }
}
