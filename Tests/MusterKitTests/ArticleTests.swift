// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import MusterKit
import Testing

@Suite("Articles")
struct ArticleTests {
  @Test("Code in the articles stands in the examples or in the tests, which are compiled")
  func codeIsCompiled() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    func files(_ folder: String, _ ending: String) throws -> [String] {
      let urls = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
      return try (urls?.compactMap { $0 as? URL } ?? []).filter {
        $0.pathExtension == ending && !$0.path.contains("/.build/")
      }.map { try String(contentsOf: $0, encoding: .utf8) }
    }
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    let compiled = Set(try (files("Examples", "swift") + files("Tests/MusterKitTests", "swift")).flatMap(lines))
    let articles = try files("Sources/MusterKit/MusterKit.docc", "md")
    #expect(articles.count >= 5)
    var checked = 0
    for article in articles {
      for block in article.components(separatedBy: "```swift\n").dropFirst() {
        for line in lines(block.components(separatedBy: "```")[0]) {
          checked += 1
          #expect(compiled.contains(line), "not compiled anywhere: \(line)")
        }
      }
    }
    #expect(checked > 20)
  }

  /// The lines on the landing page.
  func landingPage(_ bytes: [UInt8]) async throws {
    let scenario = try Scenario(json: bytes)
    let answer = try await scenario.plan()
    print(answer.value, answer.isOptimal)
  }
}
