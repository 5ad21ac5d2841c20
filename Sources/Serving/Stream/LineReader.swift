// SPDX-License-Identifier: GPL-3.0-or-later

import Glibc
import Processes

/// Reads a descriptor line by line in bounded memory.
///
/// It blocks no thread of the cooperative pool: where there is nothing to be read, a thread of its own waits.
struct LineReader {
  /// A line without its end.
  enum Line: Sendable {
    case text([UInt8])
    /// A line of so many bytes, more than the limit; it was passed over.
    case tooLong(bytes: Int)
  }

  private let descriptor: Int32
  private let limit: Int
  /// Ends the input when it is rung.
  private let bell: Doorbell
  /// What was read and not handed out: the bytes of ``block`` from ``position``.
  private var block: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// - Parameters:
  ///   - limit: the most bytes of a line that are kept.
  ///   - bell: when it is rung, no more is read: the input is as if it ended there.
  init(_ descriptor: Int32, limit: Int, bell: Doorbell) {
    self.bell = bell
    self.descriptor = descriptor
    self.limit = limit
  }

  /// The next line, or nil at the end of the input. A last line without an end is a line.
  mutating func next() async throws(FileFailure) -> Line? {
    // Parts, so that a line that grows is not copied again and again.
    var parts: [[UInt8]] = []
    var length = 0
    var isSkipping = false
    while true {
      if position == block.count {
        if !isAtEnd { try await refill() }
        if isAtEnd {
          guard length > 0 else { return nil }
          break
        }
      }
      let end = Self.newline(in: block, from: position)
      let part = end ?? block.count
      length += part - position
      // The one byte more may be the CR before the LF.
      if length > limit + 1 {
        isSkipping = true
        parts = []
      }
      if !isSkipping, part > position { parts.append(Array(block[position..<part])) }
      position = end.map { $0 + 1 } ?? part
      if end != nil { break }
    }
    if isSkipping { return .tooLong(bytes: length) }
    var line = parts.count == 1 ? parts[0] : []
    if parts.count > 1 {
      line.reserveCapacity(length)
      for part in parts { line += part }
    }
    if line.last == 0x0D { line.removeLast() }
    return line.count > limit ? .tooLong(bytes: line.count) : .text(line)
  }

  private static func newline(in block: [UInt8], from start: Int) -> Int? {
    block.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, let found = memchr(base + start, 0x0A, buffer.count - start) else {
        return nil
      }
      return UnsafeRawPointer(found) - base
    }
  }

  private static let blockSize = 1 << 16

  /// Reads the next block, or finds the end.
  private mutating func refill() async throws(FileFailure) {
    while true {
      position = 0
      block = []
      guard await whenReadable() else {
        isAtEnd = true
        return
      }
      do throws(SystemError) {
        block = try readBlock(descriptor, most: Self.blockSize)
      } catch {
        if error.code == EAGAIN { continue }
        throw .reading("Standard input", error)
      }
      isAtEnd = block.isEmpty
      return
    }
  }

  /// Returns when there is something to be read.
  ///
  /// - Returns: whether it is still to be read.
  private func whenReadable() async -> Bool {
    let descriptors = [descriptor, bell.descriptor]
    /// nil where there is nothing yet.
    @Sendable func look(milliseconds: Int32) -> Bool? {
      var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let count = retrying { poll(&entries, nfds_t(entries.count), milliseconds) }
      if entries[1].revents != 0 { return false }
      // What cannot be polled is read, which then says why not.
      return count == 0 ? nil : true
    }
    if let answer = look(milliseconds: 0) { return answer }
    return await onOwnThread(stackBytes: smallStack) { look(milliseconds: -1) ?? true }
  }
}
