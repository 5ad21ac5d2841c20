// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import JSON

@Suite("Keys and the digest")
struct KeyAndDigestTests {
  private func isWellFormed(_ text: String) -> Bool { JSONValue.isWellFormed(Array(text.utf8)) }

  @Test("Keys longer than what is packed are told apart by their last byte")
  func longKeys() {
    let stem = String(repeating: "k", count: 30)
    #expect(isWellFormed("{\"\(stem)a\": 1, \"\(stem)b\": 2}"))
    #expect(!isWellFormed("{\"\(stem)a\": 1, \"\(stem)a\": 2}"))
  }

  @Test("A key is the same with and without escapes")
  func escapedKeys() {
    #expect(!isWellFormed(#"{"id": 1, "\u0069d": 2}"#))
    #expect(isWellFormed(#"{"id": 1, "\u0069e": 2}"#))
  }

  @Test("A duplicate is seen in objects of any size, also after an inner object", arguments: [1, 31, 32, 33, 34, 200])
  func duplicates(count: Int) {
    let members = (0..<count).map { "\"k\($0)\": {\"k\($0)\": 0}" }.joined(separator: ", ")
    #expect(isWellFormed("{\(members)}"))
    for repeated in [0, count - 1] { #expect(!isWellFormed("{\(members), \"k\(repeated)\": 0}")) }
  }

  @Test("Texts of every length end where they end", arguments: 0..<40)
  func textLengths(count: Int) throws {
    let text = String(repeating: "a", count: count)
    for last in ["", "é", "~", "\u{7F}"] {
      #expect(try JSONValue(parsing: Array("\"\(text)\(last)\"".utf8)) == .string(text + last))
    }
    #expect(!isWellFormed("\"\(text)\u{1F}\""))
    #expect(!isWellFormed("\"\(text)"))
  }

  @Test("The digest is that of FIPS 180-4, and the same on a thread of its own")
  func digest() {
    #expect(sha256Hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(sha256Hex(million) == expected)
    let concurrent = million.withUnsafeBufferPointer { buffer in
      var digest = ConcurrentDigest(buffer)
      defer { digest.finish() }
      return digest.hexadecimal()
    }
    #expect(concurrent == expected)
  }
}
