// SPDX-License-Identifier: GPL-3.0-or-later

internal import CInterchange
private import Glibc

/// A ZIP archive in memory, read through minizip within limits that are checked while a part is unpacked.
final class ZipArchive {
  /// What is allowed.
  struct Limits: Sendable {
    /// The most bytes of a part.
    var part = 512 << 20
    /// The most bytes of all parts that are unpacked.
    var all = 1 << 30
    /// The most bytes for one of the archive, where there are more than ``ratioFree``.
    var ratio = 250
    var ratioFree = 16 << 20
    var parts = 10_000
  }

  private struct Part {
    var position: cinterchange_zip_position
    var method: UInt
    var isEncrypted: Bool
    var packed: Int
    /// How many bytes the archive says that there are, which may be wrong.
    var declared: Int
  }

  private let library: cinterchange_minizip
  private let zip: cinterchange_zip
  private let size: Int
  private let memory: UnsafeMutablePointer<cinterchange_memory>
  private let limits: Limits
  private var parts: [String: Part] = [:]
  private var unpacked = 0
  /// The names of the parts in the order of the archive.
  private(set) var names: [String] = []

  /// Opens an archive, whose bytes have to stay where they are for as long as it is used.
  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: Limits = Limits()) throws {
    let library = try InterchangeLibrary.minizip()
    let memory = UnsafeMutablePointer<cinterchange_memory>.allocate(capacity: 1)
    memory.initialize(to: cinterchange_memory(bytes: bytes.baseAddress, count: bytes.count, position: 0))
    guard let opened = withUnsafePointer(to: library, { cinterchange_open_memory($0, memory) }) else {
      memory.deallocate()
      throw XMLFailure(
        "the file is not a ZIP archive, or it is cut short", hint: "is it a workbook? Save it again as .xlsx")
    }
    self.library = library
    size = bytes.count
    self.memory = memory
    self.limits = limits
    zip = opened
    try list()
  }

  deinit {
    _ = library.close(zip)
    memory.deallocate()
  }

  private func list() throws(XMLFailure) {
    var status = library.first(zip)
    while status == 0 {
      guard names.count < limits.parts else { throw XMLFailure("the archive has more than \(limits.parts) parts") }
      var info = cinterchange_zip_info()
      var name = [CChar](repeating: 0, count: 1025)
      guard library.info(zip, &info, &name, 1024, nil, 0, nil, 0) == 0, info.name_size <= 1024 else {
        throw XMLFailure("the list of parts in the archive is damaged")
      }
      var position = cinterchange_zip_position()
      guard library.position(zip, &position) == 0 else {
        throw XMLFailure("the list of parts in the archive is damaged")
      }
      let length = name.firstIndex(of: 0) ?? 0
      let text = String(decoding: name[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // Names of parts are compared without case, and some programs write them with the wrong slash; paths on a disk
      // they never become.
      let written = text.lowercased().replacing("\\", with: "/")
      let key = written.hasPrefix("/") ? String(written.dropFirst()) : written
      guard parts[key] == nil else { throw XMLFailure("the archive has a part twice: \(text)") }
      parts[key] = Part(
        position: position, method: UInt(info.compression_method), isEncrypted: info.flag & 1 != 0,
        packed: Int(clamping: info.compressed_size), declared: Int(clamping: info.uncompressed_size))
      names.append(text)
      status = library.next(zip)
    }
    // -100 is the end of the list.
    guard status == -100 else { throw XMLFailure("the list of parts in the archive is damaged") }
    // Parts that share their bytes unpack to much more than there is.
    var rest = size
    for part in parts.values {
      guard part.packed <= rest else { throw XMLFailure("parts of the archive overlap, or are cut short") }
      rest -= part.packed
    }
  }

  /// Whether there is a part of a name.
  func has(_ name: String) -> Bool { parts[name.lowercased()] != nil }

  /// Unpacks a part, piece by piece.
  ///
  /// - Parameter take: takes a piece, the last of which is empty.
  func unpack(_ name: String, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let part = parts[name.lowercased()] else { throw XMLFailure("the workbook lacks its part \(name)") }
    guard !part.isEncrypted else { throw XMLFailure("the archive is encrypted", hint: "save it without a password") }
    guard part.method == 0 || part.method == 8 else {
      throw XMLFailure("the part \(name) is packed in a way that workbooks do not use (\(part.method))")
    }
    // What an archive admits need not be unpacked to be refused; what it hides is counted below.
    try checkRatio(of: part, part.declared, name)
    var position = part.position
    guard library.go(zip, &position) == 0, library.open_file(zip) == 0 else {
      throw XMLFailure("the part \(name) cannot be unpacked")
    }
    var isOpen = true
    defer { if isOpen { _ = library.close_file(zip) } }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    guard let start = buffer.baseAddress else { return }
    var count = 0
    while true {
      let read = library.read(zip, start, UInt32(buffer.count))
      guard read >= 0 else { throw XMLFailure("the part \(name) is damaged") }
      if read == 0 { break }
      count += Int(read)
      unpacked += Int(read)
      guard count <= limits.part, unpacked <= limits.all else {
        throw XMLFailure("the workbook has more than \(limits.part >> 20) MiB when it is unpacked")
      }
      try checkRatio(of: part, count, name)
      try take(UnsafeRawBufferPointer(start: start, count: Int(read)))
    }
    isOpen = false
    // A checksum that does not fit shows when the part is closed.
    guard library.close_file(zip) == 0 else {
      throw XMLFailure("the part \(name) is damaged: its checksum does not fit")
    }
    try take(UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// How many values a sheet has at most, so that one with too many need not be read; 0 for a part that is not larger than
  /// a size.
  func values(in name: String, ifLargerThan size: Int) throws -> Int {
    guard let part = parts[name.lowercased()], part.declared > size else { return 0 }
    var count = 0
    let before = unpacked
    try unpack(name) { count += Self.values(in: $0) }
    unpacked = before
    return count
  }

  /// How many tags begin values: `<v` and `<is`, with a prefix of one letter or without. One that a piece ends in is missed.
  private static func values(in piece: UnsafeRawBufferPointer) -> Int {
    guard let base = piece.baseAddress else { return 0 }
    var count = 0
    var index = 0
    while index + 6 < piece.count, let found = memchr(base + index, 0x3C, piece.count - index - 6) {
      index = base.distance(to: UnsafeRawPointer(found)) + 1
      let name = piece[index + 1] == UInt8(ascii: ":") ? index + 2 : index
      let isValue = piece[name] == UInt8(ascii: "v") && [0x3E, 0x20].contains(piece[name + 1])
      let isText =
        piece[name] == UInt8(ascii: "i") && piece[name + 1] == UInt8(ascii: "s") && piece[name + 2] == UInt8(ascii: ">")
      if isValue || isText { count += 1 }
    }
    return count
  }

  private func checkRatio(of part: Part, _ count: Int, _ name: String) throws(XMLFailure) {
    guard count > limits.ratioFree, count / max(1, min(part.packed, size)) > limits.ratio else { return }
    throw XMLFailure("the part \(name) unpacks to more than \(limits.ratio) times its size, as no usual workbook does")
  }

  /// Reads a part as XML.
  func read(_ name: String, _ handler: any XMLHandler) throws {
    let reader = try XMLReader(handler)
    do {
      try unpack(name) { try reader.feed($0, isLast: $0.isEmpty) }
    } catch let failure as XMLFailure {
      guard let line = failure.line else { throw failure }
      throw XMLFailure("\(name), line \(line): \(failure.detail)", hint: failure.hint)
    }
  }
}
