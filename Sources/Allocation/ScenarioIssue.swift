// SPDX-License-Identifier: GPL-3.0-or-later

/// One step of an RFC 6901 pointer.
public enum PointerStep: Sendable, Hashable {
  case key(String)
  case index(Int)
}

/// A place in a document: the steps from its root.
public struct DocumentPath: Sendable, Hashable, ExpressibleByArrayLiteral {
  public var steps: [PointerStep]

  public init(_ steps: [PointerStep] = []) { self.steps = steps }
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

/// Something in a document that is wrong (an error) or deserves a look (a warning).
public struct ScenarioIssue: Error, Sendable, Hashable {
  /// The kind of the issue, a stable identifier in kebab case such as `unknown-reference`.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text is not JSON.
    public static let syntax = Kind(rawValue: "json-syntax")
    /// A limit of the reader (depth, size, digits) is passed.
    public static let limit = Kind(rawValue: "limit")
    /// The `format` is missing or another.
    public static let format = Kind(rawValue: "format")
    /// A key that the format does not know.
    public static let unknownKey = Kind(rawValue: "unknown-key")
    /// A key that stands twice in an object.
    public static let duplicateKey = Kind(rawValue: "duplicate-key")
    /// A key that has to be there is not.
    public static let missingKey = Kind(rawValue: "missing-key")
    /// A value of another type than the format's.
    public static let wrongType = Kind(rawValue: "wrong-type")
    /// A value outside what the format allows.
    public static let outOfRange = Kind(rawValue: "out-of-range")
    /// An id that stands twice.
    public static let duplicateID = Kind(rawValue: "duplicate-id")
    /// A reference to something that is not there.
    public static let unknownReference = Kind(rawValue: "unknown-reference")
    /// Values that contradict each other.
    public static let contradiction = Kind(rawValue: "contradiction")
    /// A key of the format that this version does not carry out.
    public static let unsupported = Kind(rawValue: "unsupported")
    /// A matter for a second look that is no error.
    public static let lint = Kind(rawValue: "lint")
  }

  /// Whether it stops the work.
  public enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  public var kind: Kind
  public var severity: Severity
  /// What is wrong in this case, naming the values.
  public var detail: String
  /// Where.
  public var path: DocumentPath
  /// What to do about it, or nil.
  public var hint: String?
  /// Whether the place is the member's name and not its value.
  public var isAboutKey: Bool

  public init(
    _ kind: Kind, _ detail: String, at path: DocumentPath, hint: String? = nil, severity: Severity = .error,
    isAboutKey: Bool = false
  ) {
    self.kind = kind
    self.severity = severity
    self.detail = detail
    self.path = path
    self.hint = hint
    self.isAboutKey = isAboutKey
  }
}

/// The candidate that is nearest to a misspelt word, if one is near enough to be meant.
///
/// - Complexity: O(n * m^2) for n candidates of m characters.
public func nearestName(to word: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(word.lowercased().unicodeScalars.prefix(64))
  let limit = max(1, target.count / 3)
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
    guard abs(other.count - target.count) <= limit else { continue }
    // Levenshtein distance with transpositions of neighbours (optimal string alignment).
    var beforePrevious = [Int](repeating: 0, count: other.count + 1)
    var previous = Array(0...other.count)
    for i in 0..<target.count {
      var current = [i + 1] + [Int](repeating: 0, count: other.count)
      for j in 0..<other.count {
        let cost = target[i] == other[j] ? 0 : 1
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        if i > 0, j > 0, target[i] == other[j - 1], target[i - 1] == other[j] {
          current[j + 1] = min(current[j + 1], beforePrevious[j - 1] + 1)
        }
      }
      beforePrevious = previous
      previous = current
    }
    let distance = previous[other.count]
    if distance <= limit,
      best.map({ distance < $0.distance || (distance == $0.distance && candidate < $0.name) }) ?? true
    {
      best = (distance, candidate)
    }
  }
  return best?.name
}
