// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import JSON
internal import Processes

extension BatchRecord {
  /// Whether it still holds: for the bytes that the scenario has now, and for the plan that is there.
  func holds(for item: BatchItem, settings: String, folder: String) -> Bool {
    guard self.settings == settings, let sha256, Self.hash(of: InputFile(item.path)) == sha256 else { return false }
    let file = InputFile(item.path)
    for input in inputs where (try? file.readSibling(input.path)).map({ sha256Hex($0) }) != input.sha256 {
      return false
    }
    if let planHash { return Self.hash(of: InputFile(folder + "/" + item.output)) == planHash }
    return true
  }

  private static func hash(of file: InputFile) -> String? { (try? file.read()).map { sha256Hex($0) } }
}
