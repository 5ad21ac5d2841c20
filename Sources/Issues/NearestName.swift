// SPDX-License-Identifier: GPL-3.0-or-later

/// The candidate that is nearest to a misspelt word, if one is near enough to be meant.
///
/// - Complexity: O(n * m^2) for n candidates of m characters.
package func nearestName(to word: String, among candidates: some Sequence<String>) -> String? {
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
