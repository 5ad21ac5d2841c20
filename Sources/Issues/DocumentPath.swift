// SPDX-License-Identifier: GPL-3.0-or-later

/// One step of an RFC 6901 pointer.
public enum PointerStep: Sendable, Hashable {
  case key(String)
  case index(Int)
}

/// A place in a document: the steps from its root.
public struct DocumentPath: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// The steps from the root to the place; empty for the whole document.
  public var steps: [PointerStep]

  /// Makes a path from its steps.
  public init(_ steps: [PointerStep] = []) { self.steps = steps }
  /// Makes a path from its steps.
  public init(arrayLiteral elements: PointerStep...) { steps = elements }

  /// The path of a member below this one.
  public func key(_ name: String) -> DocumentPath { DocumentPath(steps + [.key(name)]) }
  /// The path of an element below this one.
  public func index(_ position: Int) -> DocumentPath { DocumentPath(steps + [.index(position)]) }

  /// The RFC 6901 text, such as `/projects/0/demands/2/skills`; empty for the whole document.
  public var pointer: String {
    steps.map { step in
      switch step {
      case .index(let position): "/\(position)"
      case .key(let name):
        // By scalars: a slash with a combining mark is another Character, and a slash all the same.
        "/"
          + String(
            String.UnicodeScalarView(
              name.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                scalar == "~" ? ["~", "0"] : scalar == "/" ? ["~", "1"] : [scalar]
              }))
      }
    }.joined()
  }
}

extension DocumentPath {
  /// Reads an RFC 6901 pointer; what looks like the index of a list is taken for one.
  ///
  /// - Returns: nil where the text is no pointer.
  public init?(pointer: String) {
    guard let tokens = Self.tokens(of: pointer) else { return nil }
    self.init(
      tokens.map { token in
        if let index = Int(token), index >= 0, String(index) == token { .index(index) } else { .key(token) }
      })
  }

  /// The unescaped tokens of an RFC 6901 pointer, such as `staff`, `3`, `name` of `/staff/3/name`.
  ///
  /// - Returns: nil where the text is no pointer.
  package static func tokens(of pointer: String) -> [String]? {
    if pointer.isEmpty { return [] }
    guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      var token: [UInt8] = []
      var isEscaped = false
      for byte in part {
        if isEscaped {
          guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else { return nil }
          token.append(byte == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
          isEscaped = false
        } else if byte == UInt8(ascii: "~") {
          isEscaped = true
        } else {
          token.append(byte)
        }
      }
      if isEscaped { return nil }
      tokens.append(String(decoding: token, as: UTF8.self))
    }
    return tokens
  }
}
