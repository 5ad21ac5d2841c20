// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
import Testing

@Suite("Files, pipes and signals", .timeLimit(.minutes(5)))
struct FileTests {
  @Test("A missing file ends with 66", arguments: ["solve", "check"])
  func missing(_ command: String) throws {
    let outcome = try MusterProcess.run([command, "/nowhere/scenario.json"])
    #expect(outcome.status == 66)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("/nowhere/scenario.json: there is no such file"))
    #expect(outcome.error.contains("hint:"))
  }

  @Test("A directory ends with 66")
  func directory() throws {
    let folder = try TemporaryFolder()
    let outcome = try MusterProcess.run(["solve", folder.path.path])
    #expect(outcome.status == 66)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("is a directory"))
  }

  @Test("A name that is not UTF-8 is refused, and no file of another name is written")
  func foreignName() throws {
    let folder = try TemporaryFolder()
    // A shell hands such a name over as it is.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "exec '\(MusterProcess.binary.path)' generate --size S -o \"$(printf 'a\\351b.json')\" 2> err",
    ]
    process.currentDirectoryURL = folder.path
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 64)
    #expect(folder.names == ["err"])
    let error = try String(contentsOf: folder.url("err"), encoding: .utf8)
    #expect(error.hasPrefix("muster: error: The argument 'a\\xe9b.json' is not UTF-8.\n  hint: "), "\(error)")
  }

  @Test("A file name cannot reach the terminal raw")
  func escapedName() throws {
    let outcome = try MusterProcess.run(["solve", "/nowhere/\u{1B}[31mred"])
    #expect(outcome.status == 66)
    #expect(!outcome.error.contains("\u{1B}"))
  }

  @Test("An output that cannot be created ends with 73, before any work", arguments: ["/nowhere/x/plan.json", "/"])
  func cannotCreate(_ path: String) throws {
    let outcome = try MusterProcess.run(["generate", "--size", "S", "-o", path])
    #expect(outcome.status == 73)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("error:"))
  }

  @Test("A full device ends with 74")
  func fullDevice() throws {
    let outcome = try MusterProcess.run(["generate", "--size", "S", "-o", "/dev/full"])
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("no space"))
  }

  @Test("-o replaces a file as a whole and leaves nothing else behind")
  func replacing() throws {
    let folder = try TemporaryFolder()
    try folder.write("scenario.json", "old")
    let arguments = ["generate", "--staff", "10", "--projects", "2", "--weeks", "4"]
    let outcome = try MusterProcess.run(arguments + ["-o", folder.url("scenario.json").path])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(folder.names == ["scenario.json"])
    let written = try Array(Data(contentsOf: folder.url("scenario.json")))
    #expect(try MusterProcess.run(arguments).output == written)
  }

  @Test("A link stays a link: what it leads to is replaced")
  func link() throws {
    let folder = try TemporaryFolder()
    try folder.write("real.json", "old")
    try FileManager.default.createSymbolicLink(
      at: folder.url("link.json"), withDestinationURL: folder.url("real.json"))
    let outcome = try MusterProcess.run(
      ["generate", "--staff", "10", "--projects", "1", "--weeks", "2", "-o", folder.url("link.json").path])
    #expect(outcome.status == 0)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.url("link.json").path).hasSuffix("real.json"))
    #expect(try Data(contentsOf: folder.url("real.json")).count > 100)
  }

  @Test("A reader that stops ends it with 141")
  func brokenPipe() throws {
    let process = Process()
    process.executableURL = MusterProcess.binary
    process.arguments = ["generate", "--size", "M"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    try pipe.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 141)
  }

  @Test(
    "Interruption ends it with 130, termination with 143",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func signals(_ signal: Int32, _ status: Int32) throws {
    let process = Process()
    process.executableURL = MusterProcess.binary
    // It waits for its input.
    process.arguments = ["solve", "-"]
    let input = Pipe()
    process.standardInput = input
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(300_000)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
    try output.fileHandleForWriting.close()
    #expect(try output.fileHandleForReading.readToEnd()?.isEmpty ?? true)
  }

  @Test(
    "Where memory is limited there is a plan or a message, never a signal",
    arguments: Array(stride(from: 60, to: 300, by: 20))
  )
  func memory(_ mebibytes: Int) throws {
    let folder = try TemporaryFolder()
    let scenario = try MusterProcess.run(["generate", "--size", "S", "--seed", "1"])
    let path = try folder.write("scenario.json", scenario.output).path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      #"ulimit -v $1; exec timeout -s KILL 100 "$0" solve "$2" --engine native --time-limit 5 --quiet"#,
      MusterProcess.binary.path, String(mebibytes << 10), path,
    ]
    let error = Pipe()
    process.standardError = error
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    switch process.terminationStatus {
    case 0: break
    case 69: #expect(text.contains("of memory may be used") || text.contains("Memory ran out"), "\(text)")
    // A program with its libraries beside it may not even be loaded.
    default: #expect(process.terminationStatus == 127 && text.contains("shared libraries"), "\(text)")
    }
  }

  @Test("Generation gives the same bytes every time, and a scenario that passes the check")
  func generation() throws {
    for family in [
      "enterprise", "plenty", "ties", "hardware", "one-skill", "one-huge-demand", "daily", "office",
    ] {
      let arguments = [
        "generate", "--family", family, "--staff", "30", "--projects", "6", "--weeks", "8", "--seed", "4",
      ]
      let first = try MusterProcess.run(arguments)
      #expect(first.status == 0)
      #expect(first.output == (try MusterProcess.run(arguments)).output)
      let checked = try MusterProcess.run(["check", "-", "--format", "table"], input: first.output)
      #expect(checked.status == 0, "\(family): \(checked.error)")
      #expect(checked.text.contains("OK"))
    }
  }
}
