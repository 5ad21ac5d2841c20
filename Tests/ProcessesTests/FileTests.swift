// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Glibc
@testable import Processes
import Testing

/// A folder that is removed when the last reference to it goes.
final class TestFolder {
  let path = NSTemporaryDirectory() + "muster-processes-" + UUID().uuidString
  init() throws { try Folder.make(path + "/below") }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  func file(_ name: String) -> String { path + "/" + name }
}

@Suite struct FileTests {
  @Test func aFileIsReplacedAsAWholeAndKeepsItsRights() throws {
    let folder = try TestFolder()
    let path = folder.file("plan.json")
    let large = [UInt8](repeating: 7, count: 300_000)
    try OutputFile(path).write(large)
    chmod(path, 0o640)
    try OutputFile(path).write([1, 2, 3])
    #expect(try InputFile(path).read() == [1, 2, 3])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(try Folder.names(in: folder.path).sorted() == [".", "..", "below", "plan.json"])
    try OutputFile(folder.file("below/other")).write(large)
    #expect(try InputFile(path).readSibling("below/other") == large)
  }

  /// What a document names is a file beside it, and nothing else is opened.
  @Test func nothingIsReadOutsideTheFolder() throws {
    let folder = try TestFolder()
    let inside = InputFile(folder.file("below/scenario.json"))
    try OutputFile(folder.file("secret")).write([1])
    try Folder.make(folder.file("below/deep"))
    try OutputFile(folder.file("below/deep/plan")).write([2])
    symlink("deep/plan", folder.file("below/near"))
    symlink("../secret", folder.file("below/far"))
    symlink("nowhere", folder.file("below/dangling"))
    #expect(mkfifo(folder.file("below/pipe"), 0o600) == 0)
    #expect(try inside.readSibling("deep/plan") == [2])
    #expect(try inside.readSibling("near") == [2])
    func detail(_ name: String) -> String? {
      do throws(FileFailure) {
        _ = try inside.readSibling(name)
        return nil
      } catch {
        return error.detail
      }
    }
    for name in [
      "../secret", folder.file("secret"), "deep/../../secret", "far", "", "/dev/zero", "near\0", "/none/at/all",
    ] {
      #expect(detail(name) == "\(name) is no file beside it.")
    }
    #expect(detail("pipe") == "pipe is no regular file.")
    #expect(detail("deep") == "deep is no regular file.")
    #expect(detail("none") == "none: there is no such file or directory.")
    #expect(detail("dangling")?.hasPrefix("dangling: there is no such file") == true)
  }

  @Test func whatCannotBeReadOrWrittenSaysWhy() throws {
    let folder = try TestFolder()
    func kind(_ work: () throws(FileFailure) -> Void) -> FileFailure.Kind? {
      do throws(FileFailure) {
        try work()
        return nil
      } catch {
        #expect(error.detail.hasSuffix("."))
        return error.kind
      }
    }
    #expect(kind { () throws(FileFailure) in _ = try InputFile(folder.file("none")).read() } == .noInput)
    #expect(kind { () throws(FileFailure) in _ = try InputFile("").read() } == .noInput)
    #expect(kind { () throws(FileFailure) in _ = try InputFile(folder.path).read() } == .inputIsDirectory)
    #expect(kind { () throws(FileFailure) in try OutputFile(folder.path).write([]) } == .outputIsDirectory)
    #expect(kind { () throws(FileFailure) in try OutputFile(folder.file("no/where")).write([]) } == .cannotCreate)
    #expect(kind { () throws(FileFailure) in try OutputFile("/dev/full").write([1]) } == .writeFailed)
    try OutputFile(folder.file("file")).write([])
    #expect(kind { () throws(FileFailure) in try Folder.make(folder.file("file/below")) } == .cannotCreate)
    #expect(kind { () throws(FileFailure) in _ = try Folder.names(in: folder.file("none")) } == .noInput)
    try removeFile(folder.file("file"))
    try removeFile(folder.file("file"))
    #expect(fileKind(of: folder.file("file")) == nil)
  }

  @Test func namesOfUnfinishedFilesAreTold() {
    #expect(OutputFile.target(ofUnfinished: "a.plan.json.123.tmp") == "a.plan.json")
    #expect(OutputFile.target(ofUnfinished: "a.plan.json.x1.tmp") == nil)
    #expect(OutputFile.target(ofUnfinished: "a.plan.json") == nil)
    #expect(OutputFile.target(ofUnfinished: "tmp.tmp") == nil)
  }

  @Test func aLogThatIsClosedIsNotLocked() throws {
    let folder = try TestFolder()
    let path = folder.file("log")
    let log = try LockedLog(path)
    // What a process has that is just being made: the same open file.
    let numbers = try Folder.names(in: "/proc/self/fd").compactMap { Int32($0) }
    let mine = numbers.first { number in
      var name = [CChar](repeating: 0, count: 4096)
      let length = name.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.map { readlink("/proc/self/fd/\(number)", $0, buffer.count) } ?? -1
      }
      return length > 0
        && String(decoding: name.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self).hasSuffix(path)
    }
    let copy = dup(try #require(mine))
    log.close()
    try LockedLog(path).close()
    close(copy)
  }

  @Test func aLogIsLockedAndMended() throws {
    let folder = try TestFolder()
    let path = folder.file("log")
    let log = try LockedLog(path)
    #expect(throws: FileFailure.self) { try LockedLog(path) }
    try log.append(Array("one\ntw".utf8))
    log.close()
    let next = try LockedLog(path)
    try next.mend()
    try next.mend()
    try next.append(Array("three\n".utf8))
    #expect(try InputFile(path).read() == Array("one\ntw\nthree\n".utf8))
    try next.clear()
    #expect(try InputFile(path).read() == [])
    next.close()
  }

  @Test func aPipeIsReadToItsEndAndWrittenWhole() async throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    // Somebody else may have made it non-blocking.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let bytes = (0..<400_000).map { UInt8(truncatingIfNeeded: $0) }
    let (input, output) = (ends[0], ends[1])
    startThread {
      try? writeAll(bytes, to: output)
      close(output)
    }
    #expect(try readAll(input) == bytes)
    close(input)
  }
}
