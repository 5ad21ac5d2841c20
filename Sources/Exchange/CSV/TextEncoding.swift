// SPDX-License-Identifier: GPL-3.0-or-later

/// How the bytes of a text stand for characters.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case windows1252 = "windows-1252"

  /// The text of some bytes; nil where they are not in the encoding.
  ///
  /// - Parameter encoding: nil is UTF-8, or UTF-16 where a byte order mark says so. The mark of UTF-8 wins over Windows-1252:
  ///   of the files of a folder some may have it.
  static func text(of bytes: [UInt8], _ encoding: TextEncoding?) -> String? {
    if encoding == .windows1252, !bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      var text = String.UnicodeScalarView()
      for byte in bytes {
        guard let scalar = Unicode.Scalar(windows1252(byte)) else { return nil }
        text.append(scalar)
      }
      return String(text)
    }
    if encoding == nil, bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isLittleEndian: true) }
    if encoding == nil, bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isLittleEndian: false) }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> String? {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittleEndian ? first | second << 8 : first << 8 | second
    }
    return String(validating: units, as: UTF16.self)
  }

  /// The scalar of a byte of Windows-1252; its five free places are the controls of Latin-1.
  static func windows1252(_ byte: UInt8) -> UInt32 {
    guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
    let table: [UInt32] = [
      0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
      0x017D,
      0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
      0x017E, 0x0178,
    ]
    return table[Int(byte) - 0x80]
  }
}
