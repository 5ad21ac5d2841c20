// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Processes
import Reporting
import Serving

/// How a command writes what it found: for programs, or for people.
enum DocumentFormat: String, ExpressibleByArgument, CaseIterable {
  case json, table, markdown

  /// The bytes of an answer; without a format a table on a terminal, else JSON.
  static func bytes(
    _ format: DocumentFormat?, of document: @autoclosure () -> ResultDocument, json: @autoclosure () -> [UInt8],
    to target: OutputFile, _ messages: MessageOptions
  ) -> [UInt8] {
    switch format ?? (target.isStandardOutput && StandardStream.output.isTerminal ? .table : .json) {
    case .json: return json()
    case .table:
      let colored = target.isStandardOutput ? messages.colors(.output) : messages.color == .always
      return Array(document().terminalText(width: 100, colored: colored).utf8)
    case .markdown: return Array(document().markdown.utf8)
    }
  }
}
