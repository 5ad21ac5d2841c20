// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// Finds rows by names that are written a little otherwise: in other case, with other spaces, or with the last name first.
/// The table of them is made when the first such name is looked up; most sheets have none.
final class LooseNames {
  private var found: [String: Set<String>]?
  /// How many names may still be looked at for hints; each hint looks at all, and more than the first few are not shown.
  private var looks = 200_000
  private var sorted: [String]?

  /// The id of the only row that a text may mean.
  func id(_ text: String, _ ids: Set<String>, _ names: @autoclosure () -> [String: String]) -> String? {
    let table = found ?? Self.table(of: ids, names: names().map { ($0.key, $0.value) })
    found = table
    return Self.id(text, in: table)
  }

  /// The name that is nearest to a text; nil where there is none, or where too many were looked for.
  func nearest(to text: String, among spellings: @autoclosure () -> [String]) -> String? {
    guard looks > 0 else { return nil }
    let names = sorted ?? spellings()
    sorted = names
    looks -= max(names.count, 1000)
    return nearestName(to: text, among: names)
  }

  /// Ids by the spellings of them and of names.
  ///
  /// - Parameter names: each with its id; a name may be that of several.
  static func table(
    of ids: some Sequence<String>, names: some Sequence<(name: String, id: String)>
  ) -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for id in ids { result[folded(id), default: []].insert(id) }
    for (name, id) in names { for spelling in spellings(of: name) { result[spelling, default: []].insert(id) } }
    return result
  }

  /// The only id of a table that a text may mean.
  static func id(_ text: String, in table: [String: Set<String>]) -> String? {
    let meant = spellings(of: text).reduce(into: Set<String>()) { $0.formUnion(table[$1] ?? []) }
    return meant.count == 1 ? meant.first : nil
  }

  /// A name without what does not count, and turned where it has a comma.
  private static func spellings(of name: String) -> [String] { [folded(name), turned(name)].compactMap(\.self) }

  /// A text without what does not count.
  private static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// `berg, anna` as `anna berg`.
  private static func turned(_ text: String) -> String? {
    let parts = text.split(separator: ",").map { folded(String($0)) }
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? parts[1] + " " + parts[0] : nil
  }
}

/// The ids of a table's rows: those that are written, and those that are made from names.
struct TableIdentities {
  private(set) var ids: Set<String> = []
  private var byName: [String: String] = [:]
  private var ambiguous: Set<String> = []
  private let loose = LooseNames()
  /// How many were made from names.
  private(set) var made = 0
  /// The last number behind each id that was made more than once.
  private var numbers: [String: Int] = [:]

  mutating func add(id: String?, name: String?) -> String? {
    guard let id = id ?? name.map({ unused(Self.slug($0)) }) else { return nil }
    ids.insert(id)
    if let name, byName.updateValue(id, forKey: name) != nil { ambiguous.insert(name) }
    return id
  }

  /// What may be written to refer to a row: the ids, and names.
  var spellings: [String] { ids.sorted() + byName.keys.filter { !ambiguous.contains($0) }.sorted() }

  /// The id that a text means: itself, or that of the only row with such a name.
  func resolve(_ text: String) -> String {
    if ids.contains(text) || ambiguous.contains(text) { return text }
    return byName[text] ?? loose.id(text, ids, byName.filter { !ambiguous.contains($0.key) }) ?? text
  }

  /// Whether a text means a row.
  func isKnown(_ text: String) -> Bool { ids.contains(resolve(text)) }

  /// What to do about a text that means no row.
  func hint(for text: String) -> String? {
    if ambiguous.contains(text) { return "several have this name: write the id" }
    let parts = text.split(separator: ",").map { String($0).trimmed }
    if parts.count > 1, parts.allSatisfy(isKnown) { return "separate by semicolons, or write a row for each" }
    return loose.nearest(to: text, among: spellings).map { "did you mean \(quoted($0))?" }
  }

  private mutating func unused(_ base: String) -> String {
    made += 1
    if !ids.contains(base) { return base }
    var number = (numbers[base] ?? 1) + 1
    while ids.contains("\(base)-\(number)") { number += 1 }
    numbers[base] = number
    return "\(base)-\(number)"
  }

  /// A name in small letters, digits and hyphens: `Jürgen Weiß` is `juergen-weiss`.
  static func slug(_ name: String) -> String {
    let spelled: [Character: String] = ["ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a"]
    var result = ""
    for character in name.lowercased() {
      if let letters = spelled[character] {
        result += letters
      } else if character.isLetter || character.isNumber {
        result.append(character)
      } else if !result.isEmpty, result.last != "-" {
        result += "-"
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "row" : String(result.prefix(190))
  }
}
