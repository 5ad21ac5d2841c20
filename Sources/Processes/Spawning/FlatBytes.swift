// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers and arrays as bytes in memory order, for two processes of one program on one machine.
package struct FlatWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func put<Value: BitwiseCopyable>(_ value: Value) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  package mutating func put<Value: BitwiseCopyable>(_ values: [Value]) {
    put(values.count)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  package mutating func put(_ text: String) { put(Array(text.utf8)) }

  package mutating func put<Value: BitwiseCopyable>(optional values: [Value]?) {
    put(values != nil)
    if let values { put(values) }
  }
}

/// Reads what ``FlatWriter`` wrote. What does not fit is nil, never a trap: the bytes may come from a process that died.
package struct FlatReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything was read.
  package var isAtEnd: Bool { position == bytes.count }

  package mutating func number<Value: BitwiseCopyable>(_ type: Value.Type) -> Value? {
    let size = MemoryLayout<Value>.size
    guard bytes.count - position >= size else { return nil }
    defer { position += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) }
  }

  /// A truth value; a byte that is neither 0 nor 1 is nil.
  package mutating func truth() -> Bool? {
    guard let byte = number(UInt8.self), byte <= 1 else { return nil }
    return byte == 1
  }

  package mutating func array<Value: BitwiseCopyable>(_ type: Value.Type, filledWith zero: Value) -> [Value]? {
    guard let count = number(Int.self), count >= 0, count <= (bytes.count - position) / MemoryLayout<Value>.stride
    else { return nil }
    var values = [Value](repeating: zero, count: count)
    let size = count * MemoryLayout<Value>.stride
    values.withUnsafeMutableBytes { target in
      bytes.withUnsafeBytes { source in
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + size]))
      }
    }
    position += size
    return values
  }

  package mutating func text() -> String? {
    array(UInt8.self, filledWith: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
