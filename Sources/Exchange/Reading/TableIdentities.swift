// SPDX-License-Identifier: GPL-3.0-or-later

/// The ids of a table's rows: those that are written, and those that are made from names.
struct TableIdentities {
  private(set) var ids: Set<String> = []
  private var byName: [String: String] = [:]
  private var ambiguous: Set<String> = []
  /// How many were made from names.
  private(set) var made = 0

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
    return byName[text] ?? text
  }

  private mutating func unused(_ base: String) -> String {
    made += 1
    if !ids.contains(base) { return base }
    var number = 2
    while ids.contains("\(base)-\(number)") { number += 1 }
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
