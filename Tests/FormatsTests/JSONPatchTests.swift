// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import JSON
import Testing

@Suite("JSON Pointer and JSON Patch")
struct JSONPatchTests {
  private func value(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

  private func patched(_ document: String, _ patch: String) throws -> String {
    String(decoding: try JSONPatch(value(patch)).applied(to: value(document)).serialized(), as: UTF8.self)
  }

  private func failure(_ document: String, _ patch: String) throws -> JSONPatchError? {
    let document = try value(document)
    let patch = try value(patch)
    do throws(JSONPatchError) {
      _ = try JSONPatch(patch).applied(to: document)
      return nil
    } catch {
      return error
    }
  }

  /// A case for each example of RFC 6902, appendix A, with other values.
  @Test(
    "What each operation does",
    arguments: [
      (#"{"team":"core"}"#, #"[{"op":"add","path":"/lead","value":"ana"}]"#, #"{"team":"core","lead":"ana"}"#),
      (
        #"{"days":["mon","wed"]}"#, #"[{"op":"add","path":"/days/1","value":"tue"}]"#,
        #"{"days":["mon","tue","wed"]}"#
      ),
      (#"{"lead":"ana","team":"core"}"#, #"[{"op":"remove","path":"/lead"}]"#, #"{"team":"core"}"#),
      (
        #"{"days":["mon","tue","wed"]}"#, #"[{"op":"remove","path":"/days/1"}]"#, #"{"days":["mon","wed"]}"#
      ),
      (
        #"{"lead":"ana","team":"core"}"#, #"[{"op":"replace","path":"/lead","value":"bea"}]"#,
        #"{"lead":"bea","team":"core"}"#
      ),
      (
        #"{"from":{"ana":40,"bea":20},"to":{"cem":8}}"#, #"[{"op":"move","from":"/from/bea","path":"/to/bea"}]"#,
        #"{"from":{"ana":40},"to":{"cem":8,"bea":20}}"#
      ),
      (
        #"{"days":["mon","thu","tue","wed"]}"#, #"[{"op":"move","from":"/days/1","path":"/days/3"}]"#,
        #"{"days":["mon","tue","wed","thu"]}"#
      ),
      (
        #"{"lead":"ana","days":["a",2,"c"]}"#,
        #"[{"op":"test","path":"/lead","value":"ana"},{"op":"test","path":"/days/1","value":2}]"#,
        #"{"lead":"ana","days":["a",2,"c"]}"#
      ),
      (#"{"lead":"ana"}"#, #"[{"op":"add","path":"/deputy","value":{"x":{}}}]"#, #"{"lead":"ana","deputy":{"x":{}}}"#),
      (
        #"{"a":1}"#, #"[{"op":"add","path":"/b","value":2,"why":"unknown members are passed over"}]"#, #"{"a":1,"b":2}"#
      ),
      (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
      (#"{"days":["mon"]}"#, #"[{"op":"add","path":"/days/-","value":["x","y"]}]"#, #"{"days":["mon",["x","y"]]}"#),
      // Beyond the appendix: the root, replacing by add, copies, numbers and objects by value.
      (#"{"a":1}"#, #"[{"op":"replace","path":"","value":[1]}]"#, "[1]"),
      (#"{"a":1}"#, #"[{"op":"add","path":"","value":null}]"#, "null"),
      (#"{"a":1,"b":2}"#, #"[{"op":"add","path":"/a","value":3}]"#, #"{"a":3,"b":2}"#),
      (
        #"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/a/0"},{"op":"copy","from":"","path":"/b"}]"#,
        #"{"a":[[1],1],"b":{"a":[[1],1]}}"#
      ),
      (#"{"":{"":1}}"#, #"[{"op":"replace","path":"//","value":2}]"#, #"{"":{"":2}}"#),
      (#"[1.50,-0]"#, #"[{"op":"test","path":"","value":[15e-1,0.0]}]"#, "[1.50,-0]"),
      (#"{"a":{"x":1,"y":2}}"#, #"[{"op":"test","path":"/a","value":{"y":2,"x":1}}]"#, #"{"a":{"x":1,"y":2}}"#),
      (#"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"}]"#, #"{"a":1}"#),
    ])
  func operations(_ document: String, _ patch: String, _ result: String) throws {
    #expect(try patched(document, patch) == result)
  }

  @Test(
    "What cannot be done says where in the patch",
    arguments: [
      (#"{"a":"x"}"#, #"[{"op":"test","path":"/a","value":"y"}]"#, "patch", "/0/value"),
      (#"{"a":1}"#, #"[{"op":"add","path":"/b/c","value":1}]"#, "patch", "/0/path"),
      (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":"1"}]"#, "patch", "/0/value"),
      (#"[0]"#, #"[{"op":"add","path":"/0","value":1},{"op":"add","path":"/3","value":1}]"#, "patch", "/1/path"),
      (#"[0,1]"#, #"[{"op":"remove","path":"/01"}]"#, "patch", "/0/path"),
      (#"[0,1]"#, #"[{"op":"remove","path":"/-"}]"#, "patch", "/0/path"),
      (#"{"a":1}"#, #"[{"op":"replace","path":"/b","value":1}]"#, "patch", "/0/path"),
      (#"{"a":1}"#, #"[{"op":"remove","path":""}]"#, "patch", "/0/path"),
      (#"{"a":1}"#, #"[{"op":"copy","from":"/b","path":"/c"}]"#, "patch", "/0/from"),
      (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#, "patch", "/0/path"),
      (#"{"a":1}"#, #"[{"op":"add","path":"/a/b","value":1}]"#, "patch", "/0/path"),
      (#"{}"#, #"[{"op":"ad","path":"/a","value":1}]"#, "out-of-range", "/0/op"),
      (#"{}"#, #"[{"op":"add","path":"a","value":1}]"#, "out-of-range", "/0/path"),
      (#"{}"#, #"[{"op":"add","path":"/~2","value":1}]"#, "out-of-range", "/0/path"),
      (#"{}"#, #"[{"op":"add","path":"/a"}]"#, "missing-key", "/0"),
      (#"{}"#, #"[{"op":"add","value":1}]"#, "missing-key", "/0"),
      (#"{}"#, #"[{"op":7,"path":""}]"#, "wrong-type", "/0/op"),
      (#"{}"#, #"[7]"#, "wrong-type", "/0"),
      (#"{}"#, #"{"op":"add"}"#, "wrong-type", ""),
    ])
  func failures(_ document: String, _ patch: String, _ kind: String, _ pointer: String) throws {
    let failure = try #require(try failure(document, patch))
    #expect(failure.kind.rawValue == kind, "\(failure)")
    #expect(failure.path.pointer == pointer, "\(failure)")
  }

  @Test("A patch that doubles what it copies ends at a limit instead of taking all memory")
  func doubling() throws {
    let wide = Array(repeating: #"{"op":"copy","from":"/a","path":"/a/-"}"#, count: 60).joined(separator: ",")
    #expect(try failure(#"{"a":[0]}"#, "[\(wide)]")?.kind == .limit)
    let deep = Array(repeating: #"{"op":"copy","from":"","path":"/a"}"#, count: 100).joined(separator: ",")
    #expect(try failure(#"{"a":0}"#, "[\(deep)]")?.kind == .limit)
  }

  @Test("Keys are their bytes: two spellings of é are two keys")
  func canonicalEquivalence() throws {
    let document = "{\"e\u{301}\":1,\"\u{E9}\":2}"
    #expect(
      try patched(document, "[{\"op\":\"replace\",\"path\":\"/\u{E9}\",\"value\":3}]")
        == "{\"e\u{301}\":1,\"\u{E9}\":3}")
    #expect(try failure("{\"a\":\"\u{E9}\"}", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":\"e\u{301}\"}]") != nil)
  }

  @Test("Pointers are read and written back", arguments: ["", "/", "/a/0", "/a~1b", "/m~0n", "//", "/é", "/~01"])
  func pointers(_ text: String) throws {
    #expect(try #require(JSONPointer(text)).description == text)
  }

  @Test("Pointers lead to their values")
  func lookup() throws {
    let document = try value(#"{"a":[10,{"b/c":20}],"~":30}"#)
    for (pointer, expected) in [("/a/0", "10"), ("/a/1/b~1c", "20"), ("/~0", "30")] {
      #expect(document[try #require(JSONPointer(pointer))] == .number(expected))
    }
    for pointer in ["/a/2", "/a/-", "/a/00", "/a/+1", "/b", "/a/0/x"] {
      #expect(document[try #require(JSONPointer(pointer))] == nil)
    }
    #expect(JSONPointer("a") == nil && JSONPointer("/~") == nil)
  }

  @Test("Numbers are compared exactly")
  func numbers() throws {
    for (left, right, isEqual) in [
      ("1e2", "100", true), ("0.1", "0.10", true), ("-0", "0", true), ("1", "1.0000000000000000000001", false),
      ("1e400", "10e399", true), ("1e400", "1e401", false), ("-1", "1", false), ("0e5", "0", true),
    ] {
      #expect(try value(left).isEqual(to: value(right)) == isEqual, "\(left) \(right)")
    }
  }
}
