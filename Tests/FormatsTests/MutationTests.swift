// SPDX-License-Identifier: GPL-3.0-or-later

import Issues
import Allocation
import Generation
import Formats
import JSON
import Numbers
import Testing

@Suite("Damaged documents")
struct MutationTests {
  /// Makes sure that a document is read, or refused with places inside it.
  private static func check(_ bytes: [UInt8], _ name: @autoclosure () -> String) -> Bool {
    guard let error = failure({ () throws(DocumentError) in try ScenarioReader.read(bytes) }) else { return true }
    let lines = bytes.count { $0 == 0x0A } + 1
    if error.issues.isEmpty || error.issues.count > JSONLimits.issues
      || error.issues.contains(where: {
        $0.line < 1 || $0.line > lines || $0.column < 1 || $0.column > bytes.count + 1 || $0.issue.detail.isEmpty
      })
    {
      Issue.record("\(name()): \(error.rendered(fileName: "m"))")
    }
    return false
  }

  @Test("A scenario that is cut off at any byte is an error")
  func truncation() {
    let bytes = Array(richScenario.utf8)
    for end in bytes.indices { #expect(!Self.check(Array(bytes[..<end]), "cut at \(end)")) }
    #expect(Self.check(bytes, "whole"))
  }

  @Test("A plan that is cut off at any byte is an error")
  func truncatedPlan() {
    let bytes = PlanWriter.write(fullPlan, pretty: false)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let error = failure { () throws(DocumentError) in try PlanReader.read(Array(bytes[..<end])) }
      #expect(error?.issues.isEmpty == false)
    }
  }

  /// Where tokens begin, roughly: at punctuation and after it.
  private static func cuts(_ bytes: [UInt8]) -> [Int] {
    bytes.indices.filter { Array("{}[],:\"".utf8).contains(bytes[$0]) }
  }

  private static let tokens = [
    "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e400", "1e-40", "0.1", "99999999999999999999",
    "\"\"",
    "\"x\"", "[]", "{}", "\\u0000", "\\ud800", "\u{202E}", "\u{0}", "\"2027-02-30\"", "\"9999-12-31\"",
    "\"0001-01-01\"",
    "1000000000",
  ]

  private static func mutated(_ source: [UInt8], _ cuts: [Int], _ random: inout RandomSource) -> [UInt8] {
    var bytes = source
    for _ in 0..<random.number(in: 1...3) {
      guard !bytes.isEmpty else { break }
      let at = random.number(in: 0...bytes.count - 1)
      let cut = min(cuts[random.number(in: 0...cuts.count - 1)], bytes.count)
      let end = min(cuts[random.number(in: 0...cuts.count - 1)], bytes.count)
      let token = Array(tokens[random.number(in: 0...tokens.count - 1)].utf8)
      switch random.number(in: 0...7) {
      case 0: bytes[at] = UInt8(truncatingIfNeeded: random.number(in: 0...255))
      case 1: bytes.remove(at: at)
      case 2: bytes.insert(UInt8(truncatingIfNeeded: random.number(in: 0...255)), at: at)
      case 3: bytes.insert(contentsOf: token, at: cut)
      case 4: bytes.replaceSubrange(min(cut, end)..<min(max(cut, end), min(cut, end) + 40), with: token)
      case 5: bytes.insert(contentsOf: bytes[min(cut, end)..<min(max(cut, end), min(cut, end) + 200)], at: cut)
      case 6:
        // A digit becomes another, so that the document stays well formed and its figures change.
        if let digit = bytes[at...].firstIndex(where: { (0x30...0x39).contains($0) }) {
          bytes[digit] = UInt8(0x30 + random.number(in: 0...9))
        }
      default:
        if random.number(in: 0...20) == 0 {
          bytes.removeSubrange(at...)
        } else {
          bytes[at] ^= 1 << UInt8(random.number(in: 0...7))
        }
      }
    }
    return bytes
  }

  @Test("Ten thousand mutations of a rich scenario are read or refused with a place", arguments: 1...4)
  func mutations(_ seed: Int) {
    let source = Array(richScenario.utf8)
    let cuts = Self.cuts(source)
    var random = RandomSource(seed: UInt64(seed))
    var readable = 0
    for round in 0..<2_500 {
      if Self.check(Self.mutated(source, cuts, &random), "seed \(seed), round \(round)") { readable += 1 }
    }
    // Both happen, or the mutations show nothing.
    #expect(readable > 50 && readable < 2_000)
  }

  @Test("A thousand mutations of a plan are read or refused with a place")
  func planMutations() {
    let source = PlanWriter.write(fullPlan, pretty: false)
    let cuts = Self.cuts(source)
    var random = RandomSource(seed: 9)
    for round in 0..<1_000 {
      let bytes = Self.mutated(source, cuts, &random)
      if let error = failure({ () throws(DocumentError) in try PlanReader.read(bytes) }) {
        #expect(error.issues.first.map { $0.line >= 1 && $0.column >= 1 } == true, "round \(round)")
      } else if let plan = try? PlanReader.read(bytes) {
        // What was read can be written, without overflow.
        #expect((try? PlanReader.read(PlanWriter.write(plan))) != nil, "round \(round)")
      }
    }
  }
}
