// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting
import Processes

/// Seconds by part of the work.
struct PartTimes {
  private var parts: [(part: String, seconds: Double)] = []
  private var last = Stopwatch()

  /// Counts what has passed since the last call to a part.
  mutating func note(_ part: String) {
    add(part, last.seconds)
    last = Stopwatch()
  }

  /// Takes over what was measured elsewhere for the time since the last call.
  mutating func add(_ measured: [(part: String, seconds: Double)]) {
    for entry in measured { add(entry.part, entry.seconds) }
    last = Stopwatch()
  }

  private mutating func add(_ part: String, _ seconds: Double) {
    if let index = parts.firstIndex(where: { $0.part == part }) {
      parts[index].seconds += seconds
    } else {
      parts.append((part, seconds))
    }
  }

  /// Such as `read 0.012 s, build 0.100 s`.
  var text: String { parts.map { $0.part + " " + Self.milliseconds($0.seconds) + " s" }.joined(separator: ", ") }

  /// Puts a member `timings` at the end of a JSON object.
  func insert(into document: inout [UInt8]) {
    guard let end = document.lastIndex(of: UInt8(ascii: "}")) else { return }
    let timings = "{" + parts.map { "\"\($0.part)\": " + Self.milliseconds($0.seconds) }.joined(separator: ", ") + "}"
    var head = Array(document[..<end])
    while let byte = head.last, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") { head.removeLast() }
    document = head + Array(",\n  \"timings\": \(timings)\n}\n".utf8)
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let count = Int((max(0, seconds) * 1_000).rounded())
    let rest = String(count % 1_000)
    return "\(count / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
