// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc

/// The built program while it runs.
final class RunningMuster {
  let process = Process()
  let input = Pipe()
  let output = Pipe()

  init(_ arguments: [String], folder: URL? = nil, error: FileHandle = .nullDevice) throws {
    process.executableURL = MusterProcess.binary
    process.arguments = arguments
    process.environment = [:]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = error
    if let folder { process.currentDirectoryURL = folder }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var id: pid_t { process.processIdentifier }

  func send(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Array(text.utf8)) }

  /// Reads one line; nil at the end.
  func line() -> [UInt8]? {
    var line: [UInt8] = []
    while let part = try? output.fileHandleForReading.read(upToCount: 1), let byte = part.first {
      if byte == 0x0A { return line }
      line.append(byte)
    }
    return line.isEmpty ? nil : line
  }

  /// The processes that have it for a parent.
  var workers: [pid_t] { Self.children(of: id) }

  static func children(of parent: pid_t) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { Self.parentAndState(of: $0)?.parent == parent }
  }

  /// Nil where there is no such process.
  private static func parentAndState(of id: pid_t) -> (parent: pid_t, state: String)? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(id)/stat"), !data.isEmpty,
      let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " "),
      fields.count > 1, let parent = pid_t(fields[1])
    else { return nil }
    return (parent, String(fields[0]))
  }

  /// Whether a worker is still there, and not only waiting to be buried.
  static func isAlive(_ id: pid_t) -> Bool {
    guard let data = FileManager.default.contents(atPath: "/proc/\(id)/cmdline"),
      String(decoding: data, as: UTF8.self).contains("__worker"), let state = parentAndState(of: id)?.state
    else { return false }
    return state != "Z" && state != "X"
  }

  /// The most memory that a process has had, in bytes.
  static func peakMemory(of id: pid_t) -> Int {
    let status = FileManager.default.contents(atPath: "/proc/\(id)/status") ?? Data()
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0) << 10
  }

  /// Waits until something is so.
  ///
  /// - Returns: whether it was within so many seconds.
  static func wait(seconds: Double = 60, until isSo: () -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while !isSo() {
      if Date() > end { return false }
      usleep(10_000)
    }
    return true
  }
}

/// Scenarios for tests of many.
enum ManyScenarios {
  static let faults: [(kind: String, type: String, detail: String)] = [
    ("abort", "muster:worker-crash", "signal 6"), ("segv", "muster:worker-crash", "signal 11"),
    ("kill", "muster:worker-crash", "signal 9"), ("memory", "muster:worker-memory", "more than 128 MiB"),
    ("loop", "muster:worker-late", "did not stop"), ("silence", "muster:worker-silent", "neither computed"),
    ("garbage", "muster:worker-nonsense", "nonsense"), ("half", "muster:worker-nonsense", "in the middle"),
  ]

  /// A small scenario on one line, another for each number.
  static func scenario(_ number: Int, fault: String? = nil) -> String {
    let more = fault.map { #""x-test-fault":"\#($0)","# } ?? ""
    return InvalidScenarioTests.sound
      .replacingOccurrences(of: "\n", with: "")
      .replacingOccurrences(of: "\"costPerHour\": 60", with: "\"costPerHour\": \(60 + number % 17)")
      .replacingOccurrences(of: "\"calendar\"", with: more + "\"name\": \"number \(number)\", \"calendar\"")
  }

  /// Whether the program that is tested has the faults that tests ask for: a debug build has.
  static let hasFaults = ProcessInfo.processInfo.environment["MUSTER_BINARY"] == nil
}
