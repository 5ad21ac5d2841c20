// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Formats
import Insight
import Issues
import JSON
import Processes
import Serving

/// A change of a scenario with a name: `Ana leaves: staff.ana.employed.to=2027-02-28; @slip.json`.
struct NamedChange {
  /// What is changed.
  enum Part {
    case assignment(ScenarioAssignment)
    /// A patch in a file.
    case file(String)
    /// A patch (RFC 6902) as it was written.
    case patch(JSONValue)
  }

  var name: String
  var parts: [Part]

  init(name: String, parts: [Part]) {
    self.name = name
    self.parts = parts
  }

  /// Reads what stands behind `--change`.
  init(parsing text: String) throws {
    guard let colon = text.firstIndex(of: ":"), case let name = Self.trimmed(text[..<colon]), !name.isEmpty else {
      throw ValidationError(
        "--change '\(text)' has no name: write 'NAME: PATH=VALUE', such as 'Ana leaves: staff.ana.employed.to=2027-02-28'."
      )
    }
    self.name = name
    parts = []
    for part in Self.split(text[text.index(after: colon)...]) {
      if part.hasPrefix("@") {
        parts.append(.file(String(part.dropFirst())))
        continue
      }
      do throws(ScenarioAssignment.ParsingFailure) {
        parts.append(.assignment(try ScenarioAssignment(parsing: part)))
      } catch {
        throw ValidationError("--change '\(name)': \(error.detail): \(error.hint).")
      }
    }
    if parts.isEmpty { throw ValidationError("--change '\(name)' changes nothing: write 'NAME: PATH=VALUE'.") }
  }

  /// The parts between semicolons, but for those inside of quotes and brackets.
  private static func split(_ text: Substring) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    var (isQuoted, isEscaped) = (false, false)
    for character in text {
      if isQuoted {
        isQuoted = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
      } else if character == "\"" {
        isQuoted = true
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      } else if character == ";", depth <= 0 {
        parts.append(part)
        part = ""
        continue
      }
      part.append(character)
    }
    return (parts + [part]).map { trimmed($0[...]) }.filter { !$0.isEmpty }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace ?? false { text = text.dropFirst() }
    while text.last?.isWhitespace ?? false { text = text.dropLast() }
    return String(text)
  }

  /// The edits that it consists of.
  func edits() throws -> [ScenarioEdit] {
    try parts.map { part in
      switch part {
      case .assignment(let assignment): return ScenarioEdit(assignment, option: "'\(name)':")
      case .file(let path):
        let file = InputFile(path)
        return try Self.edit(file.read(), name: file.displayName)
      case .patch(let patch): return try Self.edit(patch.serialized(), name: "'\(name)'")
      }
    }
  }

  private static func edit(_ patch: [UInt8], name: String) throws -> ScenarioEdit {
    do throws(DocumentError) {
      return try ScenarioEdit(patch: patch, name: name)
    } catch {
      throw CommandFailure(error, fileName: name)
    }
  }
}

extension NamedChange {
  /// Reads a file of changes: `{"NAME": {"PATH": VALUE, ...}, "NAME": [patch], ...}`.
  static func read(_ file: InputFile) throws -> [NamedChange] {
    let bytes = try file.read()
    do throws(DocumentError) {
      let document = try JSONValue(parsing: bytes)
      var changes: [NamedChange] = []
      var issues: [ScenarioIssue] = []
      guard case .object(let members) = document else {
        throw PositionResolver(bytes: bytes).failure([
          ScenarioIssue(.wrongType, "expected an object with the changes by their names", at: [], hint: form)
        ])
      }
      for member in members {
        switch member.value {
        case .array: changes.append(NamedChange(name: member.key, parts: [.patch(member.value)]))
        case .object(let values) where !values.isEmpty:
          changes.append(NamedChange(name: member.key, parts: parts(values, of: member.key, &issues)))
        default:
          issues.append(
            ScenarioIssue(.wrongType, "expected values by their paths, or a patch", at: [.key(member.key)], hint: form))
        }
      }
      if members.isEmpty { issues.append(ScenarioIssue(.missingKey, "there is no change", at: [], hint: form)) }
      if !issues.isEmpty { throw PositionResolver(bytes: bytes).failure(issues) }
      return changes
    } catch {
      throw CommandFailure(error, fileName: file.displayName)
    }
  }

  private static let form = #"write {"Ana leaves": {"staff.ana.employed.to": "2027-02-28"}, "slip": [{"op": ...}]}"#

  private static func parts(
    _ values: [JSONValue.Member], of name: String, _ issues: inout [ScenarioIssue]
  ) -> [Part] {
    var parts: [Part] = []
    for member in values {
      let value = String(decoding: member.value.serialized(), as: UTF8.self)
      do throws(ScenarioAssignment.ParsingFailure) {
        parts.append(.assignment(try ScenarioAssignment(parsing: member.key + "=" + value)))
      } catch {
        issues.append(
          ScenarioIssue(
            .outOfRange, "\(quoted(member.key)) is not a path", at: [.key(name), .key(member.key)],
            hint: "write keys and ids with dots between them", isAboutKey: true))
      }
    }
    return parts
  }
}

extension PositionResolver {
  fileprivate func failure(_ issues: [ScenarioIssue]) -> DocumentError { DocumentError(issues: located(issues)) }
}
