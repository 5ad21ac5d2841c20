// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc

/// Runs the built program as a user does.
struct MusterProcess {
  struct Outcome {
    var status: Int32
    var output: [UInt8]
    var error: String

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The program beside the test bundle, or the one that `MUSTER_BINARY` names.
  static var binary: URL {
    if let path = ProcessInfo.processInfo.environment["MUSTER_BINARY"] { return URL(fileURLWithPath: path) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let length = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
    }
    let tests = URL(fileURLWithPath: String(decoding: buffer.prefix(max(0, length)), as: UTF8.self))
    let beside = tests.deletingLastPathComponent().appendingPathComponent("muster")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    // Some ways to run tests start a helper that loads the bundle; its path is then among the arguments.
    for argument in CommandLine.arguments {
      guard let end = argument.range(of: "/muster", options: .backwards) else { continue }
      let candidate = URL(fileURLWithPath: String(argument[..<end.lowerBound])).appendingPathComponent("muster")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    return beside
  }

  /// Runs it to its end.
  static func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    let folder = try TemporaryFolder()
    // Files instead of pipes, so that nothing has to be read while it runs.
    let inputFile = try folder.write("in", input)
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: folder.write("out", []))
    process.standardError = try FileHandle(forWritingTo: folder.write("err", []))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: try Array(Data(contentsOf: folder.url("out"))),
      error: String(decoding: try Data(contentsOf: folder.url("err")), as: UTF8.self))
  }
}

/// A folder that is removed when the last reference to it goes.
final class TemporaryFolder {
  let path: URL

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("muster-test-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: path) }

  func url(_ name: String) -> URL { path.appendingPathComponent(name) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
    try Data(bytes).write(to: url(name))
    return url(name)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> URL { try write(name, Array(text.utf8)) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path.path).sorted()) ?? [] }
}
