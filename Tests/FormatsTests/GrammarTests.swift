// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Foundation
import Formats
import JSON
import Testing

@Suite("The grammar of JSON")
struct GrammarTests {
  private static let suite = "JSONTestSuite/test_parsing"

  /// What RFC 8259 leaves open, as it is settled here: what the refusal says, or nothing where it is read.
  private static let open: [String: String] = [
    // Numbers are kept as they are written; whether one is too large is the format's matter.
    "i_number_double_huge_neg_exp.json": "",
    "i_number_huge_exp.json": "",
    "i_number_neg_int_huge_exp.json": "",
    "i_number_pos_double_huge_exp.json": "",
    "i_number_real_neg_overflow.json": "",
    "i_number_real_pos_overflow.json": "",
    "i_number_real_underflow.json": "",
    "i_number_too_big_neg_int.json": "",
    "i_structure_UTF-8_BOM_empty_object.json": "",
    "i_number_too_big_pos_int.json": "",
    "i_number_very_big_negative_int.json": "",
    // A lone surrogate is no text.
    "i_object_key_lone_2nd_surrogate.json": "surrogate",
    "i_string_1st_surrogate_but_2nd_missing.json": "surrogate",
    "i_string_1st_valid_surrogate_2nd_invalid.json": "surrogate",
    "i_string_incomplete_surrogate_and_escape_valid.json": "surrogate",
    "i_string_incomplete_surrogate_pair.json": "surrogate",
    "i_string_incomplete_surrogates_escape_valid.json": "surrogate",
    "i_string_invalid_lonely_surrogate.json": "surrogate",
    "i_string_invalid_surrogate.json": "surrogate",
    "i_string_inverted_surrogates_U+1D11E.json": "surrogate",
    "i_string_lone_second_surrogate.json": "surrogate",
    // Only UTF-8, and only valid.
    "i_string_UTF-8_invalid_sequence.json": "UTF-8",
    "i_string_UTF8_surrogate_U+D800.json": "UTF-8",
    "i_string_invalid_utf-8.json": "UTF-8",
    "i_string_iso_latin_1.json": "UTF-8",
    "i_string_lone_utf8_continuation_byte.json": "UTF-8",
    "i_string_not_in_unicode_range.json": "UTF-8",
    "i_string_overlong_sequence_2_bytes.json": "UTF-8",
    "i_string_overlong_sequence_6_bytes.json": "UTF-8",
    "i_string_overlong_sequence_6_bytes_null.json": "UTF-8",
    "i_string_truncated-utf-8.json": "UTF-8",
    "i_string_UTF-16LE_with_BOM.json": "UTF-16",
    "i_string_utf16BE_no_BOM.json": "UTF-16",
    "i_string_utf16LE_no_BOM.json": "UTF-16",
    // A bounded stack.
    "i_structure_500_nested_arrays.json": "nested",
  ]

  @Test("JSONTestSuite: what has to be read is, what has to be refused is", .enabled(if: hasData(suite), "no data"))
  func parsing() throws {
    var counts = ["y": 0, "n": 0, "i": 0]
    for file in try files(dataRoot.appending(path: Self.suite)) {
      let name = file.lastPathComponent
      let bytes = try contents(file)
      // A key may be used twice as far as the grammar is concerned.
      let error = failure { () throws(DocumentError) in try JSONValue(parsing: bytes, allowsDuplicateKeys: true) }
      if let error {
        #expect(error.issues.count == 1)
        #expect(error.issues.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.issue.detail.isEmpty })
      }
      let kind = String(name.prefix(1))
      counts[kind, default: 0] += 1
      switch kind {
      case "y": #expect(error == nil, "\(name): \(error?.rendered(fileName: name) ?? "")")
      case "n": #expect(error != nil, "\(name)")
      default:
        let expected = try #require(Self.open[name], "\(name) is not in the table")
        if !expected.isEmpty {
          #expect(
            error?.issues.first?.issue.detail.contains(expected) == true,
            "\(name): \(error?.issues.first?.issue.detail ?? "read")")
        } else {
          #expect(error == nil, "\(name)")
        }
      }
    }
    #expect(counts == ["y": 95, "n": 188, "i": Self.open.count])
  }

  @Test(
    "JSONTestSuite: what tempts to be transformed is kept or refused",
    .enabled(if: hasData("JSONTestSuite/test_transform"), "no data"))
  func transform() throws {
    for file in try files(dataRoot.appending(path: "JSONTestSuite/test_transform")) {
      let bytes = try contents(file)
      guard let value = try? JSONValue(parsing: bytes, allowsDuplicateKeys: true) else { continue }
      #expect(try JSONValue(parsing: value.serialized(), allowsDuplicateKeys: true) == value)
      if file.lastPathComponent.hasPrefix("number_"), case .array(let elements) = value,
        case .number(let text)? = elements.first
      {
        #expect(String(decoding: bytes, as: UTF8.self).contains(text))
      }
    }
  }

  @Test("Values are what is written")
  func values() throws {
    let text = #" {"a": [1, -0.50e+3, true, false, null, "x\u00e9\ud83d\ude00\n\/\\\""], "b": {}, "": []} "#
    let value = try JSONValue(parsing: Array(text.utf8))
    let expected = JSONValue.object([
      .init(
        "a", .array([.number("1"), .number("-0.50e+3"), .boolean(true), .boolean(false), .null, .string("xé😀\n/\\\"")])),
      .init("b", .object([])), .init("", .array([])),
    ])
    #expect(value == expected)
    #expect(
      String(decoding: value.serialized(), as: UTF8.self)
        == #"{"a":[1,-0.50e+3,true,false,null,"xé😀\n/\\\""],"b":{},"":[]}"#)
    #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
    #expect(value["b"] == .object([]))
    #expect(value["c"] == nil)
  }

  @Test("A key that is used twice is told where it stands again, also among many")
  func duplicateKeys() throws {
    for count in [1, 31, 32, 33, 34, 200] {
      let keys = (0..<count).map { #""k\#($0)": 0"# }.joined(separator: ",\n")
      let text = MarkedText("{\(keys),\n  §\"k0\": 1}")
      let error = failure { () throws(DocumentError) in try JSONValue(parsing: text.bytes) }
      #expect(error?.issues.first?.issue.kind == .duplicateKey)
      #expect(error?.issues.first?.line == text.line)
      #expect(error?.issues.first?.column == text.column)
    }
    // Composed and decomposed letters are equal as texts of Swift, and different keys.
    let others = (0..<40).map { #""k\#($0)": 0,"# }.joined()
    for start in ["", others] {
      let text = "{\(start)\"\u{E9}\": 1, \"e\u{301}\": 2}"
      #expect(failure { () throws(DocumentError) in try JSONValue(parsing: Array(text.utf8)) } == nil)
    }
  }

  @Test("Depth is bounded, exactly")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(failure { () throws(DocumentError) in try JSONValue(parsing: nested(JSONLimits.depth)) } == nil)
    let error = failure { () throws(DocumentError) in try JSONValue(parsing: nested(JSONLimits.depth + 1)) }
    #expect(error?.issues.first?.issue.kind == .limit)
    #expect(error?.issues.first?.column == JSONLimits.depth + 1)
  }

  @Test("Numbers of any length and brackets in any number are refused in bounded time")
  func bounded() {
    let clock = ContinuousClock()
    let spent = clock.measure {
      for bytes in [
        [UInt8](repeating: UInt8(ascii: "9"), count: 1_000_000),
        [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000),
        Array(String(repeating: "{\"a\":", count: 200_000).utf8),
        Array("\"".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      ] {
        let error = failure { () throws(DocumentError) in try ScenarioReader.read(bytes) }
        #expect(error?.issues.count == 1)
        #expect((error?.rendered(fileName: "x").utf8.count ?? 0) < 2_000)
      }
    }
    #expect(spent < .seconds(20))
  }

  @Test("Columns count characters, and the caret stands below the place")
  func caret() {
    let text = MarkedText("{\n  \"é😀\": §tru }")
    let error = failure { () throws(DocumentError) in try JSONValue(parsing: text.bytes) }
    #expect(error?.issues.first?.line == 2)
    // The place is the character that does not fit.
    #expect(error?.issues.first?.column == text.column + 3)
    let lines = error?.rendered(fileName: "a.json").split(separator: "\n") ?? []
    #expect(lines.first?.hasPrefix("a.json:2:12: error: found") == true)
    #expect(lines.dropFirst().first == "    \"é😀\": tru }")
    #expect(lines.dropFirst(2).first == "             ^")
  }
}
