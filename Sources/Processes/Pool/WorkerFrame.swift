// SPDX-License-Identifier: GPL-3.0-or-later

/// What goes between a pool and its workers: a head of fixed size, a body, and an attachment.
struct WorkerFrame: Sendable {
  enum Kind: UInt8, Sendable {
    // To a worker.
    /// What it works with; the first frame.
    case configure = 1
    /// Something to keep under a name: the attachment; without the flag it is to be forgotten.
    case state = 2
    /// To be answered.
    case task = 3
    // From a worker.
    /// The answer to a task.
    case answer = 4
    /// How many seconds the task may take, and how many beyond that for what cannot be cut short: bit patterns.
    case limit = 5
  }

  var kind: Kind
  var flags: UInt8 = 0
  /// Which task it is about.
  var number: UInt64 = 0
  var body: [UInt8] = []
  var attachment: [UInt8] = []

  static let headSize = 32
  /// A part longer than this is nonsense.
  static let mostBytes = 1 << 31
  private static let magic: UInt32 = 0x4D55_5357

  /// Appends the frame to bytes on their way.
  func append(to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + Self.headSize + body.count + attachment.count)
    Self.put(Self.magic, into: &bytes)
    bytes.append(kind.rawValue)
    bytes.append(flags)
    Self.put(UInt16(0), into: &bytes)
    Self.put(number, into: &bytes)
    Self.put(UInt64(body.count), into: &bytes)
    Self.put(UInt64(attachment.count), into: &bytes)
    bytes += body
    bytes += attachment
  }

  static func put(_ value: some FixedWidthInteger, into bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Takes a number apart, or nil where the bytes end before.
  static func number<Value: FixedWidthInteger>(_: Value.Type, in bytes: [UInt8], at position: Int) -> Value? {
    guard position >= 0, bytes.count - position >= MemoryLayout<Value>.size else { return nil }
    return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self)) }
  }

  /// What is at the beginning of bytes.
  enum Reading {
    /// A frame, and how many bytes it takes.
    case frame(WorkerFrame, size: Int)
    /// So many bytes are needed at least.
    case incomplete(Int)
    case nonsense
  }

  /// Reads the frame that begins at a position.
  static func read(_ bytes: [UInt8], at position: Int) -> Reading {
    let head = min(bytes.count - position, headSize)
    // The first bytes already show nonsense.
    for offset in 0..<min(head, 4) where bytes[position + offset] != UInt8(truncatingIfNeeded: magic >> (8 * offset)) {
      return .nonsense
    }
    guard head == headSize, let number = number(UInt64.self, in: bytes, at: position + 8),
      let bodySize = Self.number(UInt64.self, in: bytes, at: position + 16),
      let attachmentSize = Self.number(UInt64.self, in: bytes, at: position + 24)
    else { return .incomplete(headSize) }
    guard let kind = Kind(rawValue: bytes[position + 4]), bodySize <= mostBytes, attachmentSize <= mostBytes else {
      return .nonsense
    }
    let size = headSize + Int(bodySize) + Int(attachmentSize)
    guard bytes.count - position >= size else { return .incomplete(size) }
    let body = position + headSize
    let attachment = body + Int(bodySize)
    let frame = WorkerFrame(
      kind: kind, flags: bytes[position + 5], number: number, body: Array(bytes[body..<attachment]),
      attachment: Array(bytes[attachment..<(position + size)]))
    return .frame(frame, size: size)
  }
}

/// Bytes that come in, cut into frames.
struct FrameBuffer: Sendable {
  private var bytes: [UInt8] = []
  private var position = 0
  private var needed = WorkerFrame.headSize

  /// Whether a frame has begun that is not complete.
  var isInFrame: Bool { position < bytes.count }

  mutating func append(_ part: some Sequence<UInt8>) {
    if position > 0, position == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 22)
      position = 0
    } else if position > 1 << 16, position > bytes.count / 2 {
      bytes.removeFirst(position)
      position = 0
    }
    bytes.append(contentsOf: part)
  }

  /// The next frame, or nil until more has come.
  ///
  /// - Throws: ``WorkerFault`` where it is none.
  mutating func next() throws(WorkerFault) -> WorkerFrame? {
    guard isInFrame else { return nil }
    // Where the head has been read, nothing is to be learnt until the rest is there.
    if needed > WorkerFrame.headSize, bytes.count - position < needed { return nil }
    switch WorkerFrame.read(bytes, at: position) {
    case .frame(let frame, let size):
      position += size
      needed = WorkerFrame.headSize
      return frame
    case .incomplete(let size):
      needed = size
      return nil
    case .nonsense:
      throw WorkerFault(.nonsense, "answered nonsense")
    }
  }
}

/// A task as it stands in the body of its frame; the payload is the attachment.
struct TaskHead: Sendable {
  var attempt: WorkerAttempt
  var seconds: Double?
  var fault: WorkerFault?

  var bytes: [UInt8] {
    var bytes: [UInt8] = [attempt.rawValue, fault?.kind.rawValue ?? 0]
    WorkerFrame.put((seconds ?? -1).bitPattern, into: &bytes)
    if let fault { bytes += Array(fault.detail.utf8) }
    return bytes
  }

  init(attempt: WorkerAttempt, seconds: Double?, fault: WorkerFault?) {
    self.attempt = attempt
    self.seconds = seconds
    self.fault = fault
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 10, let attempt = WorkerAttempt(rawValue: bytes[0]),
      let pattern = WorkerFrame.number(UInt64.self, in: bytes, at: 2)
    else { return nil }
    self.attempt = attempt
    let seconds = Double(bitPattern: pattern)
    self.seconds = seconds >= 0 ? seconds : nil
    if bytes[1] != 0 {
      guard let kind = WorkerFault.Kind(rawValue: bytes[1]) else { return nil }
      fault = WorkerFault(kind, String(decoding: bytes[10...], as: UTF8.self))
    }
  }
}
